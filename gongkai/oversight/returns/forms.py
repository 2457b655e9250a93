from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.publishing.catalogue.models import Column, Kind

from .choices import Span
from .queries import form_names


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AskForm(forms.Form):
    """What the superior asks for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("填报单位"), empty_label=None)
    title = forms.CharField(label=_("名称"), max_length=100, help_text=_("例如：政府信息公开情况统计。"))
    form = forms.ChoiceField(label=_("报表格式"))
    year = forms.IntegerField(label=_("年度"), min_value=2008, max_value=2100)
    span = forms.ChoiceField(label=_("时段"), choices=Span.choices)
    issuer = forms.CharField(label=_("要求报送的机关"), max_length=100)
    number = forms.CharField(label=_("来文文号"), max_length=60)
    asked = forms.DateField(label=_("来文日期"), widget=_day())
    due = forms.DateField(label=_("报送期限"), widget=_day())
    letter = forms.FileField(label=_("来文"), required=False, help_text=_("PDF、Word 或图片。"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["form"].choices = form_names()  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """How and when it went."""

    channel = forms.ChoiceField(label=_("报送方式"), choices=SendingChannel.choices)
    sent = forms.DateField(label=_("报送日期"), widget=_day())
    receipt_number = forms.CharField(label=_("回执编号"), max_length=60, required=False)


class ReceiptForm(forms.Form):
    """What came back."""

    number = forms.CharField(label=_("回执编号"), max_length=60, required=False)
    received = forms.DateField(label=_("回执日期"), widget=_day())
    file = forms.FileField(label=_("回执"), required=False, help_text=_("PDF 或图片。"))


class PublishForm(forms.Form):
    """As which kind of information it stands where on the portal."""

    kind = forms.ModelChoiceField(Kind.objects.all(), to_field_name="code", label=_("信息种类"), empty_label=None)
    column = forms.ModelChoiceField(Column.objects.all(), to_field_name="slug", label=_("栏目"), empty_label=None)


class FillForm(forms.Form):
    """The situation report, and the rows that are words: ``keys`` is key → label."""

    text = forms.CharField(
        label=_("情况报告"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "class": "source"}),
        help_text=_("每行一段；“## ”开头的行是小标题；数字用花括号写指标代码。"),
    )

    def __init__(self, *args: Any, keys: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in keys.items():
            self.fields[f"word-{key}"] = forms.CharField(label=label, max_length=200, required=False)

    def words(self) -> dict[str, str]:
        """What was filled in, by key."""
        return {
            name.removeprefix("word-"): value for name, value in self.cleaned_data.items() if name.startswith("word-")
        }
