"""Two years side by side, and folders of reports: in parallel, resumable, in one workbook."""

import json
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from gongkai.oversight.annual_report.checker import check_document, many
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.family import check_family
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.checker.years import check_years

from .national import KINDS, T3, as_html, as_pdf, balanced, text


def read(figures, year=2024):
    words = [line.replace("2024", str(year)) for line in text(figures)]
    return check_document(read_bytes(as_html(figures, words=words)))[0]


def following(seed):
    """Figures of a year and of the year before that fit."""
    now, before = balanced(seed), balanced(seed + 1)
    for column in T3.columns:  # what was carried out is what came in
        gap = int(str(now[f"t3.carried_in.{column.key}"])) - int(str(before[f"t3.carried_out.{column.key}"]))
        before[f"t3.carried_out.{column.key}"] = now[f"t3.carried_in.{column.key}"]
        before[f"t3.new.{column.key}"] = int(str(before[f"t3.new.{column.key}"])) + gap
    for row in ("rules", "norm"):
        now[f"t2.{row}.repealed"] = 0
        now[f"t2.{row}.valid"] = int(str(before[f"t2.{row}.valid"])) + int(str(now[f"t2.{row}.issued"]))
    return now, before


@pytest.mark.parametrize("seed", range(5))
def test_two_years_that_fit_break_nothing_and_a_case_lost_between_them_is_named(seed):
    now, before = following(seed)
    outcome = check_years(read(now), read(before, 2023))
    assert outcome.findings == []
    assert len(outcome.passed) == 7 + 2
    kind = KINDS[seed % len(KINDS)]
    before[f"t3.carried_out.{kind}"] = int(str(before[f"t3.carried_out.{kind}"])) + 3
    [finding] = check_years(read(now), read(before, 2023)).findings
    assert finding.severity == "hard"
    assert "-3" in finding.computed
    assert finding.where.endswith(f"“{next(c.label for c in T3.columns if c.key == kind)}”列")


def test_documents_in_force_that_do_not_follow_are_only_asked_about():
    now, before = following(1)
    now["t2.norm.valid"] = int(str(now["t2.norm.valid"])) - 4
    [finding] = check_years(read(now), read(before, 2023)).findings
    assert finding.severity == "soft"
    assert finding.computed == "相差 -4"


def test_reports_of_years_that_do_not_follow_are_refused():
    with pytest.raises(Unreadable, match="相邻"):
        check_years(read(balanced(1)), read(balanced(1), 2022))


def added(*reports):
    return {key: sum(int(str(report[key])) for report in reports) for key in reports[0]}


def test_a_government_that_counts_for_its_units_is_their_sum_and_a_cell_that_is_not_is_named():
    units = [balanced(seed) for seed in range(3)]
    whole = added(*units)
    outcome = check_family(read(whole), [read(unit) for unit in units])
    assert outcome.findings == []
    assert len(outcome.passed) == 200
    whole["t3.granted.corp_legal"] += 2
    [finding] = check_family(read(whole), [read(unit) for unit in units]).findings
    assert (finding.severity, finding.computed) == ("soft", "相差 +2")
    assert finding.where.endswith("“予以公开”行“法律服务机构”列")


def test_a_government_that_counts_others_too_is_asked_once_a_table_not_two_hundred_times():
    units = [balanced(seed) for seed in range(3)]
    findings = check_family(read(added(*units, balanced(9))), [read(unit) for unit in units]).findings
    assert 1 <= len(findings) <= 12
    assert any("格也对不上" in finding.said for finding in findings)
    with pytest.raises(Unreadable, match="2023"):
        check_family(read(units[0]), [read(units[0], 2023)])


@pytest.fixture
def folder(tmp_path):
    reports = tmp_path / "reports"
    (reports / "部门").mkdir(parents=True)
    for seed in range(4):
        (reports / f"{seed}.html").write_bytes(as_html(balanced(seed)))
    wrong = {**balanced(9), "t3.granted.natural": 100_000}
    (reports / "部门/错.pdf").write_bytes(as_pdf(wrong))
    (reports / "=1+1.txt").write_text("不是报告。")
    (reports / "图片.png").write_bytes(b"x")
    return reports


def sheets(out):
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(out)}


def test_a_folder_of_reports_becomes_a_workbook_that_ranks_what_is_wrong(folder, tmp_path, capsys):
    out = tmp_path / "问题.xlsx"
    with pytest.raises(SystemExit) as ended:
        call_command("check_report", str(folder), "--out", str(out))
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "检查了 5 份，其中 1 份有硬伤；1 个文件未能检查" in printed
    assert "1. 硬伤　表内各数之间的勾稽关系应当成立：1 份，共 2 处" in printed
    told = sheets(out)
    assert told["问题种类"][1][:6] == ["硬伤", "table-identity", "表内各数之间的勾稽关系应当成立", 1, "20.0%", 2]
    assert {row[0] for row in told["全部问题"][1:]} == {str(folder / "部门/错.pdf")}
    assert len(told["报告"]) == 1 + 5
    [(name, why)] = told["未能检查"][1:]
    assert name.endswith("=1+1.txt")
    assert why.endswith("。")


def test_a_run_that_was_killed_goes_on_and_leaves_nobody_behind(folder, tmp_path):
    for seed in range(4, 60):
        (folder / f"{seed}.html").write_bytes(as_html(balanced(seed)))
    out, journal = tmp_path / "out.xlsx", tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "django", "check_report", str(folder), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while not journal.exists() or journal.read_text().count("file") < 5:
            assert running.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
        children = [int(pid) for pid in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()]
        running.kill()
    patience = time.monotonic() + 20
    while left := [pid for pid in children if "Z" not in state_of(pid)]:
        assert time.monotonic() < patience, f"{left} outlived the run"
        time.sleep(0.05)
    assert not out.exists()
    before = {line["file"]: line for line in map(json.loads, filter(None, whole_lines(journal)))}
    assert 5 <= len(before) < 62

    told = many.check_folder(folder, out, processes=1)
    assert told == {"checked": 61, "unreadable": 1, "hard": 1}
    names = [json.loads(line)["file"] for line in whole_lines(journal) if line]
    assert len(names) == len(set(names)) == 62, "none was checked twice, none left out"


def whole_lines(journal):
    """Without a line that was cut short."""
    return [line for line in journal.read_text().splitlines() if line.endswith("}") or not line]


def state_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return "Z"


def test_a_changed_file_is_checked_again_and_no_other(folder, tmp_path, monkeypatch):
    out = tmp_path / "out.xlsx"
    many.check_folder(folder, out, processes=1)
    whole = sheets(out)
    with (tmp_path / "out.jsonl").open("a") as journal:
        journal.write('{"file": "cut sho')
    checked, real = [], many._found
    monkeypatch.setattr(many, "_found", lambda path: checked.append(path.name) or real(path))
    (folder / "0.html").write_bytes(as_html({**balanced(0), "t3.new.total": 5}))
    many.check_folder(folder, out, processes=1)
    assert checked == ["0.html"]
    assert len(sheets(out)["全部问题"]) > len(whole["全部问题"])
    many.check_folder(folder, out, processes=1)
    assert checked == ["0.html"]


def test_kinds_of_defects_are_ranked_by_how_sure_they_are_and_how_many_reports_have_them(tmp_path):
    fee = "全年收取政府信息公开信息处理费15元。"
    for seed in range(5):
        figures = balanced(seed)
        words = [*text(figures), *([fee] if seed else []), *(["XX县组织培训。"] * seed)]
        (tmp_path / f"{seed}.html").write_bytes(as_html(figures, words=words))
    (tmp_path / "9.html").write_bytes(as_html({**balanced(9), "t3.granted.natural": 100_000}))
    kinds = many.check_folder(tmp_path, tmp_path / "out.xlsx", processes=1).kinds
    assert [(kind.severity, kind.rule, kind.reports) for kind in kinds] == [
        ("hard", "table-identity", 1), ("soft", "fee-tiers", 4), ("form", "template-fill", 4),
    ]  # fmt: skip
    assert kinds[2].times == 4 * 5 / 2


def test_with_other_rules_everything_is_checked_again(folder, tmp_path, monkeypatch):
    out = tmp_path / "out.xlsx"
    many.check_folder(folder, out, processes=1)
    monkeypatch.setattr(many, "_rules", lambda: "others")
    checked, real = [], many._found
    monkeypatch.setattr(many, "_found", lambda path: checked.append(path.name) or real(path))
    many.check_folder(folder, out, processes=1)
    assert len(checked) == 6


def test_an_empty_folder_and_a_result_without_a_place_are_refused(tmp_path, capsys):
    (tmp_path / "leer").mkdir()
    with pytest.raises(Unreadable, match="没有"):
        many.check_folder(tmp_path / "leer", tmp_path / "x.xlsx")
    with pytest.raises(Exception, match="--out"):
        call_command("check_report", str(tmp_path))


def test_the_command_prints_every_figure_with_its_place(tmp_path, capsys):
    path = tmp_path / "report.html"
    path.write_bytes(as_html(balanced(1)))
    call_command("check_report", str(path), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == "national_2021"
    assert {key: Decimal(one["value"]) for key, one in told["figures"].items()} == balanced(1)
    assert all(one["where"] for one in told["figures"].values())
    assert (told["year"], told["notes"], told["findings"]) == (2024, [], [])
