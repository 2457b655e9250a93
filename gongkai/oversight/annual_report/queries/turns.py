"""Which report is due when, how late it is, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.law.report.due import Due, due_of, lawful_due
from gongkai.law.vocabulary import UnitKind
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from ..choices import Status
from ..models import DueNotice, Report, Sending
from .offices import ready_state

#: The first year reported on: the Regulations of 2007 came into force on 2008-05-01.
FIRST_YEAR = 2008


@dataclass(frozen=True)
class Standing:
    """Where a unit's report on a year stands on a day; ``report`` is None while nobody has begun it."""

    unit: Unit
    year: int
    report: Report | None
    due: Due
    on: date
    sent: bool = False

    @property
    def done(self) -> date | None:
        """The day it was published; None while it is not."""
        return published_date(self.report) if self.report else None

    @property
    def late(self) -> bool:
        """Published after its last day, or not yet and that is over."""
        return self.due.is_late(self.done, on=self.on)

    @property
    def due_sentence(self) -> str:
        """By when, by which notice, and how late it is or was."""
        return due_sentence(self.due, self.done, on=self.on)

    @property
    def turn(self) -> str:
        """What it waits for."""
        return turn_of(self.report, sent=self.sent)


def published_date(report: Report) -> date | None:
    """The day a report that stands on the portal was first published."""
    return report.first_published_date if report.status == Status.PUBLISHED else None


def report_due(report: Report) -> Due:
    """By when this report is published."""
    return _due(report.unit, report.year, list(DueNotice.objects.standing().filter(year=report.year)))


def lawful_sentence(report: Report) -> str:
    """What the public page says of the day of the law (条例 2007 art. 31; 条例 2019 art. 49), and how late a public report was.

    Notices between organs that want it earlier are no matter of the public's.
    """
    lawful = Due(lawful_due(max(report.year, FIRST_YEAR), UnitKind(report.unit.kind)))
    done = published_date(report)
    return due_sentence(lawful, done, on=done) if done else ""


def due_sentence(due: Due, done: date | None, *, on: date) -> str:
    """``应于 2019-03-31 前公布（某通知），逾期 3 天公布``."""
    said = _("应于 %(day)s 前公布") % {"day": due.day.isoformat()}
    if due.notice:
        said += _("（%(notice)s）") % {"notice": due.notice}
    late = due.days_late(done, on=on)
    if late and done:
        return said + _("，逾期 %(days)d 天公布") % {"days": late}
    if late:
        return said + _("，已逾期 %(days)d 天") % {"days": late}
    return said if done else said + _("，还有 %(days)d 天") % {"days": (due.day - on).days}


def turn_of(report: Report | None, *, sent: bool) -> str:
    """What a report waits for, in the words of a worklist."""
    if report is None:
        return _("待编制")
    if report.status == Status.PUBLISHED:
        return _("已报送") if sent else _("待报送上级")
    if report.status != ready_state(report):
        waits = {
            Status.COMPILED: _("待定稿"),
            Status.FROZEN: _("待负责人签署"),
            Status.SIGNED: _("待政务公开工作机构核定"),
        }
        return waits[Status(report.status)]
    if report.item is None or report.item.status in (ItemStatus.DRAFT, ItemStatus.WITHDRAWN):
        return _("待送审")
    return _("审查审批中（%(status)s）") % {"status": report.item.get_status_display()}


def reporting_units(units: UnitQuerySet) -> UnitQuerySet:
    """Those among the units that report for themselves; villages are part of their town."""
    return units.exclude(kind=UnitKind.VILLAGE)


def standings(units: Iterable[Unit], year: int, *, on: date) -> list[Standing]:
    """Every one of these units and where its report on the year stands. Three queries."""
    listed = list(units)
    sent = Exists(Sending.objects.filter(report=OuterRef("pk")))
    reports = {
        report.unit_id: report
        for report in Report.objects.filter(year=year, unit__in=listed)
        .select_related("unit", "item")
        .annotate(is_sent=sent)
    }
    notices = list(DueNotice.objects.standing().filter(year=year).select_related("unit"))
    return [
        Standing(
            unit,
            year,
            report := reports.get(unit.pk),
            _due(unit, year, notices),
            on,
            bool(report and report.is_sent),
        )
        for unit in listed
    ]


def _due(unit: Unit, year: int, notices: Iterable[DueNotice]) -> Due:
    asked = [
        (notice.due_date, notice.number)
        for notice in notices
        if unit.path.startswith(notice.unit.path) and notice.unit_kind in ("", unit.kind)
    ]
    return due_of(max(year, FIRST_YEAR), UnitKind(unit.kind), asked)
