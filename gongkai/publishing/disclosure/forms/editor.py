"""The rich text editor and the field for several files."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.rich_text import DraftailRichTextArea

#: What the editor offers and gives back unchanged.
EDITOR_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]
_EDITABLE = re.compile(
    r"""\s*/?\s*(?:(?:p|br|hr|h2|h3|b|strong|i|em|ol|ul|li)\s*/?|a(?:\s+(?:href|rel)=(?:"[^"]*"|'[^']*'))*)\s*""",
    re.IGNORECASE,
)


def fits_editor(body: str) -> bool:
    """Whether the editor would give this HTML back whole; a table, a class or an alignment it would drop without a word."""
    return all(_EDITABLE.fullmatch(tag) for tag in re.findall(r"<([^>]*)>", body))


class BodyEditor(DraftailRichTextArea):
    """The rich text editor; what did not come from it (a client without scripts) is taken as HTML instead of failing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError):
            return data.get(name)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged by ``files.policies`` when it is kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data) if isinstance(data, (list, tuple)) else [data] if data else []
