"""Promises of the ways an application can end, and of what may be done against them: docs/law/outcomes.md."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar
from gongkai.law import outcomes, remedies
from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import RULES, Group, Letter, Need, article_of, is_known_to, needs_of, rule_of
from gongkai.law.vocabulary import Outcome

CALENDAR = carried_calendar()
LAST_OF_OLD, FIRST_OF_NEW = date(2023, 12, 31), date(2024, 1, 1)
NOT_DISCLOSED = {
    Outcome.REFUSE_SECRET,
    Outcome.REFUSE_LAW,
    Outcome.REFUSE_3S1S,
    Outcome.REFUSE_THIRD,
    Outcome.REFUSE_INTERNAL,
    Outcome.REFUSE_PROCESS,
    Outcome.REFUSE_CASEFILE,
}


class TestTable:
    def test_every_leaf_of_table_three_has_its_rule_and_no_other(self):
        assert list(RULES) == list(Outcome)
        assert len(RULES) == 21

    def test_the_leaves_stand_under_the_headings_of_the_printed_table(self):
        sizes = {group: sum(rule.group is group for rule in RULES.values()) for group in Group}
        assert list(sizes.values()) == [1, 1, 8, 3, 5, 3]

    def test_everything_but_giving_it_in_full_states_a_reason(self):
        assert {rule.outcome for rule in RULES.values() if Need.REASON not in rule.needs} == {Outcome.GRANTED}

    @pytest.mark.parametrize(
        ("need", "asked_of"),
        [
            (Need.WEIGHING, {Outcome.REFUSE_INTERNAL, Outcome.REFUSE_PROCESS, Outcome.REFUSE_CASEFILE}),
            (Need.CONSULTATION, {Outcome.REFUSE_THIRD}),
            (Need.REDACTED_FILE, {Outcome.PARTIAL}),
            (Need.SEARCH_RECORD, {Outcome.UNABLE_NOTHOLD}),
            (Need.NO_CONTENT, {Outcome.REFUSE_SECRET}),
            (Need.AMENDMENT, {Outcome.UNABLE_UNCLEAR, Outcome.OTHER_NOSUPP}),
            (Need.AMENDMENT_LAPSED, {Outcome.OTHER_NOSUPP}),
            (Need.FEE_LAPSED, {Outcome.OTHER_NOFEE}),
            (Need.REASONS_ASKED, {Outcome.NOPROC_MASS}),
            (Need.EARLIER_REPLY, {Outcome.NOPROC_REPEAT}),
        ],
    )
    def test_a_need_is_asked_of_these_and_of_no_others(self, need, asked_of):
        assert {rule.outcome for rule in RULES.values() if need in rule.needs} == asked_of

    def test_a_ground_is_discretionary_exactly_when_it_needs_a_weighing(self):
        for rule in RULES.values():
            assert rule.discretionary is (Need.WEIGHING in rule.needs), rule.outcome

    def test_every_refusal_and_every_answer_cites_an_article_of_2019(self):
        assert {rule.outcome for rule in RULES.values() if not rule.article} == {Outcome.OTHER_OTHER}

    @pytest.mark.parametrize(
        ("outcome", "of_2019", "of_2007"),
        [
            ("granted", "第三十六条第（一）、（二）项", "第二十一条第（一）项"),
            ("partial", "第三十七条", "第二十二条"),
            ("refuse_secret", "第十四条", "第十四条第四款"),
            ("refuse_third", "第十五条、第三十二条", "第十四条第四款、第二十三条"),
            ("refuse_process", "第十六条第二款", "国办发〔2010〕5号"),
            ("refuse_query", "第三十六条第（七）项", ""),
            ("unable_nothold", "第三十六条第（四）、（五）项", "第二十一条第（三）项"),
            ("unable_make", "第三十八条", "国办发〔2010〕5号"),
            ("unable_unclear", "第三十条", "第二十一条第（四）项"),
            ("noproc_repeat", "第三十六条第（六）项", "国办发〔2008〕36号"),
            ("noproc_mass", "第三十五条", ""),
            ("other_nofee", "国办函〔2020〕109号第六条", ""),
        ],
    )
    def test_the_article_is_that_of_the_text_the_application_follows(self, outcome, of_2019, of_2007):
        assert article_of(outcome, Regulation.OF_2019) == of_2019
        assert article_of(outcome, Regulation.OF_2007) == of_2007

    def test_what_2019_brought_is_no_ground_before_it(self):
        unknown = {outcome for outcome in Outcome if not is_known_to(outcome, Regulation.OF_2007)}
        assert unknown == {
            Outcome.REFUSE_CASEFILE,
            Outcome.REFUSE_QUERY,
            Outcome.NOPROC_PETITION,
            Outcome.NOPROC_PUB,
            Outcome.NOPROC_MASS,
            Outcome.NOPROC_CONFIRM,
            Outcome.OTHER_NOFEE,
        }
        assert all(is_known_to(outcome, Regulation.OF_2019) for outcome in Outcome)

    def test_a_weighing_is_asked_for_by_2019_alone(self):
        assert Need.WEIGHING in needs_of(Outcome.REFUSE_PROCESS, Regulation.OF_2019)
        assert needs_of(Outcome.REFUSE_PROCESS, Regulation.OF_2007) == {Need.REASON}

    def test_what_lapsed_has_a_letter_of_its_own(self):
        assert {rule.outcome for rule in RULES.values() if rule.lapse} == {
            Outcome.OTHER_NOSUPP,
            Outcome.OTHER_NOFEE,
            Outcome.OTHER_OTHER,
        }
        assert {rule_of(outcome).letter for outcome in ("other_nosupp", "other_nofee")} == {Letter.ABANDONED}

    def test_no_leaf_is_guessed(self):
        with pytest.raises(ValueError, match="refused"):
            outcomes.rule_of("refused")


class TestReconsiderationFirst:
    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_from_2024_for_what_is_not_disclosed_under_arts_14_to_16_alone(self, outcome):
        now = remedies.remedies_against(outcome, decided=FIRST_OF_NEW)
        assert now.reconsideration_first is (outcome in NOT_DISCLOSED)
        assert not remedies.remedies_against(outcome, decided=LAST_OF_OLD).reconsideration_first

    def test_whether_partial_disclosure_counts_is_the_institutions_to_say(self):
        def first(partial_first):
            given = remedies.remedies_against(Outcome.PARTIAL, decided=FIRST_OF_NEW, partial_first=partial_first)
            return given.reconsideration_first

        assert (first(False), first(True)) == (False, True)

    def test_the_paragraph_names_the_organ_and_the_court_of_the_unit(self):
        told = remedies.remedies_against(Outcome.REFUSE_LAW, decided=date(2024, 3, 1))
        text = told.paragraph(reconsideration_organ="某市人民政府", court="某市中级人民法院")
        assert "应当自收到本告知书之日起60日内先向某市人民政府申请行政复议" in text
        assert "15日内依法向某市中级人民法院提起行政诉讼" in text
        assert "6个月" not in text
        free = remedies.remedies_against(Outcome.REFUSE_QUERY, decided=date(2024, 3, 1))
        text = free.paragraph(reconsideration_organ="某市人民政府", court="某区人民法院")
        assert "可以自收到本告知书之日起60日内向某市人民政府申请行政复议" in text
        assert "6个月内依法向某区人民法院提起行政诉讼" in text


class TestOurOwnClocks:
    @pytest.mark.parametrize(
        ("received", "simplified", "due"),
        [
            # Ten working days over the week of 清明; five in the simplified procedure.
            (date(2024, 3, 29), False, date(2024, 4, 15)),
            (date(2024, 3, 29), True, date(2024, 4, 8)),
            (date(2024, 9, 27), True, date(2024, 10, 10)),
            # Before 2024 ten days of the calendar.
            (date(2023, 9, 27), False, date(2023, 10, 7)),
        ],
    )
    def test_we_answer_a_reconsideration_in_ten_working_days_or_five(self, received, simplified, due):
        assert remedies.answer_due(received=received, calendar=CALENDAR, simplified=simplified).date == due

    def test_there_was_no_simplified_procedure_before_2024(self):
        with pytest.raises(ValueError, match="简易程序"):
            remedies.answer_due(received=LAST_OF_OLD, calendar=CALENDAR, simplified=True)

    def test_days_of_courts_and_organs_are_days_of_the_calendar(self):
        day = date(2024, 2, 1)
        assert remedies.evidence_due(received=day) == date(2024, 2, 16)
        assert remedies.decision_due(accepted=day) == date(2024, 4, 1)
        assert remedies.decision_due(accepted=day, extended=True) == date(2024, 5, 1)
        assert remedies.decision_due(accepted=day, simplified=True) == date(2024, 3, 2)
        assert remedies.last_day_for_reconsideration(learnt=day) == date(2024, 4, 1)

    @pytest.mark.parametrize(
        ("learnt", "last"),
        [
            (date(2024, 1, 15), date(2024, 7, 15)),
            (date(2024, 8, 31), date(2025, 2, 28)),
            (date(2023, 8, 31), date(2024, 2, 29)),
            (date(2024, 12, 31), date(2025, 6, 30)),
            (date(2024, 6, 30), date(2024, 12, 30)),
        ],
    )
    def test_six_months_end_on_the_same_day_or_the_last_of_the_month(self, learnt, last):
        assert remedies.last_day_for_lawsuit(learnt=learnt) == last

    @given(st.dates(date(2008, 5, 1), date(2030, 1, 1)))
    def test_six_months_are_never_less_than_181_days_nor_more_than_184(self, learnt):
        assert 181 <= (remedies.last_day_for_lawsuit(learnt=learnt) - learnt).days <= 184
        assert (remedies.last_day_for_lawsuit(learnt=learnt, after_reconsideration=True) - learnt).days == 15
