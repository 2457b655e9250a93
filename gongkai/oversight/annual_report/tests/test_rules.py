"""The rules on what a report says besides its sums: each finds what it is for, and is silent about the sentence next to it."""

from pathlib import Path

import pytest
from django.core.management import call_command

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.checker.reports import read_report
from gongkai.oversight.annual_report.checker.years import check_years

from .national import FORM, T3, as_html, balanced, text

FIGURES = balanced(3)


def number(*keys):
    return sum(int(str(FIGURES[key])) for key in keys)


def found(*lines, figures=FIGURES, swap=("", ""), severities=("hard", "soft", "form")):
    """The rules that find something in the sound report with these sentences added to its first part, or with words exchanged."""
    words = [line.replace(*swap) if swap[0] else line for line in text(figures)]
    words[4:4] = lines
    outcome = check_document(read_bytes(as_html(figures, words=words)))[1]
    return {finding.rule.id for finding in outcome.findings if finding.severity in severities}


def whole(row):
    return number(f"t3.{row}.total")


REFUSED = number(*(f"t3.{row.key}.total" for row in T3.rows if row.key.startswith("refuse_")))
SUITS = {
    column: number(f"t4.suit_direct.{column}", f"t4.suit_after.{column}")
    for column in ("total", "upheld", "corrected", "other", "pending")
}
ROWS = {row.key: row for row in T3.rows}

#: A sentence with a place for the number, and the number of the tables.
SAID = [
    ("共收到政府信息公开申请{}件。", whole("new")),
    ("办理申请中，予以公开{}件。", whole("granted")),
    ("办理申请中，部分公开{}件。", whole("partial")),
    ("办理申请中，不予公开{}件。", REFUSED),
    ("上年结转政府信息公开申请{}件。", whole("carried_in")),
    ("另有申请结转下年度继续办理{}件。", whole("carried_out")),
    ("全年办结政府信息公开申请{}件。", whole("done_total")),
    ("申请人中，自然人申请{}件。", number("t3.new.natural")),
    ("申请人中，商业企业申请{}件。", number("t3.new.corp_business")),
    ("政府信息公开行政复议{}件。", number("t4.review.total")),
    ("政府信息公开行政诉讼{}件。", SUITS["total"]),
    ("制发规范性文件{}件。", number("t2.norm.issued")),
    ("废止行政规范性文件{}件。", number("t2.norm.repealed")),
    ("现行有效规范性文件{}件。", number("t2.norm.valid")),
    ("制定规章{}件。", number("t2.rules.issued")),
    ("作出行政许可决定{}件。", number("t2.licence.decisions")),
    ("作出行政处罚决定{}件。", number("t2.penalty.decisions")),
    ("实施行政强制{}件。", number("t2.coercion.decisions")),
    ("收取行政事业性收费{}万元。", number("t2.fees.amount_wan")),
    *(
        (f"申请办理中，{row.label.replace('“', '').replace('”', '')}{{}}件。", number(f"t3.{row.key}.total"))
        for row in T3.rows
        if row.key.startswith(("refuse_", "unable_", "noproc_"))
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "right"), SAID, ids=[line for line, _right in SAID])
def test_the_text_is_held_against_the_row_of_the_table_it_names(line, right):
    assert found(line.format(right)) == set()
    assert found(line.format(right + 7)) == {"same-name-two-numbers"}


@pytest.mark.parametrize(
    ("kind", "key"), [("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果"), ("pending", "尚未审结")]
)
def test_outcomes_of_cases_belong_to_the_kind_named_last(kind, key):
    review = number(f"t4.review.{kind}")
    line = f"政府信息公开行政复议{number('t4.review.total')}件，{key}{{}}件；政府信息公开行政诉讼{SUITS['total']}件，{key}{{}}件。"
    assert found(line.format(review, SUITS[kind])) == set()
    assert "same-name-two-numbers" in found(line.format(review, SUITS[kind] + 500))


@pytest.mark.parametrize(
    "line",
    [
        "去年收到政府信息公开申请3件。",
        "上半年收到政府信息公开申请3件。",
        "培训中讲解不予公开的情形，编印案例3件。",
        "办理行政许可3件。",
        "主动公开规范性文件3件。",
        "全县收到政府信息公开申请若干件。",
        "答复网民留言3件。",
        "行政复议机关受理行政复议3件。",
        "开展规范性文件清理1次。",
    ],
)
def test_another_year_or_another_thing_is_not_held_against_the_tables(line):
    assert found(line) == set()


def test_a_paragraph_that_counts_for_one_body_is_asked_about_once():
    own = "区政府办公室受理政府信息公开申请2件，其中予以公开1件，部分公开1件。"
    assert found(own) == {"total-scope"}


class TestBounds:
    new = whole("new")

    def test_so_many_and_more(self):
        down = self.new // 100 * 100
        assert self.new % 100
        assert found(f"共收到政府信息公开申请{down}余件。") == set()
        assert found(f"共收到政府信息公开申请{down + 200}余件。") == {"approximate"}
        assert found(f"共收到政府信息公开申请{down - 100}多件。") == {"approximate"}

    def test_nearly_and_over(self):
        up = (self.new // 100 + 1) * 100
        assert found(f"共收到政府信息公开申请近{up}件。") == set()
        assert found(f"共收到政府信息公开申请近{up - 100}件。") == {"approximate"}
        assert found(f"共收到政府信息公开申请超过{up - 100}件。") == set()
        assert found(f"共收到政府信息公开申请超过{up + 200}件。") == {"approximate"}

    def test_about_says_nothing_sure(self):
        assert found("共收到政府信息公开申请约10件。") == set()


def test_a_share_of_the_applications_must_come_out_of_the_table():
    granted, done = whole("granted"), whole("done_total")
    right = f"{granted / done * 100:.2f}"
    line = f"申请办理中，予以公开{granted}件，占{{}}%。"
    assert found(line.format(right)) == set()
    assert found(line.format("91.23")) == {"share-of-table"}


def test_none_of_something_the_table_counts():
    assert found("全年没有收到政府信息公开申请。") == {"none-but-counted"}
    assert found("未发生因政府信息公开引起的行政复议、行政诉讼。") == {"none-but-counted"}
    assert found("未发生因政府信息公开被行政复议纠错的情况。") == set()
    empty = {**FIGURES, **{key: 0 for key in FIGURES if key.startswith("t4.")}}
    assert found("未发生因政府信息公开引起的行政复议、行政诉讼。", figures=empty) == set()


def test_from_nothing_has_no_rate_of_growth():
    assert found("政策解读视频实现从无到有。") == set()
    assert "from-nothing" in found("政策解读视频实现从无到有，制作12个，增长100%。")
    none = {**FIGURES, "t2.rules.issued": 0}
    assert found("制定规章0件，实现从无到有。", figures=none) == {"from-nothing"}


def test_money_in_yuan_against_a_table_in_ten_thousand_yuan():
    fees = number("t2.fees.amount_wan")
    assert found(f"收取行政事业性收费{fees * 10000}元。") == set()
    assert found(f"收取行政事业性收费{fees}元。") == {"unit"}


def test_parts_the_form_has_are_all_there_are():
    review = {
        column.key: number(f"t4.review.{column.key}")
        for column in next(table for table in FORM.crossed if table.key == "t4").columns
    }
    line = "政府信息公开行政复议{total}件，其中结果维持{upheld}件，结果纠正{corrected}件，其他结果{other}件，尚未审结{pending}件。"
    assert found(line.format(**review)) == set()
    less, more = {**review, "pending": review["pending"] - 1}, {**review, "pending": review["pending"] + 1}
    for wrong in (less, more):
        assert found(line.format(**wrong), severities=("hard",)) == {"sentence-parts"}
    three = line.replace("，尚未审结{pending}件", "")
    assert found(three.format(**review)) == set(), "the last is not said, so nothing is wrong"


class TestPeriod:
    def test_of_another_year_than_the_title_is_a_contradiction(self):
        assert found(
            swap=("2024年1月1日起至2024年12月31日", "2023年1月1日起至2023年12月31日"), severities=("hard",)
        ) == {"period"}

    def test_that_ends_before_it_begins_is_one_too(self):
        assert found(swap=("至2024年12月31日", "至2023年12月31日"), severities=("hard",)) == {"period"}

    def test_shorter_than_the_year_is_asked_about(self):
        assert found(swap=("至2024年12月31日", "至2024年11月30日")) == {"period"}
        assert found(swap=("至2024年12月31日", "至2024年11月30日"), severities=("hard",)) == set()

    def test_a_list_of_other_years_reports_on_the_page_makes_nothing_hard(self):
        page = as_html(FIGURES).decode().replace("<body>", "<body><p>青禾县2023年政府信息公开工作年度报告</p>")
        report, outcome = check_document(read_bytes(page.encode()))
        assert report.year == 2024, "the title whose year the period has"
        assert not outcome.has_hard
        wrong = page.replace("2024年1月1日起至2024年12月31日", "2022年1月1日起至2022年12月31日")
        assert not check_document(read_bytes(wrong.encode()))[1].has_hard


class TestDates:
    @pytest.mark.parametrize("day", ["2024年2月30日", "2024年6月31日", "2023年2月29日", "2024年13月"])
    def test_that_do_not_exist(self, day):
        assert found(f"{day}，召开培训会。") == {"impossible-date"}

    @pytest.mark.parametrize("day", ["2024年2月29日", "2024年12月31日", "2024年1-12月", "6月30日"])
    def test_that_do(self, day):
        assert found(f"{day}，召开培训会。") == set()

    @pytest.mark.parametrize(
        ("title", "day", "rule"),
        [
            ("青禾县人民政府2024年政府信息公开工作年度报告", "2025-03-31", None),
            ("青禾县人民政府2024年政府信息公开工作年度报告", "2025-04-01", "publication-deadline"),
            ("青禾县财政局2024年政府信息公开工作年度报告", "2025-01-31", None),
            ("青禾县财政局2024年政府信息公开工作年度报告", "2025-02-01", "publication-deadline"),
            ("青禾县人民政府办公室2024年政府信息公开工作年度报告", "2025-02-01", None),
            ("青禾工业区管理委员会2024年政府信息公开工作年度报告", "2025-02-01", None),
            ("青禾县人民政府2024年政府信息公开工作年度报告", "2024-12-20", "published-too-soon"),
        ],
    )
    def test_of_publication_go_by_who_reports(self, title, day, rule):
        words = [title, day, *text(FIGURES)[1:]]
        outcome = check_document(read_bytes(as_html(FIGURES, words=words)))[1]
        assert {finding.rule.id for finding in outcome.findings} == ({rule} if rule else set())


class TestLeftovers:
    @pytest.mark.parametrize(
        "line",
        [
            "2023年，我县认真落实条例要求，组织培训。",
            "截至2023年底，全县开设政务新媒体账号若干。",
            "下一步，2024年我县将加强培训。",
            "2023年，我县将继续加强培训。",
        ],
    )
    def test_last_years_year(self, line):
        assert found(line) == {"year-left-in"}

    @pytest.mark.parametrize(
        "line",
        [
            "2024年，我县认真落实条例要求，组织培训。",
            "2023年，我县存在公开不及时的问题，2024年已经整改。",
            "与2023年相比，解读数量有所增加。",
            "落实2023年印发的工作要点。",
            "针对存在问题，2025年我们将切实抓好培训。",
            "2024年，我县将政务公开列入考核。",
            "截至2024年底，全县开设政务新媒体账号若干。",
        ],
    )
    def test_a_year_in_its_place(self, line):
        assert found(line) == set()

    @pytest.mark.parametrize(
        ("body", "strange"),
        [
            ("青禾县人民政府办公室", False),
            ("县政府办公室", False),
            ("青禾县政务公开领导小组办公室", False),
            ("云溪县人民政府办公室", True),
        ],
    )
    def test_another_bodys_name(self, body, strange):
        line = f"本报告由{body}根据《中华人民共和国政府信息公开条例》编制。"
        assert found(line) == ({"foreign-body"} if strange else set())

    @pytest.mark.parametrize(
        "line",
        [
            "XX县组织培训。",
            "××年组织培训。",
            "某某局组织培训。",
            "（单位名称）组织培训。",
            "组织培训（）。",
            "情况详见附件。",
        ],
    )
    def test_places_of_the_template_nobody_filled_in(self, line):
        assert found(line) == {"template-fill"}

    @pytest.mark.parametrize("line", ["上线VR展厅和XXL大屏。", "（一）组织培训。", "组织培训（见下文）。"])
    def test_what_only_looks_like_one(self, line):
        assert found(line) == set()

    def test_an_attachment_that_is_there(self):
        assert found("情况详见附件。", "附件：培训情况") == set()


class TestNumbers:
    @pytest.mark.parametrize(
        ("number", "wrong"),
        [
            ("11441700007280420Y/2025-00050", False),
            ("11441700007280421Y/2025-00050", True),
            ("000014349/2025-00110", True),  # another body's
            ("620702081/2025-00007", False),  # any local code
            ("440404101/2025-00001", False),
        ],
    )
    @pytest.mark.parametrize(
        "shape",
        [
            "<p>索引号：{}</p>",
            "<table><tr><td>索引号</td><td>{}</td></tr><tr><td>类</td><td>年报</td></tr></table>",
        ],
    )
    def test_of_the_index(self, number, wrong, shape):
        page = as_html(FIGURES).decode().replace("<body>", "<body>" + shape.format(number))
        outcome = check_document(read_bytes(page.encode()))[1]
        assert {finding.rule.id for finding in outcome.findings} == ({"index-number"} if wrong else set())

    def test_of_fees(self):
        assert found("全年收取政府信息公开信息处理费3940元。") == set()
        assert found("全年收取政府信息公开信息处理费3945元。") == {"fee-tiers"}


def test_a_form_of_other_years_is_said():
    page = as_html(FIGURES).decode().replace("2024", "2018")
    outcome = check_document(read_bytes(page.encode()))[1]
    assert [(finding.rule.id, finding.severity) for finding in outcome.findings] == [("form-of-year", Severity.FORM)]


class TestTwoYears:
    def outcome(self, line):
        before = balanced(8)
        carried = {f"t3.carried_out.{column.key}": FIGURES[f"t3.carried_in.{column.key}"] for column in T3.columns}
        last = {**before, **carried, "t3.new.total": 400}
        now = [*text(FIGURES)[:4], line, *text(FIGURES)[4:]]
        then = as_html(last, words=[words.replace("2024", "2023") for words in text(last)])
        reports = [read_report(read_bytes(page)) for page in (as_html(FIGURES, words=now), then)]
        return {finding.rule.id for finding in check_years(*reports).findings if finding.rule is not Rule.IN_FORCE}

    def test_growth_is_that_of_the_two_tables(self):
        new = whole("new")
        line = f"共收到政府信息公开申请{new}件，同比增长{{}}%。"
        assert self.outcome(line.format(f"{(new - 400) / 4:.2f}")) == set()
        assert self.outcome(line.format("99")) == {"growth-over-years"}

    def test_from_nothing_means_none_the_year_before(self):
        line = f"共收到政府信息公开申请{whole('new')}件，实现从无到有。"
        assert self.outcome(line) == {"from-nothing"}


def test_every_rule_is_explained_once_and_none_finds_what_its_data_does_not_allow():
    assert len({rule.asks for rule in Rule}) == len(Rule)
    for rule in Rule:
        assert rule.why.endswith("。")
        assert rule.family
    with pytest.raises(ValueError, match="never hard"):
        Outcome().find(Rule.BLANK_CELL, Severity.HARD, "", "", "", "")


def test_the_page_of_the_reference_is_what_the_command_prints(capsys):
    """`gongkai check-report --rules > docs/reference/report-rules.md` writes it again."""
    call_command("check_report", "--rules")
    page = Path(__file__).resolve().parents[4] / "docs/reference/report-rules.md"
    assert capsys.readouterr().out == page.read_text(encoding="utf-8")
