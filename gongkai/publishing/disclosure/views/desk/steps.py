"""The steps of an item as buttons: what each is called, what follows, what it asks, and the one action it calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.law.vocabulary import Openness

from ... import actions, forms, policies, queries
from ...choices import Status
from ...models import InformationItem
from ...workflow import may_follow
from .screens import item_url


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    consequence: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    following: Status
    form: type[forms.StepForm] = forms.StepForm
    #: Takes something away or sends it back; drawn apart from the way forward.
    backward: bool = False
    #: Asks for something and is not the usual way on: its form opens when wanted.
    folded: bool = False
    #: The status stays as it is; only who is asked next changes.
    stays: bool = False
    #: What the person reads afterwards, where the state alone does not say it.
    said: str | Promise = ""

    def follows(self, item: InformationItem) -> bool:
        """Whether this is a step from where the item stands, whoever may take it."""
        return item.status == self.following if self.stays else may_follow(item.status, self.following)


def _paper(item: InformationItem, *, scan: Any, **given: Any) -> InformationItem:
    return actions.record_paper_approval_with_scan(item, upload=scan, name=scan.name, **given)


STEPS = (
    Step(
        "submit",
        _("送保密审查"),
        _("送出后不能再修改，由保密审查员逐项审查；需要改动时由其退回。"),
        policies.check_can_submit,
        actions.submit,
        Status.SUBMITTED,
    ),
    Step(
        "pass",
        _("通过保密审查"),
        _("记录为您的审查结论，转给审批人。"),
        policies.check_can_review_secrecy,
        actions.review_secrecy,
        Status.SECRECY_REVIEWED,
        forms.BasisForm,
    ),
    Step(
        "approve",
        _("同意发布"),
        _("同意后立即对公众发布，取得索引号并写入公开日志。"),
        policies.check_can_approve,
        actions.approve_and_publish,
        Status.APPROVED,
    ),
    Step(
        "paper",
        _("登记纸质审批"),
        _("按纸质审批单登记当前这一级的签字，须附扫描件。"),
        policies.check_can_record_paper_approval,
        _paper,
        Status.APPROVED,
        forms.PaperForm,
        folded=True,
    ),
    Step(
        "publish",
        _("发布"),
        _("立即对公众发布，取得索引号并写入公开日志。"),
        policies.check_can_publish,
        actions.publish,
        Status.PUBLISHED,
    ),
    Step(
        "return",
        _("退回修改"),
        _("退回拟稿人修改，改好后重新送保密审查。"),
        policies.check_can_return,
        actions.return_to_drafter,
        Status.DRAFT,
        forms.ReturnForm,
        backward=True,
        folded=True,
    ),
    Step(
        "send-back",
        _("退回上一级"),
        _("上一级的同意作废，由其重新审批；文字不变。"),
        policies.check_can_send_back,
        actions.send_back,
        Status.SECRECY_REVIEWED,
        forms.ReturnForm,
        backward=True,
        folded=True,
        stays=True,
    ),
    Step(
        "withdraw",
        _("撤下"),
        _("公众在原网址只能看到撤下的日期和理由；登记和日志仍然保留。"),
        policies.check_can_withdraw,
        actions.withdraw,
        Status.WITHDRAWN,
        forms.WithdrawForm,
        backward=True,
    ),
)


#: What the person reads after a step, by where the item stands then.
DONE = {
    Status.DRAFT: _("已退回拟稿人。"),
    Status.SUBMITTED: _("已送保密审查。"),
    Status.SECRECY_REVIEWED: _("保密审查已通过，转给审批人。"),
    Status.APPROVED: _("审批已登记，可以发布了。"),
    Status.PUBLISHED: _("已对公众发布。"),
    Status.WITHDRAWN: _("已撤下，公众在原网址会看到撤下的日期和理由。"),
    Status.CLOSED: _("已同意不主动公开，留存备查。"),
    Status.MERGED: _("修改已发布，公众看到的是新的文本。"),
    Status.DISCARDED: _("已放弃，草稿留存备查。"),
}


def said_after(step: Step, item: InformationItem) -> str:
    """What the person reads once the step is taken."""
    if step.said:
        return str(step.said)
    submission = queries.last_submission(item)
    level = queries.next_level(submission) if submission else None
    if item.status != Status.SECRECY_REVIEWED or level is None or (level.number == 1 and not step.stays):
        return str(DONE[Status(item.status)])
    asked = {"level": level.name, "role": level.role.label}
    if step.stays:
        return str(_("已退回%(level)s（%(role)s）。") % asked)
    return str(_("已同意，转%(level)s（%(role)s）。") % asked)


@dataclass(frozen=True)
class Offer:
    """A step on one item for one person: its form, or the sentence why not."""

    step: Step
    url: str
    refusal: str
    form: forms.StepForm
    label: str | Promise
    consequence: str | Promise


def offers(
    item: InformationItem,
    user: User,
    *,
    on: date,
    bound: tuple[Step, forms.StepForm] | None = None,
    steps: Sequence[Step] = STEPS,
) -> list[Offer]:
    """Every step with what may be done about it now; ``bound`` is a form that was refused and keeps what was typed."""
    result = []
    for step in steps:
        label, consequence = _approving(item) if step.name == "approve" else (step.label, step.consequence)
        form = bound[1] if bound and bound[0] is step else step.form(auto_id=f"{step.name}-%s")
        refusal = policies.can(step.check, user, item, on=on)
        result.append(Offer(step, item_url(step.name, item), refusal, form, label, consequence))
    return result


def _approving(item: InformationItem) -> tuple[str | Promise, str | Promise]:
    """What the approver's button is called at this level, and what follows."""
    submission = queries.last_submission(item)
    levels = queries.course(submission) if submission and item.status == Status.SECRECY_REVIEWED else []
    waiting = [level for level in levels if level.approval is None]
    if len(waiting) > 1:
        following = {"level": waiting[1].name, "role": waiting[1].role.label}
        return _("同意（%(level)s）") % {"level": waiting[0].name}, _("同意后转%(level)s（%(role)s）。") % following
    if item.openness != Openness.PROACTIVE:
        return _("同意不主动公开"), _("同意后留存备查，不对公众发布。")
    return next((step.label, step.consequence) for step in STEPS if step.name == "approve")
