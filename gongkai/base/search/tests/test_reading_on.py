"""What a reader is helped with: snippets, what was probably meant, suggestions, related texts."""

from __future__ import annotations

import re

import pytest

from gongkai.base.search.corrections import closest, one_step
from gongkai.base.search.port import Document, Query
from gongkai.base.search.snippets import LENGTH, marked, snippet

from .conftest import keys, on


def plain(html: str) -> str:
    return re.sub(r"</?mark>", "", html)


@pytest.mark.parametrize(
    ("text", "needles", "shown"),
    [
        ("推行双随机、一公开监管", ["双随机一公开"], "推行<mark>双随机、一公开</mark>监管"),
        ("危險貨物", ["危险货物"], "<mark>危險貨物</mark>"),
        ("ＷＴＯ规则", ["wto"], "<mark>ＷＴＯ</mark>规则"),
        ("第⑩条和㈠㈡", ["10"], "第<mark>⑩</mark>条和㈠㈡"),
        ("面积㎡计", ["积m2"], "面<mark>积㎡</mark>计"),
        ("a<b>危险&货物", ["危险货物"], "a&lt;b&gt;<mark>危险&amp;货物</mark>"),
        ("⻓期", ["长期"], "<mark>⻓期</mark>"),
        ("一\ud800二\x00三", ["一二"], "<mark>一 二</mark> 三"),
        ("aaa", ["aa"], "<mark>aaa</mark>"),
        ("", ["办法"], ""),
        ("。", [], "。"),
    ],
)
def test_the_characters_that_were_found_are_marked_as_they_were_written(text, needles, shown):
    assert marked(text, needles) == shown


def test_a_snippet_is_taken_where_most_of_what_was_asked_stands():
    text = "补贴。" + "无关内容" * 2000 + "。申请社保补贴的企业应当提交材料。" + "其他内容" * 2000
    shown = snippet(text, ["申请社保补贴的企业", "补贴", "申请"])
    assert plain(shown).startswith("申请社保补贴的企业")
    assert len(plain(shown)) == LENGTH


def test_a_phrase_across_the_seams_of_a_long_text_is_still_shown():
    for before in range(3_980, 4_002):
        assert "<mark>危险货物</mark>" in snippet("甲" * before + "危险货物" + "乙" * 100, ["危险货物"])


def test_a_hit_shows_the_attachment_when_only_that_has_it(put, search):
    put(Document("list", "名单公示", "后附名单。", attachments="拟录用人员：<b>欧阳某某</b>"))
    hit = search.search(Query("欧阳某某")).hits[0]
    assert hit.in_attachment
    assert hit.snippet_html == "拟录用人员：&lt;b&gt;<mark>欧阳某某</mark>&lt;/b&gt;"
    assert not search.search(Query("名单")).hits[0].in_attachment


def test_nothing_of_a_text_becomes_markup(put, search):
    put(Document("evil", "<script>alert('办法')</script>", '"><img src=x onerror=alert(1)>办法<!--'))
    hit = search.search(Query("办法 script")).hits[0]
    assert re.findall(r"<(?!/?mark>)", hit.title_html + hit.snippet_html) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("危险货勿", "危险货物"),
        ("伟险货物", "危险货物"),
        ("危货物", "危险货物"),
        ("危险险货物", "危险货物"),
        ("危险物货", "危险货物"),
        ("养劳保险", "养老保险"),
        ("危险货勿 管理", "危险货物 管理"),
    ],
)
def test_one_slip_is_put_right_from_the_words_of_the_index(put, search, typed, meant):
    put(
        Document("one", "危险货物管理办法", "危险货物的装卸。"),
        Document("two", "养老保险办法", "基本养老保险，工伤保险，医疗保险。"),
    )
    page = search.search(Query(typed))
    assert page.suggestion == meant
    assert search.search(Query(meant)).total


@pytest.mark.parametrize("typed", ["危险货物", "完全不同的东西", "危险", "货", "危险货物 没有的东西"])
def test_nothing_is_guessed_where_nothing_is_near(put, search, typed):
    put(Document("one", "危险货物管理办法", "危险货物的装卸。"))
    assert search.search(Query(typed)).suggestion == ""


def test_a_correction_is_one_step_and_never_a_longer_piece_of_the_text():
    assert one_step("ab", "ba")
    assert not one_step("ab", "ab")
    assert not one_step("abc", "cba")
    assert closest("危险货勿", ["装卸危险货物的办法"]) == "危险货物"
    assert closest("危险货物", ["危险货物品"]) == ""


def test_suggestions_are_titles_that_hold_what_was_typed_those_that_begin_so_first(put, search):
    put(
        Document("one", "关于公布危险货物名录的通知", published_at=on(2018)),
        Document("two", "危险货物管理办法", published_at=on(2010)),
        Document("three", "危险货物管理办法", published_at=on(2011)),
        Document("four", "其他", body="危险货物"),
    )
    assert search.suggest("危险货") == ("危险货物", "危险货物管理办法", "关于公布危险货物名录的通知")
    assert search.suggest("名录") == ("关于公布危险货物名录的通知",)
    assert search.suggest("危") == ("危险货物", "危险货物管理办法", "关于公布危险货物名录的通知")
    assert search.suggest("") == search.suggest(" ，") == ()
    assert len(search.suggest("危", limit=1)) == 1


def test_related_texts_are_about_the_same_matter_and_never_the_text_itself(put, search):
    put(
        Document("one", "港口危险货物安全管理办法", "危险货物装卸作业的安全管理。"),
        Document("two", "危险货物装卸作业许可", "装卸危险货物应当取得许可。"),
        Document("three", "义务教育招生办法", "小学招生划片。"),
        Document("four", "初中招生办法", "初中招生划片，义务教育。"),
        *(Document(f"other{n}", f"第{n}号会议纪要", "会议研究了工作。") for n in range(6)),
    )
    assert [document.key for document in search.related("one")][:1] == ["two"]
    assert [document.key for document in search.related("three")][:1] == ["four"]
    assert "one" not in [document.key for document in search.related("one")]
    assert search.related("nobody") == ()


def test_a_query_in_traditional_characters_marks_the_simplified_text(put, search):
    put(Document("one", "危险货物管理办法"))
    page = search.search(Query("危險貨物"))
    assert keys(page) == ["one"]
    assert page.hits[0].title_html == "<mark>危险货物</mark>管理办法"
