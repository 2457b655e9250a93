"""Files are exchanged whole, with their twins, and the manifest knows them all."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gongkai.base.core.errors import Refused
from gongkai.base.core.pages import Bytes
from gongkai.interfaces.portal import bakery
from gongkai.interfaces.portal.bakery import oven, twin_of
from gongkai.interfaces.portal.models import BakedFile

pytestmark = pytest.mark.django_db

LONG = ("公开" * 400).encode()


def test_a_page_and_its_twin_hold_the_same_and_share_a_time_stamp(tree, now):
    with oven(now=now) as baker:
        assert baker.put(Bytes("a/page.html", LONG))
    file = tree / "a/page.html"
    assert file.read_bytes() == LONG == gzip.decompress(twin_of(file).read_bytes())
    assert file.stat().st_mtime_ns == twin_of(file).stat().st_mtime_ns
    noted = BakedFile.objects.get()
    assert (noted.path, noted.size, noted.sha256) == ("a/page.html", len(LONG), hashlib.sha256(LONG).hexdigest())


def test_a_page_that_is_unchanged_is_not_written_again(tree, now):
    with oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG))
    before = (tree / "page.html").stat()
    with oven(now=now) as baker:
        assert not baker.put(Bytes("page.html", LONG))
    after = (tree / "page.html").stat()  # the comparing read it, so its time of access may differ
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


@pytest.mark.parametrize("harm", ["page", "twin", "twin gone", "twin cut"])
def test_a_page_or_twin_that_was_tampered_with_is_written_again(harm, tree, now):
    with oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG))
    file = tree / "page.html"
    stamp = file.stat().st_mtime_ns
    match harm:
        case "page":
            file.write_bytes(LONG + b".")
        case "twin":
            twin_of(file).write_bytes(gzip.compress(b"other"))
        case "twin gone":
            twin_of(file).unlink()
        case "twin cut":
            twin_of(file).write_bytes(twin_of(file).read_bytes()[:-9])
    if twin_of(file).exists():
        os.utime(twin_of(file), ns=(stamp, stamp))
    with oven(now=now) as baker:
        assert baker.put(Bytes("page.html", LONG))
    assert file.read_bytes() == LONG == gzip.decompress(twin_of(file).read_bytes())


def test_a_twin_goes_when_its_page_becomes_too_short_for_one(tree, now):
    with oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG))
        baker.put(Bytes("page.html", b"short"))
    assert [path.name for path in tree.iterdir() if path.is_file()] == ["page.html"]


@pytest.mark.parametrize("path", ["/etc/x.html", "../x.html", "a/../../x.html", ".hidden", "a/.oven/x", "", "a\0b"])
def test_nothing_is_written_outside_the_tree_or_hidden_in_it(path, now, tree):
    with oven(now=now) as baker, pytest.raises(ValueError, match="not an address"):
        baker.put(Bytes(path, b"x"))
    assert not BakedFile.objects.exists()


def test_what_no_longer_belongs_in_a_folder_goes_with_twin_and_empty_folders(tree, now):
    with oven(now=now) as baker:
        baker.put_tree("r/2018", [Bytes("r/2018/a.html", LONG), Bytes("r/2018/deep/b.html", LONG)])
    with oven(now=now) as baker:
        baker.put_tree("r/2018", [Bytes("r/2018/a.html", LONG)])
    assert sorted(path.name for path in (tree / "r/2018").iterdir()) == ["a.html", "a.html.gz"]
    assert [file.path for file in BakedFile.objects.all()] == ["r/2018/a.html"]


def test_what_was_written_before_a_failure_is_noted_all_the_same(tree, now):
    def bake_and_fail() -> None:
        with oven(now=now) as baker:
            baker.put(Bytes("page.html", LONG))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        bake_and_fail()
    assert BakedFile.objects.get().path == "page.html"


@pytest.mark.parametrize("writes", [0, 1])
def test_a_full_disk_is_a_sentence_and_the_old_page_stands(writes, tree, now, monkeypatch):
    with oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG))
    write, left = os.write, [writes]

    def full(file: int, content: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        return write(file, content)

    monkeypatch.setattr(bakery.os, "write", full)
    with pytest.raises(Refused, match="磁盘已满"), oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG + b"!"))
    monkeypatch.undo()
    file = tree / "page.html"
    assert file.read_bytes() == LONG == gzip.decompress(twin_of(file).read_bytes())
    assert file.stat().st_mtime_ns == twin_of(file).stat().st_mtime_ns
    assert [path.name for path in (tree / bakery.WORKSHOP).iterdir()] == ["lock"]


def test_a_reader_never_sees_half_a_page_nor_the_twin_of_another_version(tree, now):
    versions = [(bytes([65 + n]) * (60_000 + n)) for n in range(6)]
    stop = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        file = tree / "page.html"
        while not stop.is_set():
            try:
                before = file.stat()
                content = file.read_bytes()
                twin_stamp = twin_of(file).stat().st_mtime_ns
                twin = gzip.decompress(twin_of(file).read_bytes())
                after = file.stat()
            except FileNotFoundError:
                continue
            if content not in versions:
                wrong.append("half a page")
            if before == after and twin_stamp == before.st_mtime_ns and twin != content:
                wrong.append("another version's twin")

    with oven(now=now) as baker:
        reader = threading.Thread(target=read)
        reader.start()
        for turn in range(120):
            baker.put(Bytes("page.html", versions[turn % len(versions)]))
        stop.set()
        reader.join()
    assert wrong == []


def test_what_a_killed_baker_left_unfinished_is_swept_away(tree, now):
    with oven(now=now) as baker:
        baker.put(Bytes("page.html", LONG))
    killed = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, pathlib, sys, time\n"
            "shop = pathlib.Path(sys.argv[1])\n"
            "fcntl.flock((shop / 'lock').open('a'), fcntl.LOCK_EX)\n"
            "(shop / '1-0').write_bytes(b'half'); print(flush=True); time.sleep(60)",
            str(tree / bakery.WORKSHOP),
        ],
        stdout=subprocess.PIPE,
    )
    assert killed.stdout is not None
    killed.stdout.readline()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    with oven(now=now):
        assert [path.name for path in (tree / bakery.WORKSHOP).iterdir()] == ["lock"]
    assert (tree / "page.html").read_bytes() == LONG


def test_two_bakers_take_turns(tree: Path, now):
    order: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        import fcntl

        workshop = tree / bakery.WORKSHOP
        workshop.mkdir(parents=True)
        with (workshop / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            inside.set()
            go_on.wait()
            order.append("first")

    other = threading.Thread(target=first)
    other.start()
    inside.wait()
    threading.Timer(0.2, go_on.set).start()
    with oven(now=now):
        order.append("second")
    other.join()
    assert order == ["first", "second"]
