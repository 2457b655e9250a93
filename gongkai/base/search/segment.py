"""Into words and pairs of characters: what is indexed of a text, and the words of a query.

The pairs (each character with the next) are what finds: any literal phrase of a text is a run of its pairs. The words are what people
mean: a query is cut into them, and suggestions and related texts are made of them. A word of a query is looked for as a run of pairs,
never as a word, because the same characters are cut differently in other company (危险|货物 here, 危险货|物 there).
"""

from __future__ import annotations

from functools import cache
from operator import add
from pathlib import Path
from typing import NamedTuple

import rjieba
from django.conf import settings

from gongkai.base.search.normalise import spaced, together_with_marks
from gongkai.base.search.port import Document

_DATA = Path(__file__).parent / "data"
#: Stands between the fields of one text. Two places wide: no phrase goes across it, not even one that is looked for by every other pair.
BREAK = "| |"
#: So common that dictionary words are kept whole against everything the general dictionary suggests.
_FREQUENCY = 20_000
_LONGEST_WORD = 20
#: A text says what it is about in its title and its first characters; words are taken from so many.
LEAD = 150


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def stop_words() -> frozenset[str]:
    """Words that ask or join and say nothing of the matter."""
    return frozenset(spaced(word) for word in _lines(_DATA / "stop_words.txt"))


@cache
def _cutter(extra: str) -> rjieba.Jieba:
    """The general dictionary, the office's, and the operator's own (a file with a word on each line)."""
    cutter = rjieba.Jieba()
    for path in [_DATA / "words.txt", *([Path(extra)] if extra else [])]:
        for word in _lines(path):
            cutter.add_word(spaced(word).replace(" ", ""), _FREQUENCY, None)
    return cutter


def words(flat: str) -> list[str]:
    """The words of a `normalise.spaced` text, in order."""
    return [word for word in _cut(flat) if not word.isspace()]


def _cut(flat: str) -> list[str]:
    return _cutter(str(settings.GONGKAI_SEARCH_DICTIONARY)).cut(flat)


def without_stop_words(run: str) -> str:
    """The characters of a stream that are no stop word by themselves."""
    return "".join(character for character in run if character not in stop_words())


def pairs(run: str) -> list[str]:
    """Each character of a stream with the next; none of a single character."""
    return list(map(add, run, run[1:]))


def _pairs_of_long(run: str) -> str:
    """The pairs of a stream with a space after each, for whole texts: five times as fast as joining `pairs`.

    The bytes of the first of each pair go to every third place, those of the second to the next, a space to the last.
    """
    count = len(run) - 1
    if count < 1:
        return ""
    code, wide, characters = "utf-16-le", 2, run.encode("utf-16-le")
    if len(characters) > 2 * len(run):  # something rare, which takes two places
        code, wide, characters = "utf-32-le", 4, run.encode("utf-32-le")
    laid = bytearray((bytes(2 * wide) + " ".encode(code)) * count)
    for byte in range(wide):
        laid[byte :: 3 * wide] = characters[byte:-wide:wide]
        laid[byte + wide :: 3 * wide] = characters[byte + wide :: wide]
    return laid.decode(code)


class Tokens(NamedTuple):
    """What is indexed of a text, in every engine the same; all but ``characters`` are tokens with a space between.

    ``text``: pairs of title, numbers and body. ``title``: pairs of the title, then its characters. ``attachments``: pairs of its files'
    text. ``characters``: every character and mark of it all, each one a token, some more than once. ``words``: every different word of
    the title and the beginning of the body.
    """

    text: str
    title: str
    attachments: str
    characters: str
    words: str


def tokens(document: Document) -> Tokens:
    """Cut a document for the index."""
    parts = (document.title, f"{document.number} {document.document_number}", document.body, document.attachments)
    flat, marks = together_with_marks(parts)
    title, number, body, attachments = (part.replace(" ", "") for part in flat)
    title_pairs = _pairs_of_long(title)
    return Tokens(
        text=f"{title_pairs}{BREAK} {_pairs_of_long(number)}{BREAK} {_pairs_of_long(body)}",
        title=f"{title_pairs}{BREAK} {' '.join(title)}",
        attachments=_pairs_of_long(attachments),
        characters="".join((title, number, body, attachments, *marks)),
        words=" ".join(telling(f"{flat[0]}\n{flat[2][:LEAD]}")),
    )


def telling(flat: str) -> set[str]:
    """The different words of a `normalise.spaced` text that are proposed and related by: one character is no beginning of anything."""
    return {word for word in _cut(" ".join(flat.split())) if 1 < len(word) <= _LONGEST_WORD}
