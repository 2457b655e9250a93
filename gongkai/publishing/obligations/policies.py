"""May this person, on this, now? Every refusal is the sentence the desk shows beside the disabled button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.base.organisations.queries import holds, units_of, visible_units
from gongkai.law.vocabulary import Role

from .choices import EditionState, FulfilmentState, OccasionKind, Status
from .models import Edition, Fulfilment, Obligation, Occasion, Responsibility

#: Who records, for their own unit, what happened and what met it.
RECORDING = (Role.DRAFTER, Role.CASE_OFFICER)


def can(check: Callable[..., None], user: User, thing: Any, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def keeps(user: User, *, on: date) -> bool:
    """Whether the user is of the openness office of the whole government."""
    return units_of(user, Role.OPENNESS_OFFICE, on=on).filter(parent=None).exists()


def recording_units(user: User, *, on: date) -> UnitQuerySet:
    """Units for which the user records."""
    return units_of(user, *RECORDING, on=on)


def check_can_keep(user: User, thing: Model | None = None, *, on: date) -> None:
    """Catalogues hold for the whole government: its openness office keeps them (条例 art. 4)."""
    if not keeps(user, on=on):
        raise NotAllowed(_("标准目录由本级政务公开工作机构维护，其他人员可以查看。"))


def check_can_decide(user: User, edition: Edition, *, on: date) -> None:
    """A prepared edition is adopted or put away once."""
    check_can_keep(user, on=on)
    if edition.state != EditionState.PREPARED:
        raise NotAllowed(_("该版次现为“%(state)s”，不必重复办理。") % {"state": edition.get_state_display()})


def check_can_see(user: User, unit: Unit, *, on: date) -> None:
    """Everybody sees how their own units stand; those who oversee see all."""
    if not visible_units(user, on=on).filter(pk=unit.pk).exists():
        raise NotAllowed(_("该事项属于其他单位，您无权查看。"))


def check_can_record(user: User, unit: Unit, *, on: date) -> None:
    """What happened and what met it is recorded by the unit's own drafters and case officers, never by who checks it."""
    if not any(holds(user, role, unit, on=on) for role in RECORDING):
        raise NotAllowed(_("%(unit)s的公开事由和公开情况由其拟稿人或承办人登记。") % {"unit": unit})


def check_bears(unit: Unit, obligation: Obligation, *, on: date) -> None:
    """A clock runs only for a unit that bears the row."""
    if not Responsibility.objects.on(on).filter(subject=obligation.subject_id, unit=unit).exists():
        raise Refused(
            _("%(unit)s不承担“%(subject)s”的公开事项；承担单位由政务公开工作机构确定。")
            % {"unit": unit, "subject": obligation.subject}
        )


def check_can_fulfil(user: User, occasion: Occasion, *, on: date) -> None:
    """What meets an occasion is recorded while it stands."""
    _check_stands(occasion)
    check_can_record(user, occasion.unit, on=on)


def check_can_show(user: User, occasion: Occasion, *, on: date) -> None:
    """Something is shown for what happened or for a period that is reported on."""
    check_can_fulfil(user, occasion, on=on)


def check_can_say(user: User, occasion: Occasion, *, on: date) -> None:
    """That nothing has to be public is said once, while nothing was shown."""
    check_can_fulfil(user, occasion, on=on)
    settled = (Status.MET, Status.NOTHING, Status.NOT_APPLICABLE)
    if Occasion.objects.filter(pk=occasion.pk).with_status(on=on).in_status(*settled).exists():
        raise NotAllowed(_("该事由已经公开或者已有说明，不必再作说明。"))


def check_can_say_nothing(user: User, occasion: Occasion, *, on: date) -> None:
    """本期无此类信息 is said of a period: an event that was recorded did happen."""
    if occasion.kind != OccasionKind.PERIOD:
        raise NotAllowed(_("事由已经发生，不能说明“本期无此类信息”；登记有误的，请作废该事由。"))
    check_can_say(user, occasion, on=on)


def check_can_void(user: User, occasion: Occasion, *, on: date) -> None:
    """An occasion recorded in error is voided by the unit; one of a period only by the openness office: it came by itself."""
    _check_stands(occasion)
    if occasion.fulfilments.standing().exists():
        raise NotAllowed(_("该事由已有公开情况，不能作废；请先作废公开情况。"))
    if occasion.kind == OccasionKind.PERIOD and occasion.due_date:
        if not holds(user, Role.OPENNESS_OFFICE, occasion.unit, on=on):
            raise NotAllowed(_("定期公开的事由按目录自动生成，由政务公开工作机构作废。"))
    else:
        check_can_record(user, occasion.unit, on=on)


def check_can_end_display(user: User, fulfilment: Fulfilment, *, on: date) -> None:
    """The day a notice was taken down is noted once."""
    if not fulfilment.stands or not fulfilment.is_showing or fulfilment.item_id or fulfilment.until_date:
        raise NotAllowed(_("没有正在公示的内容。"))
    check_can_record(user, fulfilment.occasion.unit, on=on)


def check_can_check(user: User, fulfilment: Fulfilment, *, on: date) -> None:
    """Checked by the openness office, once, and not by who recorded it."""
    if fulfilment.state != FulfilmentState.RECORDED:
        raise NotAllowed(_("该公开情况现为“%(state)s”，不必重复核查。") % {"state": fulfilment.get_state_display()})
    _check_office(user, fulfilment, on=on)


def check_can_return(user: User, fulfilment: Fulfilment, *, on: date) -> None:
    """What does not hold is sent back, even after it was accepted: a photograph may turn out to be of something else."""
    if not fulfilment.stands:
        raise NotAllowed(_("该公开情况现为“%(state)s”，不能退回。") % {"state": fulfilment.get_state_display()})
    _check_office(user, fulfilment, on=on)


def check_can_void_fulfilment(user: User, fulfilment: Fulfilment, *, on: date) -> None:
    """Recorded in error, it is voided by the unit until it was checked."""
    if fulfilment.state != FulfilmentState.RECORDED:
        raise NotAllowed(_("该公开情况现为“%(state)s”，不能作废。") % {"state": fulfilment.get_state_display()})
    check_can_record(user, fulfilment.occasion.unit, on=on)


def _check_office(user: User, fulfilment: Fulfilment, *, on: date) -> None:
    if not holds(user, Role.OPENNESS_OFFICE, fulfilment.occasion.unit, on=on):
        raise NotAllowed(_("公开情况由政务公开工作机构核查。"))
    if user.pk == fulfilment.recorded_by_id:
        raise NotAllowed(_("该公开情况由您登记，须由他人核查。"))


def _check_stands(occasion: Occasion) -> None:
    if occasion.voided_at:
        raise NotAllowed(_("该事由已作废：%(reason)s") % {"reason": occasion.void_reason})


def check_words(text: str, name: str, longest: int) -> str:
    """The text, trimmed. Refused when there is none, or too much."""
    said = text.strip()
    if not said:
        raise Refused(_("请填写%(name)s。") % {"name": name})
    if len(said) > longest:
        raise Refused(
            _("%(name)s最多 %(longest)d 字，现有 %(count)d 字。")
            % {"name": name, "longest": longest, "count": len(said)}
        )
    return said
