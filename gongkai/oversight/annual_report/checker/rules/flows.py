"""Cases that come in and go out: due and done, done and still to do, received and due."""

import re

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.sentences import Mention, Sentence, same_unit

_DUE = re.compile(r"应(?P<act>办结|答复|回复|办理)[一-龥]{0,4}$")
_DONE = re.compile(r"^已(?:经)?(?P<act>办结|答复|回复|办理|处理)")
_OPEN = re.compile(r"^(?:待|未|尚未|正在)(?P<act>办结|答复|回复|办理|处理)")


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    for sentence in report.sentences:
        _due_and_done(report, sentence, outcome)
        _done_and_open(sentence, outcome)


def _due_and_done(report: Report, sentence: Sentence, outcome: Outcome) -> None:
    for due in sentence.counts:
        match = _DUE.search(labels.bare(due.label))
        if match is None or due.period != "year":
            continue
        pattern = re.compile(rf"(?:实际|已){match['act']}[一-龥]{{0,4}}$")
        done = next(
            (item for item in sentence.counts if pattern.search(item.label) and same_unit(item.unit, due.unit)), None
        )
        if done is not None and (done.value or 0) > (due.value or 0):
            why = "实际办结多于应办结，多出的没有交代。"
            said = f"{due.said}，{done.said}"
            outcome.find(
                Rule.PAIR,
                Severity.SOFT,
                sentence.where,
                said,
                f"{done.value} > {due.value}",
                why,
                at=[sentence.spot(due, done)],
            )
        elif done is not None:
            outcome.hold(Rule.PAIR, sentence.where, f"{done.said} ≤ {due.said}")
        _received_and_due(report, sentence, due, outcome)


def _received_and_due(report: Report, sentence: Sentence, due: Mention, outcome: Outcome) -> None:
    counts = [item for other in report.in_paragraph(sentence.paragraph) for item in other.counts]
    received = next(
        (i for i in counts if i.name.verb == "receive" and same_unit(i.unit, due.unit) and i.period == "year"), None
    )
    if received is None or received.value is None or due.value is None or received.value == due.value:
        return
    gap = abs(received.value - due.value)
    if any(item.value == gap for item in counts):
        return
    why = "受理数与应办结数不同，差额是未到期、上年结转还是另有原因，没有交代。"
    said = f"{received.said}；{due.said}"
    outcome.find(Rule.PAIR, Severity.SOFT, sentence.where, said, f"相差 {gap}", why, at=[sentence.spot(due)])


def _done_and_open(sentence: Sentence, outcome: Outcome) -> None:
    counts = sentence.counts
    for whole, done, still in zip(counts, counts[1:], counts[2:], strict=False):
        acted, waiting = _DONE.match(labels.bare(done.label)), _OPEN.match(labels.bare(still.label))
        if acted is None or waiting is None or acted["act"] != waiting["act"]:
            continue
        if not (same_unit(whole.unit, done.unit) and same_unit(done.unit, still.unit)):
            continue
        total = (done.value or 0) + (still.value or 0)
        terms = f"{done.value} + {still.value} = {total}"
        if total == whole.value:
            outcome.hold(Rule.PAIR, sentence.where, f"{terms}（{whole.said}）")
        else:
            said = f"{whole.said}，{done.said}，{still.said}"
            why = "已办与待办之和不等于收到数，差额没有交代。"
            outcome.find(
                Rule.PAIR,
                Severity.SOFT,
                sentence.where,
                said,
                f"{terms}，收到 {whole.value}",
                why,
                at=[sentence.spot(whole, still)],
            )
