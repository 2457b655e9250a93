"""Files given out in part: what was made, and what lies on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from gongkai.base.files.models import StoredFile

from ..models import Application, Redaction, RedactionBox


def redactions_of(application: Application) -> QuerySet[Redaction]:
    """Every file that was handed in for redaction, with the number of its boxes; one query."""
    return (
        application.redactions.select_related("original", "made_file", "begun_by", "made_by")
        .annotate(box_count=Count("boxes"))
        .order_by("serial")
    )


def redacted_files_of(application: Application) -> QuerySet[StoredFile]:
    """What a reply to the application may give out in part: files made here and not put away."""
    made = application.redactions.filter(dropped_at=None, made_file__isnull=False)
    return StoredFile.objects.filter(pk__in=made.values("made_file")).order_by("pk")


def boxes_by_page(redaction: Redaction) -> dict[int, list[RedactionBox]]:
    """The boxes of each page that has any."""
    pages: dict[int, list[RedactionBox]] = {}
    for box in redaction.boxes.all():
        pages.setdefault(box.page, []).append(box)
    return pages


def corners(boxes: Sequence[RedactionBox]) -> list[tuple[int, int, int, int]]:
    """Boxes as the drawing process is told them."""
    return [(box.left, box.top, box.width, box.height) for box in boxes]
