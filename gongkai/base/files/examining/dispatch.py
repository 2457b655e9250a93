"""Which module reads which type, and whether a file is what its name says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from .archives import readable
from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _

#: suffix → (module, function, further arguments). A module is loaded only for a file that needs it: that is most of what a process costs.
READERS: dict[str, tuple[str, str, dict[str, str]]] = {
    ".pdf": ("pdf", "examine", {}),
    ".ofd": ("ofd", "examine", {}),
    ".docx": ("docx", "examine", {}),
    ".xlsx": ("xlsx", "examine", {}),
    ".doc": ("ole", "examine", {"kind": "DOC"}),
    ".xls": ("ole", "examine", {"kind": "XLS"}),
    ".wps": ("ole", "examine", {"kind": "WPS"}),
    ".png": ("images", "examine_png", {}),
    ".jpg": ("images", "examine_jpeg", {}),
    ".jpeg": ("images", "examine_jpeg", {}),
    ".zip": ("zips", "examine", {}),
    ".csv": ("plain", "examine_csv", {}),
    ".txt": ("plain", "examine_txt", {}),
}
_PACKAGES = {".docx": "DOCX", ".xlsx": "XLSX", ".ofd": "OFD", ".zip": "ZIP"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: First bytes → what a person calls such a file.
_HEADS = {
    b"%PDF-": "PDF", b"PK\x03\x04": "ZIP", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"MZ": "EXE",
    b"\x7fELF": "ELF", b"<!DOCTYPE": "HTML", b"<html": "HTML", b"<?xml": "XML", b"GIF8": "GIF", b"Rar!": "RAR", b"7z\xbc\xaf": "7Z",
}  # fmt: skip
_BEGINNINGS = {".pdf": (b"%PDF-",), ".png": (b"\x89PNG",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",)}
OTHER = _("实际是 %(actual)s 文件，与扩展名“%(suffix)s”不符")
OTHER_UNKNOWN = _("内容与扩展名“%(suffix)s”不符")


def dispatch(suffix: str, file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    """Examine a file as what its suffix says; Unacceptable when it is something else."""
    if suffix not in READERS:
        raise Unacceptable(_("的类型“%(suffix)s”不接受"), suffix=suffix or "无扩展名")
    _check_kind(suffix, file)
    file.seek(0)
    module, function, further = READERS[suffix]
    examine: Callable[..., None] = getattr(import_module(f".{module}", __package__), function)
    examine(file, found, out, **further)


def _check_kind(suffix: str, file: BinaryIO) -> None:
    file.seek(0)
    head = file.read(64)
    if suffix in _PACKAGES:
        if head.startswith(OLE):
            _refuse_old(suffix, file)
        actual = _package(file) if head.startswith(b"PK\x03\x04") else _called(head)
        if actual != _PACKAGES[suffix]:
            _refuse(suffix, actual)
    elif suffix in (".doc", ".xls", ".wps"):
        if not head.startswith(OLE):
            _refuse(suffix, _package(file) if head.startswith(b"PK\x03\x04") else _called(head))
        _check_old(suffix, file)
    elif suffix in _BEGINNINGS and not head.startswith(_BEGINNINGS[suffix]):
        _refuse(suffix, _called(head))


def _package(file: BinaryIO) -> str:
    """DOCX, XLSX, OFD, another office package, or ZIP."""
    file.seek(0)
    with readable(), zipfile.ZipFile(file) as opened:
        names = {name.casefold(): name for name in opened.namelist()}
        if "ofd.xml" in names:
            return "OFD"
        if "[content_types].xml" not in names:
            return "ZIP"
        entry = opened.getinfo(names["[content_types].xml"])
        types = opened.read(entry) if entry.file_size < 4 * 1024**2 and not entry.flag_bits & 1 else b""
    flat = types.replace(b"\0", b"")
    word = b"wordprocessingml.document.main+xml" in flat or b"ms-word.document.macroEnabled.main+xml" in flat
    sheet = b"spreadsheetml.sheet.main+xml" in flat or b"ms-excel.sheet.macroEnabled.main+xml" in flat
    if word and sheet:
        raise Unacceptable(_("既是文字文档又是表格，疑似恶意文件"))
    return "DOCX" if word else "XLSX" if sheet else "Office"


def _refuse_old(suffix: str, file: BinaryIO) -> None:
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as container:
            if container.exists("EncryptedPackage"):
                raise Unacceptable(_("已加密，请去除密码后重新上传"))
    except OSError as error:
        raise Unacceptable(BROKEN) from error
    _refuse(suffix, "DOC/XLS")


def _check_old(suffix: str, file: BinaryIO) -> None:
    import olefile

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as container:
            if container.exists("EncryptedPackage"):
                raise Unacceptable(_("已加密，请去除密码后重新上传"))
            word, sheet = container.exists("WordDocument"), container.exists("Workbook") or container.exists("Book")
    except OSError as error:
        raise Unacceptable(BROKEN) from error
    if (suffix == ".xls" and not sheet) or (suffix == ".doc" and not word):
        _refuse(suffix, "DOC" if word else "XLS" if sheet else "")


def _called(head: bytes) -> str:
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((called for start, called in _HEADS.items() if stripped[: len(start)].lower() == start.lower()), "")


def _refuse(suffix: str, actual: str) -> None:
    if actual:
        raise Unacceptable(OTHER, actual=actual, suffix=suffix)
    raise Unacceptable(OTHER_UNKNOWN, suffix=suffix)
