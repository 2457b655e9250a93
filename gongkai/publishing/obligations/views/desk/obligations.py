"""One row: what it asks of whom by when, its versions, how each unit stands; and what may be recorded about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import visible_units

from ... import actions, policies, queries
from ...forms import DeclareForm, MatchingForm, OccasionForm
from ...models import Obligation, Occasion
from .screens import ObligationScreen, obligation_url, occasion_url

#: Occasions of a row on one page.
OCCASIONS = 20


class ObligationDetail(ObligationScreen):
    """All about one row."""

    template_name = "obligations/obligation.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def recording_units(self) -> QuerySet[Unit]:
        """Units that bear the row and for which the person records."""
        borne = self.obligation.subject.responsibilities.on(self.today).values("unit")
        return policies.recording_units(self.user, on=self.today).filter(pk__in=borne).order_by("code")

    def page(self, status: int = 200, **forms: Any) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        obligation = self.obligation
        units = self.recording_units()
        rule = queries.matching_rule(obligation)
        bearers = obligation.subject.responsibilities.on(self.today).select_related("unit").order_by("unit__code")
        page, occasions = self.occasions()
        return self.show(
            status,
            obligation=obligation,
            facts=_facts(obligation),
            bearers=[each.unit for each in bearers],
            versions=Obligation.objects.filter(catalogue=obligation.catalogue, row=obligation.row)
            .select_related("edition__catalogue", "until_edition__catalogue")
            .order_by("-version"),
            page=page,
            occasions=occasions,
            may_record=bool(units),
            refusal=_("登记由承担单位的拟稿人或承办人办理。"),
            occasion_form=forms.get("occasion_form") or OccasionForm(obligation=obligation, units=units),
            declare_form=forms.get("declare_form")
            or DeclareForm(units=units, initial={"year": self.today.year}, auto_id="declare-%s"),
            matching_form=forms.get("matching_form") or MatchingForm(rule=rule, auto_id="matching-%s"),
            rule=rule,
            urls={name: obligation_url(obligation, name) for name in ("record", "declare", "matching")},
            opened={name for name, form in forms.items() if form},
            events=Event.objects.about(rule) if rule else [],
        )

    def occasions(self) -> tuple[Any, list[Any]]:
        """A page of the row's occasions, of all its versions, the newest first."""
        found = (
            Occasion.objects.standing()
            .of_units(visible_units(self.user, on=self.today))
            .of_row(self.obligation)
            .with_status(on=self.today)
            .select_related("unit", "obligation")
            .order_by("-started_date", "-pk")
        )
        found = queries.with_counting(found, on=self.today)
        page = Paginator(found, OCCASIONS).get_page(self.request.GET.get("p"))
        working = calendar()
        rows = [
            (each, occasion_url(each), queries.said(each, each.status, each.counting, on=self.today, calendar=working))
            for each in page.object_list
        ]
        return page, rows


def _facts(obligation: Obligation) -> list[tuple[str, str]]:
    """Label and value of what is printed; empty cells are left out."""
    required, optional = obligation.carriers
    marks = [f"■{each.label}" for each in required] + [f"□{each.label}" for each in optional]
    carriers = "　".join(marks)
    facts = [
        (_("目录序号"), obligation.serial),
        (_("领域"), obligation.area_label),
        (_("公开内容（要素）"), obligation.content),
        (_("公开依据"), obligation.basis),
        (_("公开主体"), obligation.subject.text),
        (_("渠道和载体"), carriers),
        (_("印发的渠道"), obligation.carriers_text if obligation.carriers_text not in carriers else ""),
        (_("公开对象"), obligation.audience),
        (_("公开方式"), str(obligation.get_mode_display())),
        (_("公开层级"), "、".join(obligation.level_labels)),
    ]
    return [(label, value) for label, value in facts if value]


class _Entry(ObligationDetail):
    """One of the forms of the screen, sent."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        # A reload after a refusal, or an address typed by hand: nothing is done by looking.
        return redirect(obligation_url(self.obligation))

    def refused(self, why: str, status: int, **form: Any) -> HttpResponse:
        """The screen again, with what was typed."""
        messages.error(self.request, why)
        return self.page(status, **form)


class OccasionCreate(_Entry):
    """Records that something happened."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = OccasionForm(request.POST, obligation=self.obligation, units=self.recording_units())
        if not self.recording_units().exists():
            return self.refused(_("登记由承担单位的拟稿人或承办人办理。"), 403)
        if not form.is_valid():
            return self.refused(_("还有内容没有填好，未登记；已填的内容仍在下面。"), 422, occasion_form=form)
        given = form.cleaned_data
        try:
            occasion = actions.record_occasion(
                self.obligation, given["unit"], title=given["title"], days=form.days(), by=self.user, now=self.now
            )
        except Refusal as refusal:
            return self.refused(str(refusal), 409, occasion_form=form)
        messages.success(request, _("已登记事由 %(occasion)s。") % {"occasion": occasion})
        return redirect(occasion_url(occasion))


class Declare(_Entry):
    """Says that the row does not apply, or that a year had nothing of the kind."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DeclareForm(request.POST, units=self.recording_units(), auto_id="declare-%s")
        if not self.recording_units().exists():
            return self.refused(_("登记由承担单位的拟稿人或承办人办理。"), 403)
        if not form.is_valid():
            return self.refused(_("还有内容没有填好，未登记；已填的内容仍在下面。"), 422, declare_form=form)
        given = dict(form.cleaned_data)
        unit = given.pop("unit")
        try:
            fulfilment = actions.declare(self.obligation, unit, by=self.user, now=self.now, **given)
        except Refusal as refusal:
            return self.refused(str(refusal), 409, declare_form=form)
        messages.success(request, _("已登记，待政务公开工作机构核查。"))
        return redirect(occasion_url(fulfilment.occasion))


class Matching(_Entry):
    """Sets which published items propose themselves."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_keep(self.user, on=self.today)
        form = MatchingForm(request.POST, rule=None, auto_id="matching-%s")
        if not form.is_valid():
            return self.refused(_("还有内容没有填好，未保存；已填的内容仍在下面。"), 422, matching_form=form)
        try:
            actions.set_matching(self.obligation, by=self.user, now=self.now, **form.cleaned_data)
        except Refusal as refusal:
            return self.refused(str(refusal), 409, matching_form=form)
        messages.success(request, _("匹配规则已保存。"))
        return redirect(obligation_url(self.obligation))
