"""Table two of the national forms: rules and normative documents made, repealed, in force, public (条例 2019 art. 20(1)).

``t2.rules.…`` and ``t2.norm.…``, of 2021 (制发, 废止, 现行有效) and of the trial form (新制作, 新公开, 对外公开总数). A normative document
is known from the register of official documents; one from before the register by its public item. What is said of a year is
said as of its last day: a document repealed in January was still in force in the report on the year before. Licences, penalties,
fees and procurement are in no ledger: they are handed in (``handed_in``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import Genre, Validity
from gongkai.oversight.statistics.queries import Counted, Listing, Period, Records, Scope, list_as
from gongkai.oversight.statistics.queries.registry import register_cell
from gongkai.publishing.catalogue.models import Kind
from gongkai.publishing.disclosure.choices import DocumentStatus, Status
from gongkai.publishing.disclosure.models import InformationItem, Interpretation, OfficialDocument

UNIT = _("件")
_ENDED = (Validity.EXPIRED, Validity.REPEALED)
_APPLIES = (Validity.IN_FORCE, Validity.AMENDED)


def _pages(pks: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The public item of each document that has one, the one published first; a register of what is not public is no public list."""
    items = InformationItem.objects.public().filter(document__in=pks).order_by("-published_at", "-pk")
    return {
        document: (number, f"/{InformationItem(number=number).path}.html")
        for document, number in items.values_list("document", "number")
        if number
    }


list_as(
    OfficialDocument,
    Listing(
        number="registration",
        at="issued_date",
        kind="genre",
        kinds={"": _("公文")} | dict(Genre.choices),
        desk="disclosure:document",
        desk_number="registration",
        standing="cancelled_at",
        is_standing=lambda cancelled_at: cancelled_at is None,
        pages=_pages,
    ),
)


def _documents(scope: Scope) -> Any:
    # Not issued yet: what the openness office returned.
    taken_out = (DocumentStatus.CANCELLED, DocumentStatus.RETURNED)
    return OfficialDocument.objects.filter(is_normative=True, unit_id__in=scope.unit_ids).exclude(status__in=taken_out)


def _items(scope: Scope) -> Any:
    """Those of whose document the register knows nothing."""
    kinds = Kind.objects.filter(code="normative").order_by()
    return InformationItem.objects.public().filter(
        document=None, kind__in=kinds.values("pk"), unit_id__in=scope.unit_ids, formed_date__isnull=False
    )


def _marked(told: Q) -> Exists:
    """Whether a public item of the document bears a mark."""
    once_public = (Status.PUBLISHED, Status.WITHDRAWN)
    return Exists(InformationItem.objects.filter(told, document=OuterRef("pk"), status__in=once_public))


def _ended_by(period: Period) -> Q:
    """Over on the last day: marked so by then, or past its own last day and not declared in force again after it."""
    marked = Q(validity__in=_ENDED) & (Q(validity_date=None) | Q(validity_date__lte=period.last))
    still = Q(validity__in=_APPLIES, validity_date__gt=F("lapse_date"))
    return marked | Q(lapse_date__lt=period.last) & ~still


def _repealed_in(period: Period) -> Q:
    return Q(validity=Validity.REPEALED, validity_date__gte=period.first, validity_date__lte=period.last)


def rules(period: Period, scope: Scope) -> Records:
    """None: rules are made from a city with districts upward (立法法 art. 93), by no kind of unit there is (``UnitKind``)."""
    return Records()


def issued(period: Period, scope: Scope) -> Records:
    days = (period.first, period.last)
    return Records(
        _documents(scope).filter(issued_date__range=days),
        _items(scope).filter(formed_date__range=days),
    )


def repealed(period: Period, scope: Scope) -> Records:
    told = _repealed_in(period)
    return Records(_documents(scope).filter(_marked(told)), _items(scope).filter(told))


def valid(period: Period, scope: Scope) -> Records:
    over = _ended_by(period)
    return Records(
        _documents(scope).filter(~_marked(over), issued_date__lte=period.last),
        _items(scope).filter(formed_date__lte=period.last).exclude(pk__in=_items(scope).filter(over).values("pk")),
    )


def newly_published(period: Period, scope: Scope) -> Records:
    items = Q(published_at__gte=period.start, published_at__lt=period.end)
    return Records(_first_public(period, scope, items), _items(scope).filter(items))


def published_total(period: Period, scope: Scope) -> Records:
    items = Q(published_at__lt=period.end)
    elsewhere = Q(public_date__lte=period.last)
    here = Exists(InformationItem.objects.public().filter(items, document=OuterRef("pk")))
    return Records(_documents(scope).filter(here | elsewhere), _items(scope).filter(items))


def _first_public(period: Period, scope: Scope, items: Q) -> Any:
    """Documents the public could read for the first time in the period, here or on a site that is not ours."""
    public = InformationItem.objects.public().filter(document=OuterRef("pk"))
    here, before = Exists(public.filter(items)), Exists(public.filter(published_at__lt=period.start))
    elsewhere = Q(public_date__gte=period.first, public_date__lte=period.last)
    return _documents(scope).filter(here | elsewhere).exclude(before).exclude(public_date__lt=period.first)


def interpretations(period: Period, scope: Scope) -> Records:
    explaining = Interpretation.objects.filter(item=OuterRef("pk"))
    items = InformationItem.objects.published_in(period.start, period.end).of_units(scope.unit_ids)
    return Records(items.filter(Exists(explaining)))


_NO_RULES = _("规章由设区的市以上的人民政府和有权制定规章的部门制定，本报告单位及其下级单位不制定规章。")
_RULES: dict[str, Any] = {
    "issued": _("规章·本年制发件数"),
    "repealed": _("规章·本年废止件数"),
    "valid": _("规章·现行有效件数"),
    "made": _("规章·本年新制作数量"),
    "newly_published": _("规章·本年新公开数量"),
    "published_total": _("规章·对外公开总数量"),
}
_NORMATIVE: dict[str, tuple[Any, Any, Callable[[Period, Scope], Records]]] = {
    "issued": (_("行政规范性文件·本年制发件数"), _("年内印发的行政规范性文件，公开与否都计入。"), issued),
    "repealed": (
        _("行政规范性文件·本年废止件数"),
        _("标注为废止、废止日期在年内的行政规范性文件；到期失效的不计入。"),
        repealed,
    ),
    "valid": (
        _("行政规范性文件·现行有效件数"),
        _("到年底已印发、没有废止或失效的行政规范性文件。"),
        valid,
    ),
    "made": (_("行政规范性文件·本年新制作数量"), _("年内印发的行政规范性文件，公开与否都计入。"), issued),
    "newly_published": (
        _("行政规范性文件·本年新公开数量"),
        _("年内首次公开的行政规范性文件。"),
        newly_published,
    ),
    "published_total": (
        _("行政规范性文件·对外公开总数量"),
        _("到年底已公开、现仍公开的行政规范性文件。"),
        published_total,
    ),
}

for _column, _label in _RULES.items():
    register_cell(Counted(f"t2.rules.{_column}", _label, UNIT, _NO_RULES, rules))
for _column, (_label, _definition, _records) in _NORMATIVE.items():
    register_cell(Counted(f"t2.norm.{_column}", _label, UNIT, _definition, _records))
register_cell(
    Counted(
        "b.interpretations",
        _("政策解读稿件"),
        _("篇"),
        _("年内发布、现仍公开的政策解读材料。"),
        interpretations,
    )
)
