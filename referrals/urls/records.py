"""Addresses of how writers answered."""

from django.urls import path

from referrals.views import records

urlpatterns = [path("desk/<slug:slug>/referrals/writers/", records.writer_records, name="writer_records")]
