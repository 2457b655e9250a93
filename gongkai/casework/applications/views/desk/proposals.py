"""Proposals to publish what was given on request: the worklist, making one, deciding, drafting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import actions, forms, policies, queries
from ...choices import ProposalStatus
from ...models import Proposal
from .below import BelowScreen
from .ways import address_of

ROWS = 50


def proposal_url(proposal: Proposal, name: str = "proposal") -> str:
    """The address of a screen about a proposal."""
    series, _slash, serial = proposal.number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial})


class Propose(BelowScreen):
    """Proposes to publish what this case gave."""

    check = staticmethod(policies.check_can_see_applicant)
    template_name = "applications/propose.html"
    page_title = gettext_lazy("建议主动公开")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page(forms.ProposeForm())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = forms.ProposeForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            proposal = actions.propose(self.application, by=self.user, now=self.now, **form.given())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("建议 %(number)s 已提出，由政务公开工作机构决定。") % {"number": proposal.number})
        return redirect(proposal_url(proposal))

    def page(self, form: forms.ProposeForm, status: int = 200) -> HttpResponse:
        refusal = policies.can(policies.check_can_propose, self.user, self.application, on=self.today)
        made = [(one, proposal_url(one)) for one in self.application.proposals.order_by("pk")]
        return self.show(status=status, application=self.application, form=form, refusal=refusal, made=made)


class ProposalsScreen(Screen):
    header_icon = "mail"
    page_title: str | Promise = gettext_lazy("主动公开建议")

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [TODAY, *self.below(), {"url": "", "label": self.get_page_title()}]

    def below(self) -> list[dict[str, Any]]:
        """Crumbs between today's work and this screen."""
        return []


class Proposals(ProposalsScreen):
    """Proposals of the units the person deals with or drafts for: those to be decided first."""

    template_name = "applications/proposals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not units_of(self.user, *queries.CASE_STAFF, Role.DRAFTER, on=self.today).exists():
            raise NotAllowed(_("主动公开建议由承办人、拟稿人、政务公开工作机构和监督、审计人员查看。"))
        found = queries.visible_proposals(self.user, on=self.today).select_related("unit")
        waiting = request.GET.get("status", "")
        if waiting in ProposalStatus.values:
            found = found.filter(status=waiting)
        page = Paginator(found.order_by("-pk"), ROWS).get_page(request.GET.get("p"))
        rows = [(one, proposal_url(one)) for one in page.object_list]
        tabs = [("", _("全部")), *ProposalStatus.choices]
        return self.show(page=page, rows=rows, tabs=tabs, waiting=waiting)


#: Step → (action, check, form, label, what follows, what is said when done).
PROPOSAL_STEPS: dict[str, tuple[Callable[..., Any], Callable[..., None], type[django_forms.Form] | None, Any, Any, Any]] = {
    "accept": (
        actions.accept_proposal,
        policies.check_can_decide_proposal,
        None,
        gettext_lazy("同意主动公开"),
        gettext_lazy("转给该单位的拟稿人起草。"),
        gettext_lazy("已同意，等待该单位起草。"),
    ),
    "decline": (
        actions.decline_proposal,
        policies.check_can_decide_proposal,
        forms.WhyForm,
        gettext_lazy("不采纳"),
        gettext_lazy("理由记入建议，申请人提出的应告知申请人。"),
        gettext_lazy("已记录不采纳的理由。"),
    ),
    "draft": (
        actions.draft_proposal,
        policies.check_can_draft_proposal,
        forms.ProposalItemForm,
        gettext_lazy("起草信息"),
        gettext_lazy("建立一份草稿，区分处理后的文件作为附件；照常送保密审查和审批。"),
        gettext_lazy("草稿已建立，请补充正文后送审。"),
    ),
}  # fmt: skip


class ProposalPage(ProposalsScreen):
    """One proposal with what may be done about it."""

    template_name = "applications/proposal.html"
    proposal: Proposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.proposal = get_object_or_404(
            Proposal.objects.select_related("unit", "application", "item", "proposed_by", "decided_by", "file"),
            number=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see_proposal(self.user, self.proposal, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.proposal.number

    def below(self) -> list[dict[str, Any]]:
        return [{"url": reverse("applications:proposals"), "label": _("主动公开建议")}]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: tuple[str, django_forms.Form] | None = None) -> HttpResponse:
        one = self.proposal
        offers = []
        for name, (_act, check, form_of, label, consequence, _done) in PROPOSAL_STEPS.items():
            if name == "accept" and one.status != ProposalStatus.PROPOSED:
                continue
            refusal = policies.can(check, self.user, one, on=self.today)
            form = bound[1] if bound and bound[0] == name else form_of(auto_id=f"{name}-%s") if form_of else None
            offers.append((name, label, consequence, proposal_url(one, f"proposal_{name}"), refusal, form))
        is_open = one.status in (ProposalStatus.PROPOSED, ProposalStatus.ACCEPTED)
        cases = [one.application, *one.others.order_by("pk")] if is_open or one.others.exists() else [one.application]
        may_open = {case.pk: not policies.can(policies.check_can_see, self.user, case, on=self.today) for case in cases}
        return self.show(
            status=status,
            proposal=one,
            cases=[(case, address_of(case) if may_open[case.pk] else "") for case in cases],
            offers=offers if is_open else [],
            item_url=_item_url(one),
            events=Event.objects.about(one),
        )


class ProposalStep(ProposalPage):
    """Does one of ``PROPOSAL_STEPS``."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *, step: str, **kwargs: Any) -> HttpResponse:
        act, _check, form_of, _label, _consequence, done = PROPOSAL_STEPS[step]
        form = form_of(request.POST, auto_id=f"{step}-%s") if form_of else None
        if form is not None and not form.is_valid():
            return self.page(status=422, bound=(step, form))
        try:
            act(self.proposal, by=self.user, now=self.now, **(form.given() if form else {}))  # type: ignore[attr-defined]
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, bound=(step, form) if form else None)
        messages.success(request, str(done))
        return redirect(proposal_url(self.proposal))


def _item_url(proposal: Proposal) -> str:
    if proposal.item is None:
        return ""
    series, _slash, serial = proposal.item.registration.partition("/")
    return reverse("disclosure:item", kwargs={"series": series, "serial": serial})
