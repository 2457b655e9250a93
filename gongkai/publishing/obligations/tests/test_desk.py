"""Standard catalogues at the desk, as each role meets them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.base.audit.models import Event
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.obligations import actions
from gongkai.publishing.obligations.choices import FulfilmentState, How, Status
from gongkai.publishing.obligations.models import (
    Edition,
    Fulfilment,
    MatchingRule,
    Occasion,
)

from .conftest import ROWS, table

pytestmark = pytest.mark.django_db
ROLES = (*("drafter", "case_officer", "reviewer", "approver", "openness_officer", "supervisor", "auditor", "stranger"),)
#: The morning of every request: Monday 4 June 2018.
MORNING = datetime(2018, 6, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def stranger(appoint, town):
    return appoint(Role.DRAFTER, town)


@pytest.fixture
def occasion(happen) -> Occasion:
    return happen("notice", formed=date(2018, 5, 28))


@pytest.fixture
def met(occasion, make_item, drafter, now) -> Fulfilment:
    return actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)


@pytest.fixture
def shown(happen, drafter, picture, now) -> Fulfilment:
    occasion = happen("board", formed=date(2018, 5, 28))
    return actions.meet_by_photograph(
        occasion, [(picture(), "栏.png")], carrier="notice_board", place="村委会公示栏", day=date(2018, 6, 1), by=drafter,
        now=now,
    )  # fmt: skip


@pytest.fixture
def edition(catalogue, openness_officer, now) -> Edition:
    rows = [ROWS["notice"] | {"公开时限": "信息形成之日起7个工作日内"}, {"一级事项": "无主", "公开主体": ""}]
    upload = SimpleUploadedFile("新版.csv", table(rows))
    return actions.prepare_edition(
        catalogue, upload, name="新版.csv", year=2018, since=date(2018, 6, 1), by=openness_officer, now=now
    )


def text_of(response):
    return response.content.decode()


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"obligations:{name}", kwargs=kwargs)


def of(occasion: Occasion, name: str = "occasion", **more: Any) -> str:
    series, serial = occasion.number.split("/")
    return address(name, series=series, serial=serial, **more)


class TestLists:
    def test_each_count_opens_its_rows(self, at_desk, occasion, happen, supervisor):
        happen("notice", title="逾期项目", formed=date(2018, 3, 1))
        page = text_of(at_desk(supervisor).get(address("list")))
        assert "逾期未公开 <span>1</span>" in page
        assert "应公开 <span>1</span>" in page
        assert "逾期项目" in page, "what is most pressing stands first"
        assert "应于 2018-03-29 前公开，已逾期 67 天" in page
        page = text_of(at_desk(supervisor).get(address("list") + "?status=due"))
        assert "码头扩建项目" in page
        assert "应于 2018-06-26 前公开，还剩 15 个工作日" in page
        page = text_of(at_desk(supervisor).get(address("list") + "?status=not_checkable"))
        assert "及时公开" in page
        assert "招标 › 招标公告" in page

    def test_a_unit_sees_its_own_and_the_overseers_see_all(self, at_desk, occasion, drafter, stranger, supervisor):
        for who, seen in ((drafter, True), (supervisor, True), (stranger, False)):
            page = text_of(at_desk(who).get(address("list") + "?status=due"))
            assert ("码头扩建项目" in page) is seen, who

    def test_the_matrix_leads_to_the_list_behind_each_number(self, at_desk, occasion, supervisor, department):
        client = at_desk(supervisor)
        page = text_of(client.get(address("matrix")))
        assert "重大建设项目" in page
        link = f"{address('list')}?unit={department.code}&amp;area=major_projects&amp;status=due"
        assert link in page
        assert "码头扩建项目" in text_of(client.get(link.replace("&amp;", "&")))

    def test_what_cannot_be_checked_is_told_by_its_words(self, at_desk, catalogue, supervisor):
        page = text_of(at_desk(supervisor).get(address("uncheckable")))
        for words in ("及时公开", "依申请公开"):
            assert words in page
        assert "共 3 行" in page

    @pytest.mark.parametrize("asked", ["status=nonsense", "unit=999&area=x", "p=1000000", "year=abc", "text=%07%27"])
    def test_what_is_asked_amiss_is_answered_all_the_same(self, asked, at_desk, occasion, supervisor):
        for name in ("list", "matrix", "uncheckable", "checks", "catalogues"):
            assert at_desk(supervisor).get(f"{address(name)}?{asked}").status_code == 200

    @pytest.mark.parametrize("status", list(Status))
    def test_every_list_is_a_file_too(self, status, at_desk, occasion, supervisor):
        client = at_desk(supervisor)
        listed = client.get(address("export", kind="csv") + f"?status={status}")
        rows = list(csv.DictReader(io.StringIO(listed.content.decode("utf-8-sig"))))
        page = client.get(address("list") + f"?status={status}")
        assert f"{status.label} <span>{len(rows)}</span>" in text_of(page)
        book = load_workbook(io.BytesIO(client.get(address("export", kind="xlsx") + f"?status={status}").content))
        assert book.active.max_row == len(rows) + 1
        if status == Status.DUE:
            assert rows[0]["事由"] == "码头扩建项目"
            assert rows[0]["公开期限"] == "2018-06-26"

    def test_a_spreadsheet_takes_no_text_for_a_formula(self, at_desk, happen, supervisor):
        happen("notice", title='=HYPERLINK("http://x")', formed=date(2018, 5, 28))
        listed = at_desk(supervisor).get(address("export", kind="csv") + "?status=due").content.decode("utf-8-sig")
        assert next(iter(csv.DictReader(io.StringIO(listed))))["事由"].startswith("'=")

    @pytest.mark.parametrize("asked", ["pdf/?status=due", "csv/", "csv/?status=x"])
    def test_there_is_no_other_file(self, asked, at_desk, supervisor):
        assert at_desk(supervisor).get(f"/desk/obligations/export/{asked}").status_code == 404


class TestARow:
    def test_its_limit_is_explained_and_a_case_officer_records_what_happened(
        self, at_desk, row, case_officer, department
    ):
        client = at_desk(case_officer)
        url = address("obligation", code="projects", row=row("notice").row)
        page = text_of(client.get(url))
        assert "以较晚的日期起算" in page
        sent = {"unit": department.pk, "title": "港区道路", "day_formed": "2018-05-28"}
        response = client.post(f"{url}record/", sent, follow=True)
        occasion = Occasion.objects.get()
        assert response.redirect_chain[-1][0] == of(occasion)
        page = text_of(response)
        assert "应于 2018-06-26 前公开" in page
        assert "2018-06-18 端午节" in page, "the day-by-day reckoning"
        assert "登记了公开事由SX/2018-00001" in page

    @pytest.mark.parametrize(
        ("changes", "status", "sentence"),
        [
            ({"day_formed": "2018-06-05"}, 409, "还没有到"),
            ({"day_formed": ""}, 409, "请填写起算日期"),
            ({"day_formed": "nonsense"}, 422, "未登记"),
            ({"unit": ""}, 422, "未登记"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed(self, changes, status, sentence, at_desk, row, drafter, department):
        url = address("record", code="projects", row=row("notice").row)
        sent = {"unit": department.pk, "title": "港区道路", "day_formed": "2018-05-28"} | changes
        response = at_desk(drafter).post(url, sent)
        assert response.status_code == status
        assert sentence in text_of(response)
        assert "港区道路" in text_of(response)
        assert not Occasion.objects.exists()

    @pytest.mark.parametrize("who", ROLES)
    def test_only_the_units_own_people_record(self, who, request, at_desk, row, department):
        user = request.getfixturevalue(who)
        url = address("obligation", code="projects", row=row("notice").row)
        client, may = at_desk(user), who in ("drafter", "case_officer")
        assert (f'action="{url}record/"' in text_of(client.get(url))) is may
        sent = {"unit": department.pk, "title": "港区道路", "day_formed": "2018-05-28"}
        assert client.post(f"{url}record/", sent).status_code == (302 if may else 403)
        words = {"unit": department.pk, "how": How.NOT_APPLICABLE, "year": 2018, "words": "无此职能"}
        client.post(address("declare", code="projects", row=row("both").row), words)
        assert Occasion.objects.count() == (2 if may else 0)
        assert Fulfilment.objects.count() == (1 if may else 0)

    @pytest.mark.parametrize("who", ROLES)
    def test_only_the_openness_office_sets_what_matches(self, who, request, at_desk, row):
        user = request.getfixturevalue(who)
        url = address("obligation", code="projects", row=row("notice").row)
        response = at_desk(user).post(f"{url}matching/", {"phrases": "审批结果、核准"})
        assert response.status_code == (302 if who == "openness_officer" else 403)
        assert MatchingRule.objects.exists() is (who == "openness_officer")

    def test_an_item_that_fits_proposes_itself_and_is_linked_in_one_click(
        self, at_desk, row, occasion, make_item, openness_officer, drafter, now, kind
    ):
        fits = make_item(ItemStatus.PUBLISHED, title="码头项目审批结果公告")
        make_item(ItemStatus.PUBLISHED, title="其他通知")
        make_item(ItemStatus.DRAFT, title="审批结果草稿")
        client = at_desk(drafter)
        assert "可能就是这些信息" not in text_of(client.get(of(occasion)))
        actions.set_matching(row("notice"), kinds=[kind], phrases=["审批结果"], by=openness_officer, now=now)
        page = text_of(client.get(of(occasion)))
        assert "码头项目审批结果公告" in page
        assert "其他通知" not in page
        assert "审批结果草稿" not in page
        client.post(of(occasion, "occasion_item"), {"number": fits.number})
        assert occasion.fulfilments.get().item == fits
        assert "可能就是这些信息" not in text_of(client.get(of(occasion))), "it meets no other occasion of the row"

    def test_a_row_of_no_catalogue_is_not_found(self, at_desk, catalogue, supervisor):
        client = at_desk(supervisor)
        for url in (address("obligation", code="projects", row=999), address("obligation", code="x", row=1)):
            assert client.get(url).status_code == 404


#: For every step on an occasion: who may take it, what is sent, and what is there after it.
PICTURE = {"carrier": "website", "place": "网站", "day": "2018-06-01"}
OCCASION_STEPS: dict[str, tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]] = {
    "item": (("drafter", "case_officer"), {}, {"fulfilments__how": How.ITEM}),
    "photograph": (("drafter", "case_officer"), PICTURE, {"fulfilments__how": How.PHOTOGRAPH}),
    "not-applicable": (("drafter", "case_officer"), {"reason": "由上级公开"}, {"fulfilments__how": How.NOT_APPLICABLE}),
    "void": (("drafter", "case_officer"), {"reason": "误登"}, {"void_reason": "误登"}),
}
FULFILMENT_STEPS: dict[str, tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]] = {
    "accept": (("openness_officer",), {}, {"state": FulfilmentState.ACCEPTED}),
    "return": (("openness_officer",), {"reason": "照片不清"}, {"state": FulfilmentState.RETURNED}),
    "void": (("drafter", "case_officer"), {"reason": "误登"}, {"state": FulfilmentState.VOIDED}),
    "end": (("drafter", "case_officer"), {"day": "2018-06-04"}, {"until_date": date(2018, 6, 4)}),
}


class TestSteps:
    @pytest.mark.parametrize(("step", "who"), [(step, who) for step in OCCASION_STEPS for who in ROLES])
    def test_each_step_on_an_occasion_is_taken_by_its_own_people(
        self, step, who, request, at_desk, occasion, make_item, picture
    ):
        allowed, sent, after = OCCASION_STEPS[step]
        sent = sent | ({"number": make_item(ItemStatus.PUBLISHED).number} if step == "item" else {})
        sent = sent | ({"pictures": [picture()]} if step == "photograph" else {})
        client = at_desk(request.getfixturevalue(who))
        shown = client.get(of(occasion))
        url = of(occasion, f"occasion_{step}")
        before = Event.objects.count()
        response = client.post(url, sent)
        if who in allowed:
            assert f'action="{url}"' in text_of(shown)
            assert response.status_code == 302
            assert Occasion.objects.filter(pk=occasion.pk, **after).exists()
        else:
            assert f'action="{url}"' not in text_of(shown)
            assert response.status_code == (403 if who == "stranger" else 409)
            assert Event.objects.count() == before
            assert not occasion.fulfilments.exists()

    @pytest.mark.parametrize(("step", "who"), [(step, who) for step in FULFILMENT_STEPS for who in ROLES])
    def test_each_step_on_what_met_it_is_taken_by_its_own_people(self, step, who, request, at_desk, shown):
        allowed, sent, after = FULFILMENT_STEPS[step]
        client = at_desk(request.getfixturevalue(who))
        page = client.get(of(shown.occasion))
        url = of(shown.occasion, f"fulfilment_{step}", place=1)
        response = client.post(url, sent)
        changed = Fulfilment.objects.filter(pk=shown.pk, **after).exists()
        assert changed is (who in allowed)
        assert (f'action="{url}"' in text_of(page)) is (who in allowed)
        assert response.status_code == (302 if who in allowed else 403 if who == "stranger" else 409)

    def test_nobody_checks_what_they_recorded(self, at_desk, appoint, zone, occasion, make_item, drafter, now):
        appoint(Role.OPENNESS_OFFICE, zone, user=drafter)
        actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)
        response = at_desk(drafter).post(of(occasion, "fulfilment_accept", place=1))
        assert response.status_code == 409
        assert "须由他人核查" in text_of(response)

    def test_a_refused_step_keeps_what_was_typed(self, at_desk, occasion, drafter):
        client = at_desk(drafter)
        response = client.post(of(occasion, "occasion_item"), {"number": "不存在的号"})
        assert response.status_code == 409
        assert "没有索引号或登记号为“不存在的号”的信息" in text_of(response)
        response = client.post(of(occasion, "occasion_photograph"), PICTURE | {"place": "村委会"})
        assert response.status_code == 409
        assert "请上传公开现场的照片" in text_of(response)
        assert "村委会" in text_of(response)
        response = client.post(
            of(occasion, "occasion_photograph"), PICTURE | {"pictures": [SimpleUploadedFile("a.png", b"no picture")]}
        )
        assert response.status_code == 409
        assert "内容与扩展名不符" in text_of(response)
        assert not occasion.fulfilments.exists()

    def test_looking_at_a_step_does_nothing(self, at_desk, occasion, drafter):
        response = at_desk(drafter).get(of(occasion, "occasion_void"))
        assert response.status_code == 302
        occasion.refresh_from_db()
        assert occasion.voided_at is None

    def test_there_is_no_second_fulfilment(self, at_desk, met, openness_officer):
        client = at_desk(openness_officer)
        assert client.post(of(met.occasion, "fulfilment_accept", place=2)).status_code == 404
        assert client.post(of(met.occasion, "fulfilment_accept", place=0)).status_code == 404

    @pytest.mark.parametrize("who", ROLES)
    def test_a_picture_is_for_those_who_may_see_the_unit(self, who, request, at_desk, shown):
        sha256 = shown.photographs.get().file.sha256
        response = at_desk(request.getfixturevalue(who)).get(of(shown.occasion, "photograph", place=1, sha256=sha256))
        assert response.status_code == (403 if who == "stranger" else 200)
        if who != "stranger":
            assert response["Content-Disposition"].startswith("attachment")
            assert b"".join(response.streaming_content).startswith(b"\x89PNG")
        response.close()

    def test_what_waits_for_a_check_is_listed_until_it_was_checked(self, at_desk, met, openness_officer, now):
        client = at_desk(openness_officer)
        assert "码头扩建项目" in text_of(client.get(address("checks")))
        actions.accept_fulfilment(met, by=openness_officer, now=now)
        assert "码头扩建项目" not in text_of(client.get(address("checks")))
