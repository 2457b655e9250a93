"""Pages alike in all but their words are cut from one stencil: the template runs once for each shape, each page puts its words in.

The template is run with a gap in the place of every word, and what it made is cut at the gaps. A gap is there (an empty word is none: it
belongs to the shape) and can be printed. Nothing else can be done with it, so a template that compares, counts or cuts a word
fails the first time it runs, and never makes a page of one item with what was asked of another.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import count
from secrets import token_hex
from typing import Any, NoReturn

from jinja2 import Template
from markupsafe import Markup, escape

from gongkai.base.core.pages import Words

#: Made anew by every process, so that no text can hold the mark of a gap.
_TOKEN = token_hex(8)
#: Stands between words that are escaped together.
_SEAM = f"-{_TOKEN}-"
_MARK = re.compile(f"{_TOKEN}-([0-9]+)-")
#: Shapes remembered; an archive has some dozens.
_MOST = 500
_stencils: dict[Hashable, Stencil] = {}


def filled(template: Template, known: Mapping[str, Any], words: dict[str, Words], *, standing: Hashable) -> str:
    """The page a template makes of these words. ``known`` is what else it may use; ``standing`` is all of that which may ever change.

    Raises TypeError when the template asks a word anything.
    """
    shape: list[Hashable] = [template, standing]
    plain: list[str] = []
    marked: list[Markup] = []
    _measure(words, shape, plain, marked)
    key = (*shape, bytes(map(bool, plain)))
    stencil = _stencils.get(key)
    if stencil is None:
        if len(_stencils) >= _MOST:
            _stencils.clear()
        gapped = _with_gaps(words, count(), count(len(plain)))
        stencil = _stencils[key] = Stencil(template.render({**known, **gapped}))
    return stencil.filled(plain, marked)


class Stencil:
    """What a template made of gaps, cut at them."""

    def __init__(self, made: str) -> None:
        self._pieces: list[str] = _MARK.split(made)
        #: Which word goes where: every second piece is the number of a gap.
        self._numbers = [int(number) for number in self._pieces[1::2]]

    def filled(self, plain: Sequence[str], marked: Sequence[Markup]) -> str:
        """With these words in the gaps: the plain ones, escaped, then those that are markup."""
        # All plain words are escaped in one go: it is the call that costs, not the looking.
        words = str.split(escape(_SEAM.join(plain)), _SEAM)
        words[len(plain) :] = marked
        pieces = self._pieces.copy()
        pieces[1::2] = [words[number] for number in self._numbers]
        return "".join(pieces)


class Gap:
    """Stands for a word while a template runs."""

    __slots__ = ("_mark",)

    def __init__(self, number: int) -> None:
        self._mark = Markup(f"{_TOKEN}-{number}-")  # noqa: S704  hexadecimal digits

    def __html__(self) -> Markup:
        return self._mark

    def __bool__(self) -> bool:
        return True

    def _refuse(self, *_asked: Any) -> NoReturn:
        raise TypeError("a word of a page is printed and nothing else: what is asked about it belongs to the facts")

    __str__ = __eq__ = __len__ = __iter__ = __getitem__ = __contains__ = __add__ = __mod__ = __lt__ = __gt__ = _refuse
    __hash__ = None  # type: ignore[assignment]


def _measure(words: Words, shape: list[Hashable], plain: list[str], marked: list[Markup]) -> None:
    """Add to the shape what these words are called, how many there are and where markup stands; the words to one list or the other."""
    kind = words.__class__
    if kind is dict:
        shape.append(tuple(words))
        for one in words.values():  # type: ignore[union-attr]
            if one.__class__ is str:
                plain.append(one)
            else:
                _measure(one, shape, plain, marked)
    elif kind is list:
        shape.append(len(words))
        for one in words:
            _measure(one, shape, plain, marked)
    elif kind is str:
        plain.append(words)  # type: ignore[arg-type]
    else:
        shape.append((len(plain), bool(words)))
        marked.append(words)  # type: ignore[arg-type]


def _with_gaps(words: Any, plain: Iterator[int], marked: Iterator[int]) -> Any:
    """The same words with gaps for those that are there, numbered in the order in which a stencil is filled."""
    if isinstance(words, str):
        number = next(plain if words.__class__ is str else marked)
        return Gap(number) if words else ""
    if isinstance(words, Mapping):
        return {name: _with_gaps(one, plain, marked) for name, one in words.items()}
    return [_with_gaps(one, plain, marked) for one in words]
