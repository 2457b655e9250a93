"""What is asked of whoever drafts an item. Nothing is decided here: actions refuse, forms collect."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law import themes
from gongkai.law.vocabulary import Genre, Grouping, Openness, Role, WithholdingGround
from gongkai.publishing.catalogue.choices import REQUIRABLE
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind

from ..actions import EVERYBODY, ItemFields
from ..models import InformationItem
from ..queries import first_sentence
from . import details
from .editor import EDITOR_FEATURES, BodyEditor, FilesField, fits_editor

_SIGNS = re.compile(r"[、，,；;\n\r]+")


class Lines(forms.CharField):
    """Several names, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        return tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())


class Words(forms.CharField):
    """Several words, with any of the signs people put between them."""

    def prepare_value(self, value: Any) -> Any:
        return "，".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        return tuple(word.strip() for word in _SIGNS.split(super().clean(value)) if word.strip())


def _theme_choices() -> list[tuple[Any, Any]]:
    groups = [(theme.name, [(code, name) for code, name in theme.classes]) for theme in themes.tree()]
    return [("", _("请选择")), *groups]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


class ItemForm(forms.Form):
    """All of ``ItemFields``, with the unit and new attachments. Only the unit is required: a draft may be incomplete."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("公开单位"), empty_label=None)
    title = forms.CharField(
        label=_("标题"), required=False, widget=forms.TextInput(attrs={"maxlength": 300, "autocomplete": "off"})
    )
    kind = forms.ModelChoiceField(Kind.objects.all(), label=_("信息种类"), required=False, empty_label=_("请选择"))
    column = forms.ModelChoiceField(
        Column.objects.all(),
        label=_("栏目"),
        required=False,
        empty_label=_("请选择"),
        help_text=_("发布后信息列在这个栏目下。"),
    )
    document_number = forms.CharField(
        label=_("发文字号"), required=False, help_text=_("如“某某发〔2018〕12号”，没有可不填。")
    )
    formed_date = forms.DateField(
        label=_("成文日期"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source_name = forms.CharField(
        label=_("来源"), required=False, max_length=100, help_text=_("转载其他机关的信息时填写。")
    )
    body = forms.CharField(label=_("正文"), required=False, strip=False)
    summary = forms.CharField(
        label=_("内容概述"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text=_("列入信息公开目录，最多 300 字。"),
    )
    theme = forms.ChoiceField(label=_("主题分类"), required=False, choices=_theme_choices)
    genre = forms.ChoiceField(label=_("体裁分类"), required=False, choices=[("", _("请选择")), *Genre.choices])
    grouping = forms.ChoiceField(label=_("组配分类"), required=False, choices=[("", _("请选择")), *Grouping.choices])
    keywords = Words(label=_("主题词"), required=False, help_text=_("最多 10 个，用逗号隔开。"))
    joint_issuers = Lines(label=_("联合发文机关"), required=False, help_text=_("一行一个机关名称，不含本单位。"))
    audience = forms.CharField(label=_("公开范围"), required=False, initial=EVERYBODY)
    effective_date = _day(_("施行日期"))
    lapse_date = _day(_("有效期至"), _("到期后自动标注为失效，页面仍然公开。"))
    key_areas = forms.ModelMultipleChoiceField(
        KeyArea.objects.all(),
        label=_("重点领域"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可选多项，不属于重点领域的不选。"),
    )
    openness = forms.ChoiceField(
        label=_("公开属性"), choices=Openness.choices, initial=Openness.PROACTIVE, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("不公开依据"),
        required=False,
        choices=[("", _("无（主动公开）")), *WithholdingGround.choices],
        help_text=_("选“依法确定为国家秘密”后，标题、正文、附件等内容一律不保存，只登记单位和件数。"),
    )
    ground_reason = forms.CharField(
        label=_("不主动公开的理由"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    attachments = FilesField(
        label=_("添加附件"),
        required=False,
        help_text=_("可一次选多个文件。未被接受的文件会逐个说明原因，其余内容照常保存。"),
    )

    #: Asked for only when something typed for another kind would be given up.
    drop_details = forms.BooleanField(label=_("改换种类后，不再保留上面列出的原专项内容"), required=False)

    #: Drawn apart, folded until one of them is wanted.
    MORE = ("joint_issuers", "source_name", "grouping", "keywords", "audience", "effective_date", "lapse_date")

    def __init__(self, *args: Any, user: User, on: date, item: InformationItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {**_values_of(item), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        unit, body = self.fields["unit"], self.fields["body"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(user, Role.DRAFTER, on=on)
        if item is not None:
            unit.queryset, unit.disabled = Unit.objects.filter(pk=item.unit_id), True
        if fits_editor(item.body if item else ""):
            body.widget = BodyEditor(features=EDITOR_FEATURES)
        else:
            body.widget = forms.Textarea(attrs={"rows": 24, "class": "source"})
            body.help_text = _("正文含有表格或特殊版式，在此直接编辑源码，以免版式丢失。")
        self._ask_for_details(item)
        self._offer_summary(item)

    def _ask_for_details(self, item: InformationItem | None) -> None:
        """Fields for what the chosen kind asks for, and for what was typed for another that was chosen before."""
        kinds = list(Kind.objects.all())
        if self.is_bound:
            chosen = next((kind for kind in kinds if str(kind.pk) == str(self.data.get("kind", ""))), None)
        else:
            chosen = self.initial.get("kind")
        self.left_over = details.left_over(kinds, chosen, self.data) if self.is_bound else {}
        self.detailed = [kind for kind in ([chosen] if chosen else []) if kind.details]
        for kind in [*self.detailed, *self.left_over]:
            self.fields |= details.fields_of(kind)
        if item is not None and item.kind is not None and item.kind == chosen:
            self.initial = {**self.initial, **details.initial_of(item.kind, item.details)}
        self.chosen = chosen

    def _offer_summary(self, item: InformationItem | None) -> None:
        """The text's first sentence stands beside an empty summary to be taken over by hand, never by itself (条例 art. 12)."""
        self.offered_summary = first_sentence(item.body) if item is not None and not item.summary else ""

    def detail_groups(self) -> list[tuple[Kind, list[forms.BoundField]]]:
        """Each kind whose own fields are on the form, with them."""
        return [
            (kind, [self[details.field_name(kind, detail)] for detail in kind.details])
            for kind in [*self.detailed, *self.left_over]
        ]

    def required_before_submission(self) -> str:
        """The names of what the chosen kind wants before it is submitted."""
        return "、".join(str(REQUIRABLE[name]) for name in self.chosen.required) if self.chosen else ""

    def more(self) -> list[forms.BoundField]:
        """The fields that are folded."""
        return [self[name] for name in self.MORE]

    def more_is_open(self) -> bool:
        """Whether one of them says something, or something is wrong with it."""
        return any(self[name].errors or self[name].value() not in (None, "", [], (), EVERYBODY) for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.left_over and not cleaned.get("drop_details"):
            typed = "；".join(f"{label}：{said[:60]}" for lines in self.left_over.values() for label, said in lines)
            self.add_error(
                "kind",
                _now("改换种类后，原种类下已填的内容不再适用：%(typed)s。确认不再保留的，请在下面勾选后再保存。")
                % {"typed": typed},
            )
        return cleaned

    def asks_for_more(self) -> bool:
        """Whether the chosen kind has fields that were not on the form as it was sent: without a script they come with the next page."""
        return any(
            details.field_name(kind, detail) not in self.data for kind in self.detailed for detail in kind.details[:1]
        )

    def given(self) -> ItemFields:
        """The cleaned form as the actions take it."""
        values = {name: self.cleaned_data[name] for name in ItemFields.__dataclass_fields__ if name != "details"}
        values["openness"] = Openness(values["openness"])
        values["key_areas"] = tuple(values["key_areas"])
        values["audience"] = values["audience"] or EVERYBODY
        values["details"] = {
            detail["name"]: self.cleaned_data.get(details.field_name(kind, detail))
            for kind in self.detailed
            for detail in kind.details
        }
        return ItemFields(**values)


def _values_of(item: InformationItem) -> dict[str, Any]:
    names = [name for name in ItemFields.__dataclass_fields__ if name not in ("key_areas", "details")]
    values = {name: getattr(item, name) for name in names}
    return {**values, "unit": item.unit, "key_areas": list(item.key_areas.all())}


class SecretForm(forms.Form):
    """How many documents are secret, and whose; there is no field for anything else."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), empty_label=None)
    quantity = forms.IntegerField(label=_("件数"), min_value=1, initial=1)

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units_of(user, Role.DRAFTER, Role.SECRECY_REVIEWER, on=on)
