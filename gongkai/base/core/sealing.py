"""Columns that are unreadable without the installation's key: in the ledger, in every copy, in every dump (个人信息保护法 art. 51).

``SealedField`` keeps text as ciphertext (Fernet: AES-128-CBC with HMAC-SHA256). Such a column cannot be searched; who has to find the
same person again keeps a ``fingerprint`` beside it. Keys stand in ``settings.GONGKAI_DATA_KEYS``, the newest first: it seals, all of them
open, so a key is changed by putting a new one in front, running ``gongkai reseal`` and then taking the old one away.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from .errors import NotAllowed


class Unreadable(NotAllowed):
    """No key of this installation opens what is sealed: keys were lost, or a copy was taken to a machine without them."""


def seal(text: str) -> str:
    """Ciphertext under the newest key; another one each time."""
    return _opener(_keys()).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """What was sealed, with whichever key opens it; `Unreadable` when none does."""
    try:
        return _opener(_keys()).decrypt(token.encode()).decode()
    except InvalidToken:
        raise Unreadable(_("本机没有打开这条记录的密钥，不能显示其中的个人信息。请联系系统管理员。")) from None


def file_key() -> str:
    """A key of its own for one file: kept sealed beside it, it goes with every change of keys; without it the file is lost."""
    return Fernet.generate_key().decode()


def seal_file(content: bytes, key: str) -> bytes:
    """The bytes of a file as they may lie on a disk."""
    return Fernet(key.encode()).encrypt(content)


def unseal_file(content: bytes, key: str) -> bytes:
    """The file again. Unreadable when its key was destroyed or is another's."""
    try:
        return Fernet(key.encode()).decrypt(content)
    except (InvalidToken, ValueError):
        raise Unreadable(_("文件的密钥已经销毁或者不符，不能打开。")) from None


def reseal(token: str) -> str:
    """The same under the newest key, for the day an old key is to be taken away."""
    try:
        return _opener(_keys()).rotate(token.encode()).decode()
    except InvalidToken:
        raise Unreadable(_("有记录不能用现有的任何密钥打开，不能更换密钥。")) from None


def fingerprint(*parts: str) -> str:
    """A keyed hash by which the same person is known again without being written down; ways of writing do not matter."""
    return _fingerprint(_keys()[0], parts)


def fingerprints(*parts: str) -> list[str]:
    """The same under every key, for looking up while keys are being changed."""
    return [_fingerprint(key, parts) for key in _keys()]


class SealedField(models.TextField):
    """Text that is ciphertext in its column. Empty stays empty. No lookup but ``isnull`` makes sense, and none other works."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def _keys() -> tuple[str, ...]:
    return tuple(settings.GONGKAI_DATA_KEYS)


@lru_cache(maxsize=4)
def _opener(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _fingerprint(key: str, parts: tuple[str, ...]) -> str:
    # A key of its own, so that nothing known of one use helps against the other.
    derived = hashlib.sha256(b"gongkai fingerprint\0" + key.encode()).digest()
    plain = "\0".join("".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in parts)
    return hmac.new(derived, plain.encode(), hashlib.sha256).hexdigest()
