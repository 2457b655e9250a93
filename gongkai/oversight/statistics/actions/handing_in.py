"""A unit hands in its numbers, corrects them, and its head signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import stands_in_for
from gongkai.law.vocabulary import Role

from .. import choices, policies
from ..models import HandedIn
from ..queries import Period, asked_of, figure_of, is_typed, off_system
from ..queries.sheets import check_number, unsigned


@dataclass(frozen=True)
class Entry:
    """A number as a unit gives it, with the system it comes from (行政审批系统)."""

    code: str
    number: Decimal
    source: str
    note: str = ""


@transaction.atomic
def hand_in(unit: Unit, period: Period, entries: Sequence[Entry], *, by: User, now: datetime) -> list[HandedIn]:
    """Enter numbers for the first time. They count once the unit's head has signed.

    Refused while the period lasts, for a number that is not asked of the unit or that the ledger counts, for a wrong
    number, and for one that was handed in before: that is a correction.
    """
    last = _locked(unit, period, entries, by=by, now=now)
    _check_first(entries, last)
    return _write(unit, period, entries, last, kind=choices.NUMBER_HANDED_IN, by=by, now=now)


@transaction.atomic
def correct(
    unit: Unit, period: Period, entries: Sequence[Entry], *, reason: str, by: User, now: datetime
) -> list[HandedIn]:
    """Enter numbers anew, each with the reason. What was signed stays in force until the correction is signed too."""
    last = _locked(unit, period, entries, by=by, now=now)
    if not reason.strip():
        raise Refused(_("更正已报送的数，请写明理由。"))
    for entry in entries:
        if entry.code not in last:
            raise Refused(_("“%(figure)s”还没有报送过，不必更正。") % {"figure": figure_of(entry.code).label})
    return _write(unit, period, entries, last, kind=choices.NUMBER_CORRECTED, reason=reason.strip(), by=by, now=now)


@transaction.atomic
def sign(unit: Unit, period: Period, *, seen: Sequence[int], by: User, now: datetime) -> list[HandedIn]:
    """The head of the unit signs what was handed in last; ``seen`` are the keys of the numbers on the sheet before them.

    Refused when nothing waits, and when the sheet is no longer what was seen. A signed correction takes the place of what it corrects.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    numbers = unsigned(unit, period)
    policies.check_can_sign(by, unit, numbers, on=localdate(now))
    if not numbers:
        raise Refused(_("没有等待签字的数。"))
    if {number.pk for number in numbers} != set(seen):
        raise Refused(_("您看过以后，表上的数又有改动。请重新看过再签字。"))
    principal = stands_in_for(by, Role.APPROVER, unit, on=localdate(now))
    events = []
    codes = [number.code for number in numbers]
    replaced = HandedIn.objects.in_force().for_days(period.first, period.last).filter(unit=unit, code__in=codes)
    reasons = {number.code: number.reason for number in numbers}
    for old in replaced:
        old.superseded_at = now
        old.save(update_fields=["superseded_at"])
        events.append(event_of(choices.NUMBER_SUPERSEDED, old, by=by, at=now, reason=reasons[old.code]))
    for number in numbers:
        number.signed_by, number.signed_on_behalf_of, number.signed_at = by, principal, now
        number.save(update_fields=["signed_by", "signed_on_behalf_of", "signed_at"])
        events.append(event_of(choices.NUMBER_SIGNED, number, by=by, at=now, number=str(number.number)))
    record_many(events)
    return numbers


def _locked(unit: Unit, period: Period, entries: Sequence[Entry], *, by: User, now: datetime) -> dict[str, HandedIn]:
    """The last version of each number by code, once everything that does not depend on it was checked."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    policies.check_can_hand_in(by, unit, on=localdate(now))
    if not entries:
        raise Refused(_("一个数也没有填。"))
    if now < period.end:
        raise Refused(_("统计期限到%(day)s为止，尚未结束。") % {"day": period.last.isoformat()})
    off = bool(off_system([unit.pk], period.first.year))
    asked = {figure.code for figure in asked_of(unit, period.first.year)}
    for entry in entries:
        _check(unit, entry, asked, off=off)
    if len({entry.code for entry in entries}) != len(entries):
        raise Refused(_("同一个指标填了两次。"))
    found = HandedIn.objects.for_days(period.first, period.last).filter(unit=unit)
    return {number.code: number for number in found.order_by("version")}


def _check(unit: Unit, entry: Entry, asked: set[str], *, off: bool) -> None:
    try:
        figure = figure_of(entry.code)
    except LookupError:
        raise Refused(_("没有代码为“%(code)s”的指标。") % {"code": entry.code}) from None
    name = {"figure": figure.label, "unit": unit.short_name}
    if not is_typed(figure, off=off):
        if is_typed(figure, off=True):
            raise Refused(_("“%(figure)s”由台账计数，%(unit)s已接入系统，不能填报。") % name)
        raise Refused(_("“%(figure)s”由其他指标算出，不能填报。") % name)
    if entry.code not in asked:
        raise Refused(_("没有向%(unit)s收集“%(figure)s”。") % name)
    check_number(figure, entry.number)
    if not entry.source.strip():
        raise Refused(_("请写明“%(figure)s”的来源系统。") % name)


def _check_first(entries: Sequence[Entry], last: dict[str, HandedIn]) -> None:
    for entry in entries:
        if entry.code in last:
            raise Refused(
                _("“%(figure)s”已经报送，改动须作为更正并写明理由。") % {"figure": figure_of(entry.code).label}
            )


def _write(
    unit: Unit,
    period: Period,
    entries: Sequence[Entry],
    last: dict[str, HandedIn],
    *,
    kind: str,
    by: User,
    now: datetime,
    reason: str = "",
) -> list[HandedIn]:
    numbers = []
    for entry in entries:
        version = last[entry.code].version + 1 if entry.code in last else 1
        days = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
        numbers.append(
            HandedIn.objects.create(
                reference=f"BS/{unit.code}-{days}-{entry.code}-{version}",
                unit=unit,
                code=entry.code,
                first_date=period.first,
                last_date=period.last,
                version=version,
                number=entry.number,
                source=entry.source.strip(),
                note=entry.note.strip(),
                reason=reason,
                entered_by=by,
                entered_at=now,
            )
        )
    record_many(event_of(kind, each, by=by, at=now, reason=reason, number=str(each.number)) for each in numbers)
    return numbers
