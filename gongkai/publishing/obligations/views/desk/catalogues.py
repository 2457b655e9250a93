"""Catalogues: the list, one with its rows and editions, its registration, and which units its printed subjects mean."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import visible_units

from ... import actions, policies
from ...forms import CatalogueForm, SubjectForm
from ...models import Responsibility, StandardCatalogue, Subject
from .screens import ROWS, CatalogueScreen, RoomScreen, catalogue_url, obligation_url


class CatalogueList(RoomScreen):
    """Every catalogue with its rows and what of it is still undecided."""

    name = "catalogues"
    template_name = "obligations/catalogues.html"
    page_title = gettext_lazy("各部目录")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = StandardCatalogue.objects.annotate(
            rows=Count("obligations", filter=Q(obligations__until_edition=None), distinct=True),
            waiting=Count("editions", filter=Q(editions__state="prepared"), distinct=True),
            undecided=Count("subjects", filter=Q(subjects__decided_at=None), distinct=True),
        )
        page = Paginator(found.order_by("code"), ROWS).get_page(request.GET.get("p"))
        return self.show(page=page, rows=[(each, catalogue_url("catalogue", each)) for each in page.object_list])


class CatalogueDetail(CatalogueScreen):
    """One catalogue: its current rows, its editions, its subjects still to be decided, its history."""

    template_name = "obligations/catalogue.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = self.catalogue.obligations.current().select_related("catalogue", "subject").printed_order()
        page = Paginator(rows, ROWS).get_page(request.GET.get("p"))
        return self.show(
            catalogue=self.catalogue,
            page=page,
            rows=[(each, obligation_url(each)) for each in page.object_list],
            editions=[
                (each, catalogue_url("edition", self.catalogue, edition=each.serial))
                for each in self.catalogue.editions.select_related("catalogue", "prepared_by").order_by("-serial")[:20]
            ],
            undecided=self.catalogue.subjects.filter(decided_at=None).count(),
            refusal=policies.can(policies.check_can_keep, self.user, self.catalogue, on=self.today),
            urls={name: catalogue_url(name, self.catalogue) for name in ("catalogue_edit", "upload", "subjects")},
            events=Event.objects.about(self.catalogue),
        )


class CatalogueCreate(RoomScreen):
    """Registers a catalogue."""

    template_name = "obligations/catalogue_form.html"
    page_title = gettext_lazy("登记标准目录")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.check_can_keep(self.user, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=CatalogueForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        return _register(self, CatalogueForm(request.POST), refused_if_taken=True)


class CatalogueEdit(CatalogueScreen):
    """Puts a registration right."""

    template_name = "obligations/catalogue_form.html"
    page_title = gettext_lazy("修改登记")
    keeping = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=CatalogueForm(catalogue=self.catalogue), catalogue=self.catalogue)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _register(self, CatalogueForm(request.POST, catalogue=self.catalogue), refused_if_taken=False)


def _register(screen: RoomScreen, form: CatalogueForm, *, refused_if_taken: bool) -> HttpResponse:
    request = screen.request
    if not form.is_valid():
        messages.error(request, _("还有内容没有填好，未保存；已填的内容仍在下面。"))
        return screen.show(status=422, form=form)
    given = dict(form.cleaned_data)
    code = given.pop("code")
    if refused_if_taken and StandardCatalogue.objects.filter(code=code).exists():
        messages.error(request, _("代码“%(code)s”已被使用。") % {"code": code})
        return screen.show(status=409, form=form)
    try:
        catalogue = actions.register_catalogue(code, actions.CatalogueFields(**given), by=screen.user, now=screen.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return screen.show(status=409, form=form)
    messages.success(request, _("已保存。"))
    return redirect(catalogue_url("catalogue", catalogue))


class Subjects(CatalogueScreen):
    """Which units each printed subject means: decided by the openness office, one subject at a time, the undecided first."""

    template_name = "obligations/subjects.html"
    page_title = gettext_lazy("公开主体与承担单位")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_keep(self.user, on=self.today)
        pk = request.POST.get("subject", "")
        subject = get_object_or_404(self.catalogue.subjects, pk=pk if pk.isascii() and pk.isdigit() else 0)
        form = SubjectForm(request.POST, subject=subject, units=self.units())
        if not form.is_valid():
            messages.error(request, _("请填写起始日期，未保存。"))
            return self.page(status=422, bound=(subject, form))
        given = form.cleaned_data
        try:
            actions.assign_subject(subject, list(given["units"]), since=given["since"], by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409, bound=(subject, form))
        messages.success(request, _("已确定“%(subject)s”的承担单位。") % {"subject": subject})
        return redirect(request.get_full_path())

    def units(self) -> Any:
        """The units that may be meant."""
        return visible_units(self.user, on=self.today)

    def page(self, status: int = 200, bound: tuple[Subject, SubjectForm] | None = None) -> HttpResponse:
        """The list, with a refused form where there is one."""
        borne = Prefetch(
            "responsibilities", Responsibility.objects.filter(until_date=None).select_related("unit"), to_attr="borne"
        )
        found: Any = (
            self.catalogue.subjects.annotate(rows=Count("obligations", filter=Q(obligations__until_edition=None)))
            .filter(rows__gt=0)
            .prefetch_related(borne)
            .select_related("decided_by")
            .order_by("decided_at", "pk")
        )
        page = Paginator(found, 20).get_page(self.request.GET.get("p"))
        units: list[Unit] = list(self.units().order_by("code"))
        refusal = policies.can(policies.check_can_keep, self.user, self.catalogue, on=self.today)
        typed = bound[1] if bound else None
        rows = []
        for subject in page.object_list:
            form = typed if bound and typed and bound[0].pk == subject.pk else None
            chosen = {each.unit_id for each in subject.borne}
            if form is not None:
                typed_units: Any = form["units"].data
                chosen = {int(pk) for pk in typed_units or () if pk.isascii() and pk.isdigit()}
            rows.append((subject, [(unit, unit.pk in chosen) for unit in units], form))
        since = self.catalogue.editions.filter(state="adopted").order_by("number").values_list("since_date", flat=True)
        return self.show(
            status, catalogue=self.catalogue, page=page, rows=rows, refusal=refusal, since=since.first() or self.today
        )
