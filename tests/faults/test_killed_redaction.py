"""The worker that makes a redacted file is killed at each of its steps; the next goes on where it stood, and one file comes of it."""

from __future__ import annotations

import pytest

MAKING = "gongkai.casework.applications.actions.making"
PICTURES = "gongkai.base.files.pictures"


@pytest.mark.parametrize(
    ("step", "kept", "still_to_draw"),
    [
        # The second twenty are drawn and not put away: they are drawn again, the first twenty are not.
        (f"{PICTURES}:_job:after:2", 20, [[21, 40], [41, 45]]),
        # They lie on the disk, and the ledger does not know: what was left behind is written over.
        (f"{MAKING}:_wake:before:2", 20, [[21, 40], [41, 45]]),
        # They are put away, the outbox row is not done.
        (f"{MAKING}:_put_away:after:2", 40, [[41, 45]]),
        # All is drawn and put together, and kept by nobody.
        (f"{PICTURES}:joined:after:1", 45, []),
        # It is kept as a file, and the redaction does not know.
        (f"{MAKING}:keep:after:1", 45, []),
        # It is made, the outbox row is not done.
        (f"{MAKING}:_finish:after:1", 0, []),
    ],
)
def test_a_worker_killed_at_a_redaction_is_followed_by_one_that_goes_on(house, step, kept, still_to_draw):
    house.kill("draw coarsely", "ask redaction:45", f"stop:{step}", "work")

    found, *said, left = house.run("draw coarsely", "redactions", "tell drawing", "work", "redactions")

    assert found["drawn"] == kept
    assert [one["drawing"] for one in said] == still_to_draw
    assert (left["going"], left["pages"], left["text"], left["pieces"]) == (False, 45, "", 0)
    assert left["original"] == "张三第1页"
    assert left["files"] == 2
    assert left["events"] == ["redaction.asked", "redaction.made"]
    assert left["pending"] == 0
