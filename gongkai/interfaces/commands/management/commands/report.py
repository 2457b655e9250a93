"""``gongkai report``: compile an annual report, say what it counts, list what changed since it was frozen, write it to files, publish the
example's."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.base.core.errors import Refusal
from gongkai.base.documents.fonts import FontsMissing
from gongkai.base.documents.html import render_html
from gongkai.base.organisations.models import Unit
from gongkai.interfaces.exchange.example import house
from gongkai.interfaces.exchange.example.report import issue_example_report
from gongkai.law.report.formats import ReportFormat, formats_for
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries.wanted import measure_all
from gongkai.oversight.statistics.queries import Period, codes, scope_of

STEPS = ("compile", "differences", "export", "publish")


class Command(BaseCommand):
    help = (
        "年度报告：compile 按现在的记录核算并核对勾稽关系；differences 列出定稿以后的更正；"
        "export 把定稿的报告写成 HTML、PDF、DOCX、XLSX、JSON；publish 发布示例年度的报告。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=STEPS, metavar="|".join(STEPS))
        parser.add_argument("year", type=int, metavar="YEAR", help="报告年度，如2018")
        parser.add_argument("--unit", metavar="CODE", help="单位代码；不填为最上级单位")
        parser.add_argument("--form", default="", metavar="NAME", help="格式，如national_2014；不填为该年度通常的格式")
        parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="export 写到哪个文件夹")

    def handle(self, *args: Any, step: str, year: int, unit: str | None, **options: Any) -> None:
        if not 2008 <= year <= 2100:
            raise CommandError("报告年度应当在2008至2100之间。", returncode=2)
        try:
            match step:
                case "compile":
                    self._compile(_unit(unit), year, _form(year, options["form"]))
                case "differences":
                    self._differences(_frozen(_unit(unit), year))
                case "export":
                    self._export(_frozen(_unit(unit), year), options["out"])
                case "publish":
                    self._publish(_unit(unit), year)
        except (Refusal, FontsMissing) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal

    def _compile(self, unit: Unit, year: int, form: ReportFormat) -> None:
        values = measure_all((*codes(), *form.codes), Period.of_year(year), scope_of(unit))
        self.stdout.write(f"{unit}，{year}年，{form.title}，按现在的记录：")
        for code, value in values.items():
            self.stdout.write(f"  {code:<36}{value.printed:>12}  {value.figure.label}")
        evaluation = queries.check_identities(form.name, values).evaluation
        self.stdout.write(f"勾稽关系成立 {len(evaluation.passed)} 项。")
        for violation in evaluation.violations:
            mark = "不成立" if violation.identity.severity == "hard" else "须留意"
            self.stdout.write(f"{mark}：{violation.identity.why}（{violation.left}，{violation.right}）")
        if evaluation.unanswerable:
            self.stdout.write(f"有数字未报送、暂不能核对的 {len(evaluation.unanswerable)} 项。")

    def _differences(self, report: Report) -> None:
        found = queries.differences(report)
        if not found:
            self.stdout.write("定稿以后没有更正。")
        for difference in found:
            self.stdout.write(f"{difference.label}：定稿时 {difference.frozen}，现在 {difference.now}")
            for sign, rows in (("-", difference.went), ("+", difference.came)):
                for row in rows:
                    self.stdout.write(f"  {sign} {row.number}  {row.day}  {row.unit}  {row.kind}")

    def _export(self, report: Report, folder: Path) -> None:
        document = queries.document_of(report)
        folder.mkdir(parents=True, exist_ok=True)
        written = {
            "html": render_html(document).encode(),
            "pdf": queries.report_pdf(report, document),
            "docx": queries.report_docx(report, document),
            "xlsx": queries.report_xlsx(report, document),
            "json": queries.report_json(report),
        }
        for suffix, content in written.items():
            file = folder / f"{report.unit.code}-{report.year}.{suffix}"
            file.write_bytes(content)
            self.stdout.write(f"{file}  {len(content):,} 字节")

    def _publish(self, unit: Unit, year: int) -> None:
        if not (unit.is_example and unit.code == house.ZONE_CODE and year == 2018):
            raise CommandError(
                "真实单位的报告在工作台上由经办人逐步送审、发布；本命令只发布示例年度的报告。", returncode=2
            )
        report = issue_example_report()
        self.stdout.write(f"{report}：{report.get_status_display()}。")


def _unit(code: str | None) -> Unit:
    units = Unit.objects.filter(code=code) if code else Unit.objects.filter(parent=None)
    found = units.order_by("code").first()
    if found is None:
        raise CommandError(f"没有代码为“{code}”的单位。" if code else "账本中还没有单位。", returncode=2)
    return found


def _form(year: int, name: str) -> ReportFormat:
    forms = {form.name: form for form in formats_for(year)}
    if name and name not in forms:
        raise CommandError(f"{year}年度报告可用的格式：{'、'.join(forms)}。", returncode=2)
    return forms[name] if name else queries.usual_form(year)


def _frozen(unit: Unit, year: int) -> Report:
    report = Report.objects.filter(unit=unit, year=year).select_related("unit").first()
    if report is None or report.frozen_at is None:
        raise CommandError(f"{unit}{year}年度的报告尚未定稿。", returncode=2)
    return report
