"""A Word file comes back with its findings as comments, each on the cell or the words it is about, and otherwise as it was."""

import base64
import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.shared import RGBColor

from gongkai.law.report.formats import format_names, load_format
from gongkai.oversight.annual_report.checker import __main__ as alone
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.marking import mark
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .every_form import balanced_in, blocks, docx
from .national import as_docx, balanced, text

WRONG = {**balanced(3), "t3.granted.natural": 99_999}


def marked(content, **given):
    document = read_bytes(content)
    report, outcome = check_document(document)
    return report, outcome, mark(content, document, outcome.ranked, **given)


def comments(content):
    """For each comment its text, the cell it stands in (None outside of tables), and the words it is anchored on."""
    file = open_docx(io.BytesIO(content))
    told = []
    for comment in file.comments:
        [start] = file.element.body.xpath(f".//w:commentRangeStart[@w:id='{comment.comment_id}']")
        [end] = file.element.body.xpath(f".//w:commentRangeEnd[@w:id='{comment.comment_id}']")
        assert len(file.element.body.xpath(f".//w:commentReference[@w:id='{comment.comment_id}']")) == 1
        inside, words = False, []
        for node in file.element.body.iter():
            inside = (inside or node is start) and node is not end
            if inside and node.tag == qn("w:t"):
                words.append(node.text or "")
        cells = [node for node in start.iterancestors() if node.tag == qn("w:tc")]
        assert comment.author == "年报体检"
        told.append(
            (
                comment.text,
                "".join(one.text or "" for one in cells[0].iter(qn("w:t"))) if cells else None,
                "".join(words),
            )
        )
    return told


def test_each_comment_stands_on_a_cell_its_finding_is_about():
    report, outcome, made = marked(as_docx(WRONG))
    assert made.suffix == ".docx"
    told = comments(made.body)
    assert {int(re.match(r"\d+", said)[0]) for said, _cell, _words in told} == made.shown
    assert made.shown == set(range(1, len(outcome.ranked) + 1))
    by_number = {int(re.match(r"\d+", said)[0]): (said, cell, words) for said, cell, words in told}
    for number, finding in enumerate(outcome.ranked, start=1):
        said, cell, words = by_number[number]
        assert finding.why in said
        assert finding.computed in said
        first = finding.spots[0]
        assert cell == words == report.document.blocks[first.block].cells[first.row][first.column]


def test_every_cell_of_a_finding_is_tinted_and_no_other():
    report, outcome, made = marked(as_docx(WRONG))
    file = open_docx(io.BytesIO(made.body))
    tinted = {
        (number, row, column)
        for number, table in enumerate(file.tables)
        for row, line in enumerate(table.rows)
        for column, cell in enumerate(line.cells)
        if cell._tc.tcPr is not None and cell._tc.tcPr.find(qn("w:shd")) is not None
    }
    grids = [block.block for block in report.document.blocks if hasattr(block, "cells")]
    spots = {(grids.index(s.block), s.row, s.column) for one in outcome.ranked for s in one.spots if s.row is not None}
    assert tinted == spots


@pytest.mark.parametrize("name", format_names())
def test_of_every_form_the_altered_cell_is_commented_or_tinted(name):
    form = load_format(name)
    figures = balanced_in(form, 5)
    entry = next(one for one in form.identities if one.severity == "hard" and one.relation == "partition")
    key = entry.left[0]
    told = blocks(form, {**figures, key: 88_888}, form.years[0] + 1)
    _report, outcome, made = marked(docx(told))
    assert outcome.has_hard
    cells = [cell for said, cell, _words in comments(made.body) if "硬伤" in said]
    assert "88888" in cells


def test_words_are_commented_alone_and_keep_how_they_are_set():
    sentence = "全年召开发布会3场，其中负责人出席5场。"
    file = open_docx()
    for line in text(balanced(3)):
        file.add_paragraph(line)
    paragraph = file.add_paragraph("今年工作：")
    run = paragraph.add_run(sentence)
    run.bold, run.font.color.rgb = True, RGBColor(1, 2, 3)
    paragraph.add_run("此外如常。")
    written = io.BytesIO()
    file.save(written)
    _report, _outcome, made = marked(written.getvalue())
    [(_said, cell, words)] = [one for one in comments(made.body) if "5" in one[2]]
    assert cell is None
    assert words
    assert words in sentence
    assert words != sentence
    again = open_docx(io.BytesIO(made.body))
    line = next(one for one in again.paragraphs if sentence in one.text)
    assert line.text == f"今年工作：{sentence}此外如常。"
    assert all(one.bold for one in line.runs if one.text and one.text in sentence)


def test_nothing_else_of_the_file_changes_and_the_same_findings_make_the_same_comments():
    content = as_docx(WRONG)
    _report, _outcome, made = marked(content)
    _report, _outcome, again = marked(content)
    before, after = (read_bytes(one) for one in (content, made.body))
    assert before == after
    one, other = (zipfile.ZipFile(io.BytesIO(each.body)).read("word/comments.xml") for each in (made, again))
    assert one == other
    assert b"w:date" not in one


def test_a_blank_cell_and_one_whose_number_is_a_link_are_commented_too():
    file = open_docx(io.BytesIO(as_docx(WRONG)))
    cell = next(c for table in file.tables for row in table.rows for c in row.cells if c.text == "99999")
    paragraph = cell.paragraphs[0]
    link = paragraph._p.makeelement(qn("w:hyperlink"), {qn("w:anchor"): "x"})
    link.append(paragraph.runs[0]._r)
    paragraph._p.append(link)
    written = io.BytesIO()
    file.save(written)
    _report, outcome, made = marked(written.getvalue())
    assert outcome.has_hard
    numbers = {words for _said, _cell, words in comments(made.body)}
    assert numbers


def test_the_command_and_the_public_page_give_it_back(tmp_path, capsys):
    report, out, page = tmp_path / "报告.docx", tmp_path / "标记.docx", tmp_path / "标记.html"
    report.write_bytes(as_docx(WRONG))
    for target in (out, page):
        with pytest.raises(SystemExit):
            call_command("check_report", str(report), "--marked", str(target))
    assert comments(out.read_bytes())
    assert "99999" in page.read_text(encoding="utf-8")
    for wrong in (report, tmp_path / "标记.pdf"):
        with pytest.raises(CommandError, match=r"\.docx 或 \.html"):
            call_command("check_report", str(report), "--marked", str(wrong))
    assert "个问题标在" in capsys.readouterr().err
    made = alone.marked(report.read_bytes(), *check_document(read_bytes(report.read_bytes())))
    assert made["suffix"] == ".docx"
    assert "99999" in made["page"]
    assert comments(base64.b64decode(made["file"])) == comments(out.read_bytes())
