"""PDF files: the text of each page in paragraphs, its ruled tables as grids, each with the page it stands on."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from gongkai.oversight.annual_report.checker.documents import (
    Box,
    Document,
    Grid,
    Line,
    Paragraph,
    Unreadable,
    paragraph,
    signs,
)

_DAMAGED = "PDF 文件已损坏，无法读取。"
_LOCKED = "PDF 文件设有密码，请提供没有密码的文件。"
_PICTURES = "PDF 里没有文字，可能是扫描件，请提供该报告的网页、DOCX 或者由文字生成的 PDF。"
_MOST_PAGES = 200
_LEAST_WORDS = 50  # characters on all pages; a scan may carry a stamp or a page number as text
_PAGE_NUMBER = re.compile(r"^[-—–·\s]*\d{1,3}[-—–·\s]*$|^第\d{1,3}页(?:,?共\d{1,3}页)?$")
_OPENS = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．])")
_CHARACTERS_SHORT = (
    2  # a line that ends so much before the others ends its paragraph; one that begins so much after opens one
)


def read(content: bytes) -> Document:
    """The pages of the file. Raises Unreadable when it is locked, damaged, or holds pictures of text."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise Unreadable(f"PDF 有 {len(pdf.pages)} 页，不像一份年度报告。")
            blocks = [block for page in pdf.pages for block in _page(page)]
    except (Unreadable, MemoryError):
        raise
    except (
        Exception
    ) as error:  # a damaged file makes the library raise almost anything, from KeyError to RecursionError
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        locked = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise Unreadable(_LOCKED if locked else _DAMAGED) from None
    words = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    if words + sum(len(cell) for block in blocks if isinstance(block, Grid) for row in block.cells for cell in row) < (
        _LEAST_WORDS
    ):
        raise Unreadable(_PICTURES)
    return Document.of("pdf", blocks)


def _page(page: Any) -> Iterator[Paragraph | Grid]:
    grids = list(_grids(page))
    lines = [line for line in page.extract_text_lines() if not any(_within(line, box) for box, _ in grids)]
    told: list[tuple[float, Any]] = [(box[1], grid) for box, grid in grids]
    told += [(line["top"], line) for line in lines]
    told.sort(key=lambda each: each[0])
    count = 0
    for is_grid, run in groupby((block for _top, block in told), key=lambda block: isinstance(block, Grid)):
        if is_grid:
            for grid in run:
                count += 1
                yield replace(grid, where=f"第{page.page_number}页第{count}个表格")
        else:
            yield from _paragraphs(list(run), page)


def _grids(page: Any) -> Iterator[tuple[Box, Grid]]:
    """Runs of rows with several cells, and the box of each; a row of one cell is a line of text with a frame or a shade."""
    for table in page.find_tables():
        rows = list(zip(table.rows, table.extract(), strict=True))
        for several, run in groupby(rows, key=lambda row: sum(cell is not None for cell in row[1]) > 1):
            if not several:
                continue
            ruled = list(run)
            boxes = [row.bbox for row, _cells in ruled]
            box = (
                min(one[0] for one in boxes), min(one[1] for one in boxes),
                max(one[2] for one in boxes), max(one[3] for one in boxes),
            )  # fmt: skip
            cells = tuple(tuple(" ".join((cell or "").split()) for cell in cells) for _row, cells in ruled)
            places = tuple(tuple(_shown(page, cell) if cell else None for cell in row.cells) for row, _cells in ruled)
            yield box, Grid(cells, "", page=page.page_number, boxes=places)


def _shown(page: Any, box: Box) -> Box:
    """A box from the corner of the page as it is shown: that of the paper may lie elsewhere."""
    left, top = page.mediabox[0], page.mediabox[1]
    return (
        round(box[0] - left, 2), round(box[1] - top, 2), round(box[2] - left, 2), round(box[3] - top, 2),
    )  # fmt: skip


def _line(page: Any, line: dict[str, Any]) -> Line:
    """The line with the place of each sign; where these do not tell the same text, the signs are spread evenly."""
    text = signs(line["text"])
    printed = [(sign, char["x0"]) for char in line["chars"] for sign in signs(char["text"])]
    left, top, right, bottom = _shown(page, (line["x0"], line["top"], line["x1"], line["bottom"]))
    if "".join(sign for sign, _left in printed) == text:
        lefts = tuple(round(at - page.mediabox[0], 2) for _sign, at in printed)
    else:
        lefts = tuple(left + (right - left) * place / len(text) for place in range(len(text)))
    return Line(page.page_number, (left, top, right, bottom), text, lefts)


def _within(line: dict[str, Any], box: Box) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return box[1] <= middle <= box[3] and line["x0"] < box[2] and line["x1"] > box[0]


def _paragraphs(lines: list[dict[str, Any]], page: Any) -> Iterator[Paragraph]:
    """Lines put together again: a paragraph ends with a short line, and the next begins further in or with a number of its own."""
    lines = [line for line in lines if not _PAGE_NUMBER.match(line["text"].strip())]
    if not lines:
        return
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    where, told = f"第{page.page_number}页", list[Line]()
    words, ended = "", True
    for line in lines:
        size = _CHARACTERS_SHORT * (line["bottom"] - line["top"]) * 0.8
        if ended or _OPENS.match(line["text"]) or line["x0"] > left + size:
            if block := paragraph(words, where, tuple(told)):
                yield block
            words, told = "", []
        words += line["text"]
        told.append(_line(page, line))
        ended = line["x1"] < right - size
    if block := paragraph(words, where, tuple(told)):
        yield block
