"""The publisher is killed at each of its steps, and a restart finds ledger, trail, log, outbox and tree in agreement."""

from __future__ import annotations

from django.utils.timezone import localdate

PUBLICATION = "gongkai.publishing.disclosure.actions.publication"
ANNOUNCING = "gongkai.publishing.disclosure.actions.announcing"
BAKERY = "gongkai.interfaces.portal.bakery"
INDEXING = "gongkai.interfaces.portal.tasks.indexing"

#: (where it is killed, whether the publication was committed by then), in the order of the steps.
STEPS = [
    ("gongkai.publishing.disclosure.actions.review:record:before:1", False),
    (f"{PUBLICATION}:approve:after:1", False),
    (f"{PUBLICATION}:take_index_numbers:after:1", False),
    (f"{PUBLICATION}:record:before:1", False),
    (f"{ANNOUNCING}:append_many:before:1", False),
    (f"{ANNOUNCING}:append_many:after:1", False),
    (f"{ANNOUNCING}:enqueue:after:1", False),
    (f"{PUBLICATION}:publish:after:1", False),
    ("gongkai.publishing.disclosure.actions:approve_and_publish:after:1", True),
    ("gongkai.base.core.actions:claim:after:1", True),
    (f"{BAKERY}:Oven._write:before:1", True),
    (f"{BAKERY}:_squeezed:before:1", True),
    (f"{BAKERY}:_exchange:before:1", True),
    (f"{BAKERY}:_exchange:after:1", True),
    (f"{BAKERY}:_exchange:after:4", True),
    (f"{BAKERY}:Oven.note:before:1", True),
    (f"{BAKERY}:Oven.note:after:1", True),
    (f"{INDEXING}:search_documents:before:1", True),
    (f"{INDEXING}:open_search:after:1", True),
    ("gongkai.base.core.actions:finish:before:1", True),
    ("gongkai.base.core.actions:finish:after:1", True),
]
WAITING = {"status": "secrecy_reviewed", "number": None, "log": 0, "outbox": 0}
TOLD_BEFORE = ["item.drafted", "item.submitted", "item.secrecy_reviewed"]


def check(state, serial, number):
    """The item is public in every book, or in none."""
    item = dict(state["items"][f"第{serial}件"])
    events = item.pop("events")
    if number:
        assert item == {"status": "published", "number": number, "log": 1, "outbox": 1}, STEPS[serial]
        assert events == [*TOLD_BEFORE, "item.approved", "item.published"]
    else:
        assert item == WAITING, STEPS[serial]
        assert events == TOLD_BEFORE


def test_a_killed_publisher_leaves_everything_or_nothing_and_the_next_one_makes_it_whole(house):
    """One after the other on the same ledger: each process clears up after the one killed before it, then is killed itself."""
    published, year = 0, localdate().year

    def check_whole(state):
        assert state["differences"] == []
        assert state["pending"] == []
        assert state["last"] == state["log"] == published

    before = None
    for serial, (step, committed) in enumerate(STEPS):
        [state, _standing] = house.kill("work", "state", f"stop:{step}", f"publish:{serial}")
        check_whole(state)
        if before is not None:
            check(state, before[0], f"440404117/{year}-{published:05d}" if before[1] else None)
        published += committed
        before = (serial, committed)

    [state, at_last] = house.run("work", "state", "publish the rest", "state")
    check_whole(state)
    check(state, before[0], f"440404117/{year}-{published:05d}" if before[1] else None)
    published = len(at_last["items"])
    check_whole(at_last)
    assert [path.name for path in (house.home / "public" / ".oven").iterdir()] == ["lock"]
    pages = list((house.home / "public" / "items").rglob("*.html"))
    assert len(pages) == published
    assert all(page.read_text().rstrip().endswith("</html>") for page in pages)
