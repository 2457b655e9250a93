"""Files given out in part: what was made, and what lies on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from gongkai.base.files.models import StoredFile

from ..models import Application, Redaction, RedactionBox

#: Pages one step of making the redacted file draws: seconds, well within a worker's lease.
STEP = 20
#: Pages offered side by side, and of a long file how many on either side of the one that is open.
MOST_TABS, NEAR = 40, 3


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


def page_tabs(redaction: Redaction, *, current: int, boxed: Iterable[int]) -> list[int]:
    """The pages a screen offers: all of a short file; of a long one the ends, those around the current one, and those with boxes."""
    if redaction.pages <= MOST_TABS:
        return list(range(1, redaction.pages + 1))
    near = range(max(current - NEAR, 1), min(current + NEAR, redaction.pages) + 1)
    # Those with boxes nearest to the current page first, when there are too many of them.
    kept = sorted(boxed, key=lambda page: abs(page - current))[:MOST_TABS]
    return sorted({1, redaction.pages, *near, *kept})


def is_small(redaction: Redaction) -> bool:
    """Whether making it is one step."""
    return redaction.pages <= STEP


def locked_redaction(redaction: Redaction) -> Redaction:
    """The redaction as it is now, locked until the transaction ends."""
    return (
        Redaction.objects.select_for_update(of=("self",))
        .select_related("application__unit", "original", "asked_by")
        .get(pk=redaction.pk)
    )


def corners(boxes: Sequence[RedactionBox]) -> list[tuple[int, int, int, int]]:
    """Boxes as the drawing process is told them."""
    return [(box.left, box.top, box.width, box.height) for box in boxes]
