"""Addresses of the room's screens at the desk (``urlpatterns``), a report known by its unit and year; and of its door (``hall``)."""

from django.urls import path

from .views import desk, public

app_name = "annual_report"
_REPORT = "annual-reports/<slug:unit>/<int:year>/"

urlpatterns = [
    path("annual-reports/", desk.ReportList.as_view(), name="reports"),
    path("annual-reports/due/", desk.DueNotices.as_view(), name="due_notices"),
    path(_REPORT, desk.ReportDetail.as_view(), name="report"),
    path(f"{_REPORT}text/", desk.ReportText.as_view(), name="text"),
    path(f"{_REPORT}files/<slug:which>/", desk.KeptFile.as_view(), name="file"),
    path(f"{_REPORT}differences/", desk.Differences.as_view(), name="differences"),
    path(f"{_REPORT}figures/<str:code>/", desk.FigureByUnit.as_view(), name="figure"),
    path(f"{_REPORT}breaks/", desk.Breaks.as_view(), name="breaks"),
    path(f"{_REPORT}corrections/", desk.Corrections.as_view(), name="corrections"),
    *(path(f"{_REPORT}{step.name}/", desk.ReportStep.as_view(step=step.name), name=step.name) for step in desk.STEPS),
]

hall = [path("report-check/", public.report_check, name="report_check")]
