"""Promises of the grammar of publication limits."""

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar
from gongkai.law import deadlines
from gongkai.law.publication_limits import (
    Base,
    Every,
    Limit,
    NotCheckable,
    OnRequest,
    Period,
    Recurring,
    Reference,
    Term,
    Unit,
    parse,
)

CALENDAR = carried_calendar()
F, C, O = Base.FORMED, Base.CHANGED, Base.OBTAINED  # noqa: E741
WORKING, CALENDAR_DAYS = Unit.WORKING, Unit.CALENDAR


def working(amount, *bases, **more):
    return Term(bases, amount, WORKING, **more)


#: Every distinct text of the directories that were read, with what it means.
REAL = {
    "本级人民代表大会或其常务委员会批准后20日内": Limit((Term((Base.APPROVED,), 20, CALENDAR_DAYS),)),
    "信息形成之日起20个工作日内；行政许可和行政处罚决定作出后7个工作日内": Limit(
        (working(20, F), working(7, Base.DECIDED))
    ),
    "制定或获取信息之日起10个工作日内": Limit((working(10, F, O),)),
    "制定或获取信息之日起10个工作日内，公示7个工作日": Limit((working(10, F, O),), display=Period(7, WORKING)),
    "信息形成或变更之日起10个工作日内": Limit((working(10, F, C),)),
    "自信息形成或者变更之日起20个工作日内予以公开": Limit((working(20, F, C),)),
    "在实地启动拟征收土地工作时，在村公示栏公开": Limit(
        (Term((Base.EVENT,), 0, Unit.NONE, event="实地启动拟征收土地工作"),)
    ),
    "拟征收土地现状调查结束后5个工作日内，在村公示栏公开": Limit(
        (working(5, Base.EVENT, event="拟征收土地现状调查结束"),)
    ),
    "①《听证通知书》在组织听证7个工作日前予以公开；②其他听证公开内容为依申请公开": Limit(
        (working(7, Base.HEARING, before=True, concerns="《听证通知书》"), OnRequest("其他听证公开内容"))
    ),
    "自形成或者变更之日起20个工作日内予以公开，法律法规另有规定的从其规定": Limit((working(20, F, C),), other_law=True),
    "信息形成或者变更之日起20个工作日内予以公开": Limit((working(20, F, C),)),
    "自收到申请之日起20个工作日内公开": Limit((working(20, Base.APPLIED),)),
    "信息形成或者变更之日起20个工作日内予以公开；征求意见期限不得少于30日": Limit(
        (working(20, F, C),), consultation=Period(30, CALENDAR_DAYS)
    ),
    "信息形成之日起7个工作日内": Limit((working(7, F),)),
    "信息获取（形成变更）20个工作日内": Limit((working(20, F, C, O),)),
    "信息形成20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示": Limit(
        (working(20, F), working(7, Base.DECIDED, concerns="行政许可、行政处罚事项"))
    ),
    "信息形成或者变更之日起20个工作日内": Limit((working(20, F, C),)),
    "信息形成或变更之日起20个工作日内": Limit((working(20, F, C),)),
    "行政处罚决定形成之日起20个工作日…(cut)": Limit((working(20, Base.DECIDED),), cut=True),
    "每年1月31日前": Limit((Recurring(Every.YEAR, 1, 31),)),
    "20个工作日（自该政府信息形成或者变更之日起）": Limit((working(20, F, C),)),
    "信息形成或变更之日起3个工作日内": Limit((working(3, F, C),)),
    "公开事项信息形成或变更之日起20个工作日内公开": Limit((working(20, F, C),)),
    "自该信息形成或者变更之日起20个工作日内": Limit((working(20, F, C),)),
    "及时公开": Limit((NotCheckable("及时公开"),)),
    "实时公开": Limit((NotCheckable("实时公开"),)),
    "按进展情况及时公开": Limit((NotCheckable("按进展情况及时公开"),)),
    "重大决策作出后及时公开": Limit((NotCheckable("重大决策作出后及时公开"),)),
    "同上": Limit((Reference(),)),
}


@pytest.mark.parametrize(("text", "limit"), REAL.items())
def test_the_texts_of_real_directories_are_read_as_they_are_meant(text, limit):
    assert parse(text) == limit
    assert parse(text).said == text


@pytest.mark.shared
def test_no_text_of_the_directories_is_left_out(shared_dir):
    with (shared_dir / "domain" / "data" / "obligations.csv").open(encoding="utf-8-sig", newline="") as lines:
        written = {row["time_limit_text"] for row in csv.DictReader(lines)}
    assert len(written) == 29
    assert written == set(REAL)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("信息形成或者变更之日起\n20个工\r\n作日内", Limit((working(20, F, C),))),
        ("信息形成或者变更之日起２０个工作日内", Limit((working(20, F, C),))),
        ("信息形成或者变更之日起 20 个工作日内予以公开。", Limit((working(20, F, C),))),
        ("自信息形成或者变更之日起二十个工作日内", Limit((working(20, F, C),))),
        ("信息形成之日起十五个工作日内", Limit((working(15, F),))),
        ("信息形成之日起两个工作日内", Limit((working(2, F),))),
        ("信息形成之日起一百二十日内", Limit((Term((F,), 120, CALENDAR_DAYS),))),
        ("自資訊形成或者變更之日起20個工作日內公開", Limit((working(20, F, C),))),
        ("自該信息形成或者變更之日起20個工作日內予以公開", Limit((working(20, F, C),))),
        ("行政處罰決定作出之日起7個工作日內", Limit((working(7, Base.DECIDED),))),
        ("合同签订之日起2个工作日内", Limit((working(2, Base.EVENT, event="合同签订"),))),
        ("批复后20日内", Limit((Term((Base.APPROVED,), 20, CALENDAR_DAYS),))),
        ("突发事件发生后24小时内", Limit((Term((Base.EVENT,), 24, Unit.HOURS, event="突发事件发生"),))),
        ("预算执行调整后1个月内", Limit((Term((Base.EVENT,), 1, Unit.MONTHS, event="预算执行调整"),))),
        ("每季度结束后15日内", Limit((Term((Base.PERIOD,), 15, CALENDAR_DAYS),))),
        ("季度终了后10个工作日内公开", Limit((working(10, Base.PERIOD),))),
        ("每年3月底前", Limit((Recurring(Every.YEAR, 3, 0),))),
        ("每月10日前公布", Limit((Recurring(Every.MONTH, 0, 10),))),
        ("次月10日前", Limit((Recurring(Every.MONTH, 0, 10),))),
        ("每季度首月15日前", Limit((Recurring(Every.QUARTER, 1, 15),))),
        ("按季度公开", Limit((Recurring(Every.QUARTER),))),
        ("每月公开一次", Limit((Recurring(Every.MONTH),))),
        ("按年度公开", Limit((Recurring(Every.YEAR),))),
        ("依申请公开", Limit((OnRequest(),))),
        ("公示5个工作日", Limit((), display=Period(5, WORKING))),
    ],
)
def test_other_wordings_and_broken_ones_are_read(text, limit):
    assert parse(text) == limit


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "长期公开",
            "动态更新",
            "**个工作日内",
            "信息形成之日起**个工作日内",
            "0个工作日内",
            "公开20个工作日",
        ),
        *(
            "2018年12月31日前",
            "12月31日前",
            "每年13月1日前",
            "每月32日前",
            "及时公开，最迟不超过20个工作日",
            "公开期限不少于5日",
        ),
        *(
            "第一时间公开",
            "按规定时限公开",
            "根据工作需要",
            "20",
            "工作日",
            "信息形成之日起1000日内",
            "自" * 300,
            "." * 400 + "x",
        ),
    ],
)
def test_what_holds_no_day_to_count_is_never_given_one(text):
    limit = parse(text)
    assert all(isinstance(rule, NotCheckable) for rule in limit.rules)
    assert not limit.is_checkable
    assert limit.due({base: date(2018, 5, 2) for base in Base}, CALENDAR) is None


@given(
    st.one_of(
        st.text(),
        st.text(
            "自信息形成或者变更之日起二十0123个工作日内前；，。①其中公示征求意见不得少于每年月季度同上时当申请…(（《》",
            max_size=60,
        ),
    )
)
def test_no_text_breaks_it_and_every_rule_can_be_said(text):
    limit = parse(text)
    assert limit.said == text
    assert limit.rules or limit.display or limit.consultation
    assert limit.sentence()


EVENTS = st.text("合同签订竣工验收资料评审入库", min_size=2, max_size=12)
CONCERNS = st.sampled_from(["", "行政许可、行政处罚事项", "《听证通知书》", "抽检结果"])
INFORMATION = st.sets(st.sampled_from([F, C, O]), min_size=1).map(
    lambda bases: tuple(sorted(bases, key=[F, C, O].index))
)
SINGLE = st.sampled_from([Base.APPROVED, Base.DECIDED, Base.APPLIED, Base.HEARING, Base.PERIOD]).map(
    lambda base: (base,)
)
COUNTED = st.sampled_from([unit for unit in Unit if unit is not Unit.NONE])
TERMS = st.one_of(
    st.builds(Term, st.one_of(INFORMATION, SINGLE), st.integers(1, 999), COUNTED, st.booleans(), concerns=CONCERNS),
    st.builds(Term, st.just((Base.EVENT,)), st.integers(1, 999), COUNTED, st.booleans(), EVENTS, CONCERNS),
    st.builds(Term, st.one_of(INFORMATION, SINGLE), st.just(0), st.just(Unit.NONE), concerns=CONCERNS),
    st.builds(Term, st.just((Base.EVENT,)), st.just(0), st.just(Unit.NONE), event=EVENTS, concerns=CONCERNS),
)
RECURRINGS = st.one_of(
    st.builds(Recurring, st.sampled_from(Every)),
    st.builds(Recurring, st.just(Every.MONTH), st.just(0), st.integers(1, 31)),
    st.builds(Recurring, st.just(Every.QUARTER), st.integers(1, 3), st.integers(0, 31)),
    st.builds(Recurring, st.just(Every.HALF_YEAR), st.integers(1, 6), st.integers(0, 31)),
    st.builds(Recurring, st.just(Every.YEAR), st.integers(1, 12), st.integers(0, 31)),
)
RULES = st.one_of(
    TERMS,
    RECURRINGS,
    st.builds(OnRequest, CONCERNS),
    st.just(Reference()),
    st.sampled_from(["及时公开", "实时公开", "按进展情况及时公开"]).map(NotCheckable),
)
PERIODS = st.none() | st.builds(Period, st.integers(1, 99), st.sampled_from([WORKING, CALENDAR_DAYS]))
LIMITS = st.builds(
    Limit, st.lists(RULES, min_size=1, max_size=3).map(tuple), PERIODS, PERIODS, st.booleans(), st.booleans()
)


@given(LIMITS)
def test_a_limit_written_out_reads_back_as_itself(limit):
    assert parse(str(limit)) == limit


@given(LIMITS)
def test_every_limit_is_explained_in_whole_sentences(limit):
    assert limit.sentence().endswith("。")
    assert (
        limit.sentence().count("。")
        == len(limit.rules) + bool(limit.display) + bool(limit.consultation) + limit.other_law + limit.cut
    )


def due(text, **events):
    answer = parse(text).due({Base(base): day for base, day in events.items()}, CALENDAR)
    return answer and answer.date


@given(st.dates(date(2008, 5, 1), date(2025, 6, 30)))
def test_the_common_limit_is_the_statutes_own(formed):
    assert parse("信息形成之日起20个工作日内").due({F: formed}, CALENDAR) == deadlines.publication_due(
        formed=formed, calendar=CALENDAR
    )


def test_working_days_and_calendar_days_are_told_apart():
    assert due("批准后20日内", approved=date(2018, 2, 9)) == date(2018, 3, 1)
    assert due("信息形成之日起20个工作日内", formed=date(2018, 2, 9)) == date(2018, 3, 14)


def test_the_latest_change_counts():
    text = "信息形成或者变更之日起3个工作日内"
    assert due(text, formed=date(2018, 5, 2), changed=date(2018, 5, 14)) == date(2018, 5, 17)
    assert due(text, formed=date(2018, 5, 14)) == date(2018, 5, 17)


def test_nothing_is_due_before_anything_happened():
    assert due("信息形成或者变更之日起3个工作日内", approved=date(2018, 5, 2)) is None


def test_a_decision_on_a_penalty_sets_the_general_limit_aside():
    text = "信息形成20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示"
    assert due(text, formed=date(2018, 5, 2)) == date(2018, 5, 30)
    assert due(text, formed=date(2018, 5, 2), decided=date(2018, 5, 2)) == date(2018, 5, 11)
    assert due(text, formed=date(2018, 5, 2), decided=date(2018, 6, 1)) == date(2018, 6, 12)


def test_before_a_hearing_the_days_are_counted_back():
    text = "《听证通知书》在组织听证7个工作日前予以公开"
    assert due(text, hearing=date(2018, 5, 14)) == date(2018, 5, 3)
    assert parse(text).due({Base.HEARING: date(2018, 5, 14)}, CALENDAR).backwards


def test_at_an_event_means_on_its_day_and_hours_are_days_begun():
    assert due("在实地启动拟征收土地工作时公开", event=date(2018, 5, 12)) == date(2018, 5, 12)
    assert due("突发事件发生后24小时内", event=date(2018, 5, 12)) == date(2018, 5, 13)
    assert due("突发事件发生后5小时内", event=date(2018, 5, 12)) == date(2018, 5, 13)


@pytest.mark.parametrize(
    ("text", "ended", "day"),
    [
        ("每年1月31日前", date(2018, 12, 31), date(2019, 1, 31)),
        ("每年3月底前", date(2018, 12, 31), date(2019, 3, 31)),
        ("每年2月30日前", date(2018, 12, 31), date(2019, 2, 28)),
        ("每月10日前", date(2018, 5, 31), date(2018, 6, 10)),
        ("每月10日前", date(2018, 12, 31), date(2019, 1, 10)),
        ("每月公开", date(2018, 5, 31), date(2018, 6, 30)),
        ("每季度首月15日前", date(2018, 6, 30), date(2018, 7, 15)),
        ("按季度公开", date(2018, 6, 30), date(2018, 9, 30)),
        ("按年度公开", date(2018, 12, 31), date(2019, 12, 31)),
    ],
)
def test_what_comes_again_is_due_the_first_time_after_the_period_reported_on(text, ended, day):
    assert due(text, period=ended) == day
    assert due(text) is None


@given(RECURRINGS, st.dates(date(2009, 1, 1), date(2025, 12, 31)))
def test_what_comes_again_always_comes_within_its_period(rule, ended):
    day = rule.due({Base.PERIOD: ended}, CALENDAR).date
    assert 0 < (day - ended).days <= 31 * rule.every + 31


def test_how_long_something_is_shown_or_open():
    limit = parse("制定或获取信息之日起10个工作日内，公示7个工作日；征求意见期限不得少于30日")
    assert limit.display.ends(date(2018, 5, 2), CALENDAR).date == date(2018, 5, 11)
    assert limit.consultation.ends(date(2018, 5, 2), CALENDAR).date == date(2018, 6, 1)


def test_an_explanation_says_how_the_days_are_counted():
    assert parse("信息形成或变更之日起20个工作日内，法律法规另有规定的从其规定").sentence() == (
        "自信息形成或者变更之日起20个工作日内公开，按工作日计算，以较晚的日期起算。法律法规对期限另有规定的，从其规定。"
    )
    assert parse("批准后20日内").sentence() == "自批准之日起20日内公开，按自然日计算。"
    assert parse("实时公开").sentence() == "“实时公开”没有可以计算的期限，需由本机关另行规定。"
    assert parse("同上").sentence() == "与上一行的公开时限相同。"
