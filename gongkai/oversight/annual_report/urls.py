"""Addresses of the room's screens at the desk. A report is known by its unit and year."""

from django.urls import path

from .views import desk

app_name = "annual_report"
_REPORT = "annual-reports/<slug:unit>/<int:year>/"

urlpatterns = [
    path("annual-reports/", desk.ReportList.as_view(), name="reports"),
    path(_REPORT, desk.ReportDetail.as_view(), name="report"),
    path(f"{_REPORT}differences/", desk.Differences.as_view(), name="differences"),
    path(f"{_REPORT}figures/<str:code>/", desk.FigureDetail.as_view(), name="figure"),
    *(
        path(f"{_REPORT}{step}/", desk.ReportStep.as_view(step=step), name=step)
        for step in ("compile", "freeze", "submit", "reopen")
    ),
]
