"""Files of an item, for those who may see the item; always as a download, never shown as a page of ours."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from gongkai.base.files.models import StoredFile

from .screens import ItemScreen


class AttachmentFile(ItemScreen):
    """One attachment, under the name the public sees or will see."""

    def get(self, request: HttpRequest, sha256: str, **kwargs: str) -> FileResponse:
        attachment = get_object_or_404(self.item.attachments.select_related("file"), file__sha256=sha256)
        return download(attachment.file, attachment.name)


class ScanFile(ItemScreen):
    """The scan of an approval given on paper. Never public."""

    def get(self, request: HttpRequest, **kwargs: str) -> FileResponse:
        if self.item.paper_scan is None:
            raise Http404
        return download(self.item.paper_scan, self.item.paper_scan.name)


def download(stored: StoredFile, name: str) -> FileResponse:
    """A kept file under a name, to be saved and never opened in our own page."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
