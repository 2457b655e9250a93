"""Marks in a PDF: highlight annotations, a frame around each cell or line, the number of the finding beside it, its words in the note."""

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pikepdf

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Box, Document
from gongkai.oversight.annual_report.checker.findings import Finding
from gongkai.oversight.annual_report.checker.places import boxes

COLOURS = {Severity.HARD: (0.75, 0.10, 0.10), Severity.SOFT: (0.75, 0.45, 0.0), Severity.FORM: (0.10, 0.35, 0.70)}
_TINT = 0.22  # how much of the colour lies over the words
_LABEL = 7.0  # points, the height of the number
_AUTHOR = "年报体检"


def mark(content: bytes, document: Document, findings: Sequence[Finding]) -> tuple[bytes, set[int]]:
    """The same PDF with the findings marked, and the numbers of those that have a place on a page."""
    shown: set[int] = set()
    with pikepdf.open(io.BytesIO(content)) as file:
        for number, finding in enumerate(findings, start=1):
            by_page: dict[int, list[Box]] = defaultdict(list)
            for spot in finding.spots:
                for page, box in boxes(document, spot):
                    if box not in by_page[page]:
                        by_page[page].append(box)
            for page, places in by_page.items():
                _annotate(file, file.pages[page - 1], number, finding, places)
                shown.add(number)
        written = io.BytesIO()
        file.save(written)
    return written.getvalue(), shown


def _annotate(file: pikepdf.Pdf, page: Any, number: int, finding: Finding, places: Sequence[Box]) -> None:
    paper = [float(side) for side in page.mediabox]
    rectangles = [_on_paper(box, paper, _turned(page)) for box in places]
    label = str(number)
    left, top = rectangles[0][0], rectangles[0][3]
    beside = (left - 1 - len(label) * _LABEL * 0.6 - 2, top - _LABEL - 1, left - 1, top + 1)
    every = [*rectangles, beside]
    around = [min(one[0] for one in every) - 1, min(one[1] for one in every) - 1,
              max(one[2] for one in every) + 1, max(one[3] for one in every) + 1]  # fmt: skip
    colour = COLOURS[finding.severity]
    look = pikepdf.Stream(file, _drawn(rectangles, beside, label, colour))
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array(around)
    look.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold")
            )
        ),
        ExtGState=pikepdf.Dictionary(T=pikepdf.Dictionary(ca=_TINT, BM=pikepdf.Name.Multiply)),
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Highlight,
        Rect=pikepdf.Array(around),
        QuadPoints=pikepdf.Array([edge for one in rectangles for edge in _corners(one)]),
        Contents=pikepdf.String(f"{number}. {finding.why}\n原文：{finding.said}\n核算：{finding.computed}"),
        T=pikepdf.String(_AUTHOR),
        C=pikepdf.Array(colour),
        F=4,
        AP=pikepdf.Dictionary(N=file.make_indirect(look)),
    )
    if "/Annots" not in page:
        page.Annots = pikepdf.Array()
    page.Annots.append(file.make_indirect(note))


def _drawn(rectangles: Sequence[Box], beside: Box, label: str, colour: tuple[float, float, float]) -> bytes:
    """A tint and a frame on each place, and the number in a small field before the first."""
    ink = " ".join(f"{part:.2f}" for part in colour)
    areas = " ".join(f"{x:.2f} {y:.2f} {right - x:.2f} {top - y:.2f} re" for x, y, right, top in rectangles)
    x, y, right, top = beside
    return (
        f"q /T gs {ink} rg {areas} f Q q {ink} RG 0.8 w {areas} S Q "
        f"q {ink} rg {x:.2f} {y:.2f} {right - x:.2f} {top - y:.2f} re f Q "
        f"q BT 1 1 1 rg /F {_LABEL} Tf {x + 1:.2f} {y + 1.6:.2f} Td ({label}) Tj ET Q"
    ).encode()


def _turned(page: Any) -> int:
    """By how many degrees the page is turned when it is shown; told by the page or by what it stands under."""
    node = page.obj
    for _level in range(50):
        if "/Rotate" in node:
            return int(node.Rotate) % 360
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _on_paper(box: Box, paper: Sequence[float], turned: int) -> Box:
    """A box of the page as it is shown, in the coordinates of the paper, which begin below."""
    x0, x1 = sorted((paper[0], paper[2]))
    y0, y1 = sorted((paper[1], paper[3]))
    height = x1 - x0 if turned in (90, 270) else y1 - y0
    points = [_point(x, height - top, (x0, y0, x1, y1), turned) for x, top in ((box[0], box[1]), (box[2], box[3]))]
    (ax, ay), (bx, by) = points
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _point(x: float, y: float, paper: Box, turned: int) -> tuple[float, float]:
    x0, y0, x1, y1 = paper
    return {90: (x1 - y, y0 + x), 180: (x1 - x, y1 - y), 270: (x0 + y, y1 - x)}.get(turned, (x0 + x, y0 + y))


def _corners(box: Box) -> tuple[float, ...]:
    x, y, right, top = box
    return x, top, right, top, x, y, right, y
