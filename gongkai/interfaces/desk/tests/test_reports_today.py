"""Annual reports that are late, due soon, or wait for the user, on the first screen."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from gongkai.base.accounts.models import User
from gongkai.interfaces.desk.queries import worklists
from gongkai.interfaces.desk.queries.rows import Row
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report import actions
from gongkai.oversight.annual_report.choices import ITEM_KIND
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.disclosure import actions as disclosure

COMPILED = datetime(2019, 3, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def rows(user: User, on: date) -> dict[str, Row]:
    return {row.title: row for each in worklists(user, on=on) if each.name == "reports" for row in each.rows}


@pytest.fixture
def staff(zone, appoint, openness_officer):
    roles = (Role.UNIT_HEAD, Role.DRAFTER, Role.SECRECY_REVIEWER, Role.APPROVER)
    head, drafter, reviewer, approver = (appoint(role, zone) for role in roles)
    return SimpleNamespace(officer=openness_officer, head=head, drafter=drafter, reviewer=reviewer, approver=approver)


@pytest.fixture
def frozen(zone, staff) -> Report:
    by = {"by": staff.officer, "now": COMPILED}
    report = actions.compile_report(zone, 2018, **by)
    actions.write_narrative(report, [Section("概述", "全年公开信息{a1.total}条。")], **by)
    return actions.freeze(report, **by)


def test_it_comes_up_before_the_last_day_and_stays_until_it_is_public(zone, staff):
    assert rows(staff.officer, date(2019, 2, 1)) == {}
    name = "海港示范区管理委员会2018年度报告"
    assert "应于 2019-03-31 前公布，还有 19 天" in rows(staff.officer, date(2019, 3, 12))[name].state
    assert "已逾期 2 天" in rows(staff.officer, date(2019, 4, 2))[name].state


def test_a_public_report_waits_only_to_be_sent(frozen, staff, column, founder, now):
    catalogue.define_kind(code=ITEM_KIND, name="政府信息公开年报", order=2, by=founder, now=now)
    report = actions.sign(frozen, by=staff.head, now=COMPILED)
    report = actions.submit_for_publication(report, column=column, by=staff.drafter, now=COMPILED)
    item = disclosure.review_secrecy(report.item, basis="不涉密", by=staff.reviewer, now=COMPILED)
    assert str(frozen) not in rows(staff.drafter, date(2019, 4, 2))
    disclosure.approve_and_publish(item, by=staff.approver, now=COMPILED)
    row = rows(staff.officer, date(2019, 4, 2))[str(frozen)]
    assert ("逾期" in row.state, row.act) == (False, "登记报送")


def test_the_next_act_comes_up_for_whoever_may_do_it(frozen, staff):
    assert rows(staff.head, date(2019, 3, 1))[str(frozen)].act == "签署"
    assert str(frozen) not in rows(staff.drafter, date(2019, 3, 1))


def test_a_department_sees_its_own(zone, department, town, drafter, case_officer):
    assert list(rows(drafter, date(2019, 4, 2))) == ["示范区经济发展局2018年度报告"]
    assert rows(case_officer, date(2019, 4, 2)) == {}
