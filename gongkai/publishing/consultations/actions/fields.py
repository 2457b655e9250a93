"""What a drafter fills in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.core.html import safe_html
from gongkai.publishing.catalogue.policies import check_line

from ..choices import ConsultationKind


@dataclass(frozen=True)
class ConsultationFields:
    """All of a draft but its files. Only kind and title are needed to begin with; ``background`` and ``body`` are HTML."""

    title: str
    kind: str = ConsultationKind.OTHER
    background: str = ""
    body: str = ""
    opens_date: date | None = None
    closes_date: date | None = None
    short_term_reason: str = ""
    post_address: str = ""
    phone: str = ""
    email: str = ""

    def checked(self) -> ConsultationFields:
        """The same, trimmed and made safe. Refused when a field is malformed."""
        title = self.title.strip()
        if not title:
            raise Refused(_("请填写标题。"))
        if self.kind not in ConsultationKind.values:
            raise Refused(_("请选择草案类型。"))
        if self.closes_date is not None and (self.opens_date is None or self.closes_date <= self.opens_date):
            raise Refused(_("截止日期须在开始日期之后。"))
        lines = {name: getattr(self, name).strip() for name in ("short_term_reason", "post_address", "phone", "email")}
        check_line(title, _("标题"), 200)
        check_line(lines["short_term_reason"], _("缩短期限的理由"), 300)
        check_line(lines["post_address"], _("来信地址"), 200)
        check_line(lines["phone"], _("联系电话"), 60)
        check_line(lines["email"], _("电子邮箱"), 100)
        if lines["email"]:
            try:
                validate_email(lines["email"])
            except ValidationError:
                raise Refused(_("电子邮箱“%(email)s”的写法不对。") % {"email": lines["email"]}) from None
        return replace(
            self,
            title=title,
            background=_text(self.background, _("背景和说明")),
            body=_text(self.body, _("草案正文")),
            **lines,
        )

    def values(self) -> dict[str, Any]:
        """By the names of the model's fields."""
        return asdict(self)


def _text(markup: str, name: str) -> str:
    check_line(markup, name, 2_000_000, lines=True)
    return safe_html(markup).strip()
