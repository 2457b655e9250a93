"""A new form is a file: dropped into a folder it is compiled, frozen and printed, without a line of code."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from lxml import html

from gongkai.law.report.formats import format_names, formats_for, leave, load_format, look_in
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.queries.figures import handed_in
from gongkai.oversight.annual_report.tests.conftest import BEIJING
from gongkai.oversight.statistics.queries import figure_of

from .of_years import begin, fill, outputs

LATER = datetime(2042, 3, 1, 9, tzinfo=BEIJING)
FORM = """
name = "made_up_2041"
title = "示例格式（2041年起）"
heading = "{unit}公开工作情况（{year}年度）"
years = [2024, 2041]

[[tables]]
number = 1
title = "示例统计表"
columns = ["项目", "单位", "数量"]
note = "注：上年新收{t3.new.total@last}件。"
rows = [
  { key = "x.posts", label = "微博", sign = "（一）", unit = "条", figure = "a1.weibo", before = ["一、发布"] },
  { key = "x.rooms", label = "查阅室", sign = "（二）", unit = "间", collected = true },
]

[[crossed]]
key = "x3"
counted_as = "t3"
title = "示例交叉表"
unit = "件"
corner = "项目"
note = "注：只列两行。"
rows = [
  { key = "new", label = "新收", under = ["甲"] },
  { key = "carried_in", label = "结转", under = ["甲"] },
  { key = "done_total", label = "办结" },
]
columns = [
  { key = "natural", label = "个人" },
  { key = "total", label = "合计", aliases = ["总计"] },
]

[[crossed.each_row]]
id = "X3"
relation = "at_most"
left = ["natural"]
right = ["total"]
why = "个人的申请是全部申请的一部分。"

[[parts]]
heading = "申请"
text = "全年新收{t3.new.total}件，上年{t3.new.total@last}件，{t3.new.total@growth}。"
tables = ["x3"]

[[parts.charts]]
key = "one"
title = "新收"
unit = "件"
bars = [{ label = "新收", figures = ["t3.new.total"] }]

[[identities]]
id = "x.held"
ledger = true
left = ["t3.new.total", "t3.carried_in.total"]
right = ["t3.done_total.total", "t3.carried_out.total"]
why = "收到的与办结、结转的应当相等。"
"""


@pytest.fixture
def folder(tmp_path):
    """A folder the program takes forms from, for a test."""
    yield tmp_path
    leave(tmp_path)


@pytest.fixture
def form(folder):
    (folder / "made_up_2041.toml").write_text(FORM, encoding="utf-8")
    look_in(folder)
    handed_in.register(load_format("made_up_2041"))
    return load_format("made_up_2041")


def test_the_program_knows_it_and_those_it_came_with(form):
    assert "made_up_2041" in format_names()
    assert "national_2021" in format_names()
    assert [one.name for one in formats_for(2041)] == ["made_up_2041", "national_2021"]
    assert form.figures["x3.new.natural"] == "t3.new.natural"
    assert str(figure_of("x.rooms").label) == "查阅室"


def test_it_is_compiled_frozen_and_printed(form, zone, department, case_officer, openness_officer):
    fill(department, case_officer)
    report = begin(zone, 2024, openness_officer, form=form.name, now=LATER)
    report = actions.freeze(report, by=openness_officer, now=LATER)
    figures = queries.frozen_figures(report)
    made = outputs(report)
    assert outputs(report) == made
    page = html.fromstring(made["html"].decode())
    assert report.title == f"{zone.name}公开工作情况（2024年度）"
    crossed, plain = page.xpath("//table")
    assert [th.text_content() for th in crossed.xpath(".//thead//th")] == ["项目", "个人", "合计"]
    assert [(th.text_content(), th.get("scope"), th.get("rowspan"), th.get("colspan")) for th in crossed.xpath("tbody//th")] == [
        ("甲", "rowgroup", "2", None),
        ("新收", "row", None, None),
        ("结转", "row", None, None),
        ("办结", "row", None, "2"),
    ]  # fmt: skip
    numbers = [td.text_content() for td in crossed.xpath("tbody//td")]
    assert numbers == [
        figures[f"t3.{row}.{column}"].printed
        for row in ("new", "carried_in", "done_total")
        for column in ("natural", "total")
    ]
    assert plain.xpath("string(tbody/tr[1])") == "一、发布"
    assert [tr.text_content() for tr in plain.xpath("tbody/tr")[1:]] == ["（一）微博条0", "（二）查阅室间"]
    notes = [p.text_content() for p in page.xpath("//p[@class='table-note']")]
    assert notes[0] == "注：只列两行。"
    assert notes[1].startswith(f"注：上年新收{figures['t3.new.total@last'].printed}件。")
    told = json.loads(made["json"])
    assert told["form"]["name"] == "made_up_2041"
    assert {"x.held", "X3.new"} <= {one["id"] for one in told["identities"] if one["holds"]}


def test_a_form_of_the_operator_stands_before_ours_of_the_same_name(folder):
    (folder / "national_2021.toml").write_text(FORM.replace("made_up_2041", "national_2021"), encoding="utf-8")
    look_in(folder)
    assert load_format("national_2021").title == "示例格式（2041年起）"
    leave(folder)
    assert load_format("national_2021").title != "示例格式（2041年起）"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('tables = ["x3"]', 'tables = ["x4"]', "unknown tables"),
        ('left = ["natural"]', 'left = ["gone"]', "unknown figures"),
        ('key = "x.rooms"', 'key = "x.posts"', "used by two rows"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(folder, old, new, sentence):
    (folder / "made_up_2041.toml").write_text(FORM.replace(old, new), encoding="utf-8")
    look_in(folder)
    with pytest.raises(ValueError, match=sentence):
        load_format("made_up_2041")


def test_a_form_that_prints_a_figure_nobody_knows_is_refused(folder):
    (folder / "made_up_2041.toml").write_text(
        FORM.replace('figure = "a1.weibo"', 'figure = "a1.gone"'), encoding="utf-8"
    )
    look_in(folder)
    with pytest.raises(ValueError, match=r"made_up_2041: no figure 'a1\.gone'"):
        handed_in.register(load_format("made_up_2041"))
