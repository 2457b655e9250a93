"""Requests to correct one's own record: the list, taking one in, and one with its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen, as_download
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.core.sealing import Unreadable
from gongkai.base.files.actions import keep
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import ReceiptChannel, Role

from ... import actions, forms, policies, queries
from ...choices import OPEN_CORRECTIONS
from ...models import Correction

ROWS = 50


def address_of(correction: Correction, name: str = "correction") -> str:
    """The address of a screen about a correction."""
    series, _slash, serial = correction.number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial})


class CorrectionsScreen(Screen):
    header_icon = "mail"
    page_title: str | Promise = gettext_lazy("更正申请")

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        way: list[dict[str, Any]] = [TODAY, {"url": reverse("applications:list"), "label": _("依申请公开")}]
        return [*way, *self.below(), {"url": "", "label": self.get_page_title()}]

    def below(self) -> list[dict[str, Any]]:
        """Crumbs between the applications and this screen."""
        return [{"url": reverse("applications:corrections"), "label": _("更正申请")}]


class Corrections(CorrectionsScreen):
    """Those to the units over which the person holds a role; nobody's name."""

    template_name = "applications/corrections.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not units_of(self.user, *queries.CASE_STAFF, Role.APPROVER, on=self.today).exists():
            raise NotAllowed(_("更正申请含个人信息，只有承办人、审批人、政务公开工作机构和监督、审计人员可以查看。"))
        form = forms.CorrectionFilterForm(request.GET)
        found = queries.visible_corrections(self.user, on=self.today).select_related("unit").order_by("-pk")
        if form.is_valid() and form.cleaned_data["status"]:
            found = found.filter(status=form.cleaned_data["status"])
        page = Paginator(found.defer("name", "contact", "about", "wrong"), ROWS).get_page(request.GET.get("p"))
        rows = [
            (one, address_of(one), one.status in OPEN_CORRECTIONS and one.due_date < self.today)
            for one in page.object_list
        ]
        may_receive = units_of(self.user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=self.today).exists()
        return self.show(page=page, rows=rows, filter_form=form, may_receive=may_receive)

    def below(self) -> list[dict[str, Any]]:
        return []


class CorrectionNew(CorrectionsScreen):
    """Takes one in."""

    template_name = "applications/correction_new.html"
    page_title = gettext_lazy("登记更正申请")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.units = units_of(self.user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=self.today)
        if not self.units.exists():
            raise NotAllowed(_("更正申请由承办人或者政务公开工作机构登记。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=forms.CorrectionForm(units=self.units, initial={"received": self.today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.CorrectionForm(request.POST, request.FILES, units=self.units)
        if not form.is_valid():
            messages.error(request, _("未登记。请按提示改正，已填的内容仍在下面；文件须重新选择。"))
            return self.show(status=422, form=form)
        given = dict(form.cleaned_data)
        upload = given.pop("evidence")
        try:
            policies.check_can_receive_correction(self.user, given["unit"], on=self.today)
            evidence = keep(upload, name=upload.name, by=self.user, now=self.now, sealed=True) if upload else None
            given["channel"] = ReceiptChannel(given["channel"])
            correction = actions.receive_correction(**given, evidence=evidence, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.show(status=409, form=form)
        messages.success(request, _("已登记，编号 %(number)s。") % {"number": correction.number})
        return redirect(address_of(correction))


@dataclass(frozen=True)
class Step:
    """What can be done with a correction: its button, what follows, the check, the action, what it asks."""

    label: Any
    consequence: Any
    done: Any
    check: Callable[..., None]
    act: Callable[..., Any]
    form: type[django_forms.Form] | None = None


CORRECTION_STEPS = {
    "draft": Step(
        gettext_lazy("提交处理意见"),
        gettext_lazy("转给审批人。"),
        gettext_lazy("处理意见已提交，转给审批人。"),
        policies.check_can_draft_correction,
        actions.draft_correction,
        forms.DraftCorrectionForm,
    ),
    "prove": Step(
        gettext_lazy("登记证据材料"),
        gettext_lazy("予以更正须有证据。"),
        gettext_lazy("证据材料已登记。"),
        policies.check_can_draft_correction,
        actions.add_evidence,
        forms.EvidenceForm,
    ),
    "approve": Step(
        gettext_lazy("同意"),
        gettext_lazy("转回承办人告知申请人。"),
        gettext_lazy("已同意，由承办人告知申请人。"),
        policies.check_can_approve_correction,
        actions.approve_correction,
    ),
    "tell": Step(
        gettext_lazy("制作告知书并登记告知"),
        gettext_lazy("按单位的编号制作告知书，之后不能再改。"),
        gettext_lazy("告知书已制作，处理结果已告知。"),
        policies.check_can_tell_correction,
        actions.tell_correction,
        forms.TellCorrectionForm,
    ),
    "return": Step(
        gettext_lazy("退回"),
        gettext_lazy("退回承办人重新拟办。"),
        gettext_lazy("已退回承办人。"),
        policies.check_can_return_correction,
        actions.return_correction,
        forms.WhyForm,
    ),
    "withdraw": Step(
        gettext_lazy("登记撤回"),
        gettext_lazy("申请人撤回的，不再办理。"),
        gettext_lazy("已登记撤回。"),
        policies.check_can_withdraw_correction,
        actions.withdraw_correction,
        forms.WhyForm,
    ),
    "erase": Step(
        gettext_lazy("销毁申请人信息"),
        gettext_lazy("姓名、联系方式、记录内容、证据材料和告知书内容不能恢复；编号、经过和处理结果保留。"),
        gettext_lazy("申请人信息已销毁。"),
        policies.check_can_erase_correction,
        actions.erase_correction,
        forms.EraseCorrectionForm,
    ),
}


class OneCorrection(CorrectionsScreen):
    """A screen about one correction."""

    correction: Correction

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Without what is sealed, so that the page is there without the key.
        sealed = ("name", "contact", "about", "wrong", "reason", "letter_content")
        self.correction = get_object_or_404(
            Correction.objects.select_related("unit", "evidence", "drafted_by", "approved_by").defer(*sealed),
            number=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see_correction(self.user, self.correction, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.correction.number


class CorrectionPage(OneCorrection):
    """One correction: who asks is shown to those who deal with it, and that they looked is written down."""

    template_name = "applications/correction.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: tuple[str, django_forms.Form] | None = None) -> HttpResponse:
        one = self.correction
        sees = one.erased_at is None and not policies.can(
            policies.check_can_see_requester, self.user, one, on=self.today
        )
        offers = []
        for name, step in CORRECTION_STEPS.items():
            refusal = policies.can(step.check, self.user, one, on=self.today)
            form = bound[1] if bound and bound[0] == name else step.form(auto_id=f"{name}-%s") if step.form else None
            offers.append((name, step, address_of(one, f"correction_{name}"), refusal, form))
        return self.show(
            status=status,
            correction=one,
            sees=sees,
            **(self.requester() if sees else {}),
            offers=[offer for offer in offers if not offer[3]],
            waiting=[offer for offer in offers if offer[3]] if one.status in OPEN_CORRECTIONS else [],
            late=one.status in OPEN_CORRECTIONS and one.due_date < self.today,
            letter_url=address_of(one, "correction_letter") if one.letter_number and sees else "",
            evidence_url=address_of(one, "correction_evidence") if one.evidence_id and sees else "",
            events=Event.objects.about(one).exclude(kind="correction.seen"),
        )

    def requester(self) -> dict[str, Any]:
        try:
            seen = actions.see_correction(
                Correction.objects.select_related("unit").get(pk=self.correction.pk), by=self.user, now=self.now
            )
        except Unreadable as refusal:
            return {"unreadable": str(refusal)}
        return {"requester": seen}


class CorrectionStep(CorrectionPage):
    """Does one of ``CORRECTION_STEPS``; what was refused is shown with what was typed."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *, step: str, **kwargs: Any) -> HttpResponse:
        asked = CORRECTION_STEPS[step]
        form = asked.form(request.POST, request.FILES, auto_id=f"{step}-%s") if asked.form else None
        if form is not None and not form.is_valid():
            return self.page(status=422, bound=(step, form))
        try:
            if step == "prove":
                assert form is not None
                asked.check(self.user, self.correction, on=self.today)
                upload = form.cleaned_data["evidence"]
                evidence = keep(upload, name=upload.name, by=self.user, now=self.now, sealed=True)
                asked.act(self.correction, evidence, by=self.user, now=self.now)
            else:
                given = form.given() if form is not None else {}  # type: ignore[attr-defined]
                asked.act(self.correction, by=self.user, now=self.now, **given)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, bound=(step, form) if form is not None else None)
        messages.success(request, str(asked.done))
        return redirect(address_of(self.correction))


class CorrectionLetter(OneCorrection):
    """The letter as it was issued; where there is none (any more), the request, which says why."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_see_requester(self.user, self.correction, on=self.today)
        try:
            content = queries.correction_pdf(self.correction)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(address_of(self.correction))
        response = HttpResponse(content, content_type="application/pdf")
        name = self.correction.number.replace("/", "-")
        response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


class CorrectionEvidence(OneCorrection):
    """What was handed in to show that the record is wrong, as a download."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        policies.check_can_see_requester(self.user, self.correction, on=self.today)
        stored = self.correction.evidence
        if stored is None:
            raise NotAllowed(_("证据材料已经销毁。") if self.correction.erased_at else _("还没有证据材料。"))
        response = as_download(stored, stored.name)
        response["Cache-Control"] = "private, no-store"
        return response
