"""Promises of the subject classes."""

import contextlib
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import themes
from gongkai.law.themes import NotATheme

CODES = st.sampled_from(themes.codes())
FIRST = [theme.code for theme in themes.tree()]


def test_there_are_22_classes_and_121_below_them():
    assert len(themes.tree()) == 22
    assert sum(len(theme.classes) for theme in themes.tree() if theme.classes[0][0] != theme.code) == 121
    assert len(set(themes.codes())) == 122


def test_a_class_lies_below_the_one_its_code_begins_with_and_fits_its_column():
    for theme in themes.tree():
        assert all(code == theme.code or code.startswith(f"{theme.code}-") for code, _ in theme.classes)
    assert all(len(code) <= 8 for code in themes.codes())


def test_codes_that_stand_in_records_keep_their_meaning():
    kept = {
        "01-01": "国务院",
        "02-01": "政务公开",
        "04-02": "税务",
        "10-03": "环境监测、保护与治理",
        "17-06": "扶贫",
        "22": "其他",
    }
    assert {code: themes.name_of(code) for code in kept} == kept


@given(CODES)
def test_a_printed_path_reads_back(code):
    assert themes.parse(themes.path_of(code)) == code


@given(
    CODES,
    st.sampled_from(["\\", "＼", "/", "／", " > ", "→", "\\\\"]),
    st.sampled_from(["", " ", "\u3000", "\n", "\xa0 "]),
)
def test_a_path_is_read_with_other_signs_and_spaces(code, sign, space):
    path = themes.path_of(code).replace("\\", f"{space}{sign}{space}")
    assert themes.parse(f"{space}{path}{space}") == code
    assert themes.parse(path.replace("（", "(").replace("）", ")")) == code


def test_a_name_with_its_own_comma_is_never_split():
    assert themes.path_of(themes.parse("商贸、海关、旅游\\检验、检疫")) == "商贸、海关、旅游\\检验、检疫"


def test_a_second_level_name_alone_is_enough_where_only_one_class_bears_it():
    assert themes.parse("政务公开 ") == "02-01"
    assert themes.parse("城乡建设(含住房)") == themes.parse("城乡建设、环境保护\\城乡建设（含住房）")
    assert themes.parse("其他") == "22"


@given(CODES)
def test_no_two_classes_are_shown_by_the_same_name(code):
    assert [other for other in themes.codes() if themes.name_of(other) == themes.name_of(code)] == [code]


def test_the_rest_of_a_class_says_of_which():
    assert themes.name_of("02-09") == "其他（综合政务）"
    assert themes.path_of("02-09") == "综合政务\\其他"


@pytest.mark.parametrize("code", [code for code in FIRST if code != "22"])
def test_a_first_level_class_alone_is_too_little(code):
    with pytest.raises(NotATheme, match="只是一级类"):
        themes.parse(themes.name_of(code))


@pytest.mark.parametrize(
    "text", ["", " ", "\\", "没有", "综合政务\\税务", "综合政务\\政务公开\\其他", "政务公开\\综合政务"]
)
def test_what_is_no_class_is_refused_in_chinese(text):
    with pytest.raises(NotATheme, match="主题分类"):
        themes.parse(text)


@pytest.mark.parametrize("code", ["", "23", "02-10", "2-1"])
def test_an_unknown_code_is_a_lookup_error(code):
    for ask in (themes.name_of, themes.path_of):
        with pytest.raises(LookupError, match="主题分类"):
            ask(code)


@given(st.text())
def test_no_text_breaks_it(text):
    with contextlib.suppress(NotATheme):
        assert themes.parse(text) in themes.codes()


@pytest.mark.shared
def test_the_classes_real_documents_bear_are_all_known(shared_dir):
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        written = [theme for line in lines if (theme := json.loads(line).get("theme"))]
    assert len(written) == 60
    assert all(themes.path_of(themes.parse(theme)) == theme for theme in written)


@pytest.mark.shared
def test_the_tree_is_the_national_one(shared_dir):
    tree = json.loads((shared_dir / "domain" / "data" / "topic_tree.json").read_text(encoding="utf-8"))["tree"]
    ours = {theme.name: [name for code, name in theme.classes if code != theme.code] for theme in themes.tree()}
    assert ours == tree
