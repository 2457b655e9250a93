"""A finding is shown on the page it stands on: the mark covers the wrong cell, whatever the file; nothing of the page acts any more."""

import io
import re

import pdfplumber
import pikepdf
import pypdfium2
import pytest
import typst
from django.core.management import CommandError, call_command
from lxml import html as lxml_html

from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.marking import mark
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .invented import Report
from .national import as_docx, as_html, as_pdf, balanced, text

WRONG = {**balanced(3), "t3.granted.natural": 99_999}


def marked(content, **given):
    document = read_bytes(content)
    report, outcome = check_document(document)
    return report, outcome.ranked, mark(content, document, outcome.ranked, **given)


def hits(page):
    """What stands in each marked cell, without the numbers of the findings, and these numbers."""
    root = lxml_html.fromstring(page)
    return {
        re.sub(r"^(\[\d+\])+", "", cell.text_content()): set(re.findall(r"\[(\d+)\]", cell.text_content()))
        for cell in root.iter("td")
        if cell.get("class")
    }


@pytest.mark.parametrize("content", [as_html(WRONG), as_docx(WRONG)], ids=["html", "docx"])
def test_the_wrong_cell_of_a_page_is_marked_with_the_number_of_each_finding_about_it(content):
    _report, findings, made = marked(content, suffix=".html")
    told = hits(made.body.decode())
    assert told["99999"] == {str(number) for number in range(1, len(findings) + 1)}
    assert made.suffix == ".html"
    assert len(told) < 50, "a row and a column, not the whole table"
    assert str(WRONG["t3.partial.total"]) not in told


def laid(content, turned):
    """The same pages on paper that begins elsewhere and lies on another side, and is turned back when it is shown."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        for page in file.pages:
            _x, _y, wide, high = (float(side) for side in page.mediabox)
            matrix = {
                0: (1, 0, 0, 1, 0, 0),
                90: (0, 1, -1, 0, high, 0),
                180: (-1, 0, 0, -1, wide, high),
                270: (0, -1, 1, 0, 0, wide),
            }[turned]
            *parts, x, y = matrix
            page.contents_add(f"q {' '.join(map(str, parts))} {x - 30} {y + 20} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            across, up = (high, wide) if turned in (90, 270) else (wide, high)
            page.mediabox = pikepdf.Array([-30, 20, across - 30, up + 20])
            page.obj.Rotate = turned
        file.save(written)
    return written.getvalue()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_mark_in_a_pdf_covers_the_wrong_cell_however_the_paper_lies(turned):
    content = laid(as_pdf(WRONG), turned)
    before = shade(content)
    _report, findings, made = marked(content)
    after = shade(made.body)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = next(page for page in pdf.pages if "99999" in page.extract_text())
        word = next(word for word in page.extract_words() if word["text"] == "99999")
        left, top = page.mediabox[0], page.mediabox[1]
    number = page.page_number - 1
    x, y = (word["x0"] + word["x1"]) / 2 - left, word["top"] - top - 1
    assert before[number].getpixel((int(x * 2), int(y * 2))) == (255, 255, 255)
    red, green, blue = after[number].getpixel((int(x * 2), int(y * 2)))
    assert red > 200 > green
    assert red > 200 > blue
    with pikepdf.open(io.BytesIO(made.body)) as file:
        [first, *_rest] = file.pages[number].Annots
        assert str(first.Contents).startswith(f"1. {findings[0].why}")
        assert first.Subtype == "/Highlight"


def shade(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.render(scale=2).to_pil().convert("RGB") for page in pdf]


def test_a_sentence_is_marked_in_its_line_and_no_other():
    words = [line.replace("申请", "申请7", 1) if "共收到" in line else line for line in text(WRONG)]
    parts = ['#set page(height: 12cm, width: 21cm)\n#set text(font: "Noto Serif CJK SC")', *words[:4]]
    parts += ["全年召开发布会3场，其中负责人出席5场。", "行政复议、诉讼、主动公开、依申请公开都有序开展。"]
    content = bytes(typst.compile("\n\n".join(parts).encode()))
    report, [finding], made = marked(content)
    [(_page, box)] = places_of(report, finding)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        [line] = [line for line in pdf.pages[0].extract_text_lines() if "发布会" in line["text"]]
    assert box[1] == pytest.approx(line["top"], abs=0.1)
    assert box[0] >= line["x0"] - 0.1
    assert box[2] < line["x1"], "its full stop is not marked"
    assert made.shown == {1}


def places_of(report, finding):
    from gongkai.oversight.annual_report.checker.places import boxes

    return [one for spot in finding.spots for one in boxes(report.document, spot)]


def test_words_are_marked_in_the_text_of_a_page_and_may_overlap():
    _report, findings, made = marked(Report(numbers={"share": "12.9%"}, cells={"news": 777}).as_html())
    page = made.body.decode()
    marks = re.findall(r"<mark[^>]*>([^<]+)</mark>", page)
    assert "更新政务动态信息310条" in marks
    assert any(words.endswith("占总数的12.9%") for words in marks)
    numbered = {int(number) for number in re.findall(r'id="found-(\d+)"', page)}
    assert numbered == made.shown == set(range(1, len(findings) + 1))


def test_nothing_of_the_page_acts_or_leads_out():
    hostile = (
        '<script>alert(1)</script><img src="http://a.example/x.png" onerror="alert(2)"><a href="http://a.example">甲</a>'
        '<p onclick="alert(3)" style="background:url(http://a.example)" id="found-1" class="hard-found">乙</p>'
        '<iframe src="http://a.example"></iframe><svg><script>alert(4)</script></svg><link rel=stylesheet href="//a.example">'
        '<form action="http://a.example"><input name="x"></form><base href="http://a.example"><h1>丙</h1>'
    )
    content = as_html(WRONG).replace(b"<body>", f"<body>{hostile}".encode())
    report, findings, made = marked(content)
    page = made.file(report.title, findings).decode()
    assert "甲" in page
    assert "乙" in page
    for word in ("script", "alert", "a.example", "onerror", "onclick", "<img", "<iframe", "<form", "<base", "<link"):
        assert word not in page.replace("default-src", ""), word
    assert page.count('id="found-1"') == 1


def test_the_command_writes_the_marked_file_and_never_over_the_report(tmp_path, capsys):
    report, out = tmp_path / "报告.pdf", tmp_path / "标记.pdf"
    report.write_bytes(as_pdf(WRONG))
    with pytest.raises(SystemExit):
        call_command("check_report", str(report), "--marked", str(out))
    assert pikepdf.open(out).pages
    for wrong in (report, tmp_path / "标记.html"):
        with pytest.raises(CommandError, match=r"\.pdf"):
            call_command("check_report", str(report), "--marked", str(wrong))
    assert report.read_bytes().startswith(b"%PDF")
    assert "2 个问题标在" in capsys.readouterr().err
