"""The process itself: one job from the command line, limits before anything is opened, one JSON object on standard output."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

from ..examining.__main__ import OUT_OF_MEMORY, confine
from ..examining.findings import Limits, Unacceptable


def run(job: dict[str, Any]) -> dict[str, Any]:
    """``job``: path, out, pages (the most), dpi, limits, and either ``page`` or ``boxes`` or neither, when pages are only counted."""
    try:
        from .drawing import drawn, opened
        from .whole import made

        document = opened(job["path"], most_pages=job["pages"])
        content = b""
        if job.get("page"):
            content = drawn(document, job["page"], (), dpi=job["dpi"]).png
        elif job.get("boxes") is not None:
            boxes = {int(page): [tuple(box) for box in those] for page, those in job["boxes"].items()}
            content = made(document, boxes, dpi=job["dpi"])
        with open(job["out"], "wb") as out:
            out.write(content)
        return {"pages": len(document)}
    except Unacceptable as refusal:
        return {"refused": [refusal.clause, refusal.values, ""]}
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Exception as error:  # a file no reader foresaw: said to be damaged, and where it was noticed
        where = traceback.extract_tb(error.__traceback__)[-1]
        return {"fault": f"{type(error).__name__} {os.path.basename(where.filename)}:{where.lineno}"}


def main() -> None:
    job = json.loads(sys.argv[1])
    confine(Limits(**job["limits"]), job["largest"])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)  # whatever a library prints is not the answer
        json.dump(run(job), answer, ensure_ascii=False)


if __name__ == "__main__":
    main()
