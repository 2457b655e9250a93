"""What is found: phrases, numbers, other ways of writing the same, and nothing the reader may not see."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.core.errors import Refused
from gongkai.base.search.engines.tantivy.reader import covering
from gongkai.base.search.port import LONGEST_QUERY, Document, Query, Sort

from .conftest import on

BYLAW = Document(
    key="bylaw",
    title="海港示范区危险货物装卸管理办法",
    body="第一条 为了加强危险货物装卸管理，推行“双随机、\n一公开”监管，制定本办法。\n第二条 养老保险缴费年限按ＷＴＯ规则计算，增长５％。",
    document_number="海管发〔2018〕12号",
    number="440404100-2018-00012",
    unit="100",
    column="documents",
    kind="normative",
    theme="traffic",
    validity="in_force",
    published_at=on(2018),
)
PLAN = Document(
    key="plan",
    title="二〇一七年度政府信息公开工作要点",
    body="根据海管发[2018]第012号文件，各单位应当主动公开。",
    unit="117",
    column="plans",
    kind="plan",
    validity="expired",
    published_at=on(2017),
)
LIST = Document(
    key="list",
    title="名单公示",
    body="后附名单。",
    attachments="拟录用人员：欧阳某某，准考证号 A-0417。",
    unit="117",
    column="notices",
    published_at=on(2016),
)


@pytest.fixture
def three(put):
    put(BYLAW, PLAN, LIST)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("危险货物", "bylaw"),
        ("险货", "bylaw"),
        ("货", "bylaw"),
        ("老保", "bylaw"),
        ("双随机一公开", "bylaw"),
        ("双随机、一公开", "bylaw"),
        ("机、\n一", "bylaw"),
        ("wto", "bylaw"),
        ("增长5%", "bylaw"),
        ("５％。", "bylaw"),
        ("％", "bylaw"),
        ("“双随机、一公", "bylaw"),
        ("0417", "list"),
        ("录用人员：欧", "list"),
        ("欧阳某", "list"),
        ("危險貨物", "bylaw"),
        ("第⼀条", "bylaw"),
        ("名单", "list"),
    ],
)
def test_any_piece_of_a_text_finds_it(three, find, text, found):
    assert find(text)[0] == found


@pytest.mark.parametrize(
    "text", ["２０１７年", "2017年", "二〇一七年", "二○一七年", "二零一七年", "“2017年”", "2017年度政府信息公开"]
)
def test_a_year_is_found_in_whatever_digits(three, find, text):
    assert find(text)[0] == "plan"


@pytest.mark.parametrize(
    "text",
    [
        "海管发〔2018〕12号",
        "海管发[2018]12号",
        "海管发（2018）12号",
        "海管发【2018】第012号",
        "海管发〔２０１８〕１２号",
        "海管发 2018 12",
    ],
)
def test_a_document_number_leads_to_its_document_first_and_then_to_who_cites_it(three, find, text):
    assert find(text) == ["bylaw", "plan"]


@pytest.mark.parametrize("text", ["440404100-2018-00012", "440404100 2018 00012", "440404100201800012"])
def test_an_index_number_leads_to_its_document(three, find, text):
    assert find(text)[0] == "bylaw"


@pytest.mark.parametrize("quotes", ["“{}”", '"{}"', "《{}》", "「{}」"])
def test_a_phrase_in_quotation_marks_is_found_only_as_it_stands(put, find, quotes):
    put(Document("whole", "通知", "危险货物运输"), Document("parts", "通知", "危险的货物要运输，货物有危险"))
    assert find(quotes.format("危险货物")) == ["whole"]
    assert set(find("危险 货物")) == {"whole", "parts"}


def test_a_phrase_never_goes_from_one_field_into_the_next(put, find, search):
    put(
        Document("across", "公布危险", "货物名录", number="440404"),
        Document("bare", "公布危险", "货物名录"),
        Document("shuffled", "通知", "危险的货物，险货"),
        Document("whole", "通知", "危险货物名录"),
    )
    assert find("“危险货物”") == find("“危险货物名录”") == ["whole"]
    assert search.search(Query("“险44”")).partial
    assert search.search(Query("“危险440404货物”")).partial


def test_a_run_is_looked_for_by_pairs_that_hold_every_character():
    chance = random.Random(1)
    for length in range(1, 30):
        often = [chance.randrange(1_000) for _ in range(length)]
        chosen = covering(often)
        assert chosen[0] == 0
        assert chosen[-1] == length - 1
        assert all(0 < after - before <= 2 for before, after in pairwise(chosen))
    assert covering([5, 1, 5]) == [0, 2]
    assert covering([5, 9, 1, 5]) == [0, 2, 3]


def test_words_that_stand_apart_are_all_wanted_and_a_text_with_all_comes_before_one_with_some(put, search):
    put(
        Document("all", "通知", "港区的企业，安全检查"),
        Document("some", "通知", "安全检查"),
        Document("none", "通知", "其他"),
    )
    page = search.search(Query("港区 企业 安全检查"))
    assert [hit.document.key for hit in page.hits] == ["all", "some"]
    assert page.partial
    assert not search.search(Query("安全检查")).partial


def test_a_question_is_answered_by_what_it_is_about(put, find):
    put(
        Document("answer", "小微企业社保补贴办法", "招用高校毕业生的小微企业可以申请社会保险补贴，期限一年。"),
        Document("other", "关于问题的答复", "请问有哪些问题？怎么办？什么时候可以？"),
    )
    assert find("请问小微企业招用高校毕业生有哪些社会保险补贴？怎么申请？")[0] == "answer"


def test_a_sentence_leads_to_the_text_that_says_it_before_one_that_names_it(put, find):
    said = "海港示范区关于进一步加强危险货物装卸作业安全管理工作的若干意见"
    put(
        Document("names", "转发通知", f"现将《{said}》转发给你们，请认真贯彻执行。"),
        Document("says", "意见", f"{said}\n各单位："),
        *(Document(f"other{n}", "通知", "加强安全管理工作。") for n in range(3)),
    )
    assert find(said)[:2] == ["says", "names"]
    assert "names" in find(f"{said}”转发")


def test_a_title_with_everything_comes_first(put, find):
    put(
        *(Document(f"body{n}", "会议纪要", "会议研究了垃圾分类工作。" * 3) for n in range(5)),
        Document("title", "生活垃圾分类管理办法", "第一条 制定本办法。"),
    )
    assert find("垃圾分类")[0] == "title"


def test_the_newer_and_the_valid_come_first_among_equals_unless_told_otherwise(put, search):
    same = {"title": "港口收费标准", "body": "按本标准收费。"}
    put(
        Document("repealed", **same, validity="repealed", published_at=on(2018)),
        Document("old", **same, validity="in_force", published_at=on(2010)),
        Document("new", **same, validity="in_force", published_at=on(2018)),
    )
    assert [hit.document.key for hit in search.search(Query("收费标准")).hits] == ["new", "old", "repealed"]
    assert len({hit.score for hit in search.search(Query("收费标准", weighed=False)).hits}) == 1


def test_age_and_validity_never_outweigh_the_matter(put, find):
    put(
        Document("old", "海域使用金减免办法", "海域使用金减免的条件。", validity="repealed", published_at=on(2001)),
        Document("new", "通知", "办法和条件，海域很大，使用很多。", validity="in_force", published_at=on(2024)),
    )
    assert find("海域使用金减免")[0] == "old"


def test_hits_can_be_ordered_by_day(three, find):
    assert find("", sort=Sort.NEWEST) == ["bylaw", "plan", "list"]
    assert find("", sort=Sort.OLDEST) == ["list", "plan", "bylaw"]


def test_a_text_without_a_date_is_older_than_all(put, find):
    put(Document("undated", "办法", "办法"), Document("dated", "办法", "办法", published_at=on(1965)))
    assert find("办法", sort=Sort.NEWEST) == ["dated", "undated"]
    assert find("办法", until=date(2018, 1, 1)) == ["dated"]


def test_both_ends_of_a_range_of_days_are_included(three, find):
    assert find("", since=date(2017, 6, 1), until=date(2017, 6, 1)) == ["plan"]
    assert find("", since=date(2017, 6, 2)) == ["bylaw"]
    assert find("", until=date(2017, 5, 31)) == ["list"]
    assert len(find("", since=date.min, until=date.max)) == 3


def test_facets_count_what_is_found_and_a_chosen_one_still_shows_the_others(three, search):
    page = search.search(Query("", filters={"unit": ("117",)}))
    assert page.total == 2
    assert dict(page.facets["unit"]) == {"117": 2, "100": 1}
    assert dict(page.facets["year"]) == {"2017": 1, "2016": 1}
    assert dict(page.facets["validity"]) == {"expired": 1}
    assert dict(search.search(Query("危险货物")).facets["theme"]) == {"traffic": 1}
    narrowed = search.search(Query("", filters={"unit": ("117", "100"), "year": ("2018",)}))
    assert [hit.document.key for hit in narrowed.hits] == ["bylaw"]
    assert dict(narrowed.facets["year"]) == {"2018": 1, "2017": 1, "2016": 1}


def test_who_may_not_see_a_text_finds_counts_and_guesses_nothing_of_it(put, search):
    put(
        Document("public", "港区安全检查通知", "安全检查。"),
        Document("secret", "港区安全检查秘密方案", "未公布的安全检查方案。", audience=("unit:117",), unit="117"),
        Document("third", "港区安全检查秘密方案", "未公布的安全检查方案。", audience=("unit:118",), unit="118"),
    )
    page = search.search(Query("安全检查"))
    assert [hit.document.key for hit in page.hits] == ["public"]
    assert page.total == 1
    assert page.facets["unit"] == ()
    assert search.search(Query("秘密方桉")).suggestion == ""
    assert "港区安全检查秘密方案" not in search.suggest("港区")
    assert not any("秘密" in said for said in search.suggest("秘"))
    assert search.related("secret") == ()
    assert {document.key for document in search.related("public")} == set()
    desk = search.search(Query("安全检查", audience=("public", "unit:117")))
    assert {hit.document.key for hit in desk.hits} == {"public", "secret"}


def test_a_text_is_overwritten_by_its_key_and_gone_when_removed(put, search, find):
    put(Document("one", "旧题目", "旧内容"))
    put(Document("one", "新题目", "新内容"))
    assert (find("旧"), find("“新题目”"), search.count(), list(search.keys())) == ([], ["one"], 1, ["one"])
    search.remove(["one", "never there"])
    search.commit()
    assert (find("新题目"), search.count(), list(search.keys())) == ([], 0, [])


def test_what_comes_back_is_what_was_handed_in(three, search):
    assert {hit.document for hit in search.search(Query("")).hits} == {BYLAW, PLAN, LIST}


@pytest.mark.parametrize(
    "text",
    [
        "？！，。",
        "\x00\x01\x1b",
        "\ud800",
        "\ud800办法\udfff",
        "“",
        '"未闭合',
        "《《《",
        "》《",
        "title:办法 AND (body:* OR NOT ~) ^2 [1 TO 9] {",
        "+ - && || ! ( ) { } [ ] ^ ~ * ? : \\ /",
        "办法\\",
        "*",
        "a" * LONGEST_QUERY,
        "的" * LONGEST_QUERY,
        "的 是 了 吗",
        "\u200b\u200e\ufeff",
        "😀👍🏽",
        "é̂̃",
        "(((((((((((((((((((((((",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "〔〕号",
        "发〔2018〕号",
        "０" * 50,
        "99999年",
    ],
)
@pytest.mark.parametrize("sort", list(Sort))
def test_whatever_is_typed_is_answered(three, search, text, sort):
    page = search.search(Query(text, sort=sort, filters={"unit": ("\ud800", text)} if sort == Sort.OLDEST else {}))
    assert page.total >= len(page.hits) >= 0
    search.suggest(text)
    search.related(text)


@given(st.text(max_size=LONGEST_QUERY))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_is_a_mistake(three, search, text):
    search.search(Query(text))
    search.suggest(text, limit=3)


def test_the_mark_that_is_asked_for_is_found_and_one_that_is_nowhere_is_not(three, find):
    assert find("％") == ["bylaw"]
    assert find("♥") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query("办" * 100_000), "检索词过长"),
        (Query("办法", page=10**9), "只能查看前"),
        (Query("办法", page=0), "页码"),
        (Query("办法", page=-1), "页码"),
        (Query("办法", size=0), "页码"),
        (Query("办法", size=10**12), "只能查看前"),
    ],
)
def test_too_much_is_refused_with_a_sentence(three, search, query, sentence):
    with pytest.raises(Refused, match=sentence):
        search.search(query)


def test_a_text_of_nothing_but_rubbish_can_be_indexed(put, search):
    put(Document("rubbish", "\ud800\x00", "\udfff" * 10 + "\x1f\u2028办法", number="\ud8001", unit="\ud800"))
    hit = search.search(Query("办法")).hits[0]
    (hit.title_html + hit.snippet_html + hit.document.body).encode()


def test_pages_hold_every_hit_once(put, search):
    put(*(Document(f"{n}", f"第{n}号办法", "港口收费办法" + "。收费" * (n % 7)) for n in range(95)))
    seen = [hit.document.key for page in range(1, 11) for hit in search.search(Query("收费 办法", page=page)).hits]
    assert sorted(seen, key=int) == [str(n) for n in range(95)]
    first = search.search(Query("收费 办法"))
    assert (first.total, first.pages) == (95, 10)
    assert search.search(Query("收费 办法", page=11)).hits == ()
