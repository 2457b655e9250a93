"""What is asked for when a register is handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure.queries import kept_units


class RegisterForm(forms.Form):
    """The file, whose register it is, and what openness rows have that name none."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("发文机关"), empty_label=None)
    register = forms.FileField(
        label=_("登记簿文件"),
        allow_empty_file=True,
        help_text=_(
            "XLSX、CSV，或办公系统导出的 JSONL。表头写明标题、发文字号、成文日期、印发日期、公开属性、不公开理由等。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.jsonl,.json,.gz"}),
    )
    openness = forms.ChoiceField(
        label=_("没有写公开属性的行"),
        required=False,
        choices=[("", _("不登记，列出来请发文机关补充")), (Openness.PROACTIVE, _("按主动公开登记"))],
    )

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = kept_units(user, on=on)

    def clean_register(self) -> UploadedFile[bytes]:
        """Refused when too large, or empty."""
        given: UploadedFile[bytes] = self.cleaned_data["register"]
        limit: int = settings.GONGKAI_ATTACHMENT_LIMIT
        if (given.size or 0) > limit:
            raise forms.ValidationError(
                _("该文件有 %(size)d MB，超过 %(limit)d MB 的上限。")
                % {"size": (given.size or 0) // 1024**2, "limit": limit // 1024**2}
            )
        if not given.size:
            raise forms.ValidationError(_("该文件是空的。"))
        return given


class CasesForm(forms.Form):
    """The register of past applications, and whose it is."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("受理单位"), empty_label=None)
    register = forms.FileField(
        label=_("台账文件"),
        allow_empty_file=True,
        help_text=_("XLSX，第一行写明各列名称，可以用本页的模板。一行一件申请。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
