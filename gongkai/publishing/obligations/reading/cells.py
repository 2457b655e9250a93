"""What one cell says: an area, ticked carriers, a mode, levels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gongkai.law.vocabulary import Carrier, PolicyArea

from ..choices import Level, Mode

#: Marks that make a carrier required, and those that leave it open (RULES R6-3).
REQUIRED, OPTIONAL = "■√✓✔☑●◆▲★", "□○☐◇△"
_MARKS = re.compile(f"[{REQUIRED}{OPTIONAL}]")
_TICKS = {*REQUIRED, "是", "1", "有", "y", "Y", "v", "V"}

#: What offices write for a carrier, longest first where one holds another. The slashes of the printed labels are no separators.
_CARRIERS: tuple[tuple[Carrier, re.Pattern[str]], ...] = tuple(
    (carrier, re.compile(pattern))
    for carrier, pattern in (
        (
            Carrier.NOTICE_BOARD,
            r"(?:(?:社区|企事业单位|村|居|镇)[/、]?)*(?:公示栏|公开栏|宣传栏)(?:\(电子屏\))?|电子屏",
        ),
        (Carrier.WEBSITE, r"(?:本级)?政府(?:信息公开|门户)?网(?:站|页)?|门户网站"),
        (Carrier.GAZETTE, r"政府公报|公报"),
        (Carrier.NEW_MEDIA, r"两微一端|政务新媒体|微信公众号|微信|微博"),
        (Carrier.PRESS_CONFERENCE, r"(?:新闻)?发布会[/、]?(?:听证会)?|听证会"),
        (Carrier.BROADCAST, r"广播电视|广播|电视台?"),
        (Carrier.PRINT, r"纸质媒体|报纸|报刊"),
        (Carrier.READING_POINT, r"(?:政府)?(?:信息)?公开查阅点|查阅点"),
        (Carrier.SERVICE_CENTRE, r"政务服务(?:中心|大厅)|行政服务中心|办事大厅"),
        (Carrier.SERVICE_STATION, r"便民服务[站点中心]+"),
        (Carrier.ON_SITE, r"入户[/、]?(?:现场)?|现场"),
        (Carrier.TARGETED, r"精准推送"),
        (Carrier.OTHER, r"其他|其它"),
    )
)
_SEPARATORS = re.compile(r"[/、,;。\s]+")

_AREAS = {
    **{str(label): value for value, label in PolicyArea.choices},
    "卫生健康": PolicyArea.HEALTH,
    "社会救助及福利": PolicyArea.SOCIAL_ASSISTANCE,
    "国有土地房屋征收与补偿": PolicyArea.HOUSE_EXPROPRIATION,
    "环境保护": PolicyArea.ENVIRONMENT,
    "公共文化": PolicyArea.CULTURE,
    "就业创业": PolicyArea.EMPLOYMENT,
    "城市管理综合执法": PolicyArea.URBAN_ENFORCEMENT,
    "重大建设项目批准和实施": PolicyArea.MAJOR_PROJECTS,
}
_LEVELS = (
    (Level.COUNTY, re.compile("县|区级|市级")),
    (Level.TOWN, re.compile("乡|镇|街道")),
    (Level.VILLAGE, re.compile("村|社区")),
)


@dataclass(frozen=True)
class Carriers:
    """The carriers of a row: marked ■, marked □, and the words that name none of the thirteen."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Half-width, without spaces and line breaks: what headings and names are compared by."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_ticked(text: str) -> bool:
    """Whether a cell of a column with a name of its own is ticked."""
    return bool(text) and (text[0] in _TICKS or plain(text)[:1] in _TICKS)


def is_optional(text: str) -> bool:
    """Whether it is left open (□)."""
    return bool(text) and text[0] in OPTIONAL


def area_of(text: str) -> str:
    """The policy area a text names; empty for none of the 26."""
    return str(_AREAS.get(plain(text).strip("()领域"), ""))


def carriers_of(text: str) -> Carriers:
    """What a cell of carriers lists, ticked (■, □) or plainly; a name that is none of the thirteen is `Carrier.OTHER`."""
    said = unicodedata.normalize("NFKC", text)
    if not _MARKS.search(said):
        return Carriers(required=tuple(_named(said)))
    required: list[str] = []
    optional: list[str] = []
    marks = [*_MARKS.finditer(said)]
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(said)
        (required if mark[0] in REQUIRED else optional).extend(_named(said[mark.end() : end]))
    return Carriers(_once(required), tuple(each for each in _once(optional) if each not in required))


def _named(text: str) -> tuple[str, ...]:
    found: list[tuple[int, str]] = []
    rest = plain(text) if "\n" not in text else "/".join(plain(line) for line in text.splitlines())
    for carrier, pattern in _CARRIERS:
        for match in pattern.finditer(rest):
            found.append((match.start(), carrier))
        rest = pattern.sub(lambda match: "/" * len(match[0]), rest)
    left = [part for part in _SEPARATORS.split(rest) if len(part.strip("()等:")) > 1]
    if left:
        found.append((len(rest), Carrier.OTHER))
    return _once([str(carrier) for _place, carrier in sorted(found)])


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def mode_of(text: str) -> str:
    """How it is made public; proactively where nothing is said (条例 art. 13)."""
    said = plain(text)
    asked, open_ = "依申请" in said, "主动" in said
    if asked:
        return Mode.BOTH if open_ else Mode.ON_REQUEST
    return Mode.PROACTIVE


def levels_of(text: str) -> tuple[str, ...]:
    """The levels a cell names."""
    return tuple(str(level) for level, pattern in _LEVELS if pattern.search(plain(text)))


def carrier_named(text: str) -> str:
    """The one carrier a heading of a tick column names; empty for none."""
    named = _named(text)
    return named[0] if len(named) == 1 and (named[0] != Carrier.OTHER or "其" in text) else ""
