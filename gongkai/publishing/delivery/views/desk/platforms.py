"""Platforms: the list, one with what stands where, and its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import actions, policies, queries
from ...choices import PlatformKind, State
from ...forms import PlatformForm
from ...models import Platform
from .screens import ROWS, PlatformScreen, RoomScreen, package_url, platform_url


class PlatformList(RoomScreen):
    """The platforms of the units the person keeps or oversees."""

    template_name = "delivery/platforms.html"
    page_title = gettext_lazy("平台")

    def get(self, request: HttpRequest) -> HttpResponse:
        policies.check_can_read_platforms(self.user, on=self.today)
        found = Platform.objects.filter(unit__in=units_of(self.user, *policies.READING, on=self.today))
        found = found.select_related("unit").annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
            refused=Count("deliveries", filter=Q(deliveries__state=State.REFUSED)),
        )
        page = Paginator(found.order_by("code"), ROWS).get_page(request.GET.get("p"))
        return self.show(
            page=page,
            rows=[(one, platform_url("platform", one)) for one in page.object_list],
            may_enter=units_of(self.user, Role.OPENNESS_OFFICE, on=self.today).exists(),
        )


class PlatformDetail(PlatformScreen):
    """One platform: its settings, what waits, its packages and its history."""

    template_name = "delivery/platform.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        platform = self.platform
        counts = queries.tally(
            queries.Selection(units_of(self.user, *policies.READING, on=self.today), platform=platform)
        )
        packages = Paginator(platform.packages.select_related("begun_by", "platform"), ROWS)
        page = packages.get_page(request.GET.get("p"))
        asks: Any = {"user": self.user, "thing": platform, "on": self.today}
        return self.show(
            platform=platform,
            counts=[(state.label, counts.get(state, 0), self._list(state)) for state in State if counts.get(state)],
            page=page,
            packages=[(one, package_url("package", one)) for one in page.object_list],
            columns=platform.columns.select_related("column"),
            by_package=platform.kind == PlatformKind.PACKAGE,
            token=queries.token_name(platform),
            has_token=bool(queries.token_of(platform)),
            edit_refusal=policies.can(policies.check_can_configure, self.user, platform.unit, on=self.today),
            pack_refusal=policies.can(policies.check_can_pack, **asks),
            receipts_refusal=policies.can(policies.check_can_enter_receipts, **asks),
            urls={name: platform_url(name, platform) for name in ("platform_edit", "pack", "receipts")},
            events=Event.objects.about(platform),
        )

    def _list(self, state: State) -> str:
        return f"{reverse('delivery:list')}?platform={self.platform.code}&state={state}"


class PlatformCreate(RoomScreen):
    """Enters a platform."""

    template_name = "delivery/platform_form.html"
    page_title = gettext_lazy("登记平台")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_of(self.user, Role.OPENNESS_OFFICE, on=self.today).exists():
            raise NotAllowed(_("平台由政务公开工作机构登记和修改。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        return _saved(self, self.form(request.POST), None)

    def form(self, *given: Any) -> PlatformForm:
        """The form, offering the units the person may speak for."""
        return PlatformForm(*given, units=units_of(self.user, Role.OPENNESS_OFFICE, on=self.today))


class PlatformEdit(PlatformScreen):
    """Changes a platform's settings."""

    template_name = "delivery/platform_form.html"
    page_title = gettext_lazy("修改设置")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_configure(self.user, self.platform.unit, on=self.today)
        return self.show(form=self.form(), platform=self.platform)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_configure(self.user, self.platform.unit, on=self.today)
        return _saved(self, self.form(request.POST), self.platform)

    def form(self, *given: Any) -> PlatformForm:
        """The form with what is known."""
        units = units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
        return PlatformForm(*given, units=units, platform=self.platform)


def _saved(screen: RoomScreen, form: PlatformForm, platform: Platform | None) -> HttpResponse:
    request = screen.request
    if not form.is_valid():
        messages.error(request, _("还有内容没有填好，未保存；已填的内容仍在下面。"))
        return screen.show(status=422, form=form, platform=platform)
    try:
        if platform is None:
            code = form.cleaned_data["code"]
            platform = actions.enter_platform(code, form.given(), by=screen.user, now=screen.now)
        else:
            platform = actions.revise_platform(platform, form.given(), by=screen.user, now=screen.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return screen.show(status=409, form=form, platform=platform)
    messages.success(request, _("已保存。"))
    return redirect(platform_url("platform", platform))
