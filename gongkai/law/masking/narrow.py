"""The half-width reading of a text, character for character, so that positions in it are positions in the text."""

from __future__ import annotations

from types import MappingProxyType

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES = "\t\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff"
_HYPHENS = "\u00ad‐‑‒–—―−﹣"
_TENS = "ⅩⅹХх"

_TABLE = MappingProxyType(
    {
        **_WIDE,
        **{ord(space): " " for space in _SPACES},
        **{ord(hyphen): "-" for hyphen in _HYPHENS},
        # What a person types for the X of an identity number: the Roman ten, the Cyrillic letter.
        **{ord(ten): "X" for ten in _TENS},
    }
)


def narrow(text: str) -> str:
    """``text`` with full-width letters, digits, signs and every kind of space and hyphen made plain; the same length."""
    return text.translate(_TABLE)
