"""What a check says: findings, and the checks that passed."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import resources

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Spot


class Rule(Enum):
    """Every rule of the checker by its stable id. What it asks, how sure it may be and why is data: ``data/rules.toml``."""

    SAME_NAME = "same-name-two-numbers"
    TOTAL_SCOPE = "total-scope"
    CATEGORY_LABEL = "category-label"
    APPROXIMATE = "approximate"
    SHARE_OF_TABLE = "share-of-table"
    ZERO = "none-but-counted"
    FROM_NOTHING = "from-nothing"
    UNIT = "unit"
    TABLE_IDENTITY = "table-identity"
    TABLE_PARTS = "table-parts"
    CARRIED = "carried-over"
    IN_FORCE = "in-force"
    GROWTH_OVER_YEARS = "growth-over-years"
    FAMILY = "sum-of-units"
    PARTS = "sentence-parts"
    PARTIAL_LIST = "partial-list"
    PERCENT_OF_STATED = "percent-of-stated-ratio"
    PERCENT_IMPOSSIBLE = "percent-impossible"
    PERCENT_DENOMINATOR = "percent-denominator"
    GROWTH = "growth"
    PAIR = "due-and-done"
    FALLING = "cumulative-falls"
    PERIOD = "period"
    DATE = "impossible-date"
    DEADLINE = "publication-deadline"
    TOO_SOON = "published-too-soon"
    YEAR_LEFT = "year-left-in"
    FOREIGN_BODY = "foreign-body"
    TEMPLATE = "template-fill"
    FORM_OF_YEAR = "form-of-year"
    STRUCTURE = "announced-structure"
    BLANK_UNIT = "blank-unit"
    BLANK_CELL = "blank-cell"
    NUMBER_FORM = "document-number-form"
    NUMBER_ISSUER = "document-number-issuer"
    NUMBER_TITLES = "document-number-titles"
    INDEX_NUMBER = "index-number"
    FEE_TIERS = "fee-tiers"
    LOST = "characters-lost"

    @property
    def id(self) -> str:
        return self.value

    @property
    def asks(self) -> str:
        return _explained()[self.value].asks

    @property
    def family(self) -> str:
        return _explained()[self.value].family

    @property
    def why(self) -> str:
        return _explained()[self.value].why

    @property
    def severities(self) -> tuple[Severity, ...]:
        """How sure a finding of this rule may be, the surest first; none for what is never scored."""
        return _explained()[self.value].severities


@dataclass(frozen=True)
class _Explained:
    family: str
    asks: str
    why: str
    severities: tuple[Severity, ...]


@cache
def _explained() -> dict[str, _Explained]:
    source = resources.files("gongkai.oversight.annual_report.checker") / "data" / "rules.toml"
    return {
        entry["id"]: _Explained(
            entry["family"], entry["asks"], entry["why"], tuple(Severity(word) for word in entry["severity"])
        )
        for entry in tomllib.loads(source.read_text(encoding="utf-8"))["rule"]
    }


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or may be: what the page said, what we computed, and why they do not agree."""

    rule: Rule
    severity: Severity
    where: str
    said: str
    computed: str
    why: str
    #: Where on the page it shows.
    spots: tuple[Spot, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Passed:
    """A check that held, and what it compared."""

    rule: Rule
    where: str
    compared: str


@dataclass
class Outcome:
    """Findings and passed checks, gathered rule by rule. The same finding is said once."""

    findings: list[Finding] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    def find(
        self,
        rule: Rule,
        severity: Severity,
        where: str,
        said: str,
        computed: str,
        why: str,
        *,
        at: Iterable[Spot | None] = (),
    ) -> None:
        if severity not in rule.severities:
            raise ValueError(f"{rule.id} is never {severity}")
        finding = Finding(rule, severity, where, said, computed, why, tuple(dict.fromkeys(filter(None, at))))
        if finding not in self.findings:
            self.findings.append(finding)

    def hold(self, rule: Rule, where: str, compared: str) -> None:
        passed = Passed(rule, where, compared)
        if passed not in self.passed:
            self.passed.append(passed)

    def take_in(self, other: "Outcome") -> None:
        """Add what another check said."""
        self.findings += other.findings
        self.passed += other.passed

    @property
    def ranked(self) -> list[Finding]:
        """The findings as they are numbered: the surest first, those of one kind in the order they were found."""
        order = list(Severity)
        return sorted(self.findings, key=lambda finding: order.index(finding.severity))

    @property
    def has_hard(self) -> bool:
        return any(finding.severity is Severity.HARD for finding in self.findings)
