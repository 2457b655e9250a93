"""``gongkai import applications FILE``: a register of applications of past years, judged as a whole, then entered batch by batch."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.core.errors import Refused
from gongkai.casework.applications import policies
from gongkai.interfaces.exchange.actions import CASE_BATCH, enter_cases, judged_cases
from gongkai.interfaces.exchange.tables import CASE_COLUMNS, open_table

from ._orders import person_of, refusal_of, unit_of

Lines = list[tuple[int, dict[str, str] | str]]


def add_arguments(what: Any) -> None:
    """The order's own arguments."""
    order: ArgumentParser = what.add_parser(
        "applications", help="录入 XLSX、CSV 台账中以前年度的公开申请；有一行不对就都不录入"
    )
    order.add_argument("file", metavar="FILE", type=Path, help="表头写明“收到日期”等列名的文件")
    order.add_argument("--unit", required=True, metavar="CODE", help="受理单位的代码")
    order.add_argument("--by", required=True, metavar="USERNAME", help="以谁的名义录入，须是承办人或在政务公开工作机构")
    order.add_argument("--dry-run", action="store_true", help="只核对，不录入")


def load(path: Path, options: dict[str, Any], out: Any) -> None:
    """Judge every line; when none is refused, enter them, each batch whole or not at all. Begun again it goes on where it was stopped."""
    unit = unit_of(options["unit"])
    by = person_of(options["by"], unit, policies.check_can_receive)
    try:
        table = open_table(path, "", CASE_COLUMNS)
    except Refused as refusal:
        raise refusal_of(str(refusal)) from refusal
    lines: Lines = list(table.rows)
    if not lines:
        raise refusal_of("表头下面没有内容。")
    judged = judged_cases(lines, unit, by=by, now=timezone.now())
    if table.unused or table.passed_over:
        out.write(f"未用到的列或工作表：{'、'.join([*table.unused, *table.passed_over])}。")
    told = judged.refused + [(row.line, "", why) for row, why in (*judged.repeated, *judged.entered) if why]
    for line, _number, why in sorted(told):
        out.write(f"第 {line} 行：{why}")
    if judged.refused:
        raise CommandError(f"有 {len(judged.refused)} 行不能录入，什么都没有录入；改好后重新导入即可。", returncode=1)
    if options["dry_run"]:
        out.write(f"将录入 {len(judged.entered)} 件；重复 {len(judged.repeated)} 行。什么都没有录入。")
        return
    entered = 0
    with tqdm(total=len(lines), unit="行", desc="录入", disable=None) as bar:
        for batch in _batches(lines):
            done = enter_cases(batch, unit, source_sha256=table.source_sha256, by=by, now=timezone.now())
            entered += len(done.entered)
            bar.update(len(batch))
    out.write(f"录入 {entered} 件；先前已录入或重复 {len(lines) - entered} 行。")


def _batches(lines: Lines) -> Iterator[Lines]:
    for start in range(0, len(lines), CASE_BATCH):
        yield lines[start : start + CASE_BATCH]
