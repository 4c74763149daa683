"""Addresses of what happens when somebody cannot come."""

from django.urls import path

from events.views import stand_ins, standby

urlpatterns = [
    path("places/<str:key>/cannot/", stand_ins.place_cannot, name="place_cannot"),
    path("places/<str:key>/cannot/name/", stand_ins.place_name_stand_in, name="place_name_stand_in"),
    path("places/<str:key>/cannot/ask/", stand_ins.place_ask_stand_in, name="place_ask_stand_in"),
    path("places/<str:key>/cannot/take-back/", stand_ins.place_take_back_stand_in, name="place_take_back_stand_in"),
    path("places/<str:key>/cannot/withdraw/", stand_ins.place_withdraw, name="place_withdraw"),
    path("stand-ins/<str:key>/", stand_ins.stand_in, name="stand_in"),
    path("stand-ins/<str:key>/answer/", stand_ins.stand_in_answer, name="stand_in_answer"),
    path("stand-ins/<str:key>/decide/", stand_ins.stand_in_decide, name="stand_in_decide"),
    path("events/<str:key>/stand-by/", standby.event_stand_by, name="event_stand_by"),
    path("events/<str:key>/standby/", standby.event_standby, name="event_standby"),
    path("events/<str:key>/standby/remove/", standby.event_standby_remove, name="event_standby_remove"),
]
