"""What is asked of whom: numbers no ledger holds, and of units not on the system all of the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit

from .. import choices, policies
from ..models import Asked, OffSystem
from ..queries import Collected, figure_of


@transaction.atomic
def ask(unit: Unit, codes: Sequence[str], *, first_year: int, by: User, now: datetime) -> list[Asked]:
    """Ask a unit for these numbers from a year on; what is asked of it already is left as it is.

    Refused for a figure that is counted: what the ledger counts is never asked for.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    policies.check_can_ask(by, unit, on=localdate(now))
    for code in codes:
        _check_is_collected(code)
    standing = set(Asked.objects.filter(unit=unit, last_year=None).values_list("code", flat=True))
    new = [Asked(unit=unit, code=code, first_year=first_year) for code in dict.fromkeys(codes) if code not in standing]
    for asked in new:
        asked.save()
        record(choices.FIGURES_ASKED, asked, by=by, at=now)
    return new


@transaction.atomic
def stop_asking(asked: Asked, *, last_year: int, reason: str, by: User, now: datetime) -> Asked:
    """The last year a unit is asked for a number. Refused without a reason, or when that was before the first."""
    asked = Asked.objects.select_for_update(of=("self",)).select_related("unit").get(pk=asked.pk)
    policies.check_can_ask(by, asked.unit, on=localdate(now))
    _check_ends(asked.first_year, asked.last_year, last_year, reason)
    asked.last_year = last_year
    asked.save(update_fields=["last_year"])
    record(choices.FIGURES_NO_LONGER_ASKED, asked, by=by, at=now, reason=reason.strip())
    return asked


@transaction.atomic
def take_off_system(unit: Unit, *, first_year: int, reason: str, by: User, now: datetime) -> OffSystem:
    """From that year a unit's cases are not in this ledger: it hands in every number of the form. Refused without a reason, or twice."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    policies.check_can_ask(by, unit, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明该单位为什么未接入系统。"))
    if OffSystem.objects.filter(unit=unit).exclude(last_year__lt=first_year).exists():
        raise Refused(_("%(unit)s在这些年度已登记为未接入系统。") % {"unit": unit})
    off = OffSystem.objects.create(unit=unit, first_year=first_year, reason=reason.strip())
    record(choices.UNIT_OFF_SYSTEM, off, by=by, at=now, reason=off.reason)
    return off


@transaction.atomic
def end_off_system(off: OffSystem, *, last_year: int, reason: str, by: User, now: datetime) -> OffSystem:
    """The last year a unit was not on the system: it enters the cases of the year after, all of them. Refused without a reason."""
    off = OffSystem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=off.pk)
    policies.check_can_ask(by, off.unit, on=localdate(now))
    _check_ends(off.first_year, off.last_year, last_year, reason)
    off.last_year = last_year
    off.save(update_fields=["last_year"])
    record(choices.UNIT_ON_SYSTEM, off, by=by, at=now, reason=reason.strip())
    return off


def _check_is_collected(code: str) -> None:
    try:
        figure = figure_of(code)
    except LookupError:
        raise Refused(_("没有代码为“%(code)s”的指标。") % {"code": code}) from None
    if not isinstance(figure, Collected):
        raise Refused(_("“%(figure)s”由台账计数，不向单位收集。") % {"figure": figure.label})


def _check_ends(first_year: int, ended: int | None, last_year: int, reason: str) -> None:
    if ended is not None:
        raise Refused(_("已登记到%(year)d年度为止，不必重复登记。") % {"year": ended})
    if last_year < first_year:
        raise Refused(_("终止年度不能早于起始年度%(year)d年。") % {"year": first_year})
    if not reason.strip():
        raise Refused(_("请写明理由。"))
