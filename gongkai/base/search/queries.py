"""How a query is understood: words, phrases in quotation marks, numbers, years.

Nothing here is syntax that can be wrong: an unpaired quotation mark is a mark like any other, and AND, ``+`` or ``title:`` are letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.search.normalise import characters, spaced, stream
from gongkai.base.search.port import LAST_HIT, LONGEST_QUERY, Query
from gongkai.base.search.segment import pairs, stop_words, words
from gongkai.law import document_numbers
from gongkai.law.document_numbers import DocumentNumber, NotADocumentNumber, OrderNumber

#: A stream to look for, and other ways to write the same: (二〇一八年, 2018年). Any of them will do.
Needle = tuple[str, ...]

_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|《([^《》]+)》|\"([^\"]+)\"|＂([^＂]+)＂")
_DIGITS = "〇一二三四五六七八九"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)|[一二][〇零一二三四五六七八九]{3}(?=年)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query taken apart. ``phrases`` must occur as they are; ``words`` carry the meaning; ``runs`` are what stood together.

    ``pairs`` are the pairs of characters that rank; ``marks`` is filled when there is nothing but punctuation; ``numbers`` are the folded
    forms of a 发文字号 or index number that the whole query may be.
    """

    phrases: tuple[Needle, ...] = ()
    words: tuple[Needle, ...] = ()
    runs: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing at all was asked."""
        return not (self.phrases or self.words or self.marks)


def check(query: Query) -> None:
    """Raises `Refused` for what no engine is asked: too long, or too far."""
    if len(query.text) > LONGEST_QUERY:
        raise Refused(_("检索词过长，请控制在%(most)s个字以内。") % {"most": LONGEST_QUERY})
    if query.page < 1 or query.size < 1:
        raise Refused(_("页码应当是从1开始的整数。"))
    if query.page * query.size > LAST_HIT:
        raise Refused(_("只能查看前%(most)s条结果，请增加检索词或者筛选条件。") % {"most": f"{LAST_HIT:,}"})


def read(text: str) -> Asked:
    """Take a query apart."""
    phrases = [stream(next(filter(None, match.groups()))) for match in _QUOTED.finditer(text)]
    loose = _QUOTED.sub(" ", text)
    cited = list(document_numbers.find(loose))
    for citation in reversed(cited):
        loose = f"{loose[: citation.start]} {loose[citation.start + len(citation.said) :]}"
    needles: list[Needle] = [(phrase, *_same_year(phrase)) for phrase in phrases if phrase]
    needles += [tuple(dict.fromkeys((stream(one.said), *_ways_to_write(one.number)))) for one in cited]
    flat = spaced(loose)
    years = [f"{match[0]}年" for match in _YEAR.finditer(flat)]
    found = _unique(words(_YEAR.sub(" ", flat)))
    meant = [word for word in found if word not in stop_words()] or ([] if needles or years else found)
    runs = [run for run in _unique(map(stream, [text, *text.split()])) if run]
    return Asked(
        phrases=tuple(needles),
        words=tuple((word, *_same_year(word)) for word in _unique([*years, *meant])),
        runs=tuple(runs),
        pairs=tuple(_unique(pair for piece in _pieces(text) for pair in pairs(piece))),
        marks=() if runs else tuple(sorted(characters(text))),
        numbers=_numbers(text),
    )


def folded_number(text: str) -> str:
    """An index number or 发文字号 in the one form it is compared in: a 发文字号 mended (第, zeros, brackets), without 号."""
    try:
        return stream(str(document_numbers.parse(text))).removesuffix("号")
    except NotADocumentNumber:
        return stream(text).removesuffix("号")


def _ways_to_write(number: DocumentNumber | OrderNumber) -> list[str]:
    """The streams of a number as it is cited, rightly and wrongly: with 第 and without, with zeros before it and without."""
    if isinstance(number, OrderNumber):
        before, ordinals = f"{number.issuer}令", ("第", "")
    else:
        before, ordinals = f"{number.prefix}{number.year}", ("", "第")
    return [stream(f"{before}{nth}{number.number:0{width}}号") for nth in ordinals for width in (1, 2, 3)]


def _numbers(text: str) -> tuple[str, ...]:
    number = folded_number(text)
    return (number,) if any(character.isdigit() for character in number) else ()


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _pieces(text: str) -> list[str]:
    """What stands together in a query, cut at the words that only ask: 哪些单位|补贴 ranks by 单位 and 补贴, not by 些单 and 位补."""
    stop = stop_words()
    pieces: list[str] = []
    for part in text.split():
        piece = ""
        for word in words(spaced(part)):
            if word in stop:
                pieces.append(piece)
                piece = ""
            else:
                piece += word
        pieces.append(piece)
    kept = [piece for piece in pieces if piece]
    return kept if any(len(piece) > 1 for piece in kept) else [stream(part) for part in text.split()]


def _same_year(run: str) -> list[str]:
    """The run with its years in the other kinds of digits."""
    others = [_YEAR.sub(write, run) for write in (_arabic, _chinese, _with_zero)]
    return [other for other in dict.fromkeys(others) if other != run]


def _digits(year: re.Match[str]) -> list[int]:
    return [0 if c == "零" else _DIGITS.index(c) if c in _DIGITS else int(c) for c in year[0]]


def _arabic(year: re.Match[str]) -> str:
    return "".join(map(str, _digits(year)))


def _chinese(year: re.Match[str]) -> str:
    return "".join(_DIGITS[digit] for digit in _digits(year))


def _with_zero(year: re.Match[str]) -> str:
    return _chinese(year).replace("〇", "零")
