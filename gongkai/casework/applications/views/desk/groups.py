"""One case made into several, and several answered together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal

from ... import actions, policies, queries
from ...forms import JoinForm, JointReplyForm, SplitForm
from .below import BelowScreen, url
from .ways import address_of


class Split(BelowScreen):
    """一事一申请: what was asked, to be divided line by line."""

    check = staticmethod(policies.check_can_see_applicant)
    template_name = "applications/split.html"
    page_title = gettext_lazy("拆分")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        # Shown in the form itself, so that looking at it is written down like any look.
        applicant = actions.see_applicant(self.application, by=self.user, now=self.now)
        return self.page(SplitForm(initial={"matters": applicant.sought}))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = SplitForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            made = actions.split(self.application, form.given(), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        numbers = "、".join(one.number for one in made)
        messages.success(request, _("已拆分，另立 %(numbers)s，收到日期不变。") % {"numbers": numbers})
        return redirect(address_of(self.application))

    def page(self, form: SplitForm, status: int = 200) -> HttpResponse:
        family = [(one, address_of(one)) for one in queries.family_of(self.application)]
        refusal = policies.can(policies.check_can_split, self.user, self.application, on=self.today)
        return self.show(status=status, application=self.application, form=form, family=family, refusal=refusal)


class Joint(BelowScreen):
    """The group a case belongs to, and what may be done with all of it."""

    check = staticmethod(policies.check_can_see_group)
    template_name = "applications/joint.html"
    page_title = gettext_lazy("并案办理")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, **forms: Any) -> HttpResponse:
        lead = self.application.joined_to
        group = queries.group_of(self.application)
        refusals = {
            step: policies.can(check, self.user, self.application, on=self.today)
            for step, (_act, check, _done) in JOINT.items()
        }
        context = {
            "application": self.application,
            "lead": lead,
            "lead_url": address_of(lead) if lead else "",
            "group": [(one, address_of(one)) for one in group],
            "refusals": refusals,
            "steps": {step: url(f"joint_{step}", self.application) for step in JOINT},
            "join_form": JoinForm(),
            "reply_form": JointReplyForm(application=self.application),
        }
        return self.show(status=status, **(context | forms))


class JointStep(Joint):
    """Does one of ``JOINT`` and shows the group again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *, step: str, **kwargs: str) -> HttpResponse:
        act, _check, done = JOINT[step]
        shown: dict[str, JoinForm | JointReplyForm] = {}
        if step == "join":
            shown = {"join_form": JoinForm(request.POST)}
        elif step == "draft":
            shown = {"reply_form": JointReplyForm(request.POST, application=self.application)}
        given: dict[str, Any] = {}
        for form in shown.values():
            if not form.is_valid():
                return self.page(status=422, **shown)
            given = form.given()
        try:
            act(self.application, by=self.user, now=self.now, **given)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, **shown)
        messages.success(request, str(done))
        return redirect(url("joint", self.application))


#: What can be done with a group: the action, the check of its button, what is said afterwards.
JOINT: dict[str, tuple[Callable[..., Any], Callable[..., None], Any]] = {
    "join": (actions.join, policies.check_can_join, gettext_lazy("已并案，各件仍各自计算期限、各自送达。")),
    "part": (actions.part, policies.check_can_join, gettext_lazy("已分案，单独答复。")),
    "draft": (actions.draft_together, policies.check_can_draft, gettext_lazy("已为各件拟写同一答复。")),
    "review": (actions.review_together, policies.check_can_review, gettext_lazy("各件的答复已审核。")),
    "approve": (actions.approve_together, policies.check_can_approve, gettext_lazy("各件的答复已审批，请分别送达。")),
}
