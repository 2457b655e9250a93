"""The tree as HTML: one ``<article>``, every text escaped, tables with caption and scoped heads, figures as links."""

from __future__ import annotations

from html import escape

from gongkai.base.documents.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inlines,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Signature,
    Strong,
    Table,
    chinese_date,
    numbered_blocks,
)

#: A table of more columns is given the width of the page, not that of a line of text.
_WIDE = 6


def render_html(document: Document, *, heading_offset: int = 0, titled: bool = True, pictured: bool = False) -> str:
    """The document as one ``<article>``, safe to place in a page.

    The title is ``<h1>`` and the first level ``<h2>``, each moved down by ``heading_offset``; ``titled=False`` leaves
    title and number to the page around it. Pictures are shown when ``pictured``, and told in words otherwise.
    """
    parts = [f'<article class="document" lang="{escape(document.language)}">']
    if titled:
        parts.append(f"<header>{_heading(1 + heading_offset, escape(document.title))}")
        if document.number:
            parts.append(f'<p class="document-number">{escape(document.number)}</p>')
        parts.append("</header>")
    parts += [_block(label, block, heading_offset, pictured) for label, block in numbered_blocks(document)]
    parts.append("</article>")
    return "\n".join(part for part in parts if part) + "\n"


def _heading(level: int, inner: str) -> str:
    level = min(level, 6)
    return f"<h{level}>{inner}</h{level}>"


def _block(label: str, block: Block, offset: int, pictured: bool) -> str:
    match block:
        case Heading(level, text):
            return _heading(1 + level + offset, escape(label + text))
        case Paragraph(content, indented):
            flush = "" if indented else ' class="flush"'
            return f"<p{flush}>{_inlines(content)}</p>"
        case Table():
            return _table(block)
        case Picture():
            return _picture(block, pictured and bool(block.href))
        case PageBreak():
            return ""
        case Signature(unit, day):
            return (
                f'<div class="signature"><p>{escape(unit)}</p>'
                f'<p><time datetime="{day.isoformat()}">{chinese_date(day)}</time></p></div>'
            )
        case Note(text):
            return f'<p class="document-note">（{escape(text)}）</p>'


def _picture(picture: Picture, shown: bool) -> str:
    caption, alt = escape(picture.caption), escape(picture.alt)
    if not shown:
        return f"<p>{caption}：{alt}</p>"
    return (
        f'<figure class="chart"><img src="{escape(picture.href)}" alt="{alt}" loading="lazy">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _inlines(content: Inlines) -> str:
    parts = []
    for item in content:
        words = escape(item.text).replace("\n", "<br>")
        match item:
            case Strong():
                words = f"<strong>{words}</strong>"
            case Figure(_, href, code, handed_in):
                kind = "figure handed-in" if handed_in else "figure"
                words = f'<a class="{kind}" href="{escape(href)}" data-figure="{escape(code)}">{words}</a>'
            case Link(_, href):
                words = f'<a href="{escape(href)}">{words}</a>'
        parts.append(words)
    return "".join(parts)


def _table(table: Table) -> str:
    hidden = "" if table.caption_shown else ' class="visually-hidden"'
    caption = escape(table.caption)
    frame = "table-frame wide" if len(table.columns) > _WIDE else "table-frame"
    parts = [f'<div class="{frame}" role="region" aria-label="{caption}" tabindex="0">']  # scrolls on a phone
    parts.append(f"<table>\n<caption{hidden}>{caption}</caption>")
    parts += ["<thead>", *_rows(table, table.header, head=True), "</thead>"]
    if table.rows:
        parts += ["<tbody>", *_rows(table, table.rows, head=False), "</tbody>"]
    parts.append("</table>")
    if table.note:
        parts.append('<p class="table-note">' + escape(table.note).replace("\n", "<br>") + "</p>")
    parts.append("</div>")
    return "\n".join(parts)


def _rows(table: Table, rows: tuple[Row, ...], *, head: bool) -> list[str]:
    written = ["<tr>"] * len(rows)
    for y, x, cell in table.placed(rows):
        scope = "col" if head else cell.header
        align = cell.align or ("center" if scope == "col" else table.columns[x].align)
        written[y] += _cell(cell, scope, align)
    return [text + "</tr>" for text in written]


def _cell(cell: Cell, scope: str, align: str) -> str:
    many = cell.colspan if scope == "col" else cell.rowspan
    group = "group" if many > 1 else ""
    tag, attributes = ("th", f' scope="{scope}{group}"') if scope else ("td", "")
    classes = [f"align-{align}"] if align != "left" else []
    if cell.indent:
        classes.append(f"indent-{cell.indent}")
    if classes:
        attributes += f' class="{" ".join(classes)}"'
    if cell.colspan > 1:
        attributes += f' colspan="{cell.colspan}"'
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    return f"<{tag}{attributes}>{_inlines(cell.content)}</{tag}>"
