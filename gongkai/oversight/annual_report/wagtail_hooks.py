from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.queries import holds_any

from .queries import visible_reports


class ReportsMenuItem(MenuItem):
    def is_shown(self, request):
        on = timezone.localdate()
        return holds_any(request.user, *OVERSEEING, on=on) or visible_reports(request.user, on=on).exists()


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.oversight.annual_report.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return ReportsMenuItem(
        _("年度报告"),
        reverse("annual_report:reports"),
        name="gongkai-annual-reports",
        icon_name="doc-full-inverse",
        order=400,
    )
