"""What the register asks. Openness comes first; nothing is decided here: actions refuse, forms collect."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Genre, Openness, WithholdingGround
from gongkai.publishing.catalogue.models import Column, Kind

from ..actions import DocumentFields
from ..choices import CopyPlace, DocumentStatus
from ..models import OfficialDocument
from ..queries import REGISTRARS
from .editor import EDITOR_FEATURES, BodyEditor, FilesField, fits_editor
from .steps import StepForm

_SEPARATORS = re.compile(r"[、，,；;\n]")


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DocumentForm(forms.Form):
    """All of ``DocumentFields``, with the unit, new files, and for a secret how many there are. What is required the action tells."""

    openness = forms.ChoiceField(label=_("公开属性"), choices=Openness.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("不公开依据"),
        required=False,
        choices=[("", _("无")), *WithholdingGround.choices],
        help_text=_("不予公开的必选。选“依法确定为国家秘密”后，只登记单位和件数，其他内容不填写也不保存。"),
    )
    ground_reason = forms.CharField(
        label=_("不主动公开的理由"), required=False, max_length=300, widget=_lines(2),
        help_text=_("依申请公开和“可以不予公开”的须写明。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("发文机关"), empty_label=None)
    quantity = forms.IntegerField(label=_("国家秘密件数"), min_value=1, initial=1, required=False)
    title = forms.CharField(
        label=_("标题"), required=False, widget=forms.TextInput(attrs={"maxlength": 300, "autocomplete": "off"})
    )
    document_number = forms.CharField(
        label=_("发文字号"), required=False,
        help_text=_("如“某某发〔2018〕12号”；括号和虚位会自动规范，没有可不填。"),
    )  # fmt: skip
    genre = forms.ChoiceField(label=_("体裁分类"), required=False, choices=[("", _("请选择")), *Genre.choices])
    formed_date = _day(label=_("成文日期"), required=False, help_text=_("主动公开的期限从这一天起算。"))
    issued_date = _day(label=_("印发日期"), required=False)
    joint_issuers = forms.CharField(
        label=_("联合发文机关"), required=False, help_text=_("本单位以外的机关，用顿号隔开。")
    )
    signer = forms.CharField(label=_("签发人"), required=False)
    addressees = forms.CharField(label=_("主送机关"), required=False)
    is_policy = forms.BooleanField(
        label=_("政策性文件"), required=False, help_text=_("不主动公开的政策性文件，先由政务公开工作机构审查。")
    )
    is_normative = forms.BooleanField(label=_("行政规范性文件"), required=False, help_text=_("也是政策性文件。"))
    secrecy_basis = forms.CharField(
        label=_("保密审查依据"), required=False, max_length=300, widget=_lines(2),
        help_text=_("拟稿时对照哪些保密事项范围审查、结论如何。"),
    )  # fmt: skip
    body = forms.CharField(label=_("正文"), required=False, strip=False)
    attachments = FilesField(
        label=_("添加文件"), required=False,
        help_text=_("红头文件的 PDF、OFD 或附件，可一次选多个。未被接受的会逐个说明原因，其余照常登记。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: User, on: Any, document: OfficialDocument | None = None, **kwargs: Any
    ) -> None:
        if document is not None:
            kwargs["initial"] = {**_values_of(document), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        unit, body = self.fields["unit"], self.fields["body"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(user, *REGISTRARS, on=on)
        if document is not None:
            unit.queryset, unit.disabled = Unit.objects.filter(pk=document.unit_id), True
            del self.fields["quantity"]
        if fits_editor(document.body if document else ""):
            body.widget = BodyEditor(features=EDITOR_FEATURES)
        else:
            body.widget = forms.Textarea(attrs={"rows": 24, "class": "source"})
            body.help_text = _("正文含有表格或特殊版式，在此直接编辑源码，以免版式丢失。")

    def given(self) -> DocumentFields:
        """The cleaned form as the actions take it."""
        values = {name: self.cleaned_data[name] for name in DocumentFields.__dataclass_fields__}
        values["openness"] = Openness(values["openness"])
        values["joint_issuers"] = tuple(_SEPARATORS.split(values["joint_issuers"]))
        return DocumentFields(**values)


def _values_of(document: OfficialDocument) -> dict[str, Any]:
    values = {name: getattr(document, name) for name in DocumentFields.__dataclass_fields__}
    return values | {"unit": document.unit, "joint_issuers": "、".join(document.joint_issuers)}


class DocumentFilterForm(forms.Form):
    """What the register may be narrowed by."""

    text = forms.CharField(
        label=_("标题或文号"), required=False, widget=forms.TextInput(attrs={"placeholder": _("标题或文号中的字")})
    )
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *DocumentStatus.choices])
    openness = forms.ChoiceField(
        label=_("公开属性"), required=False, choices=[("", _("全部公开属性")), *Openness.choices]
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=_("发文机关"), required=False, empty_label=_("全部机关")
    )
    year = forms.IntegerField(label=_("文号年份"), required=False, min_value=1900, max_value=9999)
    policy = forms.BooleanField(label=_("只看政策性文件"), required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units


class OpinionForm(StepForm):
    opinion = forms.CharField(label=_("审查意见"), max_length=300, required=False, widget=_lines())


class ReassessForm(StepForm):
    openness = forms.ChoiceField(
        label=_("评估结论"),
        choices=[
            (Openness.WITHHELD, _("仍不予公开")),
            (Openness.ON_REQUEST, _("改为依申请公开")),
            (Openness.PROACTIVE, _("可以主动公开")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=300, required=False, widget=_lines())


class ItemFromForm(StepForm):
    """Where the item will stand; may be left for later."""

    kind = forms.ModelChoiceField(Kind.objects.all(), label=_("信息种类"), required=False, empty_label=_("以后再选"))
    column = forms.ModelChoiceField(Column.objects.all(), label=_("栏目"), required=False, empty_label=_("以后再选"))


class PublicElsewhereForm(StepForm):
    day = _day(label=_("公开日期"))
    address = forms.CharField(label=_("网址"), max_length=500, required=False)


class CopyForm(StepForm):
    place = forms.ChoiceField(label=_("送交"), choices=CopyPlace.choices)
    day = _day(label=_("送交日期"))


class CancelForm(StepForm):
    reason = forms.CharField(label=_("注销理由"), max_length=300, required=False, widget=_lines())


class SecretDocumentForm(forms.Form):
    """All that is asked, and taken, once 国家秘密 was chosen: whose, and how many."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("发文机关"))
    quantity = forms.IntegerField(label=_("国家秘密件数"), min_value=1)

    def __init__(self, *args: Any, user: User, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(user, *REGISTRARS, on=on)
