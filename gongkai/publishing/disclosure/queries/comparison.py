"""Two versions side by side: which facts differ, and the text with what was taken out and what was put in.

Compared is what a reader reads: paragraph by paragraph, a changed paragraph sentence by sentence, a changed sentence character by
character (Chinese has no spaces to go by). The address of a link is read too, or a change of it could hide behind the same words. Every
step is bounded, so that two texts of 100,000 characters with nothing in common cost no more than a moment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

#: Pairs up to which units are compared with each other; beyond it only what is unique in both is looked for.
PAIRS = 40_000
#: How often what lies between two unique units is searched again.
DEPTH = 8
#: How many of the following units are tried for the one that was altered.
AHEAD = 6
#: Below this share of common characters two sentences are two sentences, not one that was altered.
ALIKE = 0.4

_BLOCKS = {
    *("p", "h2", "h3", "h4", "h5", "li", "tr", "blockquote", "section", "figure", "table", "caption", "ul", "ol", "hr"),
    *("thead", "tbody", "tfoot"),
}
_LINE = re.compile(r"[^\n]+|\n")
_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?]+[”’」』）)]*|[^。！？；;!?\n]+|\n")


class Change(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of plain text that stands in both versions, only in the older (``OUT``), or only in the newer (``IN``)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs: its name in the canonical document, what it was and what it is now, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two canonical documents. ``layout`` says that the words are the same and the markup is not."""

    facts: tuple[FactChange, ...]
    body: tuple[Piece, ...]
    layout: bool

    @property
    def same(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.facts or self.layout or self.text_differs)

    @property
    def text_differs(self) -> bool:
        return any(piece.change != Change.SAME for piece in self.body)


#: Parts of the canonical document that are not compared as facts: the text, and what never or always differs.
_NOT_FACTS = frozenset({"body", "number", "published_at", "version", "changed_at"})


def compare(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Comparison:
    """Two canonical documents (``public_document``) of one item."""
    names = [name for name in {**older, **newer} if name not in _NOT_FACTS]
    facts = tuple(
        FactChange(name, _said(older.get(name)), _said(newer.get(name)))
        for name in names
        if older.get(name) != newer.get(name)
    )
    before, after = str(older.get("body") or ""), str(newer.get("body") or "")
    pieces = tuple(compare_texts(readable(before), readable(after)))
    layout = before != after and all(piece.change == Change.SAME for piece in pieces)
    return Comparison(facts, pieces, layout)


def compare_texts(older: str, newer: str) -> list[Piece]:
    """The two texts as one, in order: what is common, what was taken out, what was put in. No piece is empty, no two of a sort follow."""
    joined: list[Piece] = []
    for change, text in _paragraphs(older, newer):
        if not text:
            continue
        if joined and joined[-1].change == change:
            joined[-1] = Piece(change, joined[-1].text + text)
        else:
            joined.append(Piece(change, text))
    return joined


def readable(body: str) -> str:
    """What a reader reads of safe HTML, a line for each block, cells apart, and the address behind each link."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.text).split("\n"))
    return "\n".join(line for line in lines if line)


_Told = tuple[Change, str]
_Finer = Callable[[str, str], Iterator[_Told]]


def _paragraphs(older: str, newer: str) -> Iterator[_Told]:
    yield from _compare(_LINE.findall(older), _LINE.findall(newer), _sentences)


def _sentences(older: str, newer: str) -> Iterator[_Told]:
    yield from _compare(_SENTENCE.findall(older), _SENTENCE.findall(newer), _characters)


def _characters(older: str, newer: str) -> Iterator[_Told]:
    yield from _compare(older, newer, _replaced)


def _replaced(older: str, newer: str) -> Iterator[_Told]:
    yield Change.OUT, older
    yield Change.IN, newer


def _compare(older: Sequence[str], newer: Sequence[str], finer: _Finer) -> Iterator[_Told]:
    """Two sequences of units; what differs between common units is handed to the ``finer`` comparison."""
    for same, before, after in _stretches(older, newer, DEPTH):
        if same:
            yield Change.SAME, "".join(before)
        elif before and after:
            yield from _paired(before, after, finer)
        else:
            yield Change.OUT, "".join(before)
            yield Change.IN, "".join(after)


def _paired(older: Sequence[str], newer: Sequence[str], finer: _Finer) -> Iterator[_Told]:
    """Each older unit with the next newer one it is like, the others whole; single characters as they are."""
    if finer is _replaced:
        yield from _replaced("".join(older), "".join(newer))
        return
    j = 0
    for unit in older:
        ahead = range(j, min(j + AHEAD, len(newer)))
        match = next((k for k in ahead if _alike(unit, newer[k])), None)
        if match is None:
            yield Change.OUT, unit
            continue
        yield Change.IN, "".join(newer[j:match])
        yield from finer(unit, newer[match])
        j = match + 1
    yield Change.IN, "".join(newer[j:])


def _alike(older: str, newer: str) -> bool:
    common = sum((Counter(older) & Counter(newer)).values())
    return common >= ALIKE * max(len(older), len(newer))


def _stretches(
    older: Sequence[str], newer: Sequence[str], depth: int
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    first, last = _common_ends(older, newer)
    if first:
        yield True, older[:first], newer[:first]
    before, after = older[first : len(older) - last], newer[first : len(newer) - last]
    if not before or not after:
        if before or after:
            yield False, before, after
    elif len(before) * len(after) <= PAIRS:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for tag, i, i_end, j, j_end in matcher.get_opcodes():
            yield tag == "equal", before[i:i_end], after[j:j_end]
    else:
        yield from _between_anchors(before, after, depth)
    if last:
        yield True, older[len(older) - last :], newer[len(newer) - last :]


def _between_anchors(
    older: Sequence[str], newer: Sequence[str], depth: int
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    anchors = _anchors(older, newer) if depth else []
    if not anchors:
        yield False, older, newer
        return
    i = j = 0
    for anchor, other in anchors:
        yield from _stretches(older[i:anchor], newer[j:other], depth - 1)
        yield True, older[anchor : anchor + 1], newer[other : other + 1]
        i, j = anchor + 1, other + 1
    yield from _stretches(older[i:], newer[j:], depth - 1)


def _anchors(older: Sequence[str], newer: Sequence[str]) -> list[tuple[int, int]]:
    """Units that stand once in each, in the longest order common to both."""
    once_before, once_after = Counter(older), Counter(newer)
    place = {unit: j for j, unit in enumerate(newer) if once_after[unit] == 1}
    pairs = [(i, place[unit]) for i, unit in enumerate(older) if once_before[unit] == 1 and unit in place]
    tails: list[int] = []  # of each length of a rising run, the lowest end
    ends: list[int] = []
    previous: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[length], ends[length] = j, index
    run = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    return run[::-1]


def _common_ends(older: Sequence[str], newer: Sequence[str]) -> tuple[int, int]:
    most = min(len(older), len(newer))
    first = 0
    while first < most and older[first] == newer[first]:
        first += 1
    last = 0
    while last < most - first and older[-1 - last] == newer[-1 - last]:
        last += 1
    return first, last


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case str() | int():
            return str(value)
        case Mapping():
            return "，".join(_said(part) for part in value.values() if part not in (None, ""))
        case _:
            return "；".join(_said(part) for part in value)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag == "br":
            self.text.append("\n")
        elif tag in ("td", "th"):
            self.text.append(" ｜ ")
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        elif tag == "a" and self._links and (address := self._links.pop()):
            self.text.append(f"〔{address}〕")

    def handle_data(self, data: str) -> None:
        self.text.append(data.replace("\n", " "))
