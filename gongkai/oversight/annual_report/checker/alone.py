"""Checking what a stranger hands in: in a process of its own, within limits of time and memory, kept nowhere."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import gongkai
from gongkai.oversight.annual_report.checker.documents import Unreadable

_ROOT = str(Path(gongkai.__file__).resolve().parents[1])


def check_alone(content: bytes, *, suffix: str, limits: dict[str, int]) -> dict[str, Any]:
    """What ``telling.told`` says of a report. Raises Unreadable with a sentence, also when a limit ended it."""
    command = [sys.executable, "-B", "-m", f"{__package__}", json.dumps(limits), suffix]
    environment = {"PYTHONPATH": _ROOT, "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own module; nothing of the file is among the arguments but a checked suffix
            command,
            input=content,
            capture_output=True,
            env=environment,
            cwd="/",
            timeout=2 * limits["seconds"],
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_too_much(limits)) from None
    try:
        said: dict[str, Any] = json.loads(ended.stdout)
    except ValueError:
        raise Unreadable(_too_much(limits)) from None
    if "refused" in said:
        raise Unreadable(said["refused"])
    return said


def _too_much(limits: dict[str, int]) -> str:
    return f"文件过大或者过于复杂，在 {limits['seconds']} 秒和 {limits['memory'] // 1024**2} MB 内存之内没有查完。"
