"""Promises of index numbers."""

import gzip
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.index_numbers import (
    IndexNumber,
    Kind,
    NotAnIndexNumber,
    Pattern,
    YearOf,
    faults,
    organisation_check_digit,
    parse,
    unified_check_digit,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
EIGHT = st.text("0123456789ABCDEFGHJKLMNPQRTUWXYZ", min_size=8, max_size=8)
ORGANISATIONS = EIGHT.map(lambda eight: eight + organisation_check_digit(eight))
UNIFIED = st.builds(
    lambda head, eight: head + eight + organisation_check_digit(eight),
    st.from_regex(r"[159][123][0-9]{6}|N2[0-9]{6}", fullmatch=True),
    st.text(ALPHABET, min_size=8, max_size=8),
).map(lambda seventeen: seventeen + unified_check_digit(seventeen))
PATTERNS = st.one_of(
    st.builds(Pattern, st.just(Kind.UNIFIED), UNIFIED, width=st.integers(4, 6)),
    st.builds(Pattern, st.just(Kind.ORGANISATION), ORGANISATIONS, width=st.integers(4, 6)),
    st.builds(Pattern, st.just(Kind.FILING), ORGANISATIONS, source=st.sampled_from("01")),
    st.builds(
        Pattern,
        st.just(Kind.AREA_CLASS),
        st.from_regex(r"[A-Z]{1,6}[0-9]{2,12}", fullmatch=True),
        class_code=st.from_regex(r"[0-9]{2,6}", fullmatch=True).filter(str.isascii),
    ),
    st.builds(Pattern, st.just(Kind.LOCAL), st.from_regex(r"[A-Z0-9]{4,24}", fullmatch=True)),
)
YEARS = st.integers(1949, 2099)
SERIALS = st.integers(1, 9999)

REAL = [
    ("11441700007280420Y/2021-00050", Kind.UNIFIED),
    ("1150024100913825XR/2024-00047", Kind.UNIFIED),
    ("11370900004341590P/2017-00150", Kind.UNIFIED),
    ("1150011179072968x9/2024-00302", Kind.UNIFIED),
    ("11620622013933539B/2021-03844", Kind.UNIFIED),
    ("000014349/2017-00110", Kind.ORGANISATION),
    ("014416330/2018-04736", Kind.ORGANISATION),
    ("014560025/2023-06425", Kind.ORGANISATION),
    ("000550897/2020-00471", Kind.ORGANISATION),
    ("SY0000143490201800001", Kind.FILING),
    ("XM02100-0101-2019-00001", Kind.AREA_CLASS),
]


@pytest.mark.parametrize(("written", "kind"), REAL)
def test_real_numbers_are_read_and_right(written, kind):
    number = parse(written)
    assert number.kind is kind
    assert str(number) == written.upper()
    assert faults(written) == faults(written, kind=kind) == ()


def test_an_area_number_that_stands_for_an_organisation_code_is_wrong_and_the_right_digit_is_told():
    assert faults("620702081/2026-00007") == ("组织机构代码620702081的校验码不对，应当为9。",)
    assert faults("620702081/2026-00007", kind=Kind.LOCAL) == ()


def test_a_notice_under_the_state_council_offices_code_is_caught():
    (said,) = faults("000014349/2022-33981", issuer_prefix="11420204011234567X")
    assert said == "索引号的前缀000014349是国务院办公厅的，本单位的前缀为11420204011234567X。"


def test_the_organisation_code_inside_a_unified_code_is_the_same_issuer():
    assert parse("11441700007280420Y/2021-00050").organisation == "007280420"
    assert faults("007280420/2021-00050", issuer_prefix="11441700007280420Y") == ()
    assert faults("11441700007280420Y/2021-00050", issuer_prefix="007280420") == ()


@given(PATTERNS, YEARS, SERIALS)
def test_what_is_composed_reads_back_and_has_no_fault(pattern, year, serial):
    number = pattern.compose(year, serial)
    assert parse(str(number), pattern.kind) == number
    assert faults(str(number), issuer_prefix=pattern.prefix, kind=pattern.kind) == ()


@given(PATTERNS, YEARS, SERIALS)
def test_small_letters_spaces_and_full_width_are_read(pattern, year, serial):
    number = pattern.compose(year, serial)
    plain = str(number)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in plain)
    assert parse(wide, pattern.kind) == parse(f" {plain.lower()} ", pattern.kind) == number
    assert parse(plain.replace("-", "—"), pattern.kind) == number


@given(UNIFIED, st.integers(0, 17), st.data())
def test_one_wrong_character_in_a_unified_code_is_always_told(code, place, data):
    other = data.draw(
        st.sampled_from("0123456789" if 2 <= place < 8 else ALPHABET).filter(lambda one: one != code[place])
    )
    wrong = code[:place] + other + code[place + 1 :]
    (said,) = faults(f"{wrong}/2018-00001")
    assert said == f"统一社会信用代码{wrong}的校验码不对，应当为{unified_check_digit(wrong[:17])}。"


@given(ORGANISATIONS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_in_an_organisation_code_is_always_told(code, place, by):
    digit = int(code[place], 36)
    other = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit + by if digit + by < 36 else digit - by]
    wrong = code[:place] + other + code[place + 1 :]
    (said,) = faults(f"{wrong}/2018-00001")
    assert "校验码不对" in said


def test_the_houses_pattern_for_units_without_a_code_stays_as_it_is():
    house = Pattern(Kind.LOCAL, "440404101")
    assert str(house.compose(2018, 1)) == "440404101/2018-00001"
    assert faults("440404101/2018-00001", issuer_prefix="440404101", kind=Kind.LOCAL) == ()


@pytest.mark.parametrize(
    ("year_of", "year"), [(YearOf.FORMED, 2017), (YearOf.PUBLISHED, 2020)], ids=["formed", "published"]
)
def test_the_year_is_that_of_forming_or_of_publishing_as_the_issuer_has_it(year_of, year):
    pattern = Pattern(Kind.UNIFIED, "11370900004341590P", year_of)
    assert pattern.year(formed=date(2017, 5, 1), published=date(2020, 1, 2)) == year


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("000014349/2018-00000", "从1开始"),
        ("000014349/1900-00001", "年份1900"),
        ("000014349/2018", "不是索引号"),
        ("", "不是索引号"),
        ("国办发〔2018〕10号", "不是索引号"),
        ("SY00001434902018001", "不是索引号"),
    ],
)
def test_every_other_fault_has_its_sentence(written, said):
    (fault,) = faults(written)
    assert said in fault


def test_a_number_of_another_form_than_the_issuers_is_told():
    assert faults("440404101/2018-00001", kind=Kind.UNIFIED)[-1] == "索引号的形式与本单位的编制规则不同。"
    assert faults("000014349/2019-00001", kind=Kind.ORGANISATION, latest=2018) == (
        "索引号的年份2019应当在1949至2018之间。",
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"kind": Kind.UNIFIED, "prefix": "11441700007280420X"}, "应当为Y"),
        ({"kind": Kind.ORGANISATION, "prefix": "620702081"}, "应当为9"),
        ({"kind": Kind.ORGANISATION, "prefix": "6207"}, "前缀"),
        ({"kind": Kind.LOCAL, "prefix": "某区"}, "前缀"),
        ({"kind": Kind.LOCAL, "prefix": "440404101", "width": 9}, "顺序号"),
        ({"kind": Kind.FILING, "prefix": "000014349"}, "来源"),
        ({"kind": Kind.FILING, "prefix": "000014349", "source": "0", "width": 6}, "5位"),
        ({"kind": Kind.LOCAL, "prefix": "440404101", "source": "0"}, "来源"),
        ({"kind": Kind.AREA_CLASS, "prefix": "XM02100"}, "类别"),
        ({"kind": Kind.LOCAL, "prefix": "440404101", "class_code": "0101"}, "类别"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(settings, said):
    with pytest.raises(ValueError, match=said):
        Pattern(**settings)


@pytest.mark.parametrize(("year", "serial", "said"), [(2018, 0, "从1开始"), (2018, 100000, "5位"), (18, 1, "年份")])
def test_a_number_that_does_not_fit_its_pattern_is_not_composed(year, serial, said):
    with pytest.raises(ValueError, match=said):
        Pattern(Kind.LOCAL, "440404101").compose(year, serial)


@given(st.one_of(st.text(max_size=40), st.text("0123456789SYX/-０Ｘ ", max_size=40)))
def test_no_text_breaks_it(text):
    assert isinstance(faults(text, issuer_prefix=text), tuple)
    with suppress(NotAnIndexNumber):
        assert isinstance(parse(text), IndexNumber)


@pytest.mark.shared
def test_the_numbers_of_real_documents_are_read_and_prove_themselves(shared_dir):
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        written = [number for line in lines if (number := json.loads(line).get("index_number"))]
    assert len(written) > 150
    assert [number for number in written if faults(number, kind=Kind.ORGANISATION)] == []
    foreign = [number for number in written if faults(number, issuer_prefix="000014349")]
    assert {parse(number).prefix for number in foreign} == {parse(number).prefix for number in written} - {"000014349"}
