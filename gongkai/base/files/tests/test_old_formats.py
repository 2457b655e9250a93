"""DOC, XLS and WPS: read, judged, and cleaned in place without moving a byte."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.base.files.examining.findings import BROKEN, Unacceptable

from .old_files import container, doc, record, wide, xls
from .workshop import examined, objections, places, refusal

ID = "440401199001010011"
TYPED = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20)


@settings(max_examples=25)
@given(st.lists(TYPED, min_size=1, max_size=5))
def test_every_paragraph_of_a_doc_is_found_under_its_number(texts):
    assert places(".doc", doc("\r".join(texts))) == {f"第{number}段": text for number, text in enumerate(texts, 1)}


def test_notes_headers_comments_and_boxes_of_a_doc_are_found_under_their_names():
    content = doc(
        "正文", footnote=ID, header="内部资料", comment="他是张三", endnote="尾", box="框内", headerbox="页码"
    )
    assert places(".doc", content) == {
        "第1段": "正文",
        "脚注第1段": ID,
        "页眉页脚第1段": "内部资料",
        "批注第1段": "他是张三",
        "尾注第1段": "尾",
        "文本框第1段": "框内",
        "页眉的文本框第1段": "页码",
    }
    assert "批注1有批注" in objections(".doc", content)


def test_deleted_text_of_a_doc_is_read_and_the_revision_objected_to():
    content = doc("张三甲乙", deleted=(0, 2))
    assert places(".doc", content) == {"第1段": "甲乙", "第1段修订删除的文字": "张三"}
    assert "第1段有未接受的修订" in objections(".doc", content)
    assert objections(".doc", doc("张三甲乙")) == ""


def test_the_code_of_a_field_is_not_part_of_the_sentence_but_is_read():
    found = places(".doc", doc('见\x13HYPERLINK "mailto:zhang@example.cn"\x14此处\x15。'))
    assert found["第1段"] == "见此处。"
    assert "zhang@example.cn" in found["第1段的域代码"]


def test_who_wrote_and_saved_a_doc_is_blanked_in_place_and_the_text_stays():
    content = doc("正文", author="张三")
    found, kept = examined(".doc", content)
    assert set(found.removed) == {"作者", "最后修改者", "历次保存者与路径"}
    assert len(kept) == len(content)
    for trace in ("张三".encode("utf-16-le"), "张三".encode("gbk")):
        assert trace in content
        assert trace not in kept
    with olefile.OleFileIO(BytesIO(kept)) as opened:
        assert opened.getproperties("\x05SummaryInformation") == {}
    again, kept_again = examined(".doc", kept)
    assert (kept_again, again.removed, again.parts) == (kept, [], found.parts)


def test_what_an_old_format_may_still_hold_is_said():
    found, _kept = examined(".doc", doc("正文"))
    assert "可能残留删改前的内容" in found.notes[0][0]


def cell(row, column, index):
    return record(0xFD, struct.pack("<HHHI", row, column, 0, index))


@settings(max_examples=25)
@given(st.lists(TYPED, min_size=1, max_size=5))
def test_every_shared_text_of_an_xls_is_found_under_its_address(texts):
    cells = b"".join(cell(number, 1, number) for number in range(len(texts)))
    found = places(".xls", xls(("名单", 0, cells), strings=tuple(texts)))
    assert found == {"工作表名称": "名单"} | {f"工作表“名单”B{n}": text for n, text in enumerate(texts, 1)}


def test_numbers_of_every_kind_are_read_as_they_were_typed():
    cells = record(0x203, struct.pack("<HHHd", 0, 0, 0, 13800138000.0))
    cells += record(0x27E, struct.pack("<HHHI", 0, 1, 0, (2018 << 2) | 2))
    cells += record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, (7 << 2) | 2, 0, (150 << 2) | 3, 1))
    cells += record(0x06, struct.pack("<HHHQHI", 2, 0, 0, 0xFFFF000000000000, 0, 0)) + record(0x207, wide("算出的字"))
    found = places(".xls", xls(("表", 0, cells)))
    assert [found[f"工作表“表”{address}"] for address in ("A1", "B1", "A2", "B2", "A3")] == [
        "13800138000",
        "2018",
        "7",
        "1.5",
        "算出的字",
    ]


def test_hidden_sheets_rows_and_columns_and_notes_of_an_xls_are_objected_to():
    hidden_row = record(0x208, struct.pack("<HHHHHHI", 1, 0, 9, 300, 0, 0, 0x20))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 1, 1, 2048, 0, 1, 0))
    note = (
        record(0x1C, struct.pack("<HHHH", 0, 0, 0, 1))
        + record(0x1B6, bytes(18))
        + record(0x3C, b"\1" + "注".encode("utf-16-le"))
    )
    cells = hidden_row + hidden_column + cell(0, 1, 0) + cell(1, 0, 0) + note
    content = xls(("名单", 0, cells), ("Sheet2", 1, cell(0, 0, 0)), ("Sheet3", 2, b""), strings=(ID,))
    said = objections(".xls", content)
    assert "工作表“Sheet2”、工作表“Sheet3”是隐藏的" in said
    assert "工作表“名单”第2行、工作表“名单”B列是隐藏的" in said
    assert "工作表“名单”A1有批注" in said
    found = places(".xls", content)
    assert found["工作表“Sheet2”A1"] == ID
    assert found["工作表“名单”的文本框或批注"] == "注"


def test_who_saved_an_xls_is_blanked_in_place():
    content = xls(("名单", 0, cell(0, 0, 0)), strings=(ID,), author="张三")
    found, kept = examined(".xls", content)
    assert found.removed == ["作者", "保存者"]
    assert "张三".encode("utf-16-le") not in kept
    assert "张三".encode("gbk") not in kept
    assert len(kept) == len(content)
    assert places(".xls", kept) == places(".xls", content)
    assert examined(".xls", kept)[1] == kept


def test_passwords_macros_and_objects_of_old_files_are_refused():
    assert "已加密" in refusal(".doc", doc("正文", encrypted=True))
    assert "已加密" in refusal(".xls", xls(("表", 0, b""), further=record(0x2F, bytes(6))))
    word = dict(_streams(doc("正文")))
    assert "含有宏" in objections(".doc", container({**word, "Macros/VBA": b"x"}))
    assert "OLE 对象" in objections(".doc", container({**word, "ObjectPool/_1": b"x"}))
    book = dict(_streams(xls(("表", 0, b""))))
    assert "含有宏" in objections(".xls", container({**book, "_VBA_PROJECT_CUR/dir": b"x"}))
    assert "透视表缓存" in objections(".xls", container({**book, "_SX_DB_CUR/0001": b"x"}))
    assert "其他工作簿" in objections(".xls", xls(("表", 0, b""), further=record(0x1AE, b"\1\0\5\0\1ab.xls")))


def _streams(content):
    with olefile.OleFileIO(BytesIO(content)) as opened:
        for path in opened.listdir():
            yield "/".join(path), opened.openstream(path).read()


def test_a_wps_with_the_stream_of_a_doc_is_read_and_another_is_said_to_be_unread():
    assert places(".wps", doc("正文")) == {"第1段": "正文"}
    found, _kept = examined(".wps", container({"WpsWriter": b"x"}))
    assert found.failed
    assert "没有提取文字" in found.unreadable[0][0]


@pytest.mark.parametrize(
    "content", [doc("正文" * 50, comment="批", deleted=(1, 3)), xls(("表", 0, cell(0, 0, 0)), strings=(ID,))]
)
def test_a_damaged_old_file_is_refused_or_read_but_never_a_fault(content):
    suffix = ".doc" if b"W\0o\0r\0d\0" in content else ".xls"
    for at in range(8, len(content), 37):
        damaged = bytearray(content)
        damaged[at] ^= 0xFF
        for one in (bytes(damaged), content[:at]):
            with suppress(Unacceptable):
                examined(suffix, one)
    assert BROKEN in refusal(suffix, content[:1000])
