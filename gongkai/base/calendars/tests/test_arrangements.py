from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.calendars import actions, policies, queries
from gongkai.base.calendars.data import carried_calendar, notices
from gongkai.base.calendars.models import Arrangement, ArrangementDay, arrangement_announced
from gongkai.base.core.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def keeper():
    user = User.objects.create(username="keeper", name="日历维护人", date_joined=NOW)
    user.user_permissions.add(Permission.objects.get(codename="add_arrangement"))
    return user


@pytest.fixture
def loaded(keeper):
    return actions.load_arrangements(by=keeper, now=NOW)


def announce_2027(by, **changes):
    notice = {
        "year": 2027,
        "notice_number": "国办发明电〔2026〕0号",
        "notice_title": "2027年安排（虚构）",
        "notice_date": date(2026, 11, 24),
        "off": {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"},
        "working": {date(2027, 1, 9): "元旦"},
    }
    return actions.announce(**(notice | changes), by=by, now=NOW)


class TestLoad:
    def test_records_every_carried_notice_as_it_is(self, loaded):
        assert len(loaded) == len(notices()) == Arrangement.objects.count()
        assert queries.calendar() == carried_calendar()
        assert queries.calendar_version() == carried_calendar().version

    def test_is_harmless_when_run_again(self, loaded, keeper):
        assert actions.load_arrangements(by=keeper, now=NOW) == []
        assert ArrangementDay.objects.count() == sum(
            len(n.arrangement.off) + len(n.arrangement.working) for n in notices()
        )

    def test_leaves_an_event_for_each(self, loaded):
        assert Event.objects.filter(kind="arrangement.announced").count() == len(loaded)


class TestCalendar:
    def test_before_set_up_it_is_what_the_project_carries(self):
        assert queries.calendar() is carried_calendar()

    def test_is_known_as_of_a_day(self, loaded):
        assert queries.calendar(as_of=date(2019, 3, 21)).is_working_day(date(2019, 5, 2))
        assert not queries.calendar(as_of=date(2019, 3, 22)).is_working_day(date(2019, 5, 2))

    def test_asking_again_costs_one_query(self, loaded, django_assert_num_queries):
        queries.calendar()
        with django_assert_num_queries(1):
            queries.calendar()

    def test_a_new_notice_is_seen_at_once(self, loaded, keeper):
        before = queries.calendar_version()
        provisional = queries.calendar().add_working_days(date(2026, 12, 31), 3)
        announce_2027(keeper)
        final = queries.calendar().add_working_days(date(2026, 12, 31), 3)
        assert str(provisional) == "暂定，不早于2027年1月4日"
        assert str(final) == "2027年1月7日"
        assert queries.calendar_version() != before


class TestAnnounce:
    def test_is_recorded_told_and_kept_by_version(self, loaded, keeper):
        heard = []

        def listen(sender, arrangement, by, now, **kwargs):
            heard.append((arrangement.year, arrangement.version, by, now))

        arrangement_announced.connect(listen)
        try:
            first = announce_2027(keeper)
            later = {"notice_date": date(2026, 12, 1), "off": {date(2027, 1, 1): "元旦"}, "working": {}}
            announce_2027(keeper, **later)
        finally:
            arrangement_announced.disconnect(listen)
        assert heard == [(2027, 1, keeper, NOW), (2027, 2, keeper, NOW)]
        assert Event.objects.filter(kind="arrangement.announced", object_key=first.pk).get().data["version"] == 1
        assert not queries.calendar(as_of=date(2026, 11, 30)).is_working_day(date(2027, 1, 4))
        assert queries.calendar().is_working_day(date(2027, 1, 4))

    def test_is_refused_to_whoever_does_not_keep_the_calendar(self):
        somebody = User.objects.create(username="somebody", date_joined=NOW)
        assert not policies.can_announce(somebody)
        with pytest.raises(NotAllowed, match="权限"):
            announce_2027(somebody)
        assert not Arrangement.objects.exists()

    def test_is_refused_when_the_days_contradict_each_other_or_leave_the_year(self, keeper):
        with pytest.raises(Refused, match="既列为放假又列为上班"):
            announce_2027(keeper, working={date(2027, 1, 1): "元旦"})
        with pytest.raises(Refused, match="2028-01-01"):
            announce_2027(keeper, working={date(2028, 1, 1): "元旦"})

    def test_is_refused_when_nothing_changes_or_an_older_notice_comes_after_a_newer(self, keeper):
        announce_2027(keeper)
        with pytest.raises(Refused, match="相同"):
            announce_2027(keeper)
        with pytest.raises(Refused, match="早于"):
            announce_2027(keeper, notice_date=date(2026, 11, 1), working={})
        assert Arrangement.objects.filter(year=2027).count() == 1


class TestConstraints:
    def test_a_version_exists_once_and_a_day_once_in_it(self, keeper):
        arrangement = announce_2027(keeper)
        with pytest.raises(IntegrityError), transaction.atomic():
            ArrangementDay.objects.create(arrangement=arrangement, date=date(2027, 1, 1), is_working=True, name="元旦")
        arrangement.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            arrangement.save(force_insert=True)
