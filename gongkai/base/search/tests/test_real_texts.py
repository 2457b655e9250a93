"""On real texts: any piece of any of them finds it, and no fold loses a character's place."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.base.search import normalise
from gongkai.base.search.engines.base import Query
from gongkai.base.search.engines.tantivy import TantivySearch
from gongkai.base.search.engines.tree import Every, OneOf
from gongkai.base.search.port import LAST_HIT, Document

pytestmark = pytest.mark.shared


class Texts(list[Document]):
    """Shown by its length: a failing example would otherwise print everything."""

    def __repr__(self) -> str:
        return f"<{len(self)} texts>"


@pytest.fixture(scope="module")
def texts(shared_dir: Path) -> Texts:
    with gzip.open(shared_dir / "data/gov_docs.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in islice(file, 0, 4447, 11)]
    return Texts(
        Document(
            key=line["id"], title=line["title"], body=line["body"] or "", document_number=line["doc_number"] or "",
            number=line["index_number"] or "",
        )
        for line in lines
    )  # fmt: skip


@pytest.fixture(scope="module")
def filled(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> TantivySearch:
    search = TantivySearch(tmp_path_factory.mktemp("search"))
    search.rebuild(texts, lambda keys: ())
    return search


@given(data=st.data())
@settings(max_examples=400)
def test_any_piece_of_a_published_text_finds_it(filled, texts, data):
    text = data.draw(st.sampled_from(texts))
    whole = data.draw(st.sampled_from([text.title, text.body, text.document_number, text.number])) or text.title
    length = data.draw(st.integers(1, min(30, len(whole))))
    start = data.draw(st.integers(0, len(whole) - length))
    piece = whole[start : start + length]
    if not normalise.characters(piece):
        return  # a line break or a space says nothing
    for size in range(100, LAST_HIT + 1, 100):
        page = filled.search(Query(piece, size=100, page=size // 100, facets=()))
        if text.key in [hit.document.key for hit in page.hits]:
            return
        if size >= page.total:
            break
    pytest.fail(f"{piece!r} does not find {text.key}")


@given(which=st.integers(0, 10_000), where=st.floats(0, 1, exclude_max=True))
@settings(max_examples=200)
def test_a_sentence_that_is_pasted_leads_to_its_text_before_all_others(filled, texts, which, where):
    long = [text for text in texts if len(text.body) > 500]
    text = long[which % len(long)]
    start = int(where * (len(text.body) - 40))
    piece = text.body[start : start + 40]
    run = normalise.stream(piece)
    if len(run) >= 20:
        first = filled.search(Query(piece, facets=(), weighed=False)).hits[0].document
        assert run in normalise.stream(f"{first.title}\n{first.body}"), piece


@pytest.mark.parametrize("phrase", ["危险货物", "养老保险", "行政许可", "二〇一九年", "公开", "费"])
def test_every_text_with_the_phrase_is_counted_and_no_other(filled, texts, phrase):
    having = {text.key for text in texts if phrase in normalise.stream(f"{text.title}\n{text.body}")}
    page = filled.search(Query(f"“{phrase}”" if len(phrase) > 1 else phrase, size=LAST_HIT))
    found = {hit.document.key for hit in page.hits}
    assert having <= found
    if phrase != "二〇一九年":
        assert found == having
    assert page.total == len(found)


def test_folding_keeps_the_place_of_every_character(texts):
    for text in texts[:100]:
        folded = normalise.folded(text.body)
        assert len(folded.stream) == len(folded.places)
        for character, place in zip(folded.stream, folded.places, strict=True):
            assert character in normalise.spaced(text.body[place])


def test_a_text_can_be_fetched_by_its_key(filled, texts):
    reader = filled.reader()
    for text in texts[:50]:
        assert reader.load(reader.top(Every((OneOf("key", (text.key,)),)), limit=2).places) == [text]
