"""Lists to take away say the same in every format, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai.base.core.pages import Page
from gongkai.base.core.tables import FORMATS, Table, tables, with_tables

COLUMNS = (("title", "标题"), ("count", "件数"), ("day", "日期"), ("at", "时间"))
ROWS = [
    ("=HYPERLINK(1)", 7, date(2018, 3, 14), datetime(2018, 3, 13, 16, 5, tzinfo=UTC)),
    ("+86", -1, None, None),
    ("@SUM(A1)<&>\"'\n第二行", 0, None, None),
    ("-1", 10**15, None, None),
    (" 两头有空格 ", 0, None, None),
]
TABLE = Table("公开目录：/2018*年[3]月?很长的名字很长的名字很长的名字很长的名字", COLUMNS, ROWS)


def sheet(table):
    return load_workbook(io.BytesIO(table.written("xlsx"))).active


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers():
    rows = list(sheet(TABLE).iter_rows())
    assert [cell.value for cell in rows[0]] == ["标题", "件数", "日期", "时间"]
    assert [row[0].value for row in rows[1:]] == [row[0] for row in ROWS]
    assert {row[0].data_type for row in rows[1:]} == {"s"}
    assert [row[1].value for row in rows[1:]] == [7, -1, 0, 10**15, 0]
    assert [cell.value for cell in rows[1][2:]] == ["2018-03-14", "2018-03-14 00:05:00"]
    assert len(sheet(TABLE).title) <= 31


def test_csv_says_the_same_and_nothing_in_it_is_reckoned():
    read = list(csv.reader(io.StringIO(TABLE.written("csv").decode("utf-8-sig"))))
    assert read[1] == ["'=HYPERLINK(1)", "7", "2018-03-14", "2018-03-14 00:05:00"]
    assert [row[0][:2] for row in read[2:5]] == ["'+", "'@", "'-"]
    assert read[2][1] == "-1"  # a number is no formula


def test_json_names_the_columns():
    told = json.loads(TABLE.written("json"))
    assert told["columns"] == dict(COLUMNS)
    assert told["rows"][1] == {"title": "+86", "count": -1, "day": None, "at": None}


def test_the_same_rows_are_the_same_bytes_whenever_they_are_written():
    again = Table(TABLE.title, COLUMNS, [tuple(row) for row in ROWS])
    assert {form: again.written(form) for form in FORMATS} == {form: TABLE.written(form) for form in FORMATS}
    members = zipfile.ZipFile(io.BytesIO(TABLE.written("xlsx"))).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_they_stand_beside_their_page():
    page = Page("columns/notices/2018-03.html", "x.html")
    assert [one.path for one in with_tables(page, TABLE)] == [
        "columns/notices/2018-03.html",
        *(f"columns/notices/2018-03.{form}" for form in FORMATS),
    ]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_whatever_a_cell_says_a_workbook_can_be_opened(texts):
    table = Table("".join(texts), (("a", "".join(texts) or "甲"),), [(text,) for text in texts])
    assert sheet(table).max_row == len(texts) + 1
    for one in tables("a.html", table):
        assert one.content
