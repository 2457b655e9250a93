"""Addresses of the room's screens at the desk. An application is known by its number."""

from django.urls import path

from .views import desk

app_name = "applications"
urlpatterns = [
    path("applications/", desk.Applications.as_view(), name="list"),
    path("applications/calendar/", desk.Months.as_view(), name="calendar"),
    path("applications/chasing/", desk.Chasing.as_view(), name="chasing"),
    path("applications/assignments/", desk.Assignments.as_view(), name="assignments"),
    path("applications/assignments/<slug:series>/<slug:serial>/", desk.AssignmentProgress.as_view(), name="assignment"),
    path("applications/moved/", desk.Revisions.as_view(), name="revisions"),
    path("applications/moved/<slug:series>/<slug:serial>/", desk.Revision.as_view(), name="revision"),
    path("applications/<slug:series>/<slug:serial>/", desk.application, name="application"),
]
