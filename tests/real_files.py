"""Small real files, made by code: what is handed in through the door for files must be what its name says.

Each is already clean, so what is kept of it are the bytes that were handed in, and ``sha256`` of them is known beforehand.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import docx
import openpyxl
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.base.files.examining.dispatch import dispatch
from gongkai.base.files.examining.findings import Examination, Limits

ROOMY = Limits(memory=2**30, seconds=10_000, unpacked=2**29, characters=2_000_000, pixels=200_000_000)
OFD_NAMESPACE = "http://www.ofdspec.org/2016"


@pytest.fixture
def real_file() -> Callable[..., bytes]:
    """``real_file("pdf", "正文")``: the bytes of a small clean file of that type that says this."""
    return made


def made(kind: str, text: str = "示范区经济发展局") -> bytes:
    """The bytes of a small clean file: pdf, docx, xlsx, ofd, zip, png, jpg, csv, txt."""
    return cleaned("." + kind, MAKERS[kind](text))


def cleaned(suffix: str, content: bytes) -> bytes:
    """The bytes that are kept of a file, found without a process of its own."""
    out = BytesIO()
    found = Examination(ROOMY)
    found.dispatch = dispatch
    dispatch(suffix, BytesIO(content), found, out)
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a page; an empty one is a scan: a picture and no letter."""
    document = Pdf.new()
    for text in pages:
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        if text:
            page.obj.Resources = Dictionary(Font=Dictionary(F1=_song(document)))
            shown = f"BT /F1 16 Tf 72 700 Td <{text.encode('utf-16-be').hex()}> Tj ET"
        else:
            page.obj.Resources = Dictionary(XObject=Dictionary(Im1=_grey(document)))
            shown = "q 400 0 0 400 50 50 cm /Im1 Do Q"
        page.obj.Contents = document.make_stream(shown.encode())
    return saved(document)


def saved(document: Pdf) -> bytes:
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def _song(document: Pdf) -> pikepdf.Object:
    face = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=2),
        FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=4),
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/STSong-Light"),
            Encoding=Name("/UniGB-UCS2-H"),
            DescendantFonts=Array([face]),
        )
    )


def _grey(document: Pdf) -> pikepdf.Object:
    picture = document.make_stream(bytes(64))
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 8, 8
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    return document.make_indirect(picture)


def docx_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_of(*rows: tuple[str, ...], sheet: str = "名单") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ofd(*pages: str, **further: bytes) -> bytes:
    """An OFD with one line a page. ``further``: more entries (``Doc_0__A.xml`` is ``Doc_0/A.xml``), or others in their place."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{{0}} xmlns:ofd="{OFD_NAMESPACE}"{{1}}>{{2}}</ofd:{{0}}>'
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
    entries = {
        "OFD.xml": head.format(
            "OFD",
            ' Version="1.0" DocType="OFD"',
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
        ),
        "Doc_0/Document.xml": head.format(
            "Document",
            "",
            "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            f"<ofd:Pages>{places}</ofd:Pages>",
        ),
    }
    for number, text in enumerate(pages, 1):
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = head.format(
            "Page", "", f'<ofd:Content><ofd:Layer ID="9{number}">{text_object(text)}</ofd:Layer></ofd:Content>'
        )
    return zipped({**entries, **{name.replace("__", "/"): content for name, content in further.items()}})


def text_object(text: str, *, x: float = 20, y: float = 20) -> str:
    """One line of an OFD page."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<ofd:TextObject ID="5" Boundary="{x} {y} 150 6" Font="3" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {max(len(text) - 1, 0)} 4">{escaped}</ofd:TextCode></ofd:TextObject>'
    )


def zipped(entries: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def png(text: str = "", *, width: int = 2, height: int = 2) -> bytes:
    """A grey PNG; its text is in the picture's comments only."""
    pixels = b"".join(b"\0" + bytes(min(width, 4096)) for _row in range(min(height, 64)))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        *([(b"tEXt", b"Author\0" + text.encode())] if text else []),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def jpeg(*, width: int = 8, height: int = 8, further: bytes = b"") -> bytes:
    """A frame and a scan of a JPEG, with ``further`` segments after its first."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + further
        + segment(0xDB, b"\0" + b"\x01" * 64)
        + segment(0xC0, frame)
        + segment(0xC4, b"\0\x01" + bytes(15) + b"\0")
        + segment(0xDA, scan)
        + b"\x00\xff\x00\x7f\xff\xd9"
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


MAKERS: dict[str, Callable[[str], bytes]] = {
    "pdf": lambda text: pdf(text),
    "docx": lambda text: docx_of(text),
    "xlsx": lambda text: xlsx_of((text,)),
    "ofd": lambda text: ofd(text),
    "zip": lambda text: zipped({"说明.txt": text.encode()}),
    "png": lambda text: png(text),
    "jpg": lambda text: jpeg(further=segment(0xFE, text.encode())),
    "csv": lambda text: f"{text},合计\n".encode(),
    "txt": lambda text: f"{text}\n".encode(),
}
