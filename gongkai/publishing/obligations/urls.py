"""Addresses of the room's screens at the desk. A row is known by its catalogue and number, an occasion by its number."""

from django.urls import path

from .views import desk

app_name = "obligations"
_CATALOGUE = "obligations/catalogues/<slug:code>/"
_EDITION = f"{_CATALOGUE}editions/<int:edition>/"
_ROW = f"{_CATALOGUE}<int:row>/"
_OCCASION = "obligations/occasions/<slug:series>/<slug:serial>/"
_FULFILMENT = f"{_OCCASION}<int:place>/"

urlpatterns = [
    path("obligations/", desk.StandingList.as_view(), name="list"),
    path("obligations/matrix/", desk.Matrix.as_view(), name="matrix"),
    path("obligations/uncheckable/", desk.Uncheckable.as_view(), name="uncheckable"),
    path("obligations/checks/", desk.Checks.as_view(), name="checks"),
    path("obligations/export/<slug:kind>/", desk.Export.as_view(), name="export"),
    path("obligations/catalogues/", desk.CatalogueList.as_view(), name="catalogues"),
    path("obligations/catalogues/new/", desk.CatalogueCreate.as_view(), name="catalogue_new"),
    path(_CATALOGUE, desk.CatalogueDetail.as_view(), name="catalogue"),
    path(f"{_CATALOGUE}edit/", desk.CatalogueEdit.as_view(), name="catalogue_edit"),
    path(f"{_CATALOGUE}upload/", desk.Upload.as_view(), name="upload"),
    path(f"{_CATALOGUE}subjects/", desk.Subjects.as_view(), name="subjects"),
    path(_EDITION, desk.EditionDetail.as_view(), name="edition"),
    path(f"{_EDITION}adopt/", desk.EditionAdopt.as_view(), name="edition_adopt"),
    path(f"{_EDITION}discard/", desk.EditionDiscard.as_view(), name="edition_discard"),
    path(_ROW, desk.ObligationDetail.as_view(), name="obligation"),
    path(f"{_ROW}record/", desk.OccasionCreate.as_view(), name="record"),
    path(f"{_ROW}declare/", desk.Declare.as_view(), name="declare"),
    path(f"{_ROW}matching/", desk.Matching.as_view(), name="matching"),
    path(_OCCASION, desk.OccasionDetail.as_view(), name="occasion"),
    *(
        path(f"{_OCCASION}{step.name}/", desk.OccasionStep.as_view(step=step), name=f"occasion_{step.name}")
        for step in desk.OCCASION_STEPS
    ),
    *(
        path(f"{_FULFILMENT}{step.name}/", desk.FulfilmentStep.as_view(step=step), name=f"fulfilment_{step.name}")
        for step in desk.FULFILMENT_STEPS
    ),
    path(f"{_FULFILMENT}photographs/<slug:sha256>/", desk.PhotographFile.as_view(), name="photograph"),
]
