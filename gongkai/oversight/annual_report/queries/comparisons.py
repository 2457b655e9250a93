"""Published beside computed: what a report printed elsewhere said, and what the records say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.oversight.statistics.queries import Measured

from ..models import Claim, FrozenFigure, Report


@dataclass(frozen=True)
class Compared:
    """One printed number beside ours."""

    claim: Claim
    label: str
    unit_word: str
    ours: str

    @property
    def agrees(self) -> bool:
        """Whether the two say the same; thousands separators are no difference."""
        return self.claim.said.replace(",", "") == self.ours.replace(",", "")


def compared(report: Report, figures: Mapping[str, Measured] | Mapping[str, FrozenFigure]) -> list[Compared]:
    """Every claim of the report beside our figure, in the order of the printed report."""
    found = []
    for claim in report.claims.order_by("order"):
        figure = figures[claim.code]
        label, word = (
            (figure.figure.label, figure.figure.unit)
            if isinstance(figure, Measured)
            else (figure.label, figure.unit_word)
        )
        found.append(Compared(claim, str(label), str(word), figure.printed))
    return found
