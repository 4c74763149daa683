"""Addresses of the directories and of what is saved from them."""

from django.urls import path

from partners.views import directory, saved

urlpatterns = [
    path("desk/<slug:slug>/writers/", directory.desk_writers, name="desk_writers"),
    path("desk/<slug:slug>/writers/<slug:writer_slug>/save/", saved.save_writer, name="save_writer"),
    path("desk/<slug:slug>/writers/<slug:writer_slug>/unsave/", saved.unsave_writer, name="unsave_writer"),
    path("desk/<slug:slug>/writers/<slug:writer_slug>/note/", saved.note_writer, name="note_writer"),
    path("writer/colleges/", directory.writer_hosts, name="writer_hosts"),
    path("writer/colleges/<slug:slug>/save/", saved.save_host, name="save_host"),
    path("writer/colleges/<slug:slug>/unsave/", saved.unsave_host, name="unsave_host"),
    path("writer/colleges/<slug:slug>/note/", saved.note_host, name="note_host"),
]
