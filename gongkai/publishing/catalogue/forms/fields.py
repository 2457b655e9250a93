"""Fields several forms of the room use."""

from __future__ import annotations

import re
from typing import Any

from django import forms

_SIGNS = re.compile(r"[、，,；;\n\r]+")


class Words(forms.CharField):
    """Several words, with any of the signs people put between them; one a line when shown."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        return tuple(word.strip() for word in _SIGNS.split(super().clean(value)) if word.strip())


def day(**more: Any) -> forms.DateField:
    """A day, picked from the browser's calendar."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


def text(rows: int = 2, **more: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), required=False, **more)
