"""By when a report is due, by which law or notice, and who is told that it is late."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.report.due import due_of, lawful_due
from gongkai.law.vocabulary import UnitKind
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import DueNotice
from gongkai.oversight.annual_report.tests.conftest import BEIJING, COMPILED


class TestTheLaw:
    @pytest.mark.parametrize(
        ("year", "kind", "due"),
        [
            (2008, UnitKind.DEPARTMENT, date(2009, 3, 31)),
            (2018, UnitKind.ZONE, date(2019, 3, 31)),
            (2018, UnitKind.DEPARTMENT, date(2019, 3, 31)),
            (2019, UnitKind.ZONE, date(2020, 3, 31)),
            (2019, UnitKind.DEPARTMENT, date(2020, 1, 31)),
            (2024, UnitKind.TOWN, date(2025, 1, 31)),
            (2024, UnitKind.ZONE, date(2025, 3, 31)),
        ],
    )
    def test_names_a_calendar_day_by_year_and_kind(self, year, kind, due):
        assert lawful_due(year, kind) == due

    def test_gives_way_to_an_earlier_notice_and_to_no_later_one(self):
        earlier, later = (date(2025, 1, 20), "甲"), (date(2025, 2, 20), "乙")
        assert due_of(2024, UnitKind.DEPARTMENT, [later, earlier]).notice == "甲"
        assert due_of(2024, UnitKind.DEPARTMENT, [later]).notice == ""

    def test_the_last_day_itself_is_in_time(self):
        due = due_of(2018, UnitKind.ZONE)
        assert not due.is_late(date(2019, 3, 31), on=date(2026, 1, 1))
        assert due.days_late(date(2019, 4, 3), on=date(2026, 1, 1)) == 3
        assert due.is_late(None, on=date(2019, 4, 1))


@pytest.fixture
def notice(zone, openness_officer):
    """``notice(due=…)``: an early day for departments, on the report of 2018."""

    def notice(**changes):
        given = {"year": 2018, "due": date(2019, 3, 10), "number": "示办函〔2019〕3号", "issuer": "示例市政府办公室"}
        given |= {"unit_kind": UnitKind.DEPARTMENT, "by": openness_officer, "now": COMPILED} | changes
        return actions.enter_due_notice(given.pop("unit", zone), **given)

    return notice


class TestNotices:
    def test_move_the_day_of_those_they_are_for(self, notice, zone, department, town):
        notice()
        days = {row.unit: row.due for row in queries.standings([zone, department, town], 2018, on=COMPILED.date())}
        assert days[department].day == date(2019, 3, 10)
        assert days[department].notice == "示办函〔2019〕3号"
        assert days[zone].day == days[town].day == date(2019, 3, 31)
        assert queries.standings([department], 2017, on=COMPILED.date())[0].due.notice == ""

    def test_never_later_than_the_law(self, notice):
        with pytest.raises(Refused, match="2019-03-31"):
            notice(due=date(2019, 4, 1))
        with pytest.raises(Refused, match="2020-01-31"):
            notice(year=2019, due=date(2020, 2, 1))
        with pytest.raises(Refused, match="年结束以后"):
            notice(due=date(2018, 12, 31))
        assert not DueNotice.objects.exists()

    def test_cancelled_with_a_reason_leave_the_law_s_day(self, notice, department, openness_officer):
        one = notice()
        with pytest.raises(Refused, match="理由"):
            actions.cancel_due_notice(one, reason=" ", by=openness_officer, now=COMPILED)
        actions.cancel_due_notice(one, reason="上级改了安排", by=openness_officer, now=COMPILED)
        assert queries.standings([department], 2018, on=COMPILED.date())[0].due.day == date(2019, 3, 31)
        with pytest.raises(Refused, match="已经撤销"):
            actions.cancel_due_notice(one, reason="再撤", by=openness_officer, now=COMPILED)

    def test_are_the_openness_office_s(self, notice, drafter, client):
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            notice(by=drafter)
        client.force_login(drafter)
        assert client.get(reverse("annual_report:due_notices")).status_code == 403
        assert client.post(reverse("annual_report:due_notices"), {"number": "一"}).status_code == 403

    def test_are_entered_and_cancelled_at_the_desk(self, zone, openness_officer, client):
        client.force_login(openness_officer)
        url = reverse("annual_report:due_notices")
        given = {
            "unit": zone.code,
            "year": 2018,
            "due": "2019-05-01",
            "number": "示办函〔2019〕3号",
            "issuer": "市府办",
        }
        refused = client.post(url, given)
        assert refused.status_code == 409
        assert "示办函〔2019〕3号" in refused.content.decode()
        assert client.post(url, given | {"due": "2019-03-10"}).status_code == 302
        assert "示办函〔2019〕3号" in client.get(url).content.decode()
        one = DueNotice.objects.get()
        assert client.post(url, {"cancel": one.pk, "reason": ""}).status_code == 409
        assert client.post(url, {"cancel": one.pk, "reason": "重发"}).status_code == 302
        assert DueNotice.objects.standing().count() == 0


class TestWhoIsLate:
    def test_the_list_says_so_for_the_year(self, published, staff, client, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2019, 4, 2, tzinfo=BEIJING))
        client.force_login(staff.officer)
        page = client.get(reverse("annual_report:reports"), {"year": 2018})
        assert (page.context["total"], page.context["late"]) == (2, 1)
        assert "已逾期 2 天" in page.content.decode()
        only = client.get(reverse("annual_report:reports"), {"year": 2018, "late": 1})
        assert len(only.context["rows"]) == 1
