"""One writer at a time, many readers, a rebuild nobody notices, and an index that somebody deleted."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.core.errors import Refusal
from gongkai.base.search.engines import generations, open_search
from gongkai.base.search.engines.tantivy import TantivySearch
from gongkai.base.search.engines.tantivy.reader import TantivyReader
from gongkai.base.search.port import Document, Query, SearchBusy, SearchUnavailable

ROOT = Path(__file__).resolve().parents[4]
WRITER = """
import sys
from pathlib import Path
from gongkai.base.search.engines.tantivy import TantivySearch
from gongkai.base.search.port import Document
search = TantivySearch(Path(sys.argv[1]))
search.put_many([Document("other", "另一进程写入的办法")])
if sys.argv[2] == "commit":
    search.commit()
print("written", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def tantivy(root: Path) -> TantivySearch:
    engine = TantivySearch(root)
    engine.clear()
    return engine


@pytest.fixture
def other_process(root: Path) -> Iterator:
    """``other_process("commit")``: a process that has put a text into the same index, committed or not, and waits."""
    started: list[subprocess.Popen] = []

    def start(how: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
            text=True,
        )
        started.append(process)
        assert process.stdout.readline().strip() == "written"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def found(search: TantivySearch, text: str = "办法") -> list[str]:
    return sorted(hit.document.key for hit in search.search(Query(text)).hits)


def put(search: TantivySearch, *documents: Document) -> None:
    search.put_many(documents)
    search.commit()


def test_an_open_reader_sees_what_another_process_commits(tantivy, other_process):
    assert found(tantivy) == []
    other_process("commit")
    assert found(tantivy) == ["other"]


def test_what_is_not_committed_is_seen_by_nobody(tantivy, root):
    tantivy.put_many([Document("one", "办法")])
    assert found(tantivy) == found(TantivySearch(root)) == []
    tantivy.commit()
    assert found(tantivy) == found(TantivySearch(root)) == ["one"]


def test_a_second_writer_waits_and_is_told_when_it_takes_too_long(tantivy, other_process, monkeypatch):
    monkeypatch.setattr(generations, "PATIENCE", 0.05)
    writer = other_process("hold")
    with pytest.raises(SearchBusy, match="另一个进程"):
        put(tantivy, Document("one", "办法"))
    assert found(tantivy) == []
    writer.kill()
    writer.wait()
    put(tantivy, Document("one", "办法"))
    assert found(tantivy) == ["one"]


def test_a_killed_writer_leaves_no_lock_and_nothing_half_written(tantivy, other_process):
    put(tantivy, Document("one", "办法"))
    writer = other_process("hold")
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    assert found(tantivy) == ["one"]
    put(tantivy, Document("two", "办法"))
    assert found(tantivy) == sorted(tantivy.keys()) == ["one", "two"]


def test_a_writer_that_meets_a_mistake_writes_nothing_and_stands_in_nobodys_way(tantivy, root, monkeypatch):
    monkeypatch.setattr(generations, "PATIENCE", 0.05)

    def broken():
        yield Document("half", "办法")
        raise RuntimeError("the ledger is gone")

    with pytest.raises(RuntimeError):
        tantivy.put_many(broken())
    put(TantivySearch(root), Document("other", "办法"))
    put(tantivy, Document("one", "办法"))
    assert found(tantivy) == ["one", "other"]


def test_readers_have_the_old_index_until_the_new_one_is_whole(tantivy, root):
    put(tantivy, Document("old", "办法"))
    reader = TantivySearch(root)
    seen = []

    def documents():
        for n in range(3):
            seen.append(found(reader))
            yield Document(f"new{n}", "办法")

    assert tantivy.rebuild(documents(), lambda keys: ()) == 3
    assert seen == [["old"]] * 3
    assert found(reader) == found(tantivy) == ["new0", "new1", "new2"]
    assert len([path for path in root.iterdir() if path.is_dir()]) == 1


def test_what_is_written_during_a_rebuild_is_not_lost_by_it(tantivy, root):
    put(tantivy, Document("kept", "办法"), Document("withdrawn", "办法"))
    worker = TantivySearch(root)
    asked = []

    def documents():
        yield Document("kept", "办法")
        yield Document("withdrawn", "办法")
        worker.put_many([Document("published", "办法")])
        worker.remove(["withdrawn"])
        worker.commit()
        assert found(worker) == ["kept", "published"]

    def again(keys):
        asked.extend(sorted(keys))
        return [Document("published", "办法")]

    tantivy.rebuild(documents(), again)
    assert asked == ["published", "withdrawn"]
    assert found(worker) == found(tantivy) == ["kept", "published"]


def test_a_rebuild_that_breaks_off_changes_nothing_and_can_be_started_again(tantivy):
    put(tantivy, Document("old", "办法"))

    def broken():
        yield Document("new", "办法")
        raise RuntimeError("the ledger is gone")

    with pytest.raises(RuntimeError):
        tantivy.rebuild(broken(), lambda keys: ())
    assert found(tantivy) == ["old"]
    assert tantivy.rebuild([Document("new", "办法")], lambda keys: ()) == 1
    assert found(tantivy) == ["new"]


def test_there_is_one_rebuild_at_a_time(tantivy, root):
    def documents():
        with pytest.raises(SearchBusy, match="正在由另一个进程重建"):
            TantivySearch(root).rebuild((), lambda keys: ())
        yield Document("one", "办法")

    assert tantivy.rebuild(documents(), lambda keys: ()) == 1


def test_several_processes_prepare_what_one_would_in_the_same_order(tantivy, root):
    documents = [Document(f"{n}", f"第{n}号办法", "危险货物" * n) for n in range(450)]
    assert tantivy.rebuild(documents, lambda keys: (), processes=2) == 450
    assert sorted(tantivy.keys()) == sorted(document.key for document in documents)
    assert found(tantivy, "“第449号”") == ["449"]


def test_a_process_that_is_killed_while_it_writes_ends_the_rebuild_and_the_old_index_stays(tantivy):
    put(tantivy, Document("old", "办法"))

    def documents():
        for n in range(5_000):
            if n == 1_000:
                os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
            yield Document(f"{n}", f"第{n}号办法", "危险货物" * 50)

    with pytest.raises(BrokenProcessPool):
        tantivy.rebuild(documents(), lambda keys: (), processes=2)
    assert found(tantivy) == ["old"]
    assert tantivy.rebuild([Document("new", "办法")], lambda keys: (), processes=2) == 1
    assert found(tantivy) == ["new"]


def test_what_goes_wrong_while_hits_are_counted_is_told_to_who_asked(tantivy, monkeypatch):
    put(tantivy, Document("one", "办法", unit="117"))
    assert tantivy.search(Query("办法")).facets["unit"] == (("117", 1),)

    def gone(*_asked):
        raise SearchUnavailable

    monkeypatch.setattr(TantivyReader, "facets", gone)
    with pytest.raises(SearchUnavailable):
        tantivy.search(Query("办法"))


DELETED = {
    "the whole folder": lambda root: shutil.rmtree(root),
    "the generation": lambda root: [shutil.rmtree(path) for path in root.iterdir() if path.is_dir()],
    "its contents": lambda root: [path.unlink() for path in root.glob("*-*/*")],
    "the list of its contents": lambda root: [path.unlink() for path in root.glob("*-*/meta.json")],
    "the pointer": lambda root: (root / "current").unlink(),
}
SPOILED = {
    "another layout": lambda root: (root / "current").write_text("0-000001"),
    "a pointer that is no text": lambda root: (root / "current").write_bytes(b"\xff\xfe"),
    "a pointer out of the folder": lambda root: (root / "current").write_text("../.."),
    "an empty list of contents": lambda root: [path.write_text("") for path in root.glob("*-*/meta.json")],
}


@pytest.mark.parametrize("harm", [*DELETED, *SPOILED])
@pytest.mark.parametrize("fresh", [True, False], ids=["a new process", "a running server"])
def test_without_its_index_search_says_so_and_can_be_rebuilt(tantivy, root, harm, fresh):
    put(tantivy, Document("one", "办法", "内容"))
    assert found(tantivy) == ["one"]
    (DELETED | SPOILED)[harm](root)
    search = TantivySearch(root) if fresh else tantivy
    for ask in (
        lambda: search.search(Query("办法")),
        lambda: search.suggest("办"),
        lambda: search.related("one"),
        lambda: search.count(),
        lambda: list(search.keys()),
        lambda: put(search, Document("two", "办法")),
    ):
        with pytest.raises(SearchUnavailable, match="gongkai rebuild search"):
            ask()
    assert search.rebuild([Document("one", "办法")], lambda keys: ()) == 1
    assert found(search) == ["one"]
    put(search, Document("two", "办法"))
    assert found(TantivySearch(root)) == ["one", "two"]


def test_a_new_installation_has_no_index_and_says_so(root):
    with pytest.raises(Refusal, match="rebuild search"):
        open_search().search(Query("办法"))
    open_search().clear()
    assert open_search().search(Query("办法")).total == 0


def test_the_settings_name_the_engine(root, settings):
    assert isinstance(open_search(), TantivySearch)
    assert open_search() is open_search()
    settings.GONGKAI_SEARCH_ENGINE = "http://127.0.0.1:9"
    with pytest.raises(SearchUnavailable):
        open_search().search(Query("办法"))


@given(st.lists(st.tuples(st.sampled_from(["put", "remove", "commit", "rebuild"]), st.integers(0, 5)), max_size=25))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_order_of_writing_the_index_holds_what_was_committed(tantivy, steps):
    tantivy.clear()
    committed: dict[str, int] = {}
    now: dict[str, int] = {}
    for version, (step, n) in enumerate(steps):
        key = f"k{n}"
        if step == "put":
            tantivy.put_many([Document(key, f"第{version}版办法")])
            now[key] = version
        elif step == "remove":
            tantivy.remove([key])
            now.pop(key, None)
        else:
            tantivy.commit()
            committed = dict(now)
            if step == "rebuild":
                tantivy.rebuild([Document(k, f"第{v}版办法") for k, v in now.items()], lambda keys: ())
        assert sorted(tantivy.keys()) == sorted(committed)
    titles = {hit.document.key: hit.document.title for hit in tantivy.search(Query("办法")).hits}
    assert titles == {key: f"第{version}版办法" for key, version in committed.items()}
    tantivy.commit()
