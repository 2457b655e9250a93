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
    given: list[str] = []
    _measure(words, shape, given)
    key = tuple(shape)
    stencil = _stencils.get(key)
    if stencil is None:
        if len(_stencils) >= _MOST:
            _stencils.clear()
        stencil = _stencils[key] = Stencil(template.render({**known, **_with_gaps(words, count())}))
    return stencil.filled(given)


class Stencil:
    """What a template made of gaps, cut at them."""

    def __init__(self, made: str) -> None:
        self._pieces: list[str] = _MARK.split(made)
        #: Where in the pieces which word goes; every second piece is the number of a gap.
        self._slots = [(place, int(self._pieces[place])) for place in range(1, len(self._pieces), 2)]

    def filled(self, words: Sequence[str]) -> str:
        """With these words in the gaps, escaped unless they are markup."""
        # All plain words are escaped in one go: it is the call that costs, not the looking.
        together = escape(_SEAM.join([word for word in words if word.__class__ is str]))
        plain = iter(str.split(together, _SEAM))
        escaped = [next(plain) if word.__class__ is str else word for word in words]
        pieces = self._pieces.copy()
        for place, number in self._slots:
            pieces[place] = escaped[number]
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


def _measure(words: Words, shape: list[Hashable], given: list[str]) -> None:
    """Add to the shape what these words are called, how many there are and which are empty; to what is given, the words."""
    kind = words.__class__
    if kind is dict:
        for name, one in words.items():  # type: ignore[union-attr]
            shape.append(name)
            if one.__class__ is not str:
                _measure(one, shape, given)
            elif one:
                given.append(one)
            else:
                shape.append(None)
    elif kind is list:
        shape.append(len(words))
        for one in words:
            _measure(one, shape, given)
    elif words:  # a string, or markup
        given.append(words)  # type: ignore[arg-type]
    else:
        shape.append(None)


def _with_gaps(words: Any, numbers: Iterator[int]) -> Any:
    """The same words with gaps for those that are there, numbered in the order ``_measure`` gives them."""
    if isinstance(words, str):
        return Gap(next(numbers)) if words else ""
    if isinstance(words, Mapping):
        return {name: _with_gaps(one, numbers) for name, one in words.items()}
    return [_with_gaps(one, numbers) for one in words]
