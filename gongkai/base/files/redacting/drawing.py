"""A page as PDFium draws it: what a reader sees, boxes filled on the bitmap itself."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium

from ..examining.findings import BROKEN, Unacceptable
from ..examining.findings import gettext_noop as _

#: The unit of a box: ten-thousandths of the width and of the height of its page as it is seen.
WHOLE = 10_000
#: The most pixels a page is drawn with: A3 at 300 to the inch. A larger page is drawn coarser.
MOST_PIXELS = 18_000_000
#: Pixels by which a box reaches over its edge, so that no smoothed rim of a letter is left.
RIM = 2
BLACK, WHITE = (0, 0, 0, 255), (255, 255, 255, 255)

#: left, top, width, height.
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Picture:
    """Rows of pixels, from the top, without gaps: one byte a pixel when ``grey``, else red, green and blue."""

    width: int
    height: int
    grey: bool
    pixels: bytes

    @property
    def png(self) -> bytes:
        """The picture as a file that says nothing but itself."""
        across = self.width if self.grey else 3 * self.width
        rows = b"".join(b"\0" + self.pixels[at : at + across] for at in range(0, len(self.pixels), across))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 0 if self.grey else 2, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 4)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks
        )


def opened(path: str, *, most_pages: int) -> Any:
    """The document; Unacceptable when it is encrypted, broken, or has more pages than can be dealt with."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unacceptable(_("已加密，请去除密码后重新上传")) from error
        raise Unacceptable(BROKEN) from error
    if not len(document):
        raise Unacceptable(BROKEN)
    if len(document) > most_pages:
        raise Unacceptable(
            _("有 %(pages)d 页，超过 %(most)d 页，请拆分后分别处理"), pages=len(document), most=most_pages
        )
    if document.get_formtype() != pdfium.raw.FORMTYPE_NONE:
        # What was filled into a form is part of what the page shows.
        document.init_forms()
    return document


def drawn(document: Any, number: int, boxes: Iterable[Box], *, dpi: int) -> Picture:
    """Page ``number`` (the first is 1), with ``boxes`` filled black."""
    if not 1 <= number <= len(document):
        raise Unacceptable(_("没有第%(page)d页"), page=number)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / max(width * height, 1)))
        bitmap = page.render(
            scale=scale, rev_byteorder=True, fill_color=WHITE, force_bitmap_format=pdfium.raw.FPDFBitmap_BGR
        )
        for box in boxes:
            bitmap.fill_rect(BLACK, *_edges(box, bitmap.width, bitmap.height))
        across, raw = 3 * bitmap.width, bytes(bitmap.buffer)
        if bitmap.stride != across:
            raw = b"".join(raw[at : at + across] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        size = bitmap.width, bitmap.height
        bitmap.close()
        page.close()
    except pdfium.PdfiumError as error:
        raise Unacceptable(BROKEN) from error
    red = raw[0::3]
    grey = red == raw[1::3] == raw[2::3]
    return Picture(*size, grey, red if grey else raw)


def _edges(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """left, top, width, height in pixels: outwards to whole ones and a rim more, never over the page."""
    left, top, across, down = box
    first, last = left * width // WHOLE - RIM, -(-(left + across) * width // WHOLE) + RIM
    upper, lower = top * height // WHOLE - RIM, -(-(top + down) * height // WHOLE) + RIM
    first, upper, last, lower = max(first, 0), max(upper, 0), min(last, width), min(lower, height)
    return first, upper, last - first, lower - upper
