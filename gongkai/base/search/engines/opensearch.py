"""The same search by an OpenSearch service: the same tokens in its index, the same trees asked of it.

The service only splits what we have already cut at its spaces, so both engines find the same. An alias names the index in use; a rebuild
fills another and moves the alias. What is put is seen after `commit` (the service does not refresh by itself). The service locks nothing
between processes: that only one rebuild runs at a time is for whoever starts it to see to.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import opensearchpy
from opensearchpy import helpers
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from gongkai.base.search.engines.base import SearchOverReader
from gongkai.base.search.engines.preparing import Prepared, as_handed_in, preparing
from gongkai.base.search.engines.reading import MOST_VALUES, Facets, Found, Place, Reader
from gongkai.base.search.engines.tree import Adjacent, Between, Every, Node, OneOf, Ranked, Some, Token, Worth
from gongkai.base.search.port import CODES, Document, SearchUnavailable, Sort, sendable

_PAIRS = {"type": "text", "analyzer": "whitespace"}
_VALUES = {"type": "keyword"}
_INDEX = {
    "settings": {"refresh_interval": "-1", "number_of_shards": 1},
    "mappings": {
        "dynamic": "strict",
        # The tokens are made again from the ledger, not from what is kept here.
        "_source": {"includes": ["source"]},
        "properties": {
            **dict.fromkeys(("text", "title", "attachments"), _PAIRS),
            **dict.fromkeys(("key", "characters", "words", "numbers", "audience", *CODES), _VALUES),
            "published": {"type": "long"},
            "weight": {"type": "double"},
            "source": {"type": "object", "enabled": False},
        },
    },
}


@contextmanager
def _answering() -> Iterator[None]:
    """What the service does not answer is said in our words."""
    try:
        yield
    except OpenSearchException as error:
        raise SearchUnavailable from error


class OpenSearch(SearchOverReader):
    """Search by the service at an address; ``name`` is the alias of our index there."""

    def __init__(self, address: str, name: str = "gongkai") -> None:
        self.client = opensearchpy.OpenSearch(address, timeout=10)
        self.name, self.changes = name, f"{name}-changed"

    def reader(self) -> Reader:
        return OpenSearchReader(self.client, self.name)

    def keys(self) -> Iterator[str]:
        with _answering():
            for hit in helpers.scan(self.client, index=self.name, _source=False):
                yield hit["_id"]

    def put_many(self, documents: Iterable[Document], *, processes: int = 1) -> int:
        with preparing(processes) as prepare_all:
            actions = (_put(self.name, prepared) for prepared in prepare_all(documents))
            return self._write(actions, note=True)

    def remove(self, keys: Iterable[str]) -> None:
        self._write(({"_op_type": "delete", "_index": self.name, "_id": sendable(key)} for key in keys), note=True)

    def commit(self) -> None:
        with _answering():
            self.client.indices.refresh(index=self.name)

    def clear(self) -> None:
        self.rebuild((), lambda keys: ())

    def drop(self) -> None:
        """Take everything of ours out of the service."""
        with _answering():
            for index in [*self._behind_alias(), self.changes]:
                self.client.indices.delete(index=index, params={"ignore_unavailable": "true"})

    def rebuild(
        self,
        documents: Iterable[Document],
        again: Callable[[Collection[str]], Iterable[Document]],
        *,
        processes: int = 1,
    ) -> int:
        with _answering(), preparing(processes) as prepare_all:
            fresh = f"{self.name}-{uuid.uuid4().hex}"
            self.client.indices.delete(index=self.changes, params={"ignore_unavailable": "true"})
            self.client.indices.create(index=self.changes)
            self.client.indices.create(index=fresh, body=_INDEX)
            try:
                self._write(_put(fresh, prepared) for prepared in prepare_all(documents))
                self._catch_up(fresh, again)
                old = self._behind_alias()
                moves = [{"remove_index": {"index": index}} for index in old]
                moves.append({"add": {"index": fresh, "alias": self.name}})
                self.client.indices.update_aliases(body={"actions": moves})
            except BaseException:
                self.client.indices.delete(index=fresh, params={"ignore_unavailable": "true"})
                raise
            # What was written to the old index while the alias moved.
            self._catch_up(fresh, again)
            self.client.indices.delete(index=self.changes)
        return self.count()

    def _behind_alias(self) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=self.name))
        except NotFoundError:
            return []

    def _catch_up(self, index: str, again: Callable[[Collection[str]], Iterable[Document]]) -> None:
        self.client.indices.refresh(index=self.changes)
        keys = [hit["_id"] for hit in helpers.scan(self.client, index=self.changes, _source=False)]
        if keys:
            self._write({"_op_type": "delete", "_index": index, "_id": key} for key in keys)
            with preparing(1) as prepare_all:
                self._write(_put(index, prepared) for prepared in prepare_all(again(keys)))
        self.client.indices.refresh(index=index)

    def _write(self, actions: Iterable[dict[str, Any]], *, note: bool = False) -> int:
        with _answering():
            # Bulk writing would make an index of a name that is none, without our settings.
            if note and not self.client.indices.exists_alias(name=self.name):
                raise SearchUnavailable
            rebuilding = note and self.client.indices.exists(index=self.changes)

            def noted() -> Iterator[dict[str, Any]]:
                for action in actions:
                    if rebuilding:  # first, so that nothing is written and not noted
                        yield {"_index": self.changes, "_id": action["_id"], "_source": {}}
                    yield action

            count = 0
            for done, result in helpers.streaming_bulk(self.client, noted(), raise_on_error=False):
                ((kind, outcome),) = result.items()
                missing = kind == "delete" and outcome.get("result") == "not_found"
                if not done and not missing:
                    raise SearchUnavailable
                count += kind == "index" and outcome["_index"] != self.changes
            return count


def _put(index: str, prepared: Prepared) -> dict[str, Any]:
    source = {name: getattr(prepared, name).decode() for name in ("facts", "body", "attachments")}
    return {
        "_index": index,
        "_id": prepared.key,
        "_source": {
            "key": prepared.key,
            "text": prepared.tokens.text,
            "title": prepared.tokens.title,
            "attachments": prepared.tokens.attachments,
            "characters": sorted(set(prepared.tokens.characters)),
            "words": prepared.tokens.words.split(),
            "numbers": prepared.numbers,
            "audience": prepared.audience,
            **prepared.facets,
            "published": prepared.published,
            "weight": prepared.weight,
            "source": source,
        },
    }


class OpenSearchReader(Reader):
    """The index behind the alias, as it is at each question."""

    def __init__(self, client: opensearchpy.OpenSearch, name: str) -> None:
        self.client, self.name = client, name

    def _ask(self, body: Mapping[str, Any]) -> Any:
        with _answering():
            return self.client.search(index=self.name, body=dict(body))

    def texts(self) -> int:
        with _answering():
            return int(self.client.count(index=self.name)["count"])

    def frequencies(self, field: str, tokens: Sequence[str]) -> Mapping[str, int]:
        if not tokens:
            return {}
        filters = {str(n): {"term": {field: token}} for n, token in enumerate(tokens)}
        counted = self._ask({"size": 0, "aggs": {"tokens": {"filters": {"filters": filters}}}})
        buckets = counted["aggregations"]["tokens"]["buckets"]
        return {token: int(buckets[str(n)]["doc_count"]) for n, token in enumerate(tokens)}

    def top(self, node: Node, *, limit: int, sort: Sort = Sort.RELEVANCE, weighed: bool = True) -> Found:
        if sort == Sort.RELEVANCE:
            found = self._hits(node, limit, weighed)
        else:
            found = self._hits(node, limit, False, sort=[{"published": "asc" if sort == Sort.OLDEST else "desc"}])
        return Found(int(found["total"]["value"]), _places(found, weighed))

    def best(self, node: Node, *, limit: int, weighed: bool = True) -> Sequence[Place]:
        return _places(self._hits(node, limit, weighed, track_total_hits=False), weighed)

    def _hits(self, node: Node, limit: int, weighed: bool, **more: Any) -> Any:
        query = translate(node)
        if weighed:
            factor = {"field_value_factor": {"field": "weight", "missing": 1}}
            query = {"function_score": {"query": query, "functions": [factor], "boost_mode": "multiply"}}
        ask = {"query": query, "size": limit, "_source": False, "docvalue_fields": ["weight"], "track_total_hits": True}
        return self._ask(ask | more)["hits"]

    def how_many(self, node: Node) -> int:
        with _answering():
            return int(self.client.count(index=self.name, body={"query": translate(node)})["count"])

    def load(self, places: Sequence[Place]) -> list[Document]:
        if not places:
            return []
        with _answering():
            got = self.client.mget(index=self.name, body={"ids": [place.handle for place in places]})["docs"]
        if not all(one.get("found") for one in got):  # removed since it was found
            raise SearchUnavailable
        return [as_handed_in(**one["_source"]["source"]) for one in got]

    def facets(self, node: Node, names: Sequence[str]) -> tuple[int, Facets]:
        wanted = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
        counted = self._ask({"size": 0, "track_total_hits": True, "query": translate(node), "aggs": wanted})
        values = {
            name: tuple((one["key"], int(one["doc_count"])) for one in counted["aggregations"][name]["buckets"])
            for name in names
        }
        return int(counted["hits"]["total"]["value"]), values

    def vocabulary(self, prefix: str, *, audience: Collection[str], limit: int) -> list[tuple[str, int]]:
        terms = {"field": "words", "include": f"{re.escape(prefix)}.*", "size": limit}
        query = translate(OneOf("audience", tuple(audience)))
        counted = self._ask({"size": 0, "query": query, "aggs": {"words": {"terms": terms}}})
        return [(one["key"], int(one["doc_count"])) for one in counted["aggregations"]["words"]["buckets"]]


def translate(node: Node) -> dict[str, Any]:
    """The tree in the service's own terms."""
    if isinstance(node, Token):
        return {"term": {node.field: {"value": node.token, "boost": node.boost}}}
    if isinstance(node, Adjacent):
        return {"match_phrase": {node.field: {"query": " ".join(node.tokens), "analyzer": "whitespace"}}}
    if isinstance(node, OneOf):
        return {"terms": {node.field: list(node.values)}}
    if isinstance(node, Between):
        return {"range": {node.field: {"gte": node.low, "lte": node.high}}}
    if isinstance(node, Worth):
        return {"constant_score": {"filter": translate(node.part), "boost": node.score}}
    if isinstance(node, Some):
        parts = [translate(part) for part in node.parts]
        return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else {"match_none": {}}
    if isinstance(node, Every):
        return {"bool": {"must": [translate(part) for part in node.parts]}} if node.parts else {"match_all": {}}
    assert isinstance(node, Ranked)
    limits = [translate(limit) for limit in node.limits]
    extra = [translate(part) for part in node.extra]
    return {"bool": {"must": [translate(node.matching)], "filter": limits, "should": extra}}


def _places(found: Mapping[str, Any], weighed: bool) -> list[Place]:
    return [
        Place(hit["_score"] or 0.0, float(hit["fields"]["weight"][0]) if weighed else 1.0, hit["_id"])
        for hit in found["hits"]
    ]
