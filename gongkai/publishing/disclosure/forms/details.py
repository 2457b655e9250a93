"""What a kind asks for besides, as fields of the drafting form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.publishing.catalogue.choices import DetailType
from gongkai.publishing.catalogue.models import Kind

from ..models import shown

_DATE = {"type": "date"}


def field_name(kind: Kind, detail: Mapping[str, Any]) -> str:
    """The name of a detail in the form: with its kind's code, so that two kinds' fields never meet."""
    return f"detail-{kind.code}-{detail['name']}"


def fields_of(kind: Kind) -> dict[str, forms.Field]:
    """A form field for each detail of a kind; none is required, a draft may be incomplete."""
    fields = {}
    for detail in kind.details:
        field = _MAKERS[detail["type"]](detail)
        field.label = detail["label"]
        notes = [_("送审前必填。")] if detail["required"] else []
        notes += [] if detail["public"] else [_("只供内部使用，不对公众公开。")]
        field.help_text = "".join(str(note) for note in notes)
        fields[field_name(kind, detail)] = field
    return fields


def initial_of(kind: Kind, kept: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What an item keeps, as the fields start with it."""
    values = {each["name"]: each["value"] for each in kept}
    return {
        field_name(kind, detail): _started(values[detail["name"]])
        for detail in kind.details
        if detail["name"] in values
    }


def left_over(kinds: Iterable[Kind], chosen: Kind | None, data: Mapping[str, Any]) -> dict[Kind, list[tuple[str, str]]]:
    """What was typed for kinds that were not chosen: label and value."""
    found = {}
    for kind in kinds:
        if chosen is not None and kind.pk == chosen.pk:
            continue
        typed = [
            (detail["label"], said)
            for detail in kind.details
            if (said := str(data.get(field_name(kind, detail), "")).strip())
        ]
        if typed:
            found[kind] = typed
    return found


def _started(value: str | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else shown(value)


def _text(detail: Mapping[str, Any]) -> forms.Field:
    return forms.CharField(required=False)


def _long(detail: Mapping[str, Any]) -> forms.Field:
    return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))


def _date(detail: Mapping[str, Any]) -> forms.Field:
    return forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DATE))


def _choice(detail: Mapping[str, Any]) -> forms.Field:
    return forms.ChoiceField(required=False, choices=[("", _("请选择")), *((one, one) for one in detail["choices"])])


def _number(detail: Mapping[str, Any]) -> forms.Field:
    return forms.CharField(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _yes_no(detail: Mapping[str, Any]) -> forms.Field:
    return forms.ChoiceField(required=False, choices=[("", _("请选择")), ("yes", _("是")), ("no", _("否"))])


_MAKERS: dict[str, Callable[[Mapping[str, Any]], forms.Field]] = {
    DetailType.TEXT: _text,
    DetailType.LONG: _long,
    DetailType.DATE: _date,
    DetailType.CHOICE: _choice,
    DetailType.NUMBER: _number,
    DetailType.YES_NO: _yes_no,
}
