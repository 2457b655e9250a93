"""Addresses of the room's screens: a unit's sheet is known by its code and the span it is for (``2024``, ``2024h1``)."""

from django.urls import path

from .views import overview, sheets

app_name = "statistics"

urlpatterns = [
    path("collected-figures/", overview.Overview.as_view(), name="overview"),
    path("collected-figures/ask/", overview.Ask.as_view(), name="ask"),
    path("collected-figures/off-system/", overview.OffSystem.as_view(), name="off_system"),
    path("collected-figures/<slug:unit>/<slug:span>/", sheets.Sheet.as_view(), name="sheet"),
    *(
        path(f"collected-figures/<slug:unit>/<slug:span>/{step}/", sheets.SheetStep.as_view(step=step), name=step)
        for step in ("sign", "stop", "end")
    ),
    path("handed-in/<slug:series>/<str:serial>/", sheets.Number.as_view(), name="handed_in"),
]
