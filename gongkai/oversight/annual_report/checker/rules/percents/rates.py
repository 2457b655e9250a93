"""A rate with a name ("按时办结率") over the denominator of the same name ("应办结"), if the page has one."""

import re

from gongkai.law.report.identities import Severity
from gongkai.law.report.percents import (
    Fit,
    fit,
    fitting_denominators,
    nearest,
    possible_numerators,
    rounded,
    truncated_numerators,
)
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_ON_TIME = re.compile(r"^.*(?:按时|按期|及时|准时|限时)")

_SHARES = {
    "办结",
    "答复",
    "回复",
    "办理",
    "满意",
    "群众满意",
    "工单满意",
    "公开",
    "覆盖",
    "合格",
    "受理",
    "回访",
    "知晓",
}

_RATE = re.compile(r"(?P<on_time>按时|按期|及时|准时|限时)?(?P<what>[一-龥]{1,6})率(?:为|达到?|是)?$")


def check_rate(report: Report, sentence: Sentence, percent: Mention, outcome: Outcome) -> None:
    """A rate with a name ("按时办结率") over the denominator of the same name ("应办结")."""
    match = _RATE.search(percent.label)
    if match is None or percent.percent is None or percent.period == "other":
        return
    what = _ON_TIME.sub("", match["what"])
    on_time = bool(match["on_time"]) or what != match["what"]
    counts = [item for item in sentence.counts if item.value and item.period == percent.period]
    due = _called(counts, rf"(?:^|[^不])应{what}")
    in_time = _called(counts, rf"^(?:按时|按期|及时|准时|限时){what}") if on_time else None
    done = in_time or _called(counts, rf"(?:实际|已|^|^共){what}")
    whole = due or _whole_of(sentence, counts, done)
    if percent.percent.ratio > 1 and (on_time or what in _SHARES):
        why = "这是部分占全部的比率，不可能超过100%。"
        outcome.find(
            Rule.PERCENT_IMPOSSIBLE,
            Severity.HARD,
            sentence.where,
            percent.said,
            "不超过 100%",
            why,
            at=[sentence.spot(percent)],
        )
    elif due is not None:
        _rate_of_due(report, sentence, percent, (due, done), on_time and in_time is None, outcome)
    elif done is not None and whole is not None:
        _rate_of_done(sentence, percent, (done, whole), outcome)
    else:
        _rate_of_unknown(report, sentence, percent, outcome)


def _called(counts: list[Mention], pattern: str) -> Mention | None:
    return next((item for item in counts if re.search(rf"(?:{pattern})[一-龥]{{0,4}}$", labels.bare(item.label))), None)


def _whole_of(sentence: Sentence, counts: list[Mention], part: Mention | None) -> Mention | None:
    """The count received that a count of finished cases belongs to: the first of its sentence, when it is a receipt."""
    if part is None or counts[0] is part or not same_unit(counts[0].unit, part.unit):
        return None
    return counts[0] if re.search(r"受理|收到|接到|接收", sentence.text[: counts[0].start]) else None


def _rate_of_due(
    report: Report,
    sentence: Sentence,
    percent: Mention,
    pair: tuple[Mention, Mention | None],
    on_time: bool,
    outcome: Outcome,
) -> None:
    assert percent.percent is not None
    due, done = pair
    n = due.value or 0
    most = min(n, done.value if done and done.value is not None else n)
    said, spots = sentence.quoted(due, done, percent), [sentence.spot(due, done, percent)]
    if not on_time and done is not None and done.value is not None:
        result = fit(percent.percent, done.value, n)
        if result is Fit.OK:
            outcome.hold(Rule.PERCENT_OF_STATED, sentence.where, f"{done.value}/{n} = {percent.text}")
        else:
            right = rounded(done.value, n, percent.percent.decimals)
            why = (
                "百分比与写明的应办数、已办数不符。"
                if result is Fit.WRONG
                else "百分比的末位是截断而不是四舍五入得到的。"
            )
            computed = f"{done.value}/{n} = {right}"
            outcome.find(Rule.PERCENT_OF_STATED, Severity.HARD, sentence.where, said, computed, why, at=spots)
        return
    possible = [k for k in possible_numerators(percent.percent, n) if k <= most]
    if possible:
        outcome.hold(Rule.PERCENT_IMPOSSIBLE, sentence.where, f"{possible[-1]}/{n} = {percent.text}")
        return
    others = _other_counts(report, sentence, {n})
    fits = fitting_denominators(percent.percent, others)
    near = "、".join(f"{k}/{n} = {shown}" for k, shown in nearest(percent.percent, n))
    if fits:
        why = f"以 {n} 为分母得不到 {percent.text}，以 {fits[0]} 为分母才可能，分母应当写明。"
        outcome.find(Rule.PERCENT_DENOMINATOR, Severity.SOFT, sentence.where, said, near, why, at=spots)
        return
    cut = any(k <= most for k in truncated_numerators(percent.percent, n))
    why = f"没有一个不大于 {most} 的整数除以 {n} 后四舍五入等于 {percent.text}，同一段的其他数字也不能作分母。"
    if cut:
        why = f"只有截断而不四舍五入，才能由 {n} 得到 {percent.text}。"
    outcome.find(Rule.PERCENT_IMPOSSIBLE, Severity.HARD, sentence.where, said, near, why, at=spots)


def _rate_of_done(sentence: Sentence, percent: Mention, ratio: tuple[Mention, Mention], outcome: Outcome) -> None:
    assert percent.percent is not None
    done, whole = ratio
    if fit(percent.percent, done.value or 0, whole.value or 1) is Fit.OK:
        outcome.hold(Rule.PERCENT_OF_STATED, sentence.where, f"{done.value}/{whole.value} = {percent.text}")
        return
    said = sentence.quoted(whole, done, percent)
    right = rounded(done.value or 0, whole.value or 1, max(2, percent.percent.decimals))
    why = "没有写明按哪个数计算；按收到数计算得不到这个百分比，只按已办数计算则没有说明未办的。"
    computed, spots = f"{done.value}/{whole.value} = {right}", [sentence.spot(whole, done, percent)]
    outcome.find(Rule.PERCENT_DENOMINATOR, Severity.SOFT, sentence.where, said, computed, why, at=spots)


def _rate_of_unknown(report: Report, sentence: Sentence, percent: Mention, outcome: Outcome) -> None:
    assert percent.percent is not None
    if percent.percent.decimals == 0 or percent.percent.ratio >= 1:
        return  # almost any denominator fits
    candidates = _other_counts(report, sentence, set())
    if not candidates or candidates[0] >= 100 * percent.percent.scale:
        return  # nothing to try, or a number so large that every percentage fits it
    fits = fitting_denominators(percent.percent, candidates)
    stated = [(k, n) for n in fits for k in possible_numerators(percent.percent, n) if k in candidates]
    if stated:
        outcome.hold(Rule.PERCENT_OF_STATED, sentence.where, f"{stated[0][0]}/{stated[0][1]} = {percent.text}")
        return
    computed = "、".join(f"{possible_numerators(percent.percent, n)[-1]}/{n}" for n in fits)
    why = "没有写明分母；" + ("同一段中只有上列分母可能。" if fits else "同一段中没有一个数能作分母。")
    spots = [sentence.spot(percent)]
    outcome.find(Rule.PERCENT_DENOMINATOR, Severity.SOFT, sentence.where, percent.said, computed or "无", why, at=spots)


def _other_counts(report: Report, sentence: Sentence, without: set[int]) -> list[int]:
    """The other case counts of the paragraph, largest first."""
    units = {item.unit for item in sentence.counts} or {
        item.unit for s in report.in_paragraph(sentence.paragraph) for item in s.counts
    }
    found = {
        item.value
        for other in report.in_paragraph(sentence.paragraph)
        for item in other.counts
        if item.value and item.value > 1 and any(same_unit(item.unit, unit) for unit in units)
    }
    return sorted(found - without, reverse=True)
