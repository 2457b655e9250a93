from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.publishing.consultations.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return MenuItem(
        _("征求意见"),
        reverse("consultations:consultations"),
        name="gongkai-consultations",
        icon_name="group",
        order=150,
    )
