from __future__ import annotations

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.base.core import html as html_module
from gongkai.base.core.errors import Refused
from gongkai.base.core.html import has_text, safe_html

ACTIVE = [
    "<script>alert(1)</script>",
    "<SCRIPT src=//x>",
    "< script>x",
    '<p onclick="x()">按此</p>',
    "<p\nonmouseover=x>按此</p>",
    '<p title="x"onclick=x>按此</p>',
    "<p/onclick=x>按此</p>",
    '<a href="javascript:x()">按此</a>',
    "<a href=' JavaScript:x()'>按此</a>",
    "<iframe src=x></iframe>",
    "<form action=x><input></form>",
    '<svg onload="x()"></svg>',
    "<meta http-equiv=refresh>",
    '<object data="x"></object>',
    '<base href="//x">',
]


@pytest.mark.parametrize("body", ACTIVE)
def test_what_acts_is_refused_aloud(body):
    with pytest.raises(Refused, match="未保存"):
        safe_html(f"<p>正文。</p>{body}")


def test_what_is_only_clutter_is_dropped_and_the_text_kept():
    body = '<p class="MsoNormal" style="color:red"><font face="x">第一条</font>　<o:p></o:p></p>'
    assert safe_html(body) == "<p>第一条　</p>"


def test_a_text_about_scripts_is_a_text():
    body = '<p>网页中的 &lt;script&gt; 标记应当删除；javascript: 也是。写作 href="javascript:x()" 的更是。</p>'
    assert safe_html(body) == body


def test_tables_keep_their_spans():
    body = '<table><tbody><tr><td colspan="2">合计</td></tr></tbody></table>'
    assert safe_html(body) == body


PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<td colspan=2>",
            "<a href=",
            "'",
            '"',
            ">",
            "<",
            "/",
            "&lt;",
            "&#106;",
            "\x00",
        ),
        *(
            "script",
            "on",
            "click=",
            "java",
            "script:",
            "x",
            "公开",
            " ",
            "\n",
            "<svg",
            "<img/",
            "<math>",
            "<!--",
            "-->",
        ),
        *("onerror=x", "<style>", "</style>", "<title>", "href=", "data:", "<template>", "<noscript>"),
    ]
)


def test_an_address_that_looks_like_a_handler_is_an_address():
    body = '<a href="on=1" rel="noopener">附件</a>'
    assert safe_html(body) == body


@example("<a href=onerror=x<p>")
@given(st.lists(PIECES, max_size=14).map("".join))
def test_nothing_that_acts_comes_through_and_what_came_through_once_comes_through_again(body):
    try:
        safe = safe_html(body)
    except Refused:
        return
    lowered = safe.lower()
    for tag in ("<script", "<svg", "<img", "<math", "<style", "<iframe", "<template", "<noscript"):
        assert tag not in lowered
    assert "\x00" not in safe
    assert safe_html(safe) == safe


@pytest.mark.parametrize("body", ["", "<p></p>", '<p data-block-key="x"> </p>', "<p>&nbsp;<br></p>"])
def test_an_editor_left_empty_has_no_text(body):
    assert not has_text(body)


def test_a_table_is_text():
    assert has_text("<table><tr><td>1</td></tr></table>")


@given(st.lists(st.text(alphabet="港区 通知\n\t\"'><&;=/p\xa0\r\0x", max_size=12)))
def test_plain_paragraphs_are_what_the_cleaner_would_give_back(texts):
    body = "".join(f"<p>{text}</p>" for text in texts)
    if html_module._PLAIN.fullmatch(body):
        assert nh3.clean(body, tags={"p"}) == safe_html(body) == body
        assert has_text(body) == bool("".join(texts).strip())
