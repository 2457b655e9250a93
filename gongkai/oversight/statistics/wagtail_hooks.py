from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.queries import units_of


class CollectedMenuItem(MenuItem):
    def is_shown(self, request):
        return units_of(request.user, on=timezone.localdate()).exists()


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.oversight.statistics.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return CollectedMenuItem(
        _("数据报送"), reverse("statistics:overview"), name="gongkai-collected", icon_name="table", order=390
    )
