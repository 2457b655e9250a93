"""Watched words, one by one and whole lists of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refused

from ..actions import WordFields
from ..choices import WatchWordKind
from ..models import WatchWord
from .fields import Words, text
from .tables import rows_of, rows_pasted


class WordForm(forms.Form):
    """All of ``WordFields`` but the word itself."""

    kind = forms.ChoiceField(label=_("类别"), choices=WatchWordKind.choices)
    replacement = forms.CharField(label=_("应改为"), required=False, help_text=_("只有错词填写。"))
    exceptions = Words(
        label=_("例外"), required=False, help_text=_("一行一个。出现在这些更长的词里时不算，如“帐”在“帐篷”里。")
    )

    def given(self, word: str = "") -> WordFields:
        """The cleaned form as the actions take it."""
        values = {name: self.cleaned_data[name] for name in ("kind", "replacement", "exceptions")}
        return WordFields(text=word or self.cleaned_data["text"], **values)


class NewWordForm(WordForm):
    text = forms.CharField(label=_("词"), required=False)
    field_order = ("text",)


class RetireForm(forms.Form):
    reason = text(label=_("停用的理由"))


class WordFilter(forms.Form):
    """What the list may be narrowed by."""

    text = forms.CharField(label=_("词"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *WatchWordKind.choices])
    active = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("yes", _("在用")), ("no", _("已停用"))]
    )


class ImportForm(forms.Form):
    """A list of words out of a file, or pasted: word, kind, right form, exceptions."""

    upload = forms.FileField(label=_("名单文件"), required=False, help_text=_("XLSX 或 CSV，一行一个词。"))
    pasted = text(
        rows=8,
        label=_("或粘贴名单"),
        help_text=_("一行一个词；各列用制表符或逗号隔开：词、类别（敏感词或错词）、应改为、例外（用顿号隔开）。"),
    )
    kind = forms.ChoiceField(
        label=_("没有写类别的按"), choices=WatchWordKind.choices, help_text=_("写了“应改为”的一律是错词。")
    )

    def lines(self) -> list[tuple[int, WordFields]]:
        """Each line with its number. Refused when the file cannot be read or there is nothing in it."""
        upload = self.cleaned_data["upload"]
        rows = rows_of(upload, name=upload.name) if upload else rows_pasted(self.cleaned_data["pasted"])
        lines = [(number, self._read(cells)) for number, cells in rows if not _is_heading(number, cells)]
        if not lines:
            raise Refused(_now("名单里没有词：请选文件或粘贴名单。"))
        return lines

    def _read(self, cells: list[str]) -> WordFields:
        word, kind, replacement, exceptions = (*cells[:4], *[""] * (4 - len(cells[:4])))
        labels = {str(label): value for value, label in WatchWordKind.choices}
        default = WatchWordKind.WRONG if replacement else self.cleaned_data["kind"]
        return WordFields(
            text=word,
            kind=labels.get(kind, kind) or default,
            replacement=replacement,
            exceptions=Words(required=False).clean(exceptions),
        )


def _is_heading(number: int, cells: list[str]) -> bool:
    return number == 1 and cells[0] in ("词", "词语", "敏感词", "错词")


def word_started(word: WatchWord) -> dict[str, Any]:
    """What is said about a word, as the form begins with it."""
    return {"kind": word.kind, "replacement": word.replacement, "exceptions": word.exceptions}
