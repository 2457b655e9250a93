"""Files of the years before 2007: a small file system (OLE) with a stream for the text and streams of properties.

They are changed in place, byte for byte of the same length, or not at all: nobody can write these formats anew without losing something.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any, BinaryIO

import olefile

from . import excel97, word97
from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _
from .ooxml import REFUSED_RELATIONS

ENCRYPTED = _("已加密，请去除密码后重新上传")
LEFTOVER = _("旧格式（%(kind)s）文件里可能残留删改前的内容，建议另存为 DOCX、XLSX 或 PDF 后再上传")
UNREAD = _("这种旧格式没有提取文字，请人工查看")
SUMMARIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
#: Streams in which WPS and SharePoint keep what is about the document: emptied.
PRIVATE = {"WpsCustomData": "WPS 附加数据", "User Names": "共享用户名单", "\x05HwpSummaryInformation": "文档属性"}
PROPERTIES = {
    0: {2: "标题", 3: "主题", 4: "作者", 5: "关键词", 6: "备注", 7: "模板", 8: "最后修改者", 9: "修订次数", 10: "编辑时间",
        11: "打印时间", 12: "创建时间", 13: "修改时间", 17: "缩略图", 18: "软件"},
    1: {2: "类别", 14: "管理者", 15: "单位"},
}  # fmt: skip
LARGEST_SECTOR = 4096
_FORMATS = (
    bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"),
    bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"),
)


def examine(file: BinaryIO, found: Examination, out: BinaryIO, *, kind: str) -> None:
    """``kind``: DOC, XLS or WPS."""
    content = _Fixed(file.read())
    try:
        with olefile.OleFileIO(content, write_mode=True) as container:
            _judge(container, found)
            changed = _clean_properties(container, found)
            if container.exists("WordDocument"):
                changed |= word97.examine(container, found)
            elif container.exists("Workbook") or container.exists("Book"):
                changed |= excel97.examine(container, found)
            else:
                found.nothing_to_read(UNREAD, failed=True)
            for name, data in changed.items():
                container.write_stream(name, data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Unacceptable(BROKEN) from error
    except (OSError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise Unacceptable(BROKEN) from error
    if not found.parts and not found.unreadable:
        found.nothing_to_read(_("文件里没有文字（可能全是图片），请人工查看"))
    found.note(LEFTOVER, kind=kind)
    out.write(content.getvalue()[: content.size])


class _Fixed(BytesIO):
    """Bytes that can be changed and not grown: a sector that a damaged table puts far away is not written there."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.size = len(content)

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.size + LARGEST_SECTOR:
            raise OSError("past the end")
        return super().write(data)


def _judge(container: olefile.OleFileIO, found: Examination) -> None:
    for path in container.listdir(streams=True, storages=True):
        folded = [name.casefold() for name in path]
        if folded[-1] in ("encryptedpackage", "encryptioninfo"):
            raise Unacceptable(ENCRYPTED)
        if folded[0] in ("macros", "_vba_project_cur", "vba") or folded[-1] in ("_vba_project", "vbaproject"):
            found.object_to(REFUSED_RELATIONS["vbaProject"])
        elif folded[-1] in ("\x01ole10native", "package") or (folded[0] == "objectpool" and len(path) > 1):
            found.object_to(REFUSED_RELATIONS["oleObject"], path[1] if len(path) > 1 else path[0])
        elif folded[0].startswith("mbd") and len(path) == 1:
            found.object_to(REFUSED_RELATIONS["oleObject"], path[0])
        elif folded[0] == "_sx_db_cur":
            found.object_to(REFUSED_RELATIONS["pivotCacheDefinition"])
        elif folded[0] == "revision log":
            found.object_to(REFUSED_RELATIONS["revisionHeaders"])
        elif folded[0] == "encryption":
            raise Unacceptable(ENCRYPTED)


def _clean_properties(container: olefile.OleFileIO, found: Examination) -> dict[str, bytes]:
    changed = {}
    for number, name in enumerate(SUMMARIES):
        if not container.exists(name):
            continue
        size = container.get_size(name)
        emptied = _empty_set(number, size)
        if container.openstream(name).read() == emptied:
            continue
        try:
            held = container.getproperties(name, convert_time=False)
        except Exception:  # a damaged stream is emptied like any other
            held = {}
        found.remove(
            *[PROPERTIES[number].get(key, "自定义属性") for key, value in sorted(held.items()) if key > 1 and value]
        )
        changed[name] = emptied
    for name, called in PRIVATE.items():
        if container.exists(name) and any(container.openstream(name).read()):
            changed[name] = bytes(container.get_size(name))
            found.remove(called)
    return changed


def _empty_set(number: int, size: int) -> bytes:
    """A property stream without properties, of the size it had."""
    header = struct.pack("<HHI16sI", 0xFFFE, 0, 0x00020006, bytes(16), 1) + _FORMATS[number] + struct.pack("<I", 48)
    return (header + struct.pack("<II", 8, 0)).ljust(size, b"\0")[:size]
