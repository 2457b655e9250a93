"""The codes people at the door are given: made of what is hard to mistake, compared in constant time, and never kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

from ..models import Application, QueryCode

#: Digits and capitals without those that are taken for another: no 0 O, 1 I L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
#: 59 bits for asking after an application beside its number; 79 for a draft, which has no number.
QUERY_LENGTH, DRAFT_LENGTH = 12, 16
_GROUP = 4
#: Of scrypt: some ten milliseconds, for whoever would try codes against a stolen hash.
_COST, _BLOCK = 2**12, 8
#: An unknown number is compared with this, so that it takes the same time.
_NOBODY = "0" * 32


def new_token() -> str:
    """What tells one form from another."""
    return secrets.token_urlsafe(24)


def new_draft_code() -> str:
    """A code for coming back to a draft."""
    return "".join(secrets.choice(ALPHABET) for _place in range(DRAFT_LENGTH))


def draft_hash(code: str) -> str:
    """What a draft is found by; its code is long enough to need no salt."""
    return hashlib.sha256(b"gongkai draft\0" + code.encode("utf-8", "replace")).hexdigest()


def query_code_of(token: str) -> str:
    """The query code of the form with this token: the same each time, so that a form sent twice has one receipt and no code is kept."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"query code\0" + token.encode(), hashlib.sha512).digest()
    number = int.from_bytes(digest, "big")
    code = ""
    for _place in range(QUERY_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        code += ALPHABET[rest]
    return code


def submission_key_of(token: str) -> str:
    """What is kept of a form's token."""
    return hashlib.sha256(b"gongkai submission\0" + token.encode("utf-8", "replace")).hexdigest()


def code_digest(code: str, *, salt: str) -> str:
    """The salted hash of a query code."""
    return hashlib.scrypt(
        code.encode("utf-8", "replace"), salt=bytes.fromhex(salt), n=_COST, r=_BLOCK, p=1, dklen=32
    ).hex()


def application_by(number: str, code: str) -> Application | None:
    """The application with this number, for who has its code. An unknown number and a wrong code take the same time and say the same."""
    found = QueryCode.objects.filter(application__number=number).select_related("application__unit").first()
    given = code_digest(code, salt=found.salt if found else _NOBODY)
    same = hmac.compare_digest(given, found.digest if found else "")
    return found.application if found is not None and same else None


def grouped(code: str) -> str:
    """As a person copies it: ``ABCD-EFGH-JKMN``."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def plain_code(typed: str) -> str:
    """A code as somebody typed it: small letters, full-width ones, blanks and hyphens do not matter."""
    written = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in written if character in ALPHABET)


def plain_number(typed: str) -> str:
    """An application's number as somebody typed it."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split())
