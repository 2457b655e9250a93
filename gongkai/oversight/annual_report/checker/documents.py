"""The neutral document every reader makes: paragraphs and grids of cells, in the order of the page, each with its place."""

import re
import unicodedata
from dataclasses import dataclass

from gongkai.base.core.errors import Refused

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
#: Radicals some PDFs print in the place of the characters they look like.
_WIDE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)}
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACES_BESIDE_CHINESE = re.compile(r"(?<![!-~]) +| +(?![!-~])|(?<=\d) +(?=%)|(?<=[,;:()]) +| +(?=[,;:()])")


class Unreadable(Refused):
    """The file cannot be checked; the message is one Chinese sentence for the person who gave it."""


@dataclass(frozen=True)
class Paragraph:
    """One line or block of running text. `raw` keeps its spaces, `text` has half-width signs and no idle spaces."""

    raw: str
    text: str
    where: str


@dataclass(frozen=True)
class Grid:
    """A real table of the file; a merged cell is repeated in `cells` only once, the rest are empty."""

    cells: tuple[tuple[str, ...], ...]
    where: str


@dataclass(frozen=True)
class Document:
    """What was read: the kind of file ("text", "html", "docx", "pdf") and its blocks in order."""

    kind: str
    blocks: tuple[Paragraph | Grid, ...]


def plain(text: str) -> str:
    """Half-width letters, digits and signs, thousands without commas, ordinary spaces, characters for radicals.

    A full-width comma between digits separates two numbers, a half-width one may group thousands: so those go first.
    """
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    return text.translate(_WIDE)


def compact(text: str) -> str:
    """`plain` text without the spaces that Chinese typesetting puts around numbers and between characters."""
    return _SPACES_BESIDE_CHINESE.sub("", plain(text).strip())


def paragraph(raw: str, where: str) -> Paragraph | None:
    """A paragraph of the page, or None when it is empty."""
    text = compact(raw)
    return Paragraph(plain(raw).strip(), text, where) if text else None
