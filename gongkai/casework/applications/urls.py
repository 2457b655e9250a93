"""Addresses of the room's screens at the desk. An application is known by its number."""

from django.urls import path

from .views import desk

app_name = "applications"
urlpatterns = [
    path("applications/", desk.applications, name="list"),
    path("applications/<slug:series>/<slug:serial>/", desk.application, name="application"),
]
