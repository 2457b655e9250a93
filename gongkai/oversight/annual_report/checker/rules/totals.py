"""Totals and their parts: identities of the form, "其中" in tables and in sentences, lists that name only some parts."""

import re

from gongkai.law.report.identities import Relation, Severity, Violation, evaluate
from gongkai.oversight.annual_report.checker import binding, labels
from gongkai.oversight.annual_report.checker.documents import Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.parts import Group
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit
from gongkai.oversight.annual_report.checker.tables import Cell, FigureTable

_WHOLE = re.compile(r"^(?:各类|各项)?(?:政府|政务)?$")
_OTHER_KIND = re.compile(r"(?:人数|人次|人员数|次数|金额|总额|经费|费用)$")
_SHORTEST_LIST = 3


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    _identities(report, outcome)
    known = set(report.bound.values())
    for table in report.tables:
        _parts_of_table(table, known, outcome)
    for group in report.groups:
        _parts_of_sentence(group, outcome)
    _scope_of_total(report, outcome)
    for sentence in report.sentences:
        _partial_list(report, sentence, outcome)


def _identities(report: Report, outcome: Outcome) -> None:
    if report.form is None:
        return
    values = {key: cell.value for key, cell in report.bound.items()}
    result = evaluate(report.form.identities, values)
    for violation in result.violations:
        entry = violation.identity
        where, said = _places(report, entry.keys), _spelled(report, entry.keys)
        if entry.relation is Relation.PARTITION and (extra := _unforeseen(report, entry.keys)):
            _with_unforeseen(report, violation, extra, where, said, outcome)
        else:
            spots = _spots(report, entry.keys)
            outcome.find(Rule.TABLE_IDENTITY, entry.severity, where, said, _sums(violation), entry.why, at=spots)
    for entry in result.passed:
        outcome.hold(Rule.TABLE_IDENTITY, _places(report, entry.keys), _spelled(report, entry.keys))


def _unforeseen(report: Report, keys: tuple[str, ...]) -> list[Cell]:
    """Filled rows the form does not know in the tables of these figures: they may be further parts."""
    bound = set(report.bound.values())
    tables = [table for table in report.tables if any(report.bound.get(key) in table.rows for key in keys)]
    return [row for table in tables for row in table.rows if row not in bound and row.value is not None]


def _with_unforeseen(
    report: Report, violation: Violation, extra: list[Cell], where: str, said: str, outcome: Outcome
) -> None:
    added = sum(row.value for row in extra if row.value is not None)
    said = "，".join([said, *(f"{row.label} {row.value}" for row in extra)])
    if violation.right + added == violation.left:
        outcome.hold(Rule.TABLE_IDENTITY, where, said)
    else:
        why = "总数与各项之和不相等，表中另有本格式没有的行，各项的关系应当写明。"
        spots = [*_spots(report, violation.identity.keys), *(row.spot for row in extra)]
        outcome.find(Rule.TABLE_IDENTITY, Severity.SOFT, where, said, _sums(violation), why, at=spots)


def _spots(report: Report, keys: tuple[str, ...]) -> list[Spot | None]:
    return [report.bound[key].spot for key in keys if key in report.bound]


def _places(report: Report, keys: tuple[str, ...]) -> str:
    called = [table.called for table in report.tables if any(report.bound.get(key) in table.rows for key in keys)]
    return "、".join(called)


def _spelled(report: Report, keys: tuple[str, ...]) -> str:
    return "，".join(f"{report.bound[key].label} {report.bound[key].value}" for key in keys if key in report.bound)


def _sums(violation: Violation) -> str:
    terms = [str(violation.values[key]) for key in violation.identity.right if violation.values[key] is not None]
    total = f"{' + '.join(terms)} = {violation.right}" if len(terms) > 1 else str(violation.right)
    return f"{violation.left} 对 {total}（相差 {violation.difference:+}）"


def _parts_of_table(table: FigureTable, known: set[Cell], outcome: Outcome) -> None:
    """Rows under "其中" of a table no form describes."""
    for at, row in enumerate(table.rows):
        if not row.opens_parts or at == 0:
            continue
        whole = table.rows[at - 1]
        parts = [row]
        for item in table.rows[at + 1 :]:
            if item.opens_parts or item.item is None or row.item is None or item.item != (parts[-1].item or 0) + 1:
                break
            parts.append(item)
        if whole.value is None or {whole, *parts} <= known or not _comparable(whole, row):
            continue
        where, spots = f"{table.called}“{whole.label}”", [cell.spot for cell in (whole, *parts)]
        said = "，".join(f"{cell.label} {cell.value}" for cell in (whole, *parts))
        largest = max((part.value for part in parts if part.value is not None), default=whole.value)
        if largest > whole.value:
            computed = f"{largest} > {whole.value}"
            outcome.find(
                Rule.TABLE_PARTS, Severity.HARD, where, said, computed, "“其中”的一项大于它所属的总数。", at=spots
            )
            continue
        if len(parts) < 2 or any(part.value is None for part in parts):
            continue
        total = sum(part.value for part in parts if part.value is not None)
        if total == whole.value:
            outcome.hold(Rule.TABLE_PARTS, where, said)
        else:
            why = "“其中”各项之和与总数不相等，表中没有写明各项是否互不重复、是否列全。"
            outcome.find(
                Rule.TABLE_PARTS, Severity.SOFT, where, said, f"各项之和 {total}，总数 {whole.value}", why, at=spots
            )


def _comparable(whole: Cell, part: Cell) -> bool:
    """Whether two rows count the same kind of thing; "其中：参训人数" under a number of courses does not."""
    if whole.unit and part.unit:
        return same_unit(whole.unit, part.unit)
    return not _OTHER_KIND.search(part.label) or bool(_OTHER_KIND.search(whole.label))


def _parts_of_sentence(group: Group, outcome: Outcome) -> None:
    where, whole = group.sentence.where, group.whole.value or 0
    spots = [group.sentence.spot(group.whole, *group.parts)]
    if any(
        (part.value or 0) > whole for part in group.parts[:1] if "其中" in group.sentence.between(group.whole, part)
    ):
        first = group.parts[0]
        why = "“其中”的一项大于它所属的总数。"
        outcome.find(Rule.PARTS, Severity.HARD, where, group.said, f"{first.value} > {whole}", why, at=spots)
        return
    if len(group.parts) < 2:
        return
    terms = " + ".join(str(part.value) for part in group.parts)
    computed = f"{terms} = {group.sum}，总数 {whole}"
    if group.sum == whole:
        outcome.hold(Rule.PARTS, where, f"{group.said}（{terms} = {whole}）")
    elif group.sum > whole:
        severity = Severity.HARD if group.classified else Severity.SOFT
        why = "各类之和大于总数。" if group.classified else "各项之和大于总数，页面没有写明各项可以重复计算。"
        outcome.find(Rule.PARTS, severity, where, group.said, computed, why, at=spots)
    elif group.declared:
        why = "格式规定列全的各项之和小于总数。"
        outcome.find(Rule.PARTS, Severity.HARD, where, group.said, computed, why, at=spots)
    elif group.classified and not group.open_ended:
        why = "各类之和小于总数，页面没有写“等”，差额没有交代。"
        outcome.find(Rule.PARTS, Severity.SOFT, where, group.said, computed, why, at=spots)


def _scope_of_total(report: Report, outcome: Outcome) -> None:
    """A total claimed by one channel alone cannot also be the total of a table that counts other channels."""
    for sentence in report.sentences:
        for mention in sentence.counts:
            channel = labels.CHANNELS.search(labels.unled(mention.label))
            if mention.period != "year" or mention.aside or channel is None or not _is_whole(mention):
                continue
            for key in binding.open_totals(report.form) & report.bound.keys():
                total = report.bound[key]
                table = next(table for table in report.tables if total in table.rows)
                others = [row for row in table.rows if _other_channel(row, channel[0])]
                if total.value is None or (mention.value or 0) < total.value:
                    continue
                spots = [sentence.spot(mention), total.spot]
                where, said = f"{sentence.where}与{total.where}", f"{mention.said}；{total.where}：{total.value}"
                if mention.value != total.value:
                    why = "一个渠道公开的数大于各渠道的总数，统计范围应当写明。"
                    outcome.find(
                        Rule.TOTAL_SCOPE, Severity.SOFT, where, said, f"{mention.value} > {total.value}", why, at=spots
                    )
                elif others:
                    why = "正文说这是一个渠道公开的数，表格里同一个数却包括其他渠道，统计范围应当写明。"
                    computed = "其他渠道：" + "，".join(f"{row.label} {row.value}" for row in others)
                    outcome.find(Rule.TOTAL_SCOPE, Severity.SOFT, where, said, computed, why, at=spots)


def _other_channel(row: Cell, channel: str) -> bool:
    found = labels.CHANNELS.search(row.label)
    return bool(found and found[0] != channel and row.value)


def _is_whole(mention: Mention) -> bool:
    """Whether a number counts all the information made public, by whatever channel."""
    words = labels.CHANNELS.sub("", labels.unled(mention.label), count=1)
    name = labels.name(words)
    return name.verb == "publish" and bool(_WHOLE.match(name.core)) and "信息" in mention.label


def _another_act(item: Mention) -> bool:
    return labels.verb_of(item.label) not in (None, "publish")


def _partial_list(report: Report, sentence: Sentence, outcome: Outcome) -> None:
    """Kinds of information listed one after another never exceed the total of the same paragraph."""
    if any(group.sentence is sentence for group in report.groups):
        return
    run = [item for item in sentence.counts if item.period == "year" and not item.aside]
    if len(run) < _SHORTEST_LIST or labels.verb_of(run[0].label) != "publish" or _is_whole(run[0]):
        return
    for at, item in enumerate(run[1:], start=1):
        if item.joint not in ("、", ",") or not same_unit(item.unit, run[0].unit) or _another_act(item):
            run = run[:at]
            break
    wholes = [
        item
        for other in report.in_paragraph(sentence.paragraph)
        for item in other.counts
        if item not in run and item.period == "year" and same_unit(item.unit, run[0].unit) and _is_whole(item)
    ]
    if len(run) < _SHORTEST_LIST or not wholes:
        return
    total, whole = sum(item.value or 0 for item in run), max(item.value or 0 for item in wholes)
    terms = " + ".join(str(item.value) for item in run)
    said = "、".join(item.said for item in run)
    if total <= whole:
        outcome.hold(Rule.PARTIAL_LIST, sentence.where, f"{terms} = {total} ≤ {whole}")
    else:
        why = "所列各类信息之和大于公开信息总数。"
        shown = f"{terms} = {total} > {whole}"
        outcome.find(Rule.PARTIAL_LIST, Severity.SOFT, sentence.where, said, shown, why, at=[sentence.spot(*run)])
