"""The citizens' form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.files.choices import ACCEPTED
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.disclosure.forms.editor import FilesField

from .. import policies
from ..actions import CommentFields
from ..choices import Category


class DoorForm(forms.Form):
    """A comment by somebody of the public. Every refusal is tied to its field. ``homepage`` is for machines: people leave it empty."""

    text = forms.CharField(
        label=gettext_lazy("您的意见"),
        required=False,
        help_text=gettext_lazy("请写明对哪一条有意见、建议怎样改。最多一万字，更长的请上传文件。"),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("您对草案的看法（可不选）"), choices=Category.choices, required=False
    )
    attachments = FilesField(label=gettext_lazy("上传文件（可不传）"), required=False)
    name = forms.CharField(label=gettext_lazy("姓名或单位名称（可不填）"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("联系方式（可不填）"),
        required=False,
        help_text=gettext_lazy("电话或电子邮箱，需要向您核实意见时使用。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].help_text = _(
            "最多 %(most)d 个文件，每个不超过 %(limit).0f MB，可用类型：%(types)s。"
        ) % {
            "most": settings.GONGKAI_COMMENT_FILES,
            "limit": settings.GONGKAI_COMMENT_FILE_LIMIT / 1024**2,
            "types": "、".join(suffix[1:] for suffix in sorted(ACCEPTED)),
        }

    def clean_name(self) -> str:
        return self._line("name", 60)

    def clean_contact(self) -> str:
        return self._line("contact", 100)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given: dict[str, Any] = self.cleaned_data
        files = given.get("attachments", [])
        for field, check in (
            ("attachments", lambda: policies.check_files(files)),
            ("text", lambda: policies.check_comment(text=given.get("text", ""), name="", contact="", files=len(files))),
        ):
            try:
                check()
            except Refused as refusal:
                self.add_error(field, str(refusal))
        return given

    def is_machine(self) -> bool:
        """Whether the field no person sees was filled in."""
        return bool(self.data.get("homepage"))

    def given(self) -> CommentFields:
        """The cleaned form as the action takes it."""
        values = self.cleaned_data
        return CommentFields(values["text"], values["name"], values["contact"], values["category"] or Category.OTHER)

    def _line(self, name: str, longest: int) -> str:
        words: str = self.cleaned_data[name]
        try:
            check_line(words, str(self.fields[name].label), longest)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return words
