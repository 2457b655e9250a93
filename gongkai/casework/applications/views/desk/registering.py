"""Taking an application in, at the counter or from the post: the day of receipt is told while the form is filled in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.core.sealing import fingerprint
from gongkai.base.files.actions import keep
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import chinese_date
from gongkai.law.deadlines import BeforeRegulation
from gongkai.law.vocabulary import Role

from ... import actions, forms, queries
from ...models import Application
from .screens import RoomScreen, url

#: So many sheets one session has sent are known again, by a mark that tells nothing of what is on them.
REMEMBERED = 20


class CounterScreen(RoomScreen):
    """For those who take applications in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_of(self.user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=self.today).exists():
            raise NotAllowed(_("登记公开申请由各单位的承办人和政务公开工作机构办理。"))
        return super().dispatch(request, *args, **kwargs)


class Register(CounterScreen):
    """The sheet. What waits for confirmation is registered without a clock, everything else is received at once."""

    template_name = "applications/register.html"
    page_title = gettext_lazy("登记申请")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422, refusal=_("还有内容没有填好，未登记；已填的内容仍在下面。"))
        given = dict(form.cleaned_data)
        once = fingerprint(given.pop("once"), given["applicant_name"], given["contact"], given["sought"])
        known: dict[str, str] = request.session.get("registered", {})
        if once in known:
            number = known[once]
            messages.info(request, _("这份申请已经登记为 %(number)s，没有重复登记。") % {"number": number})
            return redirect(url("application", Application(number=number)))
        try:
            if isinstance(upload := given["authorisation"], UploadedFile):
                given["authorisation"] = keep(upload, name=upload.name or "", by=self.user, now=self.now, sealed=True)
                form.remember("authorisation", given["authorisation"])
            made = self.enter(given)
        except (Refusal, BeforeRegulation) as refused:
            return self.page(form, status=409, refusal=str(refused))
        kept = [*known.items(), (once, made.number)][-REMEMBERED:]
        request.session["registered"] = dict(kept)
        self.tell(made)
        return redirect(url("application", made))

    def enter(self, given: dict[str, Any]) -> Application:
        """Received, or registered where the law wants the applicant's confirmation first and it is not there."""
        days = {name: given.pop(name) for name in ("signed", "confirmed")}
        arrival = queries.arrival_of(given["channel"], arrived=given["arrived"], **days)
        if arrival.received is None:
            return actions.register(**given, by=self.user, now=self.now)
        return actions.receive(**given, **days, by=self.user, now=self.now)

    def tell(self, made: Application) -> None:
        """What was made of it."""
        if made.due_date is None:
            messages.success(
                self.request, _("已登记为 %(number)s，待与申请人确认后起算期限。") % {"number": made.number}
            )
        else:
            messages.success(
                self.request,
                _("已登记为 %(number)s，应于 %(due)s前答复。")
                % {"number": made.number, "due": chinese_date(made.due_date)},
            )

    def form(self, *data: Any) -> forms.RegisterForm:
        """The sheet for this person."""
        return forms.RegisterForm(*data, user=self.user, on=self.today)

    def page(self, form: forms.RegisterForm, status: int = 200, refusal: str = "") -> HttpResponse:
        """The sheet, with what the days come to so far."""
        given = getattr(form, "cleaned_data", {})
        said = told(given) if given.get("channel") and given.get("arrived") else ""
        return self.show(status=status, form=form, refusal=refusal, said=said)


class ReceiptTold(CounterScreen):
    """The day of receipt and the limit for the days filled in so far, as one sentence."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = forms.ReceiptForm(request.GET)
        return JsonResponse({"said": told(form.cleaned_data) if form.is_valid() else ""})


def told(given: dict[str, Any]) -> str:
    """What the days of an arrival come to."""
    days = {name: given.get(name) for name in ("signed", "confirmed")}
    try:
        arrival = queries.arrival_of(given["channel"], arrived=given["arrived"], **days)
    except BeforeRegulation as refusal:
        return str(refusal)
    if arrival.received is None:
        return _("这一方式以双方确认之日为收到之日，确认前不起算期限；现在登记为待确认。")
    assert arrival.due is not None
    said = _("收到日期为 %(received)s，适用%(order)s，应于 %(due)s前答复。") % {
        "received": chinese_date(arrival.received),
        "order": arrival.regulation.order,
        "due": chinese_date(arrival.due.date),
    }
    if arrival.due.provisional:
        said += _("其中有的日子放假安排尚未公布，期限为暂定。")
    if arrival.is_late:
        said += _("平常信函应当在收到的当日与申请人确认，确认已经晚了。")
    return said
