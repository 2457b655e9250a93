"""Files kept with a report. None of them is public here: what is public stands on the portal with the item."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from gongkai.base.accounts.screens import as_download
from gongkai.base.files.models import StoredFile

from ...models import Report
from .screens import ReportScreen, address


def kept_files(report: Report) -> dict[str, StoredFile]:
    """The files of a report by what their addresses call them: ``scan``, ``signature-12``, ``receipt-3``."""
    files: dict[str, StoredFile | None] = {"scan": report.scan}
    for signature in report.signatures.exclude(paper_scan=None).select_related("paper_scan"):
        files[f"signature-{signature.pk}"] = signature.paper_scan
    for sending in report.sendings.exclude(receipt=None).select_related("receipt"):
        files[f"receipt-{sending.pk}"] = sending.receipt
    return {name: stored for name, stored in files.items() if stored is not None}


def file_links(report: Report) -> dict[str, tuple[str, StoredFile]]:
    """The same with the address of each."""
    return {name: (address("file", report, which=name), stored) for name, stored in kept_files(report).items()}


class KeptFile(ReportScreen):
    """One of them."""

    def get(self, request: HttpRequest, which: str, **kwargs: Any) -> FileResponse:
        stored = kept_files(self.report).get(which)
        if stored is None:
            raise Http404
        return as_download(stored, stored.name)
