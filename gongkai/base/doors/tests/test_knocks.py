"""Who knocks, and how often is too often."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.base.doors import actions
from gongkai.base.doors.models import Knock
from gongkai.base.doors.policies import TooOften
from gongkai.base.doors.queries import client_key, furthest

OURS = ("127.0.0.0/8", "10.0.0.0/24", "::1/128")


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # a stranger's word about itself
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "8.8.8.8, 198.51.100.7", "198.51.100.7"),  # what stands left of a stranger is the stranger's
        ("127.0.0.1", "198.51.100.7, 10.0.0.3", "198.51.100.7"),  # two proxies of ours
        ("127.0.0.1", "10.0.0.4,10.0.0.3", "10.0.0.4"),
        ("127.0.0.1", "rubbish", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, rubbish", "127.0.0.1"),
        ("::1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),  # a house has one network and very many addresses
        ("", "", "unknown"),
        ("unix:", "198.51.100.7", "unknown"),
    ],
)
def test_the_address_is_the_last_one_our_own_proxies_did_not_write(remote, forwarded, found):
    assert furthest(remote, forwarded, trusted=OURS) == found


def test_the_key_of_an_address_cannot_be_made_elsewhere(settings):
    here = client_key("203.0.113.9")
    settings.SECRET_KEY = "another installation's"
    assert client_key("203.0.113.9") != here


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture(autouse=True)
    def three_an_hour(self, settings):
        settings.GONGKAI_DOOR_LIMIT, settings.GONGKAI_DOOR_MINUTES = 3, 60

    def test_the_fourth_within_the_hour_is_told_when_to_come_again(self, now):
        for _turn in range(3):
            actions.knock(door="form", address="a", now=now)
        with pytest.raises(TooOften, match="60 分钟内最多提交 3 次，请在 10:00 以后"):
            actions.knock(door="form", address="a", now=now)
        actions.knock(door="form", address="b", now=now)
        actions.knock(door="other", address="a", now=now)
        actions.knock(door="form", address="a", now=now + timedelta(hours=1))

    def test_counts_of_hours_that_are_over_are_forgotten(self, now):
        actions.knock(door="form", address="a", now=now)
        actions.knock(door="form", address="a", now=now + timedelta(hours=2))
        assert actions.forget_knocks(before=now + timedelta(hours=1)) == 1
        assert Knock.objects.count() == 1


def test_of_many_at_once_no_more_come_in_than_may(transactional_db, at_once, settings, now):
    settings.GONGKAI_DOOR_LIMIT = 3
    came = at_once([lambda: actions.knock(door="form", address="a", now=now)] * 6)
    assert sum(isinstance(one, TooOften) for one in came) == 3
    assert Knock.objects.get().count == 6
