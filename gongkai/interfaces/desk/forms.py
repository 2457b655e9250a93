"""The shell's forms, and what stands at the door for files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _


class WithinLimit(FileUploadHandler):
    """First of ``FILE_UPLOAD_HANDLERS``: what is too large is counted to its end but kept nowhere.

    What comes of it is an empty file with the true size: ``files.policies`` refuses it with its sentence, and the other fields arrive.
    """

    too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.too_large = self.too_large or start + len(raw_data) > settings.GONGKAI_ATTACHMENT_LIMIT
        return None if self.too_large else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.too_large:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)


class PasswordForm(forms.Form):
    """A new password; the old one proves that it is still the same person at the keyboard."""

    old = forms.CharField(
        label=_("现在的密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("再输一遍新密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return cleaned


class AuditFilterForm(forms.Form):
    """What the audit trail may be narrowed by."""

    about = forms.CharField(label=_("对象编号"), required=False)
    who = forms.CharField(label=_("操作人"), required=False)
    first = forms.DateField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class SearchForm(forms.Form):
    """What is searched for at the desk, and what it may be narrowed by: ``counted`` are the values there are, said with their numbers."""

    q = forms.CharField(
        label=_("检索词"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("标题、编号、正文、附件中的字")}),
    )
    unit = forms.ChoiceField(label=_("单位"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("信息种类"), required=False)
    year = forms.ChoiceField(label=_("年份"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("relevance", _("相关的在前")), ("newest", _("新的在前")), ("oldest", _("早的在前"))],
    )

    def __init__(self, *args: Any, counted: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = {"unit": _("全部单位"), "status": _("全部状态"), "kind": _("全部种类"), "year": _("全部年份")}
        for name, said in everything.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", said), *counted[name]]
