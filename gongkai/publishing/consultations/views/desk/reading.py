from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal

from ... import forms, policies, queries
from ...choices import TAKING
from ...models import Consultation
from .screens import OneScreen, download, url
from .steps import Step, offers


class ConsultationDetail(OneScreen):
    """All about one consultation, its numbers, its history in sentences, and what may be done with it now."""

    template_name = "consultations/consultation.html"

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: tuple[Step, forms.StepForm] | None = None) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        consultation, user = self.consultation, self.user
        steps = offers(consultation, user, on=self.today, bound=bound)
        hidden = policies.can(policies.check_can_read_comments, user, consultation, on=self.today)
        revision = policies.can(policies.check_can_revise, user, consultation, on=self.today)
        site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        return self.show(
            status=status,
            consultation=consultation,
            facts=_facts(consultation),
            files=[
                (one, url("file", consultation, sha256=one.file.sha256))
                for one in consultation.files.select_related("file")
            ],
            events=Event.objects.about(consultation),
            offers=[offer for offer in steps if not offer.refusal],
            waiting=[offer for offer in steps if offer.refusal],
            edit_url="" if revision else url("edit", consultation),
            public_url=f"{site}/{consultation.path}.html" if consultation.opened_at else "",
            tally=queries.tally(consultation) if consultation.opened_at else None,
            groups=queries.groups(consultation),
            comments_url="" if hidden or not consultation.opened_at else url("comments", consultation),
            comments_hidden=hidden,
            result_due=queries.result_due(consultation) if consultation.status in TAKING else None,
            today=self.today,
        )


class ConsultationStep(ConsultationDetail):
    """Takes one step and comes back; a refusal is shown where it was asked, with what was typed."""

    step: Step | None = None

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        # A reload after a refusal, or an address typed by hand: nothing is done by looking.
        return redirect(url("consultation", self.consultation))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        assert self.step is not None
        form = self.step.form(request.POST, auto_id=f"{self.step.name}-%s")
        refusal = policies.can(self.step.check, self.user, self.consultation, on=self.today)
        if not refusal and form.is_valid():
            try:
                done = self.step.act(self.consultation, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, str(self.step.done))
                return redirect(url("consultation", done))
        messages.error(request, refusal or _("还有内容没有填好，未办理；已填的内容仍在下面。"))
        self.consultation.refresh_from_db()
        return self.page(status=409 if refusal else 422, bound=(self.step, form))


class DraftFile(OneScreen):
    """A file of the draft, under the name the public sees or will see."""

    def get(self, request: HttpRequest, sha256: str, **kwargs: str) -> FileResponse:
        one = get_object_or_404(self.consultation.files.select_related("file"), file__sha256=sha256)
        return download(one.file, one.name)


def _facts(consultation: Consultation) -> list[tuple[Any, Any]]:
    """Label and value of what is filled in."""
    facts = [
        (_("编号"), consultation.number),
        (_("征求意见单位"), consultation.unit),
        (_("草案类型"), consultation.get_kind_display()),
        (_("开始日期"), consultation.opens_date),
        (_("截止日期"), consultation.closes_date),
        (_("缩短期限的理由"), consultation.short_term_reason),
        (_("来信地址"), consultation.post_address),
        (_("联系电话"), consultation.phone),
        (_("电子邮箱"), consultation.email),
        (_("拟稿人"), consultation.drafted_by),
        (_("保密审查人"), consultation.reviewed_by),
        (_("保密审查意见"), consultation.secrecy_basis),
        (_("审批人"), consultation.approved_by),
        (_("公布人（采纳情况）"), consultation.answered_by),
        (_("终止的理由"), consultation.ended_reason),
        (_("征求意见公告"), consultation.announcement),
        (_("正式文件"), consultation.final_item),
        (_("政策解读"), consultation.interpretation),
    ]
    return [(label, value) for label, value in facts if value]
