"""Handing in a register of past applications: what each line would do is shown first, then the worker enters it."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.core.tables import Table, handed_out
from gongkai.base.files.policies import accepted
from gongkai.casework.applications.policies import handled_units
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel

from .. import actions, policies
from ..choices import RegisterLineState
from ..forms import CasesForm
from ..models import CaseUpload
from ..tables import CASE_NAMES, NEEDED

ROWS = 50
_SAID = {
    RegisterLineState.READY: gettext_lazy("可以录入"),
    RegisterLineState.ENTERED: gettext_lazy("已录入"),
    RegisterLineState.REPEATED: gettext_lazy("重复，不再录入"),
    RegisterLineState.REFUSED: gettext_lazy("不能录入"),
}


def case_url(name: str, upload: CaseUpload) -> str:
    """The address of an upload's screen, by its number."""
    series, _slash, serial = upload.number.partition("/")
    return reverse(f"exchange:{name}", kwargs={"series": series, "serial": serial})


class _CaseScreen(Screen):
    header_icon = "upload"
    breadcrumbs_items = (
        TODAY,
        {"url": reverse_lazy("applications:list"), "label": gettext_lazy("依申请公开")},
        {"url": reverse_lazy("exchange:cases"), "label": gettext_lazy("录入以前的台账")},
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.units = handled_units(self.user, on=self.today)
        if not self.units.exists():
            raise NotAllowed(_("以前的申请台账由承办人或者政务公开工作机构录入。"))
        return super().dispatch(request, *args, **kwargs)


class Template(_CaseScreen):
    """An empty register with the columns it needs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = tuple((field, f"{names[0]}{'*' if field in NEEDED else ''}") for field, names in CASE_NAMES.items())
        return handed_out(Table(_("以前的申请台账"), columns, []), "xlsx", name=_("申请台账导入模板"))


class PastCases(_CaseScreen):
    """The form, what may stand in which column, and what was handed in before."""

    template_name = "exchange/cases.html"
    page_title = gettext_lazy("录入以前的台账")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(CasesForm(units=self.units))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CasesForm(request.POST, request.FILES, units=self.units)
        if not form.is_valid():
            return self.page(form, status=422)
        given = form.cleaned_data
        try:
            upload = self._read(given["register"], given["unit"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return redirect(case_url("case_register", upload))

    def _read(self, register: Any, unit: Any) -> CaseUpload:
        """The file is examined as every file that is handed in, read, and not kept."""
        looked_over = accepted(register, name=register.name)
        try:
            with NamedTemporaryFile(suffix=".xlsx") as copy:
                looked_over.examined.content.seek(0)
                copy.write(looked_over.examined.content.read())
                copy.flush()
                return actions.upload_cases(
                    Path(copy.name), name=looked_over.name, unit=unit, by=self.user, now=self.now
                )
        finally:
            looked_over.close()

    def page(self, form: CasesForm, status: int = 200) -> HttpResponse:
        """The screen with its form."""
        found = CaseUpload.objects.filter(unit__in=self.units).select_related("unit", "uploaded_by")
        page = Paginator(found, ROWS).get_page(self.request.GET.get("p"))
        labels = {
            "channel": ReceiptChannel.labels,
            "applicant_kind": ApplicantKind.labels,
            "outcome": Outcome.labels,
        }
        columns = [
            (names[0], field in NEEDED, "、".join(names[1:]), "、".join(map(str, labels.get(field, ()))))
            for field, names in CASE_NAMES.items()
        ]
        rows = [(each, case_url("case_register", each)) for each in page.object_list]
        return self.show(status, form=form, page=page, rows=rows, columns=columns)


class CaseRegister(_CaseScreen):
    """One register that was handed in: what would become, becomes or became of its lines. It names nobody."""

    template_name = "exchange/case_register.html"
    upload: CaseUpload

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.upload = get_object_or_404(
            CaseUpload.objects.select_related("unit", "uploaded_by"), number=f"{kwargs['series']}/{kwargs['serial']}"
        )
        policies.check_can_see_cases(self.user, self.upload, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.upload)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        lines = self.upload.lines.order_by("line")
        counted = dict(lines.order_by().values_list("state").annotate(count=Count("pk")).values_list("state", "count"))
        refused = counted.get(RegisterLineState.REFUSED, 0)
        asked = request.GET.get("state", "")
        # What was refused is what there is something to do about.
        first = RegisterLineState.REFUSED.value if refused else ""
        state = asked if asked in RegisterLineState.values or asked == "all" else first
        if state in RegisterLineState.values:
            lines = lines.filter(state=state)
        total, waiting = sum(counted.values()), counted.get(RegisterLineState.READY, 0)
        return self.show(
            upload=self.upload,
            states=[
                (_SAID[each], each.value, counted[each.value], each.value == state)
                for each in RegisterLineState
                if counted.get(each.value)
            ],
            total=total,
            waiting=waiting,
            refused=refused,
            done=total - waiting,
            running=bool(self.upload.confirmed_at and not self.upload.finished_at),
            undecided=not (self.upload.confirmed_at or self.upload.finished_at),
            page=Paginator(lines.defer("cells"), ROWS).get_page(request.GET.get("p")),
            confirm_url=case_url("cases_confirm", self.upload),
            discard_url=case_url("cases_discard", self.upload),
        )


class CaseDecision(CaseRegister):
    """Has the lines entered, or forgotten."""

    confirms = True

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(case_url("case_register", self.upload))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        act = actions.confirm_cases if self.confirms else actions.discard_cases
        try:
            act(self.upload, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("已开始录入，可以离开本页，稍后回来看结果。") if self.confirms else _("已放弃，什么都没有录入。")
            messages.success(request, said)
        return redirect(case_url("case_register", self.upload))
