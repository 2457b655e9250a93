"""What an older or another body's text, or the template, left in: years, names, places to be filled in."""

import re

from gongkai.law.report.identities import Severity
from gongkai.oversight.annual_report.checker.documents import Paragraph, Spot
from gongkai.oversight.annual_report.checker.findings import Outcome, Rule
from gongkai.oversight.annual_report.checker.reports import Report

_YEAR_OPENS = re.compile(r"^(?:[(（][一二三四五六七八九十][)）][^。:,]{0,20}[。:])?(?P<y>20\d{2})年(?:度)?,")
_YEAR_IN_HEADING = re.compile(r"^[一二三四五六七八]、[^。]{0,30}?(?P<y>20\d{2})年(?!以来)[^。]{0,30}$")
_YEAR_END = re.compile(r"截至(?P<y>20\d{2})年(?:年?底|末|12月底|12月31日)")
_PLANNED = re.compile(
    r"(?:下一步|今后|接下来|新的一年|明年)[^。;]{0,10}?(?P<y>20\d{2})年"
    r"|(?:^|[。;,])(?P<y2>20\d{2})年,?(?:我[一-龥]{1,3}|全[一-龥])?(?:将|计划|拟)(?:继续|进一步|重点|着力|切实|从|认真|坚持|按照|深入)"
)
_COMPARES = re.compile(r"上年|上一年|去年|同比|相比|比|较|以来|历年|增长|下降|至今")
_OPENED = re.compile(
    r"本(?:年度)?报告(?:是)?由(?P<body>[一-龥]{3,30}?)(?=根据|依据|依照|按照|编制|负责|组织|牵头|汇总)"
)
_REGION = re.compile(r"[一-龥]{2,7}?(?:特别行政区|自治区|省|市|自治州|州|盟|县|区|旗|镇|乡|街道)")
_LEVELS = ("省", "市", "州", "县", "区", "旗", "镇", "乡", "街道")
_ORGAN = re.compile(r"(?P<core>[一-龥]{2,12})(?P<kind>局|厅)$")
_FILL = (
    re.compile(r"(?<![A-Za-z\d])[Xx×＊*]{2,}(?![A-Za-z\d])"),
    re.compile(r"\((?:单位|机关|部门|行政机关|地区|本单位)(?:名称|全称)\)|\((?:请|此处)[^()]{1,12}\)"),
    re.compile(r"某某(?:局|厅|委|县|区|市|镇|乡|街道|单位|部门|机关)"),
    re.compile(r"(?<![一-龥A-Za-z\d])\(\)|[一-龥]\(\)"),
    re.compile(r"_{3,}|﹍{2,}|…{3,}年"),
)
_ATTACHED = re.compile(r"(?:详见|见|参见)附件(?:\d{1,2})?")
_ATTACHMENT = re.compile(r"^附件")


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    for block in report.paragraphs:
        _years(report, block, outcome)
        for pattern in _FILL:
            for match in pattern.finditer(block.text):
                around = block.text[max(0, match.start() - 8) : match.end() + 8]
                why = "疑似模板里没有填写的空。"
                spots = [Spot(block.block, words=match[0])]
                outcome.find(Rule.TEMPLATE, Severity.FORM, block.where, around, match[0], why, at=spots)
    _attachments(report, outcome)
    _bodies(report, outcome)


def _years(report: Report, block: Paragraph, outcome: Outcome) -> None:
    """Years that are not the report's where its own or a later one belongs. A year that is compared with is in its place."""
    last, this = report.year - 1, str(report.year)
    found: list[tuple[str, str]] = []
    match = _YEAR_OPENS.match(block.text)
    if match and int(match["y"]) == last and this not in block.text and not _COMPARES.search(block.text):
        found.append((match[0].rstrip(","), "这一段说的是上一年度，疑似沿用上年报告。"))
    match = _YEAR_IN_HEADING.match(block.text)
    if match and int(match["y"]) < report.year and this not in block.text and block.text != report.title:
        found.append((match[0], "标题里的年度不是报告年度。"))
    for match in _YEAR_END.finditer(block.text):
        clause = block.text[max(0, match.start() - 20) : match.end() + 40]
        if int(match["y"]) == last and this not in block.text and not _COMPARES.search(clause):
            found.append((match[0], "截止的年度不是报告年度。"))
    for match in _PLANNED.finditer(block.text):
        if int(match["y"] or match["y2"]) <= last or (match["y"] and int(match["y"]) == report.year):
            found.append((match[0].strip("。;,"), "今后的打算写的是已经过去的年度，疑似沿用上年报告。"))
    for said, why in found:
        spots = [Spot(block.block, words=said)]
        outcome.find(Rule.YEAR_LEFT, Severity.SOFT, block.where, said, f"报告年度 {report.year}", why, at=spots)


def _attachments(report: Report, outcome: Outcome) -> None:
    if any(_ATTACHMENT.match(block.text) for block in report.paragraphs):
        return
    for block in report.paragraphs:
        if match := _ATTACHED.search(block.text):
            spots, why = [Spot(block.block, words=match[0])], "正文说有附件，文件里没有。"
            outcome.find(Rule.TEMPLATE, Severity.FORM, block.where, match[0], "没有附件", why, at=spots)


def _bodies(report: Report, outcome: Outcome) -> None:
    """Who drew the report up against whose it is."""
    for block in report.paragraphs:
        match = _OPENED.search(block.text)
        if match is None or not report.body:
            continue
        body, said = match["body"], f"{report.title}；{match[0]}"
        if _strangers(report.body, body):
            why = "编制机关与标题的机关不是同一个地方或者同一个单位，疑似沿用别的单位的报告。"
            spots = [Spot(block.block, words=match[0]), report.title_spot]
            outcome.find(Rule.FOREIGN_BODY, Severity.SOFT, block.where, said, f"{body} ≠ {report.body}", why, at=spots)
        else:
            outcome.hold(Rule.FOREIGN_BODY, block.where, body)
        return


def _strangers(one: str, other: str) -> bool:
    """Whether two names are of different places of one level, or of different departments; a name without a place says nothing."""
    regions = [_regions(one), _regions(other)]
    for level in _LEVELS:
        mine, theirs = ({name for name in each if name.endswith(level)} for each in regions)
        if mine and theirs and not any(a.endswith(b) or b.endswith(a) for a in mine for b in theirs):
            return True
    organs = [_ORGAN.search(_REGION.sub("", name)) for name in (one, other)]
    if not all(organs):
        return False
    first, second = (organ["core"] for organ in organs if organ)
    return not (first.endswith(second) or second.endswith(first))


def _regions(name: str) -> set[str]:
    return {match[0] for match in _REGION.finditer(name)}
