"""``gongkai import items|documents|applications|obligations FILE`` or ``platform SOURCE``: what was made elsewhere, entered one by one."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.interfaces.exchange.actions import REGISTER_BATCH, Destination, Outcome, enter_documents, enter_register
from gongkai.interfaces.exchange.lines import BrokenOff, Document, document_of, file_sha256, raw_lines
from gongkai.interfaces.exchange.models import ImportedLine, RegisteredLine
from gongkai.interfaces.exchange.tables import Row, Table, open_table, row_of
from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure import policies

from . import _applications, _obligations, _platform
from ._orders import USUAL_KIND, Run, destination, person_of, refusal_of, unit_of

#: Lines entered in one transaction: what a kill can cost.
BATCH = 500


class Command(BaseCommand):
    help = "导入在别处形成的信息。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(
            dest="what", required=True, metavar="items|documents|applications|obligations|platform"
        )
        items = what.add_parser("items", help="逐行导入 JSONL 文件（可用 gzip 压缩）中的公文和信息")
        items.add_argument("file", metavar="FILE", type=Path, help="每行一个 JSON 对象的文件")
        items.add_argument("--unit", required=True, metavar="CODE", help="公开单位的代码")
        items.add_argument("--column", required=True, metavar="SLUG", help="栏目地址")
        items.add_argument("--by", metavar="USERNAME", default="", help="以谁的名义录入，默认为该单位的拟稿人")
        items.add_argument(
            "--kind", metavar="CODE", default="", help=f"类别对不上信息种类名称时用的种类，已发布信息默认 {USUAL_KIND}"
        )
        items.add_argument("--source", metavar="NAME", default="", help="文件中未写来源时填写的来源")
        items.add_argument("--published", action="store_true", help="作为已在别处审批并发布的信息录入，保留原日期")
        items.add_argument("--report", metavar="FILE", type=Path, help="将未录入的行写入该文件，每行一个 JSON 对象")
        documents = what.add_parser("documents", help="逐行登记 XLSX、CSV 或 JSONL 文件中的发文（公开的和不公开的）")
        documents.add_argument("file", metavar="FILE", type=Path, help="表头写明“标题”等列名的文件")
        documents.add_argument("--unit", required=True, metavar="CODE", help="发文机关的单位代码")
        documents.add_argument("--by", metavar="USERNAME", default="", help="以谁的名义登记，默认为该单位的拟稿人")
        documents.add_argument(
            "--openness",
            metavar="VALUE",
            choices=Openness.values,
            help="未写公开属性的行按此登记（proactive、on_request、withheld），不指定时拒收这样的行",
        )
        documents.add_argument(
            "--report", metavar="FILE", type=Path, help="将未登记的行和改动说明写入该文件，每行一个 JSON 对象"
        )
        _applications.add_arguments(what)
        _obligations.add_arguments(what)
        _platform.add_arguments(what)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "platform":
            _platform.load(options, self.stdout)
            return
        path: Path = options["file"]
        if not path.is_file():
            raise refusal_of(f"找不到文件“{path}”。")
        if options["what"] == "obligations":
            _obligations.load(path, options, self.stdout)
            return
        if options["what"] == "applications":
            _applications.load(path, options, self.stdout)
            return
        with ExitStack() as stack:
            run: _Import | _Register
            if options["what"] == "documents":
                unit = unit_of(options["unit"])
                by = person_of(options["by"], unit, policies.check_can_register_document)
            else:
                to = destination(options, source_sha256=file_sha256(path))
                unit = to.unit
                check = policies.check_can_enter_history if to.published else policies.check_can_draft
                by = person_of(options["by"], unit, check)
            self.stdout.write(f"以{by}的名义为{unit}录入。")
            try:
                report = (
                    stack.enter_context(options["report"].open("w", encoding="utf-8")) if options["report"] else None
                )
            except OSError as error:
                raise refusal_of(f"不能写入报告文件“{options['report']}”。") from error
            if options["what"] == "documents":
                openness = Openness(options["openness"]) if options["openness"] else None
                run = _Register(unit, by, self.stdout, report, openness)
            else:
                run = _Import(to, by, self.stdout, report)
            run.run(path)


class _Import(Run):
    """Items: reads, enters batch by batch."""

    def __init__(self, to: Destination, by: User, out: Any, report: IO[str] | None) -> None:
        super().__init__(by, out, report)
        self.to = to
        self.already = set(ImportedLine.objects.filter(source_sha256=to.source_sha256).values_list("line", flat=True))
        self.batch: list[Document] = []

    def run(self, path: Path) -> None:
        broken = False
        with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, desc="导入", disable=None) as bar:
            try:
                for raw in raw_lines(path):
                    bar.update(raw.position - bar.n)
                    if raw.number in self.already:
                        self.skipped += 1
                        continue
                    try:
                        self.batch.append(document_of(raw))
                    except Refused as refusal:
                        self.tell(raw.number, "refused", str(refusal))
                    if len(self.batch) == BATCH:
                        self._enter()
            except BrokenOff:
                broken = True
            self._enter()
            bar.update(path.stat().st_size - bar.n)
        self.out.write(
            f"录入 {self.entered} 条；先前已录入 {self.skipped} 条；重复 {self.repeated} 条；拒收 {self.refused} 条。"
        )
        if broken:
            raise CommandError(
                "文件在此处中断，可能没有传完；已读到的各行均已处理，补全文件后重新导入即可。", returncode=1
            )

    def _enter(self) -> None:
        outcome: Outcome = enter_documents(self.batch, self.to, by=self.by, now=timezone.now())
        self.entered += outcome.entered
        told = [(document, "repeated", why) for document, why in outcome.repeated]
        told += [(document, "refused", why) for document, why in outcome.refused]
        for document, result, why in sorted(told, key=lambda one: one[0].line):
            self.tell(document.line, result, why, title=document.title)
        self.batch = []


class _Register(Run):
    """Official documents: reads a table, registers batch by batch; what was mended or supplied is told in the report."""

    def __init__(self, unit: Unit, by: User, out: Any, report: IO[str] | None, openness: Openness | None) -> None:
        super().__init__(by, out, report)
        self.unit, self.openness = unit, openness
        self.batch: list[Row] = []

    def run(self, path: Path) -> None:
        try:
            table = open_table(path)
        except Refused as refusal:
            raise refusal_of(str(refusal)) from refusal
        already = set(
            RegisteredLine.objects.filter(unit=self.unit, source_sha256=table.source_sha256).values_list(
                "line", flat=True
            )
        )
        broken = False
        with tqdm(total=table.total, unit="行", desc="登记", disable=None) as bar:
            for line, cells in table.rows:
                bar.update()
                broken = broken or not line
                if line in already:
                    self.skipped += 1
                    continue
                self._read(table, line, cells)
                if len(self.batch) == REGISTER_BATCH:
                    self._enter(table)
            self._enter(table)
        if table.unused or table.passed_over:
            self.out.write(f"未用到的列或工作表：{'、'.join([*table.unused, *table.passed_over])}。")
        self.out.write(
            f"登记 {self.entered} 件；先前已登记 {self.skipped} 件；重复 {self.repeated} 行；拒收 {self.refused} 行；"
            f"规范或补充 {self.mended} 行。"
        )
        if broken:
            raise CommandError("文件没有读完，补全后重新导入即可，已登记的不会重复。", returncode=1)

    def _read(self, table: Table, line: int, cells: dict[str, str] | str) -> None:
        try:
            if isinstance(cells, str):
                raise Refused(cells)
            self.batch.append(row_of(line, cells, source_sha256=table.source_sha256, openness=self.openness))
        except Refused as refusal:
            self.tell(line, "refused", str(refusal))

    def _enter(self, table: Table) -> None:
        outcome = enter_register(
            self.batch, self.unit, source_sha256=table.source_sha256, by=self.by, now=timezone.now()
        )
        told = [(row, "repeated", why) for row, why in outcome.repeated]
        told += [(row, "refused", why) for row, why in outcome.refused]
        told += [(row, "mended", "".join(row.notes)) for row in outcome.entered if row.notes]
        for row, result, why in sorted(told, key=lambda one: one[0].line):
            self.tell(row.line, result, why, title=row.title)
        self.entered += len(outcome.entered)
        self.batch = []
