"""The order of hits. Every number here is a round one, chosen once and for all questions; docs/handbook/search.md says why.

Two steps. The engine ranks by BM25 over pairs of characters, and gives what is fixed: the title has everything asked, the words stand
together, the number is the one asked for. The first of those hits are then read again: what counts is how much of what was asked stands in
the title and in the best passage, because an answer stands in one place and not all over a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from math import log

from gongkai.base.search.normalise import folded, stream
from gongkai.law.vocabulary import Validity

#: How many hits are read again, and how many characters of each.
READ_AGAIN, READ_OF_EACH = 20, 5_000
#: Characters of a passage, a sentence or two, and what a pair in the best one is worth, as a part of its weight.
PASSAGE, IN_PASSAGE = 100, 0.5
#: What a pair of characters is worth in the files of a text, against one in the text.
IN_ATTACHMENT = 0.5
#: What it adds, as a part of the weight of everything asked: all of it in the title; all of it in one run.
ALL_IN_TITLE, AS_WRITTEN = 0.5, 1.0
#: Up to so many words are keywords, all of which are wanted: typed apart, in one run. More are a sentence.
FEW_WORDS, FEW_TOGETHER = 5, 2
#: The most frequent pairs of a question that together have this part of its weight are not looked for: they are in every text.
LEFT_OUT = 0.05
#: What a text must at least have to be counted among those with "some" of what was asked, as a part of its weight: of a few words, of a
#: sentence. It must have one of the pairs without which it cannot have that much.
LEAST, LEAST_OF_SENTENCE = 0.25, 0.5
#: The number asked for is this text's own.
OWN_NUMBER = 1_000.0
#: A text a year younger counts this much more; one that no longer applies counts for less than one that does.
A_YEAR, APPLIES = 0.01, 1.2
_OLDEST = 1980


def rarity(frequency: int, texts: int) -> float:
    """BM25's inverse document frequency of something that ``frequency`` of all texts have."""
    return log(1 + (texts - frequency + 0.5) / (frequency + 0.5))


def weight(validity: str, published_at: datetime | None) -> float:
    """What a text's score is multiplied by, at least 1, for its age and validity; ratios stay the same as time passes."""
    applies = 1.0 if validity in (Validity.EXPIRED, Validity.REPEALED) else APPLIES
    years = max(0.0, published_at.year + _day_of_year(published_at) / 366 - _OLDEST) if published_at else 0.0
    return applies * float((1 + A_YEAR) ** years)


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def essential(worth: Mapping[str, float], part: float) -> list[str]:
    """The rarest pairs, so many that a text with none of them cannot have more than that part of the weight of all."""
    left, chosen = sum(worth.values()), []
    enough = left * part
    for pair in sorted(worth, key=lambda pair: (-worth[pair], pair)):
        chosen.append(pair)
        left -= worth[pair]
        if left < enough:
            break
    return chosen


def best_passage(title: str, body: str, worth: Mapping[str, float]) -> float:
    """What the pairs that stand in the title or in the best passage of the body are worth.

    ``title`` and ``body`` are streams. Each pair counts once.
    """
    given = sum(value for pair, value in worth.items() if pair in title)
    found: list[tuple[int, str]] = []
    for pair in worth:
        if pair not in title:
            at = body.find(pair)
            while at >= 0:
                found.append((at, pair))
                at = body.find(pair, at + 1)
    found.sort()
    inside: dict[str, int] = {}
    best = now = 0.0
    first = 0
    for at, pair in found:
        inside[pair] = inside.get(pair, 0) + 1
        if inside[pair] == 1:
            now += worth[pair]
        while found[first][0] < at - PASSAGE:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                now -= worth[gone]
            first += 1
        best = max(best, now)
    return IN_PASSAGE * (given + best)


def only_cited(title: str, body: str, run: str) -> bool:
    """Whether a stream stands in the body, but only as the name of another text: who cites 《…》 is not it."""
    if run in stream(title):
        return False
    text = folded(body)
    at, cited = text.stream.find(run), False
    while at >= 0:
        first, last = text.places[at], text.places[at + len(run) - 1]
        cited = body[:first].rstrip().endswith("《") or body[last + 1 : last + 20].lstrip().startswith("》")
        if not cited:
            return False
        at = text.stream.find(run, at + 1)
    return cited
