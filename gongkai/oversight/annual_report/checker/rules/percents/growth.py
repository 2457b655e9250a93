"""Growth of a count over last year, told with last year's number, with the difference, or with neither."""

import re
from fractions import Fraction

from gongkai.law.report.identities import Severity
from gongkai.law.report.percents import (
    Fit,
    decline_fit,
    growth_fit,
    previous_totals,
    previous_totals_of_decline,
    rounded,
)
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

GROWTH = re.compile(
    r"^,?(?:同比|环比|较|比|与)?(?:去年|上年度?|上一年度?|(?:19|20)\d{2}年)?(?:同期)?(?:相比)?,?(?:同比)?(?:去年|上年)?"
    r"(?P<way>增长|上升|增加|提高|下降|减少|降低)(?:了|约)?$"
)
FALLS = ("下降", "减少", "降低")
_CHANGE = re.compile(r"(?:增加|增长|上升|提高|新增|多|(?P<less>减少|下降|降低|少))(?:了)?$")


def check_growth(sentence: Sentence, percent: Mention, outcome: Outcome) -> bool:
    """Growth of the number just before it, against last year's number when the sentence gives it."""
    before = [item for item in sentence.mentions if item.end <= percent.start]
    last = next((item for item in reversed(before) if item.percent is None), None)
    if last is None:
        return bool(re.search(r"增长|上升|增加|提高|下降|减少|降低", percent.label))
    match = GROWTH.match(sentence.between(last, percent))
    if match is None:
        return bool(re.search(r"增长|上升|增加|提高|下降|减少|降低", percent.label))
    falls = match["way"] in FALLS
    current, previous = _years(before, last)
    if current is None:
        return True
    if current.value is None or current.rough or percent.percent is None:
        return True
    said = sentence.quoted(current, percent)
    if previous is not None:
        if previous > 0:
            _growth_between(sentence, percent, (previous, current.value), falls, said, outcome)
        return True
    if current.value == 0 or (falls and percent.percent.ratio >= Fraction(99, 100)):
        return True
    years = (previous_totals_of_decline if falls else previous_totals)(percent.percent, current.value)
    if years:
        span = str(years[0]) if len(years) == 1 else f"{years[0]} 至 {years[-1]}"
        outcome.hold(Rule.GROWTH, sentence.where, f"{said}：上年应为 {span}")
    else:
        why = "没有一个整数的上年数能得出这个增长率。"
        outcome.find(
            Rule.GROWTH,
            Severity.HARD,
            sentence.where,
            said,
            "上年数无整数解",
            why,
            at=[sentence.spot(current, percent)],
        )
    return True


def _years(before: list[Mention], last: Mention) -> tuple[Mention | None, int | None]:
    """This year's count, and last year's when the sentence tells it or the difference; (None, None) when it is not clear."""
    change = _CHANGE.search(labels.bare(last.label))
    if last.period != "other" and change is None:
        return last, None
    earlier = [
        item for item in before[: before.index(last)] if item.value is not None and same_unit(item.unit, last.unit)
    ]
    if not earlier or earlier[-1].period != "year" or earlier[-1].rough or last.rough or last.value is None:
        return None, None
    current = earlier[-1]
    if change is None:  # "…，比上年的 500 件增长 20%"
        return current, last.value
    step = last.value if change["less"] is None else -last.value  # "…，比上年增加 12 件，增长 50%"
    return current, (current.value or 0) - step


def _growth_between(
    sentence: Sentence, percent: Mention, numbers: tuple[int, int], falls: bool, said: str, outcome: Outcome
) -> None:
    previous, current = numbers
    assert percent.percent is not None
    result = (decline_fit if falls else growth_fit)(percent.percent, current, previous)
    if result is Fit.OK:
        outcome.hold(Rule.GROWTH, sentence.where, said)
        return
    rises = current >= previous
    computed = f"{'增长' if rises else '下降'} {rounded(abs(current - previous), previous, percent.percent.decimals)}"
    why = "增长率的末位是截断而不是四舍五入得到的。" if result is Fit.TRUNCATED else "增长率与本年数、上年数不符。"
    outcome.find(Rule.GROWTH, Severity.HARD, sentence.where, said, computed, why, at=[sentence.spot(percent)])
