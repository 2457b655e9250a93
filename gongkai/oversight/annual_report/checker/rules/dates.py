"""Dates: the period the report says it counts, days that do not exist, the day of publication."""

import re
from datetime import date

from gongkai.law.deadlines import BeforeRegulation, annual_report_due
from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Paragraph, Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import PERIOD, Report

_DATE = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
_DAY = re.compile(
    r"^(?:发布|公布|发文)?(?:时间|日期)?:?(?P<y>20\d{2})[-年/.](?P<m>\d{1,2})[-月/.](?P<d>\d{1,2})日?(?:\d{1,2}:\d{2}.*)?$"
)
_SIGNED = re.compile(r"^(?:[一-龥]{2,30})?(?P<y>20\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日$")
_DEPARTMENT = re.compile(r"(?:局|厅|(?<!管理)委员会|(?<!管)委|(?<!政府)办公室|中心|总队|支队)(?:关于)?$")
_AFTER_TITLE = 6  # paragraphs in which the day of publication is looked for
_AT_END = 4
_NEAR = 8  # blocks between a title and the opening words that belong to it


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    for block in report.paragraphs:
        _period(report, block, outcome)
        _possible(block, outcome)
    _publication(report, outcome)


def _period(report: Report, block: Paragraph, outcome: Outcome) -> None:
    match = PERIOD.search(block.text)
    first, last = (_day(match, side) for side in ("1", "2")) if match else (None, None)
    if match is None or first is None or last is None:
        return
    said, spots = match[0], [Spot(block.block, words=match[0]), report.title_spot]
    whole = f"{report.year}年1月1日至12月31日"
    if first > last:
        why = "统计期限的起日晚于止日。"
        outcome.find(Rule.PERIOD, Severity.HARD, block.where, said, whole, why, at=spots[:1])
    elif first.year == last.year != report.year:
        sure = not report.other_years and report.title_spot and 0 < block.block - report.title_spot.block <= _NEAR
        severity, why = Severity.HARD if sure else Severity.SOFT, "标题的年度与统计期限的年度不同。"
        outcome.find(Rule.PERIOD, severity, block.where, f"{report.title}；{said}", whole, why, at=spots)
    elif (first, last) != (date(report.year, 1, 1), date(report.year, 12, 31)):
        why = "统计期限不是整个报告年度。"
        outcome.find(Rule.PERIOD, Severity.SOFT, block.where, said, whole, why, at=spots[:1])
    else:
        outcome.hold(Rule.PERIOD, block.where, said)


def _day(match: re.Match[str], side: str) -> date | None:
    try:
        return date(int(match[f"y{side}"] or match["y1"]), int(match[f"m{side}"]), int(match[f"d{side}"]))
    except ValueError:
        return None


def _possible(block: Paragraph, outcome: Outcome) -> None:
    for match in _DATE.finditer(block.text):
        try:
            date(int(match["y"]), int(match["m"]), int(match["d"] or 1))
        except ValueError:
            why = "没有这一天。" if match["d"] else "没有这个月。"
            spots = [Spot(block.block, words=match[0])]
            outcome.find(Rule.DATE, Severity.HARD, block.where, match[0], "日期不存在", why, at=spots)


def _publication(report: Report, outcome: Outcome) -> None:
    dated = _dated(report)
    limit = _limit(report)
    if dated is None or limit is None:
        return
    block, day = dated
    spots = [Spot(block.block)]
    if day.year <= report.year:
        why = "报告年度还没有过完，全年的数还没有。"
        soonest = f"不早于 {report.year + 1}-01-01"
        outcome.find(Rule.TOO_SOON, Severity.SOFT, block.where, block.text, soonest, why, at=spots)
    elif day <= limit:
        outcome.hold(Rule.DEADLINE, block.where, f"{day.isoformat()} 与 {limit.isoformat()}")
    else:
        why = "页面日期晚于法定的公布期限；如果这是更新日期，应当写明首次公布日期。"
        shown = f"不晚于 {limit.isoformat()}"
        outcome.find(Rule.DEADLINE, Severity.FORM, block.where, block.text, shown, why, at=spots)


def _dated(report: Report) -> tuple[Paragraph, date] | None:
    """The day under the title, or else that under the signature at the end."""
    texts = [block.text for block in report.paragraphs]
    start = texts.index(report.title) + 1 if report.title in texts else len(texts)
    near = [(block, _DAY.match(block.text)) for block in report.paragraphs[start : start + _AFTER_TITLE]]
    near += [(block, _SIGNED.match(block.text)) for block in reversed(report.paragraphs[-_AT_END:])]
    for block, match in near:
        if match is None:
            continue
        try:
            return block, date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return None
    return None


def _limit(report: Report) -> date | None:
    """The later of the two days the law knows, unless the title plainly names a department."""
    try:
        return annual_report_due(year=report.year, by_department=bool(_DEPARTMENT.search(report.body)))
    except BeforeRegulation:
        return None
