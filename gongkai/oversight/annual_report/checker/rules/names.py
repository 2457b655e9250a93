"""One name, one number: the text against the tables, part of the year against the whole year, "none" against a count."""

from decimal import Decimal

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker import binding, labels
from gongkai.oversight.annual_report.checker.documents import Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.parts import Group
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit
from gongkai.oversight.annual_report.checker.tables import Cell

_TELLING = 4  # characters; a shorter core ("建议", "会议") names too many things to be hard evidence
_ITEM_OF_INFORMATION = "条"
_TOTAL_WORDS = ("总数", "总量")


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    parents = {part: group for group in report.groups for part in group.parts}
    for sentence in report.sentences:
        for mention in sentence.counts:
            if mention.aside or mention.period == "other":
                continue
            for cell, key in _rows_named(report, sentence, mention):
                if mention.period == "part":
                    _part_of_year(outcome, sentence, mention, cell, key)
                else:
                    _compare(report, outcome, sentence, mention, cell, key, parents.get(mention))
            if mention.period == "part":
                _category_of_year(report, outcome, sentence, mention)
    _none_but_counted(report, outcome)


def _rows_named(report: Report, sentence: Sentence, mention: Mention) -> list[tuple[Cell, str | None]]:
    """The filled table rows a number in a sentence names, with the figure key when the form knows both."""
    key = binding.figure_said(mention, report.form)
    if not _speaks_for_all(sentence, mention):
        return []
    if key is not None and key in report.bound:
        cell = report.bound[key]
        return [(cell, key)] if cell.value is not None else []
    name = mention.name
    if labels.NARROWING.search(labels.unled(mention.label)):
        return []
    return [
        (cell, None)
        for table in report.tables
        for cell in table.rows
        if cell.value is not None and name.same_count(labels.name(cell.label))
    ]


def _speaks_for_all(sentence: Sentence, mention: Mention) -> bool:
    """Whether nothing before the first number of the sentence limits it to a field, a channel or another body."""
    if mention is not sentence.mentions[0]:
        return True
    return all(len(labels.unled(clause)) <= 2 for clause in mention.context.replace(":", ",").split(","))


def _compare(
    report: Report,
    outcome: Outcome,
    sentence: Sentence,
    mention: Mention,
    cell: Cell,
    key: str | None,
    group: Group | None,
) -> None:
    said = f"{mention.said}；{cell.where}：{cell.value}"
    where, spots = f"{sentence.where}与{cell.where}", [sentence.spot(mention), cell.spot]
    if mention.value == cell.value:
        outcome.hold(Rule.SAME_NAME, where, said)
        return
    agree = cell.unit is None or same_unit(mention.unit, cell.unit)
    computed = f"相差 {abs(Decimal(mention.value or 0) - (cell.value or 0))}"
    if group and key is None and (not agree or group.whole.value == cell.value or len(mention.name.core) < _TELLING):
        same = group.whole.value == cell.value
        computed = f"{cell.value} = {group.whole.said}" if same else computed
        why = (
            f"表格把“{mention.name.core}”用作全部事项的名称，正文中它只是其中一类。" if same else _two_meanings(mention)
        )
        outcome.find(Rule.CATEGORY_LABEL, Severity.SOFT, where, said, computed, why, at=spots)
    elif key in binding.open_totals(report.form) and not any(word in mention.label for word in _TOTAL_WORDS):
        why = "两处总数不同，页面没有写明各自的统计范围。"
        outcome.find(Rule.TOTAL_SCOPE, Severity.SOFT, where, said, computed, why, at=spots)
    elif key is None and len(mention.name.core) < _TELLING:
        return
    elif not agree or _limited_to_channel(mention, cell):
        why = "名称相同而数字不同；单位或公开渠道也不同，可能不是同一口径，应当写明。"
        outcome.find(Rule.SAME_NAME, Severity.SOFT, where, said, computed, why, at=spots)
    else:
        why = "同一指标在正文和表格中数字不同，不能同时为真。"
        outcome.find(Rule.SAME_NAME, Severity.HARD, where, said, computed, why, at=spots)


def _two_meanings(mention: Mention) -> str:
    return f"“{mention.name.core}”在正文分类和表格中数字不同，两处的意思可能不同，应当统一名称。"


def _limited_to_channel(mention: Mention, cell: Cell) -> bool:
    """Whether the text speaks of one channel and the row does not. An application comes once, information by many channels."""
    if not same_unit(mention.unit, _ITEM_OF_INFORMATION):
        return False
    channels = {match[0] for match in labels.CHANNELS.finditer(mention.context + mention.label)}
    return any(channel not in cell.label for channel in channels)


def _part_of_year(outcome: Outcome, sentence: Sentence, mention: Mention, cell: Cell, key: str | None) -> None:
    """A count of some months can never be larger than that of the whole year."""
    if cell.unit is not None and not same_unit(mention.unit, cell.unit):
        return
    where = f"{sentence.where}与{cell.where}"
    said = f"{mention.said}；{cell.where}：{cell.value}"
    if Decimal(mention.value or 0) <= (cell.value or 0):
        outcome.hold(Rule.FALLING, where, said)
        return
    sure = key is not None or (len(mention.name.core) >= _TELLING and not _limited_to_channel(mention, cell))
    severity = Severity.HARD if sure else Severity.SOFT
    why = "一段时间的数字大于全年的数字，累计数不会减少。"
    spots = [sentence.spot(mention), cell.spot]
    outcome.find(Rule.FALLING, severity, where, said, f"{mention.value} > {cell.value}", why, at=spots)


def _category_of_year(report: Report, outcome: Outcome, sentence: Sentence, mention: Mention) -> None:
    """The same for a class of the year's cases; soft, because the class word may be used more widely elsewhere."""
    core = mention.name.core
    for group in report.groups:
        for part in group.parts if group.classified else ():
            category = part.name.core
            if part.period != "year" or len(category) < 2 or not core.endswith(category):
                continue
            if not same_unit(mention.unit, part.unit):
                continue
            where = f"{sentence.where}与{group.sentence.where}"
            said = f"{mention.said}；{part.said}"
            if (mention.value or 0) <= (part.value or 0):
                outcome.hold(Rule.FALLING, where, said)
            else:
                why = f"一段时间的“{category}”多于全年的“{category}”；如果两处意思不同，应当用不同的名称。"
                spots = [sentence.spot(mention), group.sentence.spot(part)]
                outcome.find(Rule.FALLING, Severity.SOFT, where, said, f"{mention.value} > {part.value}", why, at=spots)


def _none_but_counted(report: Report, outcome: Outcome) -> None:
    for key, cell in report.bound.items():
        patterns = report.form.rows[key].denied if report.form else ()
        for block in report.paragraphs:
            said = next((match[0] for pattern in patterns if (match := pattern.search(block.text))), None)
            if said is None or cell.value is None:
                continue
            where = f"{block.where}与{cell.where}"
            if cell.value == 0:
                outcome.hold(Rule.ZERO, where, f"“{said}”；{cell.where}：0")
            else:
                why = "正文说没有，表格中却不是零。"
                told, spots = f"“{said}”；{cell.where}：{cell.value}", [Spot(block.block, words=said), cell.spot]
                outcome.find(Rule.ZERO, Severity.SOFT, where, told, f"{cell.value} ≠ 0", why, at=spots)
