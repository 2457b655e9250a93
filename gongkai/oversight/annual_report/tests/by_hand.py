"""What a report must say of invented records, counted record by record by code that knows no figure of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.queries import PastCase
from gongkai.law.outcomes import rule_of
from gongkai.law.vocabulary import ReceiptChannel, RequestCategory
from gongkai.publishing.catalogue.choices import ColumnGroup

#: The four ways of the national table of 2014, and of the short form of Guangdong.
VIA = {
    ReceiptChannel.IN_PERSON: ("n3.1.1", "a2.in_person"),
    ReceiptChannel.FAX_PHONE: ("n3.1.2", "a2.fax_phone"),
    ReceiptChannel.NETWORK: ("n3.1.3", "a2.network"),
    ReceiptChannel.LETTER: ("n3.1.4", "a2.letter"),
}
#: The kinds of answer of the national table of 2014; what the applicant let lapse was ended and not answered.
ANSWERED = {
    "n3.3.1-2": "granted",
    "n3.3.3": "partial",
    "n3.3.4.1": "refuse_secret",
    "n3.3.4.2-3": "refuse_third",
    "n3.3.4.4": "refuse_3s1s",
    "n3.3.4.5": "refuse_internal refuse_process unable_make",
    "n3.3.4.6": "refuse_law refuse_casefile noproc_repeat noproc_mass noproc_confirm",
    "n3.3.5-6": "unable_nothold",
    "n3.3.7": "unable_unclear other_nosupp",
    "n3.3.8": "noproc_petition noproc_pub refuse_query",
}
ROW_OF = {leaf: row for row, leaves in ANSWERED.items() for leaf in leaves.split()}
#: Pairs of printed rows the ledger counts together, and their counted figure.
SPLITS = {
    "n3.3.1-2": ("n3.3.1", "n3.3.2"),
    "n3.3.4.2-3": ("n3.3.4.2", "n3.3.4.3"),
    "n3.3.5-6": ("n3.3.5", "n3.3.6"),
}


@dataclass(frozen=True)
class Paper:
    """Something published: a news item, a notice, or a normative document."""

    kind: str
    group: ColumnGroup
    published: date
    formed: date


@dataclass(frozen=True)
class Dispute:
    """A reconsideration, a lawsuit or a complaint, and what came of it."""

    kind: ChallengeKind
    filed: date
    after_reconsideration: bool = False
    outcome: ChallengeOutcome = ChallengeOutcome.PENDING
    decided: date | None = None


@dataclass
class Work:
    """Everything one unit did in the two years."""

    cases: list[PastCase] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    requests: list[tuple[RequestCategory, date]] = field(default_factory=list)
    fees: list[tuple[date, Decimal]] = field(default_factory=list)

    def counted(self, year: int) -> Counter[str]:
        """Every figure the four forms print of these, but for sums and what is collected."""
        cells: Counter[str] = Counter()
        for each in self.cases:
            cells.update(_case(each, year))
        for paper in self.papers:
            cells.update(_paper(paper, year))
        for dispute in self.disputes:
            cells.update(_dispute(dispute, year))
        cells.update(f"b.requests.{category}" for category, day in self.requests if day.year == year)
        charged = [amount for day, amount in self.fees if day.year == year]
        cells["a5.charged"] += len(charged)
        cells["a5.amount"] += sum(charged)  # type: ignore[assignment]
        return cells


def _case(case: PastCase, year: int) -> Iterable[str]:
    if case.received.year > year or (case.ended is not None and case.ended.year < year):
        return
    came = "new" if case.received.year == year else "carried_in"
    went = case.outcome.value if case.ended and case.outcome and case.ended.year == year else "carried_out"
    for table in ("t3", "t3_2019"):
        yield f"{table}.{came}.{case.applicant_kind.value}"
        row = "other" if table == "t3_2019" and went.startswith("other_") else went
        yield f"{table}.{row}.{case.applicant_kind.value}"
    if came == "new":
        yield from VIA[case.channel]
    else:
        yield "b.applications.carried_in"
    if went == "carried_out":
        yield "b.applications.pending"
        return
    yield "n3.2.2" if case.extended else "n3.2.1"
    if went in ROW_OF:
        yield ROW_OF[went]
    assert case.outcome is not None
    yield "b.applications.closed" if rule_of(case.outcome).lapse else "a2.replied"


def _paper(paper: Paper, year: int) -> Iterable[str]:
    if paper.published.year == year:
        yield f"a1.{paper.group.value}"
        if paper.kind == "normative":
            yield "b.kinds.normative"
            yield "t2.norm.newly_published"
    if paper.kind != "normative":
        return
    if paper.published.year <= year:
        yield "t2.norm.published_total"
    if paper.formed.year <= year:
        yield "t2.norm.valid"
    if paper.formed.year == year:
        yield "t2.norm.issued"
        yield "t2.norm.made"


def _dispute(dispute: Dispute, year: int) -> Iterable[str]:
    if dispute.filed.year == year:
        yield {
            ChallengeKind.RECONSIDERATION: "a4.reconsiderations",
            ChallengeKind.LAWSUIT: "a4.lawsuits",
            ChallengeKind.COMPLAINT: "b.complaints",
        }[dispute.kind]
    if dispute.kind == ChallengeKind.COMPLAINT or dispute.filed.year > year:
        return
    if dispute.decided is not None and dispute.decided.year < year:
        return
    review = dispute.kind == ChallengeKind.RECONSIDERATION
    block = "review" if review else "suit_after" if dispute.after_reconsideration else "suit_direct"
    ended = dispute.decided is not None and dispute.decided.year == year
    outcome = dispute.outcome if ended else ChallengeOutcome.PENDING
    yield f"t4.{block}.{outcome.value}"
    if ended:
        place = {"upheld": 1, "corrected": 2, "other": 3}[outcome.value]
        yield f"{'n4' if review else 'n5'}.{place}"
