from __future__ import annotations

import pytest

from gongkai.base.accounts.actions import open_account
from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused

pytestmark = pytest.mark.django_db


def test_staff_may_enter_the_desk_and_nothing_more(founder, now):
    user = open_account(username="clerk", name="李文员", password="一个够长的口令", by=founder, now=now)
    user = User.objects.get(pk=user.pk)
    assert user.get_all_permissions() == {"wagtailadmin.access_admin"}
    assert not user.is_superuser
    assert user.check_password("一个够长的口令")


def test_without_a_password_nobody_can_sign_in(founder, now):
    assert not open_account(username="clerk", name="李文员", password=None, by=founder, now=now).has_usable_password()


def test_a_name_already_taken_is_refused(founder, now):
    with pytest.raises(Refused, match="founder"):
        open_account(username="founder", name="另一人", password=None, by=founder, now=now)
    assert User.objects.count() == 1


def test_the_very_first_account_is_opened_by_itself(founder):
    assert str(Event.objects.about(founder).get()) == "系统管理员开通了系统管理员的账号"
