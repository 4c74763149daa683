"""Addresses of writers, their profiles and their credentials."""

from django.urls import path

from partners.views import credentials, profiles, writers

urlpatterns = [
    path("join/writer/", writers.join_writer, name="join_writer"),
    path("writer/profile/", profiles.writer_profile, name="writer_profile"),
    path("writer/profile/expertise/", profiles.writer_expertise, name="writer_expertise"),
    path("writer/profile/services/", profiles.writer_services, name="writer_services"),
    path("writer/profile/fees/", profiles.writer_fees, name="writer_fees"),
    path("writer/profile/photo/", profiles.writer_photo_edit, name="writer_photo_edit"),
    path("writer/profile/photo/remove/", profiles.writer_photo_remove, name="writer_photo_remove"),
    path("writer/profile/pause/", profiles.writer_pause, name="writer_pause"),
    path("writer/profile/resume/", profiles.writer_resume, name="writer_resume"),
    path("writer/profile/send/", profiles.writer_submit, name="writer_submit"),
    path("writer/profile/<slug:part>/", profiles.writer_part, name="writer_part"),
    path("writer/credentials/", credentials.writer_credentials, name="writer_credentials"),
    path("writer/credentials/new/", credentials.credential_new, name="credential_new"),
    path("writer/credentials/<slug:key>/renew/", credentials.credential_renew, name="credential_renew"),
    path("writer/credentials/<slug:key>/certificate/", credentials.credential_evidence, name="credential_evidence"),
    path("writer/credentials/<slug:key>/remove/", credentials.credential_remove, name="credential_remove"),
    path("evidence/<slug:key>/", credentials.evidence, name="evidence"),
    path("writers/<slug:slug>/", writers.writer_page, name="writer_page"),
    path("writers/<slug:slug>/photo/", writers.writer_photo, name="writer_photo"),
    path("desk/<slug:slug>/writers/<slug:writer_slug>/", writers.desk_writer, name="desk_writer"),
    path("desk/<slug:slug>/writers/<slug:writer_slug>/contact/", writers.writer_contact, name="writer_contact"),
]
