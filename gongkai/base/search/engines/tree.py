"""A query as a tree that every engine can translate: what must be in a text, and what its presence is worth."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.base.search.segment import pairs


class Node:
    """Anything that can be asked of a text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Token(Node):
    """The field has this token; worth its BM25 times ``boost``."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Adjacent(Node):
    """The field has these tokens one after the other."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """The field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """A number of the field is from ``low`` up to ``high``, both included."""

    field: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Every(Node):
    """All the parts; every text when there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some(Node):
    """At least one of the parts; none when there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Worth(Node):
    """The part; worth exactly this."""

    part: Node
    score: float


@dataclass(frozen=True, slots=True)
class Ranked(Node):
    """The texts of ``matching`` within the ``limits``, in the order of what they score in it and in what they have of ``extra``."""

    matching: Node
    limits: tuple[Node, ...] = ()
    extra: tuple[Node, ...] = ()


def run_in(field: str, run: str) -> Node:
    """The characters of a stream, two or more, standing together in a field of pairs."""
    tokens = tuple(pairs(run))
    return Token(field, tokens[0]) if len(tokens) == 1 else Adjacent(field, tokens)


def literally(forms: Collection[str]) -> Node:
    """A text, its numbers or its files have one of these streams, character for character."""
    parts: list[Node] = []
    for form in forms:
        if len(form) == 1:
            parts.append(Token("characters", form))
        else:
            parts += [run_in("text", form), run_in("attachments", form)]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def in_title(forms: Collection[str]) -> Node:
    """The title has one of these streams."""
    parts = tuple(Token("title", form) if len(form) == 1 else run_in("title", form) for form in forms)
    return parts[0] if len(parts) == 1 else Some(parts)
