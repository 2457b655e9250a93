"""Addresses of the room's screens at the desk. An upload is known by its number: registers/DR/2018-00001/,
past-applications/SR/2024-00001/."""

from django.urls import path

from .views import cases, desk

app_name = "exchange"
_CASES = "past-applications/<slug:series>/<slug:serial>/"
_UPLOAD = "registers/<slug:series>/<slug:serial>/"

urlpatterns = [
    path("registers/", desk.Registers.as_view(), name="registers"),
    path(_UPLOAD, desk.Register.as_view(), name="register"),
    path(f"{_UPLOAD}confirm/", desk.RegisterDecision.as_view(), name="register_confirm"),
    path(f"{_UPLOAD}discard/", desk.RegisterDecision.as_view(confirms=False), name="register_discard"),
    path("past-applications/", cases.PastCases.as_view(), name="cases"),
    path("past-applications/template.xlsx", cases.Template.as_view(), name="cases_template"),
    path(_CASES, cases.CaseRegister.as_view(), name="case_register"),
    path(f"{_CASES}confirm/", cases.CaseDecision.as_view(), name="cases_confirm"),
    path(f"{_CASES}discard/", cases.CaseDecision.as_view(confirms=False), name="cases_discard"),
]
