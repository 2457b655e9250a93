from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.queries import holds_any
from gongkai.law.vocabulary import Role

from .queries import CASE_STAFF


class CaseMenuItem(MenuItem):
    """Shown to those who may see any."""

    def is_shown(self, request):
        return holds_any(request.user, *CASE_STAFF, on=timezone.localdate())


class ProposalMenuItem(MenuItem):
    """For drafters who see no case: those who do come to it from the list of cases."""

    def is_shown(self, request):
        today = timezone.localdate()
        return holds_any(request.user, Role.DRAFTER, on=today) and not holds_any(request.user, *CASE_STAFF, on=today)


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.casework.applications.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return CaseMenuItem(
        _("依申请公开"), reverse("applications:list"), name="gongkai-applications", icon_name="mail", order=200
    )


@hooks.register("register_admin_menu_item")
def proposals():
    return ProposalMenuItem(
        _("主动公开建议"),
        reverse("applications:proposals"),
        name="gongkai-publication-proposals",
        icon_name="mail",
        order=201,
    )
