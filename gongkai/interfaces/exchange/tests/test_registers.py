"""``gongkai import documents``: the register of an office or its OA, whatever its columns are called and its days written."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from gongkai.base.core.errors import Refused
from gongkai.interfaces.exchange.models import RegisteredLine
from gongkai.interfaces.exchange.tables import open_table, row_of
from gongkai.interfaces.exchange.tables.columns import DOCUMENTS, NAMES
from gongkai.interfaces.exchange.tables.values import day_of, genre_of, ground_of, is_secret, openness_of
from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure.actions import register_documents
from gongkai.publishing.disclosure.choices import DocumentStatus
from gongkai.publishing.disclosure.models import OfficialDocument

HEAD = ["文号", "题名", "成文日期", "印发日期", "公开属性", "不公开理由"]


@pytest.fixture
def workbook(tmp_path):
    """``workbook(rows, merged=["D3:D4"])``: an XLSX file of these rows."""

    def workbook(rows, *, merged=(), name="登记簿.xlsx", before=()):
        book = Workbook()
        for title in before:
            book.create_sheet(title, 0).append(["说明"])
        sheet = book.worksheets[-1]
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
        book.save(tmp_path / name)
        return tmp_path / name

    return workbook


@pytest.fixture
def run(drafter):
    """``run(path, "--openness", "proactive")``: what the command prints."""

    def run(path, *options, unit="117"):
        out = io.StringIO()
        call_command("import", "documents", str(path), "--unit", unit, *options, stdout=out)
        return out.getvalue()

    return run


def line(number=1, **changes):
    return {
        "标题": f"第{number}件",
        "文号": f"示经〔2018〕{number}号",
        "成文日期": "2018-05-25",
        "公开属性": "主动公开",
    } | changes


@pytest.fixture
def write(tmp_path):
    def write(*given, name="oa.jsonl"):
        content = "".join(
            (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in given
        )
        path = tmp_path / name
        path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
        return path

    return write


class TestCells:
    @pytest.mark.parametrize(
        "said",
        [
            *(
                "2018-03-14",
                "2018/3/14",
                "2018.3.14",
                "2018年3月14日",
                "2018年03月14日",
                "20180314",
                "2018-3-14 00:00:00",
            ),
            *("二〇一八年三月十四日", "二○一八年三月十四日", " 2018-03-14 ", "43173", "43173.0", "2018-03-14T09:30:00"),
        ],
    )
    def test_a_day_is_read_however_it_is_written(self, said):
        assert day_of(said, "成文日期") == date(2018, 3, 14)

    @pytest.mark.parametrize("day", [1, 9, 10, 11, 19, 20, 21, 30, 31])
    def test_every_chinese_day_of_a_month_is_read(self, day):
        ones = "〇一二三四五六七八九"
        written = (
            (ones[day // 10] if day >= 20 else "") + ("十" if day >= 10 else "") + (ones[day % 10] if day % 10 else "")
        )
        assert day_of(f"二〇二一年十二月{written}日", "成文日期") == date(2021, 12, day)

    @pytest.mark.parametrize(
        "said", ["三月十四日", "18-3-14", "14/3/2018", "2018-02-30", "2018年十三月一日", "昨天", "2018", "99999"]
    )
    def test_a_day_that_is_none_or_could_be_two_is_refused(self, said):
        with pytest.raises(Refused, match=r"样式|不存在"):
            day_of(said, "成文日期")

    @pytest.mark.parametrize(
        ("said", "openness"),
        [
            ("主动公开", "proactive"),
            ("（此件公开发布）", "proactive"),
            ("依申请公开 ", "on_request"),
            ("不公开", "withheld"),
            ("", None),
        ],
    )
    def test_an_openness_is_read_by_its_names(self, said, openness):
        assert openness_of(said) == openness
        with pytest.raises(Refused, match="不是主动公开、依申请公开或不予公开"):
            openness_of("待定")

    def test_a_ground_is_read_only_where_one_is_named(self):
        assert ground_of("属于内部事务信息", "") == "internal_affairs"
        assert ground_of("", "依据《条例》第十六条") == ""
        assert ground_of("商业秘密和个人隐私", "") == ""

    @pytest.mark.parametrize(
        ("said", "level", "secret"),
        [
            (["国家秘密"], "", True), (["", "", "依法确定为国家秘密"], "", True), ([""], "机密★10年", True), ([""], "秘密", True),
            (["不属于国家秘密"], "", False), (["不涉及国家秘密、商业秘密"], "", False), (["不涉密"], "", False),
            (["商业秘密"], "", False), ([""], "工作秘密", False), ([""], "无", False),
        ],
    )  # fmt: skip
    def test_a_state_secret_is_known_by_its_name_and_by_nothing_that_denies_it(self, said, level, secret):
        assert is_secret(*said, level=level) is secret

    def test_a_column_is_known_by_any_of_its_names_and_by_one_field_only(self):
        names = [name for group in NAMES.values() for name in group]
        assert len(names) == len(set(names))
        assert [DOCUMENTS.field_of(said) for said in (" 文 号：", "*标题", "公开 属性(必填)", "备注")] == [
            *("document_number", "title", None, None),
        ]
        assert genre_of("命令") == genre_of("命令（令）") == "order"


@pytest.mark.django_db
class TestWorkbooks:
    def test_a_register_as_offices_keep_it_is_entered(self, run, workbook, department):
        path = workbook(
            [
                ["示范区经济发展局2018年发文登记簿"], [],
                [*HEAD, "承办人"],
                ["示经[2018]01号", "甲办法", date(2018, 3, 14), "2018.3.16", "主动公开", None, "王某"],
                [None] * 6,
                ["示经〔2018〕2号", "乙 方案", "二〇一八年三月十五日", None, "依申请公开", "只涉及两家企业", "王某"],
                ["示经〔2018〕3号", "丙纪要", 43175, None, "不予公开", "过程性信息，尚在讨论", "李某"],
                ["合计", None, None, None, None, None, None],
            ],
            merged=["A1:F1", "D6:D7"],
            before=["填表说明"],
        )  # fmt: skip
        said = run(path)
        assert "第 8 行：缺少标题。" in said
        assert "登记 3 件；先前已登记 0 件；重复 0 行；拒收 1 行" in said
        assert "未用到的列或工作表：承办人、填表说明。" in said
        kept = {each.title: each for each in OfficialDocument.objects.all()}
        assert set(kept) == {"甲办法", "乙 方案", "丙纪要"}
        first, second, third = kept.values()
        assert (first.document_number, first.formed_date, first.issued_date, first.unit) == (
            *("示经〔2018〕1号", date(2018, 3, 14), date(2018, 3, 16), department),
        )
        assert (second.openness, second.ground_reason, second.formed_date) == (
            "on_request",
            "只涉及两家企业",
            date(2018, 3, 15),
        )
        assert (third.ground, third.formed_date, third.reassess_date is not None) == (
            "process",
            date(2018, 3, 16),
            True,
        )

    def test_what_a_merged_cell_says_is_said_of_each_of_its_rows(self, run, workbook):
        rows = [
            HEAD,
            ["示经〔2018〕1号", "甲", "2018-03-14", "2018-03-20", "主动公开"],
            ["示经〔2018〕2号", "乙", "2018-03-15"],
        ]
        rows.append(["示经〔2018〕3号", "丙", "2018-03-16"])
        run(workbook(rows, merged=["D2:D4", "E2:E4"]))
        assert set(OfficialDocument.objects.values_list("issued_date", "openness")) == {
            (date(2018, 3, 20), "proactive")
        }
        assert OfficialDocument.objects.count() == 3

    @pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x03\x04" + b"\0" * 3000])
    def test_a_broken_workbook_is_a_sentence(self, run, tmp_path, content):
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(CommandError, match="不是完整的 XLSX"):
            run(path)

    def test_a_workbook_that_unpacks_without_end_is_refused_unread(self, workbook, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.exchange.tables.reading.LARGEST_WORKBOOK", 1000)
        with pytest.raises(Refused, match="解开后超过"):
            open_table(workbook([HEAD]))

    def test_a_table_without_heading_or_of_another_kind_is_a_sentence(self, workbook, tmp_path):
        with pytest.raises(Refused, match="没有找到表头"):
            open_table(workbook([["甲", "乙"], ["1", "2"]]))
        path = tmp_path / "a.xls"
        path.write_bytes(b"\xd0\xcf\x11\xe0 old")
        with pytest.raises(Refused, match="旧版 XLS 请另存为 XLSX"):
            open_table(path)


@pytest.mark.django_db
class TestLines:
    @pytest.mark.parametrize(
        ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("utf-8", ";")]
    )
    def test_a_csv_is_read_in_the_encodings_and_with_the_separators_offices_have(
        self, encoding, delimiter, run, tmp_path
    ):
        path = tmp_path / "a.csv"
        rows = [
            ["发文号", "标题", "签发日期", "是否公开"],
            ["示经〔2018〕1号", '"甲\n办法"', "2018/3/14", "是"],
            ["示经〔2018〕2号", "", "x", "是"],
        ]
        path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
        assert "第 4 行：缺少标题" in run(path)
        assert OfficialDocument.objects.get().title == "甲 办法"

    def test_a_csv_in_no_encoding_is_a_sentence(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(b"\xff\xff\xff\x00")
        with pytest.raises(Refused, match="编码无法识别"):
            open_table(path)

    def test_an_export_of_another_portal_is_read_by_its_english_names(self, run, write):
        given = {"title": "甲", "doc_number": "示经〔2018〕1号", "date_written": "2018-03-14", "date_published": "2018-03-20",
                 "url": "http://old.example.org/1.html", "body": "一、总则\n（此件公开发布）"}  # fmt: skip
        run(write(given, name="a.jsonl.gz"))
        document = OfficialDocument.objects.get()
        assert (document.openness, document.public_date, document.public_address) == (
            *("proactive", date(2018, 3, 20), "http://old.example.org/1.html"),
        )
        assert document.body == "<p>一、总则</p><p>（此件公开发布）</p>"

    BAD = (
        ("{", "不是完整的 JSON"),
        ("[1]", "应为一个 JSON 对象"),
        (line(90, 标题=""), "缺少标题"),
        (line(91, 公开属性=""), "缺少公开属性，请发文机关补充"),
        (line(92, 公开属性="内部"), "不是主动公开、依申请公开或不予公开"),
        (line(93, 成文日期=""), "缺少成文日期"),
        (line(94, 成文日期="2018-02-30"), "这一天不存在"),
        (line(95, 印发日期="2018-05-01"), "印发日期不能早于成文日期"),
        (line(96, 公开属性="不予公开"), "不予公开须写明"),
        (line(97, 公开属性="依申请公开"), "依申请公开须写明"),
        (line(98, 标题="长" * 301), "标题有 301 字"),
        (line(99, 正文="<script>x()</script>" * 2, 标题="<p>"), ""),
        (line(1, 标题="另一标题"), "使用，一个文号只对应一个标题"),
        (line(89, 印发日期="2999-01-01"), "不能晚于今天"),
        (
            line(88, 公开属性="不予公开", 不公开理由="个人隐私", 公开日期="2018-06-01", 送图书馆日期="2018-06-01"),
            "不应有公开日期或送交日期",
        ),
    )

    def test_a_bad_line_is_refused_with_its_number_and_stops_nobody(self, run, write, tmp_path):
        given = []
        for serial, (bad, _sentence) in enumerate(self.BAD, start=1):
            given += [line(serial), bad]
        report = tmp_path / "report.jsonl"
        said = run(write(*given), "--report", str(report))
        refused = 0
        for serial, (_bad, sentence) in enumerate(self.BAD, start=1):
            if sentence:
                [told] = [one for one in said.splitlines() if one.startswith(f"第 {2 * serial} 行：")]
                assert sentence in told
                refused += 1
        assert OfficialDocument.objects.count() == len(given) - refused
        told = [json.loads(one) for one in report.read_text().splitlines()]
        assert sum(one["result"] == "refused" for one in told) == refused
        assert any(one["result"] == "mended" and "以成文日期代替" in one["why"] for one in told)

    def test_a_second_run_enters_nothing_and_a_run_begun_again_only_what_is_missing(self, run, write):
        path = write(*(line(serial) for serial in range(1, 8)))
        assert "登记 7 件" in run(path)
        assert "登记 0 件；先前已登记 7 件" in run(path)
        RegisteredLine.objects.filter(line__in=[3, 6]).delete()
        OfficialDocument.objects.filter(registered_line=None).delete()
        assert "登记 2 件；先前已登记 5 件" in run(path)

    def test_the_same_document_comes_once_whatever_file_it_stands_in(self, run, write):
        assert "第 2 行：与第 1 行相同" in run(write(line(1), line(1)))
        assert "第 1 行：与已登记的 FW/" in run(write(line(1), line(2), name="another.jsonl"))
        assert OfficialDocument.objects.count() == 2

    def test_a_batch_is_entered_whole_or_not_at_all(self, run, write, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.commands.management.commands.import.REGISTER_BATCH", 3)
        path = write(*(line(serial) for serial in range(1, 8)))
        calls = []

        def killed(*args, **kwargs):
            calls.append(register_documents(*args, **kwargs))
            if len(calls) == 2:
                raise KeyboardInterrupt
            return calls[-1]

        monkeypatch.setattr("gongkai.interfaces.exchange.actions.registers.register_documents", killed)
        with pytest.raises(KeyboardInterrupt):
            run(path)
        assert OfficialDocument.objects.count() == RegisteredLine.objects.count() == 3
        monkeypatch.undo()
        assert "登记 4 件；先前已登记 3 件" in run(path)

    def test_a_secret_leaves_its_count_and_no_trace_of_its_words(self, run, write, tmp_path):
        report = tmp_path / "report.jsonl"
        secret = line(7, 标题="秘而不宣", 密级="机密★10年", 成文日期="x")
        said = run(write(secret, line(1)), "--report", str(report))
        assert "登记 2 件" in said
        assert OfficialDocument.objects.get(status=DocumentStatus.SEALED).quantity == 1
        assert "秘而不宣" not in said + report.read_text()

    def test_rows_without_openness_follow_what_the_operator_says(self, run, write):
        run(
            write(line(1, 公开属性=None), line(2, 公开属性="依申请公开", 不公开理由="仅一家")),
            "--openness",
            "proactive",
        )
        assert list(OfficialDocument.objects.order_by("pk").values_list("openness", flat=True)) == [
            "proactive",
            "on_request",
        ]

    def test_a_policy_document_kept_back_waits_for_the_office_here_too(self, run, write):
        run(write(line(1, 公开属性="不予公开", 不公开理由="商业秘密", 是否政策性文件="是")))
        assert OfficialDocument.objects.get().status == DocumentStatus.AWAITING

    def test_a_file_that_breaks_off_gives_what_it_has_and_says_so(self, run, write):
        path = write(*(line(serial, 正文=str(serial) * 99) for serial in range(1, 900)), name="a.jsonl.gz")
        path.write_bytes(path.read_bytes()[:-2000])
        with pytest.raises(CommandError, match="没有读完") as refusal:
            run(path)
        assert refusal.value.returncode == 1
        assert 0 < OfficialDocument.objects.count() < 899

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"unit": "999"}, "没有代码为“999”的单位"),
            ({"unit": "100"}, "没有拟稿人在岗"),
            ({"more": ["--by", "founder"]}, "发文由其拟稿人或政务公开工作机构登记"),
        ],
    )
    def test_what_is_wrong_with_the_order_is_said_first(self, options, sentence, run, write):
        more = options.pop("more", [])
        with pytest.raises(CommandError, match=sentence):
            run(write(line()), *more, **options)


def test_a_row_says_the_same_wherever_it_stands():
    cells = {"title": "甲", "formed_date": "2018-03-14", "openness": "主动公开", "document_number": "示经[2018]1号"}
    first, second = (row_of(each, cells, source_sha256=str(each)) for each in (1, 2))
    assert first.content_sha256 == second.content_sha256
    secrets = [row_of(each, cells | {"level": "秘密"}, source_sha256="a") for each in (1, 2)]
    assert secrets[0].content_sha256 != secrets[1].content_sha256
    assert secrets[0].title == ""


@pytest.mark.django_db
@pytest.mark.shared
def test_three_thousand_real_listings_are_registered_or_refused_with_a_reason(run, shared_dir, tmp_path):
    with gzip.open(shared_dir / "data" / "catalogue_listings.jsonl.gz") as file:
        given = [content for place, content in enumerate(file) if place % 40 == 0]
    path = tmp_path / "listings.jsonl"
    path.write_bytes(b"".join(given))
    report = tmp_path / "report.jsonl"
    said = run(path, "--openness", Openness.PROACTIVE, "--report", str(report))
    told = [json.loads(one) for one in report.read_text().splitlines()]
    refused = {one["line"] for one in told if one["result"] in ("refused", "repeated")}
    assert OfficialDocument.objects.count() + len(refused) == len(given)
    untitled = {place for place, one in enumerate(given, start=1) if not json.loads(one)["title"]}
    assert untitled <= refused
    assert "登记 0 件" in run(path, "--openness", Openness.PROACTIVE)
    assert f"登记 {OfficialDocument.objects.count()} 件" in said
