"""Items, shelves and the log as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answer

from gongkai.base.organisations.models import Unit
from gongkai.law import themes
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import public_document
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.models import LogEntry

from .. import queries, schemas

router = Router()

#: Items, and rows of the log, in one answer when nothing is said, and at most.
SIZE, MOST = 50, 200
ROWS = 1000


def address(path: str) -> str:
    """The whole address of something on the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{path}"


def summary(item: InformationItem) -> dict[str, Any]:
    """An item as a list tells it."""
    return {
        "number": item.number,
        "title": item.title,
        "unit": {"code": item.unit.code, "name": item.unit.name},
        "kind": {"code": item.kind.code, "name": item.kind.name} if item.kind else None,
        "column": {"code": item.column.slug, "name": item.column.name} if item.column else None,
        "theme": item.theme,
        "document_number": item.document_number,
        "formed_date": item.formed_date,
        "published_at": item.published_at,
        "changed_at": item.changed_at,
        "validity": item.validity,
        "url": address(f"{item.path}.html"),
    }


@router.get("/items", response={200: schemas.Items, 400: schemas.Said}, summary="公开信息列表，新的在前")
def items(
    request: HttpRequest,
    unit: str = Query("", description="发文机关代码"),
    column: str = Query("", description="栏目"),
    kind: str = Query("", description="信息种类代码"),
    theme: str = Query("", description="主题分类代码"),
    area: str = Query("", description="重点领域代码"),
    validity: str = Query("", description="有效性"),
    document_number: str = Query("", description="发文字号，全文相符", max_length=60),
    first: Annotated[date | None, Query(description="发布日期自")] = None,
    last: Annotated[date | None, Query(description="发布日期至（含）")] = None,
    size: int = Query(SIZE, ge=1, le=MOST, description="每页件数"),
    after: str = Query("", description="翻页标记，取自上一页的 next", max_length=200),
) -> dict[str, Any]:
    """Public items, newest first, page by page."""
    by = queries.Narrowed(unit, column, kind, theme, area, validity, document_number, first, last)
    page, cursor = queries.page_after(queries.public_items(by), after, size)
    following = {**request.GET.dict(), "after": cursor}
    return {
        "items": [summary(item) for item in page],
        "next": address(f"api/v1/items?{urlencode(following)}") if cursor else None,
    }


@router.get(
    "/items/{path:number}",
    response={200: schemas.Item, 404: schemas.Said, 410: schemas.Said},
    summary="一件信息的全文和元数据",
)
def item(request: HttpRequest, number: str) -> Answer[dict[str, Any]]:
    """One item by its index number; 410 for one that was withdrawn."""
    try:
        found = queries.item_of(number)
    except InformationItem.DoesNotExist:
        return Answer(404, {"detail": _("没有这个索引号的公开信息。")})
    if found.status == Status.WITHDRAWN:
        return Answer(410, {"detail": _("该信息已撤下，原因见原网址。")})
    document = public_document(found)
    digest = sha256(canonical_json(document))
    return Answer(200, {"url": address(f"{found.path}.html"), "sha256": digest, "document": document})


@router.get("/units", response=list[schemas.Named], summary="发文机关")
def units(request: HttpRequest) -> list[dict[str, str]]:
    """The units that publish."""
    return [{"code": unit.code, "name": unit.name} for unit in Unit.objects.order_by("code")]


@router.get("/columns", response=list[schemas.Named], summary="栏目")
def columns(request: HttpRequest) -> list[dict[str, str]]:
    """The columns of the site."""
    return [{"code": column.slug, "name": column.name} for column in Column.objects.all()]


@router.get("/kinds", response=list[schemas.Named], summary="信息种类")
def kinds(request: HttpRequest) -> list[dict[str, str]]:
    """The kinds of information."""
    return [{"code": kind.code, "name": kind.name} for kind in Kind.objects.all()]


@router.get("/areas", response=list[schemas.Named], summary="重点领域")
def areas(request: HttpRequest) -> list[dict[str, str]]:
    """The key areas."""
    return [{"code": area.code, "name": area.name} for area in KeyArea.objects.all()]


@router.get("/themes", response=list[schemas.Named], summary="主题分类")
def subject_classes(request: HttpRequest) -> list[dict[str, str]]:
    """The subject classes as documents print them."""
    return [{"code": code, "name": themes.path_of(code)} for code in themes.codes()]


@router.get("/log", response=schemas.Rows, summary="公开日志，旧的在前")
def log(request: HttpRequest, after: int = Query(0, ge=0, lt=2**62, description="从哪一行之后开始")) -> dict[str, Any]:
    """Rows of the public log after one."""
    rows = [entry.as_row() for entry in LogEntry.objects.filter(seq__gt=after).order_by("seq")[:ROWS]]
    following = address(f"api/v1/log?after={rows[-1]['seq']}") if len(rows) == ROWS else None
    return {"rows": rows, "next": following}
