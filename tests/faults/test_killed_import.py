from __future__ import annotations

import json

import pytest

ACTIONS = "gongkai.interfaces.exchange.actions.items"


def imported(state):
    """Titles of what the import brought; the ledger's own items wait for their approval."""
    return {title for title in state["items"] if title.endswith("号")}


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (f"{ACTIONS}:enter_history:after:3", 20),
        (f"{ACTIONS}:insert_many:after:3", 20),
        (f"{ACTIONS}:_enter_all:after:3", 30),
    ],
)
def test_an_import_killed_in_a_batch_keeps_whole_batches_and_a_second_run_brings_the_rest_once(house, step, kept):
    path = house.home / "documents.jsonl"
    given = [
        {"title": f"第{n}号", "body": "正文", "agency": "原门户网站", "date_published": f"2017-03-{n % 28 + 1:02d}"}
        for n in range(55)
    ]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in given))

    house.kill(f"stop:{step}", f"import published:{path}")
    [found, left] = house.run("work", "state", f"import published:{path}", "work", "state")

    assert len(imported(found)) == found["log"] == found["last"] == kept
    assert found["differences"] == []
    assert imported(left) == {one["title"] for one in given}
    assert left["log"] == left["last"] == 55
    assert left["differences"] == left["pending"] == []


def test_drafts_killed_in_a_batch_come_once_too(house):
    path = house.home / "documents.jsonl"
    path.write_text(
        "".join(json.dumps({"title": f"第{n}号", "body": "正文"}, ensure_ascii=False) + "\n" for n in range(25))
    )

    house.kill(f"stop:{ACTIONS}:draft:after:17", f"import:{path}")
    [found, left] = house.run("state", f"import:{path}", "state")

    assert len(imported(found)) == 10
    assert len(imported(left)) == 25
