"""Marks in a web page: that of a web page itself, made harmless, or one made from the paragraphs and tables of a text or a DOCX."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

import nh3
from lxml import html as lxml_html

from gongkai.oversight.annual_report.checker.documents import Document, Grid, Paragraph, Spot, signs
from gongkai.oversight.annual_report.checker.findings import Finding
from gongkai.oversight.annual_report.checker.reading import html as reading
from gongkai.oversight.annual_report.checker.reading import text as reading_text

TAGS = {
    *("p", "div", "span", "section", "article", "br", "hr", "center", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "strong", "b", "em", "i", "u", "sub", "sup", "pre", "font"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "mark"),
}
CLASSES = {f"{kind}-found" for kind in ("hard", "soft", "form")} | {"found-number"}
_SPANS = ("colspan", "rowspan")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
#: What is left out with everything in it.
_DROPPED = (
    *("script", "style", "noscript", "template", "iframe", "svg", "math", "select", "textarea", "button", "object"),
    *("embed", "input", "head", "video", "audio", "canvas", "map", "img"),
)
_NUMBER = re.compile(r'<sup( class="found-number [a-z]+-found"[^<>]*)>\[(\d+)\]')
Marks = dict[int, list[tuple[int, Finding, Spot]]]
#: From, to, number of the finding, finding.
Range = tuple[int, int, int, Finding]


def mark(content: bytes, document: Document, findings: Sequence[Finding]) -> tuple[bytes, set[int]]:
    """The marked part of a page, in UTF-8, and the numbers of the findings that have a place in it."""
    marks: Marks = defaultdict(list)
    for number, finding in enumerate(findings, start=1):
        for spot in finding.spots:
            marks[spot.block].append((number, finding, spot))
    page = _of_page(content, marks) if document.kind == "html" else _of_blocks(document, marks)
    safe = nh3.clean(
        page,
        tags=TAGS,
        attributes={"td": set(_SPANS), "th": set(_SPANS), "mark": {"title"}, "sup": {"title"}},
        allowed_classes=dict.fromkeys(("mark", "sup", "td", "th"), CLASSES),
        url_schemes=set(),
    )
    return _named(safe).encode(), {number for told in marks.values() for number, _finding, _spot in told}


def _named(page: str) -> str:
    """Each finding's first number gets a name a link can lead to. All other names were taken away."""
    seen: set[str] = set()

    def name(match: re.Match[str]) -> str:
        if match[2] in seen:
            return match[0]
        seen.add(match[2])
        return f'<sup id="found-{match[2]}"{match[1]}>[{match[2]}]'

    return _NUMBER.sub(name, page)


def _of_page(content: bytes, marks: Marks) -> str:
    walker = reading.walk(reading_text.decode(content))
    for element in walker.root.iter():
        if isinstance(element.tag, str):
            kept = {name: element.get(name, "") for name in _SPANS if element.get(name)}
            element.attrib.clear()
            element.attrib.update(kept)
            if element.tag in _HEADINGS:
                element.tag = "p"  # they would be headings of the page it is put into
    ranges: dict[reading.Piece, list[Range]] = defaultdict(list)
    for block, told in marks.items():
        source = walker.sources[block]
        for number, finding, spot in reversed(told):  # so that the surest comes first and gives the colour
            if spot.row is not None:
                for cell in _cells(source[spot.row], spot):
                    cell.set("class", f"{finding.severity}-found")
                    _put(reading.Piece(cell), _badge(number, finding) + escape(cell.text or ""))
                continue
            for piece, start, end in _ranges(source, spot.words):  # type: ignore[arg-type]
                ranges[piece].append((start, end, number, finding))
    for piece, here in ranges.items():
        _put(piece, _marked(_words(piece), here))
    for name in _DROPPED:
        for element in walker.root.findall(f".//{name}"):
            element.drop_tree()
    body = walker.root.find(".//body")
    return str(lxml_html.tostring(walker.root if body is None else body, encoding="unicode"))


def _cells(row: Sequence[lxml_html.HtmlElement | None], spot: Spot) -> list[lxml_html.HtmlElement]:
    cells = row if spot.column is None else row[spot.column : spot.column + 1]
    return [cell for cell in cells if cell is not None]


def _words(piece: reading.Piece) -> str:
    return (piece.element.tail if piece.after else piece.element.text) or ""


def _put(piece: reading.Piece, markup: str) -> None:
    """Put markup in the place of the words of a piece."""
    element, after = piece
    holder = element.getparent() if after else element
    if holder is None:
        return
    span = lxml_html.fragment_fromstring(f"<span>{markup}</span>")
    place = holder.index(element) + 1 if after else 0
    if after:
        element.tail = None
    else:
        element.text = None
    holder.insert(place, span)


def _ranges(pieces: Sequence[reading.Piece], words: str) -> Iterator[tuple[reading.Piece, int, int]]:
    """Which part of each piece the words take; the whole paragraph when they are not found in it."""
    texts = [_words(piece) for piece in pieces]
    first, last = _found("".join(texts), words)
    at = 0
    for piece, text in zip(pieces, texts, strict=True):
        start, end = max(first - at, 0), min(last - at, len(text))
        at += len(text)
        if start < end and text[start:end].strip():
            yield piece, start, end


def _found(text: str, words: str) -> tuple[int, int]:
    """From where to where the words stand in a text, however either is set; all of it when they do not."""
    places = [(sign, at) for at, letter in enumerate(text) for sign in signs(letter)]
    told, said = "".join(sign for sign, _at in places), signs(words)
    start = told.find(said)
    if not said or start < 0:
        return 0, len(text)
    return places[start][1], places[start + len(said) - 1][1] + 1


def _marked(text: str, ranges: Sequence[Range]) -> str:
    """The text with each range marked, and its number where it begins; where ranges overlap the surest gives the colour."""
    edges = sorted({0, len(text), *(edge for one in ranges for edge in one[:2])})
    told = []
    for start, end in pairwise(edges):
        over = [one for one in ranges if one[0] <= start and end <= one[1]]
        told += [_badge(number, finding) for first, _last, number, finding in over if first == start]
        words = escape(text[start:end])
        told.append(f'<mark class="{over[0][3].severity}-found">{words}</mark>' if over else words)
    return "".join(told)


def _badge(number: int, finding: Finding) -> str:
    why = escape(finding.why, quote=True)
    return f'<sup class="found-number {finding.severity}-found" title="{why}">[{number}]</sup>'


def _of_blocks(document: Document, marks: Marks) -> str:
    """Lines of text and tables, as far as they were read."""
    return "".join(_of_block(block, marks.get(block.block, ())) for block in document.blocks)


def _of_block(block: Paragraph | Grid, told: Sequence[tuple[int, Finding, Spot]]) -> str:
    if isinstance(block, Paragraph):
        ranges = [(*_found(block.raw, spot.words), number, finding) for number, finding, spot in told]
        return f"<p>{_marked(block.raw, ranges)}</p>"
    rows = []
    for at, row in enumerate(block.cells):
        cells = []
        for place, cell in enumerate(row):
            here = [one for one in told if one[2].row == at and one[2].column in (None, place)]
            kind = f' class="{here[0][1].severity}-found"' if here else ""
            badges = "".join(_badge(number, finding) for number, finding, _spot in here)
            cells.append(f"<td{kind}>{badges}{escape(cell)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"
