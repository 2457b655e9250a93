"""The steps of a consultation as buttons: what each is called, what follows, what it asks, and the one action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User

from ... import actions, forms, policies
from ...choices import Status
from ...models import Consultation
from .screens import url


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    consequence: str | Promise
    done: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    #: States in which the step is shown at all.
    at: tuple[Status, ...]
    form: type[forms.StepForm] = forms.StepForm
    #: Takes something away or sends it back; drawn apart from the way forward.
    backward: bool = False
    #: Its form opens when wanted.
    folded: bool = False


_PUBLIC = (Status.OPEN, Status.CLOSED, Status.ANSWERED)
STEPS = (
    Step(
        "submit",
        _("送保密审查"),
        _("送出后不能再修改，需要改动时由审查人退回。"),
        _("已送保密审查。"),
        policies.check_can_submit,
        actions.submit,
        (Status.DRAFT,),
    ),
    Step(
        "review",
        _("通过保密审查"),
        _("记录为您的审查结论，转给审批人。"),
        _("保密审查已通过，转给审批人。"),
        policies.check_can_review,
        actions.review_secrecy,
        (Status.SUBMITTED,),
        forms.BasisForm,
    ),
    Step(
        "approve",
        _("同意公开征求意见"),
        _("到开始日期自动对公众公布并写入公开日志，到截止日期次日零时自动截止。"),
        _("已同意，到开始日期自动公布。"),
        policies.check_can_approve,
        actions.approve,
        (Status.REVIEWED,),
    ),
    Step(
        "extend",
        _("延长期限"),
        _("新的截止日期和理由立即公布，并写入公开日志。"),
        _("期限已延长并公布。"),
        policies.check_can_extend,
        actions.extend,
        (Status.OPEN,),
        forms.ExtendForm,
        folded=True,
    ),
    Step(
        "write",
        _("保存采纳情况说明"),
        _("保存后仍可修改，由他人公布。"),
        _("采纳情况说明已保存。"),
        policies.check_can_write_result,
        actions.write_result,
        (Status.CLOSED,),
        forms.ResultForm,
    ),
    Step(
        "publish",
        _("公布采纳情况"),
        _("立即对公众公布，收到和采纳的数目按处理结果计算，并写入公开日志；公布后不能再改。"),
        _("采纳情况已公布。"),
        policies.check_can_publish_result,
        actions.publish_result,
        (Status.CLOSED,),
    ),
    Step(
        "link",
        _("关联文件"),
        _("征求意见页面会列出这些文件。"),
        _("文件已关联。"),
        policies.check_can_link,
        actions.link,
        _PUBLIC,
        forms.LinkForm,
        folded=True,
    ),
    Step(
        "return",
        _("退回修改"),
        _("退回拟稿人修改，改好后重新送审。"),
        _("已退回拟稿人。"),
        policies.check_can_return,
        actions.return_to_drafter,
        (Status.SUBMITTED, Status.REVIEWED, Status.APPROVED),
        forms.ReturnForm,
        backward=True,
        folded=True,
    ),
    Step(
        "end",
        _("终止"),
        _("已经公布的，页面保留并注明终止的日期和理由。"),
        _("已终止。"),
        policies.check_can_end,
        actions.end,
        (Status.DRAFT, Status.SUBMITTED, Status.REVIEWED, Status.APPROVED, Status.OPEN, Status.CLOSED),
        forms.EndForm,
        backward=True,
        folded=True,
    ),
)


@dataclass(frozen=True)
class Offer:
    """A step on one consultation for one person: its form, or the sentence why not."""

    step: Step
    url: str
    refusal: str
    form: forms.StepForm


def offers(
    consultation: Consultation, user: User, *, on: date, bound: tuple[Step, forms.StepForm] | None = None
) -> list[Offer]:
    """Every step of its state with what may be done about it now; ``bound`` is a form that was refused and keeps what was typed."""
    found = []
    for step in STEPS:
        if Status(consultation.status) in step.at:
            form = bound[1] if bound and bound[0] is step else _form(step, consultation)
            refusal = policies.can(step.check, user, consultation, on=on)
            found.append(Offer(step, url(step.name, consultation), refusal, form))
    return found


def _form(step: Step, consultation: Consultation) -> forms.StepForm:
    initial: dict[str, Any] = {}
    if step.form is forms.ResultForm:
        initial = {"text": consultation.result}
    elif step.form is forms.LinkForm:
        for name in ("announcement", "final_item", "interpretation"):
            item = getattr(consultation, name)
            initial[name] = item.number if item else ""
    return step.form(auto_id=f"{step.name}-%s", initial=initial)
