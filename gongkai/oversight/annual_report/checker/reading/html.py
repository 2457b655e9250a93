"""Web pages, tidy or not: block elements are paragraphs, tables of figures are grids, tables for layout are looked through."""

import re
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html

from gongkai.oversight.annual_report.checker.documents import Document, Grid, Paragraph, Unreadable, paragraph

_HTML = re.compile(r"<!doctype\s+html|<(html|head|body|div|table|p|span|br|td)\b[^<>]*>", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN = {"script", "style", "noscript", "template", "head", "iframe", "svg", "select", "textarea", "button"}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "center"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "form", "fieldset", "figure"),
    *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "br", "hr", "body", "html", "title"),
}
#: What the parser says where a cell or a row ends that never began.
_LOST_TAG = re.compile(r"Unexpected end tag : t[dhr]\s*")
_LONGEST_CELL = 120  # characters; a longer cell holds a page, not a figure


class Piece(NamedTuple):
    """Words of a page: those an element begins with, or those after it."""

    element: lxml_html.HtmlElement
    after: bool = False


Elements = list[list[lxml_html.HtmlElement | None]]


def looks_like_html(page: str) -> bool:
    return _HTML.search(page[:200_000]) is not None


def read(page: str) -> Document:
    """The visible page. Raises Unreadable when nothing can be seen in it."""
    return Document.of("html", walk(page).blocks)


def walk(page: str) -> "Walker":
    """The visible page, with the elements each block was read from. Raises Unreadable as `read` does."""
    page = page.rstrip()
    if not page.endswith(">") and page.lower().count("<table") > page.lower().count("</table"):
        page = page[: page.rfind(">") + 1]  # cut off in a table: half a number is no number
    parser = lxml_html.HTMLParser()
    try:
        root = lxml_html.document_fromstring(_DECLARED_ENCODING.sub("", page), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("网页里没有可读的内容。") from None
    walker = Walker(root, torn=any(_LOST_TAG.fullmatch(error.message) for error in parser.error_log))
    title = root.findtext(".//title")
    if title:
        walker.say(title)
        walker.end()
    walker.walk()
    return walker


class Walker:
    """Collects blocks while the tree is walked with a stack of its own, so that no nesting is too deep.

    ``sources``: of each block, the texts and tails it was read from, or its cells row by row.
    """

    def __init__(self, root: lxml_html.HtmlElement, *, torn: bool = False) -> None:
        self.root, self.torn = root, torn
        self.blocks: list[Paragraph | Grid] = []
        self.sources: list[list[Piece] | Elements] = []
        self._words: list[str] = []
        self._pieces: list[Piece] = []
        self._count = 0
        self._grids = 0

    def walk(self) -> None:
        stack: list[lxml_html.HtmlElement | Piece | None] = [self.root]
        while stack:
            step = stack.pop()
            if step is None:
                self.end()
            elif isinstance(step, Piece):
                self.say(step.element.tail or "", step)
            elif isinstance(step.tag, str) and step.tag not in _HIDDEN:
                elements = _grid(step) if step.tag == "table" else None
                if elements is not None:
                    self.end()
                    self._grids += 1
                    cells = tuple(tuple("" if cell is None else _text(cell) for cell in row) for row in elements)
                    self.blocks.append(Grid(cells, f"第{self._grids}个表格", torn=self.torn))
                    self.sources.append(elements)
                else:
                    self._open(step, stack)
        self.end()

    def _open(self, element: lxml_html.HtmlElement, stack: list[lxml_html.HtmlElement | Piece | None]) -> None:
        block = element.tag in _BLOCKS
        if block:
            self.end()
            stack.append(None)
        for child in reversed(element):
            if child.tail:
                stack.append(Piece(child, after=True))
            stack.append(child)
        self.say(element.text or "", Piece(element))

    def say(self, words: str, piece: "Piece | None" = None) -> None:
        self._words.append(words)
        if piece is not None:
            self._pieces.append(piece)

    def end(self) -> None:
        block = paragraph(re.sub(r"[\r\n\t]+", " ", "".join(self._words)), f"第{self._count + 1}段")
        self._words.clear()
        if block:
            self._count += 1
            self.blocks.append(block)
            self.sources.append(self._pieces)
        self._pieces = []


def _text(cell: lxml_html.HtmlElement) -> str:
    return " ".join("".join(cell.itertext()).split())


def _grid(table: lxml_html.HtmlElement) -> "Elements | None":
    """The cells of a table of figures, None where one spans; None for a table used for layout."""
    if table.find(".//table") is not None:
        return None
    rows: Elements = []
    hanging: set[tuple[int, int]] = set()  # places taken by a cell that spans rows
    for line, row in enumerate(table.iter("tr")):
        cells: list[lxml_html.HtmlElement | None] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (line, len(cells)) in hanging:
                cells.append(None)
            if len(_text(cell)) > _LONGEST_CELL:
                return None
            across = range(len(cells), len(cells) + _span(cell, "colspan"))
            hanging |= {(line + below, at) for below in range(1, _span(cell, "rowspan")) for at in across}
            cells += [cell] + [None] * (len(across) - 1)
        while (line, len(cells)) in hanging:
            cells.append(None)
        rows.append(cells)
    return rows if len(rows) > 1 and max(map(len, rows)) > 1 else None


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), 50) if value.isascii() and value.isdigit() and int(value) else 1
