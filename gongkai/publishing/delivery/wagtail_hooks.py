from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.publishing.delivery.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    return MenuItem(_("平台交付"), reverse("delivery:list"), name="gongkai-delivery", icon_name="upload", order=145)
