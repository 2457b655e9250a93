from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.transparency_log.canonical import canonical_json, row_hash, sha256

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(TEXT, VALUES, max_size=6)


def shuffled(value):
    """The same document with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(one) for one in value] if isinstance(value, list) else value


@given(DOCUMENTS)
def test_reading_gives_back_what_was_written(document):
    assert json.loads(canonical_json(document)) == document


@given(DOCUMENTS)
def test_the_bytes_do_not_depend_on_the_order_of_keys(document):
    assert canonical_json(shuffled(document)) == canonical_json(document)


@given(DOCUMENTS)
def test_writing_what_was_read_gives_the_same_bytes(document):
    written = canonical_json(document)
    assert canonical_json(json.loads(written)) == written


@given(DOCUMENTS, DOCUMENTS)
def test_different_documents_have_different_bytes(one, other):
    assert (canonical_json(one) == canonical_json(other)) == (repr_of(one) == repr_of(other))


def repr_of(value):
    """Equality in which 1 is not True, as in JSON."""
    if isinstance(value, dict):
        return {key: repr_of(one) for key, one in value.items()}
    return [repr_of(one) for one in value] if isinstance(value, list) else (type(value).__name__, value)


def test_the_bytes_are_what_the_page_about_the_log_says():
    document = {"标题": "关于“港区”的通知", "b": [1, True, None], "a": {"y": "\n", "x": ""}}
    expected = '{"a":{"x":"","y":"\\n"},"b":[1,true,null],"标题":"关于“港区”的通知"}'
    assert canonical_json(document) == expected.encode()


def test_a_number_json_does_not_know_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


@given(st.dictionaries(TEXT, TEXT, max_size=6), TEXT)
def test_the_hash_of_a_row_is_of_everything_but_itself(row, written):
    row.pop("hash", None)
    assert row_hash(row | {"hash": written}) == row_hash(row) == sha256(canonical_json(row))
