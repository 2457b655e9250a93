"""``gongkai import items``: documents of another portal, line by line, each once, whatever happens on the way."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from gongkai.base.core.models import OutboxEntry
from gongkai.interfaces.exchange import lines
from gongkai.interfaces.exchange.models import ImportedLine
from gongkai.publishing.catalogue.actions import define_kind
from gongkai.publishing.disclosure.actions.history import ITEMS_TOPIC
from gongkai.publishing.disclosure.choices import ApprovalMode, Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

pytestmark = pytest.mark.django_db


def document(**changes):
    return {
        "title": "港区渔船停泊办法",
        "doc_number": "示府[2017]08号",
        "agency": "示范区管委会",
        "category": "管理办法",
        "date_written": "2017-03-01",
        "date_published": "2017-03-06",
        "body": "第一条　渔船应当停泊在指定泊位。\n\n  第二条　本办法自公布之日起施行。",
        "url": "http://old.example.org/1.html",
    } | changes


@pytest.fixture
def write(tmp_path):
    """``write(document(), "not JSON", …)``: a file with these lines."""

    def write(*given, name="documents.jsonl"):
        text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in given)
        path = tmp_path / name
        content = text.encode("utf-8", "surrogatepass")
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


@pytest.fixture
def normative(founder, now):
    return define_kind(code="normative", name="规范性文件", order=2, by=founder, now=now)


@pytest.fixture
def run(drafter, column, normative):
    """``run(path, "--published")``: what the command prints."""

    def run(path, *options, unit="117", column="notices"):
        out = io.StringIO()
        call_command("import", "items", str(path), "--unit", unit, "--column", column, *options, stdout=out)
        return out.getvalue()

    return run


def test_lines_arrive_as_drafts(run, write, department, drafter):
    assert "录入 2 条" in run(write(document(), document(title="二")))
    item = InformationItem.objects.get(title="港区渔船停泊办法")
    assert (item.status, item.unit, item.drafted_by, item.kind) == (Status.DRAFT, department, drafter, None)
    assert (item.document_number, item.source_name) == ("示府〔2017〕8号", "示范区管委会")
    assert (item.formed_date, item.published_at) == (date(2017, 3, 1), None)
    assert item.body == "<p>第一条　渔船应当停泊在指定泊位。</p><p>第二条　本办法自公布之日起施行。</p>"
    assert not LogEntry.objects.exists()


def test_with_published_they_are_history_with_their_own_dates(run, write, normative):
    assert "录入 1 条" in run(write(document()), "--published")
    item = InformationItem.objects.get()
    assert (item.status, item.approval_mode, item.kind) == (Status.PUBLISHED, ApprovalMode.ELSEWHERE, normative)
    assert (item.number, item.published_date) == ("440404117/2017-00001", date(2017, 3, 6))
    assert (item.secrecy_reviewed_by, item.approved_by) == (None, None)
    assert LogEntry.objects.get().number == item.number
    assert OutboxEntry.objects.get(topic=ITEMS_TOPIC).payload == {"numbers": [item.number]}
    assert list(breaks_in_chain()) == []


def test_a_category_that_is_a_kind_by_name_gives_the_kind(run, write, kind):
    run(write(document(category="通知公告")), "--published")
    assert InformationItem.objects.get().kind == kind


def test_a_source_is_the_agency_or_the_old_address_or_what_the_operator_says(run, write):
    given = [document(), document(title="二", agency=None), document(title="三", agency=None, url=None)]
    assert "第 3 行：“三”在外部系统审批，须写明来源。" in run(write(*given), "--published")
    run(write(*given), "--published", "--source", "原门户网站")
    sources = dict(InformationItem.objects.values_list("title", "source_name"))
    assert sources == {"港区渔船停泊办法": "示范区管委会", "二": "old.example.org", "三": "原门户网站"}


BAD = [
    ("{", "不是完整的 JSON"),
    ('"a"', "应为一个 JSON 对象"),
    ("[" * 100_000, "不是完整的 JSON"),
    (document(title=""), "缺少标题"),
    (document(title=None), "缺少标题"),
    (document(title=7), "“title”应为文字"),
    (document(title="长" * 301), "最多 300 字"),
    (document(title="a\x00b"), "控制字符"),
    (document(body="a\x07b"), "控制字符"),
    (json.dumps(document(title="\ud800")), "残缺的字符"),
    (document(date_written="2017-02-30"), "2017-02-30 这一天不存在"),
    (document(date_published="2017-13-01"), "这一天不存在"),
    (document(date_published="三月六日"), "样式"),
    (document(date_published="0001-01-01"), "早于 1900 年"),
    (document(date_published=None), "没有发布日期"),
    (document(date_published="2099-01-01"), "发布时间在未来"),
    (document(date_written="2017-03-07"), "成文日期晚于发布日期"),
    (document(body=""), "缺少标题、种类、栏目、成文日期或正文"),
    (document(doc_number="长" * 61), "发文字号有 61 字"),
]


def test_a_bad_line_is_refused_with_its_number_and_stops_nobody(run, write, tmp_path):
    given = []
    for serial, (bad, _sentence) in enumerate(BAD):
        given += [document(title=f"好的第{serial}件"), bad]
    report = tmp_path / "report.jsonl"
    said = run(write(*given), "--published", "--report", str(report))
    for serial, (_bad, sentence) in enumerate(BAD):
        [line] = [one for one in said.splitlines() if one.startswith(f"第 {2 * serial + 2} 行：")]
        assert sentence in line
    assert f"录入 {len(BAD)} 条；先前已录入 0 条；重复 0 条；拒收 {len(BAD)} 条。" in said
    assert InformationItem.objects.public().count() == LogEntry.objects.count() == len(BAD)
    told = [json.loads(one) for one in report.read_text().splitlines()]
    assert sorted(one["line"] for one in told) == [2 * serial + 2 for serial in range(len(BAD))]
    assert {one["result"] for one in told} == {"refused"}


def test_a_line_that_is_not_utf8_is_refused_alone(run, tmp_path):
    path = tmp_path / "gbk.jsonl"
    path.write_bytes('{"title": "港区"}\n'.encode("gbk") + json.dumps(document()).encode() + b"\n")
    assert "第 1 行：不是 UTF-8 编码的文字。" in run(path)
    assert InformationItem.objects.count() == 1


def test_a_line_too_long_to_hold_is_refused_and_the_next_is_read(run, write, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 2000)
    said = run(write(document(body="长" * 9000), document()))
    assert "第 1 行：该行超过" in said
    assert InformationItem.objects.get().imported_line.line == 2


def test_a_script_in_a_text_arrives_as_text(run, write):
    run(write(document(body="<script>alert(1)</script>\n<p onclick='x()'>")))
    assert InformationItem.objects.get().body.startswith(
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>&lt;p onclick="
    )


def test_a_file_begun_again_enters_only_what_is_missing(run, write, monkeypatch):
    path = write(*(document(title=f"第{n}件") for n in range(7)))
    run(path)
    ImportedLine.objects.filter(line__in=[3, 6]).delete()  # as if these two had never come
    said = run(path)
    assert "录入 2 条；先前已录入 5 条" in said
    assert "录入 0 条；先前已录入 7 条" in run(path)


def test_the_same_document_is_not_entered_twice_from_wherever_it_comes(run, write):
    said = run(write(document(), document(title="二"), document()))
    assert "第 3 行：与第 1 行相同，未再录入。" in said
    said = run(write(document(), document(title="三"), name="another.jsonl.gz"), "--published")
    assert "第 1 行：与已录入的DJ/" in said
    assert sorted(InformationItem.objects.values_list("title", flat=True)) == ["三", "二", "港区渔船停泊办法"]


def test_a_compressed_file_that_breaks_off_gives_what_it_has_and_says_so(run, write, tmp_path):
    path = write(*(document(title=f"第{n}件", body=str(n) * 99) for n in range(2000)), name="whole.jsonl.gz")
    path.write_bytes(path.read_bytes()[:-4000])
    with pytest.raises(CommandError, match="中断") as refusal:
        run(path)
    assert refusal.value.returncode == 1
    assert 0 < InformationItem.objects.count() < 2000


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"unit": "999"}, "没有代码为“999”的单位。现有：100、117"),
        ({"column": "none"}, "没有地址为“none”的栏目。现有：notices"),
        ({"more": ["--kind", "none"]}, "没有代码为“none”的信息种类，请用 --kind 指定。现有：normative"),
        ({"more": ["--by", "nobody"]}, "没有用户名为“nobody”的工作人员"),
        ({"more": ["--by", "founder"]}, "您不是示范区经济发展局的拟稿人"),
        ({"more": ["--by", "founder", "--published"]}, "历史信息须由其拟稿人"),
        ({"unit": "100"}, "没有拟稿人在岗，请用 --by 指定"),
        ({"more": ["--report", "/nowhere/report.jsonl"]}, "不能写入报告文件"),
    ],
)
def test_what_is_wrong_with_the_order_is_said_before_anything_is_entered(options, sentence, run, write):
    more = options.pop("more", [])
    with pytest.raises(CommandError, match=sentence) as refusal:
        run(write(document()), *more, **options)
    assert refusal.value.returncode == 2
    assert not InformationItem.objects.exists()


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.jsonl") as refusal:
        run(tmp_path / "nothing.jsonl")
    assert refusal.value.returncode == 2


@pytest.mark.shared
def test_three_hundred_real_documents_become_published_history(run, shared_dir, tmp_path):
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz") as file:
        given = [next(file) for _line in range(300)]
    path = tmp_path / "real.jsonl"
    path.write_bytes(b"".join(given))
    said = run(path, "--published")
    undated = sum(not json.loads(line)["date_published"] for line in given)
    assert f"录入 {300 - undated} 条" in said
    assert said.count("没有发布日期") == undated < 60
    items = list(InformationItem.objects.public().select_related("imported_line"))
    assert len(items) == LogEntry.objects.count() == 300 - undated
    for item in items:
        real = json.loads(given[item.imported_line.line - 1])
        assert item.title == " ".join(real["title"].split())
        assert item.published_date.isoformat() == real["date_published"]
        assert item.body.count("<p>") == sum(bool(line.strip()) for line in real["body"].strip().splitlines())
    assert list(breaks_in_chain()) == []
