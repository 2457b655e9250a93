"""What stands on the public site about consultations: lists, a page each with its draft and files, and the page of the result.

Nothing here reads who commented or what they wrote: the result is made of the gists and of counted numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import Table, with_tables
from gongkai.publishing.disclosure.pages import Link, PublicFile, line
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.pages import histories

from .choices import Outcome, Status
from .models import Consultation, ConsultationFile
from .queries import groups, public_document, public_years, tally

#: The latest that are over, on the first page of the list; all of a year stand on its own page.
RECENT = 20
FOLDER = "consultations"


@dataclass(frozen=True, slots=True)
class Row:
    """What a public list says about a consultation."""

    number: str
    href: str
    title: str
    unit: str
    kind: str
    state: str
    opens: date
    closes: date
    is_open: bool


def trees(numbers: Collection[str] | None = None) -> Iterator[tuple[Consultation, list[Page | Bytes]]]:
    """Each public consultation, or those of these numbers, with all that shall stand under its address."""
    found = Consultation.objects.public().select_related(
        "unit", "announcement__unit", "final_item__unit", "interpretation__unit"
    )
    if numbers is not None:
        found = found.filter(number__in=numbers)
    for consultation in found.order_by("pk"):
        yield consultation, list(_outputs(consultation))


def lists(years: Collection[int] | None = None) -> Iterator[Page | Bytes]:
    """The list of those that are open and the latest that are over, and the list of each year, or of these years; each with its tables."""
    public = Consultation.objects.public().select_related("unit").defer("background", "body", "result")
    every_year = public_years()
    now_open = [row(one) for one in public.filter(status=Status.OPEN).order_by("closes_date", "pk")]
    over = [row(one) for one in public.exclude(status=Status.OPEN).newest_first()[:RECENT]]
    page = Page(
        f"{FOLDER}/index.html", "consultations/index.html", {"open": now_open, "over": over, "years": every_year}
    )
    yield from with_tables(page, _table(_("征求意见"), [*now_open, *over]))
    for year in every_year if years is None else years:
        rows = [row(one) for one in public.filter(opens_date__year=year).newest_first()]
        page = Page(
            f"{FOLDER}/{year}.html", "consultations/year.html", {"year": year, "rows": rows, "years": every_year}
        )
        yield from with_tables(page, _table(_("%(year)d年征求意见") % {"year": year}, rows))


def _table(title: str, rows: Collection[Row]) -> Table:
    columns = (
        ("number", _("编号")),
        ("title", _("标题")),
        ("unit", _("征求意见单位")),
        ("kind", _("草案类型")),
        ("state", _("状态")),
        ("opens", _("开始日期")),
        ("closes", _("截止日期")),
        ("address", _("地址")),
    )
    told = [
        (one.number, one.title, one.unit, str(one.kind), str(one.state), one.opens, one.closes, one.href)
        for one in rows
    ]
    return Table(title, columns, told)


def row(consultation: Consultation) -> Row:
    """The consultation as a line of a list."""
    assert consultation.opens_date is not None
    assert consultation.closes_date is not None
    return Row(
        number=consultation.number,
        href=f"/{consultation.path}.html",
        title=consultation.title,
        unit=consultation.unit.short_name,
        kind=consultation.get_kind_display(),
        state=consultation.get_status_display(),
        opens=consultation.opens_date,
        closes=consultation.closes_date,
        is_open=consultation.status == Status.OPEN,
    )


def result_path(consultation: Consultation) -> str:
    """Where the result stands."""
    return f"{consultation.path}/result.html"


def _outputs(consultation: Consultation) -> Iterator[Page | Bytes]:
    files = list(consultation.files.select_related("file"))
    places = [_file_path(consultation, position, one) for position, one in enumerate(files, 1)]
    content = canonical_json(public_document(consultation))
    context: dict[str, Any] = {
        "consultation": consultation,
        "facts": _facts(consultation),
        "files": [
            PublicFile(f"/{place}", one.name, PurePath(place).suffix[1:].upper(), one.file.size, one.file.sha256)
            for one, place in zip(files, places, strict=True)
        ],
        "links": list(_links(consultation)),
        "ways": ways(consultation),
        "is_open": consultation.status == Status.OPEN,
        "result_href": f"/{result_path(consultation)}" if consultation.status == Status.ANSWERED else "",
        "history": histories(LogEntry.objects.about(consultation.number)).get(consultation.number, []),
        "json": f"/{consultation.path}.json",
        "document_sha256": sha256(content),
    }
    yield Page(f"{consultation.path}.html", "consultations/consultation.html", context)
    yield Bytes(f"{consultation.path}.json", content)
    for one, place in zip(files, places, strict=True):
        with one.file.content.open("rb") as file:
            yield Bytes(place, file.read())
    if consultation.status == Status.ANSWERED:
        yield _result(consultation, context["links"])


def _result(consultation: Consultation, links: list[Link]) -> Page:
    return Page(
        result_path(consultation),
        "consultations/result.html",
        {
            "consultation": consultation,
            "paragraphs": [part for part in consultation.result.split("\n") if part.strip()],
            "tally": tally(consultation),
            "groups": [(Outcome(one.outcome).label, one) for one in groups(consultation)],
            "links": links,
        },
    )


def _file_path(consultation: Consultation, position: int, file: ConsultationFile) -> str:
    stem = re.sub(r"[^\w-]+", "-", PurePath(file.name).stem).strip("-_")[:60] or _("文件")
    return f"{consultation.path}/{position}-{stem}{PurePath(file.file.name).suffix.lower()}"


def _facts(consultation: Consultation) -> list[tuple[str, Any]]:
    facts = [
        (_("编号"), consultation.number),
        (_("征求意见单位"), consultation.unit.name),
        (_("草案类型"), consultation.get_kind_display()),
        (_("开始日期"), consultation.opens_date),
        (_("截止日期"), consultation.closes_date),
        (_("缩短期限的理由"), consultation.short_term_reason),
        (_("状态"), consultation.get_status_display()),
    ]
    return [(name, value) for name, value in facts if value]


def ways(consultation: Consultation) -> list[tuple[str, str]]:
    """How else to comment."""
    ways = [
        (_("来信"), consultation.post_address),
        (_("电话"), consultation.phone),
        (_("电子邮件"), consultation.email),
    ]
    return [(name, value) for name, value in ways if value]


def _links(consultation: Consultation) -> Iterator[Link]:
    for label, item in (
        (_("征求意见公告"), consultation.announcement),
        (_("正式文件"), consultation.final_item),
        (_("政策解读"), consultation.interpretation),
    ):
        if item is not None and item.published_at is not None:
            yield Link(label, line(item))
