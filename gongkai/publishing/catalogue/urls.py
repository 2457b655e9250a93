"""Addresses of the room's screens at the desk: kinds by their code, columns by their address, entries by their number."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import desk


class EntryCode(StringConverter):
    """The code of an entry of the negative list: words of any script, dots and hyphens."""

    regex = r"\w[\w.-]{0,23}"


register_converter(EntryCode, "entry_code")

app_name = "catalogue"
urlpatterns = [
    path("catalogue/kinds/", desk.KindList.as_view(), name="kinds"),
    path("catalogue/kinds/standard/", desk.StandardKinds.as_view(), name="standard_kinds"),
    path("catalogue/kinds/new/", desk.KindCreate.as_view(), name="new_kind"),
    path("catalogue/kinds/of/<slug:code>/", desk.KindEdit.as_view(), name="kind"),
    path("catalogue/columns/", desk.ColumnList.as_view(), name="columns"),
    path("catalogue/columns/new/", desk.ColumnCreate.as_view(), name="new_column"),
    path("catalogue/columns/of/<slug:slug>/", desk.ColumnEdit.as_view(), name="column"),
    path("catalogue/columns/of/<slug:slug>/address/", desk.ColumnAddress.as_view(), name="column_address"),
    path("catalogue/redirects/", desk.RedirectList.as_view(), name="redirects"),
    path("catalogue/redirects/new/", desk.RedirectEnter.as_view(), name="new_redirects"),
    path("catalogue/redirects/one/", desk.RedirectDetail.as_view(), name="redirect"),
    path("catalogue/numbers/", desk.PatternList.as_view(), name="patterns"),
    path("catalogue/numbers/new/", desk.PatternCreate.as_view(), name="new_pattern"),
    path("catalogue/numbers/<slug:unit>/<slug:since>/cancel/", desk.PatternCancel.as_view(), name="cancel_pattern"),
    path("catalogue/negative-list/", desk.EntryList.as_view(), name="entries"),
    path("catalogue/negative-list/new/", desk.EntryCreate.as_view(), name="new_entry"),
    path("catalogue/negative-list/of/<entry_code:code>/", desk.EntryDetail.as_view(), name="entry"),
    path("catalogue/negative-list/of/<entry_code:code>/edit/", desk.EntryEdit.as_view(), name="edit_entry"),
    path("catalogue/negative-list/of/<entry_code:code>/<slug:step>/", desk.EntryStep.as_view(), name="entry_step"),
    path("catalogue/words/", desk.WordList.as_view(), name="words"),
    path("catalogue/words/new/", desk.WordCreate.as_view(), name="new_word"),
    path("catalogue/words/import/", desk.WordImport.as_view(), name="import_words"),
    path("catalogue/words/one/", desk.WordEdit.as_view(), name="word"),
    path("catalogue/words/one/retire/", desk.WordRetire.as_view(), name="retire_word"),
]
