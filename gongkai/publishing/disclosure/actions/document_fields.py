"""What the register asks of an official document, checked before anything is entered."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.core.html import safe_html
from gongkai.law.annotations import noted_openness
from gongkai.law.vocabulary import Genre, Openness, WithholdingGround

from .. import policies
from ..models import OfficialDocument
from ..queries import Claim, read_number

#: No document of a modern office is older; an older date is a slip of the pen.
FIRST_DAY = date(1900, 1, 1)
#: As many and as long as an item takes over.
MOST_ISSUERS, LONGEST_ISSUER = 20, 100
_LINES = ("title", "document_number", "signer", "addressees", "ground_reason", "secrecy_basis")


@dataclass(frozen=True)
class DocumentFields:
    """What the register asks of an official document. ``body`` is HTML; ``genre`` and ``ground`` are values of their lists or empty."""

    openness: Openness
    title: str
    formed_date: date | None
    issued_date: date | None
    document_number: str = ""
    ground: str = ""
    ground_reason: str = ""
    secrecy_basis: str = ""
    genre: str = ""
    joint_issuers: tuple[str, ...] = ()
    signer: str = ""
    addressees: str = ""
    is_policy: bool = False
    is_normative: bool = False
    body: str = ""

    def checked(self, *, on: date) -> DocumentFields:
        """The same with trimmed lines, its number in the prescribed form and a safe body. Refused when one is missing or malformed."""
        given = replace(self, **{name: getattr(self, name).strip() for name in _LINES})
        given = replace(given, joint_issuers=tuple(name.strip() for name in self.joint_issuers if name.strip()))
        if not given.title:
            raise Refused(_("请填写标题。"))
        formed, issued = given.formed_date, given.issued_date
        if formed is None or issued is None:
            raise Refused(_("请填写成文日期和印发日期。"))
        if formed < FIRST_DAY or issued > on:
            raise Refused(_("成文日期不能早于1900年，印发日期不能晚于今天。"))
        if issued < formed:
            raise Refused(_("印发日期不能早于成文日期。"))
        if given.genre:
            Genre(given.genre)
        _check_reason(given)
        number = read_number(given.document_number, formed=formed).number
        given = replace(given, document_number=number, is_policy=given.is_policy or given.is_normative)
        for name in (*_LINES, "body"):
            policies.check_fits(getattr(given, name), name, OfficialDocument)
        if len(given.joint_issuers) > MOST_ISSUERS or any(len(name) > LONGEST_ISSUER for name in given.joint_issuers):
            raise Refused(
                _("联合发文机关最多 %(most)d 个，每个最多 %(longest)d 字。")
                % {"most": MOST_ISSUERS, "longest": LONGEST_ISSUER}
            )
        noted = noted_openness(given.body)
        if noted and noted != given.openness:
            raise Refused(
                _("正文附注写明“%(noted)s”，与所选的公开属性“%(openness)s”不一致，请核对。")
                % {"noted": noted.label, "openness": Openness(given.openness).label}
            )
        return replace(given, body=safe_html(given.body))

    @property
    def claim(self) -> Claim:
        """The number it claims, and for which title."""
        return Claim(self.document_number, self.formed_date, self.title)

    def values(self) -> dict[str, Any]:
        """The model's columns, the parts of the number among them."""
        assert self.formed_date is not None
        read = read_number(self.document_number, formed=self.formed_date)
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {
            "joint_issuers": list(self.joint_issuers),
            "document_number": read.number,
            "number_prefix": read.prefix,
            "number_year": read.year,
            "number_serial": read.serial,
        }


def _check_reason(given: DocumentFields) -> None:
    """A reason for anything but 主动公开 (国办发〔2016〕80号 一(一)); for withholding a lawful one (条例 arts 14-16)."""
    openness = Openness(given.openness)
    if openness == Openness.PROACTIVE:
        if given.ground or given.ground_reason:
            raise Refused(_("主动公开的公文不应填写不公开的依据或理由。"))
        return
    if openness == Openness.WITHHELD and not given.ground:
        raise Refused(_("不予公开须写明《条例》第十四、十五、十六条中的依据。"))
    if not (given.ground or given.ground_reason):
        raise Refused(_("依申请公开须写明不主动公开的理由。"))
    if given.ground and WithholdingGround(given.ground).is_discretionary and not given.ground_reason:
        raise Refused(_("该依据属“可以不予公开”，须写明权衡的理由。"))


@dataclass(frozen=True)
class Entry:
    """A document with what has already become of it: for registers that were kept elsewhere until now."""

    fields: DocumentFields
    public_date: date | None = None
    public_address: str = ""
    archive_date: date | None = None
    library_date: date | None = None

    @property
    def is_secret(self) -> bool:
        """Whether nothing of it may be kept but that it exists (保密法 2024 art. 31)."""
        return self.fields.ground == WithholdingGround.STATE_SECRET

    def checked(self, *, on: date) -> Entry:
        """The same with checked fields. Refused when what became of it does not fit what it is."""
        given = self.fields.checked(on=on)
        later = [day for day in (self.public_date, self.archive_date, self.library_date) if day]
        if later and given.openness != Openness.PROACTIVE:
            raise Refused(_("不是主动公开的公文，不应有公开日期或送交日期。"))
        assert given.formed_date is not None
        if any(day < given.formed_date or day > on for day in later):
            raise Refused(_("公开日期和送交日期不能早于成文日期，也不能晚于今天。"))
        policies.check_fits(self.public_address, "public_address", OfficialDocument)
        return replace(self, fields=given)
