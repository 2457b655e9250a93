from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.law.vocabulary import WithholdingGround

from .... import actions, policies, queries
from ....choices import DocumentStatus
from ....forms import DocumentForm, SecretDocumentForm
from ....models import OfficialDocument
from .screens import DocumentScreen, RegisterScreen, document_url

_NOTHING_SAVED = gettext_lazy("未登记。请按提示改正后再保存，已填的内容仍在下面；文件须重新选择。")


class DocumentCreate(RegisterScreen):
    """Registers a document: its openness first, and nothing but the count of what is secret."""

    template_name = "disclosure/documents/edit.html"
    page_title = gettext_lazy("登记发文")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.kept_units(self.user, on=self.today).exists():
            raise NotAllowed(_("发文由各单位的拟稿人或政务公开工作机构登记，您目前没有这样的岗位。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=DocumentForm(user=self.user, on=self.today, initial={"issued_date": self.today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("ground") == WithholdingGround.STATE_SECRET:
            return self.count(request)
        form = DocumentForm(request.POST, request.FILES, user=self.user, on=self.today)
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.show(status=422, form=form)
        try:
            document = actions.register_document(form.cleaned_data["unit"], form.given(), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.show(status=409, form=form)
        return _saved(self, document, form)

    def count(self, request: HttpRequest) -> HttpResponse:
        """Whatever else arrived is not even read."""
        asked = {name: request.POST.get(name, "") for name in ("unit", "quantity", "ground")}
        form = SecretDocumentForm(asked, user=self.user, on=self.today)
        refusal = _("请选择发文机关，件数至少为 1。")
        if form.is_valid():
            try:
                document = actions.seal_documents(by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.warning(request, _("已登记国家秘密的件数；标题、文号、正文和文件均未保存。"))
                return redirect(document_url("document", document))
        messages.error(request, refusal)
        return self.show(status=422, form=DocumentForm(user=self.user, on=self.today, initial=asked))


class DocumentAmend(DocumentScreen):
    """Puts a registration right."""

    template_name = "disclosure/documents/edit.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": document_url("document", self.document), "label": str(self.document)}
        return [*self.breadcrumbs_items, here, {"url": "", "label": _("更正")}]

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if refusal := policies.can(policies.check_can_amend_document, self.user, self.document, on=self.today):
            messages.error(request, refusal)
            return redirect(document_url("document", self.document))
        return self.page(DocumentForm(user=self.user, on=self.today, document=self.document))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if request.POST.get("ground") == WithholdingGround.STATE_SECRET:
            return self.clear(request)
        form = DocumentForm(request.POST, request.FILES, user=self.user, on=self.today, document=self.document)
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.page(form, status=422)
        taken_off = self.document.files.filter(file__sha256__in=request.POST.getlist("remove"))
        try:
            document = self.document
            if form.has_changed() or not (form.cleaned_data["attachments"] or taken_off):
                document = actions.amend_document(document, form.given(), by=self.user, now=self.now)
            for filed in taken_off:
                actions.unfile_document(filed, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return _saved(self, document, form)

    def clear(self, request: HttpRequest) -> HttpResponse:
        """国家秘密 was chosen: what was typed is not read, what was kept goes."""
        try:
            actions.seal_document(self.document, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.warning(request, _("已定为国家秘密：内容和文件已清除，只留单位和件数。"))
        return redirect(document_url("document", self.document))

    def page(self, form: DocumentForm, status: int = 200) -> HttpResponse:
        """The form, with the files the document has already."""
        files = [
            (each, document_url("document_file", self.document, sha256=each.file.sha256))
            for each in self.document.files.select_related("file")
        ]
        back = document_url("document", self.document)
        return self.show(status=status, form=form, document=self.document, files=files, back_url=back)


def _saved(screen: RegisterScreen, document: OfficialDocument, form: DocumentForm) -> HttpResponse:
    """Say what was kept and what was mended, add the files one by one, and go on: to the document, or back for a refused file."""
    request, refused = screen.request, 0
    for upload in form.cleaned_data["attachments"]:
        try:
            actions.file_document(document, upload, name=upload.name, by=screen.user, now=screen.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            refused += 1
    assert document.formed_date is not None
    for note in queries.read_number(form.cleaned_data["document_number"], formed=document.formed_date).notes:
        messages.warning(request, note)
    messages.success(request, _("公文 %(document)s 已登记。") % {"document": document})
    if document.status == DocumentStatus.AWAITING:
        messages.warning(request, _("不主动公开的政策性文件，已转政务公开工作机构审查。"))
    return redirect(document_url("document_edit" if refused else "document", document))
