"""What is shown of a hit: a piece of the text around what was asked, HTML that is safe, with what was found marked."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from gongkai.base.search.normalise import Folded, folded, place, spaced, stream

#: Characters of a snippet, and how many of them stand before what was found.
LENGTH, BEFORE = 140, 24
#: Characters of a text that are looked through for a snippet at once.
_STRETCH = 4_000
_OPEN, _CLOSE = "<mark>", "</mark>"
_SENTENCE_ENDS = "。！？；\n"


def marked(text: str, needles: Collection[str]) -> str:
    """The whole text, escaped, with every needle (a stream) marked."""
    return _html(folded(text), len(text), needles)


def snippet(text: str, needles: Collection[str]) -> str:
    """The stretch of the text with most of the needles, longer ones counting more, escaped and marked; its beginning when there is none."""
    begins, best = -1, 0
    everything = sum(len(needle) for needle in needles)
    overlap = 2 * max(map(len, needles), default=0)
    for start in range(0, max(len(text), 1), _STRETCH):
        piece = text[start : start + _STRETCH + overlap]
        flat = spaced(piece)
        worth, at = _densest(flat.replace(" ", ""), needles)
        if worth > best:
            best, begins = worth, start + place(piece, flat, at)
            if worth >= everything:
                break
    begin = max(0, begins - BEFORE)
    for i in range(begins - 1, begin - 1, -1):  # from the beginning of the sentence when it is near
        if text[i] in _SENTENCE_ENDS:
            begin = i + 1
            break
    return _html(folded(text[begin : begin + LENGTH + overlap]), LENGTH, needles)


def holds(text: str, needles: Collection[str]) -> bool:
    """Whether any needle occurs in the text."""
    run = stream(text)
    return any(needle in run for needle in needles)


def _densest(run: str, needles: Collection[str]) -> tuple[int, int]:
    """How many characters of different needles the best window has, and where it begins (-1 for none)."""
    found: list[tuple[int, str]] = []
    for needle in needles:
        at = run.find(needle)
        while at >= 0:
            found.append((at, needle))
            at = run.find(needle, at + 1)
    found.sort()
    best, begins, first = 0, -1, 0
    inside: dict[str, int] = {}
    now = 0
    for at, needle in found:
        inside[needle] = inside.get(needle, 0) + 1
        if inside[needle] == 1:
            now += len(needle)
        while found[first][0] + LENGTH - BEFORE < at + len(needle) and found[first][0] < at:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                now -= len(gone)
            first += 1
        if now > best:
            best, begins = now, found[first][0]
    return best, begins


def _html(piece: Folded, end: int, needles: Collection[str]) -> str:
    """The first ``end`` characters of the piece; a needle that begins among them is marked as far as it is shown."""
    spans: list[tuple[int, int]] = []
    for needle in needles:
        at = piece.stream.find(needle)
        while at >= 0:
            # Marks between the characters of one run are marked with it: 双随机、一公开 is one thing.
            spans.append((piece.places[at], piece.places[at + len(needle) - 1] + 1))
            at = piece.stream.find(needle, at + 1)
    spans.sort()
    text, out, start = piece.text[:end], list[str](), 0
    while spans and start < len(text):
        first, stop = spans.pop(0)
        while spans and spans[0][0] <= stop:
            stop = max(stop, spans.pop(0)[1])
        if first < len(text):
            out += [_shown(text[start:first]), _OPEN, _shown(text[first:stop]), _CLOSE]
            start = stop
    out.append(_shown(text[start:]))
    return "".join(out)


def _shown(text: str) -> str:
    """Escaped. Line breaks and what cannot be shown become spaces; half of a surrogate pair cannot be sent."""
    plain = text.replace("\n", " ").replace("\u3000", " ")
    return escape(plain if plain.isprintable() else "".join(c if c.isprintable() else " " for c in plain))
