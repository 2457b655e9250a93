"""Old addresses, and a new one for a column."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import text

#: Between the two addresses of a line: a tab, a comma, an arrow or spaces.
_BETWEEN = re.compile(r"\s*(?:\t|,|，|→|->|\s)\s*")


class RedirectsForm(forms.Form):
    """Lines of an old and a new address each."""

    lines = text(
        10,
        label=_("旧地址和新地址"),
        help_text=_("一行一条，旧地址在前，新地址在后，中间用空格、制表符或逗号隔开。旧地址可以带旧网站的域名。"),
    )
    reason = forms.CharField(label=_("理由"), required=False, help_text=_("如：旧网站迁移。"))

    def given(self) -> list[tuple[int, str, str]]:
        """The lines with their numbers; one with a single address has an empty second."""
        found = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if line.strip():
                old, *new = _BETWEEN.split(line.strip(), maxsplit=1)
                found.append((number, old, new[0] if new else ""))
        return found


class RedirectFilter(forms.Form):
    """What the list is narrowed by."""

    text = forms.CharField(label=_("旧地址含有"), required=False)


class AddressForm(forms.Form):
    """Where a column goes, and why."""

    address = forms.CharField(
        label=_("新地址"), required=False, help_text=_("小写字母开头，只用小写字母、数字和连字符。")
    )
    reason = forms.CharField(label=_("理由"), required=False)
