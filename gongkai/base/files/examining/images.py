"""JPEG and PNG: everything about the camera and its place leaves, every pixel stays as it was."""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _

NOTHING_TO_READ = _("图片，没有可检索的文字，请人工查看")
TOO_MANY_PIXELS = _("图片有 %(width)d×%(height)d 像素，超过 %(limit)d 万像素的上限")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Chunks that decide how a picture looks; every other one is words or times.
_SHOWN = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"pHYs"),
    *(b"bKGD", b"sBIT", b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
}
_CHUNKS = {b"tEXt": "文字说明", b"zTXt": "文字说明", b"iTXt": "文字说明", b"eXIf": "拍摄信息", b"tIME": "修改时间"}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
ORIENTATION, GPS = 0x0112, 0x8825


def examine_jpeg(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    found.nothing_to_read(NOTHING_TO_READ)
    out.write(strip_jpeg(file.read(), found))


def examine_png(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    found.nothing_to_read(NOTHING_TO_READ)
    out.write(strip_png(file.read(), found))


def check_pixels(width: int, height: int, found: Examination) -> None:
    """Unacceptable when a viewer would need more memory for the picture than is sensible."""
    if width * height > found.limits.pixels:
        raise Unacceptable(TOO_MANY_PIXELS, width=width, height=height, limit=found.limits.pixels // 10_000)


def strip_png(content: bytes, found: Examination, name: str = "") -> bytes:
    """The same pixels without text, EXIF and times. Unacceptable when it is cut off, damaged, or too large to show."""
    if not content.startswith(SIGNATURE):
        raise Unacceptable(BROKEN)
    kept, at, kind = [SIGNATURE], len(SIGNATURE), b""
    while kind != b"IEND":
        if at + 12 > len(content):
            raise Unacceptable(BROKEN)
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise Unacceptable(BROKEN)
        if kind == b"IHDR":
            check_pixels(int.from_bytes(chunk[8:12], "big"), int.from_bytes(chunk[12:16], "big"), found)
        if kind in _SHOWN:
            kept.append(chunk)
        else:
            found.remove(_inside(name, _CHUNKS.get(kind, "附加数据")))
        at += 12 + length
    if kept[1][4:8] != b"IHDR" or not any(chunk[4:8] == b"IDAT" for chunk in kept):
        raise Unacceptable(BROKEN)
    if at < len(content):
        found.remove(_inside(name, "图片之后的数据"))
    return b"".join(kept)


def strip_jpeg(content: bytes, found: Examination, name: str = "") -> bytes:
    """The same pixels without EXIF (its orientation stays: a scan must not lie on its side), XMP, IPTC and comments."""
    if not content.startswith(b"\xff\xd8"):
        raise Unacceptable(BROKEN)
    kept, at, framed = [b"\xff\xd8"], 2, False
    while True:
        marker, at = _marker(content, at)
        if marker == 0xD9:
            break
        if marker in _STANDALONE:
            kept.append(bytes((0xFF, marker)))
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise Unacceptable(BROKEN)
        at += length
        if marker in _FRAMES:
            framed = True
            if len(body) < 5:
                raise Unacceptable(BROKEN)
            check_pixels(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"), found)
        kept.append(_kept_segment(marker, body, found, name))
        if marker == 0xDA:
            ends = _end_of_scan(content, at)
            kept.append(content[at:ends])
            at = ends
    if not framed:
        raise Unacceptable(BROKEN)
    if at < len(content):
        found.remove(_inside(name, "图片之后的数据"))
    return b"".join([*kept, b"\xff\xd9"])


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker at a place and where its segment begins."""
    if at + 1 >= len(content) or content[at] != 0xFF:
        raise Unacceptable(BROKEN)
    while at < len(content) and content[at] == 0xFF:
        at += 1
    if at >= len(content):
        raise Unacceptable(BROKEN)
    return content[at], at + 1


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Unacceptable(BROKEN)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _kept_segment(marker: int, body: bytes, found: Examination, name: str) -> bytes:
    segment = bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
    if marker == 0xE1 and body.startswith(b"Exif\0\0"):
        turned, located = _exif(body[6:])
        minimal = _orientation_only(turned) if turned > 1 else b""
        if minimal != segment:
            found.remove(_inside(name, "拍摄信息（EXIF）"), *([_inside(name, "拍摄地点（GPS）")] if located else []))
        return minimal
    shown = (marker == 0xE0 and body.startswith(b"JFIF\0")) or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"))
    if shown or marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        return segment
    found.remove(_inside(name, "注释" if marker == 0xFE else "附加信息（XMP、IPTC 等）"))
    return b""


def _exif(body: bytes) -> tuple[int, bool]:
    """(orientation or 1, whether there is a position)."""
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    try:
        if order is None:
            return 1, False
        (start,) = struct.unpack_from(order + "I", body, 4)
        (count,) = struct.unpack_from(order + "H", body, start)
        fields = [struct.unpack_from(order + "HHIH", body, start + 2 + 12 * number) for number in range(count)]
    except struct.error:
        return 1, False
    turned = next((field[3] for field in fields if field[0] == ORIENTATION), 1)
    return (turned if 1 <= turned <= 8 else 1), any(field[0] == GPS for field in fields)


def _orientation_only(turned: int) -> bytes:
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _inside(name: str, what: str) -> str:
    return f"图片 {name} 的{what}" if name else what
