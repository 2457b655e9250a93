"""A register of past applications at the desk and by command: all of it is right or none of it is in, and it says why, row by row."""

from __future__ import annotations

import io
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from openpyxl import Workbook, load_workbook

from gongkai.base.audit.models import Event
from gongkai.base.core.tasks import drain
from gongkai.base.organisations.actions import vacate
from gongkai.base.organisations.models import Post
from gongkai.casework.applications.models import Application
from gongkai.interfaces.exchange.actions import cases
from gongkai.interfaces.exchange.models import CaseUpload, CaseUploadLine, EnteredCase
from gongkai.interfaces.exchange.tables import CASE_NAMES, NEEDED
from gongkai.law.vocabulary import Role

pytestmark = pytest.mark.django_db
PATH = "/desk/past-applications/"
USUAL = {
    "编号": "依申请〔2017〕1号",
    "申请方式": "网上申请",
    "申请人类别": "公民",
    "申请人": "张三丰",
    "联系电话": "13800000000",
    "申请内容": "海堤工程的批复",
    "收到日期": "2017-03-01",
    "办理结果": "予以公开",
    "答复日期": "2017年3月10日",
}


def row(number, **changes):
    return USUAL | {"编号": f"依申请〔2017〕{number}号", "申请内容": f"第{number}份批复"} | changes


def workbook(*rows):
    book = Workbook()
    sheet = book.active
    sheet.append(["某局2017年依申请公开台账"])
    sheet.append(list(USUAL))
    for one in rows:
        sheet.append([one[name] for name in USUAL])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def hand_in(at_desk, case_officer, department):
    """``hand_in(row(1), …)``: the answer to handing in a workbook of these rows."""

    def hand_in(*rows, user=case_officer, content=None, name="台账.xlsx"):
        given = {"unit": department.pk, "register": SimpleUploadedFile(name, content or workbook(*rows))}
        return at_desk(user).post(PATH, given, follow=True)

    return hand_in


def page_of(upload):
    return f"{PATH}{upload.number}/"


def states():
    return list(CaseUploadLine.objects.order_by("line").values_list("line", "state"))


class TestDesk:
    def test_one_wrong_row_keeps_everything_out_and_says_where_and_why(self, hand_in, at_desk, case_officer):
        wrong = row(2, 申请方式="托人", 答复日期="2017-02-30"), row(3, 申请人="")
        page = hand_in(row(1), *wrong).content.decode()
        assert states() == [(3, "ready"), (4, "refused"), (5, "refused")]
        for told in (
            "共 3 行，其中 2 行不能录入",
            "第 4 行",
            "申请方式写法不认识",
            "这一天不存在",
            "第 5 行",
            "缺少申请人",
        ):
            assert told in page
        assert "录入这" not in page
        at_desk(case_officer).post(f"{page_of(CaseUpload.objects.get())}confirm/")
        assert not CaseUpload.objects.get().confirmed_at
        drain()
        assert not Application.objects.exists()

    def test_nothing_is_entered_before_somebody_says_so_and_then_all_of_it(
        self, hand_in, at_desk, case_officer, monkeypatch
    ):
        monkeypatch.setattr(cases, "CASE_BATCH", 2)
        page = hand_in(*[row(n) for n in range(1, 6)], row(1)).content.decode()
        assert "共 6 行，其中 5 行可以录入" in page
        assert not Application.objects.exists()
        client, upload = at_desk(case_officer), CaseUpload.objects.get()
        client.post(f"{page_of(upload)}confirm/")
        assert "正在录入" in client.get(page_of(upload)).content.decode()
        drain()
        assert "已处理完，共 6 行" in client.get(page_of(upload)).content.decode()
        assert [state for _line, state in states()] == ["entered"] * 5 + ["repeated"]
        case = Application.objects.order_by("pk").first()
        assert (case.number, case.law, str(case.replied_date)) == ("SQ/2017-00001", "2007", "2017-03-10")
        assert case.entered_case.original_number == "依申请〔2017〕1号"
        assert case.applicant.name == "张三丰"
        assert Event.objects.filter(kind="application.entered").count() == 5

    def test_the_same_register_again_enters_nothing_twice(self, hand_in, at_desk, case_officer):
        for _time in range(2):
            hand_in(row(1), row(2))
            at_desk(case_officer).post(f"{page_of(CaseUpload.objects.first())}confirm/")
            drain()
        assert Application.objects.count() == 2
        assert CaseUpload.objects.first().lines.filter(state="repeated").count() == 2

    def test_who_applied_stands_nowhere_in_the_clear_and_nothing_stays_behind(self, hand_in, at_desk, case_officer):
        page = hand_in(row(1), row(2)).content.decode()
        assert "张三丰" not in page
        with connection.cursor() as cursor:
            cursor.execute("SELECT cells FROM exchange_caseuploadline")
            sealed = [cells for (cells,) in cursor.fetchall()]
        assert all(sealed)
        assert not any("13800000000" in cells or "\\u5f20" in cells for cells in sealed)
        at_desk(case_officer).post(f"{page_of(CaseUpload.objects.get())}confirm/")
        drain()
        assert not any(CaseUploadLine.objects.values_list("cells", flat=True))
        assert not any("张三丰" in f"{event}{event.data}" for event in Event.objects.all())

    def test_what_is_discarded_leaves_nothing(self, hand_in, at_desk, case_officer):
        hand_in(row(1))
        upload = CaseUpload.objects.get()
        for act in ("discard", "confirm"):
            at_desk(case_officer).post(f"{page_of(upload)}{act}/")
        drain()
        assert not any(CaseUploadLine.objects.values_list("cells", flat=True))
        assert not Application.objects.exists()

    def test_who_lost_the_post_enters_nothing_more(self, hand_in, at_desk, case_officer, founder, now):
        hand_in(row(1))
        at_desk(case_officer).post(f"{page_of(CaseUpload.objects.get())}confirm/")
        vacate(
            Post.objects.get(user=case_officer),
            until=now.date() - timedelta(days=1),
            reason="离任",
            by=founder,
            now=now,
        )
        drain()
        assert not Application.objects.exists()
        assert "您不是" in CaseUploadLine.objects.get().sentence

    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [(b"a,b\n", "a.csv", "没有找到表头"), (b"MZ", "a.exe", "不接受"), (b"PK\x03\x04broken", "a.xlsx", "")],
    )
    def test_what_is_no_register_is_a_sentence(self, content, name, said, hand_in):
        response = hand_in(content=content, name=name)
        assert response.status_code == 409
        assert said in response.content.decode()
        assert not CaseUpload.objects.exists()

    @pytest.mark.parametrize("who", ["supervisor", "auditor", "drafter", "reviewer", "approver"])
    def test_who_deals_with_no_applications_is_told_so(self, who, request, hand_in, at_desk):
        hand_in(row(1))
        client, upload = at_desk(request.getfixturevalue(who)), CaseUpload.objects.get()
        for path in (PATH, f"{PATH}template.xlsx", page_of(upload)):
            assert client.get(path).status_code == 403
        for path in (PATH, f"{page_of(upload)}confirm/", f"{page_of(upload)}discard/"):
            assert client.post(path).status_code == 403
        upload.refresh_from_db()
        assert not upload.confirmed_at
        assert not upload.finished_at

    @pytest.mark.parametrize("who", ["case_officer", "openness_officer"])
    def test_who_deals_with_them_opens_every_screen(self, who, request, hand_in, at_desk):
        hand_in(row(1))
        client, upload = at_desk(request.getfixturevalue(who)), CaseUpload.objects.get()
        for path in (PATH, f"{PATH}template.xlsx", page_of(upload)):
            assert client.get(path).status_code == 200

    def test_another_units_officer_sees_nothing_of_it(self, hand_in, at_desk, appoint, town):
        hand_in(row(1))
        stranger = appoint(Role.CASE_OFFICER, town)
        assert at_desk(stranger).get(page_of(CaseUpload.objects.get())).status_code == 403
        assert "SR/" not in at_desk(stranger).get(PATH).content.decode()

    def test_the_template_filled_in_is_read(self, hand_in, at_desk, case_officer):
        book = load_workbook(io.BytesIO(at_desk(case_officer).get(f"{PATH}template.xlsx").content))
        headings = [cell.value for cell in book.active[1]]
        assert headings == [f"{names[0]}{'*' if field in NEEDED else ''}" for field, names in CASE_NAMES.items()]
        given = {"申请方式": "当面申请", "申请人类别": "自然人", "申请人": "甲", "联系方式": "一", "所需信息": "方案"}
        given["收到日期"] = "2018-03-01"
        book.active.append([given.get(heading.rstrip("*"), "") for heading in headings])
        written = io.BytesIO()
        book.save(written)
        assert "其中 1 行可以录入" in hand_in(content=written.getvalue()).content.decode()


class TestCommand:
    @pytest.fixture
    def order(self, tmp_path, department, case_officer):
        def order(*rows, **options):
            path = tmp_path / "register.xlsx"
            path.write_bytes(workbook(*rows))
            said = StringIO()
            try:
                call_command(
                    "import", "applications", str(path), unit=department.code, by=case_officer.username, stdout=said,
                    **options,
                )  # fmt: skip
            except CommandError as error:
                said.write(f"{error} [{error.returncode}]")
            return said.getvalue()

        return order

    def test_a_dry_run_judges_and_enters_nothing(self, order):
        said = order(row(1), row(2, 答复日期="2017-05-02"), dry_run=True)
        assert "将录入 2 件" in said
        assert "第 4 行：答复晚于期限 2017-03-22" in said
        assert not Application.objects.exists()

    def test_one_wrong_row_keeps_everything_out(self, order):
        said = order(row(1), row(2, 收到日期="2007-03-01"))
        assert "第 4 行：" in said
        assert "什么都没有录入；改好后重新导入即可。 [1]" in said
        assert not Application.objects.exists()

    def test_after_a_kill_it_goes_on_with_the_batch_that_is_not_there(self, order, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.commands.management.commands._applications.CASE_BATCH", 2)
        rows = [row(n) for n in range(1, 6)]
        calls = []

        def killed_at_second(*args, **kwargs):
            calls.append(1)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return made(*args, **kwargs)

        made = cases.EnteredCase.objects.bulk_create
        with monkeypatch.context() as patched:
            patched.setattr(cases.EnteredCase.objects, "bulk_create", killed_at_second)
            with pytest.raises(KeyboardInterrupt):
                order(*rows)
        assert Application.objects.count() == EnteredCase.objects.count() == 2
        assert "录入 3 件" in order(*rows)
        assert Application.objects.count() == 5
        assert "录入 0 件；先前已录入或重复 5 行" in order(*rows)

    def test_an_unknown_person_or_one_who_may_not_is_a_sentence(self, order, department, drafter, tmp_path):
        path = tmp_path / "a.xlsx"
        path.write_bytes(workbook(row(1)))
        for who in ("nobody", drafter.username):
            with pytest.raises(CommandError):
                call_command("import", "applications", str(path), unit=department.code, by=who, stdout=StringIO())
