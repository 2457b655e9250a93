"""Two versions side by side: nothing lost, nothing hidden, and never slow."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.disclosure.queries import Change, compare, compare_texts, readable

TEXTS = st.text(st.sampled_from("甲乙丙丁。；\n一二，"), max_size=120)


def sides(pieces) -> tuple[str, str]:
    older = "".join(piece.text for piece in pieces if piece.change != Change.IN)
    newer = "".join(piece.text for piece in pieces if piece.change != Change.OUT)
    return older, newer


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_out_of_it(older, newer):
    assert sides(compare_texts(older, newer)) == (older, newer)


@given(TEXTS)
def test_a_text_differs_in_nothing_from_itself(text):
    assert all(piece.change == Change.SAME for piece in compare_texts(text, text))


def test_a_changed_term_is_shown_in_its_sentence_and_the_rest_stays():
    pieces = compare_texts("第一条　适用于全区。\n第二条　期限为十日。", "第一条　适用于全区。\n第二条　期限为三十日。")
    assert [(piece.change, piece.text) for piece in pieces] == [
        (Change.SAME, "第一条　适用于全区。\n第二条　期限为"),
        (Change.IN, "三"),
        (Change.SAME, "十日。"),
    ]


def test_two_sentences_with_little_in_common_are_shown_whole():
    pieces = compare_texts("由经济发展局负责解释。", "本办法有效期五年，到期自行失效。")
    assert [piece.change for piece in pieces] == [Change.OUT, Change.IN]


def test_an_article_put_behind_an_altered_one_is_shown_as_one_article():
    pieces = compare_texts("第二条　期限十二个月。", "第二条　期限十八个月。\n第三条　由经济发展局解释。")
    assert [(piece.change, piece.text) for piece in pieces] == [
        (Change.SAME, "第二条　期限十"),
        (Change.OUT, "二"),
        (Change.IN, "八"),
        (Change.SAME, "个月。"),
        (Change.IN, "\n第三条　由经济发展局解释。"),
    ]


def test_an_article_put_in_leaves_those_around_it():
    older = "".join(f"第{n}条　内容{n}。\n" for n in range(400))
    newer = older.replace("第200条", "第199条之一　新增。\n第200条")
    changed = [piece for piece in compare_texts(older, newer) if piece.change != Change.SAME]
    assert [(piece.change, piece.text) for piece in changed] == [(Change.IN, "第199条之一　新增。\n")]


ADVERSE = {
    "nothing in common": lambda rng: ("".join(chr(0x4E00 + rng.randrange(9000)) for _ in range(100_000)) for _ in "ab"),
    "one sentence for ever": lambda rng: ("否。" * 50_000, "是。否。" * 25_000),
    "one line for ever": lambda rng: ("否\n" * 50_000, "是\n否\n" * 25_000),
    "every second changed": lambda rng: (
        "".join(f"{n}。" for n in range(17_000)),
        "".join(f"{n if n % 2 else -n}。" for n in range(17_000)),
    ),
    "two characters": lambda rng: ("甲乙" * 50_000, "乙甲甲" * 33_000),
    "shuffled": lambda rng: (
        "".join(f"第{n}条内容。" for n in range(12_000)),
        "".join(f"第{n}条内容。" for n in rng.sample(range(12_000), 12_000)),
    ),
}


@pytest.mark.parametrize("name", ADVERSE)
def test_a_hundred_thousand_characters_come_to_an_end_whatever_they_are(name):
    # Were any step quadratic, this would take hours: 100,000 × 100,000 comparisons.
    older, newer = ADVERSE[name](random.Random(5))
    assert sides(compare_texts(older, newer)) == (older, newer)


def test_what_is_read_is_text_without_markup_and_links_tell_where_they_lead():
    body = '<h2>一、范围</h2><p>见<a href="/x">附件</a>&lt;b&gt;</p><table><tr><td>甲</td><td>1</td></tr></table>'
    assert readable(body) == "一、范围\n见附件〔/x〕<b>\n｜ 甲 ｜ 1"


def test_a_link_that_leads_elsewhere_is_a_change_of_the_text():
    found = compare({"body": '<a href="/a">附件</a>'}, {"body": '<a href="/b">附件</a>'})
    assert found.text_differs


def test_a_change_of_markup_alone_is_said():
    found = compare({"body": "<p>正文</p>"}, {"body": "<h2>正文</h2>"})
    assert (found.layout, found.text_differs, found.same) == (True, False, False)


def test_facts_are_compared_by_name_and_what_is_the_same_is_left_out():
    older = {"title": "甲", "number": "1", "attachments": [{"name": "a.pdf", "sha256": "1", "size": 3}], "body": ""}
    newer = {"title": "乙", "number": None, "attachments": [{"name": "a.pdf", "sha256": "2", "size": 3}], "body": ""}
    found = compare(older, newer)
    assert [(fact.name, fact.before, fact.after) for fact in found.facts] == [
        ("title", "甲", "乙"),
        ("attachments", "a.pdf，1，3", "a.pdf，2，3"),
    ]
