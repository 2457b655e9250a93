"""争议: the list of what is brought against us, opening one that is about no case of ours, and one with its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.core.sealing import Unreadable

from ... import actions, forms, policies, queries
from ...choices import ChallengeKind, ChallengeOutcome
from ...forms.challenges import ChallengeFilterForm, ChallengeOpenForm, LinkForm
from ...models import Challenge
from .among import ROWS, ListScreen
from .screens import RoomScreen
from .ways import address_of as case_address

CRUMB = {"url": reverse_lazy("applications:challenges"), "label": gettext_lazy("争议")}


def address_of(challenge: Challenge, name: str = "challenge_page") -> str:
    """The address of a screen about a challenge."""
    series, _slash, serial = challenge.number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial})


def is_late(challenge: Challenge, on: Any) -> bool:
    """Our own days in it are over and nothing was handed in."""
    waits = challenge.answered_date is None and challenge.outcome == ChallengeOutcome.PENDING
    return bool(waits and challenge.voided_at is None and challenge.answer_due_date and challenge.answer_due_date < on)


class Challenges(ListScreen):
    """Those against the units over which the person holds a case role; nobody's name."""

    template_name = "applications/challenges.html"
    page_title = gettext_lazy("争议")

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ChallengeFilterForm(request.GET)
        found = queries.visible_challenges(self.user, on=self.today).filter(**form.narrowed())
        page = Paginator(found.order_by("-filed_date", "-pk"), ROWS).get_page(request.GET.get("p"))
        rows = [
            (one, address_of(one), case_address(one.application) if one.application else "", is_late(one, self.today))
            for one in page.object_list
        ]
        may_open = policies.handled_units(self.user, on=self.today).exists()
        return self.show(page=page, rows=rows, filter_form=form, may_open=may_open)


class ChallengeOpen(RoomScreen):
    """Opens one that is about no case of ours."""

    template_name = "applications/challenge_open.html"
    page_title = gettext_lazy("登记没有案件的争议")
    breadcrumbs_items = (*RoomScreen.breadcrumbs_items, CRUMB)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.units = policies.handled_units(self.user, on=self.today)
        if not self.units.exists():
            raise NotAllowed(_("争议由被诉单位的承办人或者政务公开工作机构登记。"))
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get(self, request: HttpRequest) -> HttpResponse:
        units = list(self.units[:2])
        # Whoever deals with one unit need not name it.
        initial = {"filed": self.today} | ({"unit": units[0]} if len(units) == 1 else {})
        return self.show(form=ChallengeOpenForm(units=self.units, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChallengeOpenForm(request.POST, units=self.units)
        if not form.is_valid():
            return self.show(status=422, form=form, refusal=_("还有内容没有填好，未登记；已填的内容仍在下面。"))
        try:
            opened = actions.open_challenge(by=self.user, now=self.now, **form.cleaned_data)
        except Refusal as refusal:
            return self.show(status=409, form=form, refusal=str(refusal))
        messages.success(request, _("已登记，编号 %(number)s。") % {"number": opened.number})
        return redirect(address_of(opened))


@dataclass(frozen=True)
class Step:
    """What can be done with a challenge: its button, what follows, the check, the action, what it asks."""

    label: Any
    consequence: Any
    done: Any
    check: Callable[..., None]
    act: Callable[..., Any]
    form: type[forms.StepForm]
    #: Drawn folded, apart from the way forward.
    folded: bool = False


CHALLENGE_STEPS = {
    "copy": Step(
        gettext_lazy("登记收到副本"),
        gettext_lazy("答复（举证）期限从收到副本起算：复议十日，简易程序五日，均为工作日；诉讼十五日。"),
        gettext_lazy("已登记，答复（举证）期限已算出。"),
        policies.check_can_receive_copy,
        actions.receive_copy,
        forms.CopyForm,
    ),
    "answer": Step(
        gettext_lazy("登记答复（举证）"),
        gettext_lazy("记录为已在期限内外提交。"),
        gettext_lazy("已登记。"),
        policies.check_can_answer_challenge,
        actions.answer_challenge,
        forms.AnswerForm,
    ),
    "decide": Step(
        gettext_lazy("登记争议结果"),
        gettext_lazy("登记后不能再改，计入年度报告表四。"),
        gettext_lazy("结果已登记。"),
        policies.check_can_decide,
        actions.decide,
        forms.DecideForm,
    ),
    "link": Step(
        gettext_lazy("关联到申请"),
        gettext_lazy("找到所涉申请后关联，只能关联一次；计数不变。"),
        gettext_lazy("已关联。"),
        policies.check_can_link,
        actions.link_challenge,
        LinkForm,
        folded=True,
    ),
    "void": Step(
        gettext_lazy("作废争议记录"),
        gettext_lazy("记录保留，不再计入任何数字。"),
        gettext_lazy("争议记录已作废。"),
        policies.check_can_void,
        actions.void,
        forms.VoidForm,
        folded=True,
    ),
}


class ChallengePage(RoomScreen):
    """One challenge. What it is about in words is shown to those who deal with it, and that they looked is written down."""

    template_name = "applications/challenge.html"
    breadcrumbs_items = (*RoomScreen.breadcrumbs_items, CRUMB)
    challenge: Challenge

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Without what is sealed, so that the page is there without the key.
        found = Challenge.objects.select_related("unit", "application").defer("about")
        self.challenge = get_object_or_404(found, number=f"{kwargs['series']}/{kwargs['serial']}")
        policies.check_can_see_challenge(self.user, self.challenge, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.challenge.number

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, refusal: str = "", bound: tuple[str, Any] | None = None) -> HttpResponse:
        """The challenge with its acts; one that was refused keeps what was typed."""
        one = self.challenge
        offers = []
        for name, step in CHALLENGE_STEPS.items():
            refused = policies.can(step.check, self.user, one, on=self.today)
            form = bound[1] if bound and bound[0] == name else self.form(name, step)
            offers.append((name, step, address_of(one, f"challenge_page_{name}"), refused, form))
        return self.show(
            status=status,
            challenge=one,
            refusal=refusal,
            pending=one.outcome == ChallengeOutcome.PENDING and one.voided_at is None,
            complains=one.kind == ChallengeKind.COMPLAINT,
            late=is_late(one, self.today),
            case_url=case_address(one.application) if one.application else "",
            offers=[offer for offer in offers if not offer[3]],
            waiting=[offer for offer in offers if offer[3]],
            events=Event.objects.about(one).exclude(kind="challenge.seen"),
            **self.words(),
        )

    def form(self, name: str, step: Step, *data: Any) -> forms.StepForm:
        """The act's form, empty or with what was sent."""
        return step.form(*data, thing=self.challenge, user=self.user, on=self.today, auto_id=f"{name}-%s")

    def words(self) -> dict[str, Any]:
        """What it is about, where the person may read it and there is anything to read."""
        if not self.challenge.ground:
            return {}
        if policies.can(policies.check_can_see_challenged, self.user, self.challenge, on=self.today):
            return {"hidden": True}
        try:
            return {"about": actions.see_challenge(self.challenge, by=self.user, now=self.now)}
        except Unreadable as refusal:
            return {"unreadable": str(refusal)}


class ChallengeStep(ChallengePage):
    """Does one of ``CHALLENGE_STEPS``; what was refused is shown with what was typed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *, step: str, **kwargs: Any) -> HttpResponse:
        asked = CHALLENGE_STEPS[step]
        form = self.form(step, asked, request.POST)
        # First of all whether one may: nobody is told which numbers there are who may not link.
        if refused := policies.can(asked.check, self.user, self.challenge, on=self.today):
            return self.page(status=409, refusal=refused, bound=(step, form))
        if not form.is_valid():
            return self.page(
                status=422, refusal=_("还有内容没有填好，未办理；已填的内容仍在下面。"), bound=(step, form)
            )
        try:
            asked.act(self.challenge, by=self.user, now=self.now, **form.cleaned_data)
        except Refusal as refusal:
            return self.page(status=409, refusal=str(refusal), bound=(step, form))
        messages.success(request, str(asked.done))
        return redirect(address_of(self.challenge))
