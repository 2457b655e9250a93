from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import Attachment, InformationItem
from tests.real_files import made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pdf(text="附表", name="附表.pdf"):
    return ContentFile(made("pdf", text), name=name)


class TestFields:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"openness": Openness.WITHHELD}, "第十四、十五、十六条"),
            ({"openness": Openness.ON_REQUEST}, "依申请公开须写明"),
            ({"openness": Openness.WITHHELD, "ground": WithholdingGround.PROCESS}, "权衡"),
            ({"ground": WithholdingGround.TRADE_SECRET}, "不应填写"),
            ({"title": "长" * 301}, "标题有 301 字，最多 300 字"),
            ({"document_number": "长" * 61}, "发文字号有 61 字"),
            ({"source_name": "长" * 101}, "来源有 101 字"),
            ({"openness": Openness.ON_REQUEST, "ground_reason": "长" * 301}, "理由有 301 字"),
            ({"title": "标题\x00"}, "控制字符"),
            ({"title": "标题\n第二行"}, "控制字符"),
            ({"body": "<p>\ud800</p>"}, "残缺的字符"),
            ({"body": "<p>\x07</p>"}, "控制字符"),
            ({"body": "<p>正文</p><script>x()</script>"}, "脚本"),
        ],
    )
    def test_what_is_wrong_is_refused_with_a_sentence_and_nothing_is_entered(
        self, changes, sentence, fields, department, drafter, make_item, now
    ):
        with pytest.raises(Refused, match=sentence):
            actions.draft(department, fields(**changes), by=drafter, now=now)
        assert not InformationItem.objects.exists()
        item = make_item()
        with pytest.raises(Refused, match=sentence):
            actions.revise(item, fields(**changes), by=drafter, now=now)
        item.refresh_from_db()
        assert item.title == fields().title

    @pytest.mark.parametrize(
        "changes",
        [
            {"openness": Openness.WITHHELD, "ground": WithholdingGround.LAW_FORBIDS},
            {"openness": Openness.WITHHELD, "ground": WithholdingGround.PROCESS, "ground_reason": "尚在讨论"},
            {"openness": Openness.ON_REQUEST, "ground_reason": "只涉及个别单位"},
            {"title": "长" * 300, "document_number": "示经〔2018〕12号"},
        ],
    )
    def test_what_is_right_is_kept_as_given(self, changes, fields, department, drafter, now):
        item = actions.draft(department, fields(**changes), by=drafter, now=now)
        assert InformationItem.objects.filter(pk=item.pk, **changes).exists()

    def test_an_item_is_drafted_by_a_drafter_of_its_unit(self, fields, town, drafter, approver, department, now):
        for user, unit in ((drafter, town), (approver, department)):
            with pytest.raises(NotAllowed, match=r"不是.+的拟稿人，不能为其起草"):
                actions.draft(unit, fields(), by=user, now=now)

    @pytest.mark.parametrize(
        ("changes", "missing"),
        [
            ({"title": " "}, "标题"),
            ({"kind": None}, "信息种类"),
            ({"column": None}, "栏目"),
            ({"formed_date": None}, "成文日期"),
            ({"body": "<p> </p>"}, "正文和附件"),
        ],
    )
    def test_what_is_incomplete_stays_a_draft_and_says_what_is_missing(
        self, changes, missing, fields, department, drafter, now
    ):
        item = actions.draft(department, fields(**changes), by=drafter, now=now)
        with pytest.raises(NotAllowed, match=missing):
            actions.submit(item, by=drafter, now=now)

    def test_a_revision_names_the_fields_it_changed_and_not_what_they_held(self, make_item, fields, drafter, now):
        item = make_item()
        actions.revise(item, fields(title="另一个标题"), by=drafter, now=now)
        event = Event.objects.about(item).get(kind="item.revised")
        assert event.data == {"changed": ["title"]}


class TestAttachments:
    def test_a_refused_file_leaves_the_draft_as_it_was(self, make_item, drafter, now):
        item = make_item()
        with pytest.raises(Refused, match="不符"):
            actions.attach(item, ContentFile(b"MZ"), name="附表.pdf", by=drafter, now=now)
        assert not item.attachments.exists()
        assert not StoredFile.objects.exists()

    def test_only_a_draft_takes_files(self, make_item, drafter, now):
        with pytest.raises(NotAllowed, match="只有草稿"):
            actions.attach(make_item(Status.SUBMITTED), pdf(), name="附表.pdf", by=drafter, now=now)

    def test_the_name_shown_has_no_folders_and_fits(self, make_item, drafter, now):
        attachment = actions.attach(make_item(), pdf(), name="../../etc/附表.pdf", by=drafter, now=now)
        assert attachment.name == "附表.pdf"

    def test_the_same_file_is_attached_once(self, make_item, drafter, now):
        item = make_item()
        actions.attach(item, pdf(), name="附表.pdf", by=drafter, now=now)
        with pytest.raises(Refused, match="不必重复"):
            actions.attach(item, pdf(), name="另名.pdf", by=drafter, now=now)

    def test_a_file_alone_can_be_submitted_and_taken_off_again(self, make_item, fields, drafter, now):
        item = make_item(body="")
        attachment = actions.attach(item, pdf(), name="附表.pdf", by=drafter, now=now)
        actions.detach(attachment, by=drafter, now=now)
        with pytest.raises(NotAllowed, match="正文和附件"):
            actions.submit(item, by=drafter, now=now)
        actions.attach(item, pdf(), name="附表.pdf", by=drafter, now=now)
        assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED


WORD = "海鸥七号"


def everything_kept(settings):
    """All that this installation holds: every field of every row, and every file with its name."""
    rows = [
        json.dumps(row, ensure_ascii=False, default=str)
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.values()
    ]
    files = [str(path) + path.read_text(errors="replace") for path in Path(settings.MEDIA_ROOT).rglob("*.*")]
    return "\n".join(rows + files)


class TestSecrets:
    @pytest.fixture
    def secret(self, fields):
        return fields(
            title=f"关于{WORD}的通知",
            openness=Openness.WITHHELD,
            ground=WithholdingGround.STATE_SECRET,
            body=f"<p>{WORD}</p>",
        )

    @pytest.mark.django_db(transaction=True)
    def test_what_turns_out_to_be_secret_is_cleared_everywhere(
        self, fields, secret, make_item, drafter, reviewer, openness_officer, approver, key_area, settings, now
    ):
        item = make_item(
            Status.DRAFT,
            title=f"关于{WORD}的通知",
            body=f"<p>{WORD}</p>",
            document_number=f"{WORD}〔2018〕1号",
            source_name=WORD,
            key_areas=(key_area,),
        )
        dropped = actions.attach(item, pdf(f"{WORD} 一稿"), name=f"{WORD}一稿.pdf", by=drafter, now=now)
        actions.detach(dropped, by=drafter, now=now)
        actions.attach(item, pdf(f"{WORD} 附表"), name=f"{WORD}附表.pdf", by=drafter, now=now)
        actions.submit(item, by=drafter, now=now)
        actions.review_secrecy(item, basis=f"经查{WORD}", by=reviewer, now=now)
        Event.objects.filter(reason__contains=WORD)._raw_delete("default")  # what a person wrote in a reason is theirs
        scan = keep(pdf(f"{WORD} 签批单"), name=f"{WORD}签批单.pdf", by=openness_officer, now=now)
        actions.record_paper_approval(
            item, approver="王主任", signed=now.date(), scan=scan, by=openness_officer, now=now
        )
        actions.return_to_drafter(item, reason="请复核密级", by=approver, now=now)
        assert everything_kept(settings).count(WORD) >= 8

        sealed = actions.revise(item, secret, by=drafter, now=now)

        assert WORD not in everything_kept(settings)
        assert not sealed.key_areas.exists()
        assert not sealed.attachments.exists()
        assert not StoredFile.objects.exists()
        assert (sealed.status, sealed.unit, sealed.quantity) == (Status.CLOSED, item.unit, 1)

    @pytest.mark.django_db(transaction=True)
    def test_a_file_another_item_uses_stays_with_that_item(self, make_item, secret, drafter, settings, now):
        item, other = make_item(), make_item()
        for one in (item, other):
            actions.attach(one, pdf(), name="附表.pdf", by=drafter, now=now)
        actions.revise(item, secret, by=drafter, now=now)
        assert Attachment.objects.get().item == other
        assert Path(Attachment.objects.get().file.content.path).exists()

    def test_a_draft_begun_as_secret_never_enters_the_ledger(self, department, secret, drafter, settings, now):
        item = actions.draft(department, secret, by=drafter, now=now)
        assert item.status == Status.CLOSED
        assert WORD not in everything_kept(settings)

    def test_a_unit_states_how_many_it_holds_and_nothing_else(self, department, appoint, approver, now):
        reviewer = appoint(Role.SECRECY_REVIEWER, department)
        assert actions.seal(department, quantity=12, by=reviewer, now=now).quantity == 12
        with pytest.raises(Refused, match="至少为 1"):
            actions.seal(department, quantity=0, by=reviewer, now=now)
        with pytest.raises(NotAllowed, match="拟稿人或保密审查员"):
            actions.seal(department, quantity=1, by=approver, now=now)
