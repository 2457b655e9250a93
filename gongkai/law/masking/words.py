"""An office's own lists of words: sensitive ones, wrong ones; thousands of them in one pass (Aho–Corasick).

A word is found however it is written: full-width or half-width, in capitals or not, with spaces or line breaks between
its characters. An *exception* is a right word that happens to hold a listed one: what lies wholly inside it is not found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from .narrow import narrow
from .spans import longest_first

_ROOT = 0


class WordFinding(NamedTuple):
    """A listed word in a text: the word as listed, and where what was written begins and ends (characters)."""

    word: str
    start: int
    end: int


class WordList:
    """A list made ready once, used on any number of texts. Words that are empty or only spaces are passed over.

    Of listed words that overlap the longest stands, then the earliest. A word that is also an exception is never found.
    """

    def __init__(self, words: Iterable[str], exceptions: Iterable[str] = ()) -> None:
        # A state is a number: the beginning of some word that the text has been read to.
        self._next: list[dict[str, int]] = [{}]
        self._fallback = [_ROOT]
        self._depth = [0]
        self._word: list[str | None] = [None]
        self._excepted = [False]
        # The longest shorter word that ends where this state ends.
        self._shorter = [_ROOT]
        for word in words:
            state = self._state_of(word)
            self._word[state] = self._word[state] or word
        for word in exceptions:
            self._excepted[self._state_of(word)] = True
        self._word[_ROOT], self._excepted[_ROOT] = None, False
        self._link()

    def find(self, text: str) -> list[WordFinding]:
        """The listed words in ``text``, in order, never overlapping.

        Takes time in proportion to the length of the text and to how many listed words may end at one character.
        """
        found, right = self._occurrences(text)
        return longest_first(_outside(found, right), len(text))

    def _state_of(self, word: str) -> int:
        state = _ROOT
        for character in _folded(word):
            if character.isspace():
                continue
            following = self._next[state].get(character)
            if following is None:
                following = self._next[state][character] = len(self._next)
                self._next.append({})
                self._fallback.append(_ROOT)
                self._depth.append(self._depth[state] + 1)
                self._word.append(None)
                self._excepted.append(False)
                self._shorter.append(_ROOT)
            state = following
        return state

    def _link(self) -> None:
        """Where to go on when the next character does not fit, nearest to the root first."""
        waiting = deque(self._next[_ROOT].values())
        while waiting:
            state = waiting.popleft()
            for character, following in self._next[state].items():
                waiting.append(following)
                back = self._step(self._fallback[state], character)
                self._fallback[following] = back
                said = self._word[back] is not None or self._excepted[back]
                self._shorter[following] = back if said else self._shorter[back]

    def _step(self, state: int, character: str) -> int:
        while True:
            following = self._next[state].get(character)
            if following is not None:
                return following
            if state == _ROOT:
                return _ROOT
            state = self._fallback[state]

    def _occurrences(self, text: str) -> tuple[list[WordFinding], list[tuple[int, int]]]:
        """Every listed word and every exception, wherever they stand."""
        found: list[WordFinding] = []
        right: list[tuple[int, int]] = []
        places: list[int] = []
        state = _ROOT
        for place, character in enumerate(_folded(text)):
            if character.isspace():
                continue
            places.append(place)
            state = self._step(state, character)
            ending = state
            while ending != _ROOT:
                start, word = places[-self._depth[ending]], self._word[ending]
                if word is not None:
                    found.append(WordFinding(word, start, place + 1))
                if self._excepted[ending]:
                    right.append((start, place + 1))
                ending = self._shorter[ending]
        return found, right


def find_words(text: str, words: Iterable[str], exceptions: Iterable[str] = ()) -> list[WordFinding]:
    """The listed words in one text; see `WordList`, which is made once for many texts."""
    return WordList(words, exceptions).find(text)


def _outside(found: list[WordFinding], right: list[tuple[int, int]]) -> list[WordFinding]:
    """What does not lie wholly inside a right word."""
    right.sort(reverse=True)
    left, reaches = [], 0
    for one in sorted(found, key=lambda one: one.start):
        while right and right[-1][0] <= one.start:
            reaches = max(reaches, right.pop()[1])
        if reaches < one.end:
            left.append(one)
    return left


def _folded(text: str) -> str:
    """The text narrow and in small letters, character for character; a zero-width mark counts as a space."""
    said = narrow(text)
    small = said.lower()
    return small if len(small) == len(said) else "".join(one if len(one.lower()) != 1 else one.lower() for one in said)
