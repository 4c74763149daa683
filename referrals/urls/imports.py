"""Addresses of lists that are brought in or taken away."""

from django.urls import path

from referrals.views import imports

ONE = "desk/<slug:slug>/alumni/import/<str:key>/"

urlpatterns = [
    path("desk/<slug:slug>/alumni/import/", imports.alumni_import, name="alumni_import"),
    path("desk/<slug:slug>/alumni/export.csv", imports.alumni_csv, name="alumni_csv"),
    path(ONE, imports.alumni_import_step, name="alumni_import_step"),
    path(f"{ONE}rows/", imports.alumni_import_rows, name="alumni_import_rows"),
    path(f"{ONE}refused.csv", imports.alumni_import_refused, name="alumni_import_refused"),
    path(f"{ONE}again/", imports.alumni_import_again, name="alumni_import_again"),
    path(f"{ONE}apply/", imports.alumni_import_apply, name="alumni_import_apply"),
    path(f"{ONE}undo/", imports.alumni_import_undo, name="alumni_import_undo"),
    path(f"{ONE}discard/", imports.alumni_import_discard, name="alumni_import_discard"),
]
