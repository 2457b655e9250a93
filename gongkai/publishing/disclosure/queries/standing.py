"""What has a place of its own on the site: each unit's guide (条例 art. 12), the pages of the site; and which guides are old."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import UnitKind
from gongkai.publishing.catalogue.choices import GUIDE_KIND, SITE_PAGE_KIND

from ..models import InformationItem, InformationItemQuerySet
from .documents import months_after


def answer_of(item: InformationItem, name: str) -> str | bool:
    """What was entered under a name in the kind's own fields; empty for nothing."""
    return next((each["value"] for each in item.details if each["name"] == name), "")


def speaks_for_site(unit: Unit) -> bool:
    """Whether a unit's texts may stand as pages of the site: the highest one, and the one that hosts the openness office."""
    return unit.parent_id is None or unit.hosts_openness_office


def guides() -> InformationItemQuerySet:
    """Every unit's public guide; of two, should two have been entered as history, the newer comes first."""
    return _public(GUIDE_KIND).order_by("unit__code", "-published_at", "-pk")


def guide_of(unit: Unit) -> InformationItem | None:
    """A unit's public guide."""
    return guides().filter(unit=unit).first()


def site_pages() -> dict[str, InformationItem]:
    """The public pages of the site, by the answer that says which page it is. One query."""
    found = _public(SITE_PAGE_KIND).filter(Q(unit__parent=None) | Q(unit__hosts_openness_office=True))
    return {str(answer_of(item, "page")): item for item in found.order_by("published_at", "pk")}


def standing_beside(item: InformationItem) -> InformationItem | None:
    """The public item that has the place this one would take."""
    found = _public(item.kind.code if item.kind else "").exclude(pk=item.pk)
    if item.kind and item.kind.code == GUIDE_KIND:
        return found.filter(unit=item.unit).first()
    page = answer_of(item, "page")
    return next((other for other in found if answer_of(other, "page") == page), None)


def stale_guides(units: QuerySet[Unit], *, on: date) -> InformationItemQuerySet:
    """Guides of these units that nobody has touched for as long as the house allows, the longest untouched first."""
    begin = _begin(on)
    return guides_by_age(units).filter(Q(changed_at__lt=begin) | Q(changed_at=None, published_at__lt=begin))


def is_stale(item: InformationItem, *, on: date) -> bool:
    """The same, asked of one."""
    touched = item.changed_at or item.published_at
    return touched is not None and touched < _begin(on)


def guides_by_age(units: QuerySet[Unit]) -> InformationItemQuerySet:
    """The public guides of these units, the longest untouched first (条例 art. 53(2): what is not updated in time)."""
    found = _public(GUIDE_KIND).filter(unit__in=units)
    return found.order_by(Coalesce("changed_at", "published_at"), "pk")


def units_without_guide(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those of these units that publish and have no guide. A village is no organ of government and is asked for none (条例 art. 2)."""
    published = InformationItem.objects.public().filter(unit=OuterRef("pk"))
    guided = _public(GUIDE_KIND).filter(unit=OuterRef("pk"))
    found = units.exclude(kind=UnitKind.VILLAGE).filter(Exists(published)).filter(~Exists(guided))
    return found.order_by("code")


def _begin(on: date) -> datetime:
    return make_aware(datetime.combine(months_after(on, -settings.GONGKAI_GUIDE_MONTHS), time.min))


def _public(kind: str) -> InformationItemQuerySet:
    return InformationItem.objects.public().current().filter(kind__code=kind).select_related("unit", "kind")
