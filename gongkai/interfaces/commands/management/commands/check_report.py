"""`gongkai check-report`: what cannot be true in a published annual report, in two of two years, in thousands. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker import check_file
from gongkai.oversight.annual_report.checker.catalogue import SEVERITIES, catalogue
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.family import check_family
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.many import check_folder, reports_in
from gongkai.oversight.annual_report.checker.marking import mark, suffixes_of
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.telling import told
from gongkai.oversight.annual_report.checker.years import check_years

_HEADINGS = {
    Severity.HARD: "硬伤：不能同时为真",
    Severity.SOFT: "疑点：报告没有说明",
    Severity.FORM: "格式",
}

#: Kinds of defects printed after a folder; the workbook has all.
_MOST_KINDS = 15


class Command(BaseCommand):
    """Exit status 1 when a hard finding exists, 2 when the file cannot be read or is no annual report."""

    help = "检查一份年度报告（文本、网页、DOCX 或 PDF）中的数字、百分比、勾稽关系和发文字号"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="报告文件，或者装有许多报告的文件夹")
        parser.add_argument("before", type=Path, nargs="?", help="同一机关上一年度的报告：核对两年之间的数")
        parser.add_argument(
            "--children", type=Path, help="装有所属各单位同年报告的文件夹：核对本级的数是否等于它们之和"
        )
        parser.add_argument(
            "--marked",
            type=Path,
            help="把问题标在原文上，写进这个文件：PDF 写成 .pdf，DOCX 写成带批注的 .docx，其他写成 .html",
        )
        parser.add_argument("--rules", action="store_true", help="列出全部规则，不检查文件")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--out", type=Path, help="检查文件夹时，把问题写进这个 XLSX 文件")
        parser.add_argument("--processes", type=int, default=2, help="同时检查几份（默认 2）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rules"]:
            self.stdout.write(catalogue(), ending="")
            return
        path: Path | None = options["file"]
        if path is None:
            raise CommandError("请写明要检查的文件或者文件夹。", returncode=2)
        try:
            if path.is_dir():
                if options["marked"]:
                    raise CommandError("--marked 一次标一份报告，请写明一个文件。", returncode=2)
                self.check_folder(path, options["out"], options["processes"])
                return
            report, outcome = check_file(path)
            if options["before"]:
                outcome.take_in(check_years(report, check_file(options["before"])[0]))
            if options["children"]:
                files = reports_in(options["children"])
                outcome.take_in(check_family(report, [check_file(each)[0] for each in files]))
            if options["marked"]:
                self.write_marked(path, report, outcome, options["marked"])
        except Unreadable as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        self.stdout.write(as_json(path, report, outcome) if options["json"] else as_text(report, outcome))
        if outcome.has_hard:
            sys.exit(1)

    def write_marked(self, path: Path, report: Report, outcome: Outcome, out: Path) -> None:
        """The page with its marks; the report itself is never written over."""
        suffixes = suffixes_of(report.document)
        if out.suffix.lower() not in suffixes or out.resolve() == path.resolve():
            raise CommandError(f"带标记的文件请写成另一个 {' 或 '.join(suffixes)} 文件。", returncode=2)
        made = mark(path.read_bytes(), report.document, outcome.ranked, suffix=out.suffix.lower())
        out.write_bytes(made.file(report.title, outcome.ranked))
        self.stderr.write(f"{len(made.shown)} 个问题标在 {out} 上。")

    def check_folder(self, folder: Path, out: Path | None, processes: int) -> None:
        """Every report below a folder, with progress; stopped and started again it goes on."""
        if out is None or out.suffix.lower() != ".xlsx":
            raise CommandError("检查文件夹时，请用 --out 问题.xlsx 写明把结果写到哪里。", returncode=2)
        with tqdm(unit="份", desc="检查年度报告", disable=None) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            came = check_folder(folder, out, processes=processes, advance=advance)
        self.stdout.write(
            f"检查了 {came['checked']} 份，其中 {came['hard']} 份有硬伤；{came['unreadable']} 个文件未能检查。结果在 {out}。"
        )
        for place, kind in enumerate(came.kinds[:_MOST_KINDS], start=1):
            self.stdout.write(
                f"  {place}. {SEVERITIES[kind.severity]}　{kind.asks}：{kind.reports} 份，共 {kind.times} 处（{kind.rule}）"
            )
        if len(came.kinds) > _MOST_KINDS:
            self.stdout.write(f"  另有 {len(came.kinds) - _MOST_KINDS} 种，见结果的第一页。")
        if came["hard"]:
            sys.exit(1)


def as_json(path: Path, report: Report, outcome: Outcome) -> str:
    """The findings and passed checks for programs."""
    return json.dumps({"source": str(path), **told(report, outcome)}, ensure_ascii=False, indent=2)


def as_text(report: Report, outcome: Outcome) -> str:
    """The findings for a clerk, worst first."""
    lines = [report.title, f"报告年度：{report.year}；附表格式：{report.form.title if report.form else '未识别'}", ""]
    for severity, heading in _HEADINGS.items():
        findings = [one for one in enumerate(outcome.ranked, start=1) if one[1].severity is severity]
        if not findings:
            continue
        lines.append(f"{heading}（{len(findings)}）")
        for number, finding in findings:
            lines += [
                f"  {number}. {finding.why}",
                f"     位置：{finding.where}",
                f"     原文：{finding.said}",
                f"     核算：{finding.computed}",
                f"     规则：{finding.rule.id}（{finding.rule.asks}）",
            ]
        lines.append("")
    if not outcome.findings:
        lines += ["没有发现问题。", ""]
    if report.notes:
        lines += ["只读到一部分：", *(f"  · {note}" for note in report.notes), ""]
    lines.append(f"另有 {len(outcome.passed)} 项核对通过；加 --json 可看到每一项。")
    return "\n".join(lines)
