"""The standard set of kinds as the project carries it, read from ``kinds.toml`` without a database."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.statutory_content import OTHER

_FILE = Path(__file__).with_name("kinds.toml")


def standard_kinds() -> dict[str, dict[str, Any]]:
    """What each standard kind is by its code: the fields of ``actions.KindFields``, without an order. A copy to take apart."""
    kinds = deepcopy(_carried())
    for kind in kinds.values():
        kind.pop("statutory", None)
    return kinds


@cache
def kinds_under_headings() -> dict[str, frozenset[str]]:
    """The codes of the standard kinds under each heading of ``law.statutory_content``; under "" those that have a place of their own."""
    found = defaultdict(set)
    for code, kind in _carried().items():
        found[kind.get("statutory", OTHER)].add(code)
    return {heading: frozenset(codes) for heading, codes in found.items()}


@cache
def _carried() -> dict[str, dict[str, Any]]:
    with _FILE.open("rb") as file:
        kinds: list[dict[str, Any]] = tomllib.load(file)["kinds"]
    return {kind.pop("code"): kind for kind in kinds}
