"""The screens of the catalogue: everybody reads, the openness office keeps, nothing typed is lost."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Role, WithholdingGround
from gongkai.publishing.catalogue.actions import (
    EntryFields,
    PatternFields,
    WordFields,
    add_word,
    adopt_entry,
    define_kind,
    enter_redirects,
    open_column,
    propose_entry,
    set_pattern,
)
from gongkai.publishing.catalogue.forms import rows_of, rows_pasted
from gongkai.publishing.catalogue.models import Column, IndexPattern, Kind, NegativeEntry, Redirect, WatchWord

pytestmark = pytest.mark.django_db
ROOT = "/desk/catalogue"
ENTRY = EntryFields("未公布的测算", "《条例》第十六条", "测算表", WithholdingGround.PROCESS, phrases=("补偿测算",))
KIND = {
    "name": "财政预决算",
    "order": 10,
    "required": ["summary"],
    "has_validity": "on",
    "details-TOTAL_FORMS": 2,
    "details-INITIAL_FORMS": 0,
    "details-0-label": "预算年度",
    "details-0-type": "number",
    "details-0-required": "on",
    "details-0-public": "on",
    "details-1-label": "",
    "details-1-type": "text",
}


def desk(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


@pytest.fixture
def second(appoint, zone):
    return appoint(Role.OPENNESS_OFFICE, zone)


@pytest.fixture
def everything(openness_officer, department, kind, column, now):
    by = {"by": openness_officer, "now": now}
    propose_entry("F-01", ENTRY, **by)
    add_word(WordFields("a/b&词"), **by)
    enter_redirects([(1, "/zwgk/old.html", "/help.html")], reason="迁移", **by)
    set_pattern(department, PatternFields("local", "ABCD"), since=now.date(), **by)


READ = (
    ("kinds/", "通知公告"),
    ("kinds/of/notice/", "信息种类：通知公告"),
    ("kinds/new/", "新设信息种类"),
    ("columns/", "notices"),
    ("columns/of/notices/", "栏目：通知公告"),
    ("columns/new/", "开设栏目"),
    ("columns/of/notices/address/", "栏目地址：通知公告"),
    ("redirects/", "/zwgk/old.html"),
    ("redirects/new/", "录入旧地址"),
    ("redirects/one/?source=%2Fzwgk%2Fold.html", "旧地址：/zwgk/old.html"),
    ("numbers/", "ABCD"),
    ("numbers/new/", "设定编号规则"),
    ("negative-list/", "未公布的测算"),
    ("negative-list/new/", "提出负面清单条目"),
    ("negative-list/of/F-01/", "待审定"),
    ("negative-list/of/F-01/edit/", "修改负面清单 F-01"),
    ("words/", "a/b&amp;词"),
    ("words/new/", "添加监测词"),
    ("words/one/?word=a%2Fb%26%E8%AF%8D", "监测词：a/b&amp;词"),
    ("words/import/", "导入名单"),
)


@pytest.mark.parametrize(("address", "said"), READ)
@pytest.mark.parametrize("who", ["openness_officer", "drafter", "auditor"])
def test_everybody_reads_and_whoever_does_not_keep_it_is_told_why(address, said, who, everything, request):
    page = text_of(desk(request.getfixturevalue(who)).get(f"{ROOT}/{address}"))
    assert said in page
    assert ("由本级政务公开工作机构维护" in page) == (who != "openness_officer")


PROPOSED = {
    "subject": "甲",
    "basis": "乙",
    "scope": "丙",
    "ground": "process",
    "phrases": "补偿标准",
    "review_months": 12,
}
WRITE = (
    ("kinds/of/notice/", KIND),
    ("kinds/new/", {**KIND, "code": "budget"}),
    ("kinds/standard/", {}),
    ("columns/of/notices/", {"name": "新", "group": "news", "order": 1, "level0": "approver"}),
    ("columns/new/", {"slug": "fresh", "name": "新", "group": "news", "order": 1, "level0": "approver"}),
    ("columns/of/notices/address/", {"address": "tzgg", "reason": "改名"}),
    ("redirects/new/", {"lines": "/zwgk/a.html /help.html", "reason": "迁移"}),
    ("redirects/one/?source=%2Fzwgk%2Fold.html", {"reason": "误录"}),
    ("numbers/new/", {"unit": "117", "since": "2099-01-01", "kind": "local", "issuer": "QQQQ", "year_of": "formed", "width": 5}),
    ("numbers/117/2018-06-01/cancel/", {"reason": "写错"}),
    ("negative-list/new/", {"code": "F-02", **PROPOSED}),
    ("negative-list/of/F-01/edit/", PROPOSED),
    ("negative-list/of/F-01/retire/", {"reason": "依据废止"}),
    ("words/new/", {"text": "密件", "kind": "sensitive"}),
    ("words/one/?word=a%2Fb%26%E8%AF%8D", {"kind": "wrong", "replacement": "词"}),
    ("words/one/retire/?word=a%2Fb%26%E8%AF%8D", {"reason": "误报"}),
    ("words/import/", {"pasted": "机密", "kind": "sensitive"}),
)  # fmt: skip


def state():
    return [
        sorted(str(row) for row in model.objects.values())
        for model in (Kind, Column, IndexPattern, NegativeEntry, Redirect, WatchWord)
    ] + [sorted(str(row) for row in NegativeEntry.versions.rel.related_model.objects.values())]


@pytest.mark.parametrize(("address", "given"), WRITE)
def test_only_the_openness_office_changes_anything(
    address, given, everything, drafter, auditor, approver, openness_officer
):
    before = state()
    for user in (drafter, auditor, approver):
        response = desk(user).post(f"{ROOT}/{address}", given, follow=True)
        assert "由本级政务公开工作机构维护" in text_of(response)
        assert state() == before
    assert Client().post(f"{ROOT}/{address}", given).status_code == 302
    assert state() == before
    response = desk(openness_officer).post(f"{ROOT}/{address}", given, follow=True)
    assert response.status_code == 200, text_of(response)
    assert state() != before


def test_looking_at_a_step_does_nothing(everything, openness_officer):
    before = state()
    for address in (
        "kinds/standard/",
        "numbers/117/2018-06-01/cancel/",
        "negative-list/of/F-01/retire/",
        "words/one/retire/",
    ):
        assert desk(openness_officer).get(f"{ROOT}/{address}").status_code == 302
    assert state() == before


class TestKinds:
    def test_a_row_becomes_a_detail_with_a_code_of_its_own_and_a_cleared_one_goes(self, everything, openness_officer):
        client = desk(openness_officer)
        client.post(f"{ROOT}/kinds/of/notice/", KIND)
        kind = Kind.objects.get(code="notice")
        assert kind.details == [
            {"name": "item1", "label": "预算年度", "type": "number", "choices": [], "required": True, "public": True}
        ]
        again = {**KIND, "details-0-name": "item1", "details-1-label": "类别", "details-1-type": "choice",
                 "details-1-choices": "预算\n决算"}  # fmt: skip
        client.post(f"{ROOT}/kinds/of/notice/", again)
        kind.refresh_from_db()
        assert [(each["name"], each["choices"], each["public"]) for each in kind.details] == [
            ("item1", [], True),
            ("item2", ["预算", "决算"], False),
        ]
        client.post(f"{ROOT}/kinds/of/notice/", {**again, "details-0-label": "", "details-1-name": "item2"})
        kind.refresh_from_db()
        assert [each["name"] for each in kind.details] == ["item2"]

    def test_what_is_refused_keeps_everything_typed(self, everything, openness_officer):
        given = {**KIND, "note": "二十日内公开", "details-0-type": "choice", "details-0-choices": "只有一个"}
        response = desk(openness_officer).post(f"{ROOT}/kinds/of/notice/", given)
        assert response.status_code == 409
        for said in ("单选须写两个以上选项", "二十日内公开", "预算年度", "只有一个"):
            assert said in text_of(response)

    def test_hostile_rows_are_a_sentence(self, everything, openness_officer):
        for rows in ({"details-TOTAL_FORMS": "many"}, {"details-TOTAL_FORMS": 10**9}, {"details-0-type": "<b>"}):
            response = desk(openness_officer).post(f"{ROOT}/kinds/of/notice/", {**KIND, **rows})
            assert response.status_code in (409, 422)
            assert "未保存" in text_of(response) or "最多" in text_of(response)


class TestColumns:
    def test_levels_are_taken_in_their_order_and_a_gap_is_no_level(self, everything, kind, openness_officer):
        given = {
            "name": "通知公告", "group": "news", "order": 1, "kinds": [kind.pk],
            "level0": "approver", "level1": "", "level2": "openness_office",
        }  # fmt: skip
        desk(openness_officer).post(f"{ROOT}/columns/of/notices/", given)
        column = Column.objects.get()
        assert column.review == ["approver", "openness_office"]
        assert list(column.kinds.all()) == [kind]
        page = text_of(desk(openness_officer).get(f"{ROOT}/columns/"))
        assert "审批人 → 政务公开工作机构" in page


class TestPatterns:
    def test_a_code_that_does_not_prove_itself_is_told_beside_what_was_typed(self, everything, openness_officer):
        given = {
            "unit": "117",
            "since": "2099-01-01",
            "kind": "organisation",
            "issuer": "620702081",
            "year_of": "formed",
            "width": 5,
        }
        response = desk(openness_officer).post(f"{ROOT}/numbers/new/", given)
        assert response.status_code == 409
        assert "校验码不对，应当为9" in text_of(response)
        assert "620702081" in text_of(response)


class TestEntries:
    def test_one_proposes_and_another_adopts(self, everything, openness_officer, second):
        address = f"{ROOT}/negative-list/of/F-01/"
        own = text_of(desk(openness_officer).get(address))
        assert "拟稿是您提出的，须由政务公开工作机构的另一人审定。" in own
        refused = desk(openness_officer).post(f"{address}adopt/")
        assert refused.status_code == 409
        assert desk(second).post(f"{address}adopt/", follow=True).status_code == 200
        assert NegativeEntry.objects.get().state == "in_force"

    def test_a_step_without_its_reason_keeps_the_form_open(self, everything, second, openness_officer, now):
        adopt_entry(NegativeEntry.objects.get(), by=second, now=now)
        response = desk(second).post(f"{ROOT}/negative-list/of/F-01/retire/", {"reason": " "})
        assert response.status_code == 409
        assert "请写明理由" in text_of(response)
        long = desk(second).post(f"{ROOT}/negative-list/of/F-01/retire/", {"reason": "长" * 301})
        assert long.status_code == 422
        assert desk(second).post(f"{ROOT}/negative-list/of/F-01/nonsense/").status_code == 302

    def test_what_is_due_stands_above_the_list(self, everything, second, now):
        adopt_entry(NegativeEntry.objects.get(), by=second, now=now)  # in 2018: overdue today
        assert "已逾期" in text_of(desk(second).get(f"{ROOT}/negative-list/"))


class TestWords:
    def test_the_list_is_narrowed(self, everything, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        add_word(WordFields("帐号", "wrong", "账号"), **by)
        client = desk(openness_officer)
        assert "帐号" not in text_of(client.get(f"{ROOT}/words/?kind=sensitive"))
        assert "帐号" in text_of(client.get(f"{ROOT}/words/?text=号&active=yes&kind=wrong&p=99"))
        assert "没有符合条件的词" in text_of(client.get(f"{ROOT}/words/?active=no"))

    def sheet(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        return SimpleUploadedFile("词表.xlsx", out.getvalue())

    def test_a_spreadsheet_is_taken_in_line_by_line(self, everything, openness_officer):
        rows = [
            ("词", "类别", "应改为", "例外"),
            ("帐号", "错词", "账号", "转帐号码"),
            ("机密", None, None, None),
            ("", "错词"),
            ("布署", "", "部署"),
        ]
        given = {"upload": self.sheet(*rows), "kind": "sensitive", "pasted": ""}
        page = text_of(desk(openness_officer).post(f"{ROOT}/words/import/", given))
        assert "新列入 3 个，修改 0 个，内容相同 0 个，未接受 1 行" in page
        assert "没有写词" in page
        assert WatchWord.objects.get(text="帐号").exceptions == ["转帐号码"]
        assert WatchWord.objects.get(text="布署").kind == "wrong"
        assert WatchWord.objects.get(text="机密").kind == "sensitive"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_a_csv_of_either_encoding_is_read(self, encoding, everything, openness_officer):
        upload = SimpleUploadedFile("词表.csv", "帐号,错词,账号\n\n机密\n".encode(encoding))
        desk(openness_officer).post(f"{ROOT}/words/import/", {"upload": upload, "kind": "sensitive", "pasted": ""})
        assert set(WatchWord.objects.values_list("text", flat=True)) >= {"帐号", "机密"}

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("词表.xlsx", b"PK\x03\x04 broken"),
            ("词表.pdf", b"%PDF-1.7"),
            ("词表.csv", b"\xff\xfe\x00\x01"),
            ("词表.csv", b""),
        ],
    )
    def test_a_file_that_cannot_be_read_is_a_sentence_and_loses_nothing(
        self, name, content, everything, openness_officer
    ):
        given = {"upload": SimpleUploadedFile(name, content), "kind": "sensitive", "pasted": "机密"}
        response = desk(openness_officer).post(f"{ROOT}/words/import/", given)
        assert response.status_code in (409, 422)
        assert "机密" in text_of(response)
        assert WatchWord.objects.count() == 1

    def test_what_is_pasted_is_read_by_tab_or_by_comma(self):
        assert rows_pasted("帐号\t错词\t账号\n\n机密") == [(1, ["帐号", "错词", "账号"]), (3, ["机密"])]
        assert rows_pasted("帐号，错词，账号") == [(1, ["帐号", "错词", "账号"])]
        assert rows_pasted(" \n") == []
        with pytest.raises(Refused, match="读不出来"):
            rows_pasted("x" * 200_000)

    def test_a_list_beyond_reason_is_refused(self):
        upload = SimpleUploadedFile("词表.csv", b"a\n" * 30_001)
        with pytest.raises(Refused, match="超过 30000 行"):
            rows_of(upload, name="词表.csv")

    def test_an_empty_list_is_a_sentence(self, everything, openness_officer):
        response = desk(openness_officer).post(f"{ROOT}/words/import/", {"pasted": "", "kind": "sensitive"})
        assert response.status_code == 409
        assert "名单里没有词" in text_of(response)


def test_the_lists_ask_as_often_for_many_rows_as_for_few(everything, openness_officer, now):
    by = {"by": openness_officer, "now": now}
    client = desk(openness_officer)

    def asked():
        counts = {}
        for address in ("kinds/", "columns/", "negative-list/", "words/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{ROOT}/{address}")
            counts[address] = len(queries)
        return counts

    asked()
    once = asked()
    for number in range(30):
        propose_entry(f"G-{number}", ENTRY, **by)
        add_word(WordFields(f"词语{number}"), **by)
        define_kind(code=f"kind-{number}", name="新", order=1, **by)
        open_column(slug=f"column-{number}", name="新", group="news", order=1, **by)
    assert asked() == once
