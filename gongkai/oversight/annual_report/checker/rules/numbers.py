"""Numbers that prove themselves: the code in an index number, and a fee made of legal tiers."""

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.law.fees import IN_FORCE
from gongkai.law.index_numbers import OWNERS, Kind, NotAnIndexNumber, faults, parse
from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Paragraph, Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report

_INDEX = re.compile(r"索引号:?\s*(?P<number>[0-9A-Za-z]{4,24}[/-][0-9A-Za-z/-]{6,30}|SY[0-9A-Za-z]{19})")
_LABEL = re.compile(r"^索引号:?$")
_CODED = re.compile(r"^[0-9A-Za-z/-]{10,44}$")
_FEE = re.compile(r"信息处理费")
_TIER = 10  # yuan: every tier of both ways of charging is a multiple of it


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    for number, where, spot in _printed(report):
        _proves_itself(report, number, where, spot, outcome)
    if report.year >= IN_FORCE.year:
        _fees(report, outcome)


def _printed(report: Report) -> Iterator[tuple[str, str, Spot]]:
    """Index numbers of the page, in its text or beside their name in a table."""
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            for match in _INDEX.finditer(block.text):
                yield match["number"], block.where, Spot(block.block, words=match[0])
            continue
        for at, row in enumerate(block.cells):
            for place, (label, cell) in enumerate(pairwise(row), start=1):
                if _LABEL.match(label.replace("：", ":").replace(" ", "")) and _CODED.match(cell.strip()):
                    yield cell.strip(), block.where, Spot(block.block, at, place)


def _proves_itself(report: Report, printed: str, where: str, spot: Spot, outcome: Outcome) -> None:
    """A unified code or a filing number that fails its check, or the code of a body this is not. Nine digits may be any local code."""
    try:
        number = parse(printed)
    except NotAnIndexNumber:
        return
    owner = OWNERS.get(number.organisation)
    if owner and owner not in report.title and owner not in report.body:
        why = f"索引号用的是{owner}的代码。"
        outcome.find(Rule.INDEX_NUMBER, Severity.FORM, where, printed, number.prefix, why, at=[spot])
        return
    if number.kind not in (Kind.UNIFIED, Kind.FILING):
        return
    if wrong := faults(printed):
        outcome.find(Rule.INDEX_NUMBER, Severity.FORM, where, printed, number.prefix, "".join(wrong), at=[spot])
    else:
        outcome.hold(Rule.INDEX_NUMBER, where, printed)


def _fees(report: Report, outcome: Outcome) -> None:
    for sentence in report.sentences:
        if not _FEE.search(sentence.text):
            continue
        for mention in sentence.counts:
            if mention.unit != "元" or mention.period != "year" or not _FEE.search(sentence.text[: mention.end]):
                continue
            if (mention.value or 0) % _TIER:
                why = "信息处理费各档都是10元的整数倍，合计不会有零头。"
                computed, spots = f"{mention.value} 不是 {_TIER} 的倍数", [sentence.spot(mention)]
                outcome.find(Rule.FEE_TIERS, Severity.SOFT, sentence.where, mention.said, computed, why, at=spots)
            else:
                outcome.hold(Rule.FEE_TIERS, sentence.where, mention.said)
