"""One document with everything a document can have; our own wording."""

from datetime import UTC, date, datetime

import pytest

from gongkai.base.documents.tree import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Signature,
    Strong,
    Table,
    row,
)

STAMP = datetime(2025, 1, 20, 8, 0, tzinfo=UTC)
BASE_URL = "https://gk.example.gov.cn"


def report() -> Document:
    """A report of some pages: four levels, a long table, merged heads, “其中：” rows, figures, links, signature, note."""
    long = "本年度收到的每一件申请都在当日登记，答复期限按工作日计算，办理结果可以在网上查询。" * 6
    columns = Table(
        caption="各栏目公开数量",
        columns=(Column("center"), Column("left", 5), Column("right", 2)),
        header=(row("序号", "栏目", "数量（条）"),),
        rows=tuple(
            row(str(n), f"第{n}个栏目", Figure(f"{n * 137:,}", f"/figures/column.{n}", f"column.{n}"))
            for n in range(1, 61)
        ),
        note="注：同一信息只计一次。",
    )
    requests = Table(
        caption="申请办理情况",
        columns=(Column(width=4), Column("right"), Column("right"), Column("right")),
        header=(
            row(Cell.of("指标", rowspan=2), Cell.of("自然人", rowspan=2), Cell.of("法人", colspan=2)),
            row("企业", "其他"),
        ),
        rows=(
            row(Cell.of("本年新收", header="row"), "31", "2", "1"),
            row(Cell.of("其中：网上", header="row", indent=1), "20", "1", "0"),
            row(Cell.of("办理结果", header="col", colspan=4)),
            row(Cell.of("予以公开", header="row"), "20", "1", "0"),
        ),
        caption_shown=False,
    )
    return Document(
        title="示例区政府信息公开工作年度报告",
        issuer="示例区管理委员会",
        date=date(2025, 1, 20),
        number="示管〔2025〕3号",
        meta=(("索引号", "000014349/2025-00003"),),
        blocks=(
            Paragraph.of("各有关单位：", indented=False),
            Paragraph.of(
                "全年公开信息",
                Figure("7,385", "/figures/t1.total", "t1.total"),
                "条，",
                Strong("逐条可查"),
                "，见",
                Link("公开专栏", "https://gk.example.gov.cn/list"),
                "。",
            ),
            Heading(1, "总体情况"),
            Heading(2, "主动公开"),
            Paragraph.of(long),
            Heading(3, "文件"),
            Paragraph.of(long),
            Heading(4, "规范性文件"),
            Paragraph.of(long),
            Heading(2, "依申请公开"),
            requests,
            Heading(1, "数量"),
            columns,
            Signature("示例区管理委员会办公室", date(2025, 1, 20)),
            Note("此件公开发布"),
        ),
    )


@pytest.fixture(scope="session")
def sample() -> Document:
    return report()
