"""The form somebody of the public applies with."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.cn import ric, uscc

from gongkai.base.core.errors import Refused
from gongkai.base.files.choices import ACCEPTED
from gongkai.base.organisations.models import UnitQuerySet
from gongkai.law.vocabulary import ApplicantKind
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.disclosure.forms.editor import FilesField

from .. import policies
from ..actions import ApplicationFields
from ..choices import IdentityKind, Supply, SupplyForm

#: The longest line of each field, and the longest description, in characters.
_LONGEST = {
    "name": 100,
    "identity_number": 40,
    "agent_name": 60,
    "contact_person": 60,
    "phone": 40,
    "email": 100,
    "address": 200,
    "title": 300,
    "document_number": 100,
}
LONGEST_DESCRIPTION = 5_000
_PHONE = re.compile(r"[+＋]?[\d（）()\-－— 　转#]{6,40}")


def files_help() -> str:
    """What may be uploaded."""
    return _("最多 %(most)d 个文件，每个不超过 %(limit).0f MB，可用类型：%(types)s。") % {
        "most": settings.GONGKAI_ENCLOSURES,
        "limit": settings.GONGKAI_ENCLOSURE_LIMIT / 1024**2,
        "types": "、".join(suffix[1:] for suffix in sorted(ACCEPTED)),
    }


class DoorForm(forms.Form):
    """An application by somebody of the public (条例 art. 29). ``homepage`` is for machines: people leave it empty."""

    unit: Any = forms.ModelChoiceField(
        None,
        label=gettext_lazy("向哪个单位申请"),
        to_field_name="code",
        empty_label=gettext_lazy("请选择"),
        error_messages={
            "required": gettext_lazy("请选择受理单位。"),
            "invalid_choice": gettext_lazy("该单位现在不能在网上受理申请，请另选。"),
        },
        help_text=gettext_lazy("向制作或者保存该信息的单位申请；不清楚的，选管理委员会（政府）办公室，由其告知您。"),
    )
    applicant_kind = forms.ChoiceField(
        label=gettext_lazy("申请人类别"),
        choices=ApplicantKind.choices,
        error_messages={"required": gettext_lazy("请选择申请人类别。")},
    )
    name = forms.CharField(
        label=gettext_lazy("姓名或者名称"),
        error_messages={"required": gettext_lazy("请填写姓名，单位申请的填写单位名称。")},
    )
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("身份证明种类"),
        choices=IdentityKind.choices,
        error_messages={"required": gettext_lazy("请选择身份证明的种类。")},
    )
    identity_number = forms.CharField(
        label=gettext_lazy("身份证明号码"),
        error_messages={"required": gettext_lazy("请填写身份证明的号码。")},
        help_text=gettext_lazy("个人填身份证等证件号码，单位填统一社会信用代码。加密保存，只有承办人可以看到。"),
    )
    identity_proof = FilesField(
        label=gettext_lazy("身份证明的照片或者扫描件（可不传）"),
        required=False,
        help_text=gettext_lazy("受理单位需要核对时会与您联系；上传可以省去这一步。"),
    )
    agent_name = forms.CharField(
        label=gettext_lazy("代理人姓名（由代理人申请的填写）"),
        required=False,
        help_text=gettext_lazy("上面填写委托您的人；答复以其名义作出。"),
    )
    authorisation = FilesField(
        label=gettext_lazy("授权委托书的照片或者扫描件（由代理人申请的上传）"),
        required=False,
    )
    contact_person = forms.CharField(label=gettext_lazy("联系人（单位申请填写）"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        error_messages={"required": gettext_lazy("请填写联系电话，受理单位要与您确认收到申请。")},
        help_text=gettext_lazy("网上提交的申请，以受理单位与您确认之日为收到之日。"),
    )
    email = forms.CharField(label=gettext_lazy("电子邮箱（可不填）"), required=False)
    address = forms.CharField(
        label=gettext_lazy("通信地址和邮编"), required=False, help_text=gettext_lazy("选择邮寄的必填，其他可不填。")
    )
    title = forms.CharField(label=gettext_lazy("所需信息的名称"), required=False)
    document_number = forms.CharField(
        label=gettext_lazy("文号（知道的请填）"), required=False, help_text=gettext_lazy("例如：海府办〔2018〕12号")
    )
    description = forms.CharField(
        label=gettext_lazy("其他特征描述"),
        required=False,
        help_text=gettext_lazy("名称、文号都不清楚的，请写明是什么事、大致什么时间、涉及什么地方，便于查找。"),
    )
    attachments = FilesField(label=gettext_lazy("申请材料（可不传）"), required=False)
    supply_form = forms.ChoiceField(
        label=gettext_lazy("希望以什么形式提供"),
        choices=SupplyForm.choices,
        error_messages={"required": gettext_lazy("请选择提供信息的形式。")},
    )
    supply = forms.ChoiceField(
        label=gettext_lazy("希望以什么方式获取"),
        choices=Supply.choices,
        error_messages={"required": gettext_lazy("请选择获取信息的方式。")},
    )

    def __init__(self, *args: Any, units: UnitQuerySet, authorised: bool = False, **kwargs: Any) -> None:
        """``authorised``: the draft holds a power of attorney already."""
        super().__init__(*args, **kwargs)
        self.authorised = authorised
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["attachments"].help_text = files_help()

    def clean(self) -> dict[str, Any]:
        super().clean()
        given: dict[str, Any] = self.cleaned_data
        for name, longest in _LONGEST.items():
            self._check(name, lambda name=name, longest=longest: self._line(name, longest))
        self._check("description", lambda: self._line("description", LONGEST_DESCRIPTION, lines=True))
        self._check_identity(given)
        if given.get("phone") and not _PHONE.fullmatch(given["phone"]):
            self.add_error("phone", _("电话号码只能是数字、横线和区号的括号，请核对。"))
        if given.get("email"):
            self._check_email(given["email"])
        if given.get("supply") == Supply.POST and not given.get("address"):
            self.add_error("address", _("选择邮寄的，请填写通信地址和邮编。"))
        if not any(given.get(name) for name in ("title", "document_number", "description")) and not (
            {"title", "document_number", "description"} & set(self.errors)
        ):
            self.add_error("title", _("名称、文号、特征描述至少填写一项，写得越具体，答复越快。"))
        if given.get("applicant_kind") not in (None, "", ApplicantKind.NATURAL) and not given.get("contact_person"):
            self.add_error("contact_person", _("单位申请的，请填写联系人。"))
        if "agent_name" not in self.errors:
            has_paper = self.authorised or bool(given.get("authorisation"))
            wrong = "authorisation" if given.get("agent_name") else "agent_name"
            self._check(wrong, lambda: policies.check_agent(given.get("agent_name") or "", authorised=has_paper))
        return given

    def is_machine(self) -> bool:
        """Whether the field no person sees was filled in."""
        return bool(self.data.get("homepage"))

    def asked(self) -> list[str]:
        """What is sought, the surest feature first."""
        return [self.cleaned_data[name] for name in ("document_number", "title", "description")]

    def given(self) -> ApplicationFields:
        """The cleaned form as the action takes it."""
        values = self.cleaned_data
        contact = (
            ("contact_person", _("联系人")),
            ("phone", _("电话")),
            ("email", _("电子邮箱")),
            ("address", _("地址")),
        )
        sought = ("title", _("名称")), ("document_number", _("文号")), ("description", _("描述"))
        return ApplicationFields(
            unit=values["unit"],
            applicant_kind=ApplicantKind(values["applicant_kind"]),
            name=values["name"],
            identity_kind=IdentityKind(values["identity_kind"]),
            identity_number=values["identity_number"],
            contact="；".join(f"{label}：{values[name]}" for name, label in contact if values[name]),
            sought="\n".join(f"{label}：{values[name]}" for name, label in sought if values[name]),
            supply=Supply(values["supply"]),
            supply_form=SupplyForm(values["supply_form"]),
            agent_name=values["agent_name"],
        )

    def _check(self, field: str, check: Any) -> None:
        try:
            check()
        except Refused as refusal:
            self.add_error(field, str(refusal))

    def _line(self, name: str, longest: int, *, lines: bool = False) -> None:
        check_line(self.cleaned_data.get(name) or "", str(self.fields[name].label), longest, lines=lines)

    def _check_identity(self, given: dict[str, Any]) -> None:
        kind, number = given.get("identity_kind"), "".join((given.get("identity_number") or "").upper().split())
        natural = given.get("applicant_kind") == ApplicantKind.NATURAL
        if kind == IdentityKind.CREDIT_CODE and natural:
            self.add_error("identity_kind", _("自然人申请的，请选择身份证、护照或者其他证明。"))
        if not number or "identity_number" in self.errors:
            return
        given["identity_number"] = number
        if kind == IdentityKind.ID_CARD and not _is_id_card(number):
            self.add_error("identity_number", _("身份证号码应为18位，所填号码与校验位不符，请核对。"))
        if kind == IdentityKind.CREDIT_CODE and not uscc.is_valid(number):
            self.add_error("identity_number", _("统一社会信用代码应为18位，所填代码与校验位不符，请核对。"))

    def _check_email(self, said: str) -> None:
        try:
            validate_email(said)
        except forms.ValidationError:
            self.add_error("email", _("电子邮箱的写法不对，请核对，例如 name@example.com。"))


#: Fields that are typed or chosen, which a draft keeps.
TYPED = tuple(name for name, field in DoorForm.base_fields.items() if not isinstance(field, FilesField))


def _is_id_card(number: str) -> bool:
    """Eighteen characters with a day of birth that exists and the right check digit (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return bool(ric.calc_check_digit(number) == number[-1])
