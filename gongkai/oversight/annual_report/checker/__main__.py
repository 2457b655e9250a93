"""A check in a process of its own: the file on standard input, limits before it is opened, one JSON object on standard output.

Nothing is written: whoever hands in a file that is made to be slow, large or wrong ends this process and nothing else.
"""

import json
import os
import sys

from gongkai.base.files.examining.__main__ import confine
from gongkai.base.files.examining.findings import Limits
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.checker.telling import told


def main() -> None:
    """Arguments: the limits as JSON, the suffix of the file's name."""
    confine(Limits(**json.loads(sys.argv[1])), 0)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)  # whatever a library prints is not the answer
        try:
            said = told(*check_document(read_bytes(sys.stdin.buffer.read(), suffix=sys.argv[2])))
        except Unreadable as refusal:
            said = {"refused": str(refusal)}
        json.dump(said, answer, ensure_ascii=False)


if __name__ == "__main__":
    main()
