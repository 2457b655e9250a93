"""The text of a report as it will read: names of figures replaced by their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from .narratives import Section, lines_of
from .similarity import Likeness


class Printed(Protocol):
    """Anything that says what it prints: measured, frozen, or kept with a return."""

    @property
    def printed(self) -> str: ...


@dataclass(frozen=True)
class Read:
    """A paragraph or a subheading with its values."""

    is_heading: bool
    text: str


def read_out(text: str, figures: Mapping[str, Printed]) -> list[Read]:
    """The lines of a section with values; a figure that is blank reads （空白）, an unknown one keeps its braces."""
    return [
        Read(
            line.is_heading,
            "".join(_value(piece, figures) if place % 2 else piece for place, piece in enumerate(line.pieces)),
        )
        for line in lines_of(text)
    ]


@dataclass(frozen=True)
class ReadPart:
    """A section as it will read, and what its paragraphs are like."""

    heading: str
    lines: list[Read]
    likenesses: list[Likeness]


def read_parts(
    sections: Sequence[Section], figures: Mapping[str, Printed], likenesses: Sequence[Likeness] = ()
) -> list[ReadPart]:
    """Sections with values, each with its likenesses."""
    return [
        ReadPart(
            section.heading,
            read_out(section.text, figures),
            [likeness for likeness in likenesses if likeness.part == place],
        )
        for place, section in enumerate(sections)
    ]


def _value(code: str, figures: Mapping[str, Printed]) -> str:
    if code not in figures:
        return f"{{{code}}}"
    return figures[code].printed or _("（空白）")
