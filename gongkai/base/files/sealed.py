"""Files that are ciphertext on the disk: what belongs to somebody's case and is never published (个人信息保护法 art. 51).

One storage for all files of the room, in front of whichever Django is configured with. A name under ``sealed/`` is written as ciphertext;
every file is opened by what it is, so nobody who reads has to know. AES-256-GCM in pieces, so that a large file is neither read nor held
whole; the head names the key by a mark and goes into every piece, so no piece can be moved, dropped or exchanged unnoticed. Published
files are not sealed: they must outlive a lost key.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import tempfile
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.utils.translation import gettext as _

from gongkai.base.core.sealing import Unreadable

FOLDER = "sealed/"
MAGIC = b"GKSEAL1\n"
MARK, SALT, SIZE = 8, 16, 8
HEAD = len(MAGIC) + MARK + SALT + SIZE
PIECE, TAG = 64 * 1024, 16


def mark_of(key: str) -> bytes:
    """What a file says of the key it is sealed with; nothing is learnt of the key by it."""
    return hashlib.sha256(b"gongkai file mark\0" + key.encode()).digest()[:MARK]


def is_newest(file: IO[bytes]) -> bool:
    """Whether a file as it lies there is sealed with the key that seals now."""
    file.seek(len(MAGIC))
    return file.read(MARK) == mark_of(settings.GONGKAI_DATA_KEYS[0])


def sealed_copy(content: IO[bytes]) -> IO[bytes]:
    """Ciphertext of a file under the newest key, another each time; close it."""
    key, salt = settings.GONGKAI_DATA_KEYS[0], os.urandom(SALT)
    size = content.seek(0, io.SEEK_END)
    content.seek(0)
    head = MAGIC + mark_of(key) + salt + size.to_bytes(SIZE, "big")
    cipher = _cipher(key, salt)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - handed on, and holds nothing readable
    out.write(head)
    number = 0
    while piece := content.read(PIECE):
        out.write(cipher.encrypt(_nonce(number), piece, head))
        number += 1
    out.seek(0)
    return out


class Opened(io.RawIOBase):
    """A sealed file as its plain bytes, from any place; a piece is opened when it is read and only then."""

    def __init__(self, file: IO[bytes], head: bytes) -> None:
        mark = head[len(MAGIC) : len(MAGIC) + MARK]
        key = next((one for one in settings.GONGKAI_DATA_KEYS if mark_of(one) == mark), None)
        if key is None:
            file.close()
            raise Unreadable(_("本机没有打开该文件的密钥。请联系系统管理员。"))
        self._file, self._head = file, head
        self._cipher = _cipher(key, head[len(MAGIC) + MARK : len(MAGIC) + MARK + SALT])
        self._size, self._at = int.from_bytes(head[-SIZE:], "big"), 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._size:
            return 0
        piece = self._open(self._at // PIECE)[self._at % PIECE :][: len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEAD + number * (PIECE + TAG))
            length = min(PIECE, self._size - number * PIECE) + TAG
            try:
                self._piece = self._cipher.decrypt(_nonce(number), self._file.read(length), self._head)
            except InvalidTag:
                raise Unreadable(_("该文件已损坏或者被改动，不能打开。请从备份恢复。")) from None
            self._number = number
        return self._piece


class SealedFile(File):
    """A file as Django hands it about, which can be opened again once it was closed."""

    def open(self, mode: str | None = None, *args: Any, **kwargs: Any) -> SealedFile:
        if self.closed:
            self.file = storage().open(str(self.name), mode or "rb").file
        else:
            self.seek(0)
        return self


class SealedStorage(Storage):
    """The configured storage, with files under ``sealed/`` as ciphertext."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        if name is None or not name.startswith(FOLDER):
            return default_storage.save(name, content, max_length=max_length)
        with sealed_copy(content) as ciphertext:
            return default_storage.save(name, File(ciphertext), max_length=max_length)

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        file = default_storage.open(name, mode)
        head = file.read(HEAD)
        file.seek(0)
        if not head.startswith(MAGIC) or len(head) < HEAD:
            return file
        return SealedFile(io.BufferedReader(Opened(file, head), PIECE), name)

    def delete(self, name: str) -> None:
        default_storage.delete(name)

    def exists(self, name: str) -> bool:
        return default_storage.exists(name)

    def path(self, name: str) -> str:
        return default_storage.path(name)

    def size(self, name: str) -> int:
        with self.open(name) as file:
            return int(file.seek(0, io.SEEK_END))


def storage() -> SealedStorage:
    """For the column: named so that a migration names this and not a place on somebody's disk."""
    return SealedStorage()


def _cipher(key: str, salt: bytes) -> AESGCM:
    # A key of its own for each file: pieces may then be counted from nought.
    return AESGCM(hmac.new(key.encode(), b"gongkai file\0" + salt, hashlib.sha256).digest())


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
