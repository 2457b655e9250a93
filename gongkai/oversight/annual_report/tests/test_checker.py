"""A published report is judged by its own words, in whatever file it comes."""

import pytest

from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.tests.invented import KINDS, NUMBERS, TITLE, Report, check, rules

kinds = pytest.mark.parametrize("kind", KINDS)


def said(*lines: str) -> set[str]:
    """The hard and soft rules that sentences added to the invented report break."""
    return rules(check(Report(extra=lines).as_text()), "hard", "soft")


@kinds
def test_a_report_that_agrees_with_itself_has_no_finding(kind):
    outcome = check(KINDS[kind](Report()))
    assert outcome.findings == []
    assert {"same-name-two-numbers", "table-identity", "sentence-parts", "percent-of-stated-ratio", "growth"} <= {
        item.rule.id for item in outcome.passed
    }


class TestOneNameOneNumber:
    @kinds
    @pytest.mark.parametrize("name", ["news", "profile", "network", "in_person", "letter"])
    def test_a_number_of_the_text_that_differs_from_its_row_is_hard(self, kind, name):
        outcome = check(KINDS[kind](Report(cells={name: 777})))
        assert "same-name-two-numbers" in rules(outcome, "hard")
        finding = next(item for item in outcome.findings if item.rule.id == "same-name-two-numbers")
        assert "777" in finding.said
        assert str(777 - int(str(NUMBERS[name]))) in finding.computed

    def test_full_width_digits_are_digits(self):
        text = Report().as_text().decode().replace("310条", "３１０条")
        assert check(text.encode()).findings == []
        assert "same-name-two-numbers" in rules(check(text.replace("３１０条", "３１１条").encode()), "hard")

    def test_thousands_may_be_grouped(self):
        outcome = check(Report(numbers={"news": "1,310"}, cells={"news": 1310, "total": 1640}).as_text())
        assert "same-name-two-numbers" not in rules(outcome)

    def test_a_total_without_a_scope_is_soft(self):
        outcome = check(Report(cells={"total": 641, "wechat": 61}).as_text())
        assert rules(outcome) == {"total-scope"}

    @pytest.mark.parametrize(
        "line",
        [
            "截至6月底，我镇更新政务动态信息12条。",
            "我镇计划更新政务动态信息约900条。",
            "县卫生局更新政务动态信息12条。",
            "其中重点领域政务动态信息12条。",
            "全镇不予公开的申请12件。",
            "民政办：更新政务动态信息12条。",
            "在财政领域，我镇共受理信息公开申请1件。",
            "去年我镇共受理信息公开申请1件，同比持平。",
            "全年共接到举报58件，其中热线转交21件，均在规定时限内办结。",
        ],
    )
    def test_another_year_another_body_or_a_narrower_count_is_no_contradiction(self, line):
        assert said(line) == set()

    def test_a_channel_of_publication_makes_it_soft(self):
        assert "same-name-two-numbers" not in rules(
            check(Report(extra=("门户网站更新政务动态信息9条。",)).as_text()), "hard"
        )

    def test_part_of_the_year_cannot_exceed_the_year(self):
        assert said("截至6月底，我镇共受理信息公开申请10件。") == {"cumulative-falls"}
        assert said("截至6月底，我镇共受理信息公开申请8件。") == set()

    def test_a_class_of_cases_cannot_fall_during_the_year(self):
        assert said("1至9月共受理投诉事项41件。") == {"cumulative-falls"}
        assert said("1至9月共受理投诉事项40件。") == set()

    @pytest.mark.parametrize("name", ["reconsiderations"])
    def test_none_is_not_one(self, name):
        assert "none-but-counted" in rules(check(Report(cells={name: 1}).as_text()), "soft")

    def test_a_table_named_after_one_class_of_its_cases_is_soft(self):
        lines = ("附表3", "咨询情况统计表", "指标", "数量（条）", "接受咨询数量", "420")
        outcome = check(Report(extra=lines).as_text())
        assert rules(outcome) == {"category-label"}


class TestTotals:
    @kinds
    def test_channels_that_do_not_add_up_are_hard(self, kind):
        assert "table-identity" in rules(check(KINDS[kind](Report(cells={"fax_phone": 1}))), "hard")

    def test_a_channel_the_form_does_not_know_is_added_before_judging(self):
        page = Report(numbers={"applications": 10, "replied": 10}).as_text().decode()
        assert "table-identity" in rules(check(page.encode()), "hard")
        for count, severity in ((1, None), (7, "soft")):
            longer = page.replace("对申请答复总数", f"5.当场登记数\n\n{count}\n\n对申请答复总数")
            found = [item.severity for item in check(longer.encode()).findings if item.rule.id == "table-identity"]
            assert set(found) == ({severity} if severity else set())

    def test_people_are_not_compared_with_courses(self):
        table = ("附表6", "培训情况统计表", "指标", "数量", "培训班期数", "3", "其中：参训人数", "200")
        assert said(*table) == set()

    def test_kinds_that_do_not_add_up_are_soft_because_the_form_declares_nothing(self):
        outcome = check(Report(cells={"catalogue": 206}).as_text())
        assert rules(outcome) == rules(outcome, "soft") == {"table-identity"}

    def test_an_application_without_an_answer_is_soft(self):
        assert rules(check(Report(cells={"replied": 8}).as_text())) == {"table-identity"}

    def test_classes_that_exceed_their_total_are_hard_and_those_that_fall_short_are_soft(self):
        assert "sentence-parts" in rules(check(Report(numbers={"help": 151}).as_text()), "hard")
        assert "sentence-parts" in rules(check(Report(numbers={"help": 149}).as_text()), "soft")

    def test_a_list_that_says_so_may_be_incomplete(self):
        assert said("全年回应诉求90件，其中道路类20件、水务类30件等。") == set()

    def test_a_part_larger_than_its_whole_is_hard(self):
        outcome = check(Report(extra=("全年召开发布会3场，其中负责人出席5场。",)).as_text())
        assert rules(outcome) == rules(outcome, "hard") == {"sentence-parts"}

    def test_a_number_after_the_list_is_not_one_of_its_parts(self):
        assert said("全年印发文件30件，其中规范性文件4件，办理提案52件。") == set()

    def test_parts_of_information_may_overlap(self):
        assert "sentence-parts" not in rules(
            check(Report(extra=("推送稿件10篇，其中网站8篇、广播6篇。",)).as_text()), "hard"
        )

    def test_a_partial_list_may_be_shorter_but_not_longer_than_the_total(self):
        listed = "公开会议信息{}条、公开栏信息60条，人事信息20条。全镇共公开各类政府信息640条。"
        assert said(listed.format(100)) == set()
        assert said(listed.format(600)) == {"partial-list"}

    def test_rows_of_a_table_nobody_knows_are_checked_by_its_own_words(self):
        table = (
            "附表6",
            "培训情况统计表",
            "指标",
            "数量（次）",
            "培训总数",
            "8",
            "其中：1.线上培训数",
            "{}",
            "2.线下培训数",
            "5",
        )
        assert said(*(cell.format(3) for cell in table)) == set()
        assert said(*(cell.format(4) for cell in table)) == {"table-parts"}
        assert said(*(cell.format(9) for cell in table)) == {"table-parts"}

    @pytest.mark.parametrize("gap", [" ", "\t", "    ", " | ", "　"])
    def test_a_row_may_stand_on_one_line(self, gap):
        table = (
            "附表1：主动公开情况统计表",
            f"指标{gap}数量（条）",
            f"信息发布总数{gap}640",
            f"政务动态类信息更新量{gap}311",
        )
        page = "\n".join((*Report().lines, *table))
        _, outcome = check_document(read_bytes(f"{TITLE}\n{page}".encode()))
        assert rules(outcome, "hard") == {"same-name-two-numbers"}


class TestPercents:
    def share(self, shown, **numbers):
        return rules(check(Report(numbers={"share": shown, **numbers}).as_text()), "hard")

    def test_a_truncated_share_is_hard(self):
        assert self.share("12.9%") == {"percent-of-stated-ratio"}

    def test_a_wrong_share_is_hard(self):
        assert self.share("18.0%") == {"percent-of-stated-ratio"}

    def test_the_number_of_decimals_is_the_writers_choice(self):
        assert self.share("13%") == self.share("12.97%") == set()

    def test_a_share_said_to_be_rough_is_left_alone(self):
        assert self.share("约13.4%") == set()

    def test_a_rate_no_count_can_give_is_hard(self):
        assert "percent-impossible" in rules(check(Report(numbers={"on_time": "99.70%"}).as_text()), "hard")

    def test_a_rate_is_possible_only_up_to_what_was_done(self):
        assert "percent-impossible" in rules(check(Report(numbers={"done": 390}).as_text()), "hard")

    def test_a_rate_that_fits_another_count_of_the_paragraph_is_soft(self):
        line = "群众来信受理300件，应回复280件，实际回复280件，按时回复率99.67%。"
        assert said(line) == {"percent-denominator", "due-and-done"}

    def test_a_rate_with_its_own_numerator_is_a_stated_ratio(self):
        assert said("应回复留言300条，按时回复299条，按时回复率99.7%。") == set()
        assert said("应回复留言300条，按时回复299条，按时回复率99.6%。") == {"percent-of-stated-ratio"}

    def test_a_rate_over_what_came_in_is_soft_because_another_denominator_may_be_meant(self):
        assert said("共受理来信300封，办结285封，办结率95%。") == set()
        assert said("共受理来信300封，办结285封，办结率97%。") == {"percent-denominator"}

    def test_more_than_all_on_time_is_hard(self):
        assert said("按时答复率100.5%。") == {"percent-impossible"}

    def test_growth_without_last_years_number_says_what_it_must_have_been(self):
        passed = [item.compared for item in check(Report().as_text()).passed if item.rule.id == "growth"]
        assert len(passed) == 1
        assert "349 至 351" in passed[0]

    def test_growth_that_no_whole_number_gives_is_hard(self):
        assert said("全年收到来信12封，同比增长15%。") == {"growth"}

    def test_growth_is_compared_with_last_years_number_when_it_is_told(self):
        assert said("全年回复留言120条，比上年的100条增长20%。") == set()
        assert said("全年回复留言120条，比上年的100条增长25%。") == {"growth"}

    def test_a_difference_tells_last_years_number_too(self):
        assert said("全年收到来信36封，比上年增加12封，增长50%。") == set()
        assert said("全年收到来信36封，比上年增加12封，增长33.3%。") == {"growth"}
        assert said("全年收到来信36封，比上年减少4封，下降10%。") == set()

    @pytest.mark.parametrize(
        "line",
        [
            "同意公开20件，占答复总数的55.6%；部分公开3件，占8.3%；不予公开2件，占5.6%。",
            "建议公开30件，占全县的12%。",
            "全年办理来电90000件，按时办结率99.8%，满意率96.5%。",
            "办理提案35件，其中公开30件，公开率85.7%。",
        ],
    )
    def test_a_share_of_a_number_the_page_does_not_tell_is_left_alone(self, line):
        assert said(line) == set()

    def test_growth_of_something_else_is_left_alone(self):
        assert said("全年收到来信12封，网站访问量同比增长15%。") == set()


class TestCases:
    def test_done_and_still_open_make_up_what_came_in(self):
        assert said("共收到留言70条，已回复65条，待回复5条。") == set()
        assert said("共收到留言70条，已回复65条，待回复6条。") == {"due-and-done"}

    def test_more_done_than_due_is_soft(self):
        outcome = check(Report(numbers={"done": 401}).as_text())
        assert "due-and-done" in rules(outcome, "soft")


class TestDocumentNumbers:
    def form(self, line):
        return rules(check(Report(extra=(line,)).as_text()))

    def test_square_brackets_are_a_matter_of_form(self):
        assert self.form("按照《关于做好公开工作的通知》（青府办[2016]7号）执行。") == {"document-number-form"}
        assert self.form("按照《关于做好公开工作的通知》（青府办〔2016〕7号）执行。") == set()

    def test_a_bracket_lost_on_the_way_is_never_scored(self):
        assert self.form("按照《关于做好公开工作的通知》（青府办2016〕7号）执行。") == set()

    def test_the_short_form_must_be_that_of_the_issuer(self):
        assert self.form("按照《国务院关于简化流程的意见》（国办发〔2016〕7号）执行。") == {"document-number-issuer"}
        assert self.form("按照《国务院办公厅关于简化流程的意见》（国办发〔2016〕7号）执行。") == set()
        assert self.form("按照《青禾县人民政府关于简化流程的意见》（青府办〔2016〕7号）执行。") == {
            "document-number-issuer"
        }

    def test_one_number_has_one_title(self):
        line = "印发《关于加强解读的通知》（青镇〔2016〕9号），并落实《关于{}的通知》（青镇〔2016〕9号）。"
        assert self.form(line.format("加强解读")) == set()
        assert self.form(line.format("改进考评")) == {"document-number-titles"}


class TestOtherForms:
    def test_a_national_table_with_rows_of_its_own_leaves_its_sums_open(self):
        lines = [TITLE, "主动公开、依申请公开、行政复议、诉讼", "政府信息公开情况统计表", "统计指标", "单位", "统计数"]
        cells = [
            "一、主动公开情况",
            "——",
            "——",
            "主动公开政府信息数",
            "条",
            "90",
            "制发文件数",
            "件",
            "7",
            "二、依申请情况",
            "—",
            "—",
        ]
        cells += ["收到申请数", "件", "9", "1.当面申请数", "件", "3", "2.网络申请数", "件", "5", "办结数", "件", "9"]
        report, outcome = check_document(read_bytes("\n".join(lines + cells).encode()))
        assert report.form is not None
        assert report.form.name == "national_2014"
        assert [str(row.value) for row in report.tables[0].rows] == ["90", "7", "9", "3", "5", "9"]
        assert outcome.findings == []


class TestForm:
    def test_a_blank_cell_is_not_zero(self):
        outcome = check(Report(cells={"lawsuits": "", "letter": ""}).as_html())
        assert rules(outcome) == {"blank-cell"}

    def test_a_unit_column_without_units_is_a_matter_of_form(self):
        lines = ("附表5", "收费情况统计表", "指标", "单位", "数量", "收费宗数", "{}", "0", "收费金额", "{}", "0")
        outcome = check(Report(extra=tuple(line.format("元") for line in lines)).as_text())
        assert "blank-unit" not in rules(outcome)
        outcome = check(Report(extra=tuple(line for line in lines if line != "{}")).as_text())
        assert rules(outcome) == {"blank-unit"}

    def test_the_opening_announces_as_many_parts_as_there_are(self):
        text = Report().as_text().decode()
        assert rules(check(text.replace("两个部分", "四个部分").encode())) == {"announced-structure"}

    def test_a_report_dated_after_march_is_a_matter_of_form(self):
        text = Report().as_text().decode()
        assert rules(check(text.replace("2017-03-20", "2017-04-01").encode()), "form") == {"publication-deadline"}
