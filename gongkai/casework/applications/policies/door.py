"""What an applicant may do through the citizens' door, without an account: the sentences are for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit

from ..choices import Status
from ..models import Application, Draft
from ..queries import receiving_units, served_reply
from ..workflow import may_follow
from .grounds import check_handles

_ENDED = (Status.REPLIED, Status.CLOSED, Status.ARCHIVED)


def check_can_apply(unit: Unit, *, on: date) -> None:
    """Anybody may apply to a unit in which somebody deals with applications (条例 art. 27)."""
    if not receiving_units(on=on).filter(pk=unit.pk).exists():
        raise NotAllowed(_("%(unit)s暂时不能在网上受理申请，请当面提交或者邮寄。") % {"unit": unit})


def check_can_issue_code(user: User, application: Application, *, on: date) -> None:
    """A query code is given by whoever handles the application, to who has proved to be its applicant."""
    _check_stands(application)
    check_handles(user, application.unit, on=on)


def check_can_take_back(application: Application) -> None:
    """An application is taken back by its applicant as long as it has not ended."""
    _check_stands(application)
    if application.status != Status.REGISTERED and not may_follow(application.status, Status.CLOSED):
        raise NotAllowed(_("该申请已经办结，不能撤回。"))


def check_can_amend(application: Application, *, on: date) -> None:
    """A correction is taken in at the door within its term; after it good reasons are the officer's to weigh (art. 30)."""
    _check_stands(application)
    asked = application.amendments.filter(corrected_date=None).first()
    if application.status != Status.AMENDING or asked is None:
        raise NotAllowed(_("该申请没有待补正的通知，不用补正。"))
    if on > asked.due_date:
        raise NotAllowed(
            _(
                "补正期限已于%(day)s届满，不能在网上补正。有正当理由的，请与受理单位联系，由其决定是否接收；也可以重新提出申请。"
            )
            % {"day": asked.due_date}
        )


def check_can_explain(application: Application) -> None:
    """Reasons that were asked for (art. 35) are given once, as long as nobody has judged without them."""
    _check_stands(application)
    asked = getattr(application, "reasons_request", None)
    if asked is None or application.status in _ENDED:
        raise NotAllowed(_("该申请没有要求说明理由，或者已经办结。"))
    if asked.is_reasonable is not None:
        raise NotAllowed(_("受理单位已经作出认定，不能再在网上说明理由。有补充的，请与受理单位联系。"))
    if asked.answered_date is not None:
        raise NotAllowed(_("您已经说明了理由，不用再次说明。有补充的，请与受理单位联系。"))


def check_agent(agent_name: str, *, authorised: bool) -> None:
    """Whoever applies for somebody else shows a power of attorney, and says who they are (条例 art. 29; 委托代理)."""
    if agent_name.strip() and not authorised:
        raise Refused(_("由代理人提出申请的，请上传授权委托书。"))
    if authorised and not agent_name.strip():
        raise Refused(_("上传了授权委托书的，请填写代理人姓名；不是代理人申请的，请去掉该文件。"))


def check_can_acknowledge(application: Application) -> None:
    """That an answer arrived is confirmed once, after it was served."""
    _check_stands(application)
    served = served_reply(application)
    if served is None:
        raise NotAllowed(_("该申请还没有送达的答复。"))
    if hasattr(served, "acknowledgement"):
        raise NotAllowed(_("您已经确认收到，不用再次确认。"))


def check_can_rate(application: Application) -> None:
    """Rated once, when it has ended."""
    _check_stands(application)
    if application.status not in _ENDED:
        raise NotAllowed(_("该申请还没有办结，办结以后可以评价。"))
    if hasattr(application, "rating"):
        raise NotAllowed(_("您已经评价过，每件申请评价一次。"))


def check_enclosures(files: Sequence[File[bytes]], *, before: int = 0) -> None:
    """Refused when there are too many files, with those handed in ``before``, or one is too large. Before any of them is opened."""
    most: int = settings.GONGKAI_ENCLOSURES
    limit: int = settings.GONGKAI_ENCLOSURE_LIMIT
    if before + len(files) > most:
        raise Refused(
            _("最多上传 %(most)d 个文件，您选了 %(count)d 个。") % {"most": most, "count": before + len(files)}
        )
    for one in files:
        if one.size > limit:
            raise Refused(
                _("文件“%(name)s”有 %(size).1f MB，超过 %(limit).0f MB 的上限。")
                % {"name": one.name, "size": one.size / 1024**2, "limit": limit / 1024**2}
            )


def check_drafts_in_reach(draft: Draft | None) -> Draft:
    """A draft whose time is over is gone."""
    if draft is None:
        raise NotAllowed(_("没有找到这份草稿：取回码不对，或者草稿已经过期清除、已经提交。"))
    return draft


def _check_stands(application: Application) -> None:
    if application.voided_at is not None:
        raise NotAllowed(_("该申请已注销，不能再办理。"))
