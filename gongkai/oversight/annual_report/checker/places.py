"""Where on the page a place of a document is: a box on a page of a PDF, and in words for the rest."""

from collections.abc import Iterator
from typing import Any

from gongkai.oversight.annual_report.checker.documents import Box, Document, Paragraph, Spot, signs


def boxes(document: Document, spot: Spot) -> list[tuple[int, Box]]:
    """The page and the box of each line or cell the place takes, in a PDF; nothing in any other file."""
    block = document.blocks[spot.block]
    if isinstance(block, Paragraph):
        return list(_lines(block, spot.words))
    if block.page is None or spot.row is None:
        return []
    row = [box for box in block.boxes[spot.row] if box]
    columns = row if spot.column is None else [block.boxes[spot.row][spot.column]]
    return [(block.page, box) for box in columns if box]


def _lines(block: Paragraph, words: str) -> Iterator[tuple[int, Box]]:
    """The part of each line the words take; the whole lines when they are not found."""
    text, said = "".join(line.signs for line in block.lines), signs(words)
    start = max(text.find(said), 0)
    end = start + len(said) if said and said in text else len(text)
    at = 0
    for line in block.lines:
        first, last = max(start - at, 0), min(end - at, len(line.signs))
        at += len(line.signs)
        if first >= last:
            continue
        _left, top, right, bottom = line.box
        yield line.page, (line.lefts[first], top, line.lefts[last] if last < len(line.lefts) else right, bottom)


def told(document: Document, spot: Spot) -> dict[str, Any]:
    """The place for programs: block, row, column and words; in a PDF with page and box in points from its top left corner."""
    said: dict[str, Any] = {"block": spot.block}
    if spot.row is not None:
        said |= {"row": spot.row, "column": spot.column}
    if spot.words:
        said["words"] = spot.words
    if shown := boxes(document, spot):
        said["shown"] = [{"page": page, "box": list(box)} for page, box in shown]
    return said
