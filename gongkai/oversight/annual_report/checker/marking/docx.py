"""Marks in a Word file: a comment on the first place of a finding in each paragraph or table, every cell it is about shaded.

The file stays what it was otherwise. Comments have no time of day: the same findings make the same file.
"""

import copy
import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document as open_docx
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.catalogue import SEVERITIES
from gongkai.oversight.annual_report.checker.documents import Document, Spot, signs
from gongkai.oversight.annual_report.checker.findings import Finding
from gongkai.oversight.annual_report.checker.reading import docx as reading

#: The tint of a cell, as in the marked web page.
COLOURS = {Severity.HARD: "F9DEDE", Severity.SOFT: "FBECCB", Severity.FORM: "DBE7F8"}
_AUTHOR, _INITIALS = "年报体检", "体检"
#: What may stand in a run that is cut in two.
_CUT = {qn("w:rPr"), qn("w:t")}


def mark(content: bytes, document: Document, findings: Sequence[Finding]) -> tuple[bytes, set[int]]:
    """The same file with comments, and the numbers of the findings in it: all, as one without a place stands on the first words."""
    file = open_docx(io.BytesIO(content))
    sources = [source for _block, source in reading.walk(file.iter_inner_content())]
    grids = {number: _cells(source) for number, source in enumerate(sources) if isinstance(source, Table)}
    shown: set[int] = set()
    for number, finding in enumerate(findings, start=1):
        seen: set[int] = set()
        for spot in finding.spots or (Spot(0),):
            source = sources[spot.block]
            if isinstance(source, Table):
                places = _places(grids[spot.block], spot)
                for cell in places:
                    _shade(cell, finding.severity)
                runs = _runs_of_cell(places[0]) if places else []
            else:
                runs = _runs_of_words(source, spot.words)
            if runs and spot.block not in seen:
                seen.add(spot.block)
                shown.add(number)
                _comment(file, runs, number, finding)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue(), shown


def _comment(file: Docx, runs: Sequence[Run], number: int, finding: Finding) -> None:
    told = f"{number}. {SEVERITIES[finding.severity]}：{finding.why}\n原文：{finding.said}\n核算：{finding.computed}"
    comment = file.add_comment(runs, told, author=_AUTHOR, initials=_INITIALS)
    element: Any = comment._comment_elm
    element.attrib.pop(qn("w:date"), None)


def _cells(table: Table) -> list[tuple[_Cell, ...]]:
    return [row.cells for row in table.rows]


def _places(grid: Sequence[Sequence[_Cell]], spot: Spot) -> list[_Cell]:
    """The cell of a spot, or those of its row that say something; of a whole table the first."""
    if spot.row is None:
        return [grid[0][0]]
    row = grid[spot.row]
    return [row[spot.column]] if spot.column is not None else [cell for cell in row if cell.text.strip()]


def _runs_of_cell(cell: _Cell) -> list[Run]:
    """The runs of the first paragraph of a cell that has any words; an empty run where the cell is blank."""
    for paragraph in cell.paragraphs:
        runs = list(_runs(paragraph))
        if runs and paragraph.text.strip():
            return runs
    return [cell.paragraphs[0].add_run()]


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    """Those of links too: they are part of what is read."""
    for part in paragraph.iter_inner_content():
        if isinstance(part, Hyperlink):
            yield from part.runs
        else:
            yield part


def _runs_of_words(paragraph: Paragraph, words: str) -> list[Run]:
    """The runs that hold the words, cut where these begin and end; the whole paragraph when the words are not found in it."""
    runs = [run for run in _runs(paragraph) if run.text]
    text = "".join(run.text for run in runs)
    places = [(sign, at) for at, letter in enumerate(text) for sign in signs(letter)]
    told, said = "".join(sign for sign, _at in places), signs(words)
    found = told.find(said) if said else -1
    if found < 0:
        return runs
    first, last = places[found][1], places[found + len(said) - 1][1] + 1
    return list(_between(runs, first, last))


def _between(runs: Sequence[Run], first: int, last: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        start, end = max(first - at, 0), min(last - at, len(run.text))
        at += len(run.text)
        if start < end:
            yield _cut(run, start, end)


def _cut(run: Run, start: int, end: int) -> Run:
    """The part of a run from start to end as a run of its own; a run that holds more than words is taken whole."""
    text = run.text
    if (start, end) == (0, len(text)) or any(child.tag not in _CUT for child in run._r):
        return run
    if start:
        before = copy.deepcopy(run._r)
        run._r.addprevious(before)
        Run(before, run._parent).text = text[:start]
    if end < len(text):
        after = copy.deepcopy(run._r)
        run._r.addnext(after)
        Run(after, run._parent).text = text[end:]
    run.text = text[start:end]
    return run


def _shade(cell: _Cell, severity: Severity) -> None:
    """Tint a cell, unless a surer finding has tinted it: findings come the surest first."""
    properties = cell._tc.get_or_add_tcPr()
    tint = properties.find(qn("w:shd"))
    if tint is not None and tint.get(qn("w:fill")) in COLOURS.values():
        return
    if tint is None:
        tint = OxmlElement("w:shd")
        _put_shading(properties, tint)
    tint.attrib.clear()
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", COLOURS[severity])):
        tint.set(qn(f"w:{name}"), value)


#: What stands before the shading among the properties of a cell (ECMA-376, CT_TcPr).
_BEFORE = {qn(f"w:{name}") for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")}


def _put_shading(properties: Any, tint: Any) -> None:
    place = sum(child.tag in _BEFORE for child in properties)
    properties.insert(place, tint)
