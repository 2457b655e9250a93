"""年报体检: anybody may have a report checked; what is wrong is said on the page; what is handed in is kept nowhere."""

import base64
import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.base.files.models import StoredFile
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.alone import check_alone
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .national import as_docx, as_html, as_lines, as_pdf, balanced

DOOR = "/hall/report-check/"
WRONG = {**balanced(3), "t3.granted.natural": 99_999}
LIMITS = {"memory": 1024**3, "seconds": 20, "unpacked": 512 * 1024**2, "characters": 2_000_000, "pixels": 10**8}

pytestmark = pytest.mark.django_db


def send(client, content=None, name="报告.html", **given):
    if content is not None:
        given["file"] = SimpleUploadedFile(name, content)
    return client.post(DOOR, given)


def test_the_door_stands_where_the_list_of_reports_leads():
    assert reverse("hall_reports:report_check") == DOOR


@pytest.mark.parametrize(("name", "content"), [("报告.html", as_html), ("报告.docx", as_docx), ("报告.pdf", as_pdf)])
def test_what_cannot_be_true_is_shown_with_its_place_to_anybody(client, name, content):
    response = send(client, content(WRONG), name)
    page = response.content.decode()
    assert response.status_code == 200
    assert "硬伤" in page
    assert "“自然人”列" in page
    assert "99999" in page
    assert "no-store" in response["Cache-Control"]


def test_the_page_comes_back_with_marks_inside_the_answer_and_nothing_that_acts(client):
    hostile = as_html(WRONG).replace(
        b"<body>", b'<body><script>alert(1)</script><p onclick="x()" id="file">\xe7\x94\xb2</p>'
    )
    page = send(client, hostile).content.decode()
    assert 'href="#found-1"' in page
    shown = page.partition('class="marked-page"')[2].partition("</details>")[0]
    assert 'id="found-1"' in shown
    assert re.search(r'<td class="hard-found">.*?99999', shown)
    for word in ("script", "alert", "onclick", 'id="file"'):
        assert word not in shown
    [file] = re.findall(r'href="data:text/html;charset=utf-8;base64,([^"]+)" download="年报体检标记.html"', page)
    assert "99999" in base64.b64decode(file).decode()


def test_a_pdf_comes_back_with_notes_on_its_pages(client):
    page = send(client, as_pdf(WRONG), "报告.pdf").content.decode()
    [file] = re.findall(r'href="data:application/pdf;base64,([^"]+)" download="年报体检标记.pdf"', page)
    with pikepdf.open(io.BytesIO(base64.b64decode(file))) as marked:
        assert sum(len(one.get("/Annots", [])) for one in marked.pages) >= 2
    assert 'class="marked-page"' not in page


def test_a_marked_page_too_large_to_send_along_is_left_out(client, monkeypatch):
    from gongkai.oversight.annual_report.checker import __main__ as alone

    report = read_bytes(as_html(WRONG))
    told = check_document(report)
    assert alone.marked(as_html(WRONG), *told) is not None
    monkeypatch.setattr(alone, "LARGEST_MARKED", 100)
    assert alone.marked(as_html(WRONG), *told) is None


def test_a_sound_report_has_nothing_to_mark(client):
    assert "download=" not in send(client, as_html(balanced(3))).content.decode()


def test_pasted_text_is_checked_and_a_sound_report_is_called_sound(client):
    page = send(client, text=as_lines(balanced(3)).decode()).content.decode()
    assert "没有发现问题" in page
    assert "表格中 175 个" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请选择一个文件"),
        ({"content": b"x", "text": "y"}, "只要一样"),
        ({"content": b""}, "空的"),
        ({"text": "今天天气很好。"}, "不是年度报告"),
        ({"text": "一" * 300_001}, "三十万字"),
        ({"content": b"\xd0\xcf\x11\xe0" + b"\0" * 600, "name": "a.doc"}, "旧版"),
        ({"content": b"%PDF-1.7 broken", "name": "a.pdf"}, "损坏"),
        ({"text": "x", "homepage": "http://spam.example"}, "留空"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_a_sentence_and_the_text_comes_back(client, given, sentence):
    response = send(client, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert given.get("text", "")[:100] in page


def test_nothing_of_it_is_kept(client, settings):
    before = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        send(client, as_html(WRONG))
    assert not StoredFile.objects.exists()
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert written
    assert all("doors_knock" in sql for sql in written), "how often somebody knocked is counted, and nothing else"
    assert not any("99999" in query["sql"] for query in asked)
    assert sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()) == before


def test_who_comes_too_often_is_told_when_to_come_again(client, settings):
    settings.GONGKAI_DOOR_LIMIT = 1
    assert send(client, text="x").status_code == 422
    response = send(client, text="我的报告")
    assert response.status_code == 429
    assert "我的报告" in response.content.decode()


def test_a_file_made_to_be_slow_ends_its_own_process_and_nothing_else():
    # Out of memory inside a reader it may look damaged; either way it is a sentence.
    with pytest.raises(Unreadable, match=r"没有查完|损坏"):
        check_alone(as_pdf(balanced(1)), suffix=".pdf", limits={**LIMITS, "memory": 60 * 1024**2})
    slow = b"<html><body>" + b"<p>2024\xe5\xb9\xb4\xe6\x94\xbf\xe5\xba\x9c" * 400_000
    with pytest.raises(Unreadable):
        check_alone(slow, suffix=".html", limits={**LIMITS, "seconds": 1})
