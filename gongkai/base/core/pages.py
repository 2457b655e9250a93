"""What a room wants to stand on the public site: an address with a template and its facts, or ready bytes. The bakery writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.translation import gettext, override

#: Old addresses that lead to old addresses are followed so far.
MOST_STEPS = 10


#: What a template prints, by name or in order. What is markup already says so (``__html__``).
Words: TypeAlias = "str | dict[str, Words] | list[Words]"


@dataclass(frozen=True)
class Page:
    """An HTML page: ``path`` relative to the root of the site (``items/440404101/2018/00001.html``), a Jinja2 template and its context.

    Where ``words`` are given instead, the template asks nothing of them but whether they are there, as on nearly all pages of an archive:
    at least ``title`` and ``trail``, the steps that lead to it (each ``href`` and ``name``). ``about`` then says what it is in the
    words of schema.org.
    """

    path: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bytes:
    """A file that is already what it shall be: canonical JSON, a PDF, a segment of the log."""

    path: str
    content: bytes


def led_on(path: str, rules: Mapping[str, str]) -> str | None:
    """Where an old address leads: by a rule of its own or that of the nearest folder above it; None when there is none.

    A rule for a folder ends with a slash; when its target does too, what stood below the folder is found below the target.
    """
    for own in (path, f"{path}/"):
        if own in rules:
            return rules[own]
    parts = path.split("/")[:40]
    for length in range(len(parts) - 1, 1, -1):
        folder = "/".join(parts[:length]) + "/"
        if (target := rules.get(folder)) is not None:
            return target + path[len(folder) :] if target.endswith("/") else target
    return None


def followed(path: str, rules: Mapping[str, str]) -> str | None:
    """Where one comes to in the end, ``path`` itself when nothing leads on from it; None when there is no end."""
    for _step in range(MOST_STEPS):
        following = led_on(path, rules)
        if following is None:
            return path
        path = following
    return None


@cache
def site_text(message: str) -> str:
    """A sentence in the one language of the site, whoever bakes it; remembered, because a site says the same on every page."""
    with override(settings.LANGUAGE_CODE):
        return gettext(message)
