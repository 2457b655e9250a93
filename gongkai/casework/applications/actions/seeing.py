"""Acting on what one saw: of two officers before the same case the second is told what the first did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused

from ..models import Application
from ..queries import events_of, version_of

Done = TypeVar("Done")


@transaction.atomic
def act_as_seen(
    application: Application, act: Callable[..., Done], *, seen: str, by: User, now: datetime, **given: Any
) -> Done:
    """Do one act unless the case changed since its page was shown (``queries.version_of``); the same page sent twice acts once."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if seen != version_of(application):
        raise Refused(_told(application))
    return act(by=by, now=now, **given)


def _told(application: Application) -> str:
    since = events_of(application).last()
    kept = _("未办理；您填写的内容仍在下面，请核对后再提交。")
    if since is None:
        return _("您打开此页之后，该申请已有变动。") + kept
    return _("您打开此页之后，该申请已有变动：%(event)s。") % {"event": since} + kept
