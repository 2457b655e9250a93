from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Column

from .checker.reading import LARGEST

#: Characters of a pasted report.
LONGEST_TEXT = 300_000


class CompileForm(forms.Form):
    """Which unit's report on which year to begin."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("报告单位"), empty_label=None)
    year = forms.IntegerField(label=_("报告年度"), min_value=2008, max_value=2100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why: signed when an identity does not hold, or when a frozen report is opened again."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class SubmitForm(forms.Form):
    """Where it will stand on the portal."""

    column = forms.ModelChoiceField(Column.objects.all(), to_field_name="slug", label=_("栏目"), empty_label=None)


class ReportCheckForm(forms.Form):
    """A report to be checked: a file, or text pasted in. Nothing of it is kept."""

    file = forms.FileField(
        label=_("报告文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("网页（.html）、DOCX、PDF 或文本，不超过 20 MB。"),
    )
    text = forms.CharField(
        label=_("或者粘贴报告全文"),
        required=False,
        strip=False,
        help_text=_("从网页上全选、复制，粘贴在这里，表格也会读。最多三十万字。"),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given: dict[str, Any] = self.cleaned_data
        file, text = given.get("file"), given.get("text", "")
        if file and text.strip():
            raise forms.ValidationError(_("文件和粘贴的文字只要一样，请去掉一样再检查。"))
        if not file and not text.strip():
            raise forms.ValidationError(_("请选择一个文件，或者粘贴报告全文。"))
        if file and file.size > LARGEST:
            self.add_error("file", _("文件超过 20 MB，不像一份年度报告。"))
        if len(text) > LONGEST_TEXT:
            self.add_error("text", _("文字超过三十万字，不像一份年度报告，可能是多份报告合在一起。"))
        return given

    def is_machine(self) -> bool:
        """Whether the field no person sees was filled in."""
        return bool(self.data.get("homepage"))

    def content(self) -> tuple[bytes, str]:
        """The bytes to be checked, and the suffix of the file's name."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), PurePath(file.name).suffix.lower()[:10]
        return self.cleaned_data["text"].encode("utf-8", "replace"), ".txt"
