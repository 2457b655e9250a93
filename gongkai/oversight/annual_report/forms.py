from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.report.formats import format_names, load_format
from gongkai.law.vocabulary import UnitKind
from gongkai.publishing.catalogue.models import Column

from .checker.reading import LARGEST
from .choices import SendingChannel

#: Characters of a pasted report.
LONGEST_TEXT = 300_000


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CompileForm(forms.Form):
    """Which unit's report on which year to begin."""

    unit = forms.ModelChoiceField(Unit.objects.none(), to_field_name="code", label=_("报告单位"), empty_label=None)
    year = forms.IntegerField(label=_("报告年度"), min_value=2008, max_value=2100)

    form = forms.ChoiceField(
        label=_("格式"), required=False, help_text=_("不选时用该年度通常的格式。只能选该年度用的格式。")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, load_format(name).title) for name in format_names()]
        self.fields["form"].choices = [("", _("该年度通常的格式")), *known]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class NoForm(forms.Form):
    """A step that asks for nothing."""


class ReasonForm(forms.Form):
    """Why: signed when an identity does not hold, or when a frozen report is opened again."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class OpinionForm(forms.Form):
    """What the head or the openness office has to say with its consent."""

    opinion = forms.CharField(label=_("意见"), max_length=300, required=False)


class PaperForm(forms.Form):
    """A signature given on paper, with its scan."""

    approver = forms.CharField(label=_("签字人"), max_length=60)
    signed = forms.DateField(label=_("签字日期"), widget=_day())
    scan = forms.FileField(label=_("签字页扫描件"), help_text=_("PDF 或图片。"))


class SubmitForm(forms.Form):
    """Where it will stand on the portal."""

    column = forms.ModelChoiceField(Column.objects.all(), to_field_name="slug", label=_("栏目"), empty_label=None)


class ScanForm(forms.Form):
    """The signed and sealed paper."""

    file = forms.FileField(label=_("签字盖章件"), help_text=_("PDF 或图片。"))
    public = forms.BooleanField(label=_("随报告公开"), required=False)


class SendForm(forms.Form):
    """To whom the public report went, how and when."""

    receiver = forms.CharField(label=_("报送机关"), max_length=100)
    channel = forms.ChoiceField(label=_("报送方式"), choices=SendingChannel.choices)
    sent = forms.DateField(label=_("报送日期"), widget=_day())
    receipt_number = forms.CharField(label=_("回执编号"), max_length=60, required=False)


class ReceiptForm(forms.Form):
    """The receipt that came back."""

    file = forms.FileField(label=_("回执扫描件"), help_text=_("PDF 或图片。"))


class DueNoticeForm(forms.Form):
    """A notice that asks for reports earlier than the law."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("适用单位（含下级）"), empty_label=None
    )
    unit_kind = forms.ChoiceField(
        label=_("适用类别"), required=False, choices=[("", _("全部")), *UnitKind.choices], initial=""
    )
    year = forms.IntegerField(label=_("报告年度"), min_value=2008, max_value=2100)
    due = forms.DateField(label=_("报送期限"), widget=_day())
    number = forms.CharField(label=_("通知文号"), max_length=60)
    issuer = forms.CharField(label=_("发文机关"), max_length=100)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """One part of the report's text; an empty one is left out."""

    heading = forms.CharField(label=_("标题"), max_length=60, required=False, help_text=_("前言不写标题。"))
    text = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "source"}),
        help_text=_("每行一段；“## ”开头的行是小标题；数字用花括号写指标代码。"),
    )


PartFormSet = forms.formset_factory(PartForm, extra=2, max_num=40, absolute_max=60, can_order=True)


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
