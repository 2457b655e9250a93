"""Screening and review as each role meets them at the desk."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now as clock

from gongkai.base.core.tasks import drain
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import ClearanceKind, Decision, Provision, Status
from gongkai.publishing.disclosure.models import ApprovalBatch, Clearance, InformationItem
from tests.real_files import xlsx_of

pytestmark = pytest.mark.django_db
MOBILE, IDENTITY = "13800138000", "440404199001011239"


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def found(make_item):
    """A draft with a number across a tag, one in a link, and one in a file."""
    return make_item(
        body=f'<p>值班1<b>38</b>{MOBILE[3:]}，<a href="tel:{MOBILE}">拨打</a>；证件{IDENTITY}。</p>',
        title="关于值班的通知",
    )


@pytest.fixture
def with_file(found, drafter, now):
    actions.attach(
        found, ContentFile(xlsx_of(("姓名", "号码"), ("甲", IDENTITY))), name="名单.xlsx", by=drafter, now=now
    )
    return found


def address(item, screen=""):
    return f"/desk/items/{item.registration}/{screen}"


def text_of(response):
    return response.content.decode()


def downloaded(response):
    """The status of a download, read to its end."""
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def seen(response):
    return re.search(r'name="seen" value="(\w+)"', text_of(response))[1]


class TestScreening:
    def test_findings_stand_in_the_text_each_with_its_choices(self, at_desk, drafter, with_file):
        shown = text_of(at_desk(drafter).get(address(with_file, "screening/")))
        marked = '<mark class="gk-found">1</mark><b><mark class="gk-found">38</mark></b><mark class="gk-found">00138000</mark>'
        assert marked in shown
        assert "链接地址：tel:" in shown
        assert "工作表“名单”B2" in shown
        for finding in with_file.findings.pending():
            choices = re.findall(rf'name="decision-{finding.pk}" value="(\w+)"', shown)
            assert choices == (["kept"] if finding.place == "file" else ["masked", "replaced", "kept"])
        # Nothing to press stands inside the link.
        assert not re.search(r"<a href=\"tel:[^>]*>(?:(?!</a>).)*<input", shown, re.DOTALL)

    def test_decisions_are_saved_in_one_go_and_the_text_is_changed(self, at_desk, drafter, with_file):
        client = at_desk(drafter)
        given = {"seen": seen(client.get(address(with_file, "screening/")))}
        for finding in with_file.findings.pending():
            if finding.place == "file":
                given |= {f"decision-{finding.pk}": "kept", f"reason-{finding.pk}": "已公示名单，依法公开"}
            else:
                given[f"decision-{finding.pk}"] = "masked"
        response = client.post(address(with_file, "screening/"), given, follow=True)
        with_file.refresh_from_db()
        assert MOBILE not in with_file.body
        assert not with_file.findings.pending().exists()
        assert "已全部处理，可以送审了" in text_of(response)
        assert "已公示名单，依法公开" in text_of(response)

    def test_one_reason_keeps_all_of_a_kind_that_were_not_decided_by_themselves(self, at_desk, drafter, found):
        client = at_desk(drafter)
        first = found.findings.pending().filter(kind="mobile")[0]
        given = {
            "seen": seen(client.get(address(found, "screening/"))),
            f"decision-{first.pk}": "masked",
            "all-mobile": "值班手机",
        }
        client.post(address(found, "screening/"), given)
        decisions = list(found.findings.filter(kind="mobile").order_by("pk").values_list("decision", "reason"))
        assert sorted(decisions) == [(Decision.KEPT, "值班手机"), (Decision.MASKED, "")]

    def test_a_refusal_keeps_every_choice_and_word(self, at_desk, drafter, found):
        client = at_desk(drafter)
        first, second, *_more = found.findings.pending()
        given = {
            "seen": seen(client.get(address(found, "screening/"))),
            f"decision-{first.pk}": "kept",
            f"decision-{second.pk}": "replaced",
            f"new-{second.pk}": "见附件<二>",
        }
        response = client.post(address(found, "screening/"), given)
        assert response.status_code == 409
        assert "须写明理由" in text_of(response)
        assert "见附件&lt;二&gt;" in text_of(response)
        assert text_of(response).count("checked") == 2

    def test_a_decision_on_a_text_changed_in_another_window_is_refused(self, at_desk, drafter, found, fields, now):
        client = at_desk(drafter)
        before = seen(client.get(address(found, "screening/")))
        first = found.findings.pending()[0]
        actions.revise(found, fields(body=f"<p>{IDENTITY}，{MOBILE}</p>"), by=drafter, now=now)
        response = client.post(address(found, "screening/"), {"seen": before, f"decision-{first.pk}": "masked"})
        assert response.status_code == 409
        assert "在别处改动过" in text_of(response)

    def test_a_corrected_file_is_handed_in_here(self, at_desk, drafter, with_file):
        sha256 = with_file.attachments.get().file.sha256
        upload = SimpleUploadedFile("名单（改）.xlsx", xlsx_of(("姓名",), ("甲",)))
        response = at_desk(drafter).post(address(with_file, f"screening/{sha256}/"), {"file": upload}, follow=True)
        assert "并已重新筛查" in text_of(response)
        assert with_file.attachments.get().name == "名单（改）.xlsx"
        assert not with_file.findings.pending().filter(place="file").exists()

    def test_submission_with_findings_leads_back_with_the_sentence(self, at_desk, drafter, found):
        response = at_desk(drafter).post(address(found, "submit/"))
        assert response.status_code == 409
        assert "尚未处理，不能送审" in text_of(response)
        assert address(found, "screening/") in text_of(response)

    @pytest.mark.parametrize("who", ["reviewer", "approver", "openness_officer", "auditor"])
    def test_others_see_the_marks_and_decide_nothing(self, who, at_desk, request, found):
        client = at_desk(request.getfixturevalue(who))
        response = client.get(address(found, "screening/"))
        assert response.status_code == 200
        assert '<input type="radio"' not in text_of(response)
        first = found.findings.pending()[0]
        response = client.post(address(found, "screening/"), {"seen": "", f"decision-{first.pk}": "masked"})
        assert response.status_code == 409
        assert found.findings.pending().filter(pk=first.pk).exists()

    def test_somebody_of_another_unit_sees_nothing_of_it(self, at_desk, appoint, town, found):
        response = at_desk(appoint(Role.DRAFTER, town)).get(address(found, "screening/"))
        assert response.status_code == 403
        assert IDENTITY not in text_of(response)

    def test_a_published_item_shows_decisions_and_no_number(
        self, at_desk, make_item, auditor, drafter, reviewer, approver, now
    ):
        item = make_item(body=f"<p>值班{MOBILE}</p>")
        verdict = actions.Verdict(item.findings.get().pk, Decision.MASKED)
        from gongkai.publishing.disclosure import queries

        actions.decide(
            item,
            [verdict],
            seen=queries.texts_digest(queries.sources_of(item, queries.load_words())),
            by=drafter,
            now=now,
        )
        actions.submit(item, by=drafter, now=now)
        actions.review_secrecy(item, basis="不涉密", by=reviewer, now=now)
        actions.approve_and_publish(item, by=approver, now=now)
        shown = text_of(at_desk(auditor).get(address(item, "screening/")))
        assert "已遮盖" in shown
        assert MOBILE not in shown


class TestSecrecyReview:
    def test_it_is_not_passed_while_a_provision_has_no_answer_and_what_was_answered_stays(
        self, at_desk, reviewer, make_item
    ):
        item = make_item(Status.SUBMITTED)
        given = {f"involved-{one.value}": "no" for one in list(Provision)[1:]} | {"basis": "逐项审查，不涉密"}
        response = at_desk(reviewer).post(address(item, "pass/"), given)
        assert response.status_code == 422
        assert "还没有逐项作答：国家秘密" in text_of(response)
        assert text_of(response).count('value="no" aria-label') == len(Provision)
        assert text_of(response).count(" checked") == len(Provision) - 1
        at_desk(reviewer).post(address(item, "pass/"), {**given, "involved-state_secret": "no"})
        item.refresh_from_db()
        assert item.status == Status.SECRECY_REVIEWED

    def test_what_is_involved_is_refused_with_the_way_on(self, at_desk, reviewer, make_item):
        item = make_item(Status.SUBMITTED)
        given = {f"involved-{one.value}": "no" for one in Provision} | {
            "basis": "涉商业秘密",
            "involved-trade_secret": "yes",
        }
        response = at_desk(reviewer).post(address(item, "pass/"), given)
        assert response.status_code == 409
        assert "涉及商业秘密的信息不能按主动公开通过" in text_of(response)


class TestLevels:
    @pytest.fixture
    def item(self, column, make_item):
        column.review = [Role.APPROVER, Role.OPENNESS_OFFICE]
        column.save()
        return make_item(Status.SECRECY_REVIEWED)

    def test_the_button_says_which_level_and_what_follows(self, at_desk, approver, openness_officer, item):
        shown = text_of(at_desk(approver).get(address(item)))
        assert "同意（初审）" in shown
        assert "同意后转终审（政务公开工作机构）" in shown
        response = at_desk(approver).post(address(item, "approve/"), follow=True)
        assert "已同意，转终审（政务公开工作机构）" in text_of(response)
        shown = text_of(at_desk(openness_officer).get(address(item)))
        assert "同意发布" in shown
        assert "退回上一级" in shown
        response = at_desk(openness_officer).post(address(item, "send-back/"), {"reason": "请核对数据"}, follow=True)
        assert "已退回初审（审批人）" in text_of(response)

    def test_a_scan_of_a_level_is_for_who_may_see_the_item(
        self, at_desk, approver, appoint, town, item, openness_officer, real_file
    ):
        given = {"approver": "王主任", "signed": date(2018, 5, 31).isoformat()}
        upload = SimpleUploadedFile("签批单.png", real_file("png"))
        at_desk(openness_officer).post(address(item, "paper/"), {**given, "scan": upload})
        shown = text_of(at_desk(approver).get(address(item)))
        assert "王主任，2018-05-31签字" in shown
        assert downloaded(at_desk(approver).get(address(item, "levels/1/scan/"))) == 200
        assert at_desk(approver).get(address(item, "levels/2/scan/")).status_code == 404
        assert at_desk(appoint(Role.APPROVER, town)).get(address(item, "levels/1/scan/")).status_code == 403


class TestQueue:
    def test_it_shows_what_waits_and_ticks_only_consents(
        self, at_desk, approver, reviewer, appoint, department, make_item
    ):
        appoint(Role.SECRECY_REVIEWER, department, user=approver)
        to_review = make_item(Status.SUBMITTED, title="待保密审查的")
        to_approve = make_item(Status.SECRECY_REVIEWED, title="待审批的")
        shown = text_of(at_desk(approver).get("/desk/review/"))
        assert "待保密审查的" in shown
        assert f'value="{to_approve.registration}"' in shown
        assert f'value="{to_review.registration}"' not in shown

    def test_ticked_items_are_approved_and_the_refused_listed(self, at_desk, approver, make_item):
        items = [make_item(Status.SECRECY_REVIEWED, title=f"第{n}条") for n in range(3)]
        InformationItem.objects.filter(pk=items[2].pk).update(title=f"第{MOBILE}条")
        client = at_desk(approver)
        response = client.post("/desk/review/", {"item": [item.registration for item in items]})
        assert response["Location"] == "/desk/review/batches/1/"
        shown = client.get(response["Location"])
        assert shown["Refresh"] == "3"
        drain()
        shown = client.get(response["Location"])
        assert "已办完：同意 2 条，共 3 条" in text_of(shown)
        assert "标题有手机号码" in text_of(shown)
        assert "Refresh" not in shown

    def test_a_secrecy_review_smuggled_into_the_ticks_is_refused(self, at_desk, approver, make_item):
        item = make_item(Status.SUBMITTED)
        response = at_desk(approver).post("/desk/review/", {"item": [item.registration]})
        assert response.status_code == 409
        assert "保密审查须逐项办理" in text_of(response)
        assert not ApprovalBatch.objects.exists()

    def test_a_batch_is_seen_by_who_made_it(self, at_desk, approver, reviewer, make_item, now):
        actions.approve_many([make_item(Status.SECRECY_REVIEWED)], by=approver, now=now)
        assert at_desk(approver).get("/desk/review/batches/1/").status_code == 200
        assert at_desk(reviewer).get("/desk/review/batches/1/").status_code == 404
        assert at_desk(approver).get("/desk/review/batches/0/").status_code == 404
        assert at_desk(approver).get("/desk/review/batches/9/").status_code == 404

    def test_the_queue_costs_the_same_however_long_it_is(
        self, at_desk, approver, make_item, django_assert_max_num_queries
    ):
        client = at_desk(approver)
        for _n in range(12):
            make_item(Status.SECRECY_REVIEWED)
        with django_assert_max_num_queries(45):
            client.get("/desk/review/")


class TestClearances:
    def test_an_organ_is_asked_and_its_answer_entered(self, at_desk, reviewer, make_item, real_file):
        item, client = make_item(Status.SUBMITTED), at_desk(reviewer)
        today = clock().date().isoformat()
        given = {"kind": ClearanceKind.CONSULTATION, "organ": "市生态环境局", "asked": "2018-06-01"}
        client.post(address(item, "clearances/"), given)
        assert "市生态环境局" in text_of(client.get("/desk/review/clearances/"))
        assert "市生态环境局协商确认，尚未答复" in text_of(client.get(address(item)))
        scan = SimpleUploadedFile("复函.png", real_file("png"))
        answer = {"answer": "agree", "answered": today, "words": "", "scan": scan}
        response = client.post(address(item, "clearances/1/"), answer, follow=True)
        assert "已登记" in text_of(response)
        assert Clearance.objects.get().answer == "agree"
        assert downloaded(client.get(address(item, "clearances/1/scan/"))) == 200
        assert client.get(address(item, "clearances/7/scan/")).status_code == 404

    def test_a_refused_question_keeps_what_was_typed(self, at_desk, reviewer, make_item):
        item = make_item(Status.SUBMITTED)
        given = {"kind": ClearanceKind.CONSULTATION, "organ": "市应急管理局", "asked": "2999-01-01"}
        response = at_desk(reviewer).post(address(item, "clearances/"), given)
        assert response.status_code == 409
        assert "不能晚于今天" in text_of(response)
        assert "市应急管理局" in text_of(response)

    @pytest.mark.parametrize("who", ["approver", "auditor", "supervisor", "case_officer"])
    def test_others_look_and_ask_nobody(self, who, at_desk, request, make_item):
        item, client = make_item(Status.SUBMITTED), at_desk(request.getfixturevalue(who))
        assert "由拟稿人、保密审查员或政务公开工作机构办理" in text_of(client.get(address(item, "clearances/")))
        given = {"kind": ClearanceKind.CONSULTATION, "organ": "市生态环境局", "asked": "2018-06-01"}
        assert client.post(address(item, "clearances/"), given).status_code == 409
        assert not Clearance.objects.exists()


NONSENSE = {
    "seen": "\0",
    "decision-1": "masked",
    "decision-²": "kept",
    "decision-99999999999999999999": "replaced",
    "all-mobile": "\0",
    "item": "DJ/\0",
    "kind": "?",
    "organ": "\0",
    "asked": "13月",
    "answer": "?",
    "answered": "",
    "reason": "\0",
}


@pytest.mark.parametrize("number", [0, 1, 10**30])
@pytest.mark.parametrize("who", ["drafter", "reviewer", "approver", "auditor"])
def test_nonsense_is_answered_with_a_sentence_or_not_found(
    who, number, at_desk, request, found, make_item, reviewer, now
):
    actions.ask_clearance(
        found, kind=ClearanceKind.CONSULTATION, organ="市生态环境局", asked=now.date(), by=reviewer, now=now
    )
    client = at_desk(request.getfixturevalue(who))
    under_review = make_item(Status.SECRECY_REVIEWED)
    paths = [address(found, f"clearances/{number}/"), address(found, "clearances/"), address(found, "screening/")]
    paths += ["/desk/review/", address(under_review, "send-back/"), address(found, f"screening/{'0' * 64}/")]
    for path in paths:
        assert client.post(path, NONSENSE).status_code in (302, 403, 404, 409, 422), path
    for path in (
        f"/desk/review/batches/{number}/",
        address(found, f"clearances/{number}/scan/"),
        address(found, f"levels/{number}/scan/"),
    ):
        assert client.get(path).status_code == 404
