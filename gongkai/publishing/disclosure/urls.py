"""Addresses of the room's screens at the desk. An item is known by its registration number: items/DJ/2018-00001/."""

from django.urls import path

from .views import desk

app_name = "disclosure"
_ITEM = "items/<slug:series>/<slug:serial>/"

_DOCUMENT = "documents/<slug:series>/<slug:serial>/"

urlpatterns = [
    path("items/", desk.ItemList.as_view(), name="items"),
    path("items/new/", desk.ItemCreate.as_view(), name="create"),
    path("items/details/", desk.ItemDetails.as_view(), name="details"),
    path("items/secret/", desk.SecretCreate.as_view(), name="secret"),
    path(_ITEM, desk.ItemDetail.as_view(), name="item"),
    path(f"{_ITEM}clear/", desk.ItemClear.as_view(), name="clear"),
    path(f"{_ITEM}edit/", desk.ItemEdit.as_view(), name="edit"),
    path(f"{_ITEM}files/<slug:sha256>/", desk.AttachmentFile.as_view(), name="attachment"),
    path(f"{_ITEM}scan/", desk.ScanFile.as_view(), name="scan"),
    *(path(f"{_ITEM}{step.name}/", desk.ItemStep.as_view(step=step), name=step.name) for step in desk.STEPS),
    # Versions, relations, interpretation, timing, many at once.
    path("interpretations/", desk.InterpretationList.as_view(), name="interpretations"),
    path("guides/", desk.GuideList.as_view(), name="guides"),
    path("proposals/", desk.ProposalShares.as_view(), name="proposals"),
    path("schedule/", desk.ScheduleList.as_view(), name="schedules"),
    path("bulk/", desk.BulkCreate.as_view(), name="bulk_new"),
    path("bulk/<int:number>/", desk.BulkProgress.as_view(), name="bulk"),
    path("mourning/", desk.MourningScreen.as_view(), name="mourning"),
    path(f"{_ITEM}compare/", desk.ItemCompare.as_view(), name="compare"),
    path(f"{_ITEM}versions/<int:version>/<slug:sha256>/", desk.VersionDownload.as_view(), name="version_file"),
    path(f"{_ITEM}relate/", desk.ItemRelate.as_view(), name="relate"),
    path(f"{_ITEM}interpret/", desk.ItemInterpret.as_view(), name="interpret"),
    # Screening and review.
    path("review/", desk.ReviewQueue.as_view(), name="queue"),
    path("review/batches/<int:number>/", desk.Batch.as_view(), name="batch"),
    path("review/clearances/", desk.ClearanceList.as_view(), name="clearances_waiting"),
    path(f"{_ITEM}screening/", desk.ItemScreening.as_view(), name="screening"),
    path(f"{_ITEM}screening/<slug:sha256>/", desk.ScreeningFile.as_view(), name="screening_file"),
    path(f"{_ITEM}clearances/", desk.ItemClearances.as_view(), name="clearances"),
    path(f"{_ITEM}clearances/<int:number>/", desk.ItemClearances.as_view(), name="clearance"),
    path(f"{_ITEM}clearances/<int:number>/scan/", desk.ClearanceScan.as_view(), name="clearance_scan"),
    path(f"{_ITEM}levels/<int:level>/scan/", desk.LevelScan.as_view(), name="level_scan"),
    # The register of official documents (发文登记).
    path("documents/", desk.documents.DocumentList.as_view(), name="documents"),
    path("documents/new/", desk.documents.DocumentCreate.as_view(), name="document_new"),
    path("documents/unpublished/", desk.documents.NotYetPublic.as_view(), name="documents_unpublished"),
    path("documents/review/", desk.documents.OfficeReview.as_view(), name="documents_review"),
    path("documents/reassessment/", desk.documents.Reassessments.as_view(), name="documents_reassess"),
    path("documents/copies/", desk.documents.CopiesDue.as_view(), name="documents_copies"),
    path("documents/gaps/", desk.documents.NumberGaps.as_view(), name="documents_gaps"),
    path(_DOCUMENT, desk.documents.DocumentDetail.as_view(), name="document"),
    path(f"{_DOCUMENT}edit/", desk.documents.DocumentAmend.as_view(), name="document_edit"),
    path(f"{_DOCUMENT}files/<slug:sha256>/", desk.documents.DocumentDownload.as_view(), name="document_file"),
    *(
        path(f"{_DOCUMENT}{step.name}/", desk.documents.DocumentStep.as_view(step=step), name=f"document_{step.name}")
        for step in desk.documents.STEPS
    ),
]
