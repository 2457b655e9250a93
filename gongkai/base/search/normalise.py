"""One form of each character, so that a text is found however its characters were typed.

Full and half width, capitals and small letters, traditional and simplified, circled and superscript digits, Kangxi radicals and the
radicals that PDF files put in place of characters: all are folded character by character, in texts and queries alike. Because it goes
character by character, any piece of a text folds to a piece of its folded text; that is why a literal phrase always finds its text.
What is neither letter nor digit folds to a space: it separates words, and adjacent characters stay adjacent across it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: CJK Radicals Supplement and the ideograph each stands for (Unicode, EquivalentUnifiedIdeograph); NFKC leaves these alone.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛"
    "⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶"
    "⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_UNIFIED = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
#: 〇 is written with whatever circle is at hand.
_ZERO = {"○": "〇", "◯": "〇"}


@cache
def _simplified() -> dict[str, str]:
    """Traditional characters and their simplified form; only single characters, so that lengths are kept."""
    with resources.files("zhconv").joinpath("zhcdict.json").open(encoding="utf-8") as file:
        table = json.load(file)["zh2Hans"]
    return {old: new for old, new in table.items() if len(old) == len(new) == 1}


def _fold(character: str) -> str:
    """What one character is indexed as; empty when it is neither letter nor digit."""
    character = _ZERO.get(character, _UNIFIED.get(ord(character), character))
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    simplified = _simplified()
    return "".join(simplified.get(c, c) for c in folded if _is_letter_or_digit(c))


def _is_letter_or_digit(character: str) -> bool:
    category = unicodedata.category(character)
    # Co and Cn: rare characters of a local font, or newer than this Python knows.
    return category[0] in "LN" or category in ("Co", "Cn")


class _Spaced(dict[int, int | str]):
    """A table for ``str.translate`` that grows as characters are met. One character stands as its number: twice as fast."""

    def __missing__(self, code: int) -> int | str:
        folded = _fold(chr(code)) or " "
        one = self[code] = ord(folded) if len(folded) == 1 else folded
        return one


class _Characters(dict[str, str]):
    """What a character is found by when it is looked for alone: its folded form, or itself when it is a mark, or nothing."""

    def __missing__(self, character: str) -> str:
        form = unicodedata.normalize("NFKC", character)
        mark = form if len(form) == 1 else character
        found = self[character] = _fold(character) or (mark if unicodedata.category(mark)[0] in "PSM" else "")
        return found


_RUN = re.compile("[^ ]+")
_SPACED, _CHARACTERS = _Spaced(), _Characters()
_SPACE = ord(" ")
#: The main block of ideographs, and how many different characters of a text are exchanged one by one rather than all in one walk.
_IDEOGRAPHS, _FEW = range(0x4E00, 0xA000), 60
#: Stands between texts that are folded together, and for nothing in any text: a control character.
_SEAM = "\x1f"


@cache
def _others() -> re.Pattern[str]:
    """Whatever does not fold to itself, or may not: of a text in simplified characters the marks, the capitals and little else."""
    same = [chr(code) for code in _IDEOGRAPHS if _fold(chr(code)) == chr(code)]
    return re.compile(f"[^ 0-9a-z{''.join(same)}]")


def _exchanged(text: str, others: Iterable[str]) -> str:
    """The text with these characters folded. What is folded stays as it is when folded again, so the order does not matter."""
    for character in others:
        folded = _SPACED[ord(character)]
        text = text.replace(character, folded if isinstance(folded, str) else chr(folded))
    return text


def _marks(others: Iterable[str]) -> set[str]:
    return set("".join(map(_CHARACTERS.__getitem__, others)))


def together_with_marks(parts: Sequence[str]) -> tuple[list[str], set[str]]:
    """Several texts `spaced`, in one walk over all; and those of their `characters` that may not stand there as they are: marks."""
    whole = _SEAM.join([part.replace(_SEAM, " ") for part in parts])
    others = set(_others().findall(whole)) - {_SEAM}
    if len(others) > _FEW:
        return [part.translate(_SPACED) for part in parts], _marks(others)
    return _exchanged(whole, others).split(_SEAM), _marks(others)


def spaced(text: str) -> str:
    """The folded text with a space for everything that is neither letter nor digit."""
    others = set(_others().findall(text))
    return text.translate(_SPACED) if len(others) > _FEW else _exchanged(text, others)


def stream(text: str) -> str:
    """The folded letters and digits alone, in order: what phrases are looked for in."""
    return spaced(text).replace(" ", "")


def characters(text: str) -> set[str]:
    """The different folded letters and digits of a text, and its different marks (punctuation and symbols, each in one form)."""
    return set("".join(map(_CHARACTERS.__getitem__, set(text))))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its stream, with the way back: ``places[i]`` is where in the text the stream's character i stands."""

    text: str
    stream: str
    places: list[int]


def folded(text: str) -> Folded:
    """Fold a text that is to be shown, keeping where everything came from."""
    flat = spaced(text)
    if len(flat) == len(text):  # every character became exactly one
        places = [i for run in _RUN.finditer(flat) for i in range(*run.span())]
        return Folded(text, flat.replace(" ", ""), places)
    ones = map(_SPACED.__getitem__, map(ord, text))
    places = [i for i, f in enumerate(ones) for _ in range(len(f) if isinstance(f, str) else f != _SPACE)]
    return Folded(text, flat.replace(" ", ""), places)


def place(text: str, flat: str, at: int) -> int:
    """Where in a text the character ``at`` of its stream stands; ``flat`` is the text `spaced`."""
    if len(flat) != len(text):
        return folded(text).places[at]
    for run in _RUN.finditer(flat):
        if at < len(run[0]):
            return run.start() + at
        at -= len(run[0])
    raise IndexError(at)
