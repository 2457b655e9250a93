"""Thousands of reports checked side by side, and what is wrong with them in one workbook.

What was found of each file is kept in a journal beside the workbook, a line a file: a run that was stopped goes on where it was, and a
file that has changed since is checked again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from gongkai.base.core.processes import die_with
from gongkai.oversight.annual_report.checker.catalogue import SEVERITIES, catalogue
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Rule

KINDS = frozenset({".txt", ".htm", ".html", ".docx", ".pdf"})
#: Seconds one file may take: a page made to be slow does not stop the others.
LONGEST = 60
_LONGEST_CELL = 1000
_WIDE = ("文件", "原文", "说明", "要求", "标题", "原因", "例如文件")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Kind:
    """A kind of defect: its rule and how sure it is, how many reports have it and how often, and one place to look at."""

    severity: str
    rule: str
    asks: str
    reports: int
    times: int
    example: str


class Tally(Counter[str]):
    """How many reports were checked, unreadable, and with a hard finding; ``kinds`` of defects, the surest and most common first."""

    kinds: Sequence[Kind] = ()


def check_folder(
    folder: Path, out: Path, *, processes: int = 2, advance: Callable[[int, int], None] = lambda done, all: None
) -> Tally:
    """Check every report below a folder and write the workbook; returns how many were checked, unreadable, and with a hard finding.

    ``advance`` is told how many files of how many are done. Raises Unreadable when the folder holds no report at all.
    """
    files = reports_in(folder)
    journal = out.with_suffix(".jsonl")
    known = _known(journal)
    told = {str(path): _stamp(path) for path in files}
    kept = {
        name: line for name, line in known.items() if told.get(name) == line["stamp"] and line.get("rules") == _rules()
    }
    waiting = [path for path in files if str(path) not in kept]
    advance(len(kept), len(files))
    with journal.open("a", encoding="utf-8") as notes:
        notes.write("\n")  # the last line of a run that was killed may have no end
        for done, line in enumerate(_checked(waiting, processes), len(kept) + 1):
            kept[line["file"]] = line
            notes.write(json.dumps(line, ensure_ascii=False) + "\n")
            notes.flush()
            advance(done, len(files))
    lines = [kept[str(path)] for path in files]
    kinds = _kinds(lines)
    _write(lines, kinds, out)
    tally = Tally(
        checked=sum(line["refused"] is None for line in lines),
        unreadable=sum(line["refused"] is not None for line in lines),
        hard=sum(any(one["severity"] == "hard" for one in line["findings"]) for line in lines),
    )
    tally.kinds = kinds
    return tally


def reports_in(folder: Path) -> list[Path]:
    """The files below a folder that may be reports, in order. Raises Unreadable when there is none."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.is_file())
    if not files:
        raise Unreadable("文件夹里没有网页、文本、DOCX 或 PDF 文件。")
    return files


def _known(journal: Path) -> dict[str, dict[str, Any]]:
    """What the journal holds of each file; a line cut short by a kill is passed over."""
    known = {}
    if journal.exists():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            known[told["file"]] = told
    return known


def _stamp(path: Path) -> list[int]:
    about = path.stat()
    return [about.st_size, about.st_mtime_ns]


@cache
def _rules() -> str:
    """Which rules it was checked by: with others a file is checked again."""
    return hashlib.sha256(catalogue().encode()).hexdigest()[:12]


def _checked(files: list[Path], processes: int) -> Iterator[dict[str, Any]]:
    if processes < 2 or len(files) < 2:
        yield from map(_check, files)
        return
    with multiprocessing.get_context("spawn").Pool(processes, initializer=_begin, initargs=(os.getpid(),)) as pool:
        yield from pool.imap_unordered(_check, files, chunksize=4)


def _begin(parent: int) -> None:
    die_with(parent)
    signal.signal(signal.SIGALRM, _too_long)


def _too_long(number: int, frame: FrameType | None) -> NoReturn:
    raise Unreadable(f"检查用时超过 {LONGEST} 秒，没有查完。")


def _check(path: Path) -> dict[str, Any]:
    """One file; in a process of its own it is given up after a while."""
    alone = multiprocessing.parent_process() is not None
    if alone:
        signal.alarm(LONGEST)
    try:
        return _found(path)
    finally:
        if alone:
            signal.alarm(0)


def _found(path: Path) -> dict[str, Any]:
    from gongkai.oversight.annual_report.checker import check_file

    told: dict[str, Any] = {
        "file": str(path),
        "stamp": _stamp(path),
        "rules": _rules(),
        "refused": None,
        "findings": [],
    }
    try:
        report, outcome = check_file(path)
    except Unreadable as refusal:
        return told | {"refused": str(refusal)}
    findings = [
        {"rule": one.rule.id, "severity": str(one.severity), "where": one.where, "said": one.said, "computed": one.computed, "why": one.why}
        for one in outcome.ranked
    ]  # fmt: skip
    form = report.form.title if report.form else ""
    return told | {
        "title": report.title,
        "year": report.year,
        "form": form,
        "notes": list(report.notes),
        "findings": findings,
    }


def _kinds(lines: list[dict[str, Any]]) -> list[Kind]:
    """Kinds of defects, the surest first, then by how many reports have them."""
    asks = {rule.id: rule.asks for rule in Rule}
    times: Counter[tuple[str, str]] = Counter()
    reports: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        for one in line["findings"]:
            key = one["severity"], one["rule"]
            times[key] += 1
            if line["file"] not in reports.setdefault(key, [])[-1:]:
                reports[key].append(line["file"])
    order = list(SEVERITIES)
    ranked = sorted(times, key=lambda key: (order.index(key[0]), -len(reports[key]), key[1]))
    return [Kind(*key, asks[key[1]], len(reports[key]), times[key], reports[key][0]) for key in ranked]


def _write(lines: list[dict[str, Any]], kinds: list[Kind], out: Path) -> None:
    """The workbook: kinds of defects by how many reports have them, every finding, every report, what could not be read."""
    book = Workbook(write_only=True)
    findings = [(line, one) for line in lines for one in line["findings"]]
    order = list(SEVERITIES)
    checked = sum(line["refused"] is None for line in lines)
    _sheet(
        book,
        "问题种类",
        ("程度", "规则", "要求", "有此问题的报告数", "占检查过的报告", "次数", "例如文件"),
        (
            (
                *(SEVERITIES[kind.severity], kind.rule, kind.asks, kind.reports),
                *(f"{kind.reports / checked:.1%}", kind.times, kind.example),
            )
            for kind in kinds
        ),
    )
    named = ("rule", "where", "said", "computed", "why")
    _sheet(
        book,
        "全部问题",
        ("文件", "年度", "程度", "规则", "位置", "原文", "核算", "说明"),
        (
            (line["file"], line["year"], SEVERITIES[one["severity"]], *(one[name] for name in named))
            for line, one in findings
        ),
    )
    read = [line for line in lines if line["refused"] is None]
    counts = [Counter(one["severity"] for one in line["findings"]) for line in read]
    _sheet(
        book,
        "报告",
        ("文件", "标题", "年度", "格式", "硬伤", "疑点", "格式问题", "只读到一部分"),
        (
            (
                *(line["file"], line["title"], line["year"], line["form"], *(count[kind] for kind in order)),
                "；".join(line["notes"]),
            )
            for line, count in zip(read, counts, strict=True)
        ),
    )
    refused = [(line["file"], line["refused"]) for line in lines if line["refused"] is not None]
    _sheet(book, "未能检查", ("文件", "原因"), refused)
    part = out.with_name(f".{out.name}.part")
    book.save(part)
    os.replace(part, out)


def _sheet(book: Workbook, title: str, heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads):
        sheet.column_dimensions["ABCDEFGH"[place]].width = 40 if head in _WIDE else 16
    bold = []
    for head in heads:
        cell = WriteOnlyCell(sheet, value=head)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for row in rows:
        sheet.append([_safe(value) for value in row])


def _safe(value: object) -> object:
    """Text that a spreadsheet shows and does not reckon, without signs it cannot hold."""
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if sign >= " ")[:_LONGEST_CELL]
    return f"'{text}" if text.startswith(_FORMULA) else text
