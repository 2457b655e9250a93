"""The drafting form asks for what the kind asks for, loses nothing, and says what it mended or doubts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongkai.law import themes
from gongkai.law.vocabulary import Role, WithholdingGround
from gongkai.publishing.catalogue.actions import EntryFields, adopt_entry, define_kind, propose_entry
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


@pytest.fixture
def proposal(founder, now):
    details = (
        {"name": "category", "label": "类别", "type": "choice", "choices": ["建议", "提案"], "required": True},
        {"name": "number", "label": "编号", "type": "text"},
        {"name": "proposer", "label": "领衔代表", "type": "text", "public": False},
        {"name": "replied", "label": "答复日期", "type": "date"},
        {"name": "met", "label": "是否面商", "type": "yes_no"},
    )
    return define_kind(
        code="proposal", name="建议提案", order=2, details=details, required=("summary",), note="答复后十日内公开",
        by=founder, now=now,
    )  # fmt: skip


@pytest.fixture
def typed(department, kind, column):
    def typed(**changes: Any) -> dict[str, Any]:
        return {
            "unit": department.pk,
            "title": "关于第12号建议的答复",
            "kind": kind.pk,
            "column": column.pk,
            "formed_date": "2018-05-28",
            "body": "<p>您好。</p>",
            "openness": "proactive",
        } | changes

    return typed


ANSWERS = {
    "detail-proposal-category": "建议",
    "detail-proposal-number": "2018012",
    "detail-proposal-proposer": "王某",
    "detail-proposal-replied": "2018-05-30",
    "detail-proposal-met": "yes",
}


def address(item, screen=""):
    return f"/desk/items/{item.registration}/{screen}"


def test_without_a_script_the_kinds_fields_come_with_the_next_page(proposal, typed, drafter):
    client = desk(drafter)
    response = client.post("/desk/items/new/", typed(kind=proposal.pk), follow=True)
    item = InformationItem.objects.get()
    assert response.redirect_chain[-1][0] == address(item, "edit/")
    page = text_of(response)
    for said in (
        "“建议提案”还有专项内容",
        "类别",
        "领衔代表",
        "不对公众公开",
        "答复后十日内公开",
        "送审前还须填写：内容概述",
    ):
        assert said in page
    response = client.post(address(item, "edit/"), typed(kind=proposal.pk, **ANSWERS), follow=True)
    assert response.redirect_chain[-1][0] == address(item)
    item.refresh_from_db()
    assert {each["name"]: each["value"] for each in item.details} == {
        "category": "建议", "number": "2018012", "proposer": "王某", "replied": "2018-05-30", "met": True,
    }  # fmt: skip
    assert "领衔代表（不公开）" in text_of(response)
    again = text_of(client.get(address(item, "edit/")))
    for said in ("2018012", "王某", '<option value="yes" selected>', "2018-05-30"):
        assert said in again


def test_with_the_script_the_fields_come_when_the_kind_is_chosen(proposal, kind, drafter):
    fragment = text_of(desk(drafter).get(f"/desk/items/details/?kind={proposal.pk}"))
    assert 'name="detail-proposal-category"' in fragment
    assert "<html" not in fragment
    assert "detail-" not in text_of(desk(drafter).get(f"/desk/items/details/?kind={kind.pk}"))
    assert desk(drafter).get("/desk/items/details/?kind=nonsense").status_code == 200
    assert desk(drafter).get("/desk/items/details/?kind=99999").status_code == 404
    assert Client().get(f"/desk/items/details/?kind={proposal.pk}").status_code == 302


def test_another_kind_gives_up_nothing_that_was_typed_before_it_is_confirmed(proposal, kind, typed, drafter):
    client = desk(drafter)
    client.post("/desk/items/new/", typed(kind=proposal.pk, **ANSWERS))
    item = InformationItem.objects.get()
    response = client.post(address(item, "edit/"), typed(kind=kind.pk, **ANSWERS))
    page = text_of(response)
    assert response.status_code == 422
    assert "原种类下已填的内容不再适用：类别：建议；编号：2018012" in page
    assert 'name="drop_details"' in page
    assert "2018012" in page
    item.refresh_from_db()
    assert item.kind == proposal
    client.post(address(item, "edit/"), typed(kind=kind.pk, drop_details="on", **ANSWERS))
    item.refresh_from_db()
    assert (item.kind, item.details) == (kind, [])


def test_a_malformed_answer_keeps_every_word_typed(proposal, typed, drafter):
    given = typed(kind=proposal.pk, summary="答复摘要", **{**ANSWERS, "detail-proposal-replied": "五月三十日"})
    response = desk(drafter).post("/desk/items/new/", given)
    assert response.status_code == 422
    for said in ("2018012", "王某", "答复摘要", "五月三十日"):
        assert said in text_of(response)
    assert not InformationItem.objects.exists()


def test_metadata_is_typed_as_people_write_it(typed, drafter):
    code = themes.parse("综合政务\\政务公开")
    given = typed(
        document_number="示发[2018]09号", summary="答复摘要", theme=code, genre="letter", grouping="administration",
        keywords="港区、安全，检查", joint_issuers="示范区公安局\n示范区消防大队\n", audience="",
        effective_date="2018-06-01", lapse_date="2023-05-31",
    )  # fmt: skip
    page = text_of(desk(drafter).post("/desk/items/new/", given, follow=True))
    item = InformationItem.objects.get()
    assert (item.document_number, item.keywords) == ("示发〔2018〕9号", ["港区", "安全", "检查"])
    assert item.joint_issuers == ["示范区公安局", "示范区消防大队"]
    assert (item.theme, item.audience) == (code, "面向社会")
    assert "已规范为“示发〔2018〕9号”" in page
    assert "综合政务\\政务公开" in page
    form = text_of(desk(drafter).get(address(item, "edit/")))
    assert "示范区公安局\n示范区消防大队" in form
    assert "港区，安全，检查" in form
    assert "<details" in form


def test_a_doubt_is_said_where_the_item_is_read_and_where_it_is_written(typed, drafter):
    desk(drafter).post("/desk/items/new/", typed(document_number="国办发〔2017〕9号"))
    item = InformationItem.objects.get()
    for screen in ("", "edit/"):
        page = text_of(desk(drafter).get(address(item, screen)))
        assert "代字属于国务院办公厅" in page
        assert "文号的年份" in page or "发文字号的年份是 2017 年" in page


def test_the_first_sentence_is_offered_beside_an_empty_summary_only(make_item, drafter):
    item = make_item(body="<p>第一句。</p><p>第二句。</p>")
    assert "正文第一句：" in text_of(desk(drafter).get(address(item, "edit/")))
    item = make_item(summary="概述")
    assert "正文第一句：" not in text_of(desk(drafter).get(address(item, "edit/")))


class TestNegativeList:
    @pytest.fixture
    def entry(self, appoint, zone, openness_officer, now):
        fields = EntryFields("检查安排", "《条例》第十六条", "名单", WithholdingGround.PROCESS, phrases=("安全检查",))
        entry = propose_entry("F-01", fields, by=openness_officer, now=now)
        return adopt_entry(entry, by=appoint(Role.OPENNESS_OFFICE, zone), now=now)

    def test_the_entry_is_named_on_the_item_and_the_openness_office_decides(
        self, entry, make_item, drafter, openness_officer
    ):
        item = make_item()
        page = text_of(desk(drafter).get(address(item)))
        assert "本信息涉及负面清单 F-01“检查安排”" in page
        assert "您是该信息的拟稿人，是否属于负面清单须由" in page
        response = desk(drafter).post(address(item, "clear/"), {"entry": "F-01", "reason": "不属于"})
        assert response.status_code == 409
        response = desk(openness_officer).post(address(item, "clear/"), {"entry": "F-01", "reason": " "})
        assert response.status_code == 409
        long = "检查已经结束" * 51
        response = desk(openness_officer).post(address(item, "clear/"), {"entry": "F-01", "reason": long})
        assert response.status_code == 409
        assert long in text_of(response)
        assert desk(openness_officer).get(address(item, "clear/")).status_code == 302
        assert desk(openness_officer).post(address(item, "clear/"), {"entry": "nothing"}).status_code == 404
        desk(openness_officer).post(address(item, "clear/"), {"entry": "F-01", "reason": "检查已经结束"})
        assert "本信息涉及负面清单" not in text_of(desk(drafter).get(address(item)))
        assert actions.submit(item, by=drafter, now=item.drafted_at).status == Status.SUBMITTED

    def test_another_units_staff_decide_nothing(self, entry, make_item, appoint, town):
        item = make_item()
        stranger = appoint(Role.OPENNESS_OFFICE, town)
        response = desk(stranger).post(address(item, "clear/"), {"entry": "F-01", "reason": "不属于"})
        assert response.status_code in (403, 409)
        assert not item.list_decisions.exists()
