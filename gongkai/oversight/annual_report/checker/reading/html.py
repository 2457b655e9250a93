"""Web pages, tidy or not: block elements are paragraphs, tables of figures are grids, tables for layout are looked through."""

import re

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
_LONGEST_CELL = 120  # characters; a longer cell holds a page, not a figure


def looks_like_html(page: str) -> bool:
    return _HTML.search(page[:200_000]) is not None


def read(page: str) -> Document:
    """The visible page. Raises Unreadable when nothing can be seen in it."""
    try:
        root = lxml_html.document_fromstring(_DECLARED_ENCODING.sub("", page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("网页里没有可读的内容。") from None
    walker = _Walker()
    title = root.findtext(".//title")
    if title:
        walker.say(title)
        walker.end()
    walker.walk(root)
    return Document("html", tuple(walker.blocks))


class _Walker:
    """Collects blocks while the tree is walked with a stack of its own, so that no nesting is too deep."""

    def __init__(self) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self._words: list[str] = []
        self._count = 0
        self._grids = 0

    def walk(self, root: lxml_html.HtmlElement) -> None:
        stack: list[lxml_html.HtmlElement | str | None] = [root]
        while stack:
            step = stack.pop()
            if step is None:
                self.end()
            elif isinstance(step, str):
                self.say(step)
            elif isinstance(step.tag, str) and step.tag not in _HIDDEN:
                cells = _grid(step) if step.tag == "table" else None
                if cells is not None:
                    self.end()
                    self._grids += 1
                    self.blocks.append(Grid(cells, f"第{self._grids}个表格"))
                else:
                    self._open(step, stack)
        self.end()

    def _open(self, element: lxml_html.HtmlElement, stack: list[lxml_html.HtmlElement | str | None]) -> None:
        block = element.tag in _BLOCKS
        if block:
            self.end()
            stack.append(None)
        for child in reversed(element):
            stack.append(child.tail or "")
            stack.append(child)
        self.say(element.text or "")

    def say(self, words: str) -> None:
        self._words.append(words)

    def end(self) -> None:
        block = paragraph(re.sub(r"[\r\n\t]+", " ", "".join(self._words)), f"第{self._count + 1}段")
        self._words.clear()
        if block:
            self._count += 1
            self.blocks.append(block)


def _grid(table: lxml_html.HtmlElement) -> tuple[tuple[str, ...], ...] | None:
    """The cells of a table of figures; None for a table used for layout."""
    if table.find(".//table") is not None:
        return None
    rows: list[list[str]] = []
    hanging: dict[tuple[int, int], str] = {}  # places taken by a cell that spans rows
    for line, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (line, len(cells)) in hanging:
                cells.append(hanging[line, len(cells)])
            text = " ".join("".join(cell.itertext()).split())
            if len(text) > _LONGEST_CELL:
                return None
            for below in range(1, _span(cell, "rowspan")):
                hanging[line + below, len(cells)] = ""
            cells += [text] + [""] * (_span(cell, "colspan") - 1)
        rows.append(cells)
    return tuple(tuple(row) for row in rows) if len(rows) > 1 and max(map(len, rows)) > 1 else None


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), 50) if value.isascii() and value.isdigit() and int(value) else 1
