"""Addresses of the room's screens at the desk, a return known by its unit, year and serial number."""

from django.urls import path

from .views import desk

app_name = "returns"
_RETURN = "returns/<slug:unit>/<int:year>/<int:serial>/"

urlpatterns = [
    path("returns/", desk.ReturnList.as_view(), name="returns"),
    path("returns/new/", desk.NewReturn.as_view(), name="new"),
    path(_RETURN, desk.ReturnDetail.as_view(), name="return"),
    path(f"{_RETURN}fill/", desk.ReturnFill.as_view(), name="fill"),
    path(f"{_RETURN}files/<slug:which>/", desk.KeptFile.as_view(), name="file"),
    path(f"{_RETURN}figures/<str:code>/", desk.ReturnFigure.as_view(), name="figure"),
    *(path(f"{_RETURN}{step.name}/", desk.ReturnStep.as_view(step=step.name), name=step.name) for step in desk.STEPS),
]
