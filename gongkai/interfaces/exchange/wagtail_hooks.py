from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.casework.applications.policies import handled_units
from gongkai.publishing.disclosure.queries import kept_units


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.interfaces.exchange.urls"))]


class RegistersMenuItem(MenuItem):
    def is_shown(self, request):
        return kept_units(request.user, on=timezone.localdate()).exists()


@hooks.register("register_admin_menu_item")
def menu_item():
    return RegistersMenuItem(
        _("导入发文登记簿"), reverse("exchange:registers"), name="gongkai-registers", icon_name="upload", order=91
    )


class CasesMenuItem(MenuItem):
    """Shown to whoever deals with applications."""

    def is_shown(self, request):
        return handled_units(request.user, on=timezone.localdate()).exists()


@hooks.register("register_admin_menu_item")
def cases_menu_item():
    return CasesMenuItem(
        _("录入以前的台账"), reverse("exchange:cases"), name="gongkai-past-cases", icon_name="upload", order=201
    )
