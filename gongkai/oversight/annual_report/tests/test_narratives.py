"""A sentence cannot disagree with a table."""

import pytest

from gongkai.base.core.errors import Refused
from gongkai.oversight.annual_report.queries import check_text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("共发布{a1.totl}条。", "a1.totl"),
        ("共发布{a1.total条。", "不成对"),
        ("共发布a1.total}条。", "不成对"),
        ("共发布7385条。", "7385条"),
        ("占11.8%。", "11.8%"),
        ("占 11.8 ％。", "11.8 ％"),
        ("收费1,200元。", "1,200元"),
        ("占{b.key_areas_share}。", "不能单独出现"),
        ("重点领域{b.key_areas}条，占{b.key_areas_share}。", "a1.total"),
        ("共{a1.total}条。\n其中{b.key_areas}条，占{b.key_areas_share}。", "a1.total"),
        ("## 共发布{a1.total}条", "小标题"),
    ],
)
def test_refuses_what_could_contradict_a_table(text, sentence):
    with pytest.raises(Refused, match=sentence):
        check_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "共发布{a1.total}条，其中重点领域{b.key_areas}条，占{b.key_areas_share}。",
        "根据《条例》第12条和珠府办〔2018〕156号文件，2018年3个工作日内公开。",
        "拨打12345热线。",
        "",
    ],
)
def test_takes_words_dates_and_named_figures(text):
    check_text(text)
