"""Promises of finding personal data in plain text."""

import gzip
import itertools
import json
import re
import sys
from collections import Counter
from datetime import date
from importlib import import_module

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc

from gongkai.law.masking import DEFAULT_CUSTOM, LABELS, Finding, Keep, Kind, find, mask, mask_all
from gongkai.law.masking.findings import Span
from gongkai.law.masking.numbers import PROVINCES, resident_check_digit
from gongkai.law.masking.spans import longest_first

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40)
ANYTHING = st.text(
    st.one_of(st.sampled_from("0123456789xX -*()+@.号路村组室住址电话１２（）－　\n"), st.characters()), max_size=120
)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@st.composite
def resident_ids(draw):
    born = draw(st.dates(date(1900, 1, 1), date(2024, 12, 31)))
    head = draw(st.sampled_from(sorted(PROVINCES))) + f"{draw(st.integers(0, 9999)):04}"
    seventeen = f"{head}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return seventeen + resident_check_digit(seventeen)


WRITTEN = st.sampled_from(
    [
        lambda number: number,
        lambda number: number.lower(),
        lambda number: number.translate(WIDE),
        lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
        lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
        lambda number: f"{number[:6]}　{number[6:14]}—{number[14:]}",
        lambda number: " ".join(number[i : i + 4] for i in range(0, 18, 4)),
        lambda number: " ".join(number),
    ]
)


@given(CHINESE, resident_ids(), WRITTEN, CHINESE)
def test_an_identity_number_is_found_wherever_it_stands_and_however_it_is_written(before, number, write, after):
    # A space before the last character makes a final X a word of its own.
    assume(not (number.endswith("X") and write(number)[-2] in " -"))
    written = write(number)
    certain = [one for one in find(before + written + after) if one.certain]
    assert certain == [Finding(Kind.RESIDENT_ID, len(before), len(before) + len(written), written, True)]


@given(CHINESE, resident_ids(), st.integers(0, 17), st.integers(1, 9), CHINESE)
def test_with_one_digit_changed_it_is_not_certain(before, number, place, by, after):
    digit = "0" if number[place] == "X" else str((int(number[place]) + by) % 10)
    changed = number[:place] + digit + number[place + 1 :]
    assert not any(one.certain for one in find(before + changed + after))


@given(resident_ids())
def test_the_check_digit_is_the_one_others_compute(number):
    assert resident_check_digit(number[:17]) == ric.calc_check_digit(number)


@given(ANYTHING)
def test_findings_stand_where_they_say_in_order_and_never_overlap(text):
    found = find(text)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(one.end <= following.start for one, following in itertools.pairwise(found))


@given(ANYTHING, st.lists(resident_ids(), max_size=3))
def test_a_covered_text_is_as_long_and_holds_nothing_certain(text, numbers):
    text += "，".join(["", *numbers])
    covered = mask_all(text, find(text))
    assert len(covered) == len(text)
    assert not any(one.certain for one in find(covered))


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("电话13800138000。", Kind.MOBILE, "13800138000"),
        ("张三 13800138000 2 李四", Kind.MOBILE, "13800138000"),
        ("手机：138-0013-8000，", Kind.MOBILE, "138-0013-8000"),
        ("手机：138 0013 8000，", Kind.MOBILE, "138 0013 8000"),
        ("手机１３８００１３８０００", Kind.MOBILE, "１３８００１３８０００"),
        ("(+86 13800138000)", Kind.MOBILE, "+86 13800138000"),
        ("+8613800138000", Kind.MOBILE, "+8613800138000"),
        ("086-138-0013-8000", Kind.MOBILE, "086-138-0013-8000"),
        ("13800138000/13900139000", Kind.MOBILE, "13800138000"),
        ("身份证号440404900101123，", Kind.RESIDENT_ID, "440404900101123"),
        ("银行卡号：6222 0202 0011 2233 008", Kind.BANK_CARD, None),
        ("护照号码：E12345678", Kind.PASSPORT, "E12345678"),
        ("持Ｅ字护照（EA1234567）", Kind.PASSPORT, "EA1234567"),
        ("港澳居民来往内地通行证H1234567890", Kind.TRAVEL_PERMIT, "H1234567890"),
        ("往来港澳通行证号：C12345678", Kind.TRAVEL_PERMIT, "C12345678"),
        (
            "张三，户籍地：广东省珠海市金湾区南水镇某某村3组12号，",
            Kind.ADDRESS,
            "广东省珠海市金湾区南水镇某某村3组12号",
        ),
        ("李四家住香洲区某某路１２号３栋５０１室。", Kind.ADDRESS, "香洲区某某路１２号３栋５０１室"),
        ("现住址为平沙镇某某新村二十三组", Kind.ADDRESS, "平沙镇某某新村二十三组"),
    ],
)
def test_what_proves_itself_is_certain(text, kind, said):
    if said is None:
        said = "6222 0202 0011 2233 008"
        plain = said.replace(" ", "")[:-1]
        text = text[:-1] + luhn.calc_check_digit(plain)
        said = said[:-1] + luhn.calc_check_digit(plain)
    found = [(one.kind, one.text) for one in find(text) if one.certain]
    assert found[0] == (kind, said)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("联系电话：0756-7716027，", Kind.LANDLINE, "0756-7716027"),
        ("（0756）7716027转12", Kind.LANDLINE, "（0756）7716027转12"),
        ("０７５６－７７１６０２７", Kind.LANDLINE, "０７５６－７７１６０２７"),
        ("07567716027", Kind.LANDLINE, "07567716027"),
        ("电 话：7716027", Kind.LANDLINE, "7716027"),
        ("邮箱：office@example.gov.cn。", Kind.EMAIL, "office@example.gov.cn"),
        ("号码440404900101123，", Kind.RESIDENT_ID, "440404900101123"),
        ("账号：0200002909014487051", Kind.BANK_CARD, "0200002909014487051"),
        ("编号13800138000", Kind.MOBILE, "13800138000"),
        ("订单页/a=13800138000", Kind.MOBILE, "13800138000"),
        ("住所地金湾区某某路398号1栋201房", Kind.ADDRESS, "金湾区某某路398号1栋201房"),
        ("我是南水镇某某村五组的村民", Kind.ADDRESS, "南水镇某某村五组"),
    ],
)
def test_what_offices_publish_too_is_left_to_the_reader(text, kind, said):
    assert [(one.kind, one.text, one.certain) for one in find(text)] == [(kind, said, False)]


def test_an_email_address_that_is_a_mobile_number_is_one_certain_finding():
    assert find("邮箱13800138000@example.com") == [Finding(Kind.EMAIL, 2, 25, "13800138000@example.com", True)]


ALL_DIGIT_CODE = next(
    code
    for code in (f"12440400{n:09}" + uscc.calc_check_digit(f"12440400{n:09}") for n in range(455000000, 455000400))
    if code.isdigit() and luhn.is_valid(code)
)


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：11441700007280420Y",
        f"统一社会信用代码：{ALL_DIGIT_CODE}",
        ALL_DIGIT_CODE,
        "索引号：11441700007280420Y/2021-00050",
        "索引号：000014349/2017-00110",
        "SY000014349020180001",
        "国办发〔2018〕10号",
        "项目代码：2018-440404-48-03-012345",
        "投资总额13800138000元，折合13,800,138,000.00元",
        "共计13500000000 元",
        "总量15012345678.50",
        "粤公网安备 44040202000351号　粤ICP备10205805号",
        "工商注册号：440404000012345",
        "许可证编号：4404012019001234",
        "2018年1月1日至20181231，第20180101号",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
        "101 203.5 18.6 2017 2018 13 45 66 78 2016 440 404",
        "440404********1234",
        "4404041990010112**",
        "138****8000",
        "第13届全国人民代表大会第1次会议，热线12345、4008889999",
        "具有本市户籍且居住在本市的老年人，办理户籍登记",
        "户籍所在地派出所3楼302室办理",
        "根据第12号令和35号文件，住建局移除4栋违章建筑",
    ],
)
def test_what_is_not_a_persons_is_never_certain(text):
    assert [one for one in find(text) if one.certain] == []


@pytest.mark.parametrize(
    "seventeen", ["99040419900101123", "44040420180231123", "44040418500101123", "44040421000101123"]
)
def test_a_right_check_digit_without_a_province_or_a_day_of_birth_proves_nothing(seventeen):
    assert not any(one.certain for one in find(f"身份证号{seventeen}{resident_check_digit(seventeen)}，"))


def test_a_code_that_would_pass_as_a_card_is_left_alone():
    number = "622202020011223" + luhn.calc_check_digit("622202020011223")
    assert find(f"项目代码：{number}") == []
    assert [one.certain for one in find(f"编号：{number}")] == [False]
    assert [one.certain for one in find(f"甲{number}")] == [True]


STRETCHES = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=12).map(
    lambda pairs: [Span(Kind.EMAIL, start, start + length, False) for start, length in pairs]
)


@given(STRETCHES)
def test_of_stretches_that_overlap_the_longest_stands_then_the_earliest(stretches):
    kept = []
    for one in sorted(stretches, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    assert longest_first(stretches, 28) == sorted(kept, key=lambda one: one.start)


@pytest.mark.parametrize(
    "text", ["统一社会信用代码：11441700007280420Y", "索引号：000014349/2017-00110", ALL_DIGIT_CODE]
)
def test_codes_of_organisations_are_not_even_shown(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("身份证440404199001011239。", "身份证440404********1239。"),
        ("手机138-0013-8000", "手机138-****-8000"),
        ("卡号6222020200112233", "卡号6222********2233"),
        ("护照E12345678", "护照E1*****78"),
        ("邮箱ab@example.com", "邮箱**@example.com"),
        ("家住珠海市金湾区某某路12号3栋", "家住珠海市金湾区********"),
        ("家住某某路12号3栋", "家住********"),
    ],
)
def test_custom_keeps_both_ends_and_the_town(text, covered):
    assert mask_all(text, find(text)) == covered


def test_an_institution_may_keep_less():
    text = "13800138000"
    assert mask(text, find(text)[0], {Kind.MOBILE: Keep(0, 2)}) == "*********00"
    assert mask(text, find(text)[0], {}) == "***********"


def test_a_custom_that_would_hide_next_to_nothing_hides_everything():
    text = "13800138000"
    assert mask(text, find(text)[0], {Kind.MOBILE: Keep(6, 5)}) == "***********"
    with pytest.raises(ValueError, match="不能为负数"):
        Keep(-1, 0)


def test_a_finding_of_another_text_is_refused():
    with pytest.raises(ValueError, match="不在文中"):
        mask("别的文字", Finding(Kind.MOBILE, 0, 11, "13800138000", True))


def test_every_kind_has_a_name_and_a_custom():
    assert set(LABELS) == set(Kind)
    assert set(Kind) - set(DEFAULT_CUSTOM) == {Kind.ADDRESS, Kind.EMAIL}


MODULES = [import_module(f"gongkai.law.masking.{name}") for name in ("numbers", "written", "addresses", "covering")]
PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
#: Walked once from end to end: possessive, so nothing is ever given back.
WALKS = {"gongkai.law.masking.numbers._RUN", "gongkai.law.masking.numbers._GROUP"}


def test_no_pattern_can_look_further_than_a_fixed_number_of_characters():
    """A pattern whose longest match is bounded does bounded work at each character: together, linear work."""
    wide = {name for name, pattern in PATTERNS.items() if re._parser.parse(pattern.pattern).getwidth()[1] > 400}
    assert wide == WALKS
    reaches = [getattr(module, name, 0) for module in MODULES for name in ("_BACK", "_GAP", "_REACH")]
    assert sorted(reaches)[-1] == 48
    for name in WALKS:
        repeats = re.findall(r"(?:[*+]|\{[0-9,]+\})\+?", re.sub(r"\[[^]]*\]", "", PATTERNS[name].pattern))
        assert repeats
        assert all(len(repeat) > 1 and repeat.endswith("+") for repeat in repeats)


def steps(text):
    """How many lines of Python `find` runs: a measure without a clock."""
    count = 0

    def line(frame, event, argument):
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        find(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "1",
            "1 ",
            "12 ",
            "1-2 - 3 ",
            "4404 ",
            "440404199001011239 ",
            "13800138000 ",
            "+86 ",
            "62",
            "1X",
            "0756-7716027",
        ),
        *("a", "a@", "a.a@a", "@", "(0756)", "电话", "护照E12345678", "护照", "12345678 "),
        *("路1号", "家住", "家住路1号", "镇村一组", "一栋", "1栋1-1-1", "住址", "村", "住 ", "　", "　1"),
    ],
)
def test_twice_the_text_is_no_more_than_twice_the_work(piece):
    once, twice = steps(piece * 600), steps(piece * 1200)
    assert twice <= 2.1 * once + 200


def real_texts(shared_dir, name, parts):
    with gzip.open(shared_dir / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield "\n".join(record.get(part) or "" for part in parts)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "parts", "looked_at"),
    [
        # 4,447 documents hold 104 mobile numbers of people to ask, and nothing else that is certain.
        ("gov_docs", ("title", "body"), {Kind.MOBILE: 104}),
        # Writers' numbers were starred out before: these were left. One of the 94 addresses is none.
        ("messages", ("title", "body", "reply"), {Kind.MOBILE: 6, Kind.BANK_CARD: 1, Kind.ADDRESS: 94}),
    ],
)
def test_in_real_texts_what_is_certain_has_been_looked_at_by_a_person(shared_dir, name, parts, looked_at):
    certain = Counter(one.kind for text in real_texts(shared_dir, name, parts) for one in find(text) if one.certain)
    assert certain == looked_at


@pytest.mark.shared
def test_a_number_put_into_a_real_document_is_found_there(shared_dir):
    number, mobile = "440404199001011239", "13800138000"
    for text in itertools.islice(real_texts(shared_dir, "gov_docs", ("title", "body")), 0, None, 40):
        for mark in ("，", "。"):
            place = text.find(mark) + 1
            found = {one.text for one in find(f"{text[:place]}{number}，{mobile}、{text[place:]}") if one.certain}
            assert {number, mobile} <= found
