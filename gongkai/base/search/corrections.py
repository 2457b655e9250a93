"""What was probably meant: the nearest thing that does occur, one character away (wrong, missing, too many, or two exchanged).

The vocabulary is the index itself: whatever stands in its texts can be proposed, a word or a phrase, and nothing that does not.
A run with one mistake is right in its first half or in its second, so only the places of its halves are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

#: Runs outside these lengths are not corrected: two characters say too little, a sentence is no slip of the hand.
SHORTEST, LONGEST = 3, 30


def closest(run: str, streams: Iterable[str]) -> str:
    """The piece most of the streams have that is one step from the run; empty when none has. All are `normalise.stream`s."""
    if not SHORTEST <= len(run) <= LONGEST:
        return ""
    middle = len(run) // 2
    found: Counter[str] = Counter()
    for text in set(streams):
        near = {run[:middle] + tail for tail in _after(text, run[:middle], run[middle:])}
        near |= {head + run[middle:] for head in _before(text, run[middle:], run[:middle])}
        found.update(near)
    return min(found, key=lambda piece: (-found[piece], _unlikeliness(piece, run), piece), default="")


def _unlikeliness(piece: str, run: str) -> int:
    """Two characters exchanged, one wrong, one missing, one too many; least of all one wrong at an end (危货物 is not 险货物)."""
    if len(piece) != len(run):
        return 2 if len(piece) > len(run) else 3
    if sorted(piece) == sorted(run):
        return 0
    return 1 if piece[0] == run[0] and piece[-1] == run[-1] else 4


def _after(text: str, head: str, tail: str) -> Iterable[str]:
    for at in _places(text, head):
        begin = at + len(head)
        for length in (len(tail), len(tail) + 1, len(tail) - 1):
            piece = text[begin : begin + length]
            # A change of length at the very end would only be more, or less, of the text.
            if len(piece) == length and (length == len(tail) or piece[-1:] == tail[-1:]) and one_step(piece, tail):
                yield piece


def _before(text: str, tail: str, head: str) -> Iterable[str]:
    for at in _places(text, tail):
        for length in (len(head), len(head) + 1, len(head) - 1):
            piece = text[max(0, at - length) : at]
            if len(piece) == length and (length == len(head) or piece[:1] == head[:1]) and one_step(piece, head):
                yield piece


def _places(text: str, piece: str) -> Iterable[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def one_step(one: str, other: str) -> bool:
    """Whether one becomes the other by one character changed, put in, left out, or two neighbours exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        return rest[1:] == others[1:] or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    return rest[1:] == others if len(rest) > len(others) else others[1:] == rest
