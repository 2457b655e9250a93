"""主题分类: the subject classes of government documents, printed as 综合政务\\政务公开.

Twenty-two first-level classes and 121 below them, the tree under which gov.cn files documents; 国办发〔2017〕47号 asks for
the class on the page of every document. The tree is data (`data/themes.toml`), its codes are the house's own and never
change. Names contain 、 and brackets, so a printed path is only ever split at the sign between its two levels.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

SEPARATOR = "\\"

# What people and systems write for the backslash, after full-width has become half-width.
_BETWEEN = re.compile(r"[\\/>→|]+")
_REST = "其他"


class NotATheme(LookupError):
    """What was given is no class a document can be filed under. ``str()`` is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A first-level class: code ("02"), name, and the codes and names of the classes below it, in printed order.

    A first-level class with nothing below it (其他) is its own only class.
    """

    code: str
    name: str
    classes: tuple[tuple[str, str], ...]


@cache
def tree() -> tuple[Theme, ...]:
    """The first-level classes with what is below them, in printed order."""
    source = resources.files("gongkai.law") / "data" / "themes.toml"
    return tuple(
        Theme(raw["code"], raw["name"], tuple(raw["classes"].items()) or ((raw["code"], raw["name"]),))
        for raw in tomllib.loads(source.read_text(encoding="utf-8"))["themes"]
    )


@cache
def codes() -> tuple[str, ...]:
    """The codes a document can be filed under: all of the second level, and 其他 of the first; in printed order."""
    return tuple(code for theme in tree() for code, _ in theme.classes)


def name_of(code: str) -> str:
    """The name of a class by its code, of either level; one that is called 其他 with the class it is the rest of.

    Raises `NotATheme`.
    """
    theme, name = _found(code)
    return f"{name}（{theme.name}）" if name == _REST and theme.name != _REST else name


def path_of(code: str) -> str:
    """A class as documents print it: 综合政务\\政务公开; a first-level class by its name alone. Raises `NotATheme`."""
    theme, name = _found(code)
    return theme.name if code == theme.code else f"{theme.name}{SEPARATOR}{name}"


def parse(text: str) -> str:
    """The code of the class a printed path or a name means.

    Full-width or half-width, with spaces or without, ``/`` or ``>`` for the backslash. A second-level name alone will do
    where only one class bears it. Raises `NotATheme` when none does, or when only a first-level class that has
    others below it is named.
    """
    names = [part for part in (_folded(part) for part in _BETWEEN.split(unicodedata.normalize("NFKC", text))) if part]
    if len(names) == 2 and (code := _by_path().get((names[0], names[1]))):
        return code
    if len(names) == 1 and (code := _by_name().get(names[0])):
        return code
    if len(names) == 1 and any(names[0] == _folded(theme.name) for theme in tree()):
        raise NotATheme(f"“{text.strip()}”只是一级类，主题分类应当写到二级类，如“综合政务{SEPARATOR}政务公开”。")
    raise NotATheme(f"没有名为“{text.strip()}”的主题分类，应当形如“综合政务{SEPARATOR}政务公开”。")


def _found(code: str) -> tuple[Theme, str]:
    try:
        return _by_code()[code]
    except KeyError:
        raise NotATheme(f"没有代码为“{code}”的主题分类。") from None


@cache
def _by_code() -> Mapping[str, tuple[Theme, str]]:
    first = {theme.code: (theme, theme.name) for theme in tree()}
    return MappingProxyType(first | {code: (theme, name) for theme in tree() for code, name in theme.classes})


@cache
def _by_path() -> Mapping[tuple[str, str], str]:
    return MappingProxyType(
        {(_folded(theme.name), _folded(name)): code for theme in tree() for code, name in theme.classes}
    )


@cache
def _by_name() -> Mapping[str, str]:
    """Classes by their name alone: those whose name is theirs only, and 其他 of the first level."""
    bearers: dict[str, list[str]] = {}
    for theme in tree():
        for code, name in theme.classes:
            bearers.setdefault(_folded(name), []).append(code)
    alone = {name: found[0] for name, found in bearers.items() if len(found) == 1}
    return MappingProxyType(alone | {theme.name: theme.code for theme in tree() if theme.name == _REST})


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
