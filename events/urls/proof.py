"""Addresses of certificates and of the semester."""

from django.urls import path

from events.views import certificates, semester

urlpatterns = [
    path("writer/certificates/", certificates.certificates, name="certificates"),
    path("writer/certificates/year/", certificates.year_record, name="year_record"),
    path("writer/certificates/<str:key>.pdf", certificates.certificate, name="certificate"),
    path("places/<str:key>/certificate/", certificates.place_certificate, name="place_certificate"),
    path("certificates/", certificates.certificate_find, name="certificate_find"),
    path("certificates/<str:code>/", certificates.certificate_check, name="certificate_check"),
    path("desk/<slug:slug>/semesters/", semester.semesters, name="semesters"),
    path("desk/<slug:slug>/semesters/new/", semester.semester_new, name="semester_new"),
    path("desk/<slug:slug>/semesters/rate/", semester.hour_rate, name="hour_rate"),
    path("desk/<slug:slug>/semesters/issued/<str:key>/", semester.semester_issue, name="semester_issue"),
    path("desk/<slug:slug>/semesters/<str:key>/", semester.semester, name="semester"),
    path("desk/<slug:slug>/semesters/<str:key>/edit/", semester.semester_edit, name="semester_edit"),
    path("desk/<slug:slug>/semesters/<str:key>/issue/", semester.semester_issue_now, name="semester_issue_now"),
    path("desk/<slug:slug>/semesters/<str:key>/rows/<slug:code>/", semester.semester_rows, name="semester_rows"),
]
