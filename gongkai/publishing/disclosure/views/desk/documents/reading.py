from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refusal
from gongkai.law.deadlines import PUBLICATION_DAYS

from .... import forms, policies, queries
from ....models import InformationItem, OfficialDocument
from ..screens import item_url
from .screens import DocumentScreen, document_url
from .steps import Step, offers


class DocumentDetail(DocumentScreen):
    """All about one document: its limit and how that was counted, its items, its history, and what may be done now."""

    template_name = "disclosure/documents/document.html"

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: tuple[Step, forms.StepForm] | None = None) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        document, user = self.document, self.user
        steps = offers(document, user, on=self.today, bound=bound)
        refusal = policies.can(policies.check_can_amend_document, user, document, on=self.today)
        is_public = queries.is_public(document)
        limit = None if is_public else queries.limit_of(document, on=self.today, calendar=calendar())
        return self.show(
            status=status,
            document=document,
            is_public=is_public,
            limit=limit,
            how=_how(document, limit) if limit else "",
            facts=_facts(document),
            files=[
                (each, document_url("document_file", document, sha256=each.file.sha256))
                for each in document.files.select_related("file")
            ],
            items=[(item, item_url("item", item)) for item in document.items.order_by("pk")],
            events=Event.objects.about(document),
            offers=[each for each in steps if not each.refusal],
            waiting=[each for each in steps if each.refusal and each.suits],
            closed=[each for each in steps if each.refusal and not each.suits],
            edit_url="" if refusal else document_url("document_edit", document),
            edit_refusal=refusal,
        )


def _how(document: OfficialDocument, limit: queries.Limit) -> str:
    since = _("成文") if document.counted_from == document.formed_date else _("评估为可以公开")
    return _("%(article)s：自%(since)s之日（%(day)s，不计当日）起 %(days)d 个工作日内公开。") % {
        "article": limit.article,
        "since": since,
        "day": document.counted_from,
        "days": PUBLICATION_DAYS,
    }


def _facts(document: OfficialDocument) -> list[tuple[Any, Any]]:
    """Label and value of what is filled in; empty facts are left out."""
    late = (localdate(document.registered_at) - document.issued_date).days if document.issued_date else 0
    registered = str(localdate(document.registered_at))
    kinds = [
        str(label)
        for chosen, label in (
            (document.is_policy, gettext_lazy("政策性文件")),
            (document.is_normative, gettext_lazy("行政规范性文件")),
        )
        if chosen
    ]
    facts = [
        (_("登记号"), document.registration),
        (_("发文机关"), document.unit),
        (_("联合发文机关"), "、".join(document.joint_issuers)),
        (_("发文字号"), document.document_number),
        (_("体裁分类"), document.get_genre_display() if document.genre else ""),
        (_("文件性质"), "、".join(kinds)),
        (_("成文日期"), document.formed_date),
        (_("印发日期"), document.issued_date),
        (
            _("登记日期"),
            _("%(day)s（印发后第 %(late)d 天）") % {"day": registered, "late": late} if late else registered,
        ),
        (_("签发人"), document.signer),
        (_("主送机关"), document.addressees),
        (_("公开属性"), document.get_openness_display()),
        (_("不公开依据"), document.get_ground_display() if document.ground else ""),
        (_("不主动公开的理由"), document.ground_reason),
        (_("保密审查依据"), document.secrecy_basis),
        (_("件数"), document.quantity if document.quantity != 1 or document.ground == "state_secret" else ""),
        (_("登记人"), document.registered_by),
        (_("公开审查人"), document.reviewed_by),
        (_("公开审查意见"), document.review_opinion),
        (_("下次评估日期"), document.reassess_date),
        (_("外部平台公开日期"), document.public_date),
        (_("外部平台公开网址"), document.public_address),
        (_("送交档案馆日期"), document.archive_date),
        (_("送交图书馆日期"), document.library_date),
        (_("注销理由"), document.cancel_reason),
    ]
    return [(label, value) for label, value in facts if value]


class DocumentStep(DocumentDetail):
    """Takes one step and comes back; a refusal is shown where it was asked, with what was typed."""

    step: Step | None = None

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        # A reload after a refusal, or an address typed by hand: nothing is done by looking.
        return redirect(document_url("document", self.document))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        assert self.step is not None
        form = self.step.form(request.POST, auto_id=f"{self.step.name}-%s")
        refusal = policies.can(self.step.check, self.user, self.document, on=self.today)
        if not refusal and form.is_valid():
            try:
                done = self.step.act(self.document, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, str(self.step.done))
                if isinstance(done, InformationItem):
                    return redirect(item_url("edit", done))
                return redirect(document_url("document", done))
        messages.error(request, refusal or _("还有内容没有填好，未办理；已填的内容仍在下面。"))
        self.document.refresh_from_db()
        return self.page(status=409 if refusal else 422, bound=(self.step, form))


class DocumentDownload(DocumentScreen):
    """A file of a document, for those who may see the document; always as a download, never shown as a page of ours."""

    def get(self, request: HttpRequest, sha256: str, **kwargs: str) -> FileResponse:
        filed = get_object_or_404(self.document.files.select_related("file"), file__sha256=sha256)
        response = FileResponse(
            filed.file.content.open("rb"), as_attachment=True, filename=filed.name, content_type=filed.file.media_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response
