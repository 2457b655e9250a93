"""What may be done with an occasion and with what met it, as buttons: the name, what follows, what is asked, and the one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused
from gongkai.publishing.disclosure.models import InformationItem

from ... import actions, forms, policies
from ...models import Fulfilment, Occasion
from .screens import occasion_url


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    consequence: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    done: str | Promise
    form: type[forms.StepForm] = forms.StepForm
    #: Takes something back; drawn apart from the way forward.
    backward: bool = False
    #: Its form opens when wanted.
    folded: bool = False


def _meet_by_item(occasion: Occasion, *, number: str, **more: Any) -> Fulfilment:
    said = number.strip()
    item = (
        InformationItem.objects.filter(number=said).first() or InformationItem.objects.filter(registration=said).first()
    )
    if item is None:
        raise Refused(_now("没有索引号或登记号为“%(number)s”的信息。") % {"number": said})
    return actions.meet_by_item(occasion, item, **more)


def _meet_by_photograph(occasion: Occasion, *, pictures: list[Any], **more: Any) -> Fulfilment:
    return actions.meet_by_photograph(occasion, [(each, each.name) for each in pictures], **more)


OCCASION_STEPS = (
    Step(
        "item",
        _("登记为已由信息公开"),
        _("自该信息发布之日起计为已公开；信息撤下后不再计入。"),
        policies.check_can_show,
        _meet_by_item,
        _("已登记公开情况。"),
        forms.ItemForm,
    ),
    Step(
        "photograph",
        _("登记现场公开和照片"),
        _("公示栏、入户、查阅点等公开的，登记地点、日期和照片，由政务公开工作机构核查。"),
        policies.check_can_show,
        _meet_by_photograph,
        _("已登记公开情况。"),
        forms.PhotographForm,
        folded=True,
    ),
    Step(
        "nothing",
        _("说明本期无此类信息"),
        _("说明由政务公开工作机构核查；退回后重新计期限。"),
        policies.check_can_say_nothing,
        actions.say_nothing,
        _("已登记说明。"),
        forms.StatementForm,
        folded=True,
    ),
    Step(
        "not-applicable",
        _("说明不适用"),
        _("写明依据和理由，由政务公开工作机构核查；退回后重新计期限。"),
        policies.check_can_say,
        actions.say_not_applicable,
        _("已登记说明。"),
        forms.LongReasonForm,
        folded=True,
    ),
    Step(
        "void",
        _("作废事由"),
        _("登记有误时使用；记录和理由保留，不再计入。"),
        policies.check_can_void,
        actions.void_occasion,
        _("已作废。"),
        forms.ReasonForm,
        backward=True,
        folded=True,
    ),
)
FULFILMENT_STEPS = (
    Step(
        "accept",
        _("核查通过"),
        _("记录核查人和时间。"),
        policies.check_can_check,
        actions.accept_fulfilment,
        _("已核查通过。"),
    ),
    Step(
        "return",
        _("退回"),
        _("不再计为已公开，由责任单位重新登记。"),
        policies.check_can_return,
        actions.return_fulfilment,
        _("已退回。"),
        forms.ReasonForm,
        backward=True,
        folded=True,
    ),
    Step(
        "end",
        _("登记公示结束"),
        _("公示时间不足时限要求的，不再计为已公开。"),
        policies.check_can_end_display,
        actions.end_display,
        _("已登记公示结束。"),
        forms.EndForm,
        folded=True,
    ),
    Step(
        "void",
        _("作废"),
        _("登记有误时使用；记录和理由保留，不再计入。"),
        policies.check_can_void_fulfilment,
        actions.void_fulfilment,
        _("已作废。"),
        forms.ReasonForm,
        backward=True,
        folded=True,
    ),
)


@dataclass(frozen=True)
class Offer:
    """A step for one person: its address and form, or the sentence why not."""

    step: Step
    url: str
    refusal: str
    form: forms.StepForm


Bound = tuple[Step, int, forms.StepForm] | None


def occasion_offers(occasion: Occasion, user: User, *, on: date, bound: Bound = None) -> list[Offer]:
    """Every step on an occasion; ``bound`` is a form that was refused and keeps what was typed."""
    return [
        Offer(
            step,
            occasion_url(occasion, f"occasion_{step.name}"),
            policies.can(step.check, user, occasion, on=on),
            bound[2] if bound and bound[:2] == (step, 0) else _form(step, occasion, 0, on),
        )
        for step in OCCASION_STEPS
    ]


def fulfilment_offers(
    occasion: Occasion, fulfilment: Fulfilment, place: int, user: User, *, on: date, bound: Bound = None
) -> list[Offer]:
    """The steps that may be taken on a fulfilment, the ``place``-th of its occasion."""
    found = [
        Offer(
            step,
            occasion_url(occasion, f"fulfilment_{step.name}", place=place),
            policies.can(step.check, user, fulfilment, on=on),
            bound[2] if bound and bound[:2] == (step, place) else _form(step, occasion, place, on),
        )
        for step in FULFILMENT_STEPS
    ]
    return [offer for offer in found if not offer.refusal]


def _form(step: Step, occasion: Occasion, place: int, on: date) -> forms.StepForm:
    return step.form(occasion=occasion, auto_id=f"{step.name}-{place}-%s", initial={"day": on})
