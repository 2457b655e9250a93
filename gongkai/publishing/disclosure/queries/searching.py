"""What the public finds of an item by searching: everything its public page and its files say, and nothing of what is not public."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator

from django.utils.html import strip_tags

from gongkai.base.search.port import Document

from ..models import Attachment, DocumentFile, InformationItem

#: Where a tag ends a line: words on both sides of it do not stand together.
_BREAK = re.compile(r"<(?:br|hr|/?(?:p|div|h[1-6]|li|ul|ol|tr|td|th|table|blockquote))\b[^>]*>", re.IGNORECASE)
_PREFIX = "item:"


def search_key(number: str) -> str:
    """The key in the index of the item with this index number."""
    return f"{_PREFIX}{number}"


def number_of(key: str) -> str:
    """The index number in a key; empty for the key of something else."""
    return key.removeprefix(_PREFIX) if key.startswith(_PREFIX) else ""


def search_documents(numbers: Collection[str] | None = None) -> Iterator[Document]:
    """The public items among these numbers, or all of them, as search takes them. Reads a few hundred at a time."""
    items = InformationItem.objects.public()
    if numbers is not None:
        items = items.filter(number__in=numbers)
    items = items.select_related("unit", "kind", "column").prefetch_related("attachments__file__extracted_text")
    for item in items.order_by("pk").iterator(chunk_size=500):
        yield _document(item)


def text_of(body: str) -> str:
    """A body as a person reads it, a line for each block."""
    return html.unescape(strip_tags(_BREAK.sub("\n", body)))


def files_text(attached: Iterable[Attachment | DocumentFile]) -> str:
    """What files are called and say, in their order."""
    return "\n".join(
        "\n".join([each.name, *(text for _place, text in each.file.extracted_text.parts)])
        if hasattr(each.file, "extracted_text")
        else each.name
        for each in attached
    )


def _document(item: InformationItem) -> Document:
    details = [f"{each['label']}：{each['value']}" for each in item.details if each["public"]]
    return Document(
        key=search_key(item.number or ""),
        title=item.title,
        body="\n".join(filter(None, [item.summary, text_of(item.body), *details, *item.keywords])),
        number=item.number or "",
        document_number=item.document_number,
        attachments=files_text(item.attachments.all()),
        unit=item.unit.code,
        column=item.column.slug if item.column else "",
        kind=item.kind.code if item.kind else "",
        theme=item.theme,
        validity=item.validity,
        published_at=item.published_at,
        path=item.path,
    )
