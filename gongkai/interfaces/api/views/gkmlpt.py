"""The listing shape of the provincial platform, for those who read it already: ``/gkmlpt/api/all/{column}?page=``.

As seen on sites of that platform: a hundred articles a page, pages 0 and 1 the same. The shape of an article is that of what is delivered
to such a platform (``delivery.queries.article``).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.delivery.queries import article
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.choices import Act
from gongkai.publishing.transparency_log.models import LogEntry

from .. import queries
from .items import address

router = Router()

PAGE = 100
#: The column that stands for all of them.
EVERYTHING = "0"


@router.get("/all/{column}", summary="按栏目列出公开信息（集约化平台的格式）")
def listing(
    request: HttpRequest, column: str, page: int = Query(1, ge=0, le=100_000, description="页码，每页 100 件")
) -> Any:
    """One page of a column, newest first; column 0 is all of them."""
    name = _("全部")
    if column != EVERYTHING:
        shelf = Column.objects.filter(slug=column).first()
        if shelf is None:
            return {"classify": None, "articles": [], "total": 0}
        name = shelf.name
    found = queries.public_items(queries.Narrowed(column="" if column == EVERYTHING else column))
    total = found.count()
    start = (max(page, 1) - 1) * PAGE
    keys = list(found.values_list("pk", flat=True)[start : start + PAGE])
    items = (
        InformationItem.objects.select_related("unit", "kind", "column")
        .prefetch_related("attachments__file", "relations__to_item")
        .in_bulk(keys)
    )
    numbers = [items[key].number for key in keys]
    places = dict(
        LogEntry.objects.filter(number__in=numbers, act=Act.PUBLISHED).order_by("-seq").values_list("number", "seq")
    )
    return {
        "classify": {"id": column, "name": name, "post_count": total},
        "articles": [
            {"id": places.get(items[key].number or "", 0), **article(items[key], address=address)} for key in keys
        ],
        "total": total,
    }
