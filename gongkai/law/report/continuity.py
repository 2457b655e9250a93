"""What must hold between the reports of two years one after the other (年度间勾稽关系), as data.

国办公开办函〔2021〕30号: what is carried out of one year is carried into the next; documents in force are those of the year before, with
what was issued and without what was repealed. One rule, for our own reports and for anybody's (``annual_report.checker``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.law.report.identities import Number, Severity, Values


@dataclass(frozen=True)
class Continuity:
    """sum(this) = sum(before) + sum(came): keys of this year's form, of the year before's, and of this year's again."""

    id: str
    severity: Severity
    this: tuple[str, ...]
    before: tuple[str, ...]
    came: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Passage:
    """A rule with the numbers it was tested on: what this year says, what it should say."""

    rule: Continuity
    this: Number
    before: Number
    came: Number

    @property
    def gap(self) -> Number:
        """How much this year says too much; 0 when the rule holds."""
        return self.this - self.before - self.came


_COLUMNS = ("natural", "corp_business", "corp_research", "corp_charity", "corp_legal", "corp_other", "total")
_CARRIED = "上一年度结转下来的申请，本年度应当如数列为上年结转；机构改革等原因造成的差额应当有书面说明。"
_IN_FORCE = "现行有效件数与上一年度的、本年制发和废止的件数对不上；到期失效或者清理的，应当说明。"

#: Hard, as a case carried out of one year is carried into the next; documents in force are soft, as one may lapse by its own date.
RULES: tuple[Continuity, ...] = (
    *(
        Continuity(
            f"XY.CARRY.{column}",
            Severity.HARD,
            (f"t3.carried_in.{column}",),
            (f"t3.carried_out.{column}",),
            (),
            _CARRIED,
        )
        for column in _COLUMNS
    ),
    *(
        Continuity(
            f"XY.VALID.{row}",
            Severity.SOFT,
            (f"t2.{row}.valid", f"t2.{row}.repealed"),
            (f"t2.{row}.valid",),
            (f"t2.{row}.issued",),
            _IN_FORCE,
        )
        for row in ("rules", "norm")
    ),
    # Before 2021 the forms print neither; our own figures of the same.
    Continuity(
        "XY.PENDING",
        Severity.HARD,
        ("b.applications.carried_in",),
        ("b.applications.pending",),
        (),
        _CARRIED,
    ),
)


def passages(this: Values, before: Values, rules: Iterable[Continuity] = RULES) -> list[Passage]:
    """Each rule on this year's figures and the year before's, by key. A rule with a blank or absent figure says nothing."""
    found = []
    for rule in rules:
        now, was, came = _sum(this, rule.this), _sum(before, rule.before), _sum(this, rule.came)
        if now is not None and was is not None and came is not None:
            found.append(Passage(rule, now, was, came))
    return found


def _sum(values: Mapping[str, Number | None], keys: Iterable[str]) -> Number | None:
    numbers = [values.get(key) for key in keys]
    return None if None in numbers else sum(number for number in numbers if number is not None)
