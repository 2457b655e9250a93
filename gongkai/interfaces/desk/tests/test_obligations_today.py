"""What standard catalogues ask, on the first screen: nothing passes its limit unseen."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from gongkai.interfaces.desk.queries import worklists
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.obligations import actions
from gongkai.publishing.obligations.choices import CarrierRule, Level

pytestmark = pytest.mark.django_db
TABLE = "一级事项,二级事项,公开内容,公开时限,公开主体\n项目审批,审批结果,名称,信息形成之日起20个工作日内,经济部门\n"


@pytest.fixture
def occasion(settings, tmp_path, openness_officer, department, drafter, now):
    settings.MEDIA_ROOT = tmp_path
    fields = actions.CatalogueFields("重大建设项目标准目录", Level.COUNTY, CarrierRule.ANY)
    catalogue = actions.register_catalogue("projects", fields, by=openness_officer, now=now)
    edition = actions.prepare_edition(
        catalogue, ContentFile(TABLE.encode()), name="a.csv", year=2018, since=date(2018, 1, 1), by=openness_officer,
        now=now,
    )  # fmt: skip
    actions.adopt_edition(edition, by=openness_officer, now=now)
    actions.assign_subject(catalogue.subjects.get(), [department], since=date(2018, 1, 1), by=openness_officer, now=now)
    return actions.record_occasion(
        catalogue.obligations.get(), department, title="码头", days={"formed": date(2018, 5, 28)}, by=drafter, now=now
    )


def listed(user, on: date) -> list[str]:
    return [row.state for each in worklists(user, on=on) if each.name == "obligations" for row in each.rows]


@pytest.mark.parametrize("who", ["drafter", "case_officer", "openness_officer"])
def test_it_comes_up_three_working_days_before_its_limit_and_stays_until_it_is_met(
    who, request, occasion, make_item, drafter, now
):
    user = request.getfixturevalue(who)
    assert listed(user, date(2018, 6, 20)) == []
    assert listed(user, date(2018, 6, 21)) == ["示范区经济发展局，应于 2018-06-26 前公开，还剩 3 个工作日"]
    assert listed(user, date(2018, 6, 26)) == ["示范区经济发展局，应于 2018-06-26 前公开，今天到期"]
    assert listed(user, date(2018, 7, 6)) == ["示范区经济发展局，应于 2018-06-26 前公开，已逾期 10 天"]
    actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
    assert listed(user, date(2018, 7, 6)) == []


@pytest.mark.parametrize("who", ["reviewer", "auditor", "supervisor"])
def test_who_records_nothing_is_not_asked(who, request, occasion):
    assert listed(request.getfixturevalue(who), date(2018, 7, 6)) == []


def test_the_row_leads_to_the_occasion(occasion, drafter, monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now.replace(month=7, day=6))
    client = Client()
    client.force_login(drafter)
    page = client.get("/desk/").content.decode()
    assert "/desk/obligations/occasions/SX/2018-00001/" in page
    assert "看全部逾期未公开的事项" in page
