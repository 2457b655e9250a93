from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Column


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
