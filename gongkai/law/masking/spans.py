"""Of stretches of a text that overlap, which stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Stretch(Protocol):
    """Anything with a beginning and an end, characters from the start of a text; never empty."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def longest_first(stretches: Iterable[S], length: int) -> list[S]:
    """The stretches that remain when each, longest first and then earliest, keeps what nobody before it took.

    ``length`` is that of the text. In the order of the text. Each character is taken once, so besides sorting
    this takes time in proportion to ``length`` and to the number of stretches.
    """
    taken = bytearray(length)
    kept = []
    for stretch in sorted(stretches, key=lambda one: (one.start - one.end, one.start)):
        # Whoever came before is no shorter, so an overlap always covers the first or the last character.
        if not taken[stretch.start] and not taken[stretch.end - 1]:
            taken[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
            kept.append(stretch)
    return sorted(kept, key=lambda one: one.start)
