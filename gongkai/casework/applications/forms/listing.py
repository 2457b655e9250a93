"""What the list of applications may be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ReceiptChannel

from ..choices import Status


class FilterForm(forms.Form):
    number = forms.CharField(label=_("申请编号"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *Status.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("受理单位"), required=False, empty_label=_("全部单位")
    )
    channel = forms.ChoiceField(
        label=_("申请方式"), required=False, choices=[("", _("全部方式")), *ReceiptChannel.choices]
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
