"""Asking the in-process index."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from math import log2

import tantivy
from tantivy import Occur
from tantivy import Query as Q

from gongkai.base.search.engines.preparing import as_handed_in
from gongkai.base.search.engines.reading import MOST_VALUES, Facets, Found, Place, Reader
from gongkai.base.search.engines.tantivy.schema import NOT_PUBLIC, TOKENS, schema
from gongkai.base.search.engines.tree import Adjacent, Between, Every, Node, OneOf, Ranked, Some, Token, Worth
from gongkai.base.search.port import PUBLIC, Document, Sort
from gongkai.base.search.ranking import rarity

#: What the count of all texts is called beside the facets.
_TEXTS = ":texts"
#: A pair so many times rarer than those a run is looked for by is looked for as well: it leaves fewer places to compare.
_RARER = 4


class TantivyReader(Reader):
    """One commit of one generation."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.schema = schema()
        self._known: dict[tuple[str, str], int] = {}

    def keys(self) -> list[str]:
        """The keys of all texts that are not deleted."""
        return [key for key, texts in self.searcher.terms_with_prefix("key", "", Q.all_query()) if texts]

    def texts(self) -> int:
        return int(self.searcher.num_docs)

    def frequencies(self, field: str, tokens: Sequence[str]) -> Mapping[str, int]:
        return {token: self._frequency(field, token) for token in tokens}

    def _frequency(self, field: str, token: str) -> int:
        known = self._known.get((field, token))
        if known is None:
            known = self._known[field, token] = self.searcher.doc_freq(field, token)
        return known

    def top(self, node: Node, *, limit: int, sort: Sort = Sort.RELEVANCE, weighed: bool = True) -> Found:
        query = self.translate(node)
        weights: Sequence[float] = ()
        if sort != Sort.RELEVANCE:
            order = tantivy.Order.Asc if sort == Sort.OLDEST else tantivy.Order.Desc
            result = self.searcher.search(query, limit, order_by_field="published", order=order)
            scored = [(0.0, address) for _published, address in result.hits]
        else:
            result = self.searcher.search(query, limit, weight_by_field="weight" if weighed else None)
            scored = result.hits
            if weighed:
                weights = self._weights([address for _score, address in scored])
        total: int = result.count  # type: ignore[attr-defined]
        weights = weights or [1.0] * len(scored)
        return Found(total, [Place(s, w, _handle(a)) for (s, a), w in zip(scored, weights, strict=True)])

    def best(self, node: Node, *, limit: int, weighed: bool = True) -> Sequence[Place]:
        # Without a count and a weight the library passes over blocks of texts that cannot be among the first.
        result = self.searcher.search(self.translate(node), limit, count=False)
        weights = self._weights([address for _score, address in result.hits]) if weighed else [1.0] * len(result.hits)
        found = [Place(s * w, w, _handle(a)) for (s, a), w in zip(result.hits, weights, strict=True)]
        return sorted(found, key=lambda place: -place.score)

    def how_many(self, node: Node) -> int:
        return self.facets(node, ())[0]

    def _weights(self, addresses: list[tantivy.DocAddress]) -> list[float]:
        # The library multiplies a score by log2(2 + what is stored).
        return [log2(2 + (w or 0)) for w in self.searcher.fast_field_values("weight", addresses)]

    def load(self, places: Sequence[Place]) -> list[Document]:
        return [self._document(_address(place.handle)) for place in places]

    def _document(self, address: tantivy.DocAddress) -> Document:
        stored = self.searcher.doc(address)
        return as_handed_in(
            *(bytes(stored.get_first(name) or b"").decode() for name in ("facts", "body_text", "attachments_text"))
        )

    def facets(self, node: Node, names: Sequence[str]) -> tuple[int, Facets]:
        # A search scores what it counts; an aggregation does not. Every text has a day of publication, if only `UNDATED`.
        wanted: dict[str, dict[str, dict[str, object]]] = {_TEXTS: {"value_count": {"field": "published"}}}
        wanted |= {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        counted = self.searcher.aggregate(self.translate(node), wanted)
        values = {
            name: tuple((one["key"], int(one["doc_count"])) for one in counted[name]["buckets"]) for name in names
        }
        return int(counted[_TEXTS]["value"]), values

    def vocabulary(self, prefix: str, *, audience: Collection[str], limit: int) -> list[tuple[str, int]]:
        seen = None if self._sees_everything(audience) else self.translate(OneOf("audience", tuple(audience)))
        return list(self.searcher.terms_with_prefix("words", prefix, seen, limit))

    def translate(self, node: Node) -> tantivy.Query:
        """The tree in the engine's own terms."""
        if isinstance(node, Token):
            # A token of a field of pairs ranks by how often it occurs; of the others, by being there.
            recorded = "freq" if TOKENS[node.field] == "position" else "basic"
            query = Q.term_query(self.schema, node.field, node.token, recorded)
            return query if node.boost == 1 else Q.boost_query(query, node.boost)
        if isinstance(node, Adjacent):
            return self._phrase(node)
        if isinstance(node, OneOf):
            if node.field == "audience" and self._sees_everything(node.values):
                return Q.all_query()
            return Q.const_score_query(Q.term_set_query(self.schema, node.field, list(node.values)), 1.0)
        if isinstance(node, Between):
            return Q.range_query(self.schema, node.field, tantivy.FieldType.Integer, node.low, node.high)
        if isinstance(node, Worth):
            return Q.const_score_query(self.translate(node.part), node.score)
        if isinstance(node, Some):
            any_of = [(Occur.Should, self.translate(part)) for part in node.parts if self._possible(part)]
            return Q.boolean_query(any_of) if any_of else Q.empty_query()
        if isinstance(node, Every):
            # Not asking for what every text has spares walking through all of them.
            all_of = [(Occur.Must, self.translate(part)) for part in node.parts if not self._is_everything(part)]
            return Q.boolean_query(all_of) if all_of else Q.all_query()
        assert isinstance(node, Ranked)
        limits = Every(node.limits)
        extra = [(Occur.Should, self.translate(part)) for part in node.extra if self._possible(part)]
        if self._is_everything(limits):
            return (
                Q.boolean_query([(Occur.Must, self.translate(node.matching)), *extra])
                if extra
                else self.translate(node.matching)
            )
        within = Q.const_score_query(self.translate(limits), 0.0)
        return Q.boolean_query([(Occur.Must, self.translate(node.matching)), (Occur.Must, within), *extra])

    def _phrase(self, node: Adjacent) -> tantivy.Query:
        """The run by as few of its pairs as hold all its characters, in their places: half the places to compare, the same texts.

        What it scores is what it would by all of them: the library adds up how rare each is.
        """
        often = [self._frequency(node.field, token) for token in node.tokens]
        chosen = covering(often)
        rarest = min(range(len(often)), key=often.__getitem__)
        if often[rarest] * _RARER < min(often[place] for place in chosen):
            chosen = sorted({*chosen, rarest})
        query = Q.phrase_query(self.schema, node.field, [(place, node.tokens[place]) for place in chosen])
        texts = self.texts()
        rare = [rarity(frequency, texts) for frequency in often]
        return Q.boost_query(query, sum(rare) / (sum(rare[place] for place in chosen) or 1.0))

    def _possible(self, node: Node) -> bool:
        """Whether any text can have it: what is not asked takes no time."""
        if isinstance(node, Token):
            return bool(self._frequency(node.field, node.token))
        if isinstance(node, Adjacent):
            return all(self._frequency(node.field, token) for token in node.tokens)
        if isinstance(node, Worth):
            return self._possible(node.part)
        return all(map(self._possible, node.parts)) if isinstance(node, Every) else True

    def _is_everything(self, node: Node) -> bool:
        if isinstance(node, Every):
            return all(map(self._is_everything, node.parts))
        return isinstance(node, OneOf) and node.field == "audience" and self._sees_everything(node.values)

    def _sees_everything(self, audience: Collection[str]) -> bool:
        """Whether no text is hidden from this audience. Deleted texts may still be counted, which errs on the safe side."""
        return PUBLIC in audience and not self._frequency("audience", NOT_PUBLIC)


def covering(often: Sequence[int]) -> list[int]:
    """Of the pairs of a run, in their order, those that together hold every character and of which there are fewest in the index."""
    best = [(often[0], [0])]
    for place in range(1, len(often)):
        before = min(best[max(0, place - 2) :], key=lambda way: way[0])
        best.append((before[0] + often[place], [*before[1], place]))
    return best[-1][1]


def _address(handle: Hashable) -> tantivy.DocAddress:
    assert isinstance(handle, tuple)
    return tantivy.DocAddress(*handle)


def _handle(address: tantivy.DocAddress) -> tuple[int, int]:
    """An address that can be a key of a dictionary."""
    return address.segment_ord, address.doc
