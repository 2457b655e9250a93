"""What every act at the desk asks with: a form about one thing, for one person, on one day. Actions refuse, forms collect."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.models import User
from gongkai.base.files.models import StoredFile

from .kept import KeptFileField, KeptFileInput

#: Years ahead beyond which a day is a slip.
FAR = 5


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, picked or typed as 2018-03-14."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def words_field(label: Any, *, rows: int = 3, most: int | None = 300, **more: Any) -> forms.CharField:
    """Some lines of text. Whether they may be left out is the action's to say, with its sentence."""
    more.setdefault("required", False)
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class StepForm(forms.Form):
    """An act on ``thing`` that needs no words. What others ask for is set in ``prepare``."""

    #: Fields filled with today when the form is opened.
    today: tuple[str, ...] = ()

    def __init__(self, *args: Any, thing: Any, user: User, on: date, **kwargs: Any) -> None:
        self.thing, self.user, self.on = thing, user, on
        kwargs["initial"] = dict.fromkeys(self.today, on) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, KeptFileInput):
                field.widget.salt = f"applications:{user.pk}:{thing}"
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the thing, the person or the day."""

    def clean(self) -> dict[str, Any]:
        """No day is years away: a slip of the key is not counted day by day."""
        given = super().clean() or {}
        for name, value in list(given.items()):
            if isinstance(value, date) and value.year > self.on.year + FAR:
                self.add_error(name, _("日期太远，请核对。"))
        return given

    @property
    def has_file(self) -> bool:
        """Whether the form must be sent in parts."""
        return any(isinstance(field, KeptFileField) for field in self.fields.values())

    def remember(self, name: str, kept: StoredFile) -> None:
        """Name a file that was kept when the form is shown again."""
        widget = self.fields[name].widget
        assert isinstance(widget, KeptFileInput)
        widget.kept = kept


class ReasonForm(StepForm):
    reason = words_field(_("理由"))
