"""The forms a return may have, what each prints, and its numbers: as the ledger stands now, or as they were submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.report.formats import format_names, load_format
from gongkai.law.report.identities import evaluate
from gongkai.law.report.website import load_work_table
from gongkai.oversight.annual_report.queries import Printed, check_text, measure_all, printed_codes
from gongkai.oversight.annual_report.queries.narratives import lines_of
from gongkai.oversight.statistics.queries import Figure, Measured, Period, figure_of, scope_of

from ..choices import WEBSITE_TABLE, Span
from ..models import Return


@dataclass(frozen=True)
class Form:
    """What the superior wants filled in: the figures it prints, and the rows that are words (key → label), in printed order."""

    name: str
    title: str
    codes: tuple[str, ...]
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A number as it was submitted."""

    printed: str
    records: int


def form_names() -> list[tuple[str, str]]:
    """The forms to choose from: name and title, the website's work table last."""
    names = [(name, load_format(name).title) for name in format_names()]
    return [*names, (WEBSITE_TABLE, load_work_table().title)]


def form_of(name: str) -> Form:
    """The form of that name. LookupError when there is none."""
    if name != WEBSITE_TABLE:
        form = load_format(name)
        return Form(name, form.title, printed_codes(form))
    table = load_work_table()
    codes = dict.fromkeys(row.code for row in table.rows if row.code)
    return Form(name, table.title, tuple(codes), {row.key: row.label for row in table.rows if not row.code})


def period_of(owner: Return) -> Period:
    """The days a return is about."""
    first, last = (date(owner.year, 1, 1), date(owner.year, 12, 31))
    if owner.span == Span.FIRST_HALF:
        last = date(owner.year, 6, 30)
    elif owner.span == Span.SECOND_HALF:
        first = date(owner.year, 7, 1)
    return Period(first, last)


def measure_return(owner: Return, *, text: str | None = None) -> dict[str, Measured]:
    """The figures of the form and of the text (one that is being written, or the saved one), as the ledger stands now.

    A row no figure is known for is blank, which is not zero.
    """
    named = codes_in(owner.text if text is None else text)
    wanted = [code for code in dict.fromkeys((*form_of(owner.format).codes, *named)) if _is_known(code)]
    return measure_all(wanted, period_of(owner), scope_of(owner.unit))


def figures_of(owner: Return) -> Mapping[str, Printed]:
    """Its numbers: as submitted, or as the ledger stands now."""
    if owner.values:
        return {code: Kept(*value) for code, value in owner.values.items()}
    return measure_return(owner)


def codes_in(text: str) -> list[str]:
    """The figures a situation report names."""
    return [code for line in lines_of(text) for code in line.codes]


def broken_in(owner: Return, figures: Mapping[str, Printed]) -> list[str]:
    """Sentences of what does not hold between its numbers (勾稽关系); none for the website's table, which declares nothing."""
    if owner.format == WEBSITE_TABLE:
        return []
    said = {code: figure.printed.replace(",", "") for code, figure in figures.items()}
    known = {code: int(bare) for code, bare in said.items() if bare.isdigit()}
    identities = load_format(owner.format).counted_identities
    return [violation.identity.why for violation in evaluate(identities, known).violations]


def figures_to_pick(owner: Return) -> list[Figure]:
    """Those the writer of the situation report may name."""
    return [figure_of(code) for code in form_of(owner.format).codes if _is_known(code)]


def check_situation(text: str) -> None:
    """The rules of a report's text: no unknown figure, no number typed by hand, no percentage alone; and no number of last year."""
    check_text(text)
    for code in codes_in(text):
        if "@" in code:
            raise Refused(_("情况报告只写本时段的数，不能用“%(code)s”。") % {"code": code})


def _is_known(code: str) -> bool:
    try:
        figure_of(code)
    except LookupError:
        return False
    return True
