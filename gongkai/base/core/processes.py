"""Processes of ours that work side by side: none outlives the one that asked for it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys


def die_with(parent: int) -> None:
    """End when the given parent is killed, even by kill -9 (Linux): whoever waits for work from a dead process waits for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
