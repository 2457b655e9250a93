"""Addresses of the room's screens at the desk (``urlpatterns``), a report known by its unit and year; and of its door (``hall``)."""

from django.urls import path

from .views import desk, public

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

hall = [path("report-check/", public.report_check, name="report_check")]
