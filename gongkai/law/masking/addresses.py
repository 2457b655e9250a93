"""Where somebody lives, found from its last details: a house, a flat, a villagers' group.

A road and a house number is the address of an office as often as of a person. An address is certain only when the word
before it says that somebody lives or is registered there; without that word it must come down to a flat or to a villagers'
group to be shown at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .findings import Kind, Span

_NUMBER = r"(?<![0-9])(?:[0-9]{1,5}|[一二三四五六七八九十]{1,4})"
_HOUSE = rf"(?<=[路街道巷弄村里坊园苑城庄寨屯组社队桥湾区院厦附段])附?(?:{_NUMBER})(?:[-之][0-9]{{1,4}})?号(?!令|文|线)(?:院|楼)?"
_FLAT = (
    r"(?<![0-9A-Za-z第])(?:[0-9]{1,4}|[A-Z][0-9]{0,2}|[一二三四五六七八九十]{1,3})(?:栋|幢|单元|号楼)"
    r"(?:[0-9]{1,5}(?:-[0-9]{1,5}){0,3}(?![0-9-]|号楼|单元|[楼层栋幢])(?:室|房|号)?)?"
    r"|(?<![0-9第])[A-Z]?[0-9]{2,5}(?:室(?!内|外)|房(?!屋|产|价|间|源|款|贷|东))"
)
_GROUP = (
    r"(?<=[村区屯庄寨湾片会])第?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:村民)?(?:小组|组|社|队)"
    r"(?!织|区|长|会|员|建|干)(?:[0-9]{1,4}号)?"
)
_DETAIL = re.compile(rf"(?P<house>{_HOUSE})|(?P<flat>{_FLAT})|(?P<group>{_GROUP})")

_LIVES = re.compile(
    r"户籍(?:所在)?地?(?:地址|住址)?|户口(?:所在地)?|(?:现|家庭|居住|常住|经常居住)?住址|家庭地址|居住地(?:址|点)?"
    r"|现?家?(?:居住|住)(?=[在于:]|[一-龥A-Z]{2})(?!所|建|房|院|宿|户|宅|持|满)|现居"
)
# 住所 is also where a company is registered (民法典 art. 63).
_SEAT = re.compile(r"住所地?")
_STOP = re.compile(r"[,。;!?\n\r|《》<>“”\"、()]")
_APART = re.compile(rf"{_STOP.pattern}|的")
_GLUE = re.compile(r"[: 为是]{0,4}(?:都?在|于)?(?:位于)?[: ]{0,2}")
_BEGINS = re.compile(r"位于|[住在于址是系为到至的将从由向与和及我们:]")
_OFFICE = re.compile(r"派出所|公安|服务中心|政府|机构|部门|大厅|窗口|委员会|机关|公司|法院|医院|学校|办公")
_LOCALITY = re.compile(r"[省市区县旗镇乡村街路道巷里园苑城庄]")

_BACK = 48
_GAP = 16


class _Details(NamedTuple):
    start: int
    end: int
    kinds: frozenset[str]


def find_addresses(said: str) -> Iterator[Span]:
    """The addresses of homes in a text already made `narrow`."""
    for details in _clusters(said):
        begin = _last_end(_STOP, said, max(0, details.start - _BACK), details.start)
        home = _last_end(_LIVES, said, begin, details.start)
        if home > begin:
            glue = _GLUE.match(said, home, details.start)
            start, certain = (glue.end() if glue else home), True
            worth = bool(_LOCALITY.search(said, start, details.start + 1))
        else:
            seat = _last_end(_SEAT, said, begin, details.start)
            start, certain = _last_end(_BEGINS, said, seat, details.start), False
            worth = details.start - start >= 2 and (
                details.kinds >= {"house", "flat"}
                or ("group" in details.kinds and _has_town(said, start, details.start))
            )
        start += len(said[start : details.start]) - len(said[start : details.start].lstrip())
        if worth and not _OFFICE.search(said, start, details.start):
            yield Span(Kind.ADDRESS, start, details.end, certain)


def _last_end(pattern: re.Pattern[str], said: str, start: int, end: int) -> int:
    """Where the last match between the two places ends; ``start`` when there is none."""
    for match in pattern.finditer(said, start, end):
        start = match.end()
    return start


def _clusters(said: str) -> Iterator[_Details]:
    """Details that follow one another within a few characters and no punctuation, taken together."""
    now: _Details | None = None
    for match in _DETAIL.finditer(said):
        kind = frozenset({match.lastgroup or ""})
        if now and match.start() - now.end <= _GAP and not _APART.search(said, now.end, match.start()):
            now = _Details(now.start, match.end(), now.kinds | kind)
            continue
        if now:
            yield now
        now = _Details(match.start(), match.end(), kind)
    if now:
        yield now


def _has_town(said: str, start: int, end: int) -> bool:
    return any(said.find(word, start, end) >= 0 for word in ("镇", "乡", "街道"))
