"""Registering catalogues, and deciding which units their printed subjects mean and which items fit their rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import PolicyArea
from gongkai.publishing.catalogue.models import Column, Kind

from .. import choices, policies
from ..choices import CarrierRule, Level
from ..models import MatchingRule, Obligation, Responsibility, StandardCatalogue, Subject
from .publishing import refresh

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class CatalogueFields:
    """What a catalogue is. ``area`` empty: its rows name their areas. ``carrier_rule``: what ■ means in this directory."""

    name: str
    level: str
    carrier_rule: str
    area: str = ""
    source: str = ""

    def checked(self) -> CatalogueFields:
        """The same, trimmed. Refused when a part is missing or none of its list."""
        name = policies.check_words(self.name, _("目录名称"), 120)
        if self.level not in Level.values or self.carrier_rule not in CarrierRule.values:
            raise Refused(_("请选公开层级和渠道标记的含义：各地目录对“■”的要求不同，以目录的填表说明为准。"))
        if self.area and self.area not in PolicyArea.values:
            raise Refused(_("领域不在 26 个试点领域之内。"))
        source = self.source.strip()
        if len(source) > 200:
            raise Refused(_("来源最多 200 字。"))
        return CatalogueFields(name, self.level, self.carrier_rule, self.area, source)


@transaction.atomic
def register_catalogue(code: str, given: CatalogueFields, *, by: User, now: datetime) -> StandardCatalogue:
    """Register a catalogue, or say anew what it is; its code is its address for ever.

    What ■ means and the area stay once an edition was adopted: its rows were read by them.
    """
    policies.check_can_keep(by, on=localdate(now))
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise Refused(_("代码用小写字母、数字和连字符，最多 40 个字符，例如 land-2019。"))
    given = given.checked()
    values = {"name": given.name, "level": given.level, "source": given.source}
    fixed = {"carrier_rule": given.carrier_rule, "area": given.area}
    catalogue = StandardCatalogue.objects.select_for_update().filter(code=code).first()
    if catalogue is None:
        catalogue = StandardCatalogue.objects.create(code=code, **values, **fixed, registered_by=by, registered_at=now)
        record(choices.CATALOGUE_REGISTERED, catalogue, by=by, at=now, **values, **fixed)
        return catalogue
    changed = {name: value for name, value in fixed.items() if getattr(catalogue, name) != value}
    if changed and catalogue.obligations.exists():
        raise Refused(_("该目录已有启用的版次，领域和渠道标记的含义不能再改；含义不同的，请另行登记一部目录。"))
    for name, value in (values | changed).items():
        setattr(catalogue, name, value)
    catalogue.save()
    record(choices.CATALOGUE_AMENDED, catalogue, by=by, at=now, **values, **changed)
    refresh(catalogue, now=now)
    return catalogue


@transaction.atomic
def assign_subject(subject: Subject, units: Collection[Unit], *, since: date, by: User, now: datetime) -> Subject:
    """Decide which units a printed subject means, from a day on; none: nobody of ours. What was decided before ends that day."""
    policies.check_can_keep(by, on=localdate(now))
    subject = Subject.objects.select_for_update().get(pk=subject.pk)
    wanted = {unit.pk for unit in units}
    borne = list(subject.responsibilities.filter(until_date=None))
    for each in borne:
        if each.unit_id not in wanted:
            each.until_date = max(since, each.since_date)
            each.save(update_fields=["until_date"])
    held = {each.unit_id for each in borne}
    Responsibility.objects.bulk_create(
        Responsibility(subject=subject, unit=unit, since_date=since, decided_by=by, decided_at=now)
        for unit in sorted(units, key=lambda unit: unit.code)
        if unit.pk not in held
    )
    subject.decided_by, subject.decided_at = by, now
    subject.save(update_fields=["decided_by", "decided_at"])
    names = "、".join(unit.short_name for unit in sorted(units, key=lambda unit: unit.code))
    told = _("%(names)s（自 %(since)s）") % {"names": names or _("不涉及本级单位"), "since": since.isoformat()}
    record(choices.SUBJECT_ASSIGNED, subject, by=by, at=now, reason=told, units=sorted(wanted))
    refresh(subject.catalogue, now=now)
    return subject


@transaction.atomic
def set_matching(
    obligation: Obligation,
    *,
    kinds: Sequence[Kind] = (),
    columns: Sequence[Column] = (),
    phrases: Sequence[str] = (),
    by: User,
    now: datetime,
) -> MatchingRule:
    """Say which published items propose themselves for a row, through all its versions; nothing said: none do."""
    policies.check_can_keep(by, on=localdate(now))
    said = list(dict.fromkeys(phrase.strip() for phrase in phrases if phrase.strip()))
    if any(not 2 <= len(phrase) <= 40 for phrase in said) or len(said) > 20:
        raise Refused(_("标题用语每个 2 至 40 字，最多 20 个。"))
    values = {
        "kinds": sorted(kind.code for kind in kinds),
        "columns": sorted(column.slug for column in columns),
        "phrases": said,
        "set_by": by,
        "set_at": now,
    }
    rule, _created = MatchingRule.objects.update_or_create(
        catalogue=obligation.catalogue, row=obligation.row, defaults=values
    )
    record(choices.MATCHING_SET, rule, by=by, at=now, **rule.facts)
    return rule
