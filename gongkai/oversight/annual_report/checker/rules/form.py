"""Form: blanks, the structure the opening announces; and characters lost on the way, never scored."""

import re

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report

_ANNOUNCED = re.compile(
    r"(?:本(?:年度)?报告|本文|全文|报告)[^。;,]{0,12}(?:分为?|由|共|包括|包含)[^。;,]{0,4}?(?P<n>[一二三四五六七八九十]|\d{1,2})个?(?:大)?部分"
)
_HEADING = re.compile(r"^(?P<n>[一二三四五六七八九十])、[^。]{2,40}$")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
_LOST = (
    re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\d{1,2})月"),  # the sign between year and month is gone
    re.compile(r"^[)、]"),
)


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    _blanks(report, outcome)
    _structure(report, outcome)
    for block in report.paragraphs:
        for pattern in _LOST:
            for match in pattern.finditer(block.text):
                outcome.hold(Rule.LOST, block.where, block.text[match.start() : match.end() + 8])


def _blanks(report: Report, outcome: Outcome) -> None:
    for table in report.tables:
        blank = [row.label for row in table.rows if row.unit_blank]
        if blank:
            why = "表头有单位栏，这些行没有填写单位。"
            spots = [row.spot for row in table.rows if row.unit_blank]
            outcome.find(Rule.BLANK_UNIT, Severity.FORM, table.called, "单位栏空白", "、".join(blank), why, at=spots)
        for row in table.rows:
            if row.value is None:
                why = "空白是没有填写，不等于零；没有发生的应当填 0。"
                outcome.find(Rule.BLANK_CELL, Severity.FORM, row.where, "空白", "应当是一个数", why, at=[row.spot])
        if table.rows and all(row.value is not None for row in table.rows):
            outcome.hold(Rule.BLANK_CELL, table.called, f"{len(table.rows)} 行都有数")


def _structure(report: Report, outcome: Outcome) -> None:
    headings = [block for block in report.paragraphs if _HEADING.match(block.text)]
    numbers = [_DIGITS[match["n"]] for block in headings if (match := _HEADING.match(block.text))]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
        return  # the headings of the page cannot be told apart from its lists
    for block in report.paragraphs:
        match = _ANNOUNCED.search(block.text)
        if match is None:
            continue
        announced = _DIGITS.get(match["n"]) or int(match["n"])
        if announced == len(numbers):
            outcome.hold(Rule.STRUCTURE, block.where, f"{match[0]}，正文 {len(numbers)} 个标题")
        else:
            said, computed = match[0], f"正文有 {len(numbers)} 个一级标题"
            why = "开头预告的部分数与正文标题数不同。"
            outcome.find(
                Rule.STRUCTURE, Severity.FORM, block.where, said, computed, why, at=[Spot(block.block, words=said)]
            )
        return
