"""Addresses of podcast recordings."""

from django.urls import path

from events.views import podcasts

urlpatterns = [
    path("events/<str:key>/episode/", podcasts.event_episode, name="event_episode"),
    path("events/<str:key>/episode/terms/", podcasts.episode_terms, name="episode_terms"),
    path("events/<str:key>/episode/recorded/", podcasts.episode_recorded, name="episode_recorded"),
    path("events/<str:key>/episode/out/", podcasts.episode_out, name="episode_out"),
    path("places/<str:key>/release/", podcasts.place_release, name="place_release"),
    path("places/<str:key>/release/back/", podcasts.place_release_back, name="place_release_back"),
    path("places/<str:key>/release/file/", podcasts.place_release_file, name="place_release_file"),
]
