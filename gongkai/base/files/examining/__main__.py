"""The process itself: one job from the command line, limits before anything is opened, one JSON object on standard output."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

from .findings import Examination, Limits, Unacceptable

#: Exit status when memory ran out in a way Python could still tell; anything but 0 is the limit's doing.
OUT_OF_MEMORY = 3


def confine(limits: Limits, largest_file: int) -> None:
    """Set the limits of this process; they cannot be raised again, and hold for everything it calls."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    signal.alarm(2 * limits.seconds)  # when the parent has died and nobody waits any more


def run(job: dict[str, Any]) -> dict[str, Any]:
    """``job``: path, suffix, out, limits. What was found, ready for JSON."""
    found = Examination(Limits(**job["limits"]))
    try:
        from .dispatch import dispatch

        found.dispatch = dispatch
        with open(job["path"], "rb") as file, open(job["out"], "wb") as out:
            dispatch(job["suffix"], file, found, out)
    except Unacceptable as refusal:
        return {"refused": [refusal.clause, refusal.values, refusal.place]}
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    except Exception as error:  # a file no reader foresaw: said to be damaged, and where it was noticed
        where = traceback.extract_tb(error.__traceback__)[-1]
        return {"fault": f"{type(error).__name__} {os.path.basename(where.filename)}:{where.lineno}"}
    return {
        "parts": found.parts,
        "objections": [[clause, values, places] for clause, (values, places) in found.objections.items()],
        "removed": found.removed,
        "notes": found.notes,
        "unreadable": found.unreadable,
        "failed": found.failed,
        "cut": found.cut,
        "characters": found.characters,
    }


def main() -> None:
    job = json.loads(sys.argv[1])
    confine(Limits(**job["limits"]), job["largest"])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)  # whatever a library prints is not the answer
        json.dump(run(job), answer, ensure_ascii=False)


if __name__ == "__main__":
    main()
