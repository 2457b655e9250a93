"""Killed while it publishes what was scheduled, marks what is over, or is half way through many items; and when the disk is full."""

from __future__ import annotations

import shutil

TIMING = "gongkai.publishing.disclosure.actions.timing"
BULK = "gongkai.publishing.disclosure.actions.bulk"
PUBLICATION = "gongkai.publishing.disclosure.actions.publication"
FINISH = "gongkai.base.core.actions:finish:before:1"
ANNOUNCING = "gongkai.publishing.disclosure.actions.announcing"


def whole(state) -> None:
    """Every book agrees, and nothing waits."""
    assert state["differences"] == []
    assert state["pending"] == []
    assert state["last"] == len([one for one in state["items"].values() if one["number"]])


def times(state, serial: int, event: str) -> int:
    return state["items"][f"第{serial}件"]["events"].count(event)


def test_what_was_timed_happens_once_however_its_worker_was_killed(house):
    house.kill("schedule:0", f"stop:{TIMING}:publish:after:1", "work")
    [_found, _standing] = house.kill("state", "schedule:1", f"stop:{ANNOUNCING}:enqueue:after:1", "work")
    assert _found["items"]["第0件"]["status"] == "approved", "killed before its end, nothing of it was committed"
    # After the handler and before its row is done: the row comes again and finds nothing to do.
    [state, _standing] = house.kill("work", "state", "schedule:2", f"stop:{FINISH}", "work")
    whole(state)
    assert [times(state, serial, "item.published") for serial in (0, 1)] == [1, 1]
    [state, _standing] = house.kill("work", "state", "lapse:3", f"stop:{TIMING}:announce:after:1", "work")
    whole(state)
    assert times(state, 2, "item.published") == 1
    [state, _standing] = house.kill("work", "state", "lapse:4", f"stop:{FINISH}", "work")
    whole(state)
    [state] = house.run("work", "state")
    whole(state)
    for serial in (3, 4):
        item = state["items"][f"第{serial}件"]
        assert (item["status"], item["log"]) == ("published", 2)
        assert times(state, serial, "item.validity_marked") == times(state, serial, "item.published") == 1
    assert state["log"] == 7


def test_many_items_go_on_where_they_were_and_none_is_touched_twice(house):
    for_all = 12
    [_said] = house.run(*(f"publish:{serial}" for serial in range(for_all)), "state")
    house.kill("withdraw all", f"stop:{PUBLICATION}:record:after:5", "work once")
    [found, _standing] = house.kill("state", f"stop:{BULK}:_one:after:4", "work")
    assert found["bulk"] == [[4, for_all, False]], "the screen says how far it is"
    [between, state] = house.run("state", "work", "state")
    assert between["bulk"] == [[8, for_all, False]]
    assert state["bulk"] == [[for_all, for_all, True]]
    whole(state)
    for serial in range(for_all):
        item = state["items"][f"第{serial}件"]
        assert (item["status"], item["log"]) == ("withdrawn", 2)
        assert times(state, serial, "item.withdrawn") == 1


def test_a_full_disk_loses_nothing_and_what_was_to_be_written_is_written_when_there_is_room(house):
    [state] = house.run("publish:0", "state")
    whole(state)
    page = next((house.home / "public" / "items").rglob("*.html"))
    before = page.read_bytes()
    [full] = house.run("fill the disk", "approve:1", "work once", "state")
    assert any("File too large" in error for error in full["pending"])
    assert full["items"]["第1件"]["status"] == "published", "the act stands; only its page is to come"
    assert page.read_bytes() == before
    assert all(one.read_text().rstrip().endswith("</html>") for one in (house.home / "public").rglob("*.html"))
    [state] = house.run("work", "state")
    whole(state)
    assert [path.name for path in (house.home / "public" / ".oven").iterdir()] == ["lock"]


def test_an_index_deleted_under_the_running_worker_is_said_and_made_again(house):
    house.run("publish:0")
    shutil.rmtree(house.home / "search")
    [state, again] = house.run("publish:1", "state", "rebuild search", "state")
    assert [sentence for sentence in state["differences"] if "rebuild search" not in sentence] == []
    assert len(state["differences"]) == 2
    assert state["pending"] == []
    whole(again)
