"""The report of a government beside those of its units: where it counts for all of them, each of its figures is the sum of theirs."""

from collections.abc import Sequence
from decimal import Decimal

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.tables import Cell

#: More figures of one table than these are told as one finding: then the report counts something else, and says it or not.
MOST_APART = 10
_WHY = "本级报告的数应当等于各单位报告之和；如果本级不包括这些单位，或者还有别的单位，应当写明统计范围。"


def check_family(report: Report, children: Sequence[Report]) -> Outcome:
    """Each figure against the sum of the children's; soft, because a page seldom says whom it counts.

    Raises Unreadable when a report's tables were not read, or one is of another year.
    """
    if report.crossed is None:
        raise Unreadable("本级报告没有国家格式的表格，不能与各单位的报告相加核对。")
    unread = [child.title for child in children if child.crossed is None]
    if unread:
        raise Unreadable(f"没有读到国家格式的表格：{'、'.join(unread)}。")
    strange = [f"{child.title}（{child.year}年）" for child in children if child.year != report.year]
    if strange:
        raise Unreadable(f"不是{report.year}年度的报告：{'、'.join(strange)}。")
    outcome = Outcome()
    for key in ("t2", "t3", "t4"):
        _table(report, children, key, outcome)
    return outcome


def _table(report: Report, children: Sequence[Report], table: str, outcome: Outcome) -> None:
    assert report.crossed is not None
    apart: list[tuple[Cell, str, str]] = []
    for key, cell in report.crossed.figures.items():
        if not key.startswith(f"{table}.") or cell.value is None:
            continue
        values = [
            child.crossed.figures[key].value for child in children if child.crossed and key in child.crossed.figures
        ]
        if len(values) < len(children) or any(value is None for value in values):
            continue  # one of them says nothing of it, and nothing is not zero
        total = sum((value for value in values if value is not None), Decimal())
        said = f"本级 {cell.value}，{len(children)} 个单位之和 {total}"
        if total == cell.value:
            outcome.hold(Rule.FAMILY, cell.where, said)
        else:
            apart.append((cell, said, f"相差 {cell.value - total:+}"))
    if len(apart) > MOST_APART:
        first, said, gap = apart[0]
        said, spots = f"{said}；另有 {len(apart) - 1} 格也对不上", [cell.spot for cell, _said, _gap in apart]
        outcome.find(Rule.FAMILY, Severity.SOFT, first.where, said, gap, _WHY, at=spots)
        return
    for cell, said, gap in apart:
        outcome.find(Rule.FAMILY, Severity.SOFT, cell.where, said, gap, _WHY, at=[cell.spot])
