"""The neutral document every reader makes: paragraphs and grids of cells, in the order of the page, each with its place."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongkai.base.core.errors import Refused

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
#: Radicals some PDFs print in the place of the characters they look like.
_WIDE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FE0)}
_SET = re.compile(r"[\s,]+")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACES_BESIDE_CHINESE = re.compile(r"(?<![!-~]) +| +(?![!-~])|(?<=\d) +(?=%)|(?<=[,;:()]) +| +(?=[,;:()])")


class Unreadable(Refused):
    """The file cannot be checked; the message is one Chinese sentence for the person who gave it."""


#: Left, top, right and bottom in points, from the top left corner of the page as it is shown.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A place in a document: a block, and in it a cell by row and column, or some words of a paragraph (all of it when none are named)."""

    block: int
    row: int | None = None
    column: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A printed line of a PDF: its page from 1, its box, its signs without spaces, and where each of them begins."""

    page: int
    box: Box
    signs: str
    lefts: tuple[float, ...]


@dataclass(frozen=True)
class Paragraph:
    """One line or block of running text. `raw` keeps its spaces, `text` has half-width signs and no idle spaces.

    `block` is its number in the document, from 0; `lines` are those it is printed in, in a PDF.
    """

    raw: str
    text: str
    where: str
    block: int = -1
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A real table of the file; a merged cell is repeated in `cells` only once, the rest are empty.

    In a PDF it stands on one page, and `boxes` are where its cells are; a place taken by a merged cell has none. `torn`: tags of its page
    are missing, so an empty cell may stand in the place of a lost one.
    """

    cells: tuple[tuple[str, ...], ...]
    where: str
    block: int = -1
    page: int | None = None
    boxes: tuple[tuple[Box | None, ...], ...] = ()
    torn: bool = False


@dataclass(frozen=True)
class Document:
    """What was read: the kind of file ("text", "html", "docx", "pdf") and its blocks in order."""

    kind: str
    blocks: tuple[Paragraph | Grid, ...]

    @classmethod
    def of(cls, kind: str, blocks: Iterable[Paragraph | Grid]) -> "Document":
        """The document of these blocks, each with its number."""
        return cls(kind, tuple(replace(block, block=number) for number, block in enumerate(blocks)))


def plain(text: str) -> str:
    """Half-width letters, digits and signs, thousands without commas, ordinary spaces, characters for radicals.

    A full-width comma between digits separates two numbers, a half-width one may group thousands: so those go first.
    """
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    return text.translate(_WIDE)


def compact(text: str) -> str:
    """`plain` text without the spaces that Chinese typesetting puts around numbers and between characters."""
    return _SPACES_BESIDE_CHINESE.sub("", plain(text).strip())


def signs(text: str) -> str:
    """What of a text does not depend on how it is set: `plain`, without spaces and commas."""
    return _SET.sub("", text.translate(_WIDE))


def paragraph(raw: str, where: str, lines: tuple[Line, ...] = ()) -> Paragraph | None:
    """A paragraph of the page, or None when it is empty."""
    text = compact(raw)
    return Paragraph(plain(raw).strip(), text, where, lines=lines) if text else None
