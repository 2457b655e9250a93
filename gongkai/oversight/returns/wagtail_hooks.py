from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.queries import holds_any
from gongkai.law.vocabulary import Role

from .queries import visible_returns


class ReturnsMenuItem(MenuItem):
    def is_shown(self, request):
        on = timezone.localdate()
        return (
            holds_any(request.user, *OVERSEEING, Role.UNIT_HEAD, on=on) or visible_returns(request.user, on=on).exists()
        )


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.oversight.returns.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return ReturnsMenuItem(
        _("统计报送"), reverse("returns:returns"), name="gongkai-returns", icon_name="table", order=410
    )
