"""The identities a report of ours must satisfy: those of its form, and those our own figures must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.report.formats import load_format
from gongkai.law.report.identities import Evaluation, Identity, Severity, evaluate, identity
from gongkai.oversight.statistics.queries import Measured

from ..models import FrozenFigure

#: Relations between figures the printed form has no rows for. A total that is a whole of its parts holds by construction.
OURS: tuple[Identity, ...] = (
    identity(
        "b.applications.flow",
        left=("b.applications.carried_in", "a2.total"),
        right=("a2.replied", "b.applications.closed", "b.applications.pending"),
        why="上年结转加新收应等于答复、终止与结转下年之和。",
    ),
    identity(
        "b.channels.overlap",
        left=("a1.total",),
        right=("b.items", "a1.weibo", "a1.wechat"),
        relation="overlap",
        why="总数应不少于任何一个渠道，也不多于各渠道之和。",
    ),
    identity(
        "b.key_areas.part",
        left=("b.items",),
        right=("b.key_areas",),
        relation="partial",
        why="重点领域信息是门户网站信息的一部分。",
    ),
    identity(
        "b.kinds.part",
        left=("b.items",),
        right=tuple(
            f"b.kinds.{kind}"
            for kind in ("normative", "notice", "meeting", "news", "budget", "work_report", "openness_report")
        ),
        relation="partial",
        why="各种类信息之和不应超过门户网站信息总数。",
    ),
    identity(
        "b.resources.part",
        left=("b.items",),
        right=("b.tenders", "b.procurement"),
        relation="partial",
        why="公共资源配置信息是门户网站信息的一部分。",
    ),
    identity(
        "b.corrected.part",
        left=("b.corrected",),
        right=("a4.reconsiderations", "a4.lawsuits"),
        relation="at_most",
        why="被纠错的案件不应多于行政复议和行政诉讼之和。",
    ),
    identity(
        "b.november.part",
        left=("b.requests.november",),
        right=("a3.requests",),
        relation="at_most",
        why="截至11月30日受理的诉求不应多于全年受理的诉求。",
    ),
    identity(
        "b.rated.part",
        left=("b.requests.rated",),
        right=("a3.requests",),
        relation="at_most",
        why="经回访评价的诉求不应多于受理的诉求。",
    ),
)


@dataclass(frozen=True)
class Checked:
    """What became of each identity. A broken hard one keeps a report from being frozen without a signed reason."""

    evaluation: Evaluation

    @property
    def hard(self) -> tuple[str, ...]:
        """The sentences of the hard identities that are broken."""
        return tuple(v.identity.why for v in self.evaluation.violations if v.identity.severity is Severity.HARD)


def check_identities(format_name: str, figures: Mapping[str, Measured | FrozenFigure]) -> Checked:
    """Test the identities of a form and our own on the figures by code."""
    known = {code: _plain(figure.number) for code, figure in figures.items() if figure.number is not None}
    return Checked(evaluate((*load_format(format_name).counted_identities, *OURS), known))


def _plain(number: int | Decimal) -> int | Decimal:
    """A count as an integer, whatever it was kept as; fen stay."""
    return int(number) if number == int(number) else number
