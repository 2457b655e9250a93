"""May somebody try to sign in now?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed

from .models import SignInFailures

#: After so many failures in a row an account rests for so long, from the address they came from.
TRIES = 5
REST = timedelta(minutes=15)


def check_can_try(*, username: str, address: str, at: datetime) -> None:
    """Five wrong passwords in a row from one address stop that account there for fifteen minutes."""
    failures = SignInFailures.objects.filter(username=username, address=address, count__gte=TRIES).first()
    if failures is not None and at < failures.last_at + REST:
        until = localtime(failures.last_at + REST).strftime("%H:%M")
        raise NotAllowed(
            _("连续 %(tries)d 次密码不对，该账号暂停登录，请在 %(until)s 后再试。") % {"tries": TRIES, "until": until}
        )
