from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.publishing.obligations.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return MenuItem(
        _("标准目录"), reverse("obligations:list"), name="gongkai-obligations", icon_name="list-ul", order=120
    )
