"""How much of a report's text stands elsewhere already (雷同): in last year's report, in other units' reports.

Whoever writes is shown it paragraph by paragraph with the source. Nothing is refused because of it: some sentences are the law's own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Narrative, Report
from .narratives import Section, lines_of

#: Characters of a piece that is compared; a paragraph of fewer than ``SHORTEST`` says too little to be like another.
PIECE, SHORTEST = 4, 20
#: Other reports whose text is read, the newest first.
MOST_REPORTS = 400
_WORDLESS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Passage:
    """A paragraph, the report and the part it stands in, and its place there from 1."""

    text: str
    report: str = ""
    part: str = ""
    place: int = 0
    own: bool = False


@dataclass(frozen=True)
class Likeness:
    """A paragraph most of which stands in ``source`` too; ``percent`` of its pieces, rounded down."""

    part: int
    place: int
    percent: int
    source: Passage

    def __str__(self) -> str:
        where = {
            "place": self.place,
            "percent": self.percent,
            "report": self.source.report,
            "part": self.source.part or _("前言"),
            "source": self.source.place,
        }
        if self.source.own:
            return _("第%(place)d段有%(percent)d%%与上年报告“%(part)s”第%(source)d段相同") % where
        return _("第%(place)d段有%(percent)d%%与%(report)s“%(part)s”第%(source)d段相同") % where


def pieces(text: str) -> frozenset[str]:
    """Every run of ``PIECE`` characters of the words, without figures, digits and marks; nothing for a text that is too short."""
    words = "".join(_WORDLESS.sub("", word) for line in lines_of(text) for word in line.pieces[::2])
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(words[start : start + PIECE] for start in range(len(words) - PIECE + 1))


class Known:
    """Passages to compare with, by their pieces."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages: list[Passage] = []
        self._holding: dict[str, list[int]] = defaultdict(list)
        for passage in passages:
            for piece in pieces(passage.text):
                self._holding[piece].append(len(self.passages))
            self.passages.append(passage)

    def most_like(self, text: str) -> tuple[int, Passage] | None:
        """The passage in which most of the text's pieces stand, with their percentage; None when nothing is shared."""
        own = pieces(text)
        shared = Counter(place for piece in own for place in self._holding.get(piece, ()))
        if not shared:
            return None
        place, count = min(shared.items(), key=lambda pair: (-pair[1], pair[0]))
        return count * 100 // len(own), self.passages[place]


def likenesses(report: Report, sections: Sequence[Section]) -> list[Likeness]:
    """The paragraphs of a text, saved or not, that are like last year's or another unit's beyond what is configured."""
    last_year, others = _known(report)
    return alike(
        sections, (last_year, settings.GONGKAI_SIMILARITY_LAST_YEAR), (others, settings.GONGKAI_SIMILARITY_OTHERS)
    )


def alike(sections: Sequence[Section], *against: tuple[Known, int]) -> list[Likeness]:
    """The paragraphs of which at least so many percent stand in one passage of what is known."""
    found = []
    for part, section in enumerate(sections):
        for place, paragraph in enumerate(paragraphs(section.text), 1):
            for known, least in against:
                like = known.most_like(paragraph)
                if like is not None and like[0] >= least:
                    found.append(Likeness(part, place, *like))
    return found


def passages(section: Section, *, of: str, own: bool = False) -> list[Passage]:
    """The paragraphs of a section of the text called ``of``; ``own``: it is last year's of the same report."""
    return [Passage(text, of, section.heading, place, own) for place, text in enumerate(paragraphs(section.text), 1)]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a section in order, subheadings left out."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("## ")]


def last_report(report: Report) -> Report | None:
    """The unit's report on the year before."""
    return Report.objects.filter(unit=report.unit_id, year=report.year - 1).first()


def _known(report: Report) -> tuple[Known, Known]:
    root = report.unit.path.split("/", 1)[0] + "/"
    among = Report.objects.filter(unit__path__startswith=root).filter(Q(year=report.year) | Q(year=report.year - 1))
    chosen = among.exclude(pk=report.pk).order_by("-year", "unit__code").values_list("pk", flat=True)[:MOST_REPORTS]
    own: list[Passage] = []
    others: list[Passage] = []
    for narrative in (
        Narrative.objects.filter(report__in=list(chosen)).select_related("report__unit").order_by("report_id", "order")
    ):
        mine = narrative.report.unit_id == report.unit_id
        section = Section(narrative.heading, narrative.text)
        (own if mine else others).extend(passages(section, of=str(narrative.report), own=mine))
    return Known(own), Known(others)
