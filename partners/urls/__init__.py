"""The addresses of this room, one file a subject."""

from partners.urls import board, campus, classes, directory, hosts, introductions, offers, reviews, writers

urlpatterns = [
    *classes.urlpatterns,
    *writers.urlpatterns,
    *hosts.urlpatterns,
    *campus.urlpatterns,
    *offers.urlpatterns,
    *board.urlpatterns,
    *introductions.urlpatterns,
    *directory.urlpatterns,
    *reviews.urlpatterns,
]
