"""The new file: one picture a page and nothing else, looked at once more before it is handed over."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from .drawing import Box, Picture, drawn

#: A page whose pixels shrink to less than this share is print on paper; above it, a photograph, which JPEG holds in a tenth.
PHOTOGRAPH = 0.12
QUALITY = 85


class NotClean(Exception):
    """What was made holds something but pictures. It is a fault of ours, and nothing is handed over."""


def made(
    document: Any, boxes: Mapping[int, Sequence[Box]], *, dpi: int, first: int = 1, last: int | None = None
) -> bytes:
    """A PDF of pictures of the pages ``first`` to ``last`` (the end), boxes burned in. The same file and boxes give the same bytes."""
    new = Pdf.new()
    numbers = range(first, min(last or len(document), len(document)) + 1)
    for number in numbers:
        picture = drawn(document, number, boxes.get(number, ()), dpi=dpi)
        width, height = document.get_page_size(number - 1)
        new.add_blank_page(page_size=(round(width, 2), round(height, 2)))
        page = new.pages[-1]
        page.obj.Resources = Dictionary(XObject=Dictionary(P=new.make_indirect(_image(new, picture))))
        page.obj.Contents = new.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode())
    out = BytesIO()
    new.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    check_clean(out, pages=len(numbers))
    return out.getvalue()


def joined(pieces: Sequence[str], out: str, *, pages: int) -> None:
    """Write one PDF of the pages of these, which ``made`` gave, in their order. The same pieces give the same bytes."""
    with ExitStack() as held:
        new = held.enter_context(Pdf.new())
        for piece in pieces:
            new.pages.extend(held.enter_context(Pdf.open(piece)).pages)
        new.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with open(out, "rb") as whole:
        check_clean(whole, pages=pages)


def _image(new: Pdf, picture: Picture) -> Stream:
    packed, how = zlib.compress(picture.pixels, 6), Name.FlateDecode
    if len(packed) > PHOTOGRAPH * len(picture.pixels):
        out = BytesIO()
        mode = "L" if picture.grey else "RGB"
        Image.frombytes(mode, (picture.width, picture.height), picture.pixels).save(out, "JPEG", quality=QUALITY)
        packed, how = min((packed, how), (out.getvalue(), Name.DCTDecode), key=lambda one: len(one[0]))
    image = Stream(new, packed)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, how
    image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, 8
    image.ColorSpace = Name.DeviceGray if picture.grey else Name.DeviceRGB
    return image


def check_clean(content: BinaryIO, *, pages: int) -> None:
    """NotClean unless the file is so many pages, each one picture, without letters, attachments, forms, actions or properties."""
    with Pdf.open(content) as file:
        keys = {str(key) for key in file.Root.keys()} | {str(key) for key in file.trailer.keys()}  # noqa: SIM118
        if keys - {"/Type", "/Pages", "/Root", "/Size", "/ID", "/Length", "/Filter", "/W", "/Index", "/DecodeParms"}:
            raise NotClean(f"the file has {sorted(keys)}")
        for page in file.pages:
            if {str(key) for key in page.obj.keys()} - {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}:  # noqa: SIM118
                raise NotClean("a page has more than its picture")
    content.seek(0)
    read = pdfium.PdfDocument(content)
    if len(read) != pages:
        raise NotClean("a page is missing")
    for number in range(pages):
        page = read[number]
        if page.get_textpage().count_chars() or [one.type for one in page.get_objects()] != [
            pdfium.raw.FPDF_PAGEOBJ_IMAGE
        ]:
            raise NotClean("a page holds something but its picture")
        page.close()
