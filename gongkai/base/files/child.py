"""Starting the examination of a file in a process of its own, and understanding how it ended.

The child gets no secret of ours (its environment is empty but for the path to this code), reads one file, writes one file, and answers
with JSON. Memory, CPU time, the size of what it writes and the number of files it opens are limited by the kernel
(``examining.__main__.confine``); here the clock and the length of the answer are. Whatever it dies of, the answer is a sentence.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

import gongkai

from .examining.findings import BROKEN

logger = logging.getLogger(__name__)
ROOT = str(Path(gongkai.__file__).resolve().parents[1])
#: A place to look at is named this often in a refusal, then "等 n 处".
PLACES_NAMED = 5
#: The answer is the text and little else: six bytes for a character and a hundred for each of its places.
ANSWER_BYTES_A_CHARACTER, ANSWER_BYTES_BESIDES = 6, 32 * 1024 * 1024


@dataclass
class Examined:
    """What the examination of one file found, said in Chinese. ``content`` is an open file nobody else can reach: close it."""

    content: IO[bytes]
    size: int
    parts: list[tuple[str, str]]
    objections: list[str]
    removed: list[str]
    notes: list[str]
    unreadable: list[str]
    failed: bool
    cut: bool

    def close(self) -> None:
        self.content.close()


@dataclass
class Refusal:
    """The file cannot be examined to its end: a clause that stands after its name."""

    clause: str


def examine(upload: File[bytes], *, suffix: str) -> Examined | Refusal:
    """Examine a file (a rewindable upload, or one already kept) as what ``suffix`` says, within GONGKAI_EXAMINATION_LIMITS."""
    limits: dict[str, int] = settings.GONGKAI_EXAMINATION_LIMITS
    with tempfile.TemporaryDirectory(prefix="gongkai-examined-") as folder:
        given, cleaned = Path(folder, "given"), Path(folder, "cleaned")
        upload.seek(0)
        with given.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        job = {
            "path": str(given),
            "suffix": suffix,
            "out": str(cleaned),
            "limits": limits,
            "largest": 2 * given.stat().st_size + 1024**2,
        }
        answer = run_child(job, seconds=2 * limits["seconds"], most=_longest_answer(limits))
        if answer is None:
            return Refusal(
                _("过大或过于复杂，在 %(seconds)d 秒和 %(memory)d MB 内存之内没有读完")
                % {"seconds": limits["seconds"], "memory": limits["memory"] // 1024**2}
            )
        if "fault" in answer:
            logger.warning("a file could not be examined: %s", answer["fault"])
            return Refusal(_(BROKEN))
        if "refused" in answer:
            clause, values, place = answer["refused"]
            said = _(clause) % values
            return Refusal(_("其中的“%(place)s”%(clause)s") % {"place": place, "clause": said} if place else said)
        # Opened before the folder goes: from then on the file has no name.
        return _examined(answer, cleaned.open("rb"), cleaned.stat().st_size)


def _longest_answer(limits: dict[str, int]) -> int:
    return ANSWER_BYTES_A_CHARACTER * limits["characters"] + ANSWER_BYTES_BESIDES


def run_child(
    job: dict[str, Any], *, seconds: int, most: int, module: str = "gongkai.base.files.examining"
) -> dict[str, Any] | None:
    """The child's answer, or None when a limit ended it."""
    command = [sys.executable, "-B", "-m", module, json.dumps(job)]
    environment = {"PYTHONPATH": ROOT, "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(  # noqa: S603 - our own module; the file's name is not among the arguments
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
    ) as child:
        assert child.stdout is not None
        alarm = threading.Timer(seconds, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            said = child.stdout.read(most + 1)
            if len(said) > most:
                child.kill()
            status = child.wait()
        finally:
            alarm.cancel()
            if child.poll() is None:
                child.kill()
    if status != 0 or len(said) > most:
        logger.warning("the examination of a file ended with status %s", status)
        return None
    answer: dict[str, Any] = json.loads(said)
    return answer


def _examined(answer: dict[str, Any], content: IO[bytes], size: int) -> Examined:
    unreadable = _sentences(answer["unreadable"])
    if answer["cut"]:
        unreadable.append(_("内容太多，只提取了前 %(count)d 个字，其余请人工查看") % {"count": answer["characters"]})
    return Examined(
        content=content,
        size=size,
        parts=[(place, text) for place, text in answer["parts"]],
        objections=[_objection(*objection) for objection in answer["objections"]],
        removed=answer["removed"],
        notes=_sentences(answer["notes"]),
        unreadable=unreadable,
        failed=answer["failed"],
        cut=answer["cut"],
    )


def _sentences(found: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    return [_(sentence) % values for sentence, values in found]


def _objection(clause: str, values: dict[str, Any], places: list[str]) -> str:
    where = "、".join(places[:PLACES_NAMED])
    if len(places) > PLACES_NAMED:
        where = _("%(where)s等 %(count)d 处") % {"where": where, "count": len(places)}
    return _(clause) % {**values, "where": where}
