"""Two reports of one body, of a year and the year before: what was carried out must have been carried in."""

from decimal import Decimal

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.crossed import Crossed
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report

_CARRIED = "上一年度结转下来的申请，本年度应当如数列为上年结转；机构改革等原因造成的差额应当有书面说明。"
_IN_FORCE = "现行有效件数与上一年度的、本年制发和废止的件数对不上；到期失效或者清理的，应当说明。"


def check_years(report: Report, before: Report) -> Outcome:
    """What cannot be true of both. Raises Unreadable when they are not of two years one after the other, or their tables were not read."""
    if report.crossed is None or before.crossed is None:
        raise Unreadable("两份报告都要有国家格式的表格，才能对上年度之间的数。")
    if report.year != before.year + 1:
        raise Unreadable(f"一份是{report.year}年的，一份是{before.year}年的，不是相邻的两个年度。")
    outcome = Outcome()
    _carried(report.crossed, before.crossed, outcome)
    _in_force(report.crossed, before.crossed, outcome)
    return outcome


def _carried(this: Crossed, last: Crossed, outcome: Outcome) -> None:
    """Column by column; hard, because a case carried out of one year is carried into the next."""
    for key, cell in this.figures.items():
        if not key.startswith("t3.carried_in."):
            continue
        out = last.figures.get(key.replace("carried_in", "carried_out"))
        if out is None or out.value is None or cell.value is None:
            continue
        said = f"上一年度 {out.where} {out.value}；本年度 {cell.where} {cell.value}"
        if out.value == cell.value:
            outcome.hold(Rule.CARRIED, cell.where, said)
        else:
            gap = f"相差 {cell.value - out.value:+}"
            outcome.find(Rule.CARRIED, Severity.HARD, cell.where, said, gap, _CARRIED)


def _in_force(this: Crossed, last: Crossed, outcome: Outcome) -> None:
    """Documents in force; soft, because one may lapse by its own date."""
    for row in ("rules", "norm"):
        terms = (
            _value(last, f"t2.{row}.valid"), _value(this, f"t2.{row}.issued"), _value(this, f"t2.{row}.repealed"),
            _value(this, f"t2.{row}.valid"),
        )  # fmt: skip
        if any(term is None for term in terms):
            continue
        was, issued, repealed, now = (term or Decimal() for term in terms)
        cell = this.figures[f"t2.{row}.valid"]
        said = f"上一年度 {was} + 制发 {issued} - 废止 {repealed} = {was + issued - repealed}，本年度 {now}"
        if was + issued - repealed == now:
            outcome.hold(Rule.IN_FORCE, cell.where, said)
        else:
            gap = f"相差 {now - was - issued + repealed:+}"
            outcome.find(Rule.IN_FORCE, Severity.SOFT, cell.where, said, gap, _IN_FORCE)


def _value(read: Crossed, key: str) -> Decimal | None:
    cell = read.figures.get(key)
    return cell.value if cell else None
