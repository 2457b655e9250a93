"""What a drafter fills in, and whether it holds together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.core.html import safe_html
from gongkai.law import document_numbers, themes
from gongkai.law.vocabulary import Genre, Grouping, Openness, WithholdingGround
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.catalogue.policies import answers, check_line

from .. import policies

#: 公开范围 of what is proactive: nobody is left out.
EVERYBODY = "面向社会"
MOST_KEYWORDS, MOST_ISSUERS = 10, 20
_LINES = ("title", "document_number", "source_name", "ground_reason", "summary", "audience")
# Translated late, and the closed lists as sets: bulk paths ask this a hundred thousand times.
_ISSUERS, _KEYWORDS = gettext_lazy("联合发文机关"), gettext_lazy("主题词")
_CLOSED = (
    ("genre", frozenset(Genre.values), gettext_lazy("体裁分类")),
    ("grouping", frozenset(Grouping.values), gettext_lazy("组配分类")),
)


@dataclass(frozen=True)
class ItemFields:
    """What a drafter fills in. ``body`` is HTML; ``ground`` is a ``WithholdingGround`` or empty.

    ``theme`` is a code of ``law.themes`` or a class as printed (综合政务\\政务公开); ``genre`` and ``grouping`` are values of the closed
    lists or empty. ``details`` is what the kind asks for besides, name → value (``catalogue.policies.answers``).
    """

    title: str
    kind: Kind | None
    column: Column | None
    formed_date: date | None
    body: str = ""
    document_number: str = ""
    openness: Openness = Openness.PROACTIVE
    ground: str = ""
    ground_reason: str = ""
    source_name: str = ""
    key_areas: tuple[KeyArea, ...] = ()
    summary: str = ""
    joint_issuers: tuple[str, ...] = ()
    theme: str = ""
    genre: str = ""
    grouping: str = ""
    keywords: tuple[str, ...] = ()
    audience: str = EVERYBODY
    effective_date: date | None = None
    lapse_date: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def checked(self) -> ItemFields:
        """The same with a safe body, its number in the prescribed form and its theme as a code (RULES 7.2, 7.3).

        Refused, with a sentence, when a field is malformed or a reason is missing. A number that is none is kept as written.
        """
        values = dict(self.__dict__)
        for name in _LINES:
            values[name] = values[name].strip()
        values["document_number"] = normalised(values["document_number"])
        for name in (*_LINES, "body"):
            policies.check_fits(values[name], name)
        _check_openness(self.openness, self.ground, values["ground_reason"])
        values["body"] = safe_html(self.body)
        values["joint_issuers"] = _names(self.joint_issuers, _ISSUERS, most=MOST_ISSUERS, longest=100)
        values["keywords"] = _names(self.keywords, _KEYWORDS, most=MOST_KEYWORDS, longest=20)
        values["theme"] = _theme(self.theme.strip())
        for name, known, label in _CLOSED:
            if values[name] and values[name] not in known:
                raise Refused(_("%(label)s“%(value)s”不在可选范围内。") % {"label": label, "value": values[name][:20]})
        _check_dates(self.formed_date, self.effective_date, self.lapse_date)
        kept = answers(self.kind, self.details)
        values["details"] = {one["name"]: one["value"] for one in kept}
        return ItemFields(**values)

    def values(self) -> dict[str, Any]:
        """The model's columns, without the key areas."""
        return {name: value for name, value in self.__dict__.items() if name != "key_areas"} | {
            "joint_issuers": list(self.joint_issuers),
            "keywords": list(self.keywords),
            "details": answers(self.kind, self.details),
        }


def normalised(number: str) -> str:
    """A document number in its prescribed form (中办发〔2012〕14号 art. 9); what is none is given back as it was written."""
    try:
        return str(document_numbers.parse(number))
    except document_numbers.NotADocumentNumber:
        return number


def _check_openness(openness: Openness, ground: str, reason: str) -> None:
    if openness == Openness.PROACTIVE and ground:
        raise Refused(_("主动公开的信息不应填写不公开依据。"))
    if openness == Openness.WITHHELD and not ground:
        raise Refused(_("不予公开须写明《条例》第十四、十五、十六条中的依据。"))
    if openness == Openness.ON_REQUEST and not (ground or reason):
        raise Refused(_("依申请公开须写明不主动公开的理由。"))
    if ground and WithholdingGround(ground).is_discretionary and not reason:
        raise Refused(_("该依据属“可以不予公开”，须写明权衡的理由。"))


def _check_dates(formed: date | None, effective: date | None, lapse: date | None) -> None:
    if formed and effective and effective < formed:
        raise Refused(
            _("施行日期%(effective)s早于成文日期%(formed)s。")
            % {"effective": effective.isoformat(), "formed": formed.isoformat()}
        )
    begin = effective or formed
    if begin and lapse and lapse < begin:
        raise Refused(
            _("有效期至%(lapse)s早于%(begin)s，文件还没有施行就已失效。")
            % {"lapse": lapse.isoformat(), "begin": begin.isoformat()}
        )


def _theme(given: str) -> str:
    if not given or given in themes.codes():
        return given
    try:
        return themes.parse(given)
    except themes.NotATheme as error:
        raise Refused(str(error)) from error


def _names(given: Iterable[str], label: str | Promise, *, most: int, longest: int) -> tuple[str, ...]:
    """Trimmed, each once. Refused when there are too many, one is too long, or one is several run together."""
    names = tuple(dict.fromkeys(name.strip() for name in given if name.strip()))
    if len(names) > most:
        raise Refused(
            _("%(label)s有 %(count)d 个，最多 %(most)d 个。") % {"label": label, "count": len(names), "most": most}
        )
    for name in names:
        check_line(name, label, longest)
        if "、" in name:
            raise Refused(_("%(label)s应一行写一个，“%(name)s”中有顿号。") % {"label": label, "name": name[:40]})
    return names
