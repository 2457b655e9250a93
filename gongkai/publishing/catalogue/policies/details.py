"""What a kind asks for besides, and whether what was entered answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.statutory_content import missing_elements

from ..choices import GUIDE_KIND, DetailType
from ..models import Kind
from .texts import check_line

MOST_DETAILS, MOST_CHOICES = 30, 50
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
#: Beyond it a number is a slip of the pen.
GREATEST = Decimal(10) ** 15
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def checked_details(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The fields of a kind in their settled form. Refused, naming the field, when one cannot be asked for."""
    if len(given) > MOST_DETAILS:
        raise Refused(_("专项内容最多 %(most)d 项。") % {"most": MOST_DETAILS})
    settled: list[dict[str, Any]] = []
    for each in given:
        label = str(each.get("label", "")).strip()
        name = str(each.get("name", "")).strip()
        if not label:
            raise Refused(_("专项内容“%(name)s”没有写名称。") % {"name": name})
        check_line(label, _("专项内容的名称"), 40)
        if not _NAME.fullmatch(name):
            raise Refused(
                _("专项内容“%(label)s”的代码应以小写字母开头，只用小写字母、数字和下划线，最多 40 个。")
                % {"label": label}
            )
        if any(name == other["name"] for other in settled):
            raise Refused(_("专项内容的代码“%(name)s”写了两次。") % {"name": name})
        type_ = str(each.get("type", ""))
        if type_ not in DetailType.values:
            raise Refused(_("专项内容“%(label)s”的类型不在可选范围内。") % {"label": label})
        options = list(dict.fromkeys(str(one).strip() for one in each.get("choices") or () if str(one).strip()))
        if (type_ == DetailType.CHOICE) != bool(options) or len(options) == 1:
            raise Refused(_("专项内容“%(label)s”：单选须写两个以上选项，其他类型不写选项。") % {"label": label})
        if len(options) > MOST_CHOICES:
            raise Refused(_("专项内容“%(label)s”的选项太多。") % {"label": label})
        for option in options:
            check_line(option, label, 60)
        settled.append(
            {
                "name": name,
                "label": label,
                "type": type_,
                "choices": options,
                "required": bool(each.get("required")),
                "public": bool(each.get("public", True)),
            }
        )
    return settled


def check_keeps_statute(code: str, details: Sequence[Mapping[str, Any]]) -> None:
    """What the statute wants said stays asked for, required and public, whatever else an office makes of a kind (条例 art. 12)."""
    if code != GUIDE_KIND:
        return
    asked = {each["name"] for each in details if each["required"] and each["public"]}
    missing = missing_elements(asked)
    if missing:
        raise Refused(
            _("公开指南须写明%(missing)s（条例第十二条），这些专项内容应保留，并设为必填、公开。")
            % {"missing": "、".join(missing)}
        )


def answers(kind: Kind | None, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was entered, as an item keeps it: ``{"name", "label", "public", "value"}`` in the kind's order, what is empty left out.

    ``value`` is a string (a date as 2018-03-14, a number in plain digits) or, for a yes or no, a boolean. The label and whether
    it is public are kept with it, so that what was published does not change when the kind does. Refused when a value is
    malformed or not asked for.
    """
    details = kind.details if kind else []
    unknown = set(given) - {each["name"] for each in details}
    if unknown:
        raise Refused(_("该信息种类没有专项内容“%(name)s”。") % {"name": "、".join(sorted(map(str, unknown)))})
    kept = []
    for each in details:
        value = _READ[each["type"]](given.get(each["name"]), each)
        if value not in (None, ""):
            kept.append({"name": each["name"], "label": each["label"], "public": each["public"], "value": value})
    return kept


def missing_details(kind: Kind | None, kept: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of what the kind requires and was not entered."""
    entered = {each["name"] for each in kept}
    return [
        each["label"] for each in (kind.details if kind else []) if each["required"] and each["name"] not in entered
    ]


def _text(value: Any, detail: Mapping[str, Any]) -> str:
    text = str(value or "").strip()
    check_line(text, detail["label"], LONGEST_LINE)
    return text


def _long(value: Any, detail: Mapping[str, Any]) -> str:
    text = str(value or "").replace("\r\n", "\n").strip()
    check_line(text, detail["label"], LONGEST_TEXT, lines=True)
    return text


def _date(value: Any, detail: Mapping[str, Any]) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise Refused(
            _("“%(label)s”应写作 2018-03-14 的样式，不能是“%(text)s”。") % {"label": detail["label"], "text": text[:40]}
        ) from None


def _choice(value: Any, detail: Mapping[str, Any]) -> str:
    text = str(value or "").strip()
    if text and text not in detail["choices"]:
        raise Refused(
            _("“%(label)s”应为%(choices)s之一，不能是“%(text)s”。")
            % {"label": detail["label"], "choices": "、".join(detail["choices"]), "text": text[:40]}
        )
    return text


def _number(value: Any, detail: Mapping[str, Any]) -> str:
    text = "" if value is None else str(value).strip().replace(",", "").replace("，", "")
    if not text:
        return ""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > GREATEST or -number.as_tuple().exponent > 6:  # type: ignore[operator]
        raise Refused(
            _("“%(label)s”应为数字，小数最多 6 位，不能是“%(text)s”。") % {"label": detail["label"], "text": text[:40]}
        )
    return f"{number:f}"


def _yes_no(value: Any, detail: Mapping[str, Any]) -> bool | None:
    if value in (None, ""):
        return None
    if value in (True, "yes", "true", "是"):
        return True
    if value in (False, "no", "false", "否"):
        return False
    raise Refused(_("“%(label)s”应为“是”或“否”。") % {"label": detail["label"]})


_READ: dict[str, Callable[[Any, Mapping[str, Any]], str | bool | None]] = {
    DetailType.TEXT: _text,
    DetailType.LONG: _long,
    DetailType.DATE: _date,
    DetailType.CHOICE: _choice,
    DetailType.NUMBER: _number,
    DetailType.YES_NO: _yes_no,
}
