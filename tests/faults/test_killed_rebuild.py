"""A rebuild killed anywhere leaves whole pages alone, and the next one makes the tree it would have made."""

from __future__ import annotations

import gzip
import shutil
import sys
import time
from pathlib import Path

import pytest

BAKERY = "gongkai.interfaces.portal.bakery"
REBUILDING = "gongkai.interfaces.portal.tasks.rebuilding"


def files(tree):
    return {path.relative_to(tree): path for path in tree.rglob("*") if path.is_file() and ".oven" not in path.parts}


@pytest.fixture
def published(house):
    """Some items on the site, and how their tree looks."""
    house.run(*(f"publish:{serial}" for serial in range(6)))
    tree = house.home / "public"
    return house, tree, {path: file.read_bytes() for path, file in files(tree).items() if path.suffix != ".gz"}


def test_a_rebuild_killed_at_any_step_leaves_whole_pages_and_the_next_makes_the_same_tree(published):
    house, tree, before = published
    steps = [
        f"{REBUILDING}:_count_months:after:1",
        f"{BAKERY}:_exchange:before:20",
        f"{BAKERY}:_exchange:after:61",
        f"{BAKERY}:Oven.note:before:5",
        f"{BAKERY}:Oven.remove:after:4",
    ]
    shutil.rmtree(tree)
    for step in steps:
        house.kill(f"stop:{step}", "rebuild:1")
        for path, file in files(tree).items():
            if path.suffix != ".gz":
                assert file.read_bytes() == before[path]
            elif file.stat().st_mtime_ns == file.with_suffix("").stat().st_mtime_ns:
                assert gzip.decompress(file.read_bytes()) == before[path.with_suffix("")]
    [state] = house.run("rebuild:2", "state")

    assert state["differences"] == []
    assert {path: file.read_bytes() for path, file in files(tree).items() if path.suffix != ".gz"} == before
    assert [path.name for path in (tree / ".oven").iterdir()] == ["lock"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_kill_leaves_no_process_of_the_rebuild_behind(house):
    house.kill(f"stop:{BAKERY}:_exchange:after:3", "rebuild:2")  # one of its two processes stands still there
    deadline = time.monotonic() + 20
    while left := processes_of(house):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def processes_of(house):
    own = f"GONGKAI_HOME={house.home}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if own in (process / "environ").read_bytes() and " Z " not in (process / "stat").read_text():
                found.append(process.name)
        except OSError:
            continue
    return found
