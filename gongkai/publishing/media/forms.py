"""What the list of posts may be narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit

from .models import Account


class FilterForm(forms.Form):
    KINDS = (("", _("全部")), ("original", _("原创")), ("repeats", _("转发信息")))
    number = forms.CharField(label=_("编号"), required=False)
    account = forms.ModelChoiceField(
        Account.objects.none(), to_field_name="code", label=_("账号"), required=False, empty_label=_("全部账号")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("发布单位"), required=False, empty_label=_("全部单位")
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=KINDS)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["account"].queryset = Account.objects.filter(unit__in=units)  # type: ignore[attr-defined]
