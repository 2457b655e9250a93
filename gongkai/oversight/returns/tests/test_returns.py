"""What is asked, counted, approved and sent: the period is the period's, and what was sent stays what it was."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.documents.tree import Figure, Table, plain
from gongkai.law.report.formats import format_names
from gongkai.law.report.website import load_work_table
from gongkai.law.vocabulary import InterpretationForm, Role
from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.oversight.returns import actions, policies, queries
from gongkai.oversight.returns.choices import WEBSITE_TABLE, Span, Status
from gongkai.oversight.returns.models import Return
from gongkai.oversight.returns.queries.forms import Kept
from gongkai.oversight.returns.tests.conftest import JANUARY, JULY, TEXT
from gongkai.oversight.statistics.queries import asked_of, figure_of
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, Interpretation
from tests.real_files import made

CHECKS = {
    "write": policies.check_can_write,
    "submit": policies.check_can_submit,
    "approve": policies.check_can_approve,
    "record paper": policies.check_can_record_paper_approval,
    "give back": policies.check_can_give_back,
    "send": policies.check_can_send,
    "receipt": policies.check_can_file_receipt,
    "cancel": policies.check_can_cancel,
}
MAY = {
    ("openness_officer", "draft"): {"write", "submit", "cancel"},
    ("openness_officer", "submitted"): {"record paper", "give back", "cancel"},
    ("openness_officer", "approved"): {"send", "give back", "cancel"},
    ("openness_officer", "sent"): {"receipt"},
    ("head", "submitted"): {"approve", "give back"},
    ("head", "approved"): {"give back"},
}


def published(make_item, title, at):
    """An item of the department that stands on the portal since that instant."""
    item = make_item(ItemStatus.PUBLISHED, title=title)
    InformationItem.objects.filter(pk=item.pk).update(published_at=at)
    return item


class TestFigures:
    def test_are_those_of_the_period_and_move_when_a_record_goes(
        self, asked, make_item, approver, openness_officer, now
    ):
        june = published(make_item, "六月", now)
        published(make_item, "七月", JULY)
        half, year = asked(), asked(span=Span.YEAR, number="另一件", due=date(2018, 7, 20))
        second = asked(span=Span.SECOND_HALF, number="第三件")
        for owner, total in ((half, "1"), (second, "1"), (year, "2")):
            assert queries.figures_of(owner)["a1.catalogue"].printed == total, owner
        disclosure.withdraw(june, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=JULY)
        assert queries.figures_of(half)["a1.catalogue"].printed == "0"

    def test_interpretations_in_words_and_in_pictures_are_told_apart(self, asked, make_item, now):
        policy = published(make_item, "政策", now)
        for form in (InterpretationForm.TEXT, InterpretationForm.DIAGRAM, InterpretationForm.VIDEO):
            Interpretation.objects.create(policy=policy, item=published(make_item, form.label, now), form=form)
        printed = queries.figures_of(asked(form=WEBSITE_TABLE, span=Span.YEAR))
        told = [printed[f"w.interpretation{kind}"].printed for kind in ("s", "_texts", "_products")]
        assert told == ["3", "1", "2"]

    @pytest.mark.parametrize("form", [*format_names(), WEBSITE_TABLE])
    def test_every_form_can_be_filled_from_the_ledger(self, form, asked):
        owner = asked(form=form, span=Span.YEAR)
        printed = queries.figures_of(owner)
        assert len(set(queries.form_of(form).codes) & set(printed)) > 10, "nearly nothing of the form is known"

    def test_the_website_table_says_of_every_row_where_it_comes_from(self):
        table = load_work_table()
        for row in table.rows:
            if row.code:
                assert str(figure_of(row.code).definition)
                assert row.unit
        assert {row.label for row in table.rows} >= {
            *("网站总访问量", "解读信息发布总数", "解读材料数量", "解读产品数量", "平均办理时间", "答复网民提问数量"),
            "其他移动新媒体",
        }
        headings = "、".join(group.title for group in table.groups)
        # What the notice tells the table is about (国办函〔2018〕12号, one).
        assert headings.endswith("信息发布、专栏专题、解读回应、办事服务、互动交流、安全防护、移动新媒体、创新发展")
        assert len(queries.form_of(WEBSITE_TABLE).keys) == sum(not row.code for row in table.rows)


class TestAsking:
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"form": "none"}, "没有这种报表格式"),
            ({"form": WEBSITE_TABLE}, "按全年填报"),
            ({"number": " "}, "来文文号"),
            ({"asked": date(2018, 7, 4)}, "不能晚于今天"),
            ({"due": date(2018, 7, 1)}, "不能早于来文日期"),
        ],
    )
    def test_refuses_what_cannot_be(self, changes, sentence, asked):
        with pytest.raises(Refused, match=sentence):
            asked(**changes)
        assert not Return.objects.exists()

    def test_keeps_the_letter_and_numbers_the_returns_of_a_year(self, asked, drafter):
        first = asked(upload=ContentFile(made("pdf")), name="来文.pdf")
        assert (first.serial, first.asked_file.name, asked().serial) == (1, "来文.pdf", 2)
        assert asked(year=2017).serial == 1
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            asked(by=drafter)


class TestSubmitting:
    def test_waits_for_the_end_of_the_period_and_for_the_situation_report(self, asked, openness_officer):
        given = {"by": openness_officer, "now": JULY}
        year = actions.write(asked(span=Span.YEAR), text=TEXT, words={}, **given)
        with pytest.raises(Refused, match="还没有结束"):
            actions.submit(year, **given)
        with pytest.raises(Refused, match="情况报告"):
            actions.submit(asked(), **given)
        for text in ("收到申请5件。", "{a1.gone}条", "上年{a1.total@last}条"):
            with pytest.raises(Refused):
                actions.write(asked(), text=text, words={}, **given)

    def test_waits_while_the_text_names_a_number_nobody_handed_in(self, asked, openness_officer):
        given = {"by": openness_officer, "now": JULY}
        owner = asked(form="national_2014", year=2017, span=Span.YEAR)
        owner = actions.write(owner, text="举办培训{n9.2}次。", words={}, **given)
        with pytest.raises(Refused, match="“举办各类培训班数”还是空白"):
            actions.submit(owner, **given)
        owner = actions.write(owner, text="收到申请{n3.1}件。", words={}, **given)
        assert actions.submit(owner, **given).status == Status.SUBMITTED

    def test_the_files_say_what_was_kept(self, asked, make_item, now, openness_officer):
        published(make_item, "六月", now)
        owner = actions.write(asked(), text=TEXT, words={}, by=openness_officer, now=JULY)
        owner = actions.submit(owner, by=openness_officer, now=JULY)
        assert owner.values["a1.catalogue"] == ["1", 1]
        workbook, pdf = (each.file for each in owner.files.order_by("order"))
        with workbook.content.open() as written:
            sheet = openpyxl.load_workbook(io.BytesIO(written.read())).worksheets[0]
        rows = {row[0]: row[-1] for row in sheet.iter_rows(min_row=3, values_only=True)}
        assert next(said for label, said in rows.items() if "信息公开目录信息更新量" in label) == 1
        with pdf.content.open() as written:
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(written.read())).pages)
        assert "上半年公开信息1条，其中政务动态0条" in "".join(text.split())

    def test_later_records_change_nothing_that_was_submitted(self, submitted, make_item, now):
        before = dict(queries.figures_of(submitted))
        published(make_item, "补录", now)
        assert queries.figures_of(submitted) == before
        assert queries.measure_return(submitted)["a1.catalogue"].printed == "1"

    def test_giving_it_back_gives_up_its_numbers_and_files(self, approved, head, openness_officer):
        with pytest.raises(Refused, match="理由"):
            actions.give_back(approved, reason="", by=head, now=JULY)
        back = actions.give_back(approved, reason="附表二有误", by=head, now=JULY)
        assert (back.status, back.values, back.approved_by) == (Status.DRAFT, {}, None)
        assert not back.files.filter(given_up_at=None).exists()
        assert Event.objects.filter(kind="return.returned").get().data["values"]["a1.total"][0] == "0"
        again = actions.submit(back, by=openness_officer, now=JULY)
        assert again.files.filter(given_up_at=None).count() == 2


class TestSending:
    def test_what_was_sent_and_its_receipt_stay(self, approved, openness_officer):
        given = {"by": openness_officer, "now": JULY}
        day = JULY.date()
        with pytest.raises(Refused, match="审批之后"):
            actions.send(approved, channel=SendingChannel.SYSTEM, sent=day - timedelta(days=1), **given)
        sent = actions.send(approved, channel=SendingChannel.SYSTEM, sent=day, **given)
        with pytest.raises(Refused, match="回执编号"):
            actions.file_receipt(sent, number=" ", received=day, **given)
        done = actions.file_receipt(
            sent, number="回20180703", received=day, upload=ContentFile(made("pdf")), name="回执.pdf", **given
        )
        assert (done.status, done.receipt_number, done.receipt.name) == (Status.SENT, "回20180703", "回执.pdf")
        hashes = [each.file.sha256 for each in done.files.order_by("order")]
        assert Event.objects.get(kind="return.sent").data["sha256"] == hashes
        for act in (
            lambda: actions.give_back(done, reason="改", **given),
            lambda: actions.cancel(done, reason="改", **given),
            lambda: actions.write(done, text=TEXT, words={}, **given),
            lambda: actions.file_receipt(done, number="二", received=day, **given),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_late_is_a_day_after_the_last(self, approved):
        assert Return.objects.overdue(on=date(2018, 7, 10)).count() == 0
        assert list(Return.objects.overdue(on=date(2018, 7, 11))) == [approved]

    @pytest.mark.parametrize("state", ["draft", "submitted", "approved", "sent", "cancelled"])
    def test_each_may_do_what_is_theirs(self, state, filled, request, openness_officer, head):
        given = {"by": openness_officer, "now": JULY}
        owner = filled
        if state == "cancelled":
            owner = actions.cancel(owner, reason="上级取消", **given)
        if state in ("submitted", "approved", "sent"):
            owner = actions.submit(owner, **given)
        if state in ("approved", "sent"):
            owner = actions.approve(owner, by=head, now=JULY)
        if state == "sent":
            owner = actions.send(owner, channel=SendingChannel.POST, sent=JULY.date(), **given)
        people = ("openness_officer", "head", "drafter", "approver", "case_officer", "supervisor", "auditor")
        for name in people:
            user = request.getfixturevalue(name)
            may = {act for act, check in CHECKS.items() if not policies.can(check, user, owner, on=JULY.date())}
            assert may == MAY.get((name, state), set()), (name, state)

    def test_who_submitted_does_not_approve(self, submitted, openness_officer, appoint, zone):
        appoint(Role.UNIT_HEAD, zone, user=openness_officer)
        with pytest.raises(NotAllowed, match="由其他人审批"):
            actions.approve(submitted, by=openness_officer, now=JULY)


class TestOnPaper:
    PAPER = {"approver": "高主任", "signed": JULY.date(), "name": "签字页.pdf"}

    @pytest.fixture
    def sign(self, openness_officer):
        """``sign(owner, approver="…")``: record a consent given on paper, in good order unless told otherwise."""

        def sign(owner, **changes):
            given = self.PAPER | {"upload": ContentFile(made("pdf")), "by": openness_officer, "now": JULY} | changes
            return actions.approve_on_paper(owner, **given)

        return sign

    def test_keeps_who_signed_when_and_the_scan_and_it_may_be_sent(self, submitted, sign, openness_officer):
        owner = sign(submitted)
        assert (owner.status, owner.paper_approver, owner.paper_scan.name) == (
            Status.APPROVED,
            "高主任",
            "签字页.pdf",
        )
        assert (owner.approved_by, owner.on_paper, owner.approved_date) == (openness_officer, True, JULY.date())
        event = Event.objects.get(kind="return.approved_on_paper")
        assert (event.data["scan"], event.data["signed"]) == (owner.paper_scan.sha256, "2018-07-03")
        given = {"by": openness_officer, "now": JULY + timedelta(days=3)}
        assert actions.send(owner, channel=SendingChannel.POST, sent=JULY.date(), **given).status == Status.SENT

    def test_may_be_recorded_days_later_and_sent_from_the_day_it_was_signed(self, submitted, sign, openness_officer):
        later = JULY + timedelta(days=3)
        owner = sign(submitted, signed=JULY.date() + timedelta(days=1), now=later)
        given = {"channel": SendingChannel.POST, "by": openness_officer, "now": later}
        with pytest.raises(Refused, match="审批之后"):
            actions.send(owner, sent=JULY.date(), **given)
        assert actions.send(owner, sent=JULY.date() + timedelta(days=1), **given).status == Status.SENT

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"approver": "  "}, "请写明签字人"),
            ({"signed": JULY.date() - timedelta(days=1)}, "送审之后"),
            ({"signed": JULY.date() + timedelta(days=1)}, "不晚于今天"),
            ({"upload": ContentFile(b"MZ\x90"), "name": "签字页.exe"}, "."),
        ],
    )
    def test_refuses_what_cannot_be_and_keeps_nothing(self, changes, sentence, submitted, sign):
        with pytest.raises(Refused, match=sentence):
            sign(submitted, **changes)
        submitted.refresh_from_db()
        assert (submitted.status, submitted.paper_scan) == (Status.SUBMITTED, None)

    def test_is_not_signed_by_whoever_submitted_it(self, submitted, sign, openness_officer):
        with pytest.raises(Refused, match="须由其他人审批"):
            sign(submitted, approver=f" {openness_officer} ")

    @pytest.mark.parametrize("who", ["head", "supervisor", "approver", "case_officer", "drafter"])
    def test_is_recorded_by_whoever_fills_it_in(self, who, submitted, sign, request):
        with pytest.raises(NotAllowed, match="填报"):
            sign(submitted, by=request.getfixturevalue(who))

    def test_waits_for_the_submission(self, filled, sign):
        with pytest.raises(NotAllowed, match="不能变为"):
            sign(filled)

    def test_is_given_up_with_everything_else_when_it_is_given_back(self, submitted, sign, openness_officer):
        owner = sign(submitted)
        back = actions.give_back(owner, reason="附表二有误", by=openness_officer, now=JULY)
        assert (back.paper_approver, back.paper_signed_date, back.paper_scan) == ("", None, None)
        assert actions.submit(back, by=openness_officer, now=JULY).status == Status.SUBMITTED

    def test_stands_whole_or_not_at_all(self, submitted):
        with pytest.raises(IntegrityError), transaction.atomic():
            Return.objects.filter(pk=submitted.pk).update(paper_approver="高主任")
        with pytest.raises(IntegrityError), transaction.atomic():
            Return.objects.filter(pk=submitted.pk).update(status="approved")


class TestPrinting:
    def test_is_laid_out_as_the_form_of_the_report_has_it(self, asked):
        """Heads with their groups, and money in the unit that is printed beside it."""
        document = queries.return_document(
            owner := asked(form="national_2014", span=Span.YEAR, year=2017),
            {"a5.amount": Kept("12,500.00", 1)},
            day=JULY.date(),
        )
        (table,) = (block for block in document.blocks if isinstance(block, Table))
        rows = {plain(row[0].content): plain(row[-1].content) for row in table.rows}
        assert rows["七、依申请公开信息收取的费用"] == "1.25", owner
        assert rows["（一）收到申请数"] == ""
        document = queries.return_document(
            asked(form="national_2021", span=Span.FIRST_HALF, year=2017, number="二"), {}, day=JULY.date()
        )
        said = {
            plain(cell.content)
            for block in document.blocks
            if isinstance(block, Table)
            for row in block.rows
            for cell in row
        }
        assert "（三）不予公开" in said

    def test_what_was_handed_in_is_marked_in_the_files_that_are_sent(self, asked):
        owner = asked(form=WEBSITE_TABLE, span=Span.YEAR)
        figures = {"w.visits": Kept("1,320", 1), "b.items": Kept("7", 7)}
        sent = queries.sent_document(owner, figures, day=JULY.date())
        shown = {
            item.code: item.handed_in
            for table in sent.blocks
            for row in table.rows
            for cell in row
            for item in cell.content
            if isinstance(item, Figure)
        }
        assert shown == {"w.visits": True, "b.items": False}
        assert sum("双线" in table.note for table in sent.blocks) > 0
        public = queries.return_document(owner, figures, day=JULY.date())
        assert not any(table.note for table in public.blocks)


class TestTheTimeBefore:
    LONG = "区里逐月检查网站内容保障情况并印发通报，检查中发现的问题由责任单位限期改正，整改情况纳入年终考评。"

    @pytest.fixture
    def last(self, asked, openness_officer):
        owner = asked(span=Span.SECOND_HALF, year=2017, number="去年")
        text = f"## 日常监督\n{self.LONG}\n公开信息{{a1.total}}条。"
        return actions.write(owner, text=text, words={}, by=openness_officer, now=JULY)

    def test_is_the_last_of_the_same_unit_and_form_that_was_written(
        self, asked, last, filled, town, openness_officer, appoint
    ):
        given = {"by": openness_officer, "now": JULY}
        assert queries.last_return(filled) == last
        assert queries.last_return(last) is None
        actions.write(asked(year=2017, form=WEBSITE_TABLE, span=Span.YEAR), text="别的格式。", words={}, **given)
        actions.write(asked(year=2017, span=Span.FIRST_HALF), text="更早的。", words={}, **given)
        of_year = actions.write(asked(span=Span.YEAR), text="后来的。", words={}, **given)
        asked(year=2017, span=Span.YEAR, number="没有写")
        assert queries.last_return(filled) == last
        assert queries.last_return(of_year) == filled
        actions.cancel(last, reason="上级取消", **given)
        assert queries.last_return(filled).text == "更早的。"

    def test_says_paragraph_by_paragraph_what_is_said_again(self, last, filled, settings):
        text = f"## 总体情况\n今年上半年另外写的一段话，说明了新办的几件实事和效果。\n{self.LONG}"
        found = queries.repeated_in(last, queries.section_of(filled, text))
        assert [str(one) for one in found] == [f"第2段有100%与{last}“情况报告”第1段相同"]
        half = self.LONG[: len(self.LONG) // 2] + "今年另外写的半段话与去年的报告没有一点关系，也不必提醒。"
        assert queries.repeated_in(last, queries.section_of(filled, half)) == []
        settings.GONGKAI_SIMILARITY_LAST_YEAR = 30
        assert len(queries.repeated_in(last, queries.section_of(filled, half))) == 1
        assert queries.repeated_in(None, queries.section_of(filled, text)) == []


class TestTheWebsiteTable:
    def test_asks_the_unit_for_what_no_ledger_holds_and_prints_it_once_it_is_signed(
        self, asked, zone, openness_officer, appoint
    ):
        owner = asked(form=WEBSITE_TABLE, span=Span.YEAR)
        codes = {figure.code for figure in asked_of(zone, 2018)}
        assert codes == {row.collected for row in load_work_table().rows if row.collected}
        assert queries.figures_of(owner)["w.visits"].printed == ""
        asked(form=WEBSITE_TABLE, span=Span.YEAR, number="又一件")
        assert {figure.code for figure in asked_of(zone, 2018)} == codes

    def test_goes_public_as_an_item_and_others_do_not(
        self, asked, approved, openness_officer, head, appoint, zone, kind, column
    ):
        drafter = appoint(Role.DRAFTER, zone)
        with pytest.raises(NotAllowed, match="只有政府网站工作年度报表"):
            actions.publish(approved, kind=kind, column=column, by=drafter, now=JULY)
        given = {"by": openness_officer, "now": JANUARY}
        owner = asked(
            form=WEBSITE_TABLE, span=Span.YEAR, title="政府网站工作年度报表", due=date(2019, 1, 31), now=JANUARY
        )
        words = {"service_list": "是", "unknown": "不在表中"}
        owner = actions.write(owner, text="", words=words, **given)
        assert owner.words == {"service_list": "是"}
        owner = actions.submit(owner, **given)
        with pytest.raises(NotAllowed, match="尚未经单位负责人审批"):
            actions.publish(owner, kind=kind, column=column, by=drafter, now=JANUARY)
        owner = actions.approve(owner, by=head, now=JANUARY)
        owner = actions.publish(owner, kind=kind, column=column, by=drafter, now=JANUARY)
        attached = {each.file.sha256 for each in owner.item.attachments.select_related("file")}
        assert attached == {each.file.sha256 for each in owner.files.filter(given_up_at=None)}
        assert "收到留言数量" in owner.item.body
        with pytest.raises(NotAllowed, match="已送审"):
            actions.publish(owner, kind=kind, column=column, by=drafter, now=JANUARY)
