"""What the public reads of the catalogue: the negative list with all its versions; and where old addresses lead, for servers to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page, followed
from gongkai.base.core.tables import Table, with_tables

from .choices import EntryState
from .models import NegativeEntry, NegativeEntryVersion, Redirect
from .queries import published_list

#: Where old addresses lead: for the portal's own server, and for nginx.
TABLE, NGINX_MAP = "redirects.json", "redirects.map"
#: Where the list stands.
PATH = "negative-list/index.html"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an entry that was in force, and since when; persons and the words that recognise an item stay in the house."""

    said: NegativeEntryVersion
    since: date


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its version in force (of a retired one the last) and those before it, the newest first."""

    entry: NegativeEntry
    current: Version
    earlier: tuple[Version, ...]


def negative_list() -> Iterator[Page | Bytes]:
    """The page of the list, and the list as tables; two queries however long it is."""
    entries = list(_entries())
    page = Page(
        PATH,
        "catalogue/negative_list.html",
        {
            "in_force": [one for one in entries if one.entry.state == EntryState.IN_FORCE],
            "retired": [one for one in entries if one.entry.state == EntryState.RETIRED],
        },
    )
    columns = (
        ("code", _("编号")),
        ("subject", _("事项")),
        ("basis", _("依据")),
        ("scope", _("不公开的范围")),
        ("ground", _("不公开依据")),
        ("since", _("审定日期")),
        ("version", _("版本")),
        ("state", _("状态")),
    )
    rows = []
    for one in entries:
        said = one.current.said
        rows.append(
            (
                *(one.entry.code, said.subject, said.basis, said.scope, said.get_ground_display()),
                *(one.current.since, said.version, one.entry.get_state_display()),
            )
        )
    yield from with_tables(page, Table(_("不予公开事项目录（负面清单）"), columns, rows))


def _entries() -> Iterator[Entry]:
    for entry in published_list():
        versions = [
            Version(one, localtime(one.reviewed_at).date())
            for one in entry.versions.all()
            if one.adopted and one.reviewed_at is not None
        ]
        versions.sort(key=lambda one: one.said.version, reverse=True)
        yield Entry(entry, versions[0], tuple(versions[1:]))


def redirects() -> list[Bytes]:
    """Every old address in use with where one comes to in the end: as JSON, and as the lines of a ``map`` for nginx.

    No file where there never was an old address.
    """
    if not Redirect.objects.exists():
        return []
    rules = Redirect.objects.rules()
    ends = {source: followed(target, rules) or target for source, target in rules.items()}
    lines = [f'"{source}" "{quote(target)}";\n' for source, target in ends.items()]
    for source in sorted(
        rules, key=len, reverse=True
    ):  # the first that fits is taken: the deeper folder before the one above
        if source.endswith("/"):
            keeps = ends[source].endswith("/")
            # Nothing that could end a header goes into one.
            below = r"(?<below>[^\x00-\x20\x7f]+)$" if keeps else ""
            lines.append(f'"~^{re.escape(source)}{below}" "{quote(ends[source])}{"$below" if keeps else ""}";\n')
    table = json.dumps(ends, ensure_ascii=False, indent=0, sort_keys=True)
    return [Bytes(TABLE, f"{table}\n".encode()), Bytes(NGINX_MAP, "".join(lines).encode())]
