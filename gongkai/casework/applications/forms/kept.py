"""A file field that loses no file: what was handed in and kept is named again, signed, when the form is shown again after a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.base.files.models import StoredFile


@dataclass(frozen=True)
class Named:
    """The signed name of a file that was kept before."""

    token: str


class KeptFileInput(forms.FileInput):
    """The upload, and behind it the file that was kept. ``salt`` ties its name to one person and one case."""

    salt = ""
    kept: StoredFile | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> UploadedFile | Named | None:
        upload: UploadedFile | None = files.get(name)
        token = data.get(f"{name}-kept")
        return upload or (Named(token) if token else None)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return super().use_required_attribute(initial) and self.kept is None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, None, attrs, renderer)
        if self.kept is None:
            return shown
        token = signing.dumps(self.kept.sha256, salt=self.salt)
        said = _("已上传：%(name)s。不换文件就不必再选。") % {"name": self.kept.name}
        return format_html('{}<p>{}</p><input type="hidden" name="{}-kept" value="{}">', shown, said, name, token)


class KeptFileField(forms.FileField):
    """Cleans to the upload, to the file kept before, or to None. Whether it is acceptable is judged when it is kept."""

    widget = KeptFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not isinstance(data, Named):
            return super().clean(data, initial) or None
        assert isinstance(self.widget, KeptFileInput)
        try:
            sha256 = signing.loads(data.token, salt=self.widget.salt)
        except signing.BadSignature as error:
            raise ValidationError(_("请重新选择文件。")) from error
        self.widget.kept = StoredFile.objects.filter(sha256=sha256).first()
        if self.widget.kept is None:
            raise ValidationError(_("请重新选择文件。"))
        return self.widget.kept
