"""The page says what the tree says, and no text in it can become markup."""

from datetime import date

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.documents.html import render_html
from gongkai.base.documents.tree import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Signature,
    Strong,
    Table,
    row,
)

NASTY = st.text(
    st.one_of(st.sampled_from("<>&\"'`#$\\*_@[]{}=/ "), st.characters(min_codepoint=0xA0, exclude_categories=["C"])),
    min_size=1,
    max_size=30,
).filter(str.strip)


def page(document, **options):
    return lxml.html.fromstring(render_html(document, **options))


@given(NASTY)
def test_no_text_becomes_markup(text):
    line = "甲" + text
    document = Document(
        line,
        line,
        date(2024, 1, 1),
        (
            Heading(1, line),
            Paragraph.of(line, Strong(line), Link(line, "/a?b=<script>&c=\"'"), Figure(line, "/f", line)),
            Table(line, (Column(),), (row(line),), (row(line),), note=line),
            Signature(line, date(2024, 1, 1)),
            Note("甲" + line + "乙"),
        ),
        number=line,
    )
    plain = Document("x", "x", date(2024, 1, 1), document.blocks)
    tree = page(document)
    tags = [element.tag for element in tree.iter()]
    assert tags == [
        element.tag
        for element in page(
            Document(
                "甲",
                "甲",
                date(2024, 1, 1),
                (
                    Heading(1, "甲"),
                    Paragraph.of("甲", Strong("甲"), Link("甲", "/"), Figure("甲", "/f", "甲")),
                    Table("甲", (Column(),), (row("甲"),), (row("甲"),), note="甲"),
                    Signature("甲", date(2024, 1, 1)),
                    Note("甲"),
                ),
                number="甲",
            )
        ).iter()
    ]
    assert tree.findtext(".//h1") == line
    assert tree.find(".//th").text == line
    assert tree.find(".//a[@class='figure']").get("data-figure") == line
    assert "<script" not in render_html(plain)


def test_a_figure_is_a_link_that_looks_like_a_number(sample):
    assert '<a class="figure" href="/figures/t1.total" data-figure="t1.total">7,385</a>' in render_html(sample)


def test_heads_say_what_they_head(sample):
    table = page(sample).findall(".//table")[0]
    assert table.findtext("caption") == "申请办理情况"
    assert {th.get("scope") for th in table.findall("thead//th")} == {"col", "colgroup"}
    assert [(th.text, th.get("scope")) for th in table.findall("tbody//th")] == [
        ("本年新收", "row"),
        ("其中：网上", "row"),
        ("办理结果", "colgroup"),
        ("予以公开", "row"),
    ]
    assert table.find("thead//th").get("rowspan") == "2"


@pytest.mark.parametrize(("offset", "first", "second"), [(0, "h1", "h2"), (1, "h2", "h3"), (9, "h6", "h6")])
def test_headings_move_down_with_the_page_around_them(sample, offset, first, second):
    tree = page(sample, heading_offset=offset)
    assert tree.find("header")[0].tag == first
    assert tree.xpath(f"//{second}[text()='一、总体情况']")


def test_the_title_can_be_left_to_the_page(sample):
    assert page(sample, titled=False).find(".//h1") is None


def test_a_newline_is_a_line_break():
    document = Document("题", "机关", date(2024, 1, 1), (Paragraph.of("甲\n乙"),))
    assert "<p>甲<br>乙</p>" in render_html(document)


def test_a_cell_keeps_its_place_in_class_names():
    cells = row(Cell.of("甲", indent=2), Cell.of("乙", align="right"))
    document = Document(
        "题", "机关", date(2024, 1, 1), (Table("表", (Column(), Column()), (row("a", "b"),), (cells,)),)
    )
    assert '<td class="indent-2">甲</td><td class="align-right">乙</td>' in render_html(document)
