"""What a cell says: a day however it is written, an openness, a ground, yes or no."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Genre, Openness, WithholdingGround

_NUMERALS = ("〇零○Oo０0", "一１1", "二２2", "三３3", "四４4", "五５5", "六６6", "七７7", "八８8", "九９9")
_DIGITS = {each: str(value) for value, numerals in enumerate(_NUMERALS) for each in numerals}
_WRITTEN = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?(?:[T\s]+\d.*)?")
_TOGETHER = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_CHINESE = re.compile(
    r"(?P<y>[〇零○Oo一二三四五六七八九０-９]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日?"
)
#: Day 0 of a spreadsheet's count of days, and the counts that are days between 1927 and 2064.
_EPOCH, _SERIAL = date(1899, 12, 30), re.compile(r"[1-5]\d{4}(?:\.\d+)?")

_OPENNESS = {
    Openness.PROACTIVE: ("主动公开", "公开", "此件公开发布", "此件主动公开", "公开发布", "是", "proactive"),
    Openness.ON_REQUEST: ("依申请公开", "依申请", "此件依申请公开", "on_request"),
    Openness.WITHHELD: ("不予公开", "不公开", "此件不予公开", "此件不公开", "否", "withheld"),
}
#: Words that name one ground and no other.
_GROUNDS = {
    WithholdingGround.STATE_SECRET: ("国家秘密", "涉密", "秘密级", "机密级", "绝密级"),
    WithholdingGround.LAW_FORBIDS: ("禁止公开",),
    WithholdingGround.THREE_SECURITIES_ONE_STABILITY: ("三安全一稳定", "社会稳定", "危及国家安全"),
    WithholdingGround.TRADE_SECRET: ("商业秘密",),
    WithholdingGround.PERSONAL_PRIVACY: ("个人隐私",),
    WithholdingGround.INTERNAL_AFFAIRS: ("内部事务",),
    WithholdingGround.PROCESS: ("过程性",),
    WithholdingGround.CASE_FILE: ("执法案卷",),
}
_AROUND = re.compile(r"[\s（）()。.“”\"]+")


def day_of(said: str, name: str) -> date | None:
    """A day as people, spreadsheets and programs write it; empty is None. Refused when it is none, or does not exist."""
    said = said.strip()
    if not said:
        return None
    match = _WRITTEN.fullmatch(said) or _TOGETHER.fullmatch(said)
    if match:
        parts = [int(match[part]) for part in "ymd"]
    elif match := _CHINESE.fullmatch(said):
        parts = [int("".join(_DIGITS[each] for each in match["y"])), _small(match["m"]), _small(match["d"])]
    elif _SERIAL.fullmatch(said):
        return _EPOCH + timedelta(days=int(float(said)))
    else:
        raise Refused(_("“%(name)s”应写作 2018-03-14 的样式，不能是“%(said)s”。") % {"name": name, "said": said[:40]})
    try:
        return date(*parts)
    except ValueError as error:
        raise Refused(_("“%(name)s”写的 %(said)s 这一天不存在。") % {"name": name, "said": said[:40]}) from error


def _small(said: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return int(_DIGITS[said]) if len(said) == 1 else 99
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)


def openness_of(said: str) -> Openness | None:
    """The openness a cell names; empty is None. Refused when it names none."""
    bare = _AROUND.sub("", said).lower()
    if not bare:
        return None
    for openness, names in _OPENNESS.items():
        if bare in names:
            return openness
    raise Refused(_("公开属性“%(said)s”不是主动公开、依申请公开或不予公开。") % {"said": said.strip()[:40]})


def ground_of(*said: str) -> str:
    """The one ground that is named in these cells, else empty: which article is meant is not guessed."""
    text = "".join(said)
    found = [
        ground for ground, names in _GROUNDS.items() if str(ground.label) in text or any(name in text for name in names)
    ]
    return found[0].value if len(found) == 1 else ""


def is_secret(*said: str, level: str = "") -> bool:
    """Whether these cells call the document a state secret, whatever else they say; “不属于国家秘密” does not."""
    if re.search("绝密|机密|(?<!工作)秘密", level):
        return True
    text = re.sub(r"(?:不|未|非|无|没有)[^，。；、]{0,6}(?:国家秘密|涉密)|不涉密|非密", "", "".join(said))
    return any(name in text for name in _GROUNDS[WithholdingGround.STATE_SECRET])


def yes_of(said: str) -> bool:
    """Whether a cell ticks something."""
    return _AROUND.sub("", said).lower() in ("是", "√", "✓", "✔", "1", "y", "yes", "true", "有", "对")


def genre_of(said: str) -> str:
    """A value of ``Genre`` by its label, with or without its brackets; anything else is left out."""
    bare = said.strip()
    if not bare or bare in Genre.values:
        return bare
    return next((genre.value for genre in Genre if bare in (genre.label, str(genre.label).split("（")[0])), "")
