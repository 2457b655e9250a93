"""The process itself: one job from the command line, limits before anything is opened, one JSON object on standard output."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from typing import Any

from ..examining.__main__ import OUT_OF_MEMORY, confine
from ..examining.findings import Limits, Unacceptable
from ..examining.findings import gettext_noop as _


def run(job: dict[str, Any]) -> dict[str, Any]:
    """``job``: path, out, pages (the most), dpi, limits, and ``page``, or ``boxes`` (of pages ``first`` to ``last``), or ``pieces`` that
    were made of such pages and become one file of ``whole`` pages; with none of them pages are only counted."""
    try:
        from .drawing import drawn, opened
        from .whole import joined, made

        if job.get("pieces"):
            joined(job["pieces"], job["out"], pages=job["whole"])
            return {"pages": job["whole"]}
        document = opened(job["path"], most_pages=job["pages"])
        content = b""
        if job.get("page"):
            content = drawn(document, job["page"], (), dpi=job["dpi"]).png
        elif job.get("boxes") is not None:
            boxes = {int(page): [tuple(box) for box in those] for page, those in job["boxes"].items()}
            content = made(document, boxes, dpi=job["dpi"], first=job["first"], last=job["last"])
        with open(job["out"], "wb") as out:
            out.write(content)
        return {"pages": len(document)}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return {"refused": [_("遮盖后超过 %(most)d MB，请拆分后分别处理"), {"most": job["largest"] // 1024**2}, ""]}
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
