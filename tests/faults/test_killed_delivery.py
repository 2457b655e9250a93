"""A worker that dies between the platform's yes and its own note hands over again: under the same key, so never twice on the platform."""

from __future__ import annotations

import pytest

from gongkai.publishing.delivery.tests.their_platform import TheirPlatform

DELIVERY = "gongkai.publishing.delivery"


@pytest.fixture
def theirs():
    platform = TheirPlatform()
    yield platform
    platform.close()


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (f"{DELIVERY}.actions:accept:before:1", 2),  # the platform has it, nobody here knows
        (f"{DELIVERY}.actions:accept:after:1", 1),  # it is written down, the outbox row is not done
    ],
)
def test_what_the_platform_took_before_the_worker_died_stands_there_once(house, theirs, step, asked) -> None:
    house.environment["GONGKAI_DELIVERY_INNER_HOSTS"] = "127.0.0.1"
    house.run(f"platform:{theirs.address}", "work")
    house.kill(f"stop:{step}", "publish:0")
    assert len(theirs.articles) == 1

    [left] = house.run("work", "deliveries")

    [key] = theirs.articles
    assert theirs.asked == [("PUT", f"/api/articles/{key.replace('/', '%2F')}")] * asked
    assert left == {"deliveries": [["delivered", theirs.url_of(key)]], "pending": 0}
