"""What goes out, field by field. Times are ISO 8601 in UTC, days ``YYYY-MM-DD``, addresses whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class Named(Schema):
    """A unit, column, kind, theme or key area: its stable code and its Chinese name."""

    code: str = Field(description="代码")
    name: str = Field(description="名称")


class Summary(Schema):
    """An item in a list."""

    number: str = Field(description="索引号")
    title: str = Field(description="标题")
    unit: Named = Field(description="发文机关")
    kind: Named | None = Field(description="信息种类")
    column: Named | None = Field(description="栏目")
    theme: str = Field(description="主题分类代码")
    document_number: str = Field(description="发文字号")
    formed_date: date | None = Field(description="成文日期")
    published_at: datetime = Field(description="发布时间")
    changed_at: datetime | None = Field(description="最近更正时间")
    validity: str = Field(description="有效性：in_force、amended、expired、repealed，空为不适用")
    url: str = Field(description="页面地址")


class Items(Schema):
    """One page of a list, newest first."""

    items: list[Summary]
    next: str | None = Field(description="下一页的完整地址，没有时为空")


class Item(Schema):
    """An item whole: ``document`` is the canonical text whose SHA-256 the public log states."""

    url: str
    sha256: str = Field(description="规范文本的 SHA-256")
    document: dict[str, Any] = Field(description="规范文本")


class Row(Schema):
    """A row of the public log."""

    seq: int
    act: str
    number: str
    path: str
    unit: str
    at: str
    reason: str
    document_sha256: str
    previous_hash: str
    hash: str


class Rows(Schema):
    """A stretch of the public log, oldest first."""

    rows: list[Row]
    next: str | None


class Said(Schema):
    """Why there is no answer, in a Chinese sentence."""

    detail: str
