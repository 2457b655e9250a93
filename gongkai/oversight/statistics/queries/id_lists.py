"""Primary keys kept small: what a frozen figure counted, by model.

Keys ascend, so their differences are small: a byte each where records were entered one after another, and long runs of
the same byte, which deflate well. A million keys in a row take about a kilobyte.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import sub

_WIDTHS = {1: "B", 2: "H", 4: "I", 8: "Q"}


@dataclass(frozen=True, slots=True)
class Packed:
    """Keys as bytes, and the SHA-256 of what was deflated, which does not depend on how well it was."""

    content: bytes
    sha256: str


def pack(keys: Mapping[str, Sequence[int]]) -> Packed:
    """Ascending keys by model label, as bytes. ValueError when they do not ascend."""
    parts = []
    for label, pks in keys.items():
        deltas = list(map(sub, pks, chain((0,), pks)))
        largest, smallest = max(deltas, default=0), min(deltas, default=1)
        if smallest < 1:
            raise ValueError("keys must ascend and be positive")
        width = next(width for width in _WIDTHS if largest < 256**width)
        name = label.encode()
        head = bytes((len(name), width)) + name + len(deltas).to_bytes(8, "little")
        parts.append(head + (bytes(deltas) if width == 1 else _little(array(_WIDTHS[width], deltas)).tobytes()))
    plain = b"".join(parts)
    return Packed(zlib.compress(plain, level=1), hashlib.sha256(plain).hexdigest())


def unpack(packed: bytes) -> dict[str, list[int]]:
    """The keys ``pack`` was given, from the content it made."""
    content = zlib.decompress(packed)
    keys: dict[str, list[int]] = {}
    at = 0
    while at < len(content):
        name_length, width = content[at], content[at + 1]
        at += 2
        label = content[at : at + name_length].decode()
        at += name_length
        count = int.from_bytes(content[at : at + 8], "little")
        at += 8
        deltas = array(_WIDTHS[width])
        deltas.frombytes(content[at : at + count * width])
        at += count * width
        keys[label] = list(accumulate(_little(deltas)))
    return keys


def _little(deltas: array[int]) -> array[int]:
    if sys.byteorder == "big":
        deltas.byteswap()
    return deltas
