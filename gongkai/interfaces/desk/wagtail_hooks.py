from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.search import SearchArea

from .queries import may_read_audit


@hooks.register("insert_global_admin_css")
def style_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read_audit(request.user, on=timezone.localdate())


@hooks.register("register_admin_menu_item")
def today_menu_item():
    return MenuItem(_("今日工作"), reverse("wagtailadmin_home"), name="gongkai-today", icon_name="home", order=1)


@hooks.register("register_admin_menu_item")
def audit_menu_item():
    return AuditMenuItem(_("审计记录"), reverse("gongkai_audit"), name="gongkai-audit", icon_name="history", order=900)


@hooks.register("construct_main_menu")
def only_our_items(request, items):
    """Staff see the rooms' entries; what Wagtail and later versions of it add stays out until it is wanted."""
    items[:] = [item for item in items if item.name.startswith("gongkai-")]
    # The sidebar's foot reads ``first_name``, which we do not keep; on this request's object alone, never saved.
    request.user.first_name = str(request.user)


@hooks.register("register_admin_search_area")
def desk_search_area():
    return SearchArea(_("信息和公文"), reverse("gongkai_search"), name="gongkai-search", icon_name="search", order=1)


@hooks.register("construct_search")
def only_our_search(request, areas):
    """The box above the menu finds what the desk's own search finds, and no pages of the CMS."""
    areas[:] = [area for area in areas if area.name == "gongkai-search"]


@hooks.register("register_rich_text_features", order=10)
def links_to_addresses(features):
    """The editor's link button asks for an address: there are no pages to choose from."""
    features.register_editor_plugin(
        "draftail",
        "link",
        EntityFeature(
            {
                "type": "LINK",
                "icon": "link",
                "description": _("链接"),
                "attributes": ["url"],
                "allowlist": {"href": "^(http:|https:|mailto:|tel:|/|#|undefined$)"},
                "chooserUrls": {
                    name: reverse_lazy("wagtailadmin_choose_page_external_link")
                    for name in (
                        "pageChooser",
                        "externalLinkChooser",
                        "emailLinkChooser",
                        "phoneLinkChooser",
                        "anchorLinkChooser",
                    )
                },
            },
            js=["wagtailadmin/js/page-chooser-modal.js"],
        ),
    )


@hooks.register("construct_admin_api")
def names_its_templates_ask_for(router):
    """Wagtail's base template names the listings of two apps we leave out; like all of its API they answer nobody (``urls.OPEN``)."""
    for name in ("documents", "images"):
        router.register_endpoint(name, PagesAdminAPIViewSet)
