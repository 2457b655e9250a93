"""A document that cannot be printed cannot be built."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.core.errors import Refused
from gongkai.base.documents.tree import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Table,
    Text,
    chinese_date,
    chinese_number,
    numbered_blocks,
    row,
)

DAY = date(2024, 3, 6)
BODY = (Paragraph.of("正文"),)
TWO = (Column(), Column())


def labels(*blocks):
    return [label for label, _block in numbered_blocks(Document("题", "机关", DAY, blocks))]


class TestNumbers:
    def test_follow_the_four_forms_of_the_standard(self):
        assert labels(*(Heading(level, "甲") for level in (1, 2, 3, 4))) == ["一、", "（一）", "1.", "（1）"]

    def test_start_anew_under_each_higher_heading(self):
        assert labels(
            Heading(1, "甲"), Heading(2, "乙"), Heading(2, "丙"), Heading(1, "丁"), Heading(2, "戊"), Heading(4, "己")
        ) == ["一、", "（一）", "（二）", "二、", "（一）", "（1）"]

    def test_an_unnumbered_heading_takes_no_number(self):
        assert labels(Heading(1, "甲"), Heading(1, "附录", numbered=False), Heading(1, "乙")) == ["一、", "", "二、"]

    @pytest.mark.parametrize(("number", "chinese"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
    def test_are_written_in_chinese(self, number, chinese):
        assert chinese_number(number) == chinese

    @pytest.mark.parametrize("text", ["一、总体情况", "（二）依申请公开", "3.文件", "（4）其他"])
    def test_written_by_hand_are_refused(self, text):
        with pytest.raises(Refused, match="序号由系统编排"):
            Heading(1, text)

    @pytest.mark.parametrize("text", ["2024年工作", "3.5亿元投资", "一体化平台"])
    def test_a_heading_may_begin_with_a_figure(self, text):
        assert Heading(1, text).text == text


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: Document(" ", "机关", DAY, BODY), "文件标题不能为空"),
        (lambda: Document("题", "", DAY, BODY), "发文机关不能为空"),
        (lambda: Document("题\n目", "机关", DAY, BODY), "文件标题不能换行"),
        (lambda: Document("题", "机关", DAY, ()), "没有正文"),
        (lambda: Document("题", "机关", DAY, BODY, language="中文"), "不是语言代码"),
        (lambda: Link("甲", "/a\ud800"), "U\\+D800"),
        (lambda: Document("题", "机关", DAY, BODY, meta=(("索引号", ""),)), "索引号不能为空"),
        (lambda: Text("甲\x00乙"), "U\\+0000"),
        (lambda: Text("甲\ud800"), "U\\+D800"),
        (lambda: Paragraph.of(" ", ""), "段落不能为空"),
        (lambda: Heading(5, "题"), "一至四级"),
        (lambda: Note("（此件公开发布）"), "附注不用写括号"),
        (lambda: Figure("", "/f", "t1"), "数字不能为空"),
        (lambda: Table("", TWO, (row("a", "b"),), ()), "表名不能为空"),
        (lambda: Table("表", TWO, (), ()), "没有表头"),
        (lambda: Column(width=0), "列宽"),
        (lambda: Cell.of("甲", rowspan=0), "至少占一行一列"),
        (lambda: Table("表", (Column(), Column(width=100)), (row("a", "b"),), ()), "放不下文字"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(build, sentence):
    with pytest.raises(Refused, match=sentence):
        build()


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JaVaScRiPt:1", "data:text/html,x", "//evil.example", "/\\e", "", "a b"]
)
def test_an_address_that_runs_or_leads_astray_is_refused(href):
    with pytest.raises(Refused, match="链接地址"):
        Link("点这里", href)


@pytest.mark.parametrize(
    "href", ["https://a.example/b?c=d#e", "/figures/t1", "#part", "?page=2", "/", "mailto:a@b.example"]
)
def test_an_address_of_the_web_or_this_site_is_taken(href):
    assert Link("点这里", href).href == href


class TestTable:
    @pytest.mark.parametrize(
        "rows",
        [
            (row("a"),),
            (row("a", "b", "c"),),
            (row(Cell.of("a", colspan=3)),),
            (row(Cell.of("a", rowspan=2), "b"),),
            (row("a", Cell.of("b", rowspan=2)), row("c", "d")),
            (row("a", Cell.of("b", rowspan=2)), row(Cell.of("c", colspan=2))),
        ],
        ids=["short", "long", "wide", "reaches out below", "one too many", "over another"],
    )
    def test_that_is_not_filled_exactly_is_refused(self, rows):
        with pytest.raises(Refused, match="行列不齐"):
            Table("表", TWO, (row("甲", "乙"),), rows)

    def test_a_head_does_not_reach_into_the_body(self):
        with pytest.raises(Refused, match="行列不齐"):
            Table("表", TWO, (row(Cell.of("甲", rowspan=2), "乙"),), (row("1"),))

    def test_merged_cells_push_the_rest_aside(self):
        rows = (row(Cell.of("a", rowspan=2), "b"), row("c"))
        table = Table("表", TWO, (row("甲", "乙"),), rows)
        assert [(y, x) for y, x, _cell in table.placed(rows)] == [(0, 0), (0, 1), (1, 1)]


@given(st.dates())
def test_a_date_has_no_leading_zeros(day):
    year, rest = chinese_date(day).split("年")
    month, rest = rest.split("月")
    assert date(int(year), int(month), int(rest.removesuffix("日"))) == day
    assert not month.startswith("0")
    assert not rest.startswith("0")
