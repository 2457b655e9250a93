"""ZIP containers: looked over before anything is unpacked, written anew with nothing between the entries."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO

from .findings import BROKEN, Examination, Unacceptable
from .findings import gettext_noop as _

MOST_ENTRIES = 10_000
#: Honest documents pack to a fiftieth at most; a bomb to a thousandth. Small archives may do as they like.
HIGHEST_RATIO, RATIO_COUNTS_FROM = 200, 20 * 1024 * 1024
LOCAL_HEADER = 30
#: The instant every entry carries, so that the same content gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Archive:
    """A ZIP that may be read. Unacceptable when it is encrypted, broken, a bomb, or its names lead out of it."""

    def __init__(self, file: BinaryIO, found: Examination, *, packed: int | None = None) -> None:
        self.found = found
        with readable():
            try:
                self._zip = zipfile.ZipFile(file, metadata_encoding="gb18030")
            except (UnicodeDecodeError, LookupError):
                file.seek(0)
                self._zip = zipfile.ZipFile(file)
        self.entries = {info.filename: info for info in self._zip.infolist()}
        self._look_over()
        self.names = [name for name in self.entries if not name.endswith("/")]
        self._folded = {name.replace("\\", "/").lstrip("/").casefold(): name for name in self.names}

    def _look_over(self) -> None:
        listed = self._zip.infolist()
        if len(listed) > MOST_ENTRIES:
            raise Unacceptable(_("压缩包内有 %(count)d 个文件，超过 %(most)d 个"), count=len(listed), most=MOST_ENTRIES)
        if len(self.entries) != len(listed) or len({name.casefold() for name in self.entries}) != len(listed):
            raise Unacceptable(_("压缩包内有同名文件，不能确定以哪一个为准"))
        for info in listed:
            if info.flag_bits & 0x1:
                raise Unacceptable(_("已加密，请去除密码后重新上传"))
            check_name(info.filename)
            if stat.S_ISLNK(info.external_attr >> 16):
                raise Unacceptable(_("压缩包内有符号链接“%(inner)s”"), inner=info.filename)
            if info.compress_type not in _METHODS:
                raise Unacceptable(_("压缩包内的“%(inner)s”用了不支持的压缩方式"), inner=info.filename)
        self._check_layout(listed)
        unpacked, packed = sum(info.file_size for info in listed), sum(info.compress_size for info in listed)
        if unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * packed:
            raise Unacceptable(_("压缩比超过 %(ratio)d 倍，疑似压缩炸弹"), ratio=HIGHEST_RATIO)
        self.found.unpack(unpacked)

    @staticmethod
    def _check_layout(listed: list[zipfile.ZipInfo]) -> None:
        """Entries one after another from the first byte on: one that lies over another is a bomb, bytes before them are another file."""
        ends = 0
        for info in sorted(listed, key=lambda info: info.header_offset):
            if info.header_offset < ends or (ends == 0 and info.header_offset != 0):
                raise Unacceptable(_("压缩包结构异常，疑似恶意文件"))
            ends = info.header_offset + LOCAL_HEADER + info.compress_size

    def find(self, path: str) -> str | None:
        """The entry a path means (case and a leading slash do not count), or None."""
        return self._folded.get(path.replace("\\", "/").lstrip("/").casefold())

    def read(self, name: str) -> bytes:
        with readable():
            return self._zip.read(name)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with readable(), self._zip.open(name) as stream:
            yield stream

    def rewrite(self, out: BinaryIO, replaced: Mapping[str, bytes | None]) -> None:
        """The same entries in the same order, some with other content, those with None left out. No times, no comments, no extra fields."""
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as written:
            for name in self.entries:
                content = replaced.get(name, b"") if name in replaced else self.read(name)
                if content is None:
                    continue
                entry = zipfile.ZipInfo(name.replace("\\", "/"), NO_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = (0o40755 << 16 | 0x10) if name.endswith("/") else 0o100644 << 16
                written.writestr(entry, content)


def check_name(name: str) -> None:
    """Unacceptable when unpacking the name would write outside the folder, or it cannot be shown."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or ":" in parts[0] or parts[0] == "" or not name.isprintable():
        raise Unacceptable(_("压缩包内的文件名“%(inner)s”指向包外或含有控制字符"), inner=name[:100])


@contextmanager
def readable() -> Iterator[None]:
    """Whatever unpacking raises over a bad archive becomes Unacceptable."""
    try:
        yield
    except RuntimeError as error:  # zipfile asks for a password
        raise Unacceptable(_("已加密，请去除密码后重新上传")) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, KeyError) as error:
        raise Unacceptable(BROKEN) from error
