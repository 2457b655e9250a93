"""发文字号 cited in the text: the form, the issuer its short form implies, and one title a number (GB/T 9704)."""

import re
from dataclasses import dataclass

from gongkai.law.document_numbers import Citation, DocumentNumber, Fault, find, issuer_of
from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Paragraph, Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report

_SCORED = {
    Fault.BRACKETS: "年份应当用六角括号〔〕括入。",
    Fault.ORDINAL: "序号前不加“第”字。",
    Fault.LEADING_ZERO: "序号不编虚位。",
}
_TITLE_BEFORE = re.compile(r"(?:《(?P<whole>[^《》]{4,100})|(?P<open>关于[^《》。;)]{4,100}))》?\s*[(]?$")
_REACH = 130  # characters before a number in which its title is looked for
_OFFICE = re.compile(r"(?:办公厅|办公室)$")
_GOVERNMENT = re.compile(r"(?:人民政府|国务院|管理委员会|管委会)$")
_OFFICE_PREFIX = re.compile(r"(?:府办|政办|国办)[一-龥]{0,4}$")
_TOPIC = re.compile(r"^(?:关于)?(?:印发|转发|公布)?")


@dataclass(frozen=True)
class _Cited:
    """A citation with the title printed before it, if any."""

    citation: Citation
    number: DocumentNumber
    title: str | None
    where: str
    spot: Spot


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    cited = [item for block in report.paragraphs for item in _citations(block)]
    for item in cited:
        _form(item, outcome)
        _issuer(item, outcome)
    _titles(cited, outcome)


def _citations(block: Paragraph) -> list[_Cited]:
    found, text = [], block.text
    for citation in find(text):
        if isinstance(citation.number, DocumentNumber):
            match = _TITLE_BEFORE.search(text[max(0, citation.start - _REACH) : citation.start])
            title = (match["whole"] or _last_title(match["open"])) if match else None
            found.append(_Cited(citation, citation.number, title, block.where, Spot(block.block, words=citation.said)))
    return found


def _last_title(words: str) -> str:
    """The title in words that have lost their opening mark: what begins with the last "关于印发" or "关于"."""
    return words[max(words.rfind("关于印发"), 0) :]


def _form(item: _Cited, outcome: Outcome) -> None:
    faults = item.citation.faults
    if Fault.MISSING_BRACKET in faults:
        why = "括号缺了一半，疑为保存网页时丢失，不计为问题。"
        outcome.hold(Rule.LOST, item.where, f"{item.citation.said}：{why}")
        return
    scored = [_SCORED[fault] for fault in faults if fault in _SCORED]
    if scored:
        outcome.find(
            *(Rule.NUMBER_FORM, Severity.FORM, item.where, item.citation.said, str(item.number), "".join(scored)),
            at=[item.spot],
        )
    else:
        outcome.hold(Rule.NUMBER_FORM, item.where, item.citation.said)


def _issuer(item: _Cited, outcome: Outcome) -> None:
    stated = item.title.split("关于")[0].strip() if item.title and "关于" in item.title else ""
    if not stated:
        return
    prefix = item.number.prefix
    implied = issuer_of(item.number)
    said = f"《{item.title}》（{item.citation.said}）"
    if implied is not None and (_GOVERNMENT.search(stated) or _OFFICE.search(stated)):
        if implied == stated:
            outcome.hold(Rule.NUMBER_ISSUER, item.where, f"{prefix}：{stated}")
        else:
            why = f"“{prefix}”是{implied}的代字，标题却写{stated}。"
            outcome.find(Rule.NUMBER_ISSUER, Severity.FORM, item.where, said, implied, why, at=[item.spot])
    elif _OFFICE_PREFIX.search(prefix) and _GOVERNMENT.search(stated):
        why = f"“{prefix}”是政府办公厅（室）的代字，标题却写{stated}。"
        outcome.find(Rule.NUMBER_ISSUER, Severity.FORM, item.where, said, f"{stated}办公厅（室）", why, at=[item.spot])


def _titles(cited: list[_Cited], outcome: Outcome) -> None:
    by_number: dict[DocumentNumber, list[_Cited]] = {}
    for item in cited:
        if item.title:
            by_number.setdefault(item.number, []).append(item)
    for number, items in by_number.items():
        titles = {_normal(item.title or ""): item for item in items}
        apart = list(titles.values())
        if len(items) > 1 and len(apart) == 1:
            outcome.hold(Rule.NUMBER_TITLES, "、".join(item.where for item in items), str(number))
        first = apart[0]
        for other in apart[1:]:
            if _normal(first.title or "").endswith(_normal(other.title or "")) or _normal(other.title or "").endswith(
                _normal(first.title or "")
            ):
                continue  # one is cited with its issuer, the other without
            where = f"{first.where}与{other.where}"
            said = f"《{first.title}》；《{other.title}》"
            why = "同一个发文字号对应了两个标题，至少有一个写错。"
            outcome.find(Rule.NUMBER_TITLES, Severity.FORM, where, said, str(number), why, at=[first.spot, other.spot])


def _normal(title: str) -> str:
    return _TOPIC.sub("", re.sub(r"[^0-9A-Za-z一-龥]", "", title))
