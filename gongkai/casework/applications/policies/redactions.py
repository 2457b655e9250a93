"""Redaction: by whoever handles the case or a part of it, as long as it is open and no reply uses the file."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed

from ..models import Application, Redaction, Reply
from .cases import check_can_see_applicant
from .grounds import check_open


def check_can_see_redactions(user: User, application: Application, *, on: date) -> None:
    """What lies under a box is seen by those who deal with the case, not by those who only oversee it."""
    try:
        check_can_see_applicant(user, application, on=on)
    except NotAllowed:
        raise NotAllowed(_("区分处理的原件只对承办人和政务公开工作机构显示。")) from None


def check_can_redact(user: User, application: Application, *, on: date) -> None:
    """A file is handed in for redaction while the case is open."""
    check_open(application, _("遮盖文件"))
    check_can_see_redactions(user, application, on=on)


def check_can_change_redaction(user: User, redaction: Redaction, *, on: date) -> None:
    """Boxes are drawn, and the file made again, until a reply uses it; what is put away stays as it is."""
    check_can_redact(user, redaction.application, on=on)
    if redaction.dropped_at is not None or redaction.original_id is None:
        raise NotAllowed(_("该文件已停用，不能再遮盖。"))
    if redaction.made_file_id is not None and _is_used(redaction):
        raise NotAllowed(_("遮盖后的文件已用于答复，不能再改；答复稿退回后可以修改。"))


def _is_used(redaction: Redaction) -> bool:
    return Reply.objects.filter(
        application=redaction.application_id, redacted_file=redaction.made_file_id, returned_at=None
    ).exists()
