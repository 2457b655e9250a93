"""The desk's forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.forms.editor import EDITOR_FEATURES, BodyEditor, FilesField, fits_editor

from ..actions import CommentFields, ConsultationFields
from ..choices import Category, Channel, ConsultationKind, Outcome, Status
from ..models import Consultation


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ConsultationForm(forms.Form):
    """All of ``ConsultationFields``, with the unit and new files. A draft may be incomplete."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("征求意见单位"), empty_label=None)
    title = forms.CharField(
        label=gettext_lazy("标题"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("草案类型"), choices=ConsultationKind.choices)
    opens_date = forms.DateField(label=gettext_lazy("开始日期"), required=False, widget=_day())
    closes_date = forms.DateField(label=gettext_lazy("截止日期"), required=False, widget=_day())
    short_term_reason = forms.CharField(
        label=gettext_lazy("缩短期限的理由"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    background = forms.CharField(
        label=gettext_lazy("背景和说明"),
        required=False,
        strip=False,
        help_text=gettext_lazy("为什么起草、依据是什么、主要内容和希望听取意见的问题。"),
    )
    body = forms.CharField(
        label=gettext_lazy("草案正文"), required=False, strip=False, help_text=gettext_lazy("也可以只传草案文件。")
    )
    post_address = forms.CharField(label=gettext_lazy("来信地址"), required=False)
    phone = forms.CharField(label=gettext_lazy("联系电话"), required=False)
    email = forms.CharField(label=gettext_lazy("电子邮箱"), required=False)
    attachments = FilesField(
        label=gettext_lazy("添加草案文件"),
        required=False,
        help_text=gettext_lazy("可一次选多个文件。未被接受的文件会逐个说明原因，其余内容照常保存。"),
    )

    def __init__(
        self, *args: Any, user: User, on: date, consultation: Consultation | None = None, **kwargs: Any
    ) -> None:
        if consultation is not None:
            values = {name: getattr(consultation, name) for name in ConsultationFields.__dataclass_fields__}
            kwargs["initial"] = {**values, "unit": consultation.unit, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(user, Role.DRAFTER, on=on)
        if consultation is not None:
            unit.queryset, unit.disabled = Unit.objects.filter(pk=consultation.unit_id), True
        self.fields["closes_date"].help_text = _("从开始之日的次日起算，一般不少于 %(days)d 日，含当日。") % {
            "days": settings.GONGKAI_CONSULTATION_DAYS
        }
        self.fields["short_term_reason"].help_text = _(
            "期限少于 %(days)d 日的必须写明，公众会看到。房屋征收补偿方案不得缩短。"
        ) % {"days": settings.GONGKAI_CONSULTATION_DAYS}
        for name in ("background", "body"):
            field = self.fields[name]
            if fits_editor(getattr(consultation, name) if consultation else ""):
                field.widget = BodyEditor(features=EDITOR_FEATURES)
            else:
                field.widget = forms.Textarea(attrs={"rows": 18, "class": "source"})

    def given(self) -> ConsultationFields:
        """The cleaned form as the actions take it."""
        return ConsultationFields(**{name: self.cleaned_data[name] for name in ConsultationFields.__dataclass_fields__})


class ListForm(forms.Form):
    """What the list of consultations may be narrowed by."""

    text = forms.CharField(label=gettext_lazy("标题或编号"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("状态"), required=False, choices=[("", gettext_lazy("全部状态")), *Status.choices]
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("草案类型"),
        required=False,
        choices=[("", gettext_lazy("全部类型")), *ConsultationKind.choices],
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        to_field_name="code",
        label=gettext_lazy("单位"),
        required=False,
        empty_label=gettext_lazy("全部单位"),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units


class FilterForm(forms.Form):
    """What the comments of a consultation may be narrowed by."""

    text = forms.CharField(label=gettext_lazy("意见中的字"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("处理情况"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            ("waiting", gettext_lazy("待处理")),
            ("duplicate", gettext_lazy("重复")),
            *Outcome.choices,
        ],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("来源"), required=False, choices=[("", gettext_lazy("全部来源")), *Channel.choices]
    )
    category = forms.ChoiceField(
        label=gettext_lazy("类别"), required=False, choices=[("", gettext_lazy("全部类别")), *Category.choices]
    )


class StepForm(forms.Form):
    """A step that needs no words."""


class BasisForm(StepForm):
    basis = forms.CharField(
        label=gettext_lazy("审查依据和意见"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("退回的理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("终止的理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("已经公布的，公众会看到。"),
    )


class ExtendForm(StepForm):
    closes = forms.DateField(label=gettext_lazy("新的截止日期"), widget=_day())
    reason = forms.CharField(
        label=gettext_lazy("延长的理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("公众会看到。"),
    )


class ResultForm(StepForm):
    text = forms.CharField(
        label=gettext_lazy("采纳情况说明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "写总体情况；收到多少、采纳多少由系统按处理结果计数，不必填写。不要写出提意见人的姓名。"
        ),
    )


class LinkForm(StepForm):
    """Index or document numbers of public items."""

    announcement = forms.CharField(label=gettext_lazy("征求意见公告"), required=False)
    final_item = forms.CharField(label=gettext_lazy("正式文件"), required=False)
    interpretation = forms.CharField(
        label=gettext_lazy("政策解读"), required=False, help_text=gettext_lazy("填已公开信息的索引号或发文字号。")
    )


class BulkForm(forms.Form):
    """One act for the comments that were ticked."""

    DISPOSE, DUPLICATE = "dispose", "duplicate"
    serials = forms.TypedMultipleChoiceField(coerce=int, required=False)
    act = forms.ChoiceField(choices=[(DISPOSE, ""), (DUPLICATE, "")])
    outcome = forms.ChoiceField(
        label=gettext_lazy("处理结果"), choices=[("", gettext_lazy("请选择")), *Outcome.choices], required=False
    )
    gist = forms.CharField(
        label=gettext_lazy("意见要点"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("公众会看到；不写是谁提的。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("采纳情况和理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("公众会看到。"),
    )
    of = forms.IntegerField(label=gettext_lazy("与第几号意见重复"), required=False, min_value=1)

    def __init__(self, *args: Any, serials: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["serials"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(serial, str(serial)) for serial in serials]


class EnterForm(forms.Form):
    """A comment that came by another way than the form."""

    channel = forms.ChoiceField(
        label=gettext_lazy("来源"), choices=[one for one in Channel.choices if one[0] != Channel.WEB]
    )
    received = forms.DateField(label=gettext_lazy("收到日期"), widget=_day())
    text = forms.CharField(label=gettext_lazy("意见内容"), required=False, widget=forms.Textarea(attrs={"rows": 10}))
    category = forms.ChoiceField(label=gettext_lazy("类别"), choices=Category.choices, initial=Category.OTHER)
    name = forms.CharField(label=gettext_lazy("姓名或单位名称"), required=False)
    contact = forms.CharField(label=gettext_lazy("联系方式"), required=False)
    attachments = FilesField(label=gettext_lazy("来信扫描件等文件"), required=False)

    def given(self) -> CommentFields:
        """The cleaned form as the action takes it."""
        values = self.cleaned_data
        return CommentFields(values["text"], values["name"], values["contact"], values["category"])


class EraseForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("清除的理由"), required=False, max_length=300)
    text_too = forms.BooleanField(
        label=gettext_lazy("意见内容和附件一并清除"),
        required=False,
        help_text=gettext_lazy("清除后不能恢复；意见仍计数，要点和处理结果保留。"),
    )
