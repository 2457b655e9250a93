"""A check in a process of its own: the file on standard input, limits before it is opened, one JSON object on standard output.

Nothing is written: whoever hands in a file that is made to be slow, large or wrong ends this process and nothing else.
"""

import base64
import json
import os
import sys
from typing import Any

from gongkai.base.files.examining.__main__ import confine
from gongkai.base.files.examining.findings import Limits
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.marking import mark
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.telling import told

#: Bytes of a marked page that still go into the answer.
LARGEST_MARKED = 4 * 1024 * 1024


def marked(content: bytes, report: Report, outcome: Outcome) -> dict[str, Any] | None:
    """The page with its marks, to be shown and to be taken away; None when nothing is marked or it is too large to send along."""
    if not outcome.findings:
        return None
    made = mark(content, report.document, outcome.ranked)
    page = made if made.suffix == ".html" else None
    if made.suffix == ".docx":  # a browser shows no Word file: its page is to be read, the file to be taken away
        page = mark(content, report.document, outcome.ranked, suffix=".html")
    if len(made.body) + (len(page.body) if page and page is not made else 0) > LARGEST_MARKED or not made.shown:
        return None
    return {
        "suffix": made.suffix,
        "shown": sorted((page or made).shown),
        "page": page.body.decode() if page else None,
        "file": base64.b64encode(made.file(report.title, outcome.ranked)).decode(),
    }


def main() -> None:
    """Arguments: the limits as JSON, the suffix of the file's name. What was marked is in the answer, unless it is too large."""
    confine(Limits(**json.loads(sys.argv[1])), 0)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)  # whatever a library prints is not the answer
        try:
            content = sys.stdin.buffer.read()
            report, outcome = check_document(read_bytes(content, suffix=sys.argv[2]))
            said = told(report, outcome) | {"marked": marked(content, report, outcome)}
        except Unreadable as refusal:
            said = {"refused": str(refusal)}
        json.dump(said, answer, ensure_ascii=False)


if __name__ == "__main__":
    main()
