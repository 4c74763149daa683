"""The addresses of this room, one file a subject."""

from partners.urls import directory, hosts, offers, reviews, writers

urlpatterns = [
    *writers.urlpatterns,
    *hosts.urlpatterns,
    *offers.urlpatterns,
    *directory.urlpatterns,
    *reviews.urlpatterns,
]
