"""The exact bytes that are hashed. Anybody can make them again with a JSON library and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

#: What the first row of a log follows.
GENESIS = "0" * 64
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """UTF-8, keys sorted, no spaces, no escapes for Chinese. Values are strings, integers, booleans, null, lists and objects."""
    return _ENCODER.encode(value).encode()


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def row_hash(row: Mapping[str, Any]) -> str:
    """The hash of a log row: SHA-256 of the canonical JSON of all its fields but ``hash`` itself."""
    return sha256(canonical_json({key: value for key, value in row.items() if key != "hash"}))
