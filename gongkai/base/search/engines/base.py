"""Search, the same over every engine: how a query becomes a tree, and what is found becomes a page."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from math import log
from threading import Thread

from gongkai.base.search import queries, ranking
from gongkai.base.search.corrections import closest
from gongkai.base.search.engines.planning import Matching, Worths, limits_of, matchings, seen_by, worths_of
from gongkai.base.search.engines.reading import Facets, Found, Place, Reader
from gongkai.base.search.engines.tree import Every, Node, OneOf, Ranked, Some, Token, in_title, literally
from gongkai.base.search.normalise import spaced, stream
from gongkai.base.search.port import LONGEST_QUERY, PUBLIC, Document, Hit, Page, Query, Search, Sort, sendable
from gongkai.base.search.queries import Asked
from gongkai.base.search.segment import LEAD, pairs, stop_words, without_stop_words, words
from gongkai.base.search.snippets import holds, marked, snippet

#: So many words of a text look for related texts.
_TELLING_WORDS = 20
#: Titles looked at for suggestions, and texts looked at for what was meant.
_TITLES, _TEXTS = 50, 30


class SearchOverReader(Search):
    """What can be said of any engine once it gives a `Reader`."""

    @abstractmethod
    def reader(self) -> Reader:
        """The index as it is now. Raises `SearchUnavailable`."""

    def count(self) -> int:
        return self.reader().texts()

    def search(self, query: Query) -> Page:
        queries.check(query)
        asked = queries.read(query.text)
        if asked.everything and query.text.strip():
            return Page((), 0, query.page, query.size)  # nothing in it can be seen
        reader = self.reader()
        known = reader.frequencies("numbers", asked.numbers)
        asked = replace(asked, numbers=tuple(number for number in asked.numbers if known[number]))
        limits = limits_of(query)
        worths = worths_of(reader, asked)
        sort = Sort.NEWEST if asked.everything and query.sort == Sort.RELEVANCE else query.sort

        counted: _Counted | None = None
        total, places, partial, suggestion = 0, list[Place](), False, ""
        loaded, few = _Loaded(reader), len(asked.words) <= ranking.FEW_WORDS
        for candidate in matchings(asked, worths):
            if total and candidate.last_resort:
                break
            meanwhile = _Counted(reader, candidate, limits, query.facets)
            found = _found(loaded, query, candidate, limits, worths, sort, meanwhile)
            if found.total > total:
                total, counted, partial = found.total, meanwhile, candidate.looser
            # What has everything stands before what has some of it.
            seen = {place.handle for place in places}
            places += [place for place in found.places if place.handle not in seen]
            if total < query.size and few and not candidate.looser and not asked.everything:
                suggestion = _suggestion(reader, query, limits)
            # In the order of days, what has only part of what was asked would stand before what has all of it.
            if total >= query.size or (total and sort != Sort.RELEVANCE):
                break
        shown = places[:total][(query.page - 1) * query.size : query.page * query.size]
        return Page(
            hits=tuple(_hits(loaded, shown, asked)),
            total=total,
            page=query.page,
            size=query.size,
            partial=partial,
            facets=counted.all()[1] if counted else {},
            suggestion=suggestion,
        )

    def suggest(self, prefix: str, *, audience: Collection[str] = (PUBLIC,), limit: int = 10) -> tuple[str, ...]:
        typed = stream(prefix[:LONGEST_QUERY])
        if not typed:
            return ()
        reader = self.reader()
        known = reader.vocabulary(typed, audience=audience, limit=limit)
        frequent = [word for word, texts in known if texts > 1 and len(word) > len(typed)][: max(1, limit // 3)]
        node = Ranked(in_title((typed,)), (seen_by(audience),))
        titles = [document.title for document in reader.load(reader.top(node, limit=_TITLES).places)]
        titles.sort(key=lambda title: not stream(title).startswith(typed))
        said = dict.fromkeys([*frequent, *(" ".join(title.split()) for title in titles)])
        return tuple(islice(said, limit))

    def related(self, key: str, *, audience: Collection[str] = (PUBLIC,), limit: int = 5) -> tuple[Document, ...]:
        reader = self.reader()
        visible = Every((OneOf("key", (sendable(key),)), seen_by(audience)))
        own = reader.load(reader.top(visible, limit=1).places)
        if not own:
            return ()
        telling = _telling_words(reader, own[0])
        scoring = tuple(Token("words", word, boost) for word, boost in telling.items())
        node = Ranked(Some(scoring), (seen_by(audience),))
        near = reader.load(reader.best(node, limit=limit + 1))
        return tuple(islice((document for document in near if document.key != key), limit))


class _Loaded:
    """The texts of places, each fetched once."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self._known = reader, dict[Hashable, Document]()

    def of(self, places: Sequence[Place]) -> list[Document]:
        new = [place for place in places if place.handle not in self._known]
        self._known |= zip((place.handle for place in new), self.reader.load(new), strict=True)
        return [self._known[place.handle] for place in places]


class _Counted:
    """How much matches, where finding the first does not say so, and its facets.

    Counted by a thread of its own: where much matches, that takes as long as finding the first.

    A thread for each, because one that waits for work would be missing in a process that was forked. What it counts for a way to take the
    query that found too little is thrown away; it was little.
    """

    def __init__(self, reader: Reader, matching: Matching, limits: Mapping[str, Node], names: Sequence[str]) -> None:
        self._counts: tuple[int, Facets] = 0, {}
        self._mistake: BaseException | None = None
        self._thread: Thread | None = None
        if names or matching.counted is not None:
            self._thread = Thread(target=self._count, args=(reader, matching.texts, limits, names), daemon=True)
            self._thread.start()

    def _count(self, reader: Reader, texts: Node, limits: Mapping[str, Node], names: Sequence[str]) -> None:
        try:
            self._counts = _facets(reader, texts, limits, names)
        except BaseException as mistake:
            self._mistake = mistake

    def all(self) -> tuple[int, Facets]:
        """How many texts, and the facets, once they are there; raises what went wrong with them."""
        if self._thread is not None:
            self._thread.join()
        if self._mistake is not None:
            raise self._mistake
        return self._counts


def _found(
    loaded: _Loaded,
    query: Query,
    matching: Matching,
    limits: Mapping[str, Node],
    worths: Worths,
    sort: Sort,
    counted: _Counted,
) -> Found:
    """What one way to take the query finds, in order as far as the page asked for."""
    reader, limit = loaded.reader, max(ranking.READ_AGAIN, query.page * query.size)
    if sort != Sort.RELEVANCE:
        node = Ranked(Every(()), (matching.texts, *limits.values()))
        return reader.top(node, limit=limit, sort=sort, weighed=query.weighed)
    node = Ranked(matching.node, tuple(limits.values()), matching.extra)
    if matching.counted is None:
        found = reader.top(node, limit=limit, weighed=query.weighed)
    else:
        best = reader.best(node, limit=limit, weighed=query.weighed)
        found = Found(counted.all()[0], best)
    if matching.written:
        read = found.places[: ranking.READ_AGAIN]
        own, cited = list[Place](), list[Place]()
        for place, document in zip(read, loaded.of(read), strict=True):
            names = ranking.only_cited(document.title, document.body, matching.written)
            (cited if names else own).append(place)
        # Where these are all there is, those that only name it stand among what has some of it.
        others = [*cited, *found.places[ranking.READ_AGAIN :]] if found.total >= query.size else []
        return Found(found.total, [*own, *others])
    return Found(found.total, _read_again(loaded, found.places, worths)) if matching.near else found


def _read_again(loaded: _Loaded, places: Sequence[Place], worths: Worths) -> list[Place]:
    """The first places in the order of the second step, the others after them."""
    again, rest = places[: ranking.READ_AGAIN], places[ranking.READ_AGAIN :]
    if len(worths.pairs) < 2 or len(again) < 2:
        return list(places)
    read = []
    for place, document in zip(again, loaded.of(again), strict=True):
        body = stream(document.body[: ranking.READ_OF_EACH])
        passage = ranking.best_passage(stream(document.title), body, worths.pairs)
        read.append(replace(place, score=place.score + place.weight * passage))
    return [*sorted(read, key=lambda place: -place.score), *rest]


def needles_of(asked: Asked) -> list[str]:
    """What is marked in what is shown, longest first."""
    found = {run for run in asked.runs if len(run) > 1}
    found.update(form for needle in (*asked.phrases, *asked.words) for form in needle)
    return sorted(found, key=lambda needle: (-len(needle), needle))


def _hits(loaded: _Loaded, places: Sequence[Place], asked: Asked) -> Iterable[Hit]:
    needles = needles_of(asked)
    for place, document in zip(places, loaded.of(places), strict=True):
        text, in_attachment = document.body, False
        if document.attachments and needles and not holds(text, needles) and holds(document.attachments, needles):
            text, in_attachment = document.attachments, True
        yield Hit(document, place.score, marked(document.title, needles), snippet(text, needles), in_attachment)


def _facets(reader: Reader, matching: Node, limits: Mapping[str, Node], names: Sequence[str]) -> tuple[int, Facets]:
    free = [name for name in names if name not in limits]
    texts, counted = reader.facets(Every((matching, *limits.values())), free)
    for name in names:
        if name in limits:  # what else could be chosen here
            others = [limit for other, limit in limits.items() if other != name]
            counted |= reader.facets(Every((matching, *others)), [name])[1]
    return texts, {name: counted[name] for name in names}


def _suggestion(reader: Reader, query: Query, limits: Mapping[str, Node]) -> str:
    """The query with those of its parts that occur nowhere written as they do occur; empty when there is nothing near."""
    said = query.text
    for part in query.text.split():
        near = _nearest(reader, stream(part), tuple(limits.values()))
        said = said.replace(part, near) if near else said
    return said if said != query.text else ""


def _nearest(reader: Reader, run: str, limits: tuple[Node, ...]) -> str:
    if len(run) < 3 or reader.how_many(Every((literally((run,)), *limits))):
        return ""
    ranked = tuple(Token("text", pair) for pair in pairs(run))
    texts: list[str] = []
    for half in (run[: len(run) // 2], run[len(run) // 2 :]):
        node = Ranked(literally((half,)), limits, ranked)
        found = reader.load(reader.best(node, limit=_TEXTS))
        texts += [stream(f"{document.title}\n{document.body}") for document in found]
    near = closest(run, texts)
    # 港区安全检查 is not meant to be 港区的安全检查.
    return "" if without_stop_words(near) == without_stop_words(run) else near


def _telling_words(reader: Reader, document: Document) -> dict[str, float]:
    """The words that tell a text from others, with what each is worth; those of the title count double."""
    often: dict[str, float] = {}
    for text, times in ((document.title, 2), (document.body[:LEAD], 1)):
        for word in words(spaced(text)):
            if len(word) > 1 and word not in stop_words():
                often[word] = often.get(word, 0) + times
    frequencies = reader.frequencies("words", list(often))
    texts = reader.texts()
    worth = {
        word: (1 + log(times)) * ranking.rarity(frequencies[word], texts)
        for word, times in often.items()
        if 1 < frequencies[word] <= texts / 2
    }
    best = sorted(worth, key=lambda word: (-worth[word], word))[:_TELLING_WORDS]
    return {word: 1 + log(often[word]) for word in best}
