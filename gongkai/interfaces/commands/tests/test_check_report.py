import io
import json

import pytest
from django.core.management import CommandError, call_command

from gongkai.oversight.annual_report.tests.invented import Report


def run(path, *options: str) -> tuple[str, int]:
    """What the command printed, and its exit status."""
    out, status = io.StringIO(), 0
    try:
        call_command("check_report", str(path), *options, stdout=out)
    except SystemExit as stop:
        status = int(str(stop.code))
    return out.getvalue(), status


@pytest.fixture
def write(tmp_path):
    def write(content: bytes, name: str = "report.txt"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_a_report_that_agrees_with_itself_ends_well(write):
    printed, status = run(write(Report().as_text()))
    assert status == 0
    assert "没有发现问题。" in printed


def test_a_hard_finding_ends_with_one_and_comes_first(write):
    printed, status = run(write(Report(numbers={"share": "12.9%"}, cells={"replied": 8}).as_html(), "page.html"))
    assert status == 1
    assert printed.index("硬伤：不能同时为真（1）") < printed.index("疑点：报告没有说明（1）")
    assert "83/640 = 12.969%，应为 13.0%" in printed


def test_a_soft_finding_alone_is_no_failure(write):
    assert run(write(Report(cells={"replied": 8}).as_text()))[1] == 0


def test_json_has_every_finding_and_what_passed(write):
    path = write(Report(numbers={"share": "12.9%"}).as_docx(), "report.docx")
    printed, status = run(path, "--json")
    told = json.loads(printed)
    assert status == 1
    assert list(told) == [
        *("source", "title", "year", "format", "format_title", "figures", "notes", "findings", "passed"),
    ]
    assert (told["source"], told["format"]) == (str(path), "guangdong_2018")
    assert [list(finding) for finding in told["findings"]] == [
        ["number", "rule", "severity", "where", "said", "computed", "why", "at"]
    ]
    assert told["findings"][0]["severity"] == "hard"
    assert {"rule", "where", "compared"} == set(told["passed"][0])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "一份通知\n请各单位办理。".encode()])
def test_what_cannot_be_checked_ends_with_two_and_one_sentence(write, content):
    with pytest.raises(CommandError) as refusal:
        run(write(content))
    assert refusal.value.returncode == 2
    assert str(refusal.value).count("。") == 1
