"""How an obligation stands on a day, with the holidays of 2018 and 2019."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Carrier
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.obligations import actions, queries
from gongkai.publishing.obligations.choices import How, OccasionKind, Status
from gongkai.publishing.obligations.models import Fulfilment, Occasion
from gongkai.publishing.obligations.tasks import daily_round

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def status(occasion: Occasion, on: date) -> str:
    return queries.status_of(occasion, on=on)


def told(occasion: Occasion, on: date) -> str:
    counting = occasion.fulfilments.counting(on=on)
    return queries.said(occasion, status(occasion, on), counting, on=on, calendar=calendar())


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def add(days: int, start: date = date(2018, 6, 1)) -> date:
    return start + timedelta(days=days)


class TestDueAndLate:
    def test_twenty_working_days_after_forming_pass_over_the_dragon_boat_festival(self, happen):
        occasion = happen("notice", formed=date(2018, 5, 28))
        assert occasion.due_date == date(2018, 6, 26)
        assert status(occasion, date(2018, 6, 1)) == Status.DUE
        assert told(occasion, date(2018, 6, 21)) == "应于 2018-06-26 前公开，还剩 3 个工作日"
        assert told(occasion, date(2018, 6, 26)) == "应于 2018-06-26 前公开，今天到期"
        assert status(occasion, date(2018, 6, 27)) == Status.LATE
        assert told(occasion, date(2018, 7, 6)) == "应于 2018-06-26 前公开，已逾期 10 天"

    def test_twenty_days_after_approval_are_calendar_days(self, happen):
        assert happen("budget", approved=date(2018, 5, 28)).due_date == date(2018, 6, 17)

    def test_the_latest_of_forming_and_change_counts(self, happen):
        occasion = happen("notice", formed=date(2018, 5, 2), changed=date(2018, 5, 28))
        assert occasion.due_date == date(2018, 6, 26)

    def test_a_hearing_counts_back_and_may_lie_ahead(self, happen):
        occasion = happen("hearing", hearing=date(2018, 6, 25))
        assert occasion.due_date == date(2018, 6, 13), "18 June was a day off"
        assert status(occasion, date(2018, 6, 13)) == Status.DUE
        assert status(occasion, date(2018, 6, 14)) == Status.LATE

    def test_what_the_limit_does_not_count_from_is_not_taken_for_its_day(self, happen):
        with pytest.raises(Refused, match="批准日期"):
            happen("budget", formed=date(2018, 5, 28))

    def test_what_has_not_happened_starts_no_clock(self, happen):
        with pytest.raises(Refused, match="还没有到"):
            happen("notice", formed=date(2018, 6, 4))

    def test_a_day_of_a_year_nobody_announced_is_refused_and_not_guessed(self, happen):
        with pytest.raises(Refused, match="放假安排没有录入"):
            happen("notice", formed=date(1999, 5, 28))

    def test_the_same_occasion_is_recorded_once(self, happen):
        happen("notice", formed=date(2018, 5, 28))
        with pytest.raises(Refused, match="已经登记过"):
            happen("notice", formed=date(2018, 5, 28))
        assert happen("notice", title="另一个项目", formed=date(2018, 5, 28)).number == "SX/2018-00002"

    def test_vague_words_never_become_due(self, happen):
        occasion = happen("vague", formed=date(2018, 5, 28))
        assert occasion.due_date is None
        for day in (date(2018, 6, 1), date(2030, 1, 1)):
            assert status(occasion, day) == Status.NOT_CHECKABLE
        assert "不能核对" in told(occasion, date(2018, 6, 1))

    def test_a_provisional_day_is_never_late_until_the_notice_fixes_it(self, happen, department, founder, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        Occasion.objects.filter(pk=occasion.pk).update(due_may_move=True, calendar_version="old")
        occasion.refresh_from_db()
        assert status(occasion, date(2018, 6, 27)) == Status.DUE
        assert "暂定不早于 2018-06-26" in told(occasion, date(2018, 6, 27))
        assert actions.fix_limits(because="某年节假日安排", by=founder, now=now) == 1
        assert status(occasion, date(2018, 6, 27)) == Status.LATE


class TestMet:
    def test_an_item_published_in_time_meets_it_from_that_day(self, happen, make_item, drafter, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        assert status(occasion, date(2018, 5, 31)) == Status.DUE, "the day before it was published"
        assert status(occasion, date(2018, 6, 1)) == Status.MET
        assert told(occasion, date(2018, 8, 1)) == "已于 2018-06-01 公开，未超过期限 2018-06-26"

    def test_met_after_the_limit_is_met_and_says_so(self, happen, make_item, drafter, now):
        occasion = happen("notice", formed=date(2018, 3, 1))
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        assert status(occasion, date(2018, 5, 31)) == Status.LATE
        assert told(occasion, date(2018, 6, 1)) == "已于 2018-06-01 公开，晚于期限 2018-03-29"

    def test_a_withdrawn_item_no_longer_counts_from_the_day_it_came_down(
        self, happen, make_item, drafter, approver, now
    ):
        occasion = happen("notice", formed=date(2018, 5, 28))
        item = make_item(ItemStatus.PUBLISHED)
        actions.meet_by_item(occasion, item, by=drafter, now=now)
        down = at(date(2018, 6, 20))
        disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="附表有误", by=approver, now=down)
        assert status(occasion, date(2018, 6, 19)) == Status.MET
        assert status(occasion, date(2018, 6, 20)) == Status.DUE
        assert status(occasion, date(2018, 6, 27)) == Status.LATE

    def test_only_a_public_item_of_the_same_unit_meets_it(self, happen, make_item, drafter, appoint, town, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        with pytest.raises(Refused, match="没有在公开"):
            actions.meet_by_item(occasion, make_item(ItemStatus.APPROVED), by=drafter, now=now)
        item = make_item(ItemStatus.PUBLISHED)
        actions.meet_by_item(occasion, item, by=drafter, now=now)
        with pytest.raises(Refused, match="不必重复"):
            actions.meet_by_item(occasion, item, by=drafter, now=now)

    def test_an_item_sent_back_by_the_openness_office_never_counted(
        self, happen, make_item, drafter, openness_officer, now
    ):
        occasion = happen("notice", formed=date(2018, 5, 28))
        met = actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        actions.return_fulfilment(met, reason="与事由无关", by=openness_officer, now=now)
        assert status(occasion, date(2018, 6, 2)) == Status.DUE

    def test_where_all_marked_carriers_are_wanted_one_is_not_enough(self, happen, make_item, drafter, picture, now):
        occasion = happen("both", formed=date(2018, 5, 28))
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        assert status(occasion, date(2018, 6, 5)) == Status.DUE
        actions.meet_by_photograph(
            occasion, [(picture(), "大厅.png")], carrier=Carrier.SERVICE_CENTRE, place="政务服务大厅一楼",
            day=date(2018, 5, 31), by=drafter, now=now,
        )  # fmt: skip
        assert status(occasion, date(2018, 5, 31)) == Status.DUE
        assert status(occasion, date(2018, 6, 1)) == Status.MET
        counting = occasion.fulfilments.counting(on=date(2018, 6, 5))
        assert queries.met_on(occasion, counting) == date(2018, 6, 1), "the day of the last of them"

    def test_a_carrier_marked_optional_is_kept_and_does_not_count(self, happen, make_item, drafter, now):
        occasion = happen("board", formed=date(2018, 5, 28))
        met = actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        assert not met.counts
        assert status(occasion, date(2018, 6, 5)) == Status.DUE

    def test_a_carrier_that_is_not_marked_at_all_is_refused(self, happen, drafter, picture, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        with pytest.raises(Refused, match="不在其列"):
            actions.meet_by_photograph(
                occasion, [(picture(), "栏.png")], carrier=Carrier.NOTICE_BOARD, place="村委会", day=date(2018, 6, 1),
                by=drafter, now=now,
            )  # fmt: skip
        assert not occasion.fulfilments.exists()


class TestDisplay:
    """公示 7 个工作日: from Monday 4 June 2018 it may end on 13 June at the earliest."""

    @pytest.fixture
    def shown(self, happen, drafter, picture):
        occasion = happen("board", formed=date(2018, 5, 28))

        def shown(until: date | None = None, on: date = date(2018, 6, 29)) -> Fulfilment:
            return actions.meet_by_photograph(
                occasion, [(picture(), "栏.png")], carrier=Carrier.NOTICE_BOARD, place="村委会公示栏",
                day=date(2018, 6, 4), until=until, by=drafter, now=at(on),
            )  # fmt: skip

        return shown

    def test_its_minimum_is_counted_in_working_days(self, shown):
        assert shown().display_until == date(2018, 6, 13)

    def test_what_stands_long_enough_and_is_taken_down_stays_met(self, shown):
        occasion = shown(until=date(2018, 6, 13)).occasion
        assert status(occasion, date(2018, 12, 31)) == Status.MET

    def test_what_was_taken_down_too_early_no_longer_counts(self, shown, drafter):
        met = shown(on=date(2018, 6, 4))
        assert status(met.occasion, date(2018, 6, 8)) == Status.MET
        with pytest.raises(Refused, match="不能早于公开日期"):
            actions.end_display(met, day=date(2018, 6, 1), by=drafter, now=at(date(2018, 6, 12)))
        actions.end_display(met, day=date(2018, 6, 12), by=drafter, now=at(date(2018, 6, 12)))
        assert status(met.occasion, date(2018, 6, 11)) == Status.MET
        assert status(met.occasion, date(2018, 6, 12)) == Status.LATE, "the limit of 11 June is over"

    def test_an_item_shown_as_long_as_wanted_may_come_down(
        self, open_catalogue, load, bear, department, make_item, drafter, approver, now
    ):
        catalogue = open_catalogue("lists")
        load(catalogue, [{"一级事项": "名单", "公开时限": "信息形成之日起10个工作日内，公示7个工作日"}])
        bear(catalogue, department)
        occasion = actions.record_occasion(
            catalogue.obligations.get(), department, title="六月名单", days={"formed": date(2018, 5, 28)}, by=drafter, now=now
        )  # fmt: skip
        item = make_item(ItemStatus.PUBLISHED)
        met = actions.meet_by_item(occasion, item, by=drafter, now=now)
        assert met.display_until == date(2018, 6, 12)
        disclosure.withdraw(
            item, kind=WithdrawalKind.PRIVACY, reason="公示期满", by=approver, now=at(date(2018, 6, 12))
        )
        assert status(occasion, date(2018, 12, 31)) == Status.MET


class TestWords:
    def test_nothing_this_period_is_said_of_a_period_with_its_words(self, catalogue, drafter):
        daily_round_on(date(2018, 6, 1))
        occasion = Occasion.objects.get(title="2018年4月")
        with pytest.raises(Refused, match="请填写说明"):
            actions.say_nothing(occasion, statement=" ", by=drafter, now=at(date(2018, 6, 1)))
        actions.say_nothing(occasion, statement="四月没有新开工项目", by=drafter, now=at(date(2018, 6, 1)))
        assert status(occasion, date(2018, 6, 1)) == Status.NOTHING
        assert told(occasion, date(2018, 6, 1)) == "本期无此类信息：四月没有新开工项目"

    def test_of_what_happened_it_cannot_be_said_that_there_is_nothing(self, happen, drafter, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        with pytest.raises(NotAllowed, match="事由已经发生"):
            actions.say_nothing(occasion, statement="没有", by=drafter, now=now)

    def test_not_applicable_has_its_reason(self, happen, drafter, now):
        occasion = happen("notice", formed=date(2018, 5, 28))
        actions.say_not_applicable(occasion, reason="项目由上级审批", by=drafter, now=now)
        assert status(occasion, date(2018, 7, 30)) == Status.NOT_APPLICABLE
        with pytest.raises(NotAllowed, match="不必再作说明"):
            actions.say_not_applicable(occasion, reason="项目由上级审批", by=drafter, now=now)

    def test_a_year_without_any_is_declared_when_it_is_over(self, row, department, drafter, now):
        with pytest.raises(Refused, match="还没有结束"):
            actions.declare(row("notice"), department, how=How.NOTHING, year=2018, words="全年无", by=drafter, now=now)
        later = at(date(2019, 1, 3))
        met = actions.declare(
            row("notice"), department, how=How.NOTHING, year=2018, words="全年无", by=drafter, now=later
        )
        assert status(met.occasion, date(2019, 1, 3)) == Status.NOTHING
        with pytest.raises(NotAllowed, match="已有该事项的事由"):
            actions.declare(row("notice"), department, how=How.NOTHING, year=2018, words="无", by=drafter, now=later)

    def test_a_declaration_sent_back_leaves_the_row_waiting_again(
        self, row, department, drafter, openness_officer, now, everything
    ):
        met = actions.declare(
            row("notice"), department, how=How.NOT_APPLICABLE, year=2018, words="无此职能", by=drafter, now=now
        )
        waiting = queries.pairs(everything, Status.WAITING, on=date(2018, 6, 2))
        assert row("notice") not in waiting
        actions.return_fulfilment(met, reason="有此职能", by=openness_officer, now=now)
        met.occasion.refresh_from_db()
        assert met.occasion.voided_at
        assert row("notice") in waiting.all()


def daily_round_on(day: date) -> None:
    """The daily round as the worker would run it on a day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: at(day))
        daily_round({})


@pytest.fixture
def everything(zone, supervisor, now) -> queries.Selection:
    """What a supervisor sees."""
    from gongkai.base.organisations.queries import visible_units

    return queries.Selection(visible_units(supervisor, on=date(2018, 6, 1)))


class TestPeriods:
    def test_every_month_that_ended_has_its_occasion_once(self, catalogue, row):
        daily_round_on(date(2018, 4, 1))
        daily_round_on(date(2018, 4, 1))
        found = Occasion.objects.filter(obligation=row("monthly")).order_by("period_start")
        assert [(each.title, each.due_date) for each in found] == [
            ("2018年1月", date(2018, 2, 10)),
            ("2018年2月", date(2018, 3, 10)),
            ("2018年3月", date(2018, 4, 10)),
        ]
        assert all(each.kind == OccasionKind.PERIOD for each in found)

    def test_the_annual_report_of_2018_is_due_in_january_2019_and_not_before(self, catalogue, row):
        daily_round_on(date(2018, 12, 31))
        assert not Occasion.objects.filter(obligation=row("yearly")).exists()
        daily_round_on(date(2019, 1, 1))
        report = Occasion.objects.get(obligation=row("yearly"))
        assert (report.title, report.due_date) == ("2018年", date(2019, 1, 31))
        assert status(report, date(2019, 2, 1)) == Status.LATE

    def test_days_without_a_worker_are_made_up_for(self, catalogue, row):
        daily_round_on(date(2018, 2, 1))
        daily_round_on(date(2018, 6, 1))
        assert Occasion.objects.filter(obligation=row("monthly")).count() == 5

    def test_a_unit_owes_no_period_that_ended_before_it_bore_the_row(self, catalogue, bear, department, town):
        bear(catalogue, department, town, since=date(2018, 4, 15))
        daily_round_on(date(2018, 6, 1))
        titles = Occasion.objects.filter(unit=town).order_by("period_start").values_list("title", flat=True)
        assert list(titles) == ["2018年4月", "2018年5月"]

    def test_a_new_version_of_a_row_takes_up_where_the_old_one_ended(self, catalogue, load, row):
        from .conftest import ROWS

        old = row("monthly")
        daily_round_on(date(2018, 4, 1))
        changed = {**ROWS, "monthly": ROWS["monthly"] | {"公开时限": "每月5日前"}}
        load(catalogue, list(changed.values()), since=date(2018, 4, 1))
        daily_round_on(date(2018, 6, 1))
        found = Occasion.objects.filter(obligation__row=old.row).order_by("period_start")
        assert [(each.obligation.version, each.due_date) for each in found] == [
            (1, date(2018, 2, 10)),
            (1, date(2018, 3, 10)),
            (1, date(2018, 4, 10)),
            (2, date(2018, 5, 5)),
            (2, date(2018, 6, 5)),
        ]

    @pytest.mark.parametrize(
        ("cycle", "since", "on", "titles"),
        [
            (3, date(2018, 2, 1), date(2018, 10, 1), ["2018年第1季度", "2018年第2季度", "2018年第3季度"]),
            (6, date(2018, 2, 1), date(2019, 1, 1), ["2018年上半年", "2018年下半年"]),
            (12, date(2018, 2, 1), date(2018, 12, 31), []),
            (1, date(2018, 12, 1), date(2019, 2, 1), ["2018年12月", "2019年1月"]),
        ],
    )
    def test_periods_are_those_of_the_calendar_year(self, cycle, since, on, titles):
        found = queries.periods_ended(cycle, since=since, on=on)
        assert [queries.period_title(first, last) for first, last in found] == titles


class TestPairs:
    def test_a_row_waits_until_something_of_this_year_is_known(self, happen, row, everything):
        def waiting(on: date) -> set[str]:
            return {each.matter2 for each in queries.pairs(everything, Status.WAITING, on=on)}

        assert waiting(date(2018, 6, 1)) == {
            *("审批结果", "部门预算", "听证通知", "审核名单", "办事指南", "年度报告", "项目进度")
        }
        happen("notice", formed=date(2018, 5, 28))
        assert "审批结果" not in waiting(date(2018, 6, 1))
        assert "审批结果" in waiting(date(2019, 1, 2)), "of the new year nothing is known"

    def test_what_cannot_be_checked_is_listed_unless_it_was_met(self, happen, everything, make_item, drafter, now):
        def listed(on: date) -> set[str]:
            return {each.matter2 for each in queries.pairs(everything, Status.NOT_CHECKABLE, on=on)}

        assert listed(date(2018, 6, 1)) == {"招标公告", "评估结果"}
        occasion = happen("vague", formed=date(2018, 5, 28))
        assert "招标公告" in listed(date(2018, 6, 1))
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        assert listed(date(2018, 6, 1)) == {"评估结果"}
        assert status(occasion, date(2018, 6, 1)) == Status.MET

    def test_rows_of_another_time_are_not_listed(self, catalogue, load, everything):
        load(catalogue, [{"一级事项": "新事项", "公开时限": "及时公开"}], since=date(2018, 7, 1))
        before = queries.pairs(everything, Status.NOT_CHECKABLE, on=date(2018, 6, 30))
        after = queries.pairs(everything, Status.NOT_CHECKABLE, on=date(2018, 7, 1))
        assert {each.matter1 for each in before} == {"招标", "评估"}
        assert {each.matter1 for each in after} == {"新事项"}

    def test_every_count_opens_as_many_rows_as_it_says(self, catalogue, happen, everything, make_item, drafter, now):
        daily_round_on(date(2018, 6, 1))
        happen("notice", formed=date(2018, 3, 1))
        met = happen("notice", title="已公开项目", formed=date(2018, 5, 2))
        actions.meet_by_item(met, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        on = date(2018, 6, 1)
        counts = queries.tally(everything, on=on)
        for each in Status:
            if each in (Status.WAITING, Status.NOT_CHECKABLE):
                rows = queries.pairs(everything, each, on=on)
            else:
                rows = queries.occasions(everything, on=on).in_status(each)
            assert counts[each] == len(list(rows)), each
        assert counts[Status.LATE] == 5, "January to April, and the notice of March"
        cells = queries.matrix(everything, on=on)
        assert sum(sum(cell.values()) for cell in cells.values()) == sum(
            counts[each] for each in Status if each not in (Status.WAITING, Status.NOT_CHECKABLE)
        )

    def test_the_report_names_the_words_and_how_many_rows_say_them(self, everything, catalogue):
        found = queries.uncheckable(everything, on=date(2018, 6, 1))
        assert {(each.words, each.rows) for each in found} == {
            ("及时公开", 1),
            ("依申请公开", 1),
            ("其中其他听证内容为依申请公开", 1),
        }
