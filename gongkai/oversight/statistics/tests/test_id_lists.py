"""Keys of a million records are kept in a few kilobytes and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.oversight.statistics.queries import pack, unpack

ascending = st.sets(st.integers(min_value=1, max_value=2**63 - 1), max_size=60).map(sorted)
labels = st.text(alphabet="abcdefghij._", min_size=1, max_size=40)


@given(st.dictionaries(labels, ascending, max_size=4))
def test_what_is_packed_comes_back(keys):
    assert unpack(pack(keys).content) == keys


@given(ascending, ascending)
def test_other_records_have_another_hash(one, other):
    assert (pack({"a.b": one}).sha256 == pack({"a.b": other}).sha256) == (one == other)


def test_a_million_records_entered_in_a_row_take_less_than_ten_kilobytes():
    assert len(pack({"a.b": range(1, 1_000_001)}).content) < 10_000


@pytest.mark.parametrize("keys", [[2, 1], [1, 1], [0]])
def test_keys_that_do_not_ascend_are_refused(keys):
    with pytest.raises(ValueError, match="ascend"):
        pack({"a.b": keys})
