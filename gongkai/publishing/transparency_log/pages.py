"""The log as the public downloads it: one JSON object a line, a thousand rows a file, and a page that says how to check with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page, Words, site_text
from gongkai.base.core.tables import Table, tables, with_tables
from gongkai.base.core.written import iso_minute

from .canonical import canonical_json
from .choices import Act
from .models import LogEntry, LogEntryQuerySet, LogHead
from .queries import SEGMENT, last_seq, rows_of_segment, segment_of

#: Rows shown on the page itself.
RECENT = 20
#: Files named there: the page is made anew with every row, and does not grow with the log. ``log/files.txt`` names them all.
FILES = 100


def path_of_segment(segment: int) -> str:
    """Where a file of the log stands: ``log/000001.jsonl``."""
    return f"log/{segment:06d}.jsonl"


def histories(entries: LogEntryQuerySet) -> Mapping[str, list[Words]]:
    """By the number they are about, these rows of the log as the page of what they are about shows them (``disclosure/history.html``)."""
    found: dict[str, list[Words]] = defaultdict(list)
    told = entries.order_by("seq").values_list("number", "seq", "at", "act", "reason", "hash")
    for number, seq, at, act, reason, digest in told:
        found[number].append(
            {
                "minute": iso_minute(at),
                "said": _act(act),
                "reason": reason,
                "segment": f"{segment_of(seq):06d}",
                "seq": str(seq),
                "hash": digest,
                "short_hash": digest[:12],
            }
        )
    return found


@cache
def _act(act: str) -> str:
    return site_text(str(Act(act).label))


def segment_file(number: int) -> Bytes:
    """The rows of a file alone."""
    return next(segment(number))


def segment(number: int) -> Iterator[Bytes]:
    """A thousand rows, one a line; once it is full, so that it is written once, the same as CSV and as a workbook."""
    rows = rows_of_segment(number)
    yield Bytes(path_of_segment(number), b"".join(canonical_json(row.as_row()) + b"\n" for row in rows))
    if len(rows) == SEGMENT:
        yield from tables(path_of_segment(number), _table(f"{_('公开日志')} {number:06d}", rows), ("csv", "xlsx"))


def _table(title: str, rows: Sequence[LogEntry]) -> Table:
    columns = (
        ("seq", _("行号")),
        ("at", _("时间")),
        ("act", _("事项")),
        ("number", _("索引号")),
        ("unit", _("单位")),
        ("reason", _("理由")),
        ("address", _("地址")),
        ("document_sha256", _("文本摘要")),
        ("hash", _("本行摘要")),
    )
    acts = {value: str(label) for value, label in Act.choices}
    return Table(
        title,
        columns,
        [
            (
                *(row.seq, row.at, acts[row.act], row.number, row.unit_name, row.reason),
                *(f"/{row.path}.html", row.document_sha256, row.hash),
            )
            for row in rows
        ],
    )


def segment_count() -> int:
    """How many files the log has."""
    last = last_seq()
    return segment_of(last) if last else 0


def index() -> Iterator[Page | Bytes]:
    """The page of the log: its end, its files, its newest rows, and these as tables."""
    head, count = LogHead.objects.filter(pk=1).first() or LogHead(), segment_count()
    files = [
        {"href": f"/{path_of_segment(n)}", "first": (n - 1) * SEGMENT + 1, "last": min(n * SEGMENT, head.seq)}
        | {"stem": f"/{path_of_segment(n)}".removesuffix(".jsonl") if n * SEGMENT <= head.seq else ""}
        for n in range(count, max(0, count - FILES), -1)
    ]
    recent = list(LogEntry.objects.order_by("-seq")[:RECENT])
    page = Page(
        "log/index.html",
        "transparency_log/index.html",
        {
            "head": head,
            "script": script().decode(),
            "files": files,
            "count": count,
            "recent": [(row, f"/{row.path}.html") for row in recent],
        },
    )
    yield from with_tables(page, _table(_("公开日志"), recent))


def tools() -> list[Bytes]:
    """The list of the log's files, and the script anybody can check the site with."""
    files = "".join(f"{path_of_segment(n)}\n" for n in range(1, segment_count() + 1))
    return [Bytes("log/files.txt", files.encode()), Bytes("log/check.py", script())]


@cache
def script() -> bytes:
    """Ten lines of Python that need nothing but Python."""
    return Path(__file__).with_name("data").joinpath("check.py").read_bytes()
