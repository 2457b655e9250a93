"""An item in the shape of the provincial platform (``gkmlpt``), as we serve it to readers and hand it over."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.utils.html import strip_tags
from django.utils.timezone import localtime, make_aware

from gongkai.law import themes
from gongkai.law.vocabulary import Validity
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import attachment_path

ABSTRACT = 200


def article(item: InformationItem, *, address: Callable[[str], str]) -> dict[str, Any]:
    """The fields of that shape which do not depend on who serves them; ``address`` makes a path an address, or nothing.

    Instants in seconds, flags as 0 and 1, the relation as a JSON text: as seen on sites of that platform.
    """
    assert item.published_at is not None
    published = int(item.published_at.timestamp())
    url = address(f"{item.path}.html")
    formed = make_aware(datetime.combine(item.formed_date, time.min)) if item.formed_date else None
    text = " ".join(strip_tags(item.body).split())
    return {
        "title": item.title,
        "identifier": item.number,
        "document_number": item.document_number,
        "publisher": item.unit.name,
        "keywords": ",".join(item.keywords),
        "date": int(formed.timestamp()) if formed else 0,
        "created_at": localtime(item.published_at).strftime("%Y-%m-%d %H:%M:%S"),
        "create_time": published,
        "first_publish_time": published,
        "display_publish_time": published,
        "abstract": item.summary or text[:ABSTRACT],
        "classify_main_name": item.column.name if item.column else "",
        "classify_genre_name": item.get_genre_display() if item.genre else "",
        "classify_theme_name": themes.path_of(item.theme) if item.theme else "",
        "is_expired": int(item.validity == Validity.EXPIRED),
        "is_abolished": int(item.validity == Validity.REPEALED),
        "attachment": [
            {
                "id": place,
                "name": one.name,
                "type": one.name.rpartition(".")[2].lower(),
                "mime": mimetypes.guess_type(one.name)[0] or "application/octet-stream",
                "size": one.file.size,
                "url": address(attachment_path(item, place, one)),
            }
            for place, one in enumerate(item.attachments.all(), 1)
        ],
        "relation": json.dumps(
            [
                {"type": str(one.get_kind_display()), "title": one.to_item.number if one.to_item else one.to_text}
                for one in item.relations.all()
            ],
            ensure_ascii=False,
        ),
        "url": url,
        "post_url": url,
    }
