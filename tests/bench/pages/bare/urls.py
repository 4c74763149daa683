"""The admin, as in every new project, and a page."""

import os

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import JsonResponse
from django.urls import path


def process(request):
    return JsonResponse({"pid": os.getpid(), "parent": os.getppid(), "kinds": ContentType.objects.count()})


urlpatterns = [path("admin/", admin.site.urls), path("healthz", process), path("reference/process/", process)]
