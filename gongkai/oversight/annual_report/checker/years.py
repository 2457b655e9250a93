"""Two reports of one body, of a year and the year before: what was carried out must have been carried in."""

import re

from gongkai.law.report.continuity import Passage, passages
from gongkai.law.report.identities import Severity, Values
from gongkai.law.report.percents import Fit, decline_fit, growth_fit, rounded
from gongkai.oversight.annual_report.checker.crossed import Crossed
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.rules.percents.growth import FALLS, GROWTH
from gongkai.oversight.annual_report.checker.said import bound, total

_FROM_NOTHING = re.compile(r"从无到有|零的突破")


def check_years(report: Report, before: Report) -> Outcome:
    """What cannot be true of both. Raises Unreadable when they are not of two years one after the other, or their tables were not read."""
    if report.crossed is None or before.crossed is None:
        raise Unreadable("两份报告都要有国家格式的表格，才能对上年度之间的数。")
    if report.year != before.year + 1:
        raise Unreadable(f"一份是{report.year}年的，一份是{before.year}年的，不是相邻的两个年度。")
    this, last = report.crossed, before.crossed
    outcome = Outcome()
    for passage in passages(_values(this), _values(last)):
        rule = Rule.IN_FORCE if passage.rule.came else Rule.CARRIED
        cell = this.figures[passage.rule.this[0]]
        where, said = cell.where, _said(passage, this, last)
        if passage.gap:
            outcome.find(
                rule, passage.rule.severity, where, said, f"相差 {passage.gap:+}", passage.rule.why, at=[cell.spot]
            )
        else:
            outcome.hold(rule, where, said)
    _growth(report, last, outcome)
    return outcome


def _said(passage: Passage, this: Crossed, last: Crossed) -> str:
    """Both numbers where they stand; with what came and went in between where the rule has such."""
    if not passage.rule.came:
        now, was = this.figures[passage.rule.this[0]], last.figures[passage.rule.before[0]]
        return f"上一年度 {was.where} {was.value}；本年度 {now.where} {now.value}"
    in_force, repealed = (this.figures[key].value for key in passage.rule.this)
    due = passage.before + passage.came - (repealed or 0)
    return f"上一年度 {passage.before} + 制发 {passage.came} - 废止 {repealed} = {due}，本年度 {in_force}"


def _values(read: Crossed) -> Values:
    return {key: cell.value for key, cell in read.figures.items()}


def _growth(report: Report, last: Crossed, outcome: Outcome) -> None:
    """What the text says a figure grew by, or that there was none the year before; soft, because last year's may have been corrected."""
    assert report.crossed is not None
    for one in bound(report, report.crossed):
        keys = one.sums[0]
        was, sentence = total(last, keys), one.sentence
        if was is None or one.value != total(report.crossed, keys) or one.mention.rough:
            continue
        spots = [sentence.spot(one.mention), *(report.crossed.figures[key].spot for key in keys)]
        if _FROM_NOTHING.search(sentence.text) and was > 0 and len(sentence.counts) == 1:
            why = "正文说从无到有，上一年度的表格里却有数。"
            outcome.find(
                Rule.FROM_NOTHING, Severity.SOFT, sentence.where, one.mention.said, f"上一年度 {was}", why, at=spots
            )
        after = next((item for item in sentence.mentions if item.start >= one.mention.end), None)
        match = GROWTH.match(sentence.between(one.mention, after)) if after is not None else None
        if after is None or after.percent is None or after.rough or match is None:
            continue
        said = f"{one.mention.said}，{match['way']}{after.text}；上一年度 {was}"
        fits = (
            was > 0
            and (decline_fit if match["way"] in FALLS else growth_fit)(after.percent, int(one.value), int(was))
            is Fit.OK
        )
        if fits:
            outcome.hold(Rule.GROWTH_OVER_YEARS, sentence.where, said)
            continue
        rate = (
            rounded(int(abs(one.value - was)), int(was), after.percent.decimals) if was else "上一年度为零，没有增长率"
        )
        computed = f"{'增长' if one.value >= was else '下降'} {rate}" if was else str(rate)
        why = "正文的增长率与两年表格的数不符。"
        outcome.find(Rule.GROWTH_OVER_YEARS, Severity.SOFT, sentence.where, said, computed, why, at=spots)
