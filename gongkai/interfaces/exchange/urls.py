"""Addresses of the room's screens at the desk. An upload is known by its number: registers/DR/2018-00001/."""

from django.urls import path

from .views import desk

app_name = "exchange"
_UPLOAD = "registers/<slug:series>/<slug:serial>/"

urlpatterns = [
    path("registers/", desk.Registers.as_view(), name="registers"),
    path(_UPLOAD, desk.Register.as_view(), name="register"),
    path(f"{_UPLOAD}confirm/", desk.RegisterDecision.as_view(), name="register_confirm"),
    path(f"{_UPLOAD}discard/", desk.RegisterDecision.as_view(confirms=False), name="register_discard"),
]
