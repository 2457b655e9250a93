from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.queries import holds_any

from .queries import CASE_STAFF


class CaseMenuItem(MenuItem):
    """Shown to those who may see any."""

    def is_shown(self, request):
        return holds_any(request.user, *CASE_STAFF, on=timezone.localdate())


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.casework.work_orders.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return CaseMenuItem(
        _("诉求工单"), reverse("work_orders:list"), name="gongkai-work-orders", icon_name="tasks", order=300
    )
