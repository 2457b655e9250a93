"""From a query that was understood to the tree that is asked: what must be there, what may, and what it is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.base.search import ranking
from gongkai.base.search.engines.reading import Reader
from gongkai.base.search.engines.tree import (
    Between,
    Every,
    Node,
    OneOf,
    Some,
    Token,
    Worth,
    in_title,
    literally,
    run_in,
)
from gongkai.base.search.port import CODES, Query, sendable
from gongkai.base.search.queries import Asked
from gongkai.base.search.segment import pairs

#: Days that an instant in any time zone can be made of.
_FIRST_DAY, _LAST_DAY = date(1, 1, 2), date(9999, 12, 30)


@dataclass(frozen=True, slots=True)
class Worths:
    """What the pieces of a query weigh in this index: each pair that occurs, and the rarest form of each word."""

    pairs: Mapping[str, float]
    words: Sequence[float]

    @property
    def all(self) -> float:
        """Everything asked together."""
        return sum(self.pairs.values()) or sum(self.words)


def seen_by(audience: Collection[str]) -> Node:
    """Only what this audience may find."""
    return OneOf("audience", tuple(sorted(audience)))


def limits_of(query: Query) -> dict[str, Node]:
    """What the filters leave, by the name of the filter."""
    limits: dict[str, Node] = {"audience": seen_by(query.audience)}
    for name, values in query.filters.items():
        if name not in CODES:
            raise ValueError(f"{name} is no facet")
        if values:
            limits[name] = OneOf(name, tuple(sorted(map(sendable, values))))
    if query.since or query.until:
        low = _seconds(max(query.since or _FIRST_DAY, _FIRST_DAY))
        high = _seconds(min(query.until or _LAST_DAY, _LAST_DAY) + timedelta(days=1)) - 1
        limits["published"] = Between("published", low, high)
    return limits


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()).timestamp())


@dataclass(frozen=True, slots=True)
class Matching:
    """One way to take a query.

    ``node`` says which texts and, by what its parts score, in which order; ``extra`` adds to the score. ``counted``: which texts are
    counted, where ``node`` would take in too many. ``looser`` than it was asked; a ``last_resort`` is only tried when nothing at all was
    found; ``near``: what stands close together comes before what is scattered; ``written``: a stream that must be a text's own words, not
    the name in 《》 of another text.
    """

    node: Node
    extra: tuple[Node, ...] = ()
    counted: Node | None = None
    looser: bool = False
    last_resort: bool = False
    near: bool = True
    written: str = ""

    @property
    def texts(self) -> Node:
        """The texts that are counted."""
        return self.counted or self.node


def matchings(asked: Asked, worths: Worths) -> Iterable[Matching]:
    """What to look for, and what to look for next each time that there is too little for a page.

    A few words are all wanted, and what is in quotation marks as it stands, unless that is nowhere. A sentence is a question or a title: if
    no text has it as it stands, none has all its words, the answer seldom has most of them, and quotation marks are punctuation.
    """
    if is_sentence(asked) and worths.pairs:
        yield Matching(literally((asked.runs[0],)), near=False, written=asked.runs[0])
        yield _relaxed(asked, worths, quoted=False)
        return
    yield _strict(asked, worths)
    if worths.pairs and len(asked.words) + len(asked.phrases) > 1:
        yield _relaxed(asked, worths, quoted=True)
    if worths.pairs and asked.phrases:
        yield replace(_relaxed(asked, worths, quoted=False), last_resort=True)


def is_sentence(asked: Asked) -> bool:
    """Whether a query says something, instead of naming words: many of them, or several in one run. A number never does."""
    many = ranking.FEW_TOGETHER if len(asked.runs) == 1 and not asked.phrases else ranking.FEW_WORDS
    return len(asked.words) > many and not asked.numbers


def _strict(asked: Asked, worths: Worths) -> Matching:
    """Everything that was asked, or the number that was."""
    needles = (*asked.phrases, *asked.words)
    needed: Node = Every((*map(literally, needles), *(Token("characters", mark) for mark in asked.marks)))
    extra: list[Node] = []
    if needles:
        extra.append(Worth(Every(tuple(map(in_title, needles))), ranking.ALL_IN_TITLE * worths.all))
    for run in asked.runs:
        inside = pairs(run)
        if len(inside) > 1 and needles != ((run,),):
            worth = sum(worths.pairs.get(pair, 0.0) for pair in inside)
            extra.append(Worth(run_in("text", run), ranking.AS_WRITTEN * worth))
    if asked.numbers:
        needed = Some((needed, OneOf("numbers", asked.numbers)))
        extra.append(Worth(OneOf("numbers", asked.numbers), ranking.OWN_NUMBER))
    return Matching(needed, tuple(extra), near=len(needles) > 1)


def _relaxed(asked: Asked, worths: Worths, *, quoted: bool) -> Matching:
    """What was quoted, and of the pairs as many as there are; one of the rarest at least is there in what is counted."""
    phrases = tuple(literally(phrase) for phrase in asked.phrases if quoted)
    ranked = _any_of(ranking.essential(worths.pairs, ranking.LEFT_OUT))
    least = _any_of(ranking.essential(worths.pairs, ranking.LEAST_OF_SENTENCE if is_sentence(asked) else ranking.LEAST))
    if not phrases:
        return Matching(ranked, counted=least, looser=True)
    return Matching(Every((*phrases, ranked)), counted=Every((*phrases, least)), looser=True)


def _any_of(wanted: Iterable[str]) -> Node:
    return Some(
        tuple(
            part for pair in wanted for part in (Token("text", pair), Token("attachments", pair, ranking.IN_ATTACHMENT))
        )
    )


def worths_of(reader: Reader, asked: Asked) -> Worths:
    """What each pair and word weighs: the rarer, the more."""
    texts = reader.texts()
    singles = [form for needle in asked.words for form in needle if len(form) == 1]
    inner = [pair for needle in asked.words for form in needle for pair in pairs(form)]
    wanted = list(dict.fromkeys((*asked.pairs, *inner)))
    often = dict(reader.frequencies("text", wanted))
    for pair, texts_with in reader.frequencies("attachments", wanted).items():
        often[pair] = max(often[pair], texts_with)
    often_alone = reader.frequencies("characters", singles)

    def of(form: str) -> float:  # no word is more frequent than its rarest pair
        frequency = often_alone[form] if len(form) == 1 else min(often[pair] for pair in pairs(form))
        return ranking.rarity(frequency, texts)

    return Worths(
        pairs={pair: ranking.rarity(often[pair], texts) for pair in asked.pairs if often[pair]},
        words=[min(map(of, needle)) for needle in asked.words],
    )
