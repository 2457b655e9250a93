"""Packages: made, looked at while they are made, taken away; and the receipts that come back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal, Refused

from ... import actions, policies
from ...choices import PackageState
from ...forms import ReceiptsForm, receipts_of
from ...models import Package
from .screens import ROWS, PlatformScreen, delivery_url, package_url, platform_url


class Pack(PlatformScreen):
    """Begins a package of everything that waits."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            package = actions.begin_package(self.platform, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(platform_url("platform", self.platform))
        return redirect(package_url("package", package))


class _PackageScreen(PlatformScreen):
    package: Package

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.package = get_object_or_404(
            Package.objects.select_related("platform", "begun_by"),
            platform__code=kwargs["platform"],
            serial=min(kwargs["package"], 2**31 - 1),
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.package)

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": str(self.package)}]


class PackageDetail(_PackageScreen):
    """How far a package is, line by line; it goes on whether anybody looks or not."""

    template_name = "delivery/package.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        lines = self.package.lines.select_related("delivery__platform", "delivery__item").order_by("position")
        page = Paginator(lines.defer("article", "delivery__item__body"), ROWS).get_page(request.GET.get("p"))
        return self.show(
            package=self.package,
            page=page,
            rows=[(line, delivery_url("delivery", line.delivery)) for line in page.object_list],
            building=self.package.state == PackageState.BUILDING,
            ready=self.package.state == PackageState.READY,
            file_url=package_url("package_file", self.package),
        )


class PackageFile(_PackageScreen):
    """The package itself."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        if self.package.state != PackageState.READY:
            raise Http404
        name = f"{self.package.platform.code}-{self.package.serial}.zip"
        response = FileResponse(
            self.package.content.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class EnterReceipts(PlatformScreen):
    """Takes the file the platform gave back: right lines are entered, wrong ones named."""

    template_name = "delivery/receipts.html"
    page_title = gettext_lazy("上传回执")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_enter_receipts(self.user, self.platform, on=self.today)
        return self.show(form=ReceiptsForm(), platform=self.platform)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_enter_receipts(self.user, self.platform, on=self.today)
        form = ReceiptsForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, _("请选择回执文件。"))
            return self.show(422, form=form, platform=self.platform)
        upload = form.cleaned_data["file"]
        try:
            receipts, unread = receipts_of(upload, name=upload.name)
            if not receipts and not unread:
                raise Refused(_("表格中没有填了网址、发布时间或退回原因的行。"))
            wrong = unread + actions.enter_receipts(self.platform, receipts, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.show(409, form=form, platform=self.platform)
        entered = len(receipts) + len(unread) - len(wrong)
        if wrong:
            messages.warning(request, _("登记了 %(entered)d 行，%(wrong)d 行有误，见下表。") % {
                "entered": entered, "wrong": len(wrong)
            })  # fmt: skip
            return self.show(422, form=ReceiptsForm(), platform=self.platform, wrong=sorted(wrong), entered=entered)
        messages.success(request, _("登记了 %(entered)d 行回执。") % {"entered": entered})
        return redirect(platform_url("platform", self.platform))
