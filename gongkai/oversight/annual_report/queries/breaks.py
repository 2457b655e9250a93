"""What does not fit in a report before it is frozen: each is mended, or signed with a reason that is published as a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gongkai.law.report.continuity import passages
from gongkai.law.report.formats import load_format
from gongkai.law.report.identities import Severity
from gongkai.oversight.statistics.queries import Collected, Measured

from ..models import Report
from .checks import check_identities
from .shares import Consolidation, Number, plain, printed, shares_in

LONGEST = 300


@dataclass(frozen=True)
class Break:
    """One relation that does not hold: ``said`` names the numbers, ``why`` the rule. ``reason`` is empty until somebody signs.

    What ``may_stay`` is only told: a number nobody was asked for is blank and needs no reason.
    """

    key: str
    said: str
    why: str
    reason: str = ""
    may_stay: bool = False


@dataclass(frozen=True)
class Note:
    """A signed break as the report prints it."""

    said: str
    reason: str

    def __str__(self) -> str:
        return _("%(said)s说明：%(reason)s") % {"said": self.said, "reason": self.reason}


def breaks_of(report: Report, values: Mapping[str, Measured]) -> list[Break]:
    """Everything that does not fit: in the form, with last year, with the reports of units below, and numbers nobody handed in.

    ``values`` are measured by unit. Each with the reason that was signed for exactly these numbers.
    """
    found = [
        *_identities(report, values),
        *_years(report, values),
        *_units(report, values),
        *_missing(report, values),
    ]
    signed = {(each.key, each.said): each.reason for each in report.explanations.all()}
    return [replace(one, reason=signed.get((one.key, one.said), "")) for one in found]


def notes_of(report: Report) -> list[Note]:
    """What a frozen report must say about numbers that do not fit; empty when all do."""
    if report.frozen_at is None:
        return []
    return [Note(each.said, each.reason) for each in report.explanations.order_by("pk")]


def _identities(report: Report, values: Mapping[str, Measured]) -> list[Break]:
    return [
        Break(
            f"identity:{broken.identity.id}",
            _("%(left)s与%(right)s不符，相差%(gap)s。")
            % {
                "left": _named(broken.identity.left, values, broken.left),
                "right": _named(broken.identity.right, values, broken.right),
                "gap": printed(_size(broken.difference)),
            },
            broken.identity.why,
        )
        for broken in check_identities(report.format, values).evaluation.violations
        if broken.identity.severity is Severity.HARD
    ]


def _named(codes: tuple[str, ...], values: Mapping[str, Measured], total: Number) -> str:
    label = str(values[codes[0]].figure.label) if codes[0] in values else codes[0]
    more = _("等%(n)d项之和") % {"n": len(codes)} if len(codes) > 1 else ""
    return f"“{label}”{more}{printed(plain(total))}"


def _years(report: Report, values: Mapping[str, Measured]) -> list[Break]:
    """This year against last year's report, where that was frozen."""
    last = Report.objects.filter(unit=report.unit_id, year=report.year - 1, frozen_at__isnull=False).first()
    if last is None:
        return []
    this = by_key(report.format, {code: value.number for code, value in values.items()})
    before = by_key(last.format, numbers_of(last))
    found = []
    tested = passages(this, before)
    printed_too = any(passage.rule.id.startswith("XY.CARRY") for passage in tested)
    for passage in tested:
        # The same cases twice where the form prints them.
        if not passage.gap or (printed_too and passage.rule.id == "XY.PENDING"):
            continue
        code = code_of(report.format, passage.rule.this[0])
        label = values[code].figure.label
        if passage.rule.came:
            said = _("“%(label)s”：上年%(before)s，加本年制发%(came)s，与本年有效和废止之和%(this)s相差%(gap)s。")
        else:
            said = _("“%(label)s”%(this)s，上年报告结转下年度%(before)s，相差%(gap)s。")
        numbers = {
            name: printed(plain(number))
            for name, number in (
                ("this", passage.this),
                ("before", passage.before),
                ("came", passage.came),
                ("gap", _size(passage.gap)),
            )
        }
        found.append(Break(f"year:{passage.rule.id}", said % {"label": label, **numbers}, passage.rule.why))
    return found


def by_key(format_name: str, numbers: Mapping[str, Number | None]) -> dict[str, Number | None]:
    """Figures of the ledger under the keys their form prints them by, which are the same from form to form; others keep their name."""
    named = dict(numbers)
    for key, code in _codes(format_name).items():
        if code in numbers:
            named[key] = numbers[code]
    return named


def code_of(format_name: str, key: str) -> str:
    """The figure of the ledger behind a key of a form."""
    return _codes(format_name).get(key, key)


def _codes(format_name: str) -> Mapping[str, str]:
    return load_format(format_name).figures


def _units(report: Report, values: Mapping[str, Measured]) -> list[Break]:
    """Units whose frozen report says something else than the ledger counts for them now: one of the two is wrong."""
    consolidation = Consolidation(report)
    apart: dict[str, list[str]] = defaultdict(list)
    for code, value in values.items():
        if value.shares is None or "@" in code:  # what is said of last year is held against its own report
            continue
        found = shares_in(value, consolidation.codes)
        for unit_code, reported in consolidation.reported.items():
            frozen = reported.get(code)
            if frozen is None:
                continue
            now = consolidation.of_unit(consolidation.units[unit_code], found)
            if now != frozen:
                apart[unit_code].append(
                    _("“%(label)s”其报告为%(said)s，台账现为%(now)s")
                    % {"label": value.figure.label, "said": printed(frozen), "now": printed(plain(now))}
                )
    why = _("各单位的报告已经定稿，本级汇总的数应当与之相同；台账此后有更正的，应当说明。")
    breaks = []
    for unit_code, sentences in apart.items():
        more = _("，另有%(n)d项不同") % {"n": len(sentences) - 1} if len(sentences) > 1 else ""
        said = f"{consolidation.units[unit_code].short_name}：{sentences[0]}{more}。"
        breaks.append(Break(f"unit:{unit_code}", said[:LONGEST], why))
    return breaks


def _missing(report: Report, values: Mapping[str, Measured]) -> list[Break]:
    """Numbers that stay blank, because a unit has not handed in its own, or because nobody was asked."""
    lacking: dict[int, list[str]] = defaultdict(list)
    unasked = []
    for value in values.values():
        for unit_id in value.missing:
            lacking[unit_id].append(str(value.figure.label))
        if isinstance(value.figure, Collected) and value.number is None and not value.missing:
            unasked.append(str(value.figure.label))
    why = _("没有报送、签字的数在报告里是空白，不是零。")
    codes = Consolidation(report).units
    by_pk = {unit.pk: unit for unit in codes.values()}
    breaks = [
        Break(
            f"missing:{by_pk[unit_id].code}",
            _("%(unit)s有%(n)d个数没有报送签字：%(first)s等。")
            % {"unit": by_pk[unit_id].short_name, "n": len(labels), "first": labels[0]},
            why,
        )
        for unit_id, labels in sorted(lacking.items(), key=lambda pair: by_pk[pair[0]].code)
    ]
    if unasked:
        said = _("有%(n)d个数没有向任何单位收集：%(first)s等。") % {"n": len(unasked), "first": unasked[0]}
        breaks.append(Break("missing:", said, why, may_stay=True))
    return breaks


def numbers_of(report: Report) -> dict[str, Number | None]:
    """The numbers of a frozen report by code; blank stays blank."""
    rows = report.figures.filter(denominator=None).values_list("code", "number")
    return {code: None if number is None else plain(number) for code, number in rows}


def _size(number: Number) -> Number:
    return plain(number if number > 0 else -number)
