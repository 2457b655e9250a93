"""Reading a limit: sentence by sentence, what follows it first, then how many days, then from when."""

from __future__ import annotations

import re
import unicodedata

from .rules import (
    OF_INFORMATION,
    Base,
    Every,
    Limit,
    NotCheckable,
    OnRequest,
    Period,
    Recurring,
    Reference,
    Rule,
    Term,
    Unit,
)

LONGEST = 500
"""A cell of a catalogue that is longer states no limit."""

_PLAIN = str.maketrans(
    "資個內開變請決處罰許訂實時獲徵後與規從佈應於聽證會議進將並組織務發報調結啟動擬據當間級關機項為產終週訊製作該條齊滿號單達業現隨",
    "资个内开变请决处罚许订实时获征后与规从布应于听证会议进将并组织务发报调结启动拟据当间级关机项为产终周讯制作该条齐满号单达业现随",
)
_NUMERALS = {**{one: value for value, one in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}

_N = r"(?P<{0}>(?<![0-9])[0-9]{{1,3}}|[零〇一二两三四五六七八九十百]{{1,6}})"
_U = r"(?P<{0}>个?工作日|个?自然日|日|天|个月|小时)"
_AMOUNT = re.compile(_N.format("n") + _U.format("u") + r"(?:的|之|以)?(?P<way>内|前)?")
_DISPLAY = re.compile(r"公示(?:期|时间|期限)?(?:为|不少于|不得少于)?" + _N.format("n") + _U.format("u") + "(?!内|前)")
_CONSULTATION = re.compile(
    r"征求意见(?:的?期限|时间|期)?(?:为|不少于|不得少于|不低于)?" + _N.format("n") + _U.format("u") + "(?!内|前)"
)
_OTHER_LAW = re.compile(r"(?:法律、?(?:行政)?法规|法律|国家)(?:对[^,;。]{0,12})?另有规定的?,?(?:从其规定|除外)?")
_CUT = re.compile(r"(?:…|\.\.)[….]*(?:\([^)]{0,8}\))?$")

_SPLIT = re.compile(r"[;。]|[①②③④⑤⑥⑦⑧⑨]|,?(?=其中)")
_TRIMMED = ",;。、:.) "

_CONCERNS = re.compile(r"(?:其中:?(?P<among>[^,]{1,40}?),?(?:应当?|须|需)?|(?P<titled>《[^》]{1,40}》))(?=[自在于从])")
_REQUEST = re.compile(r"(?:其中)?(?P<concerns>.{0,40}?)(?:为|属于|实行)?依申请公开")

_LEAD = r"(?:自|从|在|于|应当?)*"
_KIND = r"(?:制定|制作|形成|产生|生成|变更|变动|更新|修改|获取|取得|获得)"
_INFORMATION = re.compile(
    rf"(?:公开事项|该|此|本|相关|有关|政府|信息|事项)*{_KIND}(?:(?:、|或者?|和|及|\(|/)*{_KIND})*(?:、|或者?|信息|政府信息|\))*"
)
_KINDS = {
    Base.FORMED: re.compile("制定|制作|形成|产生|生成"),
    Base.CHANGED: re.compile("变更|变动|更新|修改"),
    Base.OBTAINED: re.compile("获取|取得|获得"),
}
_OTHERS = {
    Base.APPLIED: re.compile(r".{0,6}收到.{0,8}申请"),
    Base.HEARING: re.compile(r"(?:组织|举行|召开|举办)?听证会?(?:举行|召开)?"),
    Base.PERIOD: re.compile(r"(?:统计期|每?个?(?:年度?|半年|季度?|月度?))(?:结束|终了|期满)"),
    Base.APPROVED: re.compile(r".{0,40}(?:批准|批复|审议通过|表决通过)"),
    Base.DECIDED: re.compile(r".{0,24}决定(?:书)?(?:形成|作出|做出)?|(?:作出|做出).{0,16}决定"),
}
_SINCE = re.compile(r"(?:之日|当日|之时)?(?:起|后|以后|之后|内)?[,:]?$")
_TURNED = re.compile(r"\(?(?P<clause>自.{1,40}?(?:起|后))")
_ON_THE_DAY = re.compile(
    rf"{_LEAD}(?P<clause>.{{2,40}}?)(?:当[日天]|(?<![及实随按同临即适准定])时)(?:,.{{0,16}})?(?:予以)?(?:公开|公布|公示)?$"
)
# What may stand before a number of days and is no event: a vague word, a month of a date.
_NO_EVENT = re.compile(r"及时|实时|随时|适时|立即|尽快|不超过|不少于|不得|期限|时限|时间|[年月]$")
_YEARLY = re.compile(r"每年度?(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日|底)之?前")
_QUARTERLY = re.compile(
    r"每(?P<often>季度?|半年)(?:第(?P<m>[1-6一二三四五六])个|(?P<first>首))月(?:(?P<d>[0-9]{1,2})[日号]|底)之?前"
)
_MONTHLY = re.compile(r"(?:每个?月的?|次月|下月)(?P<d>[0-9]{1,2})[日号]之?前")
_OFTEN = re.compile(
    r"(?:按|每)(?P<often>季度?|半年|年度?|个?月度?)(?:公开|公布|公示|更新|发布)?(?:一次|1次)?(?:底前)?(?:公开|公布|公示)?$"
)


def parse(text: str) -> Limit:
    """The limit that ``text`` states. Never raises: what cannot be read becomes `NotCheckable` with its words.

    Spaces and line breaks inside are of no account; full-width and Chinese numerals and the traditional characters of this
    vocabulary are read. Empty text states nothing: one `NotCheckable` without words.
    """
    if len(text) > LONGEST:
        return Limit((NotCheckable(text.strip()),), said=text)
    plain = _circled(text).translate(_PLAIN).replace("资讯", "信息")
    cut = bool(_CUT.search(plain))
    plain = _CUT.sub("", plain)
    plain, other_law = _OTHER_LAW.subn("", plain)
    plain, display = _take(_DISPLAY, plain)
    plain, consultation = _take(_CONSULTATION, plain)
    rules = [rule for part in _SPLIT.split(plain) if (rule := _rule(part.strip(_TRIMMED))) is not None]
    if not rules and not (display or consultation):
        rules = [NotCheckable(text.strip())]
    return Limit(tuple(rules), display, consultation, bool(other_law), cut, text)


def _circled(text: str) -> str:
    """NFKC without spaces, but for what it would dissolve: circled numbers and the dots of a text that broke off."""
    return "".join(
        one if one in "…①②③④⑤⑥⑦⑧⑨" else unicodedata.normalize("NFKC", one) for one in text if not one.isspace()
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, Period | None]:
    """The text without the first period of this kind, and the period."""
    match = pattern.search(text)
    amount = _number(match["n"]) if match else 0
    if not match or not amount:
        return text, None
    return text[: match.start()] + text[match.end() :], Period(amount, _unit(match["u"]))


def _rule(part: str) -> Rule | None:
    if not part:
        return None
    if part.strip("()") in ("同上", "同前", "同上行"):
        return Reference()
    return _recurring(part) or _term(part) or _on_request(part) or NotCheckable(part)


def _on_request(part: str) -> OnRequest | None:
    match = _REQUEST.fullmatch(part)
    return OnRequest(match["concerns"]) if match else None


def _recurring(part: str) -> Recurring | None:
    if match := _YEARLY.match(part):
        return _valid(Every.YEAR, int(match["m"]), int(match["d"] or 0))
    if match := _QUARTERLY.match(part):
        every = Every.HALF_YEAR if match["often"] == "半年" else Every.QUARTER
        return _valid(every, 1 if match["first"] else _number(match["m"]), int(match["d"] or 0))
    if match := _MONTHLY.match(part):
        return _valid(Every.MONTH, 0, int(match["d"]))
    if match := _OFTEN.match(part):
        often = {"季": Every.QUARTER, "半": Every.HALF_YEAR, "年": Every.YEAR}.get(match["often"][0], Every.MONTH)
        return Recurring(often)
    return None


def _valid(every: Every, month: int, day: int) -> Recurring | None:
    return Recurring(every, month, day) if month <= every and day <= 31 else None


def _term(part: str) -> Term | None:
    concerns = ""
    if match := _CONCERNS.match(part):
        concerns, part = match["among"] or match["titled"], part[match.end() :]
    if match := _AMOUNT.search(part):
        amount, before = _number(match["n"]), match["way"] == "前"
        clause, rest = part[: match.start()], part[match.end() :].strip(_TRIMMED)
        if turned := _TURNED.match(rest):
            clause = clause or turned["clause"]
        bases, event = _bases(clause, said_how=bool(match["way"]))
        return Term(bases, amount, _unit(match["u"]), before, event, concerns) if bases and amount else None
    if match := _ON_THE_DAY.fullmatch(part):
        bases, event = _bases(match["clause"], said_how=True)
        return Term(bases, 0, Unit.NONE, False, event, concerns) if bases else None
    return None


def _bases(clause: str, *, said_how: bool) -> tuple[tuple[Base, ...], str]:
    """What a clause counts from, and the words of an event that is none of the usual.

    An event must be followed by 起 or 后, or the days by 内 or 前 (``said_how``): otherwise 公开20个工作日 would be one.
    """
    since = _SINCE.search(clause)
    said_how = said_how or bool(since and since[0].strip(",:"))
    clause = re.sub(rf"^{_LEAD}", "", _SINCE.sub("", clause)).strip(_TRIMMED)
    if _INFORMATION.fullmatch(clause):
        return tuple(base for base in OF_INFORMATION if _KINDS[base].search(clause)), ""
    for base, pattern in _OTHERS.items():
        if pattern.fullmatch(clause):
            return (base,), ""
    if said_how and 2 <= len(clause) <= 40 and not _NO_EVENT.search(clause):
        return (Base.EVENT,), clause
    return (), ""


def _unit(said: str) -> Unit:
    if "工作" in said:
        return Unit.WORKING
    return {"个月": Unit.MONTHS, "小时": Unit.HOURS}.get(said, Unit.CALENDAR)


def _number(said: str) -> int:
    """Arabic digits, or Chinese numerals up to 999."""
    if said.isascii():
        return int(said)
    total, digit = 0, 0
    for one in said:
        if one in "十百":
            total += (digit or 1) * (10 if one == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS[one]
    return total + digit
