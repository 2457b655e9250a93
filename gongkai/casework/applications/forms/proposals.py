"""What is asked for where something given on request is to be public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.publishing.catalogue.models import Column, Kind

from ..choices import ProposalBasis
from .groups import JoinForm


class ProposeForm(JoinForm):
    numbers = forms.CharField(
        label=_("申请同一信息的其他申请编号，每行一个"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    title = forms.CharField(
        label=_("信息名称"), max_length=200, help_text=_("将作为公开信息的标题，不能出现申请人的姓名。")
    )
    basis = forms.ChoiceField(label=_("理由"), choices=ProposalBasis.choices)
    field_order = ("title", "basis", "numbers")

    def given(self) -> dict[str, Any]:
        return {
            "title": self.cleaned_data["title"],
            "basis": ProposalBasis(self.cleaned_data["basis"]),
            "others": self.cleaned_data["numbers"],
        }


class ProposalItemForm(forms.Form):
    kind = forms.ModelChoiceField(Kind.objects.all(), to_field_name="code", label=_("信息种类"))
    column = forms.ModelChoiceField(Column.objects.all(), to_field_name="slug", label=_("栏目"))
    formed_date = forms.DateField(
        label=_("成文日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
