"""Personal data in plain text: where it stands, and how it is covered before a text is published.

条例 (2019) art. 15 keeps personal privacy from publication and art. 37 asks for the rest to be given: what is found here is
shown to a person, who decides (个人信息保护法 art. 34 binds an organ to its lawful duty). `find` never changes a text, `mask` covers one
finding with characters of the same number, `words` holds an office's own lists. Numbers that carry a proof of their
own (a check digit, a mobile number's form) are *certain*; the rest, and whatever offices publish about themselves (a telephone
number, an e-mail address), are left to the reader.
"""

from __future__ import annotations

from bisect import bisect_right

from .addresses import find_addresses
from .covering import DEFAULT_CUSTOM, Keep, mask, mask_all
from .findings import LABELS, Finding, Kind
from .narrow import narrow
from .numbers import find_numbers
from .spans import longest_first
from .words import WordFinding, WordList, find_words
from .written import find_written

__all__ = [
    "DEFAULT_CUSTOM",
    "LABELS",
    "Finding",
    "Keep",
    "Kind",
    "WordFinding",
    "WordList",
    "find",
    "find_words",
    "mask",
    "mask_all",
]


def find(text: str) -> list[Finding]:
    """The personal data in ``text``, in order; findings never overlap, of two that would the longer stands.

    A longer finding is certain when what it swallowed was: a mobile number that is the name of an e-mail address.
    Positions are characters of ``text`` as given. Takes time in proportion to the length of the text.
    """
    said = narrow(text)
    spans = [*find_numbers(said), *find_written(said), *find_addresses(said)]
    kept = longest_first(spans, len(text))
    starts = [span.start for span in kept]
    sure = set()
    for span in spans:
        if span.certain:
            around = bisect_right(starts, span.start) - 1
            if around >= 0 and span.end <= kept[around].end:
                sure.add(around)
    return [
        Finding(span.kind, span.start, span.end, text[span.start : span.end], place in sure)
        for place, span in enumerate(kept)
    ]
