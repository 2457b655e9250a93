"""The script the public checks the site with, run as the public runs it: over HTTP, with Python and nothing else."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def check(make_item, approver, bake, tree, now) -> Iterator[Callable[[], str]]:
    """``check()``: what the script says of a site with two items, and a third that was withdrawn."""
    items = [make_item(Status.PUBLISHED, title=f"通告{n}") for n in range(3)]
    disclosure.withdraw(items[2], kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
    bake()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=tree)) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()

        def check() -> str:
            command = [sys.executable, "-I", str(tree / "log/check.py"), f"http://127.0.0.1:{server.server_port}/"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, encoding="utf-8")
            return done.stdout + done.stderr

        yield check
        server.shutdown()
        serving.join()


def test_a_sound_site_is_told_to_be_one(check):
    assert re.fullmatch(r"核对了 3 个编号，日志止于 [0-9a-f]{64}\n", check())


def test_a_byte_changed_by_hand_is_found(check, tree):
    file = tree / "items/440404117/2018/00002.json"
    file.write_bytes(file.read_bytes().replace("六月".encode(), "七月".encode()))
    said = check()
    assert "440404117/2018-00002 的文本与日志所记不符" in said
    assert "2018-00001 的" not in said


def test_an_item_quietly_taken_away_is_found(check, tree):
    (tree / "items/440404117/2018/00001.json").unlink()
    assert "440404117/2018-00001 的文本与日志所记不符，或被悄悄拿掉了" in check()


def test_a_row_of_the_log_changed_by_hand_is_found(check, tree):
    file = tree / "log/000001.jsonl"
    file.write_bytes(file.read_bytes().replace("示范区经济发展局".encode(), "示范区农业农村局".encode(), 1))
    assert "日志第 1 行被改动过" in check()


def test_a_row_taken_out_of_the_log_is_found(check, tree):
    file = tree / "log/000001.jsonl"
    rows = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(rows[:1] + rows[2:]))
    assert "日志第 3 行被改动过，或与前一行接不上" in check()
