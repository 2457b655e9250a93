"""What is found before publication stops it until somebody decides: in the text, in what nobody sees of it, and in files."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import WatchWordKind
from gongkai.publishing.disclosure import actions, policies, queries
from gongkai.publishing.disclosure.actions import Verdict
from gongkai.publishing.disclosure.choices import Decision, FindingKind, Place, Status
from gongkai.publishing.disclosure.models import InformationItem, ScreeningFinding
from tests.real_files import cleaned, ofd, pdf, xlsx_of

pytestmark = pytest.mark.django_db

#: A number with a right check digit of a place and a day, of nobody.
IDENTITY = "440404199001011239"
MOBILE = "13800138000"
DETAILS = [
    {"name": "contact", "label": "联系方式", "public": True, "value": f"甲 {MOBILE}"},
    {"name": "note", "label": "内部备注", "public": False, "value": f"甲 {MOBILE}"},
]


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(drafter, now):
    def attach(item, name, content):
        return actions.attach(item, ContentFile(content, name), name=name, by=drafter, now=now)

    return attach


@pytest.fixture
def decide(drafter, now):
    """``decide(item, (finding, Decision.KEPT, "…"), …)`` on the texts as they are."""

    def decide(item, *verdicts, by=drafter, seen=None):
        item = InformationItem.objects.get(pk=item.pk)
        seen = seen or queries.texts_digest(queries.sources_of(item, queries.load_words()))
        return actions.decide(
            item,
            [Verdict(finding.pk, decision, words) for finding, decision, words in verdicts],
            seen=seen,
            by=by,
            now=now,
        )

    return decide


@pytest.fixture
def watch(openness_officer, now):
    def watch(text, kind=WatchWordKind.SENSITIVE, replacement=""):
        fields = catalogue.WordFields(text=text, kind=kind, replacement=replacement)
        return catalogue.add_word(fields, by=openness_officer, now=now)

    return watch


def pending(item):
    return list(item.findings.pending())


def trail():
    return json.dumps([[str(event), event.reason, event.data] for event in Event.objects.all()], ensure_ascii=False)


def docx_cell(text):
    from io import BytesIO

    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 1).text, table.cell(1, 1).text = "证件", text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "place"),
    [
        ("名单.xlsx", lambda text: xlsx_of(("姓名", "号码"), ("甲", text)), "工作表“名单”B2"),
        ("通知.docx", docx_cell, "表格"),
        ("公告.pdf", lambda text: pdf("第一页", text), "第2页"),
        ("公告.ofd", lambda text: ofd("第一页", text), "第2页"),
    ],
)
def test_an_identity_number_in_an_attachment_stops_submission_with_the_file_and_the_place(
    name, make, place, make_item, attach, drafter, now
):
    item = make_item()
    attach(item, name, make(IDENTITY))
    with pytest.raises(NotAllowed) as refused:
        actions.submit(item, by=drafter, now=now)
    assert f"附件“{name}”的" in str(refused.value)
    assert place in str(refused.value)
    assert "居民身份证号码" in str(refused.value)
    assert IDENTITY not in str(refused.value)
    assert InformationItem.objects.get(pk=item.pk).status == Status.DRAFT


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"title": f"关于{MOBILE}的通知"}, "标题有手机号码"),
        ({"summary": f"联系{MOBILE}"}, "内容概述有手机号码"),
        ({"body": f"<p>电话1<b>38</b>{MOBILE[3:]}</p>"}, "正文有手机号码"),
        ({"body": f'<p><a href="tel:{MOBILE}">电话</a></p>'}, "看不见的文字（链接地址）有手机号码"),
        ({"body": f'<p><a href="https://x.cn/s?id={IDENTITY}">看</a></p>'}, "看不见的文字（链接地址）有居民身份证号码"),
        ({"source_name": f"某局{MOBILE}"}, "来源有手机号码"),
        ({"keywords": ("安全", MOBILE)}, "主题词有手机号码"),
    ],
)
def test_every_text_the_public_would_read_is_screened(changes, label, make_item, drafter, now):
    item = make_item()
    InformationItem.objects.filter(pk=item.pk).update(**changes)
    with pytest.raises(NotAllowed, match=label):
        actions.submit(item, by=drafter, now=now)
    # The refusal keeps what was found, to be decided.
    assert len(pending(item)) == 1


def test_public_details_and_names_of_files_are_screened(make_item, attach, decide, drafter, now, real_file):
    item = make_item()
    InformationItem.objects.filter(pk=item.pk).update(details=DETAILS)
    attach(item, f"{IDENTITY}.pdf", real_file("pdf"))
    assert {(one.place, one.kind) for one in pending(item)} == {
        (Place.DETAIL, FindingKind.MOBILE),
        (Place.FILE_NAME, FindingKind.RESIDENT_ID),
    }
    item = decide(item, *((finding, Decision.MASKED, "") for finding in pending(item)))
    assert [detail["value"] for detail in item.details] == ["甲 138****8000", f"甲 {MOBILE}"]
    assert item.attachments.get().name == "440404********1239.pdf"


def test_a_file_nobody_could_read_is_looked_at_by_a_person_first(make_item, attach, decide, drafter, now):
    item = make_item()
    attach(item, "扫描件.pdf", cleaned(".pdf", pdf("")))
    (finding,) = pending(item)
    assert finding.kind == FindingKind.UNREAD
    with pytest.raises(NotAllowed, match=r"附件“扫描件\.pdf”有未能读出的内容"):
        actions.submit(item, by=drafter, now=now)
    decide(item, (finding, Decision.KEPT, "已逐页看过，是平面图"))
    assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED


class TestDeciding:
    @pytest.fixture
    def item(self, make_item):
        return make_item(body=f"<p>联系人电话1<b>38</b>{MOBILE[3:]}，证件{IDENTITY}。</p>")

    def test_masking_edits_the_text_and_the_trail_says_the_kind_and_never_the_value(self, item, decide):
        mobile, identity = pending(item)
        item = decide(item, (mobile, Decision.MASKED, ""), (identity, Decision.REPLACED, "（略）"))
        assert item.body == "<p>联系人电话1<b>38</b>****8000，证件（略）。</p>"
        assert not pending(item)
        said = str(Event.objects.about(item).get(kind="item.findings_decided"))
        assert "正文的手机号码已遮盖；正文的居民身份证号码已修改" in said
        assert MOBILE not in trail()
        assert IDENTITY not in trail()

    def test_nothing_kept_by_the_screening_holds_the_words(self, item):
        kept = json.dumps([list(ScreeningFinding.objects.values_list()), [item.screening.digests]], default=str)
        assert MOBILE not in kept
        assert IDENTITY not in kept

    def test_what_is_kept_needs_a_reason_and_keeps_it(self, item, decide, drafter, now):
        mobile, identity = pending(item)
        with pytest.raises(Refused, match="保留手机号码须写明理由"):
            decide(item, (mobile, Decision.KEPT, "  "))
        item = decide(item, (mobile, Decision.KEPT, "办公值班手机，依法公开"), (identity, Decision.MASKED, ""))
        assert queries.decided_findings(item) == [("正文", "手机号码", "办公值班手机，依法公开", 1)]
        assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED

    def test_a_reason_that_says_the_number_again_is_refused(self, item, decide):
        mobile, _identity = pending(item)
        with pytest.raises(Refused, match="不要写出内容"):
            decide(item, (mobile, Decision.KEPT, f"{MOBILE}是值班电话"))
        assert len(pending(item)) == 2

    def test_a_decision_on_a_text_that_was_changed_elsewhere_is_refused_and_nothing_is_edited(
        self, item, decide, fields, drafter, now
    ):
        mobile, _identity = pending(item)
        seen = queries.texts_digest(queries.sources_of(item, queries.load_words()))
        actions.revise(item, fields(body=f"<p>改过：{MOBILE}</p>"), by=drafter, now=now)
        with pytest.raises(Refused, match="在别处改动过"):
            decide(item, (mobile, Decision.MASKED, ""), seen=seen)
        item.refresh_from_db()
        assert item.body == f"<p>改过：{MOBILE}</p>"
        assert [finding.kind for finding in pending(item)] == [FindingKind.MOBILE]

    def test_a_replacement_that_is_a_number_again_is_found_again(self, item, decide):
        mobile, identity = pending(item)
        item = decide(item, (mobile, Decision.REPLACED, "13900139000"), (identity, Decision.MASKED, ""))
        assert [finding.kind for finding in pending(item)] == [FindingKind.MOBILE]

    def test_findings_of_one_text_are_edited_together_and_of_what_is_unseen_too(self, make_item, decide):
        item = make_item(body=f'<p>{MOBILE}和<a href="tel:{MOBILE}">{MOBILE}</a></p>')
        item = decide(item, *((finding, Decision.MASKED, "") for finding in pending(item)))
        assert MOBILE not in item.body
        assert item.body.count("138****8000") == 3

    def test_only_who_may_change_the_draft_decides(self, item, decide, reviewer, approver):
        (mobile, _identity) = pending(item)
        for user in (reviewer, approver):
            with pytest.raises(NotAllowed, match="不是示范区经济发展局的拟稿人"):
                decide(item, (mobile, Decision.MASKED, ""), by=user)

    def test_who_decided_has_written_and_passes_the_item_at_no_step(
        self, item, decide, appoint, department, drafter, now
    ):
        other = appoint(Role.DRAFTER, department)
        appoint(Role.SECRECY_REVIEWER, department, user=other)
        item = decide(item, *((finding, Decision.MASKED, "") for finding in pending(item)), by=other)
        actions.submit(item, by=drafter, now=now)
        with pytest.raises(NotAllowed, match="您是该信息的拟稿人"):
            actions.review_secrecy(item, basis="经审查不涉密", by=other, now=now)

    def test_a_finding_is_decided_once(self, item, decide):
        mobile, _identity = pending(item)
        decide(item, (mobile, Decision.MASKED, ""))
        with pytest.raises(Refused, match="已经处理过"):
            decide(item, (mobile, Decision.MASKED, ""))


class TestAgain:
    def test_a_kept_number_stays_kept_where_the_text_around_it_changes(self, make_item, decide, fields, drafter, now):
        item = make_item(body=f"<p>值班电话{MOBILE}</p>")
        decide(item, (pending(item)[0], Decision.KEPT, "值班电话"))
        actions.revise(item, fields(body=f"<p>各单位：值班电话为{MOBILE}。</p>"), by=drafter, now=now)
        (finding,) = item.findings.standing()
        assert (finding.decision, finding.start) == (Decision.KEPT, "各单位：值班电话为".__len__())

    def test_a_second_one_of_the_same_number_is_a_new_finding(self, make_item, decide, fields, drafter, now):
        item = make_item(body=f"<p>值班电话{MOBILE}</p>")
        decide(item, (pending(item)[0], Decision.KEPT, "值班电话"))
        actions.revise(item, fields(body=f"<p>{MOBILE}</p><p>{MOBILE}</p>"), by=drafter, now=now)
        assert len(pending(item)) == 1

    def test_what_no_longer_stands_there_is_gone_and_stays_on_record(self, make_item, fields, drafter, now):
        item = make_item(body=f"<p>{MOBILE}</p>")
        actions.revise(item, fields(), by=drafter, now=now)
        finding = item.findings.get()
        assert (finding.decision, finding.present, finding.decided_by) == (Decision.GONE, False, drafter)

    def test_a_text_that_did_not_change_is_not_read_again(self, make_item, drafter, now, monkeypatch):
        item = make_item(body=f"<p>{MOBILE}</p>")
        monkeypatch.setattr(actions.screening, "found_in", lambda *_given: pytest.fail("read again"))
        actions.screen(item, by=drafter, now=now)

    def test_a_word_that_came_upon_the_list_after_submission_stops_approval_and_publication(
        self, make_item, watch, drafter, reviewer, approver, now
    ):
        under_review, approved = make_item(Status.SECRECY_REVIEWED), make_item(Status.APPROVED)
        watch("安全检查")
        with pytest.raises(NotAllowed, match="标题有敏感词，共2处未处理，须退回拟稿人"):
            actions.approve(under_review, by=approver, now=now)
        with pytest.raises(NotAllowed, match="须退回拟稿人"):
            actions.publish(approved, by=approver, now=now)
        item = actions.return_to_drafter(under_review, reason="词表有更新", by=approver, now=now)
        assert [finding.kind for finding in pending(item)] == [FindingKind.SENSITIVE] * 2

    def test_a_word_that_came_upon_the_list_before_submission_is_found_and_kept_to_be_decided(
        self, make_item, watch, drafter, now
    ):
        item = make_item()
        watch("港区", WatchWordKind.WRONG, "港口区")
        with pytest.raises(NotAllowed, match="错词"):
            actions.submit(item, by=drafter, now=now)
        assert [finding.kind for finding in pending(item)] == [FindingKind.WRONG] * 2

    def test_a_text_changed_past_every_action_is_read_before_it_is_published(self, make_item, approver, now):
        item = make_item(Status.APPROVED)
        InformationItem.objects.filter(pk=item.pk).update(body=f"<p>{MOBILE}</p>")
        with pytest.raises(NotAllowed, match="正文有手机号码"):
            actions.publish(item, by=approver, now=now)


class TestFiles:
    def test_a_file_is_never_edited_here(self, make_item, attach, decide):
        item = make_item()
        attach(item, "名单.xlsx", xlsx_of((IDENTITY,)))
        (finding,) = pending(item)
        for decision in (Decision.MASKED, Decision.REPLACED):
            with pytest.raises(Refused, match="附件不能在此修改"):
                decide(item, (finding, decision, "（略）"))
        with pytest.raises(IntegrityError), transaction.atomic():
            item.findings.update(decision=Decision.MASKED, decided_by=item.drafted_by, decided_at=item.drafted_at)

    def test_a_corrected_file_takes_its_place_and_the_finding_is_gone(self, make_item, attach, drafter, now):
        item = make_item()
        wrong = attach(item, "名单.xlsx", xlsx_of((IDENTITY,)))
        attach(item, "附表.xlsx", xlsx_of(("合计", "3"), sheet="附表"))
        upload = ContentFile(xlsx_of(("440404********1239",)), "名单（改）.xlsx")
        actions.replace_file(wrong, upload, name="名单（改）.xlsx", by=drafter, now=now)
        assert [attachment.name for attachment in item.attachments.all()] == ["名单（改）.xlsx", "附表.xlsx"]
        assert not pending(item)
        assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED

    def test_a_list_of_thousands_is_a_bounded_number_of_rows_and_none_is_lost(self, make_item, attach):
        item = make_item()
        attach(item, "名单.xlsx", xlsx_of(*((f"1380013{n:04d}",) for n in range(1500))))
        found = pending(item)
        assert len(found) <= queries.screening.MOST_IN_A_FILE + 1
        assert sum(finding.quantity for finding in found) == 1500


def test_what_is_not_published_is_not_stopped(make_item, drafter, now):
    item = make_item(body=f"<p>{IDENTITY}</p>", openness=Openness.WITHHELD, ground=WithholdingGround.PERSONAL_PRIVACY)
    assert not pending(item)
    assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED


def test_once_public_the_findings_keep_kind_place_and_reason_and_nothing_to_know_the_words_by(
    make_item, decide, drafter, reviewer, approver, now
):
    item = make_item(body=f"<p>值班电话{MOBILE}</p>")
    decide(item, (pending(item)[0], Decision.KEPT, "值班电话"))
    actions.submit(item, by=drafter, now=now)
    actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    assert actions.approve_and_publish(item, by=approver, now=now).status == Status.PUBLISHED
    finding = item.findings.get()
    assert (finding.kind, finding.place, finding.reason, finding.digest) == ("mobile", "body", "值班电话", "")
    item.screening.refresh_from_db()
    assert item.screening.digests == {}


def test_a_sealed_item_keeps_nothing_of_what_was_found(make_item, fields, drafter, now):
    item = make_item(body=f"<p>{MOBILE}</p>")
    secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
    actions.revise(item, secret, by=drafter, now=now)
    assert set(item.findings.values_list("digest", flat=True)) == {""}


def test_asking_whether_an_item_may_go_on_writes_nothing(make_item, drafter, now):
    item = make_item()
    InformationItem.objects.filter(pk=item.pk).update(body=f"<p>{MOBILE}</p>")
    item.refresh_from_db()
    assert "正文有手机号码" in policies.can(policies.check_can_submit, drafter, item, on=now.date())
    assert not item.findings.exists()


def test_a_number_typed_at_the_moment_of_submission_never_slips_through(at_once, make_item, fields, drafter, now):
    item = make_item()
    calls = [
        lambda: actions.submit(item, by=drafter, now=now),
        lambda: actions.revise(item, fields(body=f"<p>{MOBILE}</p>"), by=drafter, now=now),
    ]
    refused = [result for result in at_once(calls) if isinstance(result, NotAllowed)]
    item.refresh_from_db()
    assert len(refused) == 1
    assert (item.status == Status.SUBMITTED) is (MOBILE not in item.body)
