"""Addresses of the room's screens at the desk. A post is known by its number."""

from django.urls import path

from .views import desk

app_name = "media"
urlpatterns = [
    path("posts/", desk.posts, name="list"),
    path("posts/<slug:series>/<slug:serial>/", desk.post, name="post"),
]
