"""A share of a ratio whose numerator and denominator the same sentence states: "A, of which B, p% of A"."""

import re

from gongkai.law.report.identities import Severity
from gongkai.law.report.percents import Fit, fit, rounded
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_SHARE = re.compile(r"^,?(?:约)?占(?:比(?:例)?(?:为|达|是)?|(?P<base>[^,;。]*?)(?:的|比例为|比重为|比为)?)$")

_PLAIN_BASE = re.compile(
    r"^(?:发布|公开|主动公开|受理|收到|申请|办理|答复|办结|全部|全区|全年|所有|信息|政府|政务|总|的|数|量|条|件|宗|其|比例|比重|各类|数量)*$"
)


def check_share(sentence: Sentence, percent: Mention, outcome: Outcome) -> bool:
    """ "A, of which B, p% of A": the page states numerator and denominator."""
    before = [item for item in sentence.mentions if item.end <= percent.start and item.percent is None]
    if not before or percent.percent is None:
        return "占" in percent.label
    ratio = _stated_ratio(sentence, before, percent)
    if ratio is None:
        return "占" in percent.label
    part, whole = ratio
    if None in (part.value, whole.value) or part.rough or whole.rough or not whole.value:
        return True
    said, spots = sentence.quoted(part, whole, percent), [sentence.spot(part, whole, percent)]
    shown = f"{part.value}/{whole.value}"
    result = fit(percent.percent, part.value or 0, whole.value)
    right = rounded(part.value or 0, whole.value, percent.percent.decimals)
    if result is Fit.OK:
        outcome.hold(Rule.PERCENT_OF_STATED, sentence.where, f"{shown} = {right}")
        return True
    finer = rounded(part.value or 0, whole.value, percent.percent.decimals + 2)
    computed = f"{shown} = {finer}，应为 {right}"
    others = [item.value for item in sentence.counts if item not in (part, whole) and item.value]
    fits = [n for n in others if fit(percent.percent, part.value or 0, n) is Fit.OK]
    if fits:
        why = f"按 {fits[0]} 计算才得到 {percent.text}，百分比的分母与所写的总数不是同一个数。"
        outcome.find(Rule.PERCENT_DENOMINATOR, Severity.SOFT, sentence.where, said, computed, why, at=spots)
    else:
        why = "百分比与同一句写明的分子、分母不符。"
        if result is Fit.TRUNCATED:
            why = f"百分比的末位是截断而不是四舍五入得到的，{percent.text} 应为 {right}。"
        outcome.find(Rule.PERCENT_OF_STATED, Severity.HARD, sentence.where, said, computed, why, at=spots)
    return True


def _stated_ratio(sentence: Sentence, before: list[Mention], percent: Mention) -> tuple[Mention, Mention] | None:
    """Numerator and denominator as the sentence declares them, or None when it does not."""
    last = before[-1]
    if (
        len(before) > 1
        and "占" in sentence.between(before[-2], last)
        and re.fullmatch(r"(?:总[数量])?的(?:比例为|比重为)?", sentence.between(last, percent))
    ):  # "B, 占 A 的 p%"
        return (before[-2], last) if same_unit(before[-2].unit, last.unit) else None
    match = _SHARE.match(sentence.between(last, percent))
    if match is None or re.search(r"分别", match[0]):
        return None
    wholes = [item for item in before[:-1] if same_unit(item.unit, last.unit)]
    for whole in reversed(wholes):
        opened = sentence.text[whole.end : last.start]
        if "其中" not in opened:
            continue
        if _is_part(sentence, whole, before):
            continue
        base = match["base"] or ""
        named = whole.name.core and whole.name.core in base
        return (last, whole) if named or _PLAIN_BASE.match(base) else None
    return None


def _is_part(sentence: Sentence, item: Mention, before: list[Mention]) -> bool:
    """Whether a number itself stands after "其中"."""
    at = before.index(item)
    return at > 0 and "其中" in sentence.text[before[0].end : item.start]
