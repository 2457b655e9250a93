"""An invented town's report, told as text, as a web page and as a Word file, with numbers a test may change."""

import io
from dataclasses import dataclass, field

from docx import Document as new_docx

from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.reading import read_bytes

TITLE = "2016年青禾县云溪镇政府信息公开年度报告"
PARAGRAPHS = (
    "一、概述",
    "我镇按照条例要求做好主动公开，本报告共分为两个部分。",
    "全镇共公开各类政府信息{total}条，其中民生领域信息{field}条，占总数的{share}。",
    "我镇更新概况类信息{profile}条，更新政务动态信息{news}条。",
    "二、依申请公开",
    "我镇全年共受理信息公开申请{applications}件，其中当面申请{in_person}件，网络申请{network}件，信函申请{letter}件。",
    "镇服务热线受理来电{calls}件，比上年增长{growth}，其中咨询类{inquiries}件、求助类{help}件、投诉类{complaints}件。",
    "应办结{due}件，实际办结{done}件，按期办结率{on_time}。",
    "未发生因政府信息公开引起的行政复议，也没有收取费用。",
)
NUMBERS = {
    "total": 640,
    "field": 83,
    "share": "13.0%",
    "profile": 25,
    "news": 310,
    "catalogue": 205,
    "weibo": 40,
    "wechat": 60,
    "applications": 9,
    "in_person": 3,
    "fax_phone": 0,
    "network": 4,
    "letter": 2,
    "replied": 9,
    "calls": 420,
    "growth": "20%",
    "inquiries": 230,
    "help": 150,
    "complaints": 40,
    "due": 400,
    "done": 400,
    "on_time": "99.75%",
    "requests": 420,
    "reconsiderations": 0,
    "lawsuits": 0,
    "charged": 0,
    "amount": 0,
    "waived_people": 0,
    "waived_amount": 0,
}
TABLES = (
    ("附表1", "主动公开情况统计表", "数量（条）"),
    ("附表2", "依申请公开情况统计表", "数量（件）"),
    ("附表4", "申诉情况统计表", "数量（件）"),
)
ROWS = {
    "附表1": (
        ("信息发布总数", "total"),
        ("概况类信息更新量", "profile"),
        ("政务动态类信息更新量", "news"),
        ("信息公开目录更新量", "catalogue"),
        ("政务微博信息发布量", "weibo"),
        ("政务微信信息发布量", "wechat"),
    ),
    "附表2": (
        ("申请总数", "applications"),
        ("其中：1.当面申请数", "in_person"),
        ("2.传真电话申请数", "fax_phone"),
        ("3.网络申请数", "network"),
        ("4.信函申请数", "letter"),
        ("对申请答复总数", "replied"),
    ),
    "附表4": (("行政复议数", "reconsiderations"), ("行政诉讼数", "lawsuits")),
}


@dataclass
class Report:
    """The invented report. `numbers` replace those of the text, `cells` those of the tables alone, by name."""

    numbers: dict[str, object] = field(default_factory=dict)
    cells: dict[str, object] = field(default_factory=dict)
    extra: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        said = {**NUMBERS, **self.numbers}
        return [line.format(**said) for line in PARAGRAPHS] + list(self.extra)

    def rows(self, table: str) -> list[tuple[str, str]]:
        shown = {**NUMBERS, **self.numbers, **self.cells}
        return [(label, str(shown[name])) for label, name in ROWS[table]]

    def as_text(self) -> bytes:
        """One cell a line, as a page comes out of a browser."""
        lines = [TITLE, "2017-03-20", *self.lines]
        for number, title, head in TABLES:
            lines += [f"{number}：", title, "指    标", head, *(cell for row in self.rows(number) for cell in row)]
        return "\n\n".join(lines).encode()

    def as_html(self) -> bytes:
        """Untidy markup: tables in a table for layout, tags left open."""
        page = f"<html><head><title>{TITLE}</title><script>var n=7;</script></head><body><table><tr><td><p>{TITLE}"
        page += "".join(f"<p>&nbsp;&nbsp;{line}" for line in self.lines)
        for number, title, head in TABLES:
            rows = "".join(f"<tr><td>{label}<td><span>{value}</span>" for label, value in self.rows(number))
            page += f"<p><b>{number}</b><p>{title}<table border=1><tr><td>指 标<td>{head}{rows}</table>"
        return f"{page}</td></tr></table></body>".encode("gb18030")

    def as_docx(self) -> bytes:
        document = new_docx()
        document.add_heading(TITLE)
        for line in self.lines:
            document.add_paragraph(line)
        for number, title, head in TABLES:
            document.add_paragraph(f"{number} {title}")
            table = document.add_table(rows=1, cols=2)
            table.rows[0].cells[0].text, table.rows[0].cells[1].text = "指标", head
            for label, value in self.rows(number):
                cells = table.add_row().cells
                cells[0].text, cells[1].text = label, value
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


KINDS = {"text": Report.as_text, "html": Report.as_html, "docx": Report.as_docx}


def check(content: bytes) -> Outcome:
    """The outcome of checking the bytes of a file."""
    return check_document(read_bytes(content))[1]


def rules(outcome: Outcome, *severities: str) -> set[str]:
    """The ids of the rules that found something, of these severities or of any."""
    return {item.rule.id for item in outcome.findings if not severities or item.severity in severities}
