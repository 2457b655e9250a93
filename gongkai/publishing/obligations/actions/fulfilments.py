"""What stops a clock: an item, a photograph, a statement that there is nothing, a reason why it does not apply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Carrier
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.models import InformationItem

from .. import choices, policies, queries
from ..choices import How, OccasionKind
from ..models import Fulfilment, Obligation, Occasion, Photograph
from .occasions import OCCASIONS
from .publishing import refresh

#: What a photograph may be: pictures, or a scan of the receipt of a visit.
PICTURES = (".jpg", ".jpeg", ".png", ".pdf", ".ofd")
MOST_PICTURES = 20


@transaction.atomic
def meet_by_item(occasion: Occasion, item: InformationItem, *, by: User, now: datetime) -> Fulfilment:
    """Say which published item of the unit met an occasion. It counts from the day it was published, as long as it stands."""
    occasion, today = _locked(occasion), localdate(now)
    policies.check_can_show(by, occasion, on=today)
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    if item.status != ItemStatus.PUBLISHED or item.published_date is None:
        raise Refused(_("信息 %(item)s 没有在公开，不能作为公开情况。") % {"item": item})
    if item.unit_id != occasion.unit_id:
        raise Refused(_("信息 %(item)s 由%(unit)s公开，不是本单位的信息。") % {"item": item, "unit": item.unit})
    return _show(
        occasion, Carrier.WEBSITE, how=How.ITEM, item=item, met_date=item.published_date, words="", by=by, now=now
    )


def meet_by_photograph(
    occasion: Occasion,
    uploads: Sequence[tuple[File[bytes], str]],
    *,
    carrier: str,
    place: str,
    day: date,
    until: date | None = None,
    by: User,
    now: datetime,
) -> Fulfilment:
    """Record where something was shown (公示栏, 入户), since when, until when if it was taken down, with pictures of it.

    ``uploads``: file and its name. Refused without a picture, and on a carrier the row does not mark.
    """
    policies.check_can_show(by, occasion, on=localdate(now))
    _check_days(occasion, day, until, now=now)
    if not 1 <= len(uploads) <= MOST_PICTURES:
        raise Refused(_("请上传公开现场的照片，1 至 %(most)d 张。") % {"most": MOST_PICTURES})
    for _upload, name in uploads:
        if not name.lower().endswith(PICTURES):
            raise Refused(_("“%(name)s”不是照片：可上传 %(kinds)s。") % {"name": name, "kinds": "、".join(PICTURES)})
    looked_over = [(accepted(upload, name=name), name) for upload, name in uploads]
    kept = [(keep(each, name=name, by=by, now=now), name) for each, name in looked_over]
    with transaction.atomic():
        occasion = _locked(occasion)
        policies.check_can_show(by, occasion, on=localdate(now))
        where = policies.check_words(place, _("公开地点"), 200)
        fulfilment = _show(
            occasion, carrier, how=How.PHOTOGRAPH, place=where, met_date=day, until_date=until, words="", by=by, now=now
        )
        for stored in {stored.pk: (stored, name) for stored, name in kept}.values():
            Photograph.objects.create(fulfilment=fulfilment, file=stored[0], name=stored[1][-200:])
        return fulfilment


@transaction.atomic
def end_display(fulfilment: Fulfilment, *, day: date, by: User, now: datetime) -> Fulfilment:
    """Note the day a notice was taken down. Too early, it no longer meets the occasion: the limit says how long it stands."""
    fulfilment = _locked_fulfilment(fulfilment)
    policies.check_can_end_display(by, fulfilment, on=localdate(now))
    if day < fulfilment.met_date or day > localdate(now):
        raise Refused(_("公示结束日期不能早于公开日期 %(met)s，也不能晚于今天。") % {"met": fulfilment.met_date})
    fulfilment.until_date = day
    fulfilment.save(update_fields=["until_date"])
    told = day.isoformat()
    if fulfilment.display_until and day < fulfilment.display_until:
        told = _("%(day)s，早于最早可结束的 %(until)s，公示时间不足") % {"day": told, "until": fulfilment.display_until}
    record(choices.DISPLAY_ENDED, fulfilment, by=by, at=now, reason=told)
    return fulfilment


@transaction.atomic
def say_nothing(occasion: Occasion, *, statement: str, by: User, now: datetime) -> Fulfilment:
    """本期无此类信息: state that there is nothing to publish for a period."""
    occasion = _locked(occasion)
    policies.check_can_say_nothing(by, occasion, on=localdate(now))
    said = policies.check_words(statement, _("说明"), 500)
    return _save(occasion, how=How.NOTHING, words=said, met_date=localdate(now), by=by, now=now)


@transaction.atomic
def say_not_applicable(occasion: Occasion, *, reason: str, by: User, now: datetime) -> Fulfilment:
    """不适用: say why a row does not bind the unit in this case."""
    occasion = _locked(occasion)
    policies.check_can_say(by, occasion, on=localdate(now))
    said = policies.check_words(reason, _("不适用的理由"), 500)
    return _save(occasion, how=How.NOT_APPLICABLE, words=said, met_date=localdate(now), by=by, now=now)


@transaction.atomic
def declare(
    obligation: Obligation, unit: Unit, *, how: How, year: int, words: str, by: User, now: datetime
) -> Fulfilment:
    """Say of a row for which nothing was recorded that it does not apply to the unit, or that a year had nothing of the kind.

    Nothing is said of a year that is still to come; of the running one it can be said that a row does not apply.
    """
    today = localdate(now)
    policies.check_can_record(by, unit, on=today)
    policies.check_bears(unit, obligation, on=today)
    if how not in (How.NOTHING, How.NOT_APPLICABLE):
        raise Refused(_("请选“本期无此类信息”或“不适用”。"))
    if year > today.year or (how == How.NOTHING and year == today.year and (today.month, today.day) != (12, 31)):
        raise Refused(_("%(year)d 年还没有结束，不能说明全年没有此类信息。") % {"year": year})
    if obligation.cycle:
        raise NotAllowed(_("定期公开的事项在时段结束后自动生成事由，请在事由中说明。"))
    said = policies.check_words(words, _("说明"), 500)
    first, last = date(year, 1, 1), date(year, 12, 31)
    same = Occasion.objects.standing().of_row(obligation).filter(unit=unit, started_date__year=year)
    if same.exists():
        raise NotAllowed(_("%(unit)s %(year)d 年已有该事项的事由，请在事由中办理。") % {"unit": unit, "year": year})
    occasion = Occasion(
        number=take_numbers(OCCASIONS, today.year)[0],
        obligation=obligation,
        unit=unit,
        kind=OccasionKind.PERIOD,
        title=queries.period_title(first, last),
        period_start=first,
        period_end=last,
        started_date=last,
        recorded_by=by,
        recorded_at=now,
    )
    try:
        with transaction.atomic():
            occasion.save()
    except IntegrityError as error:
        raise Refused(_("同一时段已经说明过，不必重复。")) from error
    record(choices.OCCASION_RECORDED, occasion, by=by, at=now)
    return _save(occasion, how=how, words=said, met_date=today, by=by, now=now)


def _show(occasion: Occasion, carrier: str, *, met_date: date, by: User, now: datetime, **values: Any) -> Fulfilment:
    if carrier not in Carrier.values:
        raise Refused(_("请选公开渠道和载体。"))
    obligation = occasion.obligation
    required, optional = obligation.carriers
    marked = {*required, *optional}
    if marked and carrier not in marked:
        names = "、".join(str(each.label) for each in (*required, *optional))
        raise Refused(
            _("该事项应在“%(names)s”公开，“%(carrier)s”不在其列。")
            % {"names": obligation.carriers_text or names, "carrier": Carrier(carrier).label}
        )
    return _save(
        occasion,
        carrier=carrier,
        counts=not required or carrier in required,
        met_date=met_date,
        display_until=queries.display_end(obligation.limit, met_date, calendar()),
        by=by,
        now=now,
        **values,
    )


def _save(occasion: Occasion, *, by: User, now: datetime, **values: Any) -> Fulfilment:
    fulfilment = Fulfilment(occasion=occasion, recorded_by=by, recorded_at=now, **values)
    try:
        with transaction.atomic():
            fulfilment.save()
    except IntegrityError as error:
        raise Refused(_("该信息已经登记为本事由的公开情况，不必重复登记。")) from error
    told = str(fulfilment.get_how_display())
    told += f"，{fulfilment.get_carrier_display()}" if fulfilment.carrier else ""
    told += f"，{fulfilment.item or fulfilment.place or fulfilment.words}"
    record(choices.FULFILMENT_RECORDED, fulfilment, by=by, at=now, reason=told, met=fulfilment.met_date.isoformat())
    refresh(occasion.obligation.catalogue, now=now)
    return fulfilment


def _locked(occasion: Occasion) -> Occasion:
    return (
        Occasion.objects.select_for_update(of=("self",))
        .select_related("unit", "obligation__catalogue", "obligation__subject")
        .get(pk=occasion.pk)
    )


def _locked_fulfilment(fulfilment: Fulfilment) -> Fulfilment:
    return (
        Fulfilment.objects.select_for_update(of=("self",))
        .select_related("occasion__unit", "occasion__obligation__catalogue")
        .get(pk=fulfilment.pk)
    )


def _check_days(occasion: Occasion, day: date, until: date | None, *, now: datetime) -> None:
    if day > localdate(now):
        raise Refused(_("公开日期 %(day)s 还没有到。") % {"day": day})
    if until and (until < day or until > localdate(now)):
        raise Refused(_("公示结束日期不能早于公开日期，也不能晚于今天；仍在公示的请留空。"))
