"""Promises of an office's own lists of words."""

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.masking import WordFinding, WordList, find_words

FEW = "甲乙丙Ab1"
WORDS = st.lists(st.text(FEW, min_size=1, max_size=5), max_size=12)
TEXTS = st.text(FEW + "ＡｂＢ１ 　\n。", max_size=60)


def written(word):
    """The word as `find_words` compares it."""
    return "".join(
        chr(ord(one) - 0xFEE0) if 0xFF01 <= ord(one) < 0xFF5F else one for one in word if not one.isspace()
    ).lower()


def everywhere(text, words):
    """Every place where a word stands, by the slowest means there is."""
    return {
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if not text[start].isspace()
        and not text[end - 1].isspace()
        and written(text[start:end]) in {written(word) for word in words}
    }


@given(TEXTS, WORDS)
def test_a_text_holds_a_listed_word_exactly_when_one_is_found(text, words):
    places = everywhere(text, words)
    found = {(one.start, one.end) for one in find_words(text, words)}
    assert found <= places
    assert bool(found) == bool(places)


@given(TEXTS, WORDS)
def test_every_place_is_found_or_overlaps_one_found_that_is_no_shorter(text, words):
    found = find_words(text, words)
    for start, end in everywhere(text, words):
        assert any(one.start < end and start < one.end and one.end - one.start >= end - start for one in found)


@given(TEXTS, WORDS)
def test_what_is_found_is_the_listed_word_and_nothing_overlaps(text, words):
    found = find_words(text, words)
    assert all(written(text[one.start : one.end]) == written(one.word) and one.word in words for one in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@given(TEXTS, WORDS, WORDS)
def test_an_exception_hides_what_lies_wholly_inside_it_and_nothing_else(text, words, exceptions):
    right = everywhere(text, exceptions)
    bare = [
        (start, end)
        for start, end in everywhere(text, words)
        if not any(first <= start and end <= last for first, last in right)
    ]
    found = {(one.start, one.end) for one in find_words(text, words, exceptions)}
    assert found <= set(bare)
    assert bool(found) == bool(bare)


def test_a_word_is_found_through_spaces_full_width_and_capitals_where_it_stands():
    text = "他说ＧＤＰ和 国 务\n院、gdp"
    assert find_words(text, ["Gdp", "国务院"]) == [
        WordFinding("Gdp", 2, 5),
        WordFinding("国务院", 7, 12),
        WordFinding("Gdp", 13, 16),
    ]


def test_a_right_word_that_holds_a_wrong_one_is_left_alone():
    assert find_words("服务平台独立运行", ["台独"], ["平台独立"]) == []
    assert find_words("平台独立，台独", ["台独"], ["平台独立"]) == [WordFinding("台独", 5, 7)]


def test_a_longer_wrong_word_around_an_exception_is_found():
    assert find_words("甲乙丙", ["甲乙丙"], ["乙"]) == [WordFinding("甲乙丙", 0, 3)]


def test_a_word_inside_the_beginning_of_a_longer_one_is_found_when_that_comes_to_nothing():
    assert find_words("甲乙丙戊", ["甲乙丙丁", "乙丙己", "丙"]) == [WordFinding("丙", 2, 3)]


def test_empty_words_and_empty_lists_find_nothing():
    assert find_words("甲 乙", ["", " ", "　"], [""]) == []
    assert find_words("", ["甲"]) == []


def test_characters_that_grow_when_made_small_keep_their_place():
    assert find_words("İ甲", ["甲"]) == [WordFinding("甲", 1, 2)]


def steps(text, listed):
    count = 0

    def line(frame, event, argument):
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        listed.find(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", ["a", "ab", "aaaaaaab", "甲乙", "甲 ", "aab"])
def test_twice_the_text_is_no_more_than_twice_the_work(piece):
    listed = WordList([*("a" * n for n in range(1, 12)), "aaaab", "甲乙甲乙甲丙"], ["aab", "乙甲"])
    assert steps(piece * 1000, listed) <= 2.1 * steps(piece * 500, listed) + 200


def test_the_number_of_words_does_not_slow_the_reading():
    words = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}词" for n in range(4000)]
    text = "".join(chr(0x4E00 + n % 5000) for n in range(2000))
    assert steps(text, WordList(words)) <= 3 * steps(text, WordList(words[:10]))
