"""A document understood as an annual report: its year, tables, sentences, and the form its tables follow."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from gongkai.law.report.formats import ReportFormat
from gongkai.oversight.annual_report.checker import binding
from gongkai.oversight.annual_report.checker.crossed import Crossed, read_crossed
from gongkai.oversight.annual_report.checker.documents import Document, Grid, Paragraph, Spot, Unreadable
from gongkai.oversight.annual_report.checker.parts import Group, groups
from gongkai.oversight.annual_report.checker.sentences import Sentence, sentences
from gongkai.oversight.annual_report.checker.tables import FigureTable, find_tables

_CHINESE_DIGITS = {ord(digit): str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    ord("○"): "0",
    ord("零"): "0",
}
_TITLE = re.compile(
    r"(?P<year>(?:19|20)\d{2})年?度?.{0,40}(?:信息公开|政务公开).{0,20}(?:报告|年报)(?:\([^()]*\)|[-_|—].*)?$"
)
_TITLE_YEAR_LAST = re.compile(r"(?:信息公开|政务公开).{0,12}(?:报告|年报)\((?P<year>(?:19|20)\d{2})年?度?\)$")
_OPENING = re.compile(
    r"(?:编制|公布|发布|形成).{0,24}?(?P<year>(?:19|20)\d{2})年度?[^。]{0,24}信息公开[^。]{0,8}(?:年度)?报告[。;,]"
    r"|本报告.{0,160}?统计(?:期限|时限|时间|区间|周期)[^。]{0,6}?(?P<period>(?:19|20)\d{2})年1月1日"
)
PERIOD = re.compile(
    r"统计(?:期限|时限|时间|区间|周期|期间)[^。;]{0,12}?(?P<y1>20\d{2})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日起?"
    r"(?:至|到|[-—~]+)(?:(?P<y2>20\d{2})年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_SECOND = re.compile(r"^一、")
_HEADING = re.compile(r"^[一二三四五六七八九十]、[^。]{2,40}$")
_BODY = re.compile(r"^[一-龥]{3,30}(?:人民政府|委员会|管委会|办公室|局|厅|委|办|镇|乡|街道|办事处)$")
_BEFORE_REPORT = re.compile(
    r"(?:关于)?(?:(?:19|20)\d{2}年?度?)?(?:政府|政务)?(?:信息公开|政务公开).*$|(?:关于)?(?:19|20)\d{2}.*$"
)
_OPENING_LINES = 40  # paragraphs in which the opening words of a page without its title are looked for
_YEAR_IN_WORDS = re.compile(r"二[〇○零一二三四五六七八九]{3}(?=年)")
_ASPECTS = (
    *("主动公开", "依申请公开", "行政复议|复议", "诉讼", "收费|费用", "咨询", "存在(?:的)?(?:主要)?问题|不足"),
    *("统计表|情况表|附表", "概述|总体情况|基本情况", "监督保障|组织领导|组织体系"),
)
_ENOUGH_ASPECTS = 3
_LONGEST_TITLE = 80
_LONGEST_REPORT = 300_000  # characters; the longest reports of provinces have some 60,000


@dataclass(frozen=True)
class Report:
    """What the rules look at. `year` is the year reported on; `paragraphs` are those outside tables.

    `form` is that of its tables, `bound` their figures where a row has one number, `crossed` where rows and columns cross.
    """

    document: Document
    title: str
    year: int
    tables: tuple[FigureTable, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    form: ReportFormat | None
    bound: binding.Bound
    crossed: Crossed | None = None
    #: What was not read or not held against the rest, in sentences.
    notes: tuple[str, ...] = ()
    #: Where the title stands (None where it was put together), and years of other titles of reports on the page.
    title_spot: Spot | None = None
    other_years: frozenset[int] = frozenset()
    #: Whose report it is, as far as the title or the line before it says.
    body: str = ""

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every "A, of which B, C" of the text."""
        return tuple(group for sentence in self.sentences for group in groups(sentence))

    @cached_property
    def _by_paragraph(self) -> dict[int, tuple[Sentence, ...]]:
        return {
            number: tuple(told) for number, told in groupby(self.sentences, key=lambda sentence: sentence.paragraph)
        }

    def in_paragraph(self, number: int) -> tuple[Sentence, ...]:
        """The sentences with numbers of one paragraph."""
        return self._by_paragraph.get(number, ())


def read_report(document: Document) -> Report:
    """Understand a document as a report. Raises Unreadable when it is none."""
    title = _title(document)
    blocks, notes = _first_report(document.blocks, title)
    words = "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
    if sum(bool(re.search(aspect, words)) for aspect in _ASPECTS) < _ENOUGH_ASPECTS:
        raise Unreadable("不是年度报告：只有标题，没有报告应有的内容。")
    if len(words) > _LONGEST_REPORT:
        raise Unreadable(f"正文有 {len(words)} 字，不像一份年度报告，可能是多份报告合在一起。")
    year = title.year
    crossed = read_crossed(blocks, year)
    read = crossed.places if crossed else set()
    tables, rest = find_tables([block for block in blocks if not (isinstance(block, Grid) and block.where in read)])
    form, bound = binding.recognise(tables)
    if crossed:
        form, bound = crossed.form, {}
    return Report(
        document,
        title.text,
        year,
        tuple(tables),
        tuple(rest),
        tuple(sentences(rest, year)),
        form,
        bound,
        crossed,
        notes=(*notes, *(crossed.notes if crossed else ())),
        title_spot=Spot(title.block) if title.block is not None else None,
        other_years=title.other_years,
        body=_body(document, title),
    )


@dataclass(frozen=True)
class _Title:
    text: str
    year: int
    block: int | None
    other_years: frozenset[int] = frozenset()


def _title(document: Document) -> _Title:
    """The first title of a report; of several years that of the period the opening states."""
    titles = [title for block in document.blocks if (title := _titled(block)) is not None]
    if not titles:  # a long title is set in two lines
        pairs = pairwise(block for block in document.blocks[:_OPENING_LINES] if isinstance(block, Paragraph))
        both = (replace(one, text=one.text + two.text) for one, two in pairs)
        titles = [title for block in both if (title := _titled(block)) is not None][:1]
    stated = next((int(match["y1"]) for block in document.blocks if (match := _stated(block))), None)
    if titles:
        chosen = next((one for one in titles if one.year == stated), titles[0])
        return replace(chosen, other_years=frozenset(one.year for one in titles) - {chosen.year})
    for block in document.blocks[:_OPENING_LINES]:
        match = _OPENING.search(block.text) if isinstance(block, Paragraph) else None
        if match:
            year = int(match["year"] or match["period"])
            return _Title(f"{year}年政府信息公开工作年度报告", year, None)
    raise Unreadable("不是年度报告：找不到“某年政府信息公开工作年度报告”一类的标题。")


def _stated(block: Paragraph | Grid) -> re.Match[str] | None:
    return PERIOD.search(block.text) if isinstance(block, Paragraph) else None


def _titled(block: Paragraph | Grid) -> _Title | None:
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_TITLE:
        return None
    text = _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_CHINESE_DIGITS), block.text)
    match = _TITLE.search(text) or _TITLE_YEAR_LAST.search(text)
    if match is None or re.search(r"[。;]|通知$", text):
        return None
    return _Title(block.text, int(match["year"]), block.block)


def _first_report(
    blocks: tuple[Paragraph | Grid, ...], title: _Title
) -> tuple[tuple[Paragraph | Grid, ...], list[str]]:
    """The blocks of the report of this title, and a note when another report with a first part of its own follows in the same file."""
    begun = False
    parts: list[str] = []
    for block in blocks[(title.block or 0) + 1 :]:
        if not isinstance(block, Paragraph):
            continue
        another = _titled(block)
        if another is not None and begun and _goes_on(blocks[block.block :]):
            return blocks[: block.block], [_second(block, another.text)]
        if _SECOND.match(block.text):
            if block.text in parts and len(parts) > 1:
                return blocks[: block.block], [_second(block, block.text)]
            begun = True
        if _HEADING.match(block.text):
            parts.append(block.text)
    return blocks, []


def _goes_on(blocks: tuple[Paragraph | Grid, ...]) -> bool:
    """Whether a report follows a title, not only its name in a list."""
    headings = [block for block in blocks if isinstance(block, Paragraph) and _HEADING.match(block.text)]
    return len(headings) > 1 and any(_SECOND.match(block.text) for block in headings)


def _second(block: Paragraph, said: str) -> str:
    return f"{block.where}起（“{said}”）像是另一份报告，没有读；文件里可能不止一份报告，只核对了第一份。"


def _body(document: Document, title: _Title) -> str:
    """Whose report it is: the words of the title before the year, or the line above that is a name alone."""
    named = _BEFORE_REPORT.sub("", re.sub(r"^(?:19|20)\d{2}年?度?", "", title.text))
    if named or title.block in (None, 0):
        return named
    above = document.blocks[(title.block or 0) - 1]
    return above.text if isinstance(above, Paragraph) and _BODY.match(above.text) else ""
