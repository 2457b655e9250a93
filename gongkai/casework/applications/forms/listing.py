"""What the list of applications may be narrowed by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ReceiptChannel

from ..choices import Status, Worklist

#: 条例 took effect in 2008; no limit reaches into the second of these years.
FIRST_YEAR, LAST_YEAR = 2008, 2200


class FilterForm(forms.Form):
    """``list`` is the tab; it stays while one narrows it further."""

    #: The same widgets, compiled: a choice among a hundred units is a hundred templates otherwise.
    default_renderer = Jinja2()
    list = forms.ChoiceField(required=False, choices=[("", ""), *Worklist.choices], widget=forms.HiddenInput)
    number = forms.CharField(label=_("申请编号"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *Status.choices])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("受理单位"), required=False, empty_label=_("全部单位")
    )
    channel = forms.ChoiceField(
        label=_("申请方式"), required=False, choices=[("", _("全部方式")), *ReceiptChannel.choices]
    )
    due = forms.DateField(label=_("答复期限"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    year = forms.IntegerField(
        label=_("收到年份"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def narrowed(self) -> dict[str, Any]:
        """What was given, as a queryset takes it; what could not be read narrows nothing."""
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "list"}
        if "number" in given:
            given["number__startswith"] = given.pop("number")
        if "due" in given:
            given["due_date"] = given.pop("due")
        if "year" in given:
            given["received_date__year"] = given.pop("year")
        return given

    def told(self) -> str:
        """What was given, for the record of a list that was taken away."""
        return " ".join(f"{name}={getattr(value, 'code', value)}" for name, value in self.cleaned_data.items() if value)


class MonthForm(forms.Form):
    """A month, and the unit whose cases it shows."""

    month = forms.CharField(label=_("月份"), required=False, widget=forms.TextInput(attrs={"type": "month"}))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("受理单位"), required=False, empty_label=_("全部单位")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        """The first day of the month, or nothing where it cannot be read."""
        try:
            month = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            return None
        return month if FIRST_YEAR <= month.year <= LAST_YEAR else None
