"""Promises of document numbers."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import document_numbers
from gongkai.law.document_numbers import (
    SENTENCES,
    DocumentNumber,
    Fault,
    NotADocumentNumber,
    OrderNumber,
    faults,
    find,
    issuer_of,
    parse,
)

PREFIXES = st.sampled_from(["国办发", "国办函", "粤府办", "珠府办函", "穗府办规", "国办公开办函"])
NUMBERS = st.builds(DocumentNumber, PREFIXES, st.integers(1950, 2099), st.integers(1, 99999))


@given(NUMBERS)
def test_a_number_in_the_prescribed_form_reads_back_and_has_no_fault(number):
    assert parse(str(number)) == number
    assert faults(str(number)) == ()


@given(NUMBERS, st.sampled_from(["[]", "()", "（）", "【】", "﹝﹞", "［］"]))
def test_other_brackets_are_read_and_reported(number, brackets):
    written = str(number).replace("〔", brackets[0]).replace("〕", brackets[1])
    assert parse(written) == number
    assert faults(written) == (Fault.BRACKETS,)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("国办发2018〕10号", (Fault.MISSING_BRACKET,)),
        ("国办发〔2018〕010号", (Fault.LEADING_ZERO,)),
        ("国办发〔2018〕第10号", (Fault.ORDINAL,)),
        ("国办发 〔2018〕 10号", (Fault.SPACES,)),
        ("国办发〔２０１８〕10号", (Fault.WIDE_DIGITS,)),
        ("国办发[2018]第 010号", (Fault.BRACKETS, Fault.LEADING_ZERO, Fault.ORDINAL, Fault.SPACES)),
    ],
)
def test_every_departure_from_the_form_is_reported_and_still_read(written, found):
    assert parse(written) == DocumentNumber("国办发", 2018, 10)
    assert faults(written) == found


def test_orders_are_numbered_without_a_year():
    assert parse("国务院令第711号") == OrderNumber("国务院", 711)
    assert str(parse("国务院令第0711号")) == "国务院令第711号"


@pytest.mark.parametrize(
    "written", ["", "国办发", "国办发2018年10号", "2018年第3号", "国办发〔2018〕0号", "〔2018〕10号"]
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotADocumentNumber, match="发文字号"):
        parse(written)


def test_every_fault_has_a_sentence():
    assert set(SENTENCES) == set(Fault)


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("国发〔2016〕5号", "国务院"),
        ("国办发〔2018〕10号", "国务院办公厅"),
        ("国办函〔2020〕109号", "国务院办公厅"),
        ("国办发明电〔2017〕12号", "国务院办公厅"),
        ("国办公开办函〔2021〕30号", "国务院办公厅政府信息与政务公开办公室"),
        ("国办秘函〔2019〕19号", "国务院办公厅秘书局"),
        ("穗府办规〔2024〕6号", "广州市人民政府办公厅"),
        ("珠府〔2018〕1号", "珠海市人民政府"),
        ("国务院令第711号", "国务院"),
        ("某某发〔2018〕1号", None),
        ("国发改〔2018〕1号", None),
    ],
)
def test_the_short_form_names_the_issuer_and_an_office_is_not_its_government(number, issuer):
    assert issuer_of(parse(number)) == issuer


def test_an_institution_adds_its_own_short_forms():
    assert issuer_of(parse("某区办函〔2018〕1号"), also={"某区办": "某区管理委员会办公室"}) == "某区管理委员会办公室"


def test_citations_are_found_in_running_text_where_they_stand():
    text = "根据《某通知》（国办发【2018】10号）和珠府办函〔2018〕15号以及国务院令第711号，2018年第3号；按照某办2018〕7号执行。"
    citations = list(find(text))
    assert [str(c.number) for c in citations] == [
        "国办发〔2018〕10号",
        "珠府办函〔2018〕15号",
        "国务院令第711号",
        "某办〔2018〕7号",
    ]
    assert all(text[c.start : c.start + len(c.said)] == c.said for c in citations)
    assert [c.faults for c in citations] == [(Fault.BRACKETS,), (), (), (Fault.MISSING_BRACKET,)]


@pytest.mark.shared
def test_real_numbers_are_read(shared_dir):
    with gzip.open(shared_dir / "data" / "catalogue_listings.jsonl.gz", "rt", encoding="utf-8") as lines:
        written = [number for line in lines if (number := json.loads(line).get("doc_number"))]
    unread = []
    for number in written:
        try:
            document_numbers.parse(number)
        except NotADocumentNumber:
            unread.append(number)
    assert len(written) > 1000
    assert len(unread) / len(written) < 0.01
