"""HTML as it is read, and edits that land exactly where somebody pointed."""

from __future__ import annotations

import html

import nh3
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.disclosure.queries import (
    Edit,
    Mark,
    marked_html,
    marked_plain,
    read_html,
    read_plain,
    rewritten_html,
    rewritten_plain,
)


def replaced(source: str, words: str, new: str) -> str:
    visible = read_html(source)
    start = visible.text.index(words)
    return rewritten_html(visible, [Edit(start, start + len(words), new)], {})


def test_what_stands_across_tags_inside_a_line_is_one_word():
    assert read_html("<p>电话1<b>38</b>00<i>1</i>38000</p>").text.strip() == "电话13800138000"


def test_what_a_tag_or_a_cell_ends_is_not_joined_with_what_follows():
    assert "13800138000" not in read_html("<table><tr><td>138</td><td>00138000</td></tr></table>").text
    assert "13800138000" not in read_html("138<br>00138000").text


def test_entities_and_invisible_characters_hide_nothing():
    assert read_html("&#49;38&#x30;0138000").text == "13800138000"
    assert read_html("138\u200b0013\u200d8000").text == "13800138000"
    assert read_html("1&#8203;3&#x200b;800138000").text == "13800138000"
    assert read_plain("1\u200b3\u20608\ufeff00138000").text == "13800138000"


def test_a_replacement_as_long_as_what_it_replaces_keeps_the_tags_it_runs_across():
    assert (
        replaced("<p>电话1<b>38</b>00138000。</p>", "13800138000", "138****8000") == "<p>电话1<b>38</b>****8000。</p>"
    )


def test_another_replacement_stands_where_the_first_character_stood():
    assert replaced("<p>电话1<b>38</b>00138000。</p>", "13800138000", "见附件") == "<p>电话见附件<b></b>。</p>"


def test_a_replacement_is_text_and_never_a_tag():
    assert replaced("<p>甲乙</p>", "甲乙", "<b>&</b>") == "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"


def test_a_stretch_written_with_entities_and_invisible_characters_is_replaced_whole():
    assert replaced("<p>&#49;38\u200b0013&#56;000</p>", "13800138000", "138****8000") == "<p>138\u200b****8000</p>"


def test_words_nobody_sees_are_found_with_their_place_and_changed_alone():
    source = '<p><a href="tel:138%30013800%30" title="张三 13900139000">电话</a><!-- 440404 --></p>'
    visible = read_html(source)
    assert [(one.label, one.text) for one in visible.hidden] == [
        ("链接地址", "tel:13800138000"),
        ("提示文字", "张三 13900139000"),
        ("注释", " 440404 "),
    ]
    changed = rewritten_html(visible, [], {0: "tel:138****8000", 1: "张三", 2: ""})
    assert changed == '<p><a href="tel:138****8000" title="张三">电话</a></p>'


def test_a_greater_than_sign_inside_an_attribute_does_not_end_the_tag():
    visible = read_html('<a title="a > b 13800138000">看</a>')
    assert visible.text == "看"
    assert visible.hidden[0].text == "a > b 13800138000"


def test_a_mark_across_tags_is_opened_and_closed_in_each_and_followed_once():
    visible = read_html("<p>1<b>38</b>0</p>")
    assert visible.text[:5] == "1380\n"
    assert marked_html(visible, [Mark(0, 4, "[", "]", "{x}")], {}) == "<p>[1]<b>[38]</b>[0]{x}</p>"


def test_what_follows_a_mark_never_stands_inside_a_link():
    visible = read_html('<p>见<a href="https://x.cn/">电话138</a>。</p>')
    start = visible.text.index("138")
    assert marked_html(visible, [Mark(start, start + 3, "[", "]", "{x}")], {0: "{h}"}) == (
        '<p>见<a href="https://x.cn/">电话[138]</a>{x}{h}。</p>'
    )


def test_a_marked_text_without_tags_is_escaped():
    assert marked_plain(read_plain("<b>甲</b>"), [Mark(3, 4, "[", "]", "")]) == "&lt;b&gt;[甲]&lt;/b&gt;"


bodies = st.lists(
    st.sampled_from(
        [
            "1",
            "38",
            "电话",
            "<b>",
            "</b>",
            "<p>",
            "</p>",
            "<br>",
            "&amp;",
            "&lt;",
            "\u200b",
            " ",
            "<a href='x'>",
            "</a>",
        ]
    ),
    max_size=30,
).map(lambda pieces: nh3.clean("".join(pieces)))


@given(bodies, st.data())
def test_an_edit_changes_exactly_the_stretch_and_nothing_else_that_is_read(body, data):
    visible = read_html(body)
    start = data.draw(st.integers(0, len(visible.text)))
    end = data.draw(st.integers(start, len(visible.text)))
    # A line that a tag ends is not written anywhere; it stays.
    if "\n" in visible.text[start:end] or start == end:
        return
    new = data.draw(st.text("甲<&9", max_size=6))
    after = read_html(rewritten_html(visible, [Edit(start, end, new)], {}))
    # Where nothing is left of a line, a tag has no line to end.
    assert after.text.replace("\n", "") == (visible.text[:start] + new + visible.text[end:]).replace("\n", "")
    assert after.source.count("<") - visible.source.count("<") == 0


@given(bodies)
def test_every_visible_character_is_written_where_it_is_said_to_be(body):
    visible = read_html(body)
    for character, (start, end) in zip(visible.text, visible.spans, strict=True):
        if start < end:
            assert html.unescape(body[start:end]).replace("\n", " ") == character


@given(st.text("1甲\u200b<", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_text_without_tags_is_changed_in_its_place(text, first, second):
    visible = read_plain(text)
    start, end = sorted((min(first, len(visible.text)), min(second, len(visible.text))))
    after = read_plain(rewritten_plain(visible, [Edit(start, end, "乙")]))
    expected = visible.text[:start] + "乙" + visible.text[end:] if start < end else visible.text
    assert after.text == expected
