"""What was reported the time before: shown beside the situation report that is being written, with how much of it is said again (雷同)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.oversight.annual_report.queries import Known, Likeness, ReadPart, Section, alike, passages, read_parts

from ..choices import Status
from ..models import Return
from .forms import figures_of, period_of


def last_return(owner: Return) -> Return | None:
    """The unit's last return in the same form that has a situation report: of an earlier period, or entered earlier for the same."""
    others = Return.objects.filter(unit=owner.unit_id, format=owner.format).exclude(pk=owner.pk)
    written = others.exclude(status=Status.CANCELLED).exclude(text="").select_related("unit")
    before = [other for other in written if _place(other) < _place(owner)]
    return max(before, key=_place, default=None)


def section_of(owner: Return, text: str | None = None) -> Section:
    """Its situation report, saved or being written, as a section of text."""
    return Section("", owner.text if text is None else text)


def repeated_in(last: Return | None, section: Section) -> list[Likeness]:
    """The paragraphs that stand in the last return's text beyond what is configured for last year's report."""
    if last is None:
        return []
    known = Known(passages(Section(_("情况报告"), last.text), of=str(last)))
    return alike([section], (known, settings.GONGKAI_SIMILARITY_LAST_YEAR))


def read_last(last: Return | None) -> Sequence[ReadPart]:
    """Its text, read out with its own numbers."""
    return [] if last is None else read_parts([Section(str(last), last.text)], figures_of(last))


def _place(owner: Return) -> tuple[datetime, int, int]:
    return period_of(owner).end, owner.year, owner.serial
