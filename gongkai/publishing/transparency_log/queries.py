"""Reading the log and proving it."""

from __future__ import annotations

from collections.abc import Iterator

from .canonical import GENESIS, row_hash
from .models import LogEntry, LogHead

#: Rows in one downloadable file of the log; a full file never changes again.
SEGMENT = 1000


def segment_of(seq: int) -> int:
    """The number, from 1, of the file in which a row stands."""
    return (seq - 1) // SEGMENT + 1


def rows_of_segment(segment: int) -> list[LogEntry]:
    """The rows of one file, in order."""
    first = (segment - 1) * SEGMENT + 1
    return list(LogEntry.objects.filter(seq__gte=first, seq__lt=first + SEGMENT).order_by("seq"))


def last_seq() -> int:
    """The number of the last row, 0 for an empty log."""
    head = LogHead.objects.filter(pk=1).first()
    return head.seq if head else 0


def breaks_in_chain() -> Iterator[str]:
    """One Chinese sentence for each row that is missing, altered or out of order; nothing for a sound log."""
    previous, expected = GENESIS, 1
    for entry in LogEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield f"公开日志第 {expected} 行缺失。"
        elif entry.previous_hash != previous:
            yield f"公开日志第 {entry.seq} 行与前一行接不上。"
        if row_hash(entry.as_row()) != entry.hash:
            yield f"公开日志第 {entry.seq} 行（{entry.number}）被改动过。"
        previous, expected = entry.hash, entry.seq + 1
    head = LogHead.objects.filter(pk=1).first()
    end = (expected - 1, previous)
    if head is None:
        if end[0]:
            yield f"公开日志的末端记录缺失，实际止于第 {end[0]} 行。"
    elif (head.seq, head.hash) != end:
        yield f"公开日志的末端记录为第 {head.seq} 行，实际止于第 {end[0]} 行。"
