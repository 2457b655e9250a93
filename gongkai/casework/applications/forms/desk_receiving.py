"""Taking an application in, at the counter or from the post, and what follows at once."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, Role

from ..choices import IdentityKind, Supply
from .desk import StepForm, day_field, words_field
from .kept import KeptFileField


class ReceiptForm(forms.Form):
    """The days by which receipt is dated; asked alone while the form is filled in, so that the day can be told at once."""

    channel = forms.TypedChoiceField(
        label=gettext_lazy("申请方式"), choices=ReceiptChannel.choices, coerce=ReceiptChannel
    )
    arrived = day_field(gettext_lazy("到达日期"))
    signed = day_field(
        gettext_lazy("签收日期"),
        required=False,
        help_text=gettext_lazy("挂号信、特快专递等需要签收的信函，填签收之日。"),
    )
    confirmed = day_field(
        gettext_lazy("双方确认日期"),
        required=False,
        help_text=gettext_lazy("平常信函、网络、传真、电话，填与申请人确认之日；还没有确认的留空，先登记待确认。"),
    )


class RegisterForm(ReceiptForm, StepForm):
    """An application as the counter takes it down. ``once`` knows the same sheet again when it is sent twice."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", label=gettext_lazy("受理单位"), empty_label=None
    )
    applicant_kind = forms.TypedChoiceField(
        label=gettext_lazy("申请人类别"), choices=ApplicantKind.choices, coerce=ApplicantKind
    )
    applicant_name = forms.CharField(
        label=gettext_lazy("姓名或者单位名称"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    identity_kind = forms.TypedChoiceField(
        label=gettext_lazy("身份证明"),
        choices=[("", gettext_lazy("未提供")), *IdentityKind.choices],
        coerce=IdentityKind,
        required=False,
        empty_value=None,
    )
    identity_number = forms.CharField(
        label=gettext_lazy("证明号码"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("联系方式"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("电话、通信地址、电子邮箱等，答复按此送达。"),
    )
    sought = words_field(
        gettext_lazy("所需信息"),
        rows=5,
        most=4000,
        help_text=gettext_lazy("名称、文号或者便于查询的其他特征性描述。"),
    )
    supply = forms.TypedChoiceField(label=gettext_lazy("获取信息的方式"), choices=Supply.choices, coerce=Supply)
    is_oral = forms.BooleanField(
        label=gettext_lazy("口头申请，由工作人员代填"),
        required=False,
        help_text=gettext_lazy("代填后请当场念给申请人听，由其确认。"),
    )
    agent_name = forms.CharField(label=gettext_lazy("代理人姓名"), max_length=100, required=False)
    authorisation = KeptFileField(
        label=gettext_lazy("授权委托书"), required=False, help_text=gettext_lazy("由代理人提出的，两项都要有。")
    )
    again_because = forms.CharField(
        label=gettext_lazy("仍要登记的理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("同一申请人几天内已提交过相同内容、仍要另行登记时填写。"),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    today = ("arrived",)

    field_order = ("unit", "channel", "arrived", "signed", "confirmed")

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": secrets.token_urlsafe(18)} | (kwargs.get("initial") or {})
        super().__init__(*args, thing="new", user=user, on=on, **kwargs)

    def prepare(self) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(self.user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=self.on)


class ConfirmForm(StepForm):
    confirmed = day_field(gettext_lazy("双方确认日期"))
    today = ("confirmed",)


class AmendmentForm(StepForm):
    items = words_field(
        gettext_lazy("需要补正的事项"),
        rows=5,
        most=2000,
        help_text=gettext_lazy("一次性写明全部事项，不要写申请人的姓名。"),
    )
    due = day_field(gettext_lazy("补正期限"))


class AmendedForm(StepForm):
    """What is sought now, begun with what was sought before."""

    sought = words_field(gettext_lazy("补正后所需的信息"), rows=5, most=4000)
    corrected = day_field(gettext_lazy("收到补正之日"))
    today = ("corrected",)

    def prepare(self) -> None:
        self.fields["sought"].help_text = _("写补正后完整的申请内容；原来的内容见本页上方。")
