"""A document understood as an annual report: its year, tables, sentences, and the form its tables follow."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from gongkai.law.report.formats import ReportFormat
from gongkai.oversight.annual_report.checker import binding
from gongkai.oversight.annual_report.checker.crossed import Crossed, read_crossed
from gongkai.oversight.annual_report.checker.documents import Document, Grid, Paragraph, Unreadable
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
    title, year = _title(document)
    words = "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    if sum(bool(re.search(aspect, words)) for aspect in _ASPECTS) < _ENOUGH_ASPECTS:
        raise Unreadable("不是年度报告：只有标题，没有报告应有的内容。")
    if len(words) > _LONGEST_REPORT:
        raise Unreadable(f"正文有 {len(words)} 字，不像一份年度报告，可能是多份报告合在一起。")
    crossed = read_crossed(document.blocks, year)
    read = crossed.places if crossed else set()
    tables, rest = find_tables(
        [block for block in document.blocks if not (isinstance(block, Grid) and block.where in read)]
    )
    form, bound = binding.recognise(tables)
    if crossed:
        form, bound = crossed.form, {}
    return Report(document, title, year, tuple(tables), tuple(rest), tuple(sentences(rest, year)), form, bound, crossed)


def _title(document: Document) -> tuple[str, int]:
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.text) <= _LONGEST_TITLE:
            text = _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_CHINESE_DIGITS), block.text)
            match = _TITLE.search(text) or _TITLE_YEAR_LAST.search(text)
            if match and not re.search(r"[。;]|通知$", text):
                return block.text, int(match["year"])
    for block in document.blocks[:_OPENING_LINES]:
        match = _OPENING.search(block.text) if isinstance(block, Paragraph) else None
        if match:
            year = int(match["year"] or match["period"])
            return f"{year}年政府信息公开工作年度报告", year
    raise Unreadable("不是年度报告：找不到“某年政府信息公开工作年度报告”一类的标题。")
