"""One form of each character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.search.normalise import characters, folded, spaced, stream, together_with_marks
from gongkai.base.search.port import Document
from gongkai.base.search.queries import read
from gongkai.base.search.segment import BREAK, pairs, stop_words, tokens, words


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("ＷＴＯ２０１８", "wto2018"),
        ("①⑩㈠㎡", "110一m2"),
        ("資訊公開", "资讯公开"),
        ("⼀⾥⺠⻓⻔", "一里民长门"),
        ("○〇◯", "〇〇〇"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("ﬁnance", "finance"),
        ("ⅣⅫ", "ivxii"),
        ("“双随机、\n一公开”", "双随机一公开"),
        ("\u200b\ufeff\ud800", ""),
        ("\U00031350\U0002ebf0", "\U00031350\U0002ebf0"),
        ("한글 ﾊﾝｸﾞﾙ", "한글ハンクル"),
    ],
)
def test_a_text_has_one_form_however_it_was_typed(written, form):
    assert stream(written) == form


@given(st.text(), st.text())
def test_a_piece_of_a_text_folds_to_a_piece_of_its_fold(before, after):
    assert spaced(before + after) == spaced(before) + spaced(after)
    assert stream(before + after) == stream(before) + stream(after)


def test_a_text_of_everything_folds_as_its_characters_do():
    everything = "".join(map(chr, range(1, 0x11000)))
    assert spaced(everything) == "".join(map(spaced, everything))


@given(st.text())
def test_every_character_of_the_stream_knows_where_it_came_from(text):
    found = folded(text)
    assert len(found.places) == len(found.stream)
    assert found.places == sorted(found.places)
    assert all(c in stream(text[place]) for c, place in zip(found.stream, found.places, strict=True))


@given(st.characters())
def test_a_character_is_read_or_is_a_mark_or_cannot_be_seen(character):
    assert characters(character) or unicodedata.category(character)[0] in "CZ"
    assert set(stream(character)) in ({*()}, characters(character))


def test_the_words_of_the_office_are_kept_whole():
    assert words("依申请公开规范性文件") == ["依申请公开", "规范性文件"]
    assert words("危险货物养老保险") == ["危险货物", "养老保险"]


def test_an_operators_own_words_are_kept_whole(settings, tmp_path):
    own = tmp_path / "words.txt"
    own.write_text("# 本地地名\n海港示范区\n", encoding="utf-8")
    assert "海港示范区" not in words("在海港示范区")
    settings.GONGKAI_SEARCH_DICTIONARY = str(own)
    assert words("在海港示范区") == ["在", "海港示范区"]


def test_pairs_are_each_character_with_the_next():
    assert pairs("危险货物") == ["危险", "险货", "货物"]
    assert pairs("货") == pairs("") == []


@given(st.text(), st.text())
def test_what_is_indexed_of_a_text_are_its_pairs_and_its_characters(title, body):
    found = tokens(Document("key", title, body))
    assert found.text.split() == [*pairs(stream(title)), *BREAK.split(), *BREAK.split(), *pairs(stream(body))]
    assert found.title.split() == [*pairs(stream(title)), *BREAK.split(), *stream(title)]
    assert set(found.characters) == characters(title + body)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_texts_folded_together_fold_as_each_does_alone(parts):
    flat, marks = together_with_marks(parts)
    assert flat == [spaced(part) for part in parts]
    assert marks <= characters("".join(parts))


def test_words_that_only_ask_are_not_looked_for():
    asked = read("请问怎么申请公租房？")
    assert [needle[0] for needle in asked.words] == ["申请", "公租房"]
    assert "怎么" in stop_words()
    assert [needle[0] for needle in read("怎么").words] == ["怎么"]


def test_numbers_and_quotations_are_taken_as_they_stand():
    asked = read("粤府办〔2018〕12号 《危险货物管理办法》")
    assert "粤府办201812号" in asked.phrases[1]
    assert asked.phrases[0] == ("危险货物管理办法",)
    assert asked.words == ()
