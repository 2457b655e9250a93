"""The register as a list, and the worklists: fifty a page, each row with its limit and the next act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.queries import visible_units

from .... import actions, queries
from ....choices import CopyPlace
from ....forms import CopyForm, DocumentFilterForm
from ....models import OfficialDocument, OfficialDocumentQuerySet
from ..exporting import of_documents, taken_away
from .screens import RegisterScreen, document_url

ROWS = 50
#: The worklists of the register: name of the address, label. The first is all of it.
LISTS = (
    ("documents", gettext_lazy("全部发文")),
    ("documents_unpublished", gettext_lazy("已印发未公开")),
    ("documents_review", gettext_lazy("待公开审查")),
    ("documents_reassess", gettext_lazy("待定期评估")),
    ("documents_copies", gettext_lazy("待送交档案馆、图书馆")),
    ("documents_gaps", gettext_lazy("文号缺号")),
)


class _List(RegisterScreen):
    """A list of the register, with the way to the others."""

    name = ""

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        lists = [(label, reverse(f"disclosure:{name}"), name == self.name) for name, label in LISTS]
        may_register = queries.kept_units(self.user, on=self.today).exists()
        return super().show(status, lists=lists, may_register=may_register, **context)

    def get_page_title(self) -> str:
        return str(dict(LISTS)[self.name])

    def paged(self, found: Any) -> Page[Any]:
        """The page that was asked for, or the nearest there is."""
        return Paginator(found, ROWS).get_page(self.request.GET.get("p"))


class DocumentList(_List):
    """Every registered document the person may see, narrowed; the latest issued first."""

    name = "documents"
    template_name = "disclosure/documents/list.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = DocumentFilterForm(request.GET, units=visible_units(self.user, on=self.today))
        form.is_valid()  # what is not on a list narrows nothing
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        documents = queries.listed_documents(self.user, on=self.today, **chosen)
        taken = taken_away(request, documents, of_documents, name=self.get_page_title())
        if taken is not None:
            return taken
        page = self.paged(documents)
        public = set(
            OfficialDocument.objects.already_public()
            .filter(pk__in=[each.pk for each in page.object_list])
            .values_list("pk", flat=True)
        )
        rows = [(each, document_url("document", each), each.pk in public) for each in page.object_list]
        return self.show(filter_form=form, page=page, rows=rows)


class _Worklist(_List):
    """A worklist: what waits, since when or until when, and where to go on."""

    template_name = "disclosure/documents/worklist.html"
    lead: Any = ""
    empty: Any = ""

    def found(self) -> OfficialDocumentQuerySet:
        """What waits."""
        raise NotImplementedError

    def state(self, document: OfficialDocument) -> tuple[str, bool]:
        """A sentence about one, and whether its day is over."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.found().select_related("unit")
        taken = taken_away(request, found, of_documents, name=self.get_page_title())
        if taken is not None:
            return taken
        page = self.paged(found)
        rows = [(each, document_url("document", each), *self.state(each)) for each in page.object_list]
        return self.show(page=page, rows=rows, lead=self.lead, empty=self.empty)


class NotYetPublic(_Worklist):
    """Issued and open, but nowhere to be read: the limit of art. 26."""

    name = "documents_unpublished"
    lead = gettext_lazy("主动公开的公文，自成文之日起二十个工作日内公开（《条例》第二十六条）。期限近的在前。")
    empty = gettext_lazy("主动公开的公文都已公开。")

    def found(self) -> OfficialDocumentQuerySet:
        self.calendar = calendar()
        return queries.not_yet_public(visible_units(self.user, on=self.today))

    def state(self, document: OfficialDocument) -> tuple[str, bool]:
        limit = queries.limit_of(document, on=self.today, calendar=self.calendar)
        return (str(limit), limit.is_over) if limit else (_("该年放假安排未录入，不能计算期限"), False)


class OfficeReview(_Worklist):
    """Policy documents proposed as not public, for the openness office."""

    name = "documents_review"
    lead = gettext_lazy("拟不主动公开的政策性文件，先由政务公开工作机构审查。等得久的在前。")
    empty = gettext_lazy("没有待审查的公文。")

    def found(self) -> OfficialDocumentQuerySet:
        return queries.awaiting_office(visible_units(self.user, on=self.today))

    def state(self, document: OfficialDocument) -> tuple[str, bool]:
        ground = document.get_ground_display() if document.ground else document.ground_reason
        return _("%(openness)s：%(ground)s") % {"openness": document.get_openness_display(), "ground": ground}, False


class Reassessments(_Worklist):
    """What is withheld and comes up again."""

    name = "documents_reassess"
    lead = gettext_lazy("不予公开的公文定期评估，可以公开的应当公开（《条例》第十八条）。列出三十日内到期的。")
    empty = gettext_lazy("三十日内没有到期评估的公文。")

    def found(self) -> OfficialDocumentQuerySet:
        until = self.today + timedelta(days=queries.REASSESSMENT_NOTICE)
        return queries.to_reassess(visible_units(self.user, on=self.today), until=until)

    def state(self, document: OfficialDocument) -> tuple[str, bool]:
        assert document.reassess_date is not None
        return _("应于 %(day)s 前评估") % {"day": document.reassess_date}, document.reassess_date < self.today


class CopiesDue(_List):
    """What is public and not yet delivered to archive or library; many can be marked at once."""

    name = "documents_copies"
    template_name = "disclosure/documents/copies.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(CopyForm(initial={"place": request.GET.get("place"), "day": self.today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CopyForm(request.POST)
        chosen = list(OfficialDocument.objects.filter(registration__in=request.POST.getlist("document")))
        refusal = "" if form.is_valid() else _("请填写送交日期。")
        if not refusal:
            try:
                done = actions.deliver_copies(chosen, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, _("已登记送交 %(count)d 件。") % {"count": len(done)})
                place = form.cleaned_data["place"]
                return redirect(f"{reverse('disclosure:documents_copies')}?place={place}")
        messages.error(request, refusal)
        return self.page(form, status=409, chosen={each.pk for each in chosen})

    def page(self, form: CopyForm, *, status: int = 200, chosen: set[int] | None = None) -> HttpResponse:
        """The list for one place, with the form that marks what is ticked."""
        asked = form.data.get("place") or form.initial.get("place")
        place = CopyPlace(asked) if asked in CopyPlace.values else CopyPlace.ARCHIVE
        page = self.paged(queries.copies_due(visible_units(self.user, on=self.today), place).select_related("unit"))
        rows = [(each, document_url("document", each), each.pk in (chosen or ())) for each in page.object_list]
        places = [(each.label, f"?place={each}", each == place) for each in CopyPlace]
        return self.show(status, page=page, rows=rows, form=form, place=place, places=places)


class NumberGaps(_List):
    """Numbers of a series nobody registered: lost, secret, or never used."""

    name = "documents_gaps"
    template_name = "disclosure/documents/gaps.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        said = request.GET.get("year", "")
        year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else None
        units = visible_units(self.user, on=self.today)
        return self.show(page=self.paged(queries.series_with_gaps(units, year=year)), year=year)
