"""What may be done once an item is approved or public, as buttons beside those of the way there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Validity

from ... import actions, forms, policies, queries
from ...choices import Status
from ...models import InformationItem
from .steps import STEPS, Step


def _mark(item: InformationItem, *, validity: str, successor: str, **given: Any) -> InformationItem:
    found = queries.find_public(successor.strip())
    if successor.strip() and found is None:
        raise Refused(_now("没有找到替代文件“%(number)s”：请填已公开文件的索引号或文号。") % {"number": successor})
    return actions.mark_validity(item, Validity(validity), successor=found, **given)


LATER = (
    Step(
        "approve-later",
        _("同意并定时发布"),
        _("同意后到时由系统以您的名义发布；届时您不再有发布权限的，不发布并列入待办。"),
        policies.check_can_approve,
        actions.approve_and_schedule,
        Status.APPROVED,
        forms.ScheduleForm,
        folded=True,
    ),
    Step(
        "schedule",
        _("定时发布"),
        _("到时由系统以您的名义发布；再次设定即更改时间。"),
        policies.check_can_schedule,
        actions.schedule,
        Status.APPROVED,
        forms.ScheduleForm,
        folded=True,
        stays=True,
        said=_("已设定发布时间。"),
    ),
    Step(
        "unschedule",
        _("取消定时发布"),
        _("仍为待发布，可随时发布或重新设定时间。"),
        policies.check_can_unschedule,
        actions.unschedule,
        Status.APPROVED,
        backward=True,
        stays=True,
        said=_("已取消定时发布。"),
    ),
    Step(
        "change",
        _("修改公开内容"),
        _("另起一份修改稿，走完全部审查后替换公开的文本；在此之前公众看到的页面不变。"),
        policies.check_can_begin_change,
        actions.begin_change,
        Status.PUBLISHED,
        forms.ChangeForm,
        folded=True,
        stays=True,
        said=_("已起草修改稿，改好后送保密审查。"),
    ),
    Step(
        "validity",
        _("标注有效性"),
        _("页面仍然公开，顶端注明有效性、日期和依据；标错的可再次标注更正。"),
        policies.check_can_mark_validity,
        _mark,
        Status.PUBLISHED,
        forms.ValidityForm,
        folded=True,
        stays=True,
        said=_("已标注有效性。"),
    ),
    Step(
        "expiry",
        _("定时下线"),
        _("到时注明失效并移出最新列表，页面保留。"),
        policies.check_can_set_expiry,
        actions.set_expiry,
        Status.PUBLISHED,
        forms.ExpiryForm,
        folded=True,
        stays=True,
        said=_("已记录下线时间。"),
    ),
    Step(
        "move",
        _("调整栏目"),
        _("网址、索引号和发布日期不变，公开日志记明去向和理由。"),
        policies.check_can_move,
        actions.move,
        Status.PUBLISHED,
        forms.MoveForm,
        folded=True,
        stays=True,
        said=_("已调整栏目。"),
    ),
    Step(
        "discard",
        _("放弃这份草稿"),
        _("草稿留存备查，不再办理。"),
        policies.check_can_discard,
        actions.discard,
        Status.DISCARDED,
        forms.DiscardForm,
        backward=True,
        folded=True,
    ),
)
ALL_STEPS = (*STEPS, *LATER)
