"""One comment, with who wrote it; and taking that out again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal

from ... import actions, policies
from ...forms import EraseForm
from ...models import Comment
from .screens import CommentsScreen, download, url


class CommentScreen(CommentsScreen):
    """A screen about one comment, found by its serial within the consultation."""

    comment: Comment

    def setup_comment(self) -> None:
        """Find it, once the person may read comments."""
        found = self.consultation.comments.select_related("disposition__by", "duplicate_of", "entered_by")
        self.comment = get_object_or_404(found, serial=self.kwargs["place"])
        self.comment.consultation = self.consultation

    def get_page_title(self) -> str:
        return _("第 %(serial)s 号意见") % {"serial": self.kwargs["place"]}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *way, here = super().get_breadcrumbs_items()
        return [*way, {"url": url("comments", self.consultation), "label": _("意见")}, here]


class CommentDetail(CommentScreen):
    """What was written, by whom, what became of it."""

    template_name = "consultations/comment_detail.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_comment()
        return self.page()

    def page(self, status: int = 200, form: EraseForm | None = None) -> HttpResponse:
        comment, consultation = self.comment, self.consultation
        place = comment.serial
        return self.show(
            status=status,
            comment=comment,
            consultation=consultation,
            files=[
                (one, url("comment_file", consultation, place=place, sha256=one.file.sha256))
                for one in comment.files.select_related("file")
            ],
            duplicates=comment.duplicates.order_by("serial"),
            events=Event.objects.about(comment),
            erase_form=form or EraseForm(),
            erase_url=url("erase", consultation, place=place),
            erase_refusal=policies.can(policies.check_can_erase, self.user, consultation, on=self.today),
            unmark_url=url("unmark", consultation, place=place),
            dispose_refusal=policies.can(policies.check_can_dispose, self.user, consultation, on=self.today),
        )


class CommentErase(CommentDetail):
    """Takes out who wrote it, and what they wrote where that is asked."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(url("comment", self.consultation, place=kwargs["place"]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_comment()
        form = EraseForm(request.POST)
        if form.is_valid():
            try:
                actions.erase(self.comment, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return self.page(status=409, form=form)
            messages.success(request, _("个人信息已清除。"))
            return redirect(url("comment", self.consultation, place=self.comment.serial))
        return self.page(status=422, form=form)


class CommentUnmark(CommentDetail):
    """Lets a comment stand for itself again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(url("comment", self.consultation, place=kwargs["place"]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.setup_comment()
        try:
            actions.unmark_duplicate(self.comment, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409)
        messages.success(request, _("已取消重复认定，该意见须另行处理。"))
        return redirect(url("comment", self.consultation, place=self.comment.serial))


class CommentDownload(CommentScreen):
    """A file somebody handed in."""

    def get(self, request: HttpRequest, sha256: str, **kwargs: Any) -> FileResponse:
        self.setup_comment()
        one = get_object_or_404(self.comment.files.select_related("file"), file__sha256=sha256)
        return download(one.file, one.name)
