"""The comments of a consultation, and the numbers of its result: counted from the records, never typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.timezone import localdate

from ..choices import Category, Channel, Outcome
from ..models import Comment, CommentQuerySet, Consultation, Disposition


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of a count: the stored value, its Chinese name, how many."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What came in and what became of it. ``received`` is all; duplicates are part of it and share the outcome of what they repeat."""

    received: int
    duplicates: int
    undisposed: int
    channels: tuple[Counted, ...]
    categories: tuple[Counted, ...]
    outcomes: tuple[Counted, ...]
    #: How many came on which day, in order; days without any are left out.
    days: tuple[Counted, ...] = ()


def tally(consultation: Consultation) -> Tally:
    """Every number about the comments of a consultation. One query."""
    rows = Comment.objects.filter(consultation=consultation).values_list(
        "channel", "category", "disposition__outcome", "duplicate_of", "received_at"
    )
    channels: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    days: Counter[str] = Counter()
    received = duplicates = undisposed = 0
    for channel, category, outcome, duplicate_of, received_at in rows.iterator(chunk_size=2000):
        received += 1
        duplicates += duplicate_of is not None
        undisposed += outcome is None
        channels[channel] += 1
        categories[category] += 1
        days[localdate(received_at).isoformat()] += 1
        if outcome is not None:
            outcomes[outcome] += 1
    return Tally(
        received=received,
        duplicates=duplicates,
        undisposed=undisposed,
        channels=_counted(Channel, channels),
        categories=_counted(Category, categories),
        outcomes=_counted(Outcome, outcomes),
        days=tuple(Counted(day, day, count) for day, count in sorted(days.items())),
    )


def groups(consultation: Consultation) -> list[Disposition]:
    """What comments were summed up to, in the order it was done, each with ``total`` comments. One query."""
    found = consultation.dispositions.annotate(total=Count("comments")).filter(total__gt=0)
    return list(found.order_by("pk"))


def listed_comments(
    consultation: Consultation, *, state: str = "", channel: str = "", category: str = "", text: str = ""
) -> CommentQuerySet:
    """The comments as the desk lists them, first come first; ``state`` is ``waiting``, ``duplicate`` or an outcome."""
    found: CommentQuerySet = consultation.comments.all()
    if state == "waiting":
        found = found.undisposed()
    elif state == "duplicate":
        found = found.exclude(duplicate_of=None)
    elif state:
        found = found.filter(disposition__outcome=state)
    given: dict[str, Any] = {"channel": channel, "category": category, "text__icontains": text}
    found = found.filter(**{name: value for name, value in given.items() if value})
    return found.select_related("disposition", "duplicate_of").order_by("serial")


def _counted(labels: type[Channel] | type[Category] | type[Outcome], counts: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(one.value, str(one.label), counts[one.value]) for one in labels)
