"""What the text says of the figures of the national tables: the same number, bounds, shares of the total, amounts, none at all.

All of it is soft: these tables do not print whom they count, and a paragraph may speak of one body alone.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from gongkai.law.report.identities import Severity
from gongkai.law.report.percents import Fit, fit
from gongkai.oversight.annual_report.checker.crossed import Crossed
from gongkai.oversight.annual_report.checker.documents import Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.rules.crossed import spelled
from gongkai.oversight.annual_report.checker.said import Bound, bound, denials, total
from gongkai.oversight.annual_report.checker.sentences import Mention

_SHARE = re.compile(r"^[,、(]?(?:约)?占(?:比|总数|申请总数|申请总量|全部申请|总量)?(?:的|为|达)?$")
_MORE = re.compile(r"[余多]")
_BELOW = re.compile(r"(?:近|不足|不到|将近)$")
_ABOVE = re.compile(r"(?:超过?|逾|不低于|不少于|至少|高于|大于)$")
_FROM_NOTHING = re.compile(r"从无到有|零的突破")
_WHY = "正文与表格的件数不同；如果统计范围不同，应当写明。"


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    read = report.crossed
    if read is None:
        return
    numbers = list(bound(report, read))
    elsewhere = {one.sentence.paragraph for one in numbers if one.whole and not one.mention.rough and _apart(one, read)}
    for one in numbers:
        if one.whole or one.sentence.paragraph not in elsewhere:
            _compare(one, read, outcome)
            _share(report, one, read, outcome)
    _denied(report, read, outcome)
    _from_nothing(report, numbers, outcome)


def _from_nothing(report: Report, numbers: Sequence[Bound], outcome: Outcome) -> None:
    for one in numbers:
        if one.value == 0 and _FROM_NOTHING.search(one.sentence.text) and len(one.sentence.counts) == 1:
            said, spots = one.mention.said, [one.sentence.spot(one.mention)]
            why = "正文说从无到有，本年的数却是零。"
            outcome.find(Rule.FROM_NOTHING, Severity.SOFT, one.sentence.where, said, "应当大于 0", why, at=spots)
    for sentence in report.sentences:
        match = _FROM_NOTHING.search(sentence.text)
        if match and (after := [one for one in sentence.percents if one.start > match.end()]):
            why = "上年为零就没有增长率。"
            spots = [sentence.spot(*after)]
            outcome.find(
                Rule.FROM_NOTHING,
                Severity.SOFT,
                sentence.where,
                f"{match[0]}，{after[0].said}",
                "没有增长率",
                why,
                at=spots,
            )


def _told(one: Bound, read: Crossed) -> list[Decimal]:
    return [value for keys in one.sums if (value := total(read, keys)) is not None]


def _apart(one: Bound, read: Crossed) -> bool:
    told = _told(one, read)
    return bool(told) and one.value not in told


def _compare(one: Bound, read: Crossed, outcome: Outcome) -> None:
    told = _told(one, read)
    if not told:
        return
    keys = next(keys for keys in one.sums if total(read, keys) is not None)
    where, said = one.sentence.where, f"{one.mention.said}；{spelled(read, keys)}"
    spots = [one.sentence.spot(one.mention), *(read.figures[key].spot for key in keys)]
    if one.mention.rough:
        bounds = _bounds(one.mention, one.value)
        if bounds is not None and not any(bounds[0] <= value < bounds[1] for value in told):
            computed = f"应当在 {bounds[0]} 与 {bounds[1]} 之间" if bounds[1].is_finite() else f"应当不小于 {bounds[0]}"
            why = "表格的数不在正文所说的范围里；如果统计范围不同，应当写明。"
            outcome.find(Rule.APPROXIMATE, Severity.SOFT, where, said, computed, why, at=spots)
        elif bounds is not None:
            outcome.hold(Rule.APPROXIMATE, where, said)
        return
    if one.value in told:
        outcome.hold(Rule.SAME_NAME, where, said)
    elif one.mention.unit == "元" and told[0] and one.value * 10000 == told[0]:
        why = "表格以万元为单位，正文同一个数字写的是元。"
        outcome.find(Rule.UNIT, Severity.SOFT, where, said, f"{told[0]} 万元 = {told[0] * 10000} 元", why, at=spots)
    elif one.narrow:
        why = "正文说的是其中一部分机关的数，表格是另一个数；两处的统计范围应当写明。"
        outcome.find(Rule.TOTAL_SCOPE, Severity.SOFT, where, said, f"相差 {abs(one.value - told[0])}", why, at=spots)
    else:
        outcome.find(Rule.SAME_NAME, Severity.SOFT, where, said, f"相差 {abs(one.value - told[0])}", _WHY, at=spots)


def _bounds(mention: Mention, value: Decimal) -> tuple[Decimal, Decimal] | None:
    """From which number on, and below which, a rough number may lie; None for those that say nothing sure ("约")."""
    step = Decimal(10) ** (len(str(int(value))) - len(str(int(value)).rstrip("0")))
    if _MORE.search(mention.text):
        return value, value + max(step, Decimal(1))
    if _BELOW.search(mention.label):
        return Decimal(0), value + 1
    if _ABOVE.search(mention.label) or mention.text.endswith("以上"):
        return value, Decimal("Infinity")
    return None


def _share(report: Report, one: Bound, read: Crossed, outcome: Outcome) -> None:
    """A share told right after a number that agrees with the table, when the sentence names no whole of its own."""
    sentence, mention = one.sentence, one.mention
    after = next((item for item in sentence.mentions if item.start >= mention.end), None)
    if after is None or after.percent is None or after.rough or one.value not in _told(one, read):
        return
    if not one.sums[0][0].startswith("t3.") or not _SHARE.match(sentence.between(mention, after)):
        return
    wholes = [
        total(read, keys)
        for keys in (("t3.new.total",), ("t3.done_total.total",), ("t3.new.total", "t3.carried_in.total"))
    ]
    others = [
        Decimal(item.value) for other in report.in_paragraph(sentence.paragraph) for item in other.counts if item.value
    ]
    possible = [int(whole) for whole in (*wholes, *others) if whole]
    fits = [whole for whole in possible if fit(after.percent, int(one.value), whole) is Fit.OK]
    cut = [whole for whole in possible if fit(after.percent, int(one.value), whole) is Fit.TRUNCATED]
    said = f"{mention.said}，占{after.text}"
    if fits:
        outcome.hold(Rule.SHARE_OF_TABLE, sentence.where, f"{one.value}/{fits[0]} = {after.text}")
    elif possible:
        shown = "、".join(f"{one.value}/{whole}" for whole in dict.fromkeys(possible[:3]))
        why = "按新收数、办结总数或者新收与结转之和都得不到这个百分比。"
        if cut:
            why = f"只有截断而不四舍五入，才能由 {one.value}/{cut[0]} 得到这个百分比。"
        outcome.find(
            Rule.SHARE_OF_TABLE, Severity.SOFT, sentence.where, said, shown, why, at=[sentence.spot(mention, after)]
        )


def _denied(report: Report, read: Crossed, outcome: Outcome) -> None:
    for denial in denials():
        count = total(read, denial.figures)
        if count is None:
            continue
        for block in report.paragraphs:
            match = denial.words.search(block.text)
            if match is None:
                continue
            said = f"“{match[0]}”；{spelled(read, denial.figures)}"
            if count == 0:
                outcome.hold(Rule.ZERO, block.where, said)
            else:
                spots = [Spot(block.block, words=match[0]), *(read.figures[key].spot for key in denial.figures)]
                why = "正文说没有，表格中却不是零；如果统计范围不同，应当写明。"
                outcome.find(Rule.ZERO, Severity.SOFT, block.where, said, f"{count} ≠ 0", why, at=spots)
