"""发文字号 as the register keeps them: how one was read, and which of a series were never registered."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.law import document_numbers as law

from ..models import OfficialDocument


@dataclass(frozen=True)
class NumberRead:
    """A number as it is kept. ``prefix`` and ``serial`` only where it belongs to a year's series; ``notes`` say what was mended."""

    number: str
    prefix: str = ""
    year: int | None = None
    serial: int | None = None
    notes: tuple[str, ...] = ()


def read_number(said: str, *, formed: date) -> NumberRead:
    """Read a number, mend its form and say so. What is no number of the prescribed form is kept as written, and reported.

    ``year`` is the number's own, else that of the day the document was formed (中办发〔2012〕14号 art. 9; R7-5).
    """
    visible = "".join(character for character in said if unicodedata.category(character) != "Cf").strip()
    if not visible:
        return NumberRead("")
    try:
        number, faults = law.parse(visible), law.faults(visible)
    except law.NotADocumentNumber:
        note = _("“%(said)s”不合发文字号的格式，按原样登记，不计入编号序列。") % {"said": visible[:40]}
        return NumberRead(visible, year=formed.year, notes=(note,))
    mended = []
    if str(number) != said.strip():
        reasons = "".join(law.SENTENCES[fault] for fault in faults) or _("其中有不可见的字符。")
        mended.append(
            _("发文字号“%(said)s”已规范为“%(number)s”：%(reasons)s")
            % {"said": visible[:40], "number": number, "reasons": reasons}
        )
    if isinstance(number, law.OrderNumber):
        return NumberRead(str(number), year=formed.year, notes=tuple(mended))
    if number.year != formed.year:
        mended.append(
            _("发文字号的年份是 %(year)d 年，成文日期在 %(formed)d 年，请核对。")
            % {"year": number.year, "formed": formed.year}
        )
    return NumberRead(str(number), number.prefix, number.year, number.number, tuple(mended))


class Claim(NamedTuple):
    """A number somebody wants to register, and for which title."""

    number: str
    formed: date | None
    title: str


def number_conflicts(unit: Unit, claims: Sequence[Claim], *, besides: OfficialDocument | None = None) -> list[str]:
    """For each claim the sentence that names who has its number, in the register or earlier among them; empty where it is free.

    One number, one title, within an issuer and year (R7-5). One query for all.
    """
    wanted = {claim.number for claim in claims if claim.number}
    taken = {
        (first.document_number, first.number_year): (first.registration, first.title)
        for first in OfficialDocument.objects.standing().filter(unit=unit, document_number__in=wanted)
        if besides is None or first.pk != besides.pk
    }
    return [_conflict(claim, taken) for claim in claims]


def _conflict(claim: Claim, taken: dict[tuple[str, int | None], tuple[str, str]]) -> str:
    if not claim.number or claim.formed is None:
        return ""
    number = (claim.number, read_number(claim.number, formed=claim.formed).year)
    if number not in taken:
        taken[number] = (_("前面的一件"), claim.title)
        return ""
    # By its registration alone: this sentence is kept in reports, and the first may turn out to be secret.
    first, title = taken[number]
    if title == claim.title:
        return _("该发文字号已登记为 %(first)s，标题相同，不必重复登记。") % {"first": first}
    return _("该发文字号已由 %(first)s 使用，一个文号只对应一个标题。") % {"first": first}


@dataclass(frozen=True)
class Series:
    """One prefix of one unit in one year: how many numbers stand in it, up to which, and the runs that are missing."""

    unit: Unit
    prefix: str
    year: int
    registered: int
    last: int
    #: First and last of each run of numbers nobody registered.
    missing: tuple[tuple[int, int], ...]

    @property
    def missing_count(self) -> int:
        return self.last - self.registered

    @property
    def missing_numbers(self) -> list[str]:
        """Each run as it would be printed: 示府〔2018〕3号, 示府〔2018〕5号至9号."""
        printed = []
        for first, last in self.missing:
            number = law.DocumentNumber(self.prefix, self.year, first)
            printed.append(
                str(number) if first == last else _("%(first)s至%(last)d号") % {"first": number, "last": last}
            )
        return printed


def series_with_gaps(units: UnitQuerySet, *, year: int | None = None) -> SeriesGaps:
    """The series of these units in which numbers are missing, the latest year first. Sliced like a list; two queries a slice."""
    documents = OfficialDocument.objects.standing().filter(unit__in=units).exclude(number_prefix="")
    if year:
        documents = documents.filter(number_year=year)
    groups = (
        documents.values("unit", "number_prefix", "number_year")
        .annotate(registered=Count("number_serial", distinct=True), last=Max("number_serial"))
        .filter(last__gt=F("registered"))
        .order_by("-number_year", "unit", "number_prefix")
    )
    return SeriesGaps(groups)


class SeriesGaps:
    """The groups of ``series_with_gaps``, for a paginator."""

    def __init__(self, groups: Any) -> None:
        self.groups = groups

    def count(self) -> int:
        """How many series have gaps."""
        count: int = self.groups.count()
        return count

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Series]:
        groups = list(self.groups[wanted])
        if not groups:
            return []
        units = Unit.objects.in_bulk({group["unit"] for group in groups})
        these = Q()
        for group in groups:
            these |= Q(unit=group["unit"], number_prefix=group["number_prefix"], number_year=group["number_year"])
        serials: dict[tuple[int, str, int | None], list[int]] = defaultdict(list)
        for unit, prefix, year, serial in (
            OfficialDocument.objects.standing()
            .filter(these)
            .order_by("number_serial")
            .values_list("unit", "number_prefix", "number_year", "number_serial")
        ):
            serials[unit, prefix, year].append(serial or 0)
        return [
            Series(
                units[unit],
                prefix,
                year,
                group["registered"],
                group["last"],
                tuple(runs_missing(serials[unit, prefix, year])),
            )
            for group in groups
            for unit, prefix, year in [(group["unit"], group["number_prefix"], group["number_year"])]
        ]


def runs_missing(serials: Sequence[int] | Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run between 1 and the greatest of ``serials`` (ascending) that is not among them."""
    runs, expected = [], 1
    for serial in serials:
        if serial > expected:
            runs.append((expected, serial - 1))
        expected = max(expected, serial + 1)
    return runs
