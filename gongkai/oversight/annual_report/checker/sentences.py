"""Numbers in running text: each with its unit, the words that name it, its period, and what it is part of."""

import re
from dataclasses import dataclass, field

from gongkai.law.report.percents import Percent, parse_percent
from gongkai.oversight.annual_report.checker import labels
from gongkai.oversight.annual_report.checker.documents import Paragraph, Spot

_UNITS = "人次|万元|亿元|条|件|宗|项|次|篇|份|起|例|封|期|场|则|批|人|元|个|家|户|名|部|册|栏|张|票"
UNIT_FAMILIES = ({"件", "宗", "起", "例", "封", "单"}, {"条", "篇", "则"}, {"人", "名"}, {"次", "场", "期"})
_FIGURE = re.compile(
    rf"(?<![\d.])(?P<number>\d{{1,12}}(?:\.\d{{1,6}})?)(?:(?P<percent>%)(?!点)|(?P<rough>[余多]|[万亿](?!元)余?)?(?P<unit>{_UNITS})(?P<more>以上|左右|多|余)?)"
)
_ROUGH_BEFORE = re.compile(r"(?:约|近|超过?|逾|不足|不低于|不少于|至少|高于|低于|大于|小于|以上|不到|达到?了?近)$")
# Things with digits that are no counts: titles, addresses, dates, document numbers, clock times, telephone numbers.
_BLANKED = re.compile(
    r"《[^《》]{0,120}》|(?:https?://|www\.)[!-~]*|[一-龥]{0,12}[〔\[(【]?(?:19|20)\d{2}[〕\])】]\d{1,5}号|第\d+[一-龥]?|\d{1,2}:\d{2}"
)
_SENTENCE_END = re.compile(r"[。!?！？]")
_LONGEST_SENTENCE = 1500  # characters; anything longer is no sentence but a list whose marks were lost
_BREAK = re.compile(r"[,、;:()。]")
_YEAR_SPAN = re.compile(r"(?P<year>(?:19|20)\d{2})年(?:度|全年)?")
_MONTHS = r"1[0-2]|0?[1-9]"
_PERIOD = re.compile(
    rf"(?P<until>截(?:至|止)到?)?(?:(?P<uyear>(?:19|20)\d{{2}})年)?(?P<from>(?:{_MONTHS})月?份?[-—~至到])?(?P<month>{_MONTHS})月(?:份|底|末)?(?:(?P<day>\d{{1,2}})日)?"
    r"|(?P<year>(?:19|20)\d{2})年(?:度|全年)?"
    r"|(?P<other>去年|上年度?|上一年度?|前年|同期|历年|历史|累计|自[^,。]{2,16}以来)"
    r"|(?P<part>上半年|下半年|第?[一二三四]季度|每月|每季度?|每年|每周|月均|日均|平均每)"
    r"|(?P<now>今年|本年度?|全年|年内)"
)
_COMPARED = re.compile(r"(?:同比|环比|比|较|与|相较|相比)$")


@dataclass(frozen=True)
class Mention:
    """A count in a sentence.

    `label` is what stands before the number in its clause, or after it when nothing does; `period` is "year" for the report's
    year, "part" for some months of it, "other" for another year or a running total; `rough` numbers are never compared.
    """

    value: int | None  # None: not a whole number, or a percentage
    text: str
    unit: str
    percent: Percent | None
    label: str
    context: str  # the clauses of the sentence before this one
    joint: str  # what stands between the number before it and this clause: "、", ",", …
    period: str
    rough: bool
    aside: bool  # inside brackets
    opens: int  # where its clause begins
    start: int
    end: int
    verb: str | None = None

    @property
    def name(self) -> labels.Name:
        return labels.name(self.label, carried_verb=self.verb)

    @property
    def said(self) -> str:
        return f"{self.label}{self.text}"


@dataclass(frozen=True)
class Sentence:
    """A sentence with its numbers in order."""

    text: str
    where: str
    paragraph: int
    mentions: tuple[Mention, ...] = field(default=())
    #: The number of its block in the document.
    block: int = -1

    @property
    def counts(self) -> tuple[Mention, ...]:
        return tuple(item for item in self.mentions if item.value is not None and not item.rough)

    @property
    def percents(self) -> tuple[Mention, ...]:
        return tuple(item for item in self.mentions if item.percent is not None and not item.rough)

    def between(self, a: Mention, b: Mention) -> str:
        return self.text[a.end : b.start]

    def quoted(self, *mentions: Mention | None) -> str:
        """The words of the page from the first of the mentions to the last."""
        given = [item for item in mentions if item is not None]
        return self.text[min(item.opens for item in given) : max(item.end for item in given)].strip(",、;:")

    def spot(self, *mentions: Mention | None) -> Spot:
        """Where these mentions are on the page, or the whole sentence."""
        return Spot(self.block, words=self.quoted(*mentions) if any(mentions) else self.text)


def same_unit(a: str, b: str) -> bool:
    """Whether two units count the same kind of thing (件 and 宗 do, 件 and 条 do not)."""
    return a == b or any(a in family and b in family for family in UNIT_FAMILIES)


def sentences(paragraphs: list[Paragraph], year: int) -> list[Sentence]:
    """Every sentence that holds a number with a unit, for a report on `year`."""
    found = []
    for number, block in enumerate(paragraphs):
        for text in _split(block.text):
            mentions = tuple(_mentions(text, year))
            if mentions:
                found.append(Sentence(text, block.where, number, mentions, block.block))
    return found


def _split(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if 0 < len(part) <= _LONGEST_SENTENCE]


def _mentions(text: str, year: int) -> list[Mention]:
    masked = _BLANKED.sub(lambda match: "＿" * len(match[0]), text)
    periods = list(_periods(masked, year))
    masked = _mask_dates(masked)
    found: list[Mention] = []
    last_end = 0
    for match in _FIGURE.finditer(masked):
        if masked[: match.start()].endswith("第"):
            continue
        cut = max((b.end() for b in _BREAK.finditer(masked, last_end, match.start())), default=last_end)
        words = _visible(masked[cut : match.start()])
        ending = _BREAK.search(masked, match.end())
        after = _visible(masked[match.end() : ending.start() if ending else len(masked)])
        period = _period_at(periods, match.start(), masked)
        label = words if labels.unled(words) or match["percent"] else after
        if not label or (labels.name(words).core == "" and after and not match["percent"]):
            label = words + after if after and not _FIGURE.search(after) else words
        joint = masked[last_end:cut] if found else ""
        carried = (found[-1].verb or labels.verb_of(found[-1].label)) if found and joint == "、" else None
        number = match["number"]
        found.append(
            Mention(
                value=int(number) if match["unit"] and number.isdigit() else None,
                text=match[0],
                unit=match["unit"] or "%",
                percent=parse_percent(match[0]) if match["percent"] else None,
                label=label,
                context=_visible(masked[:cut]),
                joint=joint,
                period=period,
                rough=bool(match["rough"] or match["more"] or _ROUGH_BEFORE.search(words)),
                aside=masked.count("(", 0, match.start()) > masked.count(")", 0, match.start()),
                opens=cut,
                start=match.start(),
                end=match.end(),
                verb=carried,
            )
        )
        last_end = match.end()
    return found


def _visible(masked: str) -> str:
    return masked.replace("＿", "").strip("\"'“”‘’ ")


def _mask_dates(text: str) -> str:
    return _PERIOD.sub(
        lambda match: "＿" * len(match[0]) if match["month"] or match["year"] else match[0],
        text,
    )


def _periods(text: str, year: int) -> list[tuple[int, str, bool]]:
    """Where a period begins, which it is, and whether it is only compared with ("同比去年增长"), so that it ends with its clause."""
    return [
        (match.start(), _period(match, year), bool(_COMPARED.search(text[: match.start()])))
        for match in _PERIOD.finditer(text)
    ]


def _period_at(periods: list[tuple[int, str, bool]], place: int, text: str) -> str:
    """The period that holds at a place of the sentence."""
    holding = "year"
    for start, kind, compared in periods:
        if start >= place:
            break
        if not compared or _BREAK.search(text, start, place) is None:
            holding = kind
    return holding


def _period(match: re.Match[str], year: int) -> str:
    if match["other"]:
        return "other"
    if match["part"]:
        return "part"
    if match["now"]:
        return "year"
    stated = match["year"] or match["uyear"]
    if stated and int(stated) != year:
        return "other"
    if match["year"]:
        return "year"
    whole = int(match["month"]) == 12 and (
        match["until"] or (match["from"] or "").startswith(("1月", "1-", "1至", "1到", "1—", "1~"))
    )
    return "year" if whole else "part"
