"""Comments and their answers: nothing said is lost, nobody is named, every number comes from the records."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Role
from gongkai.publishing.consultations import actions, queries
from gongkai.publishing.consultations.choices import Category, Channel, Outcome, Status
from gongkai.publishing.consultations.models import Comment, Consultation
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.transparency_log.models import LogEntry
from tests.real_files import made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def one(make_consultation):
    return make_consultation(Status.OPEN)


@pytest.fixture
def answer(case_officer, now):
    def answer(consultation, *serials, outcome=Outcome.ADOPTED, gist="降低收费标准", reason="已改", at=now):
        return actions.dispose(
            consultation, serials, outcome=outcome, gist=gist, reason=reason, by=case_officer, now=at
        )

    return answer


class TestComingIn:
    def test_each_gets_the_next_number_on_its_receipt(self, one, say):
        assert [say(one, f"第{n}条").receipt for n in (1, 2)] == ["ZQ/2018-00001-0001", "ZQ/2018-00001-0002"]

    def test_the_same_form_sent_twice_is_one_comment_and_another_text_is_another(self, one, now):
        def send(text):
            return actions.comment(one, actions.CommentFields(text), submission="the-form", now=now)

        assert send("意见甲") == send("意见甲")
        assert send("意见乙") != send("意见甲")
        assert one.comments.count() == 2

    def test_the_same_form_sent_at_once_from_two_sides_is_one_comment(
        self, transactional_db, make_consultation, at_once, now
    ):
        consultation = make_consultation(Status.OPEN)
        sent = [
            lambda: actions.comment(consultation, actions.CommentFields("意见"), submission="the-form", now=now)
            for _turn in range(4)
        ]
        assert {comment.pk for comment in at_once(sent)} == set(Comment.objects.values_list("pk", flat=True))
        assert Comment.objects.count() == 1

    def test_people_who_speak_at_once_get_different_numbers(self, transactional_db, make_consultation, at_once, now):
        consultation = make_consultation(Status.OPEN)
        sent = [
            lambda n=n: actions.comment(
                consultation, actions.CommentFields(f"意见{n}"), submission=f"form-{n}", now=now
            )
            for n in range(6)
        ]
        assert sorted(comment.serial for comment in at_once(sent)) == [1, 2, 3, 4, 5, 6]

    def test_after_the_last_day_nothing_comes_in_however_late_the_worker_is(self, one, say, now):
        say(one, at=now.replace(month=7, day=1, hour=23))
        with pytest.raises(NotAllowed, match="2018年7月1日截止"):
            say(one, at=now.replace(month=7, day=2, hour=0))

    def test_a_form_sent_again_after_the_last_day_still_gives_its_receipt(self, one, now):
        given = {"submission": "the-form"}
        first = actions.comment(one, actions.CommentFields("意见"), **given, now=now)
        assert actions.comment(one, actions.CommentFields("意见"), **given, now=now + 60 * DAY) == first

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.APPROVED, Status.ENDED])
    def test_what_is_not_open_takes_nothing(self, status, make_consultation, say):
        with pytest.raises(NotAllowed):
            say(make_consultation(status))

    @pytest.mark.parametrize(
        ("text", "who", "said"),
        [
            ("  \n ", {}, "请写下您的意见"),
            ("意" * 10_001, {}, "最多 10000 字"),
            ("意见\x00", {}, "控制字符"),
            ("意见", {"name": "张\u202e三"}, "控制字符"),
            ("意见", {"contact": "1" * 101}, "最多 100 字"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_with_a_sentence(self, text, who, said, one, say):
        with pytest.raises(Refused, match=said):
            say(one, text, **who)
        assert not Comment.objects.exists()

    def test_a_file_alone_is_a_comment(self, one, say):
        made_one = say(one, "", files=[ContentFile(made("docx", "我的意见"), "意见.docx")])
        assert made_one.text == "（见附件）"
        assert [file.name for file in made_one.files.all()] == ["意见.docx"]

    def test_too_many_files_too_large_ones_and_false_ones_leave_nothing(self, one, say, settings):
        good = ContentFile(made("pdf"), "好.pdf")
        with pytest.raises(Refused, match="最多上传 3 个文件，您选了 4 个"):
            say(one, files=[good] * 4)
        with pytest.raises(Refused, match=r"假.pdf.*扩展名不符"):
            say(one, files=[good, ContentFile(b"MZ", "假.pdf")])
        settings.GONGKAI_COMMENT_FILE_LIMIT = 10
        with pytest.raises(Refused, match="超过 0 MB 的上限"):
            say(one, files=[good])
        assert not Comment.objects.exists()
        assert not StoredFile.objects.exists()

    def test_a_letter_is_entered_with_its_day_even_after_the_last_day(self, make_consultation, case_officer, now):
        closed = make_consultation(Status.CLOSED)
        given = {"channel": Channel.LETTER, "by": case_officer, "now": now + 33 * DAY}
        letter = actions.enter_comment(closed, actions.CommentFields("来信意见"), received=date(2018, 7, 2), **given)
        assert (letter.channel, letter.entered_by, letter.received_at.date()) == (
            "letter",
            case_officer,
            date(2018, 7, 2),
        )
        for day in (date(2018, 5, 31), date(2018, 7, 5)):
            with pytest.raises(Refused, match="收到日期须在"):
                actions.enter_comment(closed, actions.CommentFields("来信意见"), received=day, **given)

    def test_staff_never_enter_what_was_sent_by_the_form(self, one, case_officer, now):
        with pytest.raises(Refused, match="来源"):
            actions.enter_comment(
                one, actions.CommentFields("意见"), channel=Channel.WEB, received=now.date(), by=case_officer, now=now
            )

    def test_the_database_holds_it_too(self, one, say, drafter):
        comment = say(one)
        for changes in ({"entered_by": drafter}, {"duplicate_of": comment}, {"text": ""}, {"channel": "letter"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Comment.objects.filter(pk=comment.pk).update(**changes)


class TestAnswering:
    def test_one_answer_for_several_and_for_what_repeats_them(self, one, say, answer, case_officer, now):
        for n in range(1, 6):
            say(one, f"意见{n}")
        assert actions.mark_duplicates(one, [3, 4], of=1, by=case_officer, now=now) == 2
        answer(one, 1, 2)
        answered = dict(one.comments.values_list("serial", "disposition__outcome"))
        assert answered == {1: "adopted", 2: "adopted", 3: "adopted", 4: "adopted", 5: None}
        answer(one, 4, outcome=Outcome.PARTLY)  # the answer to a repetition is that to what it repeats
        answered = dict(one.comments.values_list("serial", "disposition__outcome"))
        assert answered == {1: "partly", 2: "adopted", 3: "partly", 4: "partly", 5: None}

    def test_a_repetition_of_a_repetition_is_refused_both_ways(self, one, say, case_officer, now):
        for n in range(3):
            say(one, f"意见{n}")
        mark = {"by": case_officer, "now": now}
        actions.mark_duplicates(one, [2], of=1, **mark)
        with pytest.raises(Refused, match="本身重复于另一条"):
            actions.mark_duplicates(one, [3], of=2, **mark)
        with pytest.raises(Refused, match="有别的意见与它重复"):
            actions.mark_duplicates(one, [1], of=3, **mark)
        with pytest.raises(Refused, match="没有第 9 号意见"):
            actions.mark_duplicates(one, [3], of=9, **mark)
        with pytest.raises(Refused, match="请选出与第 1 号重复的其他意见"):
            actions.mark_duplicates(one, [1], of=1, **mark)

    def test_taken_back_it_waits_for_an_answer_of_its_own(self, one, say, answer, case_officer, now):
        say(one)
        second = say(one, "另一条")
        actions.mark_duplicates(one, [2], of=1, by=case_officer, now=now)
        answer(one, 1)
        comment = actions.unmark_duplicate(second, by=case_officer, now=now)
        assert (comment.duplicate_of, comment.disposition) == (None, None)

    @pytest.mark.parametrize(
        ("gist", "reason", "said"),
        [
            ("", "已改", "请填写意见要点"),
            ("降低标准", " ", "请填写理由"),
            ("张小明建议降低标准", "已改", "提意见人的姓名"),
            ("请回电13812345678", "已改", "手机号码“138\\*{4}5678”"),
            ("要" * 501, "已改", "最多 500 字"),
        ],
    )
    def test_an_answer_says_what_and_why_and_names_nobody(self, gist, reason, said, one, say, answer):
        say(one, name="张小明")
        with pytest.raises(Refused, match=said):
            answer(one, 1, gist=gist, reason=reason)
        assert not one.dispositions.exists()

    def test_five_hundred_repetitions_are_answered_in_a_handful_of_queries(self, one, say, answer, case_officer, now):
        first = say(one)
        Comment.objects.bulk_create(
            Comment(consultation=one, serial=n, channel="web", text="同上", received_at=now, duplicate_of=first)
            for n in range(2, 502)
        )
        with CaptureQueriesContext(connection) as queries_made:
            answer(one, 1)
        assert len(queries_made) < 30
        assert not one.comments.undisposed().exists()


class TestTheResult:
    def test_it_waits_for_every_answer_and_for_another_person(
        self, make_consultation, say, answer, case_officer, approver, department, appoint, now
    ):
        one = make_consultation(Status.OPEN)
        say(one)
        after = now + 31 * DAY
        with pytest.raises(NotAllowed, match="截止后拟写"):
            actions.write_result(one, text="总体情况", by=case_officer, now=now)
        actions.close_due(one, by=approver, now=after)
        actions.write_result(one, text="总体情况", by=case_officer, now=after)
        with pytest.raises(NotAllowed, match="还有 1 条意见没有处理"):
            actions.publish_result(one, by=approver, now=after)
        answer(one, 1, at=after)
        appoint(Role.APPROVER, department, user=case_officer)
        with pytest.raises(NotAllowed, match="您参与了意见处理"):
            actions.publish_result(one, by=case_officer, now=after)
        one = actions.publish_result(one, by=approver, now=after)
        assert one.status == Status.ANSWERED
        with pytest.raises(NotAllowed, match="不能再处理意见"):
            answer(one, 1, at=after)
        with pytest.raises(NotAllowed, match="不能再录入意见"):
            actions.enter_comment(
                one,
                actions.CommentFields("晚"),
                channel=Channel.LETTER,
                received=after.date(),
                by=case_officer,
                now=after,
            )

    def test_its_numbers_are_counted_from_the_records(
        self, make_consultation, say, answer, case_officer, approver, now, tree, bake
    ):
        one = make_consultation(Status.OPEN)
        for n in range(1, 7):
            say(one, f"意见{n}", category=Category.SUPPORT if n < 3 else Category.OPPOSE)
        actions.mark_duplicates(one, [6], of=5, by=case_officer, now=now)
        answer(one, 1, 2)
        answer(one, 3, outcome=Outcome.PARTLY, gist="分时段收费", reason="部分路段试行")
        answer(one, 4, outcome=Outcome.NOT_RELEVANT, gist="与停车无关", reason="已转有关单位")
        answer(one, 5, outcome=Outcome.NOT_ADOPTED, gist="取消收费", reason="与上位法不符")
        counted = queries.tally(one)
        assert (counted.received, counted.duplicates, counted.undisposed) == (6, 1, 0)
        assert [(each.label, each.count) for each in counted.outcomes] == [
            ("采纳", 2), ("部分采纳", 1), ("未采纳", 2), ("与草案无关", 1),
        ]  # fmt: skip
        after = now + 31 * DAY
        actions.close_due(one, by=approver, now=after)
        actions.write_result(one, text="总体情况良好。\n谢谢各位。", by=case_officer, now=after)
        actions.publish_result(one, by=approver, now=after)
        bake()
        page = (tree / f"{one.path}/result.html").read_text()
        for words in ("6 条", "总体情况良好。", "谢谢各位。", "分时段收费", "部分路段试行", "取消收费", "与上位法不符"):
            assert words in page
        assert queries.public_document(Consultation.objects.get(pk=one.pk))["result"]["outcomes"] == {
            "adopted": 2, "partly": 1, "not_adopted": 2, "not_relevant": 1,
        }  # fmt: skip

    def test_documents_are_linked_by_number_and_the_page_follows_what_becomes_of_them(
        self, make_consultation, make_item, approver, now, tree, bake
    ):
        one = make_consultation(Status.ANSWERED)
        with pytest.raises(Refused, match="没有编号为“440404117/2018-09999”的已公开信息"):
            actions.link(one, final_item="440404117/2018-09999", by=approver, now=now)
        final = make_item(ItemStatus.PUBLISHED, title="港区停车管理办法")
        one = actions.link(one, final_item=final.number, by=approver, now=now)
        bake()
        page = tree / f"{one.path}.html"
        assert "港区停车管理办法</a>" in page.read_text()
        assert LogEntry.objects.about(one.number).last().reason == f"关联文件：正式文件 {final.number}"
        disclosure.withdraw(final, kind=WithdrawalKind.PRIVACY, reason="载有住址", by=approver, now=now)
        bake()
        assert "港区停车管理办法</a>" not in page.read_text()
        assert "已撤下" in page.read_text()
        one = actions.link(one, by=approver, now=now)
        assert one.final_item is None
        with pytest.raises(Refused, match="没有改动"):
            actions.link(one, by=approver, now=now)


SECRETS = ("赵某某特别名字", "zhao@private.example", "我家门口那条路的原话", "原始附件名", "附件里的话")


class TestWhoWroteIt:
    @pytest.fixture
    def said(self, make_consultation, say):
        one = make_consultation(Status.OPEN)
        file = ContentFile(made("docx", SECRETS[4]), f"{SECRETS[3]}.docx")
        return say(one, SECRETS[2], name=SECRETS[0], contact=SECRETS[1], files=[file])

    def test_is_on_no_page_in_no_log_and_in_no_trail(self, said, answer, case_officer, approver, now, tree, bake):
        one, after = said.consultation, now + 31 * DAY
        answer(one, 1, gist="改善路面", reason="列入计划")
        actions.close_due(one, by=approver, now=after)
        actions.write_result(one, text="总体情况", by=case_officer, now=after)
        actions.publish_result(one, by=approver, now=after)
        bake()
        files = [path for path in Path(tree).rglob("*") if path.is_file() and path.suffix != ".gz"]
        assert any(path.name == "result.html" for path in files)
        for path in files:
            content = path.read_bytes()
            assert not [secret for secret in SECRETS if secret.encode() in content], path
        for event in Event.objects.all():
            told = f"{event} {event.object_name} {event.reason} {event.data}"
            assert not [secret for secret in SECRETS if secret in told]
        assert not [row for row in LogEntry.objects.all() if any(secret in str(row.as_row()) for secret in SECRETS)]

    def test_is_erased_on_demand_and_the_comment_still_counts(self, said, case_officer, now):
        with pytest.raises(Refused, match="请写明清除的理由"):
            actions.erase(said, text_too=False, reason="", by=case_officer, now=now)
        with pytest.raises(Refused, match="姓名"):
            actions.erase(said, text_too=False, reason=f"{SECRETS[0]}要求", by=case_officer, now=now)
        erased = actions.erase(said, text_too=False, reason="应本人要求", by=case_officer, now=now)
        assert (erased.name, erased.contact, erased.text) == ("", "", SECRETS[2])
        assert queries.tally(said.consultation).received == 1

    def test_with_what_was_written_its_files_leave_the_disk(
        self, said, case_officer, now, settings, django_capture_on_commit_callbacks
    ):
        assert list(Path(settings.MEDIA_ROOT).rglob("*.docx"))
        with django_capture_on_commit_callbacks(execute=True):
            erased = actions.erase(said, text_too=True, reason="应本人要求", by=case_officer, now=now)
        assert (erased.text, erased.text_erased, erased.files.count()) == ("", True, 0)
        assert not StoredFile.objects.exists()
        assert not list(Path(settings.MEDIA_ROOT).rglob("*.docx"))

    def test_a_file_somebody_else_handed_in_too_stays_theirs(self, said, say, case_officer, now):
        other = say(said.consultation, "另一人", files=[ContentFile(made("docx", SECRETS[4]), "同一文件.docx")])
        actions.erase(said, text_too=True, reason="应本人要求", by=case_officer, now=now)
        with other.files.get().file.content.open("rb") as content:
            assert content.read()

    def test_leaves_the_export_out(self, said):
        table = queries.rows(said.consultation, queries.listed_comments(said.consultation))
        for content in (queries.as_csv(table).decode(), str(table)):
            assert SECRETS[2] in content
            assert SECRETS[0] not in content
            assert SECRETS[1] not in content

    def test_a_formula_in_a_comment_is_a_text_in_the_table(self, one, say):
        say(one, '=HYPERLINK("http://evil.example")')
        table = queries.rows(one, queries.listed_comments(one))
        assert "'=HYPERLINK" in queries.as_csv(table).decode()
        cell = openpyxl.load_workbook(io.BytesIO(queries.as_xlsx(table))).active["E2"]
        assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://evil.example")')
