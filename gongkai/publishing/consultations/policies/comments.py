"""Who may say something, what is taken at the door, and who of the staff may read and handle it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.queries import holds
from gongkai.publishing.catalogue.policies import check_line

from ..choices import HANDLING, READING, TAKING, Status
from ..models import Consultation

#: The longest comment, in characters; what is longer comes as a file.
LONGEST = 10_000


def check_can_comment(consultation: Consultation, *, on: date) -> None:
    """The public comments from the first day to the last, both included; the sentence says which day is in the way."""
    if consultation.is_taking(on):
        return
    if consultation.status == Status.ENDED:
        raise NotAllowed(_("本次征求意见已经终止，不再接收意见：%(why)s") % {"why": consultation.ended_reason})
    closes = consultation.closes_date
    if closes is None or consultation.status not in (Status.OPEN, Status.CLOSED, Status.ANSWERED):
        raise NotAllowed(_("本次征求意见还没有开始。"))
    raise NotAllowed(
        _("本次征求意见已于%(year)d年%(month)d月%(day)d日截止，不再接收意见。")
        % {"year": closes.year, "month": closes.month, "day": closes.day}
    )


def check_comment(*, text: str, name: str, contact: str, files: int) -> None:
    """Refused when a comment says nothing, is too long, or holds characters nobody sees."""
    if not text.strip() and not files:
        raise Refused(_("请写下您的意见，或者上传写有意见的文件。"))
    check_line(text, _("意见内容"), LONGEST, lines=True)
    check_line(name, _("姓名或单位名称"), 60)
    check_line(contact, _("联系方式"), 100)


def check_files(files: Sequence[File[bytes]]) -> None:
    """Refused when there are too many files, or one is larger than the door takes. Before any of them is opened."""
    most: int = settings.GONGKAI_COMMENT_FILES
    limit: int = settings.GONGKAI_COMMENT_FILE_LIMIT
    if len(files) > most:
        raise Refused(_("最多上传 %(most)d 个文件，您选了 %(count)d 个。") % {"most": most, "count": len(files)})
    for one in files:
        if one.size > limit:
            raise Refused(
                _("文件“%(name)s”有 %(size).1f MB，超过 %(limit).0f MB 的上限。")
                % {"name": one.name, "size": one.size / 1024**2, "limit": limit / 1024**2}
            )


def check_can_read_comments(user: User, consultation: Consultation, *, on: date) -> None:
    """What people wrote is read by the unit's drafters, case officers and approvers, and by nobody who merely oversees it."""
    if not any(holds(user, role, consultation.unit, on=on) for role in READING):
        raise NotAllowed(_("意见含有个人信息，只有%(unit)s的经办人员可以查看。") % {"unit": consultation.unit})


def check_can_enter(user: User, consultation: Consultation, *, on: date) -> None:
    """A letter is entered while comments are taken, and after the last day until the result is public: it may have been posted in time."""
    if consultation.status not in TAKING:
        raise NotAllowed(
            _("该征求意见现为“%(status)s”，不能再录入意见。") % {"status": consultation.get_status_display()}
        )
    _check_handles(user, consultation, on=on)


def check_can_dispose(user: User, consultation: Consultation, *, on: date) -> None:
    """Comments are summed up and answered until the result is public."""
    if consultation.status not in TAKING:
        raise NotAllowed(
            _("该征求意见现为“%(status)s”，不能再处理意见。") % {"status": consultation.get_status_display()}
        )
    _check_handles(user, consultation, on=on)


def check_can_erase(user: User, consultation: Consultation, *, on: date) -> None:
    """Who wrote a comment is erased whenever it is asked for (个人信息保护法 art. 47), by who handles comments."""
    _check_handles(user, consultation, on=on)


def _check_handles(user: User, consultation: Consultation, *, on: date) -> None:
    if not any(holds(user, role, consultation.unit, on=on) for role in HANDLING):
        raise NotAllowed(_("意见由%(unit)s的拟稿人或承办人办理。") % {"unit": consultation.unit})
