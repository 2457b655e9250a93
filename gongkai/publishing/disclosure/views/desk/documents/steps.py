"""What may be done with a registered document, as buttons: the name, what follows, what is asked, and the one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.law.vocabulary import Openness

from .... import actions, forms, policies
from ....choices import DocumentStatus
from ....models import OfficialDocument
from .screens import document_url

S = DocumentStatus


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    consequence: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    #: Where it is the way on, so that its refusal is worth reading; elsewhere it stands among what cannot be done now.
    suits: Callable[[OfficialDocument], bool]
    done: str | Promise
    form: type[forms.StepForm] = forms.StepForm
    #: Takes something away or sends it back; drawn apart from the way forward.
    backward: bool = False
    #: Asks for something and is not the usual way on: its form opens when wanted.
    folded: bool = False


def _open(document: OfficialDocument) -> bool:
    return document.status == S.REGISTERED and document.is_open


STEPS = (
    Step(
        "pass",
        _("同意不主动公开"),
        _("记录为政务公开工作机构的审查意见；不予公开的，到期提醒定期评估。"),
        policies.check_can_pass_document,
        actions.pass_document,
        lambda document: document.status == S.AWAITING,
        _("已审查同意。"),
        forms.OpinionForm,
    ),
    Step(
        "return",
        _("退文"),
        _("公开属性或理由不成立的，退回发文机关更正后重新送审。"),
        policies.check_can_return_document,
        actions.return_document,
        lambda document: document.status == S.AWAITING,
        _("已退文，等发文机关更正。"),
        forms.OpinionForm,
        backward=True,
        folded=True,
    ),
    Step(
        "item",
        _("起草公开信息"),
        _("标题、文号、日期、正文、文件带入草稿，接着补齐栏目等再送保密审查。"),
        policies.check_can_draft_from,
        actions.draft_from,
        _open,
        _("已起草，请补齐后送保密审查。"),
        forms.ItemFromForm,
    ),
    Step(
        "elsewhere",
        _("登记已在外部平台公开"),
        _("已在上级平台或其他网站公开的，记下日期和网址，不再提醒公开期限。"),
        policies.check_can_note_public,
        actions.note_public,
        lambda document: False,
        _("已登记。"),
        forms.PublicElsewhereForm,
        folded=True,
    ),
    Step(
        "copy",
        _("登记送交档案馆、图书馆"),
        _("主动公开的信息应当及时送交国家档案馆和公共图书馆。"),
        policies.check_can_deliver_copies,
        actions.deliver_copy,
        lambda document: _open(document) and not (document.archive_date and document.library_date),
        _("已登记送交。"),
        forms.CopyForm,
        folded=True,
    ),
    Step(
        "reassess",
        _("定期评估"),
        _("仍不予公开的，下次到期再评估；可以主动公开的，二十个工作日内公开。"),
        policies.check_can_reassess_document,
        actions.reassess_document,
        lambda document: document.status == S.REGISTERED and document.openness == Openness.WITHHELD,
        _("评估结论已登记。"),
        forms.ReassessForm,
        folded=True,
    ),
    Step(
        "cancel",
        _("注销登记"),
        _("登记有误时使用；记录和理由保留，文号可以重新登记。"),
        policies.check_can_cancel_document,
        actions.cancel_document,
        lambda document: False,
        _("已注销。"),
        forms.CancelForm,
        backward=True,
        folded=True,
    ),
    Step(
        "seal",
        _("定为国家秘密"),
        _("立即清除标题、文号、正文和文件，只留单位和件数，不能恢复。"),
        policies.check_can_seal_document,
        actions.seal_document,
        lambda document: False,
        _("内容已清除，只留单位和件数。"),
        backward=True,
        folded=True,
    ),
)


@dataclass(frozen=True)
class Offer:
    """A step on one document for one person: its form, or the sentence why not."""

    step: Step
    url: str
    refusal: str
    form: forms.StepForm
    suits: bool


def offers(
    document: OfficialDocument, user: User, *, on: date, bound: tuple[Step, forms.StepForm] | None = None
) -> list[Offer]:
    """Every step with what may be done about it now; ``bound`` is a form that was refused and keeps what was typed."""
    return [
        Offer(
            step,
            document_url(f"document_{step.name}", document),
            policies.can(step.check, user, document, on=on),
            bound[1] if bound and bound[0] is step else step.form(auto_id=f"{step.name}-%s", initial={"day": on}),
            step.suits(document),
        )
        for step in STEPS
    ]
