"""Addresses of offers and partnerships."""

from django.urls import path

from partners.views import answers, offers, onward, partnerships

urlpatterns = [
    path("hosts/<slug:slug>/offer/", offers.offer_new, name="offer_new"),
    path("writer/offers/", offers.writer_offers, name="writer_offers"),
    path("offers/<str:key>/", offers.offer, name="offer"),
    path("offers/<str:key>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("offers/<str:key>/answer/", answers.offer_answer, name="offer_answer"),
    path("offers/<str:key>/assign/", answers.offer_assign, name="offer_assign"),
    path("offers/<str:key>/further/", onward.offer_further, name="offer_further"),
    path("offers/<str:key>/pass-on/", onward.offer_pass_on, name="offer_pass_on"),
    path("desk/<slug:slug>/offers/", answers.offers, name="offers"),
    path("desk/<slug:slug>/offers/answered/", answers.offers_answered, name="offers_answered"),
    path("desk/<slug:slug>/partners/", partnerships.partnerships, name="partnerships"),
    path("partnerships/<str:key>/", partnerships.partnership, name="partnership"),
    path("partnerships/<str:key>/write/", partnerships.message_write, name="message_write"),
    path("writer/pledge/", partnerships.writer_pledge, name="writer_pledge"),
    path("agreed/<str:key>/done/", partnerships.engagement_finish, name="engagement_finish"),
    path("agreed/<str:key>/call-off/", partnerships.engagement_call_off, name="engagement_call_off"),
]
