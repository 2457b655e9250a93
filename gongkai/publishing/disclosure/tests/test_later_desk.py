"""The screens for what comes after approval, as each role meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.law.vocabulary import InterpretationForm, Role, Validity
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions, tasks
from gongkai.publishing.disclosure.choices import BulkKind, RelationKind, Status
from gongkai.publishing.disclosure.models import BulkOperation, InformationItem, Interpretation, Mourning, Relation

pytestmark = pytest.mark.django_db
EVERYBODY = ("drafter", "reviewer", "approver", "openness_officer", "case_officer", "supervisor", "auditor")


@pytest.fixture(autouse=True)
def files_go_nowhere(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    def at_desk(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def change(make_item: Any, drafter: User, fields: Any, now: datetime) -> InformationItem:
    """A change of a public item, drafted."""
    item = make_item(Status.PUBLISHED, body="<p>自六月起检查。期限十日。</p>")
    copy = actions.begin_change(item, reason="期限有误", by=drafter, now=now)
    return actions.revise(copy, fields(body="<p>自六月起检查。期限<b>三十</b>日。</p>"), by=drafter, now=now)


def address(item: InformationItem, screen: str = "") -> str:
    return f"/desk/items/{item.registration}/{screen}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def fresh(item: InformationItem) -> InformationItem:
    return InformationItem.objects.get(pk=item.pk)


#: Step → where the item stands, who may take it, what is sent.
STEPS: dict[str, tuple[Status, tuple[str, ...], dict[str, str]]] = {
    "change": (Status.PUBLISHED, ("drafter",), {"reason": "更正附表"}),
    "discard": (Status.DRAFT, ("drafter",), {"reason": "不再需要"}),
    "validity": (
        Status.PUBLISHED,
        ("approver", "openness_officer"),
        {"validity": "repealed", "on": "2018-06-01", "reason": "已有新办法"},
    ),
    "schedule": (Status.APPROVED, ("approver", "openness_officer"), {"at": "2099-01-01T09:00"}),
    "approve-later": (Status.SECRECY_REVIEWED, ("approver",), {"at": "2099-01-01T09:00"}),
    "expiry": (Status.PUBLISHED, ("approver", "openness_officer"), {"at": "2099-01-01T09:00"}),
    "move": (Status.PUBLISHED, ("openness_officer",), {"column": "", "reason": "栏目调整"}),
}


class TestSteps:
    @pytest.mark.parametrize("who", EVERYBODY)
    @pytest.mark.parametrize("step", STEPS)
    def test_each_is_taken_by_its_own_people_and_by_nobody_else(
        self, step, who, at_desk, request, make_item, founder, now
    ):
        other = catalogue.open_column(
            slug="policy", name="政策", group=ColumnGroup.CATALOGUE, order=2, by=founder, now=now
        )
        status, allowed, given = STEPS[step]
        item = make_item(status)
        before = InformationItem.objects.filter(pk=item.pk).values().get(), InformationItem.objects.count()
        user = request.getfixturevalue(who)
        if "column" in given:
            given = given | {"column": other.pk}
        response = at_desk(user).post(address(item, f"{step}/"), given)
        after = InformationItem.objects.filter(pk=item.pk).values().get(), InformationItem.objects.count()
        if who in allowed:
            assert response.status_code == 302
            assert after != before
        else:
            assert response.status_code in (403, 409)
            assert after == before

    def test_a_change_leads_to_its_draft_and_its_publication_back_to_the_item(
        self, at_desk, drafter, approver, reviewer, make_item, now
    ):
        item = make_item(Status.PUBLISHED)
        client = at_desk(drafter)
        response = client.post(address(item, "change/"), {"reason": "更正附表"}, follow=True)
        copy = InformationItem.objects.get(revises=item)
        assert response.redirect_chain[-1][0] == address(copy)
        page = text_of(response)
        assert f'这是对已公开信息 <a href="{address(item)}">{item.number}</a> 的修改稿' in page
        assert "正在办理" in text_of(client.get(address(item)))
        copy = actions.submit(copy, by=drafter, now=now)
        copy = actions.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
        response = at_desk(approver).post(address(copy, "approve/"), follow=True)
        assert response.redirect_chain[-1][0] == address(item)
        assert "修改已发布" in text_of(response)

    def test_a_mark_names_its_successor_by_number_and_an_unknown_one_is_refused_with_what_was_typed(
        self, at_desk, approver, make_item
    ):
        older, newer = make_item(Status.PUBLISHED), make_item(Status.PUBLISHED)
        given = {"validity": "repealed", "on": "2018-06-01", "reason": "新办法施行", "successor": "没有这个号"}
        response = at_desk(approver).post(address(older, "validity/"), given)
        assert response.status_code == 409
        assert "没有找到替代文件“没有这个号”" in text_of(response)
        assert "新办法施行" in text_of(response)
        at_desk(approver).post(address(older, "validity/"), given | {"successor": newer.number})
        assert (fresh(older).validity, fresh(older).successor) == (Validity.REPEALED, newer)

    def test_a_time_in_the_past_is_refused_with_its_sentence(self, at_desk, approver, make_item):
        response = at_desk(approver).post(address(make_item(Status.APPROVED), "schedule/"), {"at": "2018-01-01T09:00"})
        assert response.status_code == 409
        assert "时间须在将来" in text_of(response)


class TestComparing:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_a_change_stands_against_the_public_text_before_it_is_approved(self, who, at_desk, request, change):
        page = text_of(at_desk(request.getfixturevalue(who)).get(address(change, "compare/")))
        assert "期限<ins>三</ins>十日。" in page
        assert "自六月起检查。" in page

    def test_what_was_typed_into_a_text_is_shown_and_never_acts(self, at_desk, approver, drafter, change, fields, now):
        actions.revise(change, fields(body="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"), by=drafter, now=now)
        page = text_of(at_desk(approver).get(address(change, "compare/")))
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page

    def test_any_two_versions_are_compared_and_their_attachments_downloaded_by_staff(
        self, at_desk, make_item, drafter, reviewer, approver, appoint, town, fields, real_file, now
    ):
        def lead(draft: InformationItem) -> InformationItem:
            draft = actions.submit(draft, by=drafter, now=now)
            draft = actions.review_secrecy(draft, basis="经审查不涉密", by=reviewer, now=now)
            return actions.approve_and_publish(draft, by=approver, now=now)

        item = make_item(body="<p>一版。</p>")
        kept = actions.attach(item, ContentFile(real_file("pdf", "旧表")), name="旧表.pdf", by=drafter, now=now)
        item = lead(item)
        for text in ("二版", "三版"):
            copy = actions.begin_change(item, reason=f"改为{text}", by=drafter, now=now)
            if attachment := copy.attachments.first():
                actions.detach(attachment, by=drafter, now=now)
            lead(actions.revise(copy, fields(body=f"<p>{text}。</p>"), by=drafter, now=now))
        page = text_of(at_desk(approver).get(address(item, "compare/?older=1&newer=now")))
        assert "<del>一</del><ins>三</ins>版" in page
        assert "改为二版" in page
        url = address(item, f"versions/1/{kept.file.sha256}/")
        assert url in page
        assert b"".join(at_desk(approver).get(url).streaming_content) == kept.file.content.read()
        kept.file.content.close()
        assert at_desk(appoint(Role.DRAFTER, town)).get(url).status_code == 403
        assert at_desk(approver).get(address(item, f"versions/2/{kept.file.sha256}/")).status_code == 404

    def test_what_has_one_version_has_nothing_to_compare(self, at_desk, approver, make_item):
        assert at_desk(approver).get(address(make_item(Status.PUBLISHED), "compare/")).status_code == 404


class TestRelating:
    def test_a_drafter_names_a_public_document_by_number_and_any_other_by_its_words(self, at_desk, drafter, make_item):
        older, draft = make_item(Status.PUBLISHED, title="旧的办法"), make_item()
        client = at_desk(drafter)
        client.post(address(draft, "relate/"), {"kind": "repeals", "document": older.number})
        client.post(address(draft, "relate/"), {"kind": "implements", "document": "省府〔2017〕8号"})
        assert list(Relation.objects.order_by("pk").values_list("kind", "to_item", "to_text")) == [
            ("repeals", older.pk, ""),
            ("implements", None, "省府〔2017〕8号"),
        ]
        page = text_of(client.get(address(draft)))
        assert "旧的办法" in page
        assert "省府〔2017〕8号" in page
        assert "被废止" in text_of(client.get(address(older)))
        client.post(address(draft, "relate/"), {"remove": Relation.objects.first().pk})
        assert Relation.objects.count() == 1

    @pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "drafter"])
    def test_nobody_else_does(self, who, at_desk, request, make_item, drafter, now):
        older, draft = make_item(Status.PUBLISHED), make_item()
        relation = actions.relate(draft, RelationKind.AMENDS, older, by=drafter, now=now)
        client = at_desk(request.getfixturevalue(who))
        assert client.post(address(draft, "relate/"), {"kind": "repeals", "document": "x"}).status_code == 409
        assert client.post(address(draft, "relate/"), {"remove": relation.pk}).status_code == 409
        assert Relation.objects.count() == 1

    def test_nonsense_gets_a_sentence_and_keeps_what_was_typed(self, at_desk, drafter, make_item):
        response = at_desk(drafter).post(address(make_item(), "relate/"), {"kind": "x", "document": "某某办法"})
        assert response.status_code == 409
        assert "某某办法" in text_of(response)
        assert at_desk(drafter).post(address(make_item(), "relate/"), {"remove": "x"}).status_code == 404


class TestInterpreting:
    @pytest.fixture(autouse=True)
    def to_be_explained(self, kind: Any) -> None:
        type(kind).objects.filter(pk=kind.pk).update(needs_interpretation=True, is_policy=True)

    def test_a_drafter_begins_one_and_goes_on_writing_it(self, at_desk, drafter, make_item):
        policy = make_item(Status.PUBLISHED, title="补贴办法")
        response = at_desk(drafter).post(address(policy, "interpret/"), {"form": "diagram", "by_head": "on"})
        linked = Interpretation.objects.get()
        assert response.url == address(linked.item, "edit/")
        assert (linked.form, linked.by_head) == ("diagram", True)

    def test_an_existing_one_is_linked_by_number_and_taken_back_with_a_reason(self, at_desk, drafter, make_item):
        policy, text = make_item(Status.PUBLISHED), make_item()
        client = at_desk(drafter)
        assert client.post(address(policy, "interpret/"), {"form": "text", "item": "没有"}).status_code == 409
        client.post(address(policy, "interpret/"), {"form": "text", "item": text.registration})
        linked = Interpretation.objects.get()
        taking = {"act": "unlink", "interpretation": linked.pk}
        assert client.post(address(policy, "interpret/"), taking).status_code == 409
        client.post(address(policy, "interpret/"), taking | {"reason": "登记错了"})
        assert not Interpretation.objects.exists()

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_openness_office_settles_that_none_is_needed(self, who, at_desk, request, make_item):
        policy = make_item(Status.PUBLISHED)
        client = at_desk(request.getfixturevalue(who))
        response = client.post(address(policy, "interpret/"), {"act": "waive", "reason": "事务性通知"})
        assert response.status_code == (302 if who == "openness_officer" else 409)

    def test_the_worklist_says_what_is_due_and_late(self, at_desk, drafter, make_item, now):
        policy = make_item(Status.PUBLISHED, title="补贴办法")
        page = text_of(at_desk(drafter).get("/desk/interpretations/"))
        assert "补贴办法" in page
        assert "2018-06-06 已逾期" in page
        assert "补贴办法" in text_of(at_desk(drafter).get("/desk/"))
        text = make_item()
        actions.link_interpretation(policy, text, form=InterpretationForm.TEXT, by=drafter, now=now)
        assert text.get_status_display() in text_of(at_desk(drafter).get("/desk/interpretations/"))

    @pytest.mark.parametrize("when", ["together", "afterwards"])
    def test_before_publication_it_is_settled_whether_both_come_together(self, when, at_desk, drafter, make_item):
        policy = make_item()
        at_desk(drafter).post(address(policy, "interpret/"), {"act": when})
        assert policy.interpretation_plan.together is (when == "together")


class TestSchedule:
    def test_lists_what_is_timed_and_says_why_one_is_not_public(
        self, at_desk, make_item, approver, openness_officer, now, monkeypatch
    ):
        item = actions.schedule(make_item(Status.APPROVED), at=now + timedelta(hours=1), by=approver, now=now)
        approver.posts.update(until_date=now.date() - timedelta(days=1))
        actions.publish_as_scheduled(item, at=item.scheduled_at, by=approver, now=now + timedelta(hours=1))
        for screen in ("/desk/schedule/", "/desk/"):
            page = text_of(at_desk(openness_officer).get(screen))
            assert item.title in page
            assert "到时未能发布：发布和撤下由本单位审批人或政务公开工作机构办理。" in page


class TestBulk:
    def test_chosen_items_are_done_by_the_worker_and_the_page_tells_how_far_it_is(self, at_desk, approver, make_item):
        items = [make_item(Status.PUBLISHED, title=f"第{n}号") for n in range(3)]
        client = at_desk(approver)
        assert "第0号" in text_of(client.get("/desk/bulk/"))
        given = {
            "kind": "validity",
            "validity": "expired",
            "on": "2018-06-01",
            "reason": "清理",
            "item": [item.registration for item in items[:2]],
        }
        response = client.post("/desk/bulk/", given)
        operation = BulkOperation.objects.get()
        assert response.url == f"/desk/bulk/{operation.pk}/"
        assert "已处理 0 件，共 2 件" in text_of(client.get(response.url))
        tasks.continue_bulk({"operation": operation.pk})
        assert "已处理 2 件，共 2 件，其中 0 件未办理" in text_of(client.get(response.url))
        assert [fresh(item).validity for item in items] == ["expired", "expired", items[2].validity]

    def test_a_refused_start_keeps_what_was_chosen_and_typed(self, at_desk, approver, make_item):
        item = make_item(Status.PUBLISHED)
        response = at_desk(approver).post(
            "/desk/bulk/", {"kind": "validity", "reason": "清理旧文件", "item": [item.registration]}
        )
        assert response.status_code == 409
        assert "清理旧文件" in text_of(response)
        assert f'value="{item.registration}" aria-label="{item.title}" checked' in text_of(response)

    def test_only_who_started_it_and_the_openness_office_look_at_it(
        self, at_desk, approver, reviewer, openness_officer, make_item, now
    ):
        given = {"validity": "expired", "on": "2018-06-01", "reason": "清理"}
        operation = actions.start_bulk([make_item(Status.PUBLISHED)], BulkKind.VALIDITY, given, by=approver, now=now)
        url = f"/desk/bulk/{operation.pk}/"
        assert at_desk(openness_officer).get(url).status_code == 200
        assert at_desk(reviewer).get(url).status_code == 403
        assert at_desk(reviewer).post(url).status_code == 403
        assert at_desk(approver).post(url).status_code == 302
        assert BulkOperation.objects.get().stopped_at is not None


class TestMourning:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_only_the_openness_office_sets_and_ends_it(self, who, at_desk, request):
        today = timezone.localdate().isoformat()
        client = at_desk(request.getfixturevalue(who))
        response = client.post("/desk/mourning/", {"first": today, "last": today, "reason": "公告"})
        if who != "openness_officer":
            assert (response.status_code, client.get("/desk/mourning/").status_code) == (403, 403)
            assert not Mourning.objects.exists()
            return
        assert response.status_code == 302
        assert "今天网站为灰色" in text_of(client.get("/desk/mourning/"))
        client.post("/desk/mourning/", {"end": Mourning.objects.get().pk})
        assert "今天网站为彩色" in text_of(client.get("/desk/mourning/"))

    def test_what_cannot_be_is_refused_with_what_was_typed(self, at_desk, openness_officer):
        given = {"first": "2018-06-02", "last": "2018-06-01", "reason": "某某公告"}
        response = at_desk(openness_officer).post("/desk/mourning/", given)
        assert response.status_code == 409
        assert "某某公告" in text_of(response)
