"""Keeping the negative list: proposed by one, adopted by another, looked at again within the year, every version kept."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import WithholdingGround

from .. import choices, policies
from ..choices import EntryState
from ..models import Column, Kind, NegativeEntry, NegativeEntryVersion

#: Outbox topic of everything that changes what the public reads of the list; the payload is empty.
NEGATIVE_LIST_TOPIC = "catalogue.negative_list"
MOST_PHRASES = 50


@dataclass(frozen=True)
class EntryFields:
    """What an entry says. ``kinds`` are codes and ``columns`` slugs; ``phrases`` recognise an item that falls under it."""

    subject: str
    basis: str
    scope: str
    ground: str
    phrases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    review_months: int = choices.MOST_MONTHS

    def checked(self) -> EntryFields:
        """The same, trimmed. Refused when a part is missing, or nothing or everything would fall under it."""
        phrases = tuple(dict.fromkeys(phrase.strip() for phrase in self.phrases if phrase.strip()))
        given = replace(
            self, subject=self.subject.strip(), basis=self.basis.strip(), scope=self.scope.strip(), phrases=phrases
        )
        for text, name, longest in (
            (given.subject, _("事项"), 200),
            (given.basis, _("依据"), 300),
            (given.scope, _("不公开的范围"), 300),
        ):
            if not text:
                raise Refused(_("请填写“%(name)s”。") % {"name": name})
            policies.check_line(text, name, longest)
        if given.ground not in WithholdingGround.values:
            raise Refused(_("请选不公开依据：须是《条例》第十四、十五、十六条中的一项。"))
        for phrase in phrases:
            policies.check_line(phrase, _("识别词"), 60)
            if len(phrase) < 2:
                raise Refused(_("识别词“%(phrase)s”太短，会拦下无关的信息，至少两个字。") % {"phrase": phrase})
        if len(phrases) > MOST_PHRASES:
            raise Refused(_("识别词最多 %(most)d 个。") % {"most": MOST_PHRASES})
        if not (phrases or given.kinds or given.columns):
            raise Refused(_("识别词、涉及种类和涉及栏目至少填一项，否则所有信息都会被拦下。"))
        _check_known(given)
        if not 1 <= given.review_months <= choices.MOST_MONTHS:
            raise Refused(_("每年至少复核一次：复核周期应为 1 至 12 个月。"))
        return given

    def values(self) -> dict[str, Any]:
        """The model's columns."""
        return {
            field.name: list(value) if isinstance(value := getattr(self, field.name), tuple) else value
            for field in fields(self)
        }


@transaction.atomic
def propose_entry(code: str, given: EntryFields, *, by: User, now: datetime) -> NegativeEntry:
    """Propose a new entry (openness office); it stops nothing before somebody else has adopted it."""
    policies.check_can_keep(by, on=localdate(now))
    code = code.strip()
    if not re.fullmatch(r"\w[\w.-]{0,23}", code):
        raise Refused(_("请填写条目编号：最多 24 个字，只用文字、数字、点和连字符，如“F-01”。"))
    if NegativeEntry.objects.filter(code=code).exists():
        raise Refused(_("编号“%(code)s”已被使用。") % {"code": code})
    entry = NegativeEntry.objects.create(code=code)
    _propose(entry, given.checked(), reason="", by=by, now=now)
    record(choices.ENTRY_PROPOSED, entry, by=by, at=now)
    return entry


@transaction.atomic
def amend_entry(entry: NegativeEntry, given: EntryFields, *, reason: str, by: User, now: datetime) -> NegativeEntry:
    """Propose other words for an entry; those in force stay in force until somebody else has adopted these.

    A proposal that nobody has decided yet is altered by its proposer alone.
    """
    entry = _locked(entry, by=by, now=now)
    policies.check_can_amend_entry(by, entry, on=localdate(now))
    checked = given.checked()
    open_one = entry.versions.filter(reviewed_at=None).first()
    if entry.current_id and not reason.strip():
        raise Refused(_("请写明修改的理由，修改后的版本会连同理由保留。"))
    policies.check_line(reason.strip(), _("理由"), 300)
    if open_one is None:
        _propose(entry, checked, reason=reason.strip(), by=by, now=now)
    else:
        for name, value in {**checked.values(), "reason": reason.strip(), "proposed_at": now}.items():
            setattr(open_one, name, value)
        open_one.save()
    record(choices.ENTRY_AMENDMENT_PROPOSED, entry, by=by, at=now, reason=reason.strip())
    return entry


@transaction.atomic
def adopt_entry(entry: NegativeEntry, *, by: User, now: datetime) -> NegativeEntry:
    """Put what was proposed into force; by another person than the proposer. Counts as a review."""
    entry = _locked(entry, by=by, now=now)
    policies.check_can_adopt_entry(by, entry, on=localdate(now))
    version = entry.versions.get(reviewed_at=None)
    version.reviewed_by, version.reviewed_at, version.adopted = by, now, True
    version.save(update_fields=["reviewed_by", "reviewed_at", "adopted"])
    entry.state, entry.current = EntryState.IN_FORCE, version
    entry.review_date = _months_later(localdate(now), version.review_months)
    entry.save()
    record(choices.ENTRY_ADOPTED, entry, by=by, at=now, version=version.version)
    enqueue(NEGATIVE_LIST_TOPIC, "negative-list", now=now)
    return entry


@transaction.atomic
def reject_entry(entry: NegativeEntry, *, reason: str, by: User, now: datetime) -> NegativeEntry:
    """Decline what was proposed, with a reason; the proposal stays on record, what is in force stays in force."""
    entry = _locked(entry, by=by, now=now)
    policies.check_can_adopt_entry(by, entry, on=localdate(now))
    _check_reason(reason)
    version = entry.versions.get(reviewed_at=None)
    version.reviewed_by, version.reviewed_at = by, now
    version.save(update_fields=["reviewed_by", "reviewed_at"])
    record(choices.ENTRY_REJECTED, entry, by=by, at=now, reason=reason.strip(), version=version.version)
    return entry


@transaction.atomic
def review_entry(entry: NegativeEntry, *, reason: str, by: User, now: datetime) -> NegativeEntry:
    """Record that an entry was looked at again and stays in force, and why (条例 art. 18: 定期评估审查)."""
    entry = _locked(entry, by=by, now=now)
    policies.check_can_review_entry(by, entry, on=localdate(now))
    _check_reason(reason)
    assert entry.current is not None
    entry.review_date = _months_later(localdate(now), entry.current.review_months)
    entry.save(update_fields=["review_date"])
    record(choices.ENTRY_REVIEWED, entry, by=by, at=now, reason=reason.strip())
    enqueue(NEGATIVE_LIST_TOPIC, "negative-list", now=now)
    return entry


@transaction.atomic
def retire_entry(entry: NegativeEntry, *, reason: str, by: User, now: datetime) -> NegativeEntry:
    """Take an entry off the list; it and its versions stay on record, and public if they were."""
    entry = _locked(entry, by=by, now=now)
    policies.check_can_retire_entry(by, entry, on=localdate(now))
    _check_reason(reason)
    entry.state, entry.retired_at, entry.retired_reason = EntryState.RETIRED, now, reason.strip()
    entry.save()
    record(choices.ENTRY_RETIRED, entry, by=by, at=now, reason=reason.strip())
    enqueue(NEGATIVE_LIST_TOPIC, "negative-list", now=now)
    return entry


def _locked(entry: NegativeEntry, *, by: User, now: datetime) -> NegativeEntry:
    policies.check_can_keep(by, on=localdate(now))
    return NegativeEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _propose(entry: NegativeEntry, checked: EntryFields, *, reason: str, by: User, now: datetime) -> None:
    NegativeEntryVersion.objects.create(
        entry=entry,
        version=entry.versions.count() + 1,
        reason=reason,
        proposed_by=by,
        proposed_at=now,
        **checked.values(),
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    policies.check_line(reason.strip(), _("理由"), 300)


def _check_known(given: EntryFields) -> None:
    known: Sequence[tuple[tuple[str, ...], set[str]]] = (
        (given.kinds, set(Kind.objects.filter(code__in=given.kinds).values_list("code", flat=True))),
        (given.columns, set(Column.objects.filter(slug__in=given.columns).values_list("slug", flat=True))),
    )
    unknown = [code for codes, found in known for code in codes if code not in found]
    if unknown:
        raise Refused(_("没有代码为“%(codes)s”的种类或栏目。") % {"codes": "、".join(unknown)})


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last of it where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
