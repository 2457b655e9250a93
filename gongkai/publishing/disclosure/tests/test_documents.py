"""The register of official documents: what may be entered, by whom, and what becomes of it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Genre, Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions, policies, queries
from gongkai.publishing.disclosure.choices import CopyPlace, DocumentStatus, Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

pytestmark = pytest.mark.django_db
S = DocumentStatus
ON_REQUEST = {"openness": Openness.ON_REQUEST, "ground_reason": "只涉及个别单位"}
WITHHELD = {"openness": Openness.WITHHELD, "ground": WithholdingGround.PROCESS, "ground_reason": "尚在讨论"}
SECRET = {"openness": Openness.WITHHELD, "ground": WithholdingGround.STATE_SECRET}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def paper(content=b"", name="红头.txt"):
    return ContentFile(b"text " + content, name=name)


class TestFields:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"title": "  "}, "请填写标题"),
            ({"formed_date": None}, "请填写成文日期"),
            ({"issued_date": None}, "请填写成文日期和印发日期"),
            ({"issued_date": date(2018, 5, 24)}, "印发日期不能早于成文日期"),
            ({"issued_date": date(2018, 6, 2)}, "不能晚于今天"),
            ({"formed_date": date(18, 5, 24)}, "不能早于1900年"),
            ({"openness": Openness.WITHHELD}, "第十四、十五、十六条"),
            ({"openness": Openness.WITHHELD, "ground_reason": "不便公开"}, "第十四、十五、十六条"),
            ({"openness": Openness.ON_REQUEST}, "依申请公开须写明"),
            ({"openness": Openness.WITHHELD, "ground": WithholdingGround.PROCESS}, "权衡"),
            ({"ground": WithholdingGround.TRADE_SECRET}, "不应填写"),
            ({"ground_reason": "理由"}, "不应填写"),
            ({"title": "长" * 301}, "标题有 301 字"),
            ({"document_number": "长" * 61}, "发文字号有 61 字"),
            ({"joint_issuers": ("长" * 101,)}, "每个最多 100 字"),
            ({"title": "标\x00题"}, "控制字符"),
            ({"body": "<script>x()</script>"}, "脚本"),
            ({"body": "<p>（此件公开发布）</p>", **ON_REQUEST}, "附注写明“主动公开”"),
            ({"body": "<p>（此件不予公开）</p>"}, "附注写明“不予公开”"),
        ],
    )
    def test_what_is_wrong_is_refused_with_a_sentence_and_nothing_is_entered(self, changes, sentence, register):
        with pytest.raises(Refused, match=sentence):
            register(**changes)
        assert not OfficialDocument.objects.exists()

    def test_everything_given_is_kept(self, register, now, drafter):
        document = register(
            genre=Genre.NOTICE,
            joint_issuers=("示范区公安局", " "),
            signer="王某",
            addressees="各镇人民政府",
            secrecy_basis="对照保密事项范围逐条核对，不涉密",
            is_normative=True,
            body="<p>（此件公开发布）</p>",
        )
        document.refresh_from_db()
        assert (document.status, document.registration) == (S.REGISTERED, "FW/2018-00001")
        assert (document.number_prefix, document.number_year, document.number_serial) == ("示经", 2018, 1)
        assert (document.joint_issuers, document.genre, document.signer) == (["示范区公安局"], "notice", "王某")
        assert (document.is_policy, document.counted_from) == (True, date(2018, 5, 25))
        assert str(Event.objects.about(document).get()) == "拟稿人1登记了公文FW/2018-00001：主动公开"

    def test_the_drafter_and_the_office_keep_the_register_and_nobody_else(
        self, department, drafter, openness_officer, reviewer, approver, auditor, document_fields, now
    ):
        for user in (drafter, openness_officer):
            actions.register_document(department, document_fields(), by=user, now=now)
        for user in (reviewer, approver, auditor):
            with pytest.raises(NotAllowed, match="示范区经济发展局的发文由其拟稿人或政务公开工作机构登记"):
                actions.register_document(department, document_fields(), by=user, now=now)


class TestNumbers:
    @pytest.mark.parametrize(
        ("said", "kept", "parts", "note"),
        [
            ("示经〔2018〕12号", "示经〔2018〕12号", ("示经", 2018, 12), ""),
            (" 示经[2018]第012号 ", "示经〔2018〕12号", ("示经", 2018, 12), "六角括号"),
            ("示经〔2018〕1２号", "示经〔2018〕12号", ("示经", 2018, 12), "半角"),
            ("\u200b示经〔2018〕12号", "示经〔2018〕12号", ("示经", 2018, 12), "不可见"),
            ("示经〔2017〕12号", "示经〔2017〕12号", ("示经", 2017, 12), "请核对"),
            ("示范区管委会令第3号", "示范区管委会令第3号", ("", 2018, None), ""),
            ("2018年第3号公告", "2018年第3号公告", ("", 2018, None), "按原样登记"),
            ("", "", ("", None, None), ""),
        ],
    )
    def test_a_number_is_read_mended_and_what_was_mended_is_told(self, said, kept, parts, note, register):
        document = register(document_number=said)
        assert document.document_number == kept
        assert (document.number_prefix, document.number_year, document.number_serial) == parts
        notes = "".join(queries.read_number(said, formed=document.formed_date).notes)
        assert note in notes
        assert bool(note) == bool(notes)

    def test_a_number_has_one_title_and_the_second_is_told_the_first(self, register):
        register(title="甲办法", document_number="示经〔2018〕7号")
        with pytest.raises(Refused, match="该发文字号已由 FW/2018-00001 使用，一个文号只对应一个标题"):
            register(title="乙办法", document_number="示经[2018]07号")
        with pytest.raises(Refused, match="已登记为 FW/2018-00001，标题相同"):
            register(title="甲办法", document_number="示经〔2018〕7号")
        other = register(title="乙办法")
        with pytest.raises(Refused, match="已由 FW/2018-00001 使用"):
            actions.amend_document(
                other,
                actions.DocumentFields(
                    Openness.PROACTIVE, "乙办法", other.formed_date, other.issued_date, "示经〔2018〕7号"
                ),
                by=other.registered_by,
                now=other.registered_at,
            )

    def test_two_of_one_batch_do_not_share_a_number_and_nothing_of_the_batch_is_entered(
        self, department, drafter, document_fields, now
    ):
        entries = [actions.Entry(document_fields(title=title, document_number="示经〔2018〕7号")) for title in "甲乙"]
        with pytest.raises(Refused, match="前面的一件"):
            actions.register_documents(department, entries, by=drafter, now=now)
        assert not OfficialDocument.objects.exists()

    def test_another_unit_another_year_or_a_cancelled_first_leaves_a_number_free(
        self, register, town, appoint, document_fields, now, drafter
    ):
        first = register(document_number="第7号")
        register(document_number="第7号", formed_date=date(2017, 5, 1), issued_date=date(2017, 5, 1))
        other = appoint(Role.DRAFTER, town)
        actions.register_document(town, document_fields(document_number="第7号"), by=other, now=now)
        actions.cancel_document(first, reason="重复登记", by=drafter, now=now)
        register(document_number="第7号")

    def test_numbers_nobody_registered_are_told_for_each_series(self, register, town, drafter, now, department):
        for serial in (2, 3, 5, 9):
            register(document_number=f"示经〔2018〕{serial}号")
        register(document_number="示经函〔2018〕1号")
        cancelled = register(document_number="示经〔2018〕4号")
        actions.cancel_document(cancelled, reason="登记有误", by=drafter, now=now)
        gaps = queries.series_with_gaps(type(department).objects.all())
        assert len(gaps) == 1
        [series] = gaps[0:10]
        assert (series.prefix, series.year, series.registered, series.last, series.missing_count) == (
            *("示经", 2018, 4, 9, 5),
        )
        assert series.missing_numbers == ["示经〔2018〕1号", "示经〔2018〕4号", "示经〔2018〕6号至8号"]
        assert len(queries.series_with_gaps(type(department).objects.filter(pk=town.pk))) == 0


class TestOffice:
    @pytest.mark.parametrize("kept_back", [ON_REQUEST, WITHHELD])
    def test_a_policy_document_kept_back_waits_for_the_office(self, kept_back, register, openness_officer, now):
        document = register(is_policy=True, **kept_back)
        assert document.status == S.AWAITING
        document = actions.pass_document(document, opinion="属过程性信息，同意", by=openness_officer, now=now)
        assert (document.status, document.reviewed_by, document.review_opinion) == (
            *(S.REGISTERED, openness_officer, "属过程性信息，同意"),
        )
        assert (document.reassess_date is not None) == (kept_back is WITHHELD)

    def test_what_is_no_policy_does_not_wait_and_is_assessed_anew_in_a_year(self, register, settings):
        document = register(**WITHHELD)
        assert (document.status, document.reassess_date) == (S.REGISTERED, date(2019, 6, 1))
        settings.GONGKAI_REASSESSMENT_MONTHS = 6
        assert register(**WITHHELD).reassess_date == date(2018, 12, 1)

    def test_an_opinion_is_said_and_only_the_office_says_it(
        self, register, drafter, approver, openness_officer, supervisor, now
    ):
        document = register(is_policy=True, **WITHHELD)
        for act in (actions.pass_document, actions.return_document):
            for user in (drafter, approver, supervisor):
                with pytest.raises(NotAllowed):
                    act(document, opinion="同意", by=user, now=now)
            with pytest.raises(Refused, match="请写明审查意见"):
                act(document, opinion=" ", by=openness_officer, now=now)

    def test_whoever_registered_or_amended_it_is_not_the_one_to_pass_it(
        self, department, drafter, openness_officer, appoint, zone, document_fields, now
    ):
        fields = document_fields(is_policy=True, **WITHHELD)
        own = actions.register_document(department, fields, by=openness_officer, now=now)
        with pytest.raises(NotAllowed, match="由您登记或更正"):
            actions.pass_document(own, opinion="同意", by=openness_officer, now=now)
        colleague = appoint(Role.OPENNESS_OFFICE, zone)
        amended = actions.amend_document(
            own, document_fields(is_policy=True, title="改", **WITHHELD), by=colleague, now=now
        )
        with pytest.raises(NotAllowed, match="由您登记或更正"):
            actions.pass_document(amended, opinion="同意", by=colleague, now=now)

    def test_a_returned_document_comes_back_to_the_office_however_it_is_called_then(
        self, register, document_fields, drafter, openness_officer, now
    ):
        document = register(**WITHHELD)
        document = actions.return_document(document, opinion="理由不成立", by=openness_officer, now=now)
        assert (document.status, document.reassess_date) == (S.RETURNED, None)
        amended = actions.amend_document(document, document_fields(**ON_REQUEST), by=drafter, now=now)
        assert (amended.status, amended.reviewed_by, amended.review_opinion) == (S.AWAITING, None, "")
        opened = actions.amend_document(amended, document_fields(), by=drafter, now=now)
        assert opened.status == S.REGISTERED

    def test_what_was_passed_is_passed_again_after_an_amendment(
        self, register, document_fields, drafter, openness_officer, now
    ):
        document = register(is_policy=True, **WITHHELD)
        passed = actions.pass_document(document, opinion="同意", by=openness_officer, now=now)
        amended = actions.amend_document(
            passed, document_fields(is_policy=True, title="改", **WITHHELD), by=drafter, now=now
        )
        assert (amended.status, amended.reviewed_by, amended.reassess_date) == (S.AWAITING, None, None)

    def test_an_open_document_is_not_returned(self, register, openness_officer, now):
        with pytest.raises(NotAllowed, match="主动公开，不须退文"):
            actions.return_document(register(), opinion="不妥", by=openness_officer, now=now)


class TestAmending:
    def test_a_change_is_recorded_by_the_names_of_its_fields_never_by_their_words(
        self, register, document_fields, drafter, now
    ):
        document = register(title="旧标题")
        amended = actions.amend_document(
            document, document_fields(title="新标题", document_number="", **ON_REQUEST), by=drafter, now=now
        )
        event = Event.objects.about(amended).last()
        assert event.reason == "公开属性由“主动公开”改为“依申请公开”、标题、发文字号、不主动公开的理由"
        assert "标题" not in json.dumps(event.data, ensure_ascii=False)
        assert (amended.number_prefix, amended.number_year, amended.number_serial) == ("", None, None)

    def test_nothing_changed_is_said(self, register, document_fields, drafter, now):
        document = register(document_number="示经〔2018〕70号")
        with pytest.raises(Refused, match="没有改动"):
            actions.amend_document(document, document_fields(document_number="示经〔2018〕70号"), by=drafter, now=now)

    def test_what_the_public_reads_is_no_longer_amended_nor_sealed_nor_cancelled(
        self, published, document_fields, drafter, now
    ):
        document, _item = published()
        for act, more in (
            (actions.amend_document, {"given": document_fields(title="改")}),
            (actions.seal_document, {}),
            (actions.cancel_document, {"reason": "误登"}),
        ):
            with pytest.raises(NotAllowed, match=r"已经公开|不能注销"):
                act(document, by=drafter, now=now, **more)

    def test_a_later_day_of_forming_moves_the_limit(self, register, document_fields, drafter, now):
        document = register()
        fields = document_fields(formed_date=date(2018, 5, 26))
        assert actions.amend_document(document, fields, by=drafter, now=now).counted_from == date(2018, 5, 26)


class TestItems:
    def test_an_item_takes_over_everything_the_register_knows(self, register, kind, column, drafter, now):
        document = register(genre=Genre.NOTICE, joint_issuers=("示范区公安局",))
        filed = actions.file_document(document, paper(), name="红头.txt", by=drafter, now=now)
        item = actions.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        item.refresh_from_db()
        for name in ("title", "document_number", "formed_date", "body", "openness", "genre", "joint_issuers", "unit"):
            assert getattr(item, name) == getattr(document, name), name
        assert (item.status, item.document, item.kind, item.column) == (Status.DRAFT, document, kind, column)
        assert [(each.file, each.name) for each in item.attachments.all()] == [(filed.file, "红头.txt")]

    def test_a_document_is_public_while_an_item_of_it_is(self, published, approver, now):
        document, item = published()
        assert queries.is_public(document)
        assert list(OfficialDocument.objects.already_public()) == [document]
        actions.withdraw(item, kind=WithdrawalKind.ERROR, reason="附表有误", by=approver, now=now)
        assert not queries.is_public(document)
        assert list(OfficialDocument.objects.not_yet_public()) == [document]

    def test_one_item_at_a_time_by_a_drafter_from_an_open_document(
        self, register, published, drafter, approver, kind, column, now
    ):
        def sentence(document, by=drafter):
            with pytest.raises(NotAllowed) as refusal:
                actions.draft_from(document, kind=kind, column=column, by=by, now=now)
            return str(refusal.value)

        document, item = published()
        assert f"已由该公文起草了信息 {item}（已发布）" in sentence(document)
        assert "公开属性是“不予公开”" in sentence(register(**WITHHELD))
        assert "现为“待公开审查”" in sentence(register(is_policy=True, **WITHHELD))
        assert "不是示范区经济发展局的拟稿人" in sentence(register(), by=approver)

    def test_an_item_never_goes_further_than_its_document(
        self, register, document_fields, drafter, reviewer, approver, kind, column, now
    ):
        document = register()
        item = actions.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        actions.submit(item, by=drafter, now=now)
        actions.review_secrecy(item, basis="不涉密", by=reviewer, now=now)
        actions.amend_document(document, document_fields(**WITHHELD), by=drafter, now=now)
        with pytest.raises(NotAllowed, match="所据公文 FW/2018-00001 现为“已登记”，公开属性是“不予公开”"):
            actions.approve_and_publish(item, by=approver, now=now)
        assert InformationItem.objects.get().status == Status.SECRECY_REVIEWED


class TestCopies:
    def test_copies_of_what_is_public_go_to_archive_and_library_each_once(self, published, register, drafter, now):
        document, _item = published()
        day = now.date()
        for place, left in ((CopyPlace.ARCHIVE, [CopyPlace.LIBRARY]), (CopyPlace.LIBRARY, [])):
            document = actions.deliver_copy(document, place=place, day=day, by=drafter, now=now)
            units = type(document.unit).objects.all()
            assert [each for each in CopyPlace if queries.copies_due(units, each).exists()] == left
        with pytest.raises(Refused, match="不必重复登记"):
            actions.deliver_copy(document, place=CopyPlace.ARCHIVE, day=day, by=drafter, now=now)
        with pytest.raises(NotAllowed, match="尚未公开"):
            actions.deliver_copy(register(), place=CopyPlace.ARCHIVE, day=day, by=drafter, now=now)

    def test_a_batch_is_delivered_whole_or_not_at_all(self, published, register, drafter, now):
        first, _item = published()
        second = register()
        with pytest.raises(NotAllowed, match="尚未公开"):
            actions.deliver_copies([first, second], place=CopyPlace.ARCHIVE, day=now.date(), by=drafter, now=now)
        first.refresh_from_db()
        assert first.archive_date is None
        actions.note_public(second, day=now.date(), address="http://www.example.gov.cn/1", by=drafter, now=now)
        actions.deliver_copies([first, second], place=CopyPlace.ARCHIVE, day=now.date(), by=drafter, now=now)
        assert OfficialDocument.objects.filter(archive_date=now.date()).count() == 2
        assert "国家档案馆（2018-06-01）" in str(Event.objects.about(second).last())

    @pytest.mark.parametrize("days", [1, -30])
    def test_a_day_to_come_or_before_it_was_formed_is_refused(self, days, register, drafter, now):
        document = register()
        with pytest.raises(Refused, match="早于成文日期或晚于今天"):
            actions.note_public(document, day=now.date() + timedelta(days=days), by=drafter, now=now)

    def test_what_stands_elsewhere_is_noted_once_and_only_when_open(self, register, drafter, now):
        document = actions.note_public(register(), day=now.date(), address="", by=drafter, now=now)
        with pytest.raises(NotAllowed, match="已经公开"):
            actions.note_public(document, day=now.date(), by=drafter, now=now)
        with pytest.raises(NotAllowed, match="主动公开的公文才"):
            actions.note_public(register(**WITHHELD), day=now.date(), by=drafter, now=now)


class TestReassessment:
    def test_still_withheld_rests_another_year(self, register, approver, now):
        later = now.replace(year=2019)
        document = actions.reassess_document(
            register(**WITHHELD), openness=Openness.WITHHELD, reason="讨论尚未结束", by=approver, now=later
        )
        assert (document.openness, document.reassess_date) == (Openness.WITHHELD, date(2020, 6, 1))
        assert "不予公开，讨论尚未结束" in str(Event.objects.about(document).last())

    def test_now_open_is_to_be_public_within_twenty_working_days_of_that_day(
        self, register, approver, drafter, kind, column, now
    ):
        later = now.replace(year=2019)
        document = actions.reassess_document(
            register(**WITHHELD), openness=Openness.PROACTIVE, reason="已正式印发", by=approver, now=later
        )
        assert (document.ground, document.ground_reason, document.reassess_date) == ("", "", None)
        assert (document.counted_from, document.formed_date) == (date(2019, 6, 1), date(2018, 5, 25))
        assert actions.draft_from(document, kind=kind, column=column, by=drafter, now=later)

    def test_on_request_keeps_the_new_reason(self, register, approver, now):
        document = actions.reassess_document(
            register(**WITHHELD), openness=Openness.ON_REQUEST, reason="只涉及两家企业", by=approver, now=now
        )
        assert (document.ground, document.ground_reason, document.reassess_date) == ("", "只涉及两家企业", None)

    def test_by_the_approver_or_the_office_with_a_reason_and_only_of_what_is_withheld(
        self, register, approver, openness_officer, drafter, now
    ):
        document = register(**WITHHELD)
        for by, of, reason, sentence in (
            (drafter, document, "继续", "由示范区经济发展局的审批人或政务公开工作机构"),
            (openness_officer, document, " ", "请写明评估的结论和理由"),
            (approver, register(), "继续", "只针对已登记的不予公开的公文"),
            (approver, register(is_policy=True, **WITHHELD), "继续", "只针对已登记的"),
        ):
            with pytest.raises((NotAllowed, Refused), match=sentence):
                actions.reassess_document(of, openness=Openness.WITHHELD, reason=reason, by=by, now=now)


def test_a_batch_of_registrations_costs_as_many_questions_as_one(
    department, drafter, document_fields, now, django_assert_num_queries, django_assert_max_num_queries
):
    actions.register_document(department, document_fields(), by=drafter, now=now)  # begins the series
    with django_assert_max_num_queries(20) as one:
        actions.register_documents(department, [actions.Entry(document_fields())], by=drafter, now=now)
    with django_assert_num_queries(len(one)):
        actions.register_documents(
            department, [actions.Entry(document_fields()) for _each in range(25)], by=drafter, now=now
        )


def test_every_policy_can_be_asked(register, drafter, now):
    document = register()
    checks = [name for name in policies.__all__ if name.startswith("check_can_") and name.endswith("_document")]
    assert len(checks) > 6
    for name in checks:
        if name != "check_can_register_document":
            assert isinstance(policies.can(getattr(policies, name), drafter, document, on=now.date()), str)
