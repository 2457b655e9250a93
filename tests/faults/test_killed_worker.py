from __future__ import annotations

import pytest

BAKERY = "gongkai.interfaces.portal.bakery"


@pytest.mark.parametrize("step", [f"{BAKERY}:_exchange:before:3", f"{BAKERY}:Oven.note:before:1"])
def test_a_killed_workers_rows_are_taken_up_by_the_next_and_nothing_unfinished_is_public(house, step):
    house.kill("stop:gongkai.publishing.disclosure.actions:approve_and_publish:after:1", "publish:0")

    house.kill(f"stop:{step}", "work")

    public = house.home / "public"
    for page in public.rglob("*.html"):
        assert page.read_text().rstrip().endswith("</html>")
    unfinished = {path for path in public.rglob("*") if path.is_file() and ".oven" in path.parts}
    assert {path.name for path in unfinished} > {"lock"} or "note" in step

    [found, left] = house.run("state", "work", "state")

    assert found["pending"]
    assert left["pending"] == left["differences"] == []
    assert [path.name for path in (public / ".oven").iterdir()] == ["lock"]
