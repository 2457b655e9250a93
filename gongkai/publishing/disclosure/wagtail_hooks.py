from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gongkai.base.organisations.queries import holds_any
from gongkai.law.vocabulary import Role


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.publishing.disclosure.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return MenuItem(_("信息公开"), reverse("disclosure:items"), name="gongkai-items", icon_name="doc-full", order=100)


@hooks.register("register_admin_menu_item")
def documents_menu_item():
    return MenuItem(
        _("发文登记"), reverse("disclosure:documents"), name="gongkai-documents", icon_name="clipboard-list", order=90
    )


@hooks.register("register_admin_menu_item")
def review_menu_item():
    return MenuItem(_("待我审核"), reverse("disclosure:queue"), name="gongkai-review", icon_name="check", order=101)


class OpennessOfficeItem(MenuItem):
    def is_shown(self, request):
        return holds_any(request.user, Role.OPENNESS_OFFICE, on=timezone.localdate())


class PublisherItem(MenuItem):
    def is_shown(self, request):
        return holds_any(request.user, Role.APPROVER, Role.OPENNESS_OFFICE, on=timezone.localdate())


@hooks.register("register_admin_menu_item")
def interpretations_menu_item():
    return MenuItem(
        _("待解读的政策"),
        reverse("disclosure:interpretations"),
        name="gongkai-interpretations",
        icon_name="comment",
        order=102,
    )


@hooks.register("register_admin_menu_item")
def guides_menu_item():
    return MenuItem(
        _("公开指南"), reverse("disclosure:guides"), name="gongkai-guides", icon_name="info-circle", order=105
    )


@hooks.register("register_admin_menu_item")
def proposals_menu_item():
    return MenuItem(
        _("建议提案公开情况"), reverse("disclosure:proposals"), name="gongkai-proposals", icon_name="table", order=106
    )


@hooks.register("register_admin_menu_item")
def schedule_menu_item():
    return PublisherItem(
        _("定时发布"), reverse("disclosure:schedules"), name="gongkai-schedule", icon_name="time", order=103
    )


@hooks.register("register_admin_menu_item")
def bulk_menu_item():
    return PublisherItem(
        _("批量操作"), reverse("disclosure:bulk_new"), name="gongkai-bulk", icon_name="list-ul", order=104
    )


@hooks.register("register_admin_menu_item")
def mourning_menu_item():
    return OpennessOfficeItem(
        _("哀悼日灰度"), reverse("disclosure:mourning"), name="gongkai-mourning", icon_name="view", order=850
    )
