from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

_ITEMS = (
    ("kinds", _("信息种类"), "list-ul"),
    ("columns", _("栏目"), "folder-open-1"),
    ("patterns", _("索引号编号规则"), "list-ol"),
    ("redirects", _("旧地址转接"), "redirect"),
    ("entries", _("负面清单"), "no-view"),
    ("words", _("敏感词和错词"), "regex"),
)


@hooks.register("register_admin_urls")
def addresses():
    return [path("", include("gongkai.publishing.catalogue.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item():
    items = [
        MenuItem(label, reverse(f"catalogue:{name}"), name=f"gongkai-catalogue-{name}", icon_name=icon, order=place)
        for place, (name, label, icon) in enumerate(_ITEMS)
    ]
    return SubmenuMenuItem(_("目录管理"), Menu(items=items), name="gongkai-catalogue", icon_name="list-ul", order=800)
