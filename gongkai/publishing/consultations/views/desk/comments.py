"""The comments of a consultation: reading, answering several at once, entering what came on paper, taking them along as a table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal

from ... import actions, policies, queries
from ...choices import Channel, Outcome
from ...forms import BulkForm, EnterForm, FilterForm
from .screens import CommentsScreen, url

ROWS = 50
TABLES = {
    "csv": (queries.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (queries.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class CommentList(CommentsScreen):
    """What came in, fifty a page, with one answer for all that are ticked."""

    template_name = "consultations/comments.html"

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            messages.error(request, _("还有内容没有填好，未办理；已填的内容仍在下面。"))
            return self.page(status=422, form=form)
        given = form.cleaned_data
        try:
            if given["act"] == BulkForm.DUPLICATE:
                count = actions.mark_duplicates(
                    self.consultation, given["serials"], of=given["of"] or 0, by=self.user, now=self.now
                )
                said = _("已认定 %(count)d 条意见重复。") % {"count": count}
            else:
                made = actions.dispose(
                    self.consultation,
                    given["serials"],
                    outcome=given["outcome"],
                    gist=given["gist"],
                    reason=given["reason"],
                    by=self.user,
                    now=self.now,
                )
                said = _("已处理 %(count)d 条意见：%(outcome)s。") % {
                    "count": made.comments.count(),
                    "outcome": Outcome(made.outcome).label,
                }
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, form=form)
        messages.success(request, said)
        return redirect(request.get_full_path())

    def form(self, data: Any = None) -> BulkForm:
        """The answer for several, for the comments there are."""
        serials = list(self.consultation.comments.values_list("serial", flat=True))
        return BulkForm(data, serials=serials)

    def page(self, status: int = 200, form: BulkForm | None = None) -> HttpResponse:
        """The list, narrowed by what stands in the address."""
        filters = FilterForm(self.request.GET)
        filters.is_valid()  # what is not on a list narrows nothing
        chosen = {name: value for name, value in filters.cleaned_data.items() if value}
        found = queries.listed_comments(self.consultation, **chosen)
        page = Paginator(found.prefetch_related("files"), ROWS).get_page(self.request.GET.get("p"))
        ticked = set(self.request.POST.getlist("serials"))
        return self.show(
            status=status,
            consultation=self.consultation,
            filter_form=filters,
            page=page,
            rows=[
                (one, url("comment", self.consultation, place=one.serial), str(one.serial) in ticked)
                for one in page.object_list
            ],
            form=form or self.form(),
            refusal=policies.can(policies.check_can_dispose, self.user, self.consultation, on=self.today),
            enter_refusal=policies.can(policies.check_can_enter, self.user, self.consultation, on=self.today),
            enter_url=url("enter", self.consultation),
            tables=[(name.upper(), url("export", self.consultation, suffix=name)) for name in TABLES],
            tally=queries.tally(self.consultation),
        )


class CommentEnter(CommentsScreen):
    """Enters a comment that came by letter, e-mail, telephone or at a meeting."""

    template_name = "consultations/enter.html"
    page_title = gettext_lazy("录入意见")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if refusal := policies.can(policies.check_can_enter, self.user, self.consultation, on=self.today):
            messages.error(request, refusal)
            return redirect(url("comments", self.consultation))
        return self.page(EnterForm(initial={"received": self.today}))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = EnterForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("还有内容没有填好，未保存；已填的内容仍在下面。"))
            return self.page(form, status=422)
        given = form.cleaned_data
        try:
            made = actions.enter_comment(
                self.consultation,
                form.given(),
                channel=Channel(given["channel"]),
                received=given["received"],
                files=given["attachments"],
                by=self.user,
                now=self.now,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已录入，回执号 %(receipt)s。") % {"receipt": made.receipt})
        return redirect(url("comments", self.consultation))

    def page(self, form: EnterForm, status: int = 200) -> HttpResponse:
        return self.show(
            status=status, form=form, consultation=self.consultation, back_url=url("comments", self.consultation)
        )


class CommentExport(CommentsScreen):
    """The comments as a table, without the persons."""

    def get(self, request: HttpRequest, suffix: str, **kwargs: str) -> HttpResponse:
        if suffix not in TABLES:
            raise Http404
        write, media_type = TABLES[suffix]
        table = queries.rows(self.consultation, queries.listed_comments(self.consultation))
        name = self.consultation.number.replace("/", "-")
        return HttpResponse(
            write(table),
            content_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}.{suffix}"'},
        )
