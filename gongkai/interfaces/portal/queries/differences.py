"""Comparing what should agree: the chain with itself, ledger with log, log with the JSON beside the pages, the tree with its manifest.

Whoever alters a page, a text in the database or a row of the log leaves the other two as witnesses; each finding names what differs.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.pages import followed
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import SearchUnavailable
from gongkai.publishing.catalogue import pages as catalogue_pages
from gongkai.publishing.catalogue.models import Redirect
from gongkai.publishing.consultations.models import Consultation
from gongkai.publishing.consultations.queries import public_document as consultation_document
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem, InformationItemQuerySet
from gongkai.publishing.disclosure.pages import is_gone, must_not_stand
from gongkai.publishing.disclosure.queries import number_of, public_document
from gongkai.publishing.transparency_log import pages as log_pages
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256
from gongkai.publishing.transparency_log.choices import Act
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

from ..bakery import COMPRESSED, WORTH_COMPRESSING, files_under, twin_of
from ..models import BakedFile

_CHUNK = 500

Advance = Callable[[int], object]


def differences(advance: Advance = lambda pieces: None) -> Iterator[str]:
    """One Chinese sentence for each difference; nothing when all agree. ``advance`` is told of items and files looked at."""
    yield from breaks_in_chain()
    stated = _last_statements()
    root = Path(settings.GONGKAI_PUBLIC_ROOT)
    yield from _ledger_against_log(stated, root, advance)
    if settings.GONGKAI_PORTAL:
        yield from _log_files(root)
    elif root != settings.GONGKAI_PORTAL_ROOT and settings.GONGKAI_PORTAL_ROOT.exists():
        yield _("本站门户已停用，原来的网页却还在，请执行 gongkai rebuild。")
    yield from _tree_against_manifest(root, advance)
    yield from _old_addresses(root)
    yield from _index_against_ledger()


def pieces() -> int:
    """How many items, consultations and files ``differences`` looks at."""
    return _public_items().count() + Consultation.objects.public().count() + BakedFile.objects.count()


def _last_statements() -> dict[str, tuple[str, str]]:
    """What the log said last about each number: (act, hash of the document)."""
    rows = LogEntry.objects.order_by("seq").values_list("number", "act", "document_sha256")
    return {number: (act, digest) for number, act, digest in rows.iterator(chunk_size=2000)}


def _public_items() -> InformationItemQuerySet:
    return InformationItem.objects.filter(status__in=(Status.PUBLISHED, Status.WITHDRAWN))


def _ledger_against_log(stated: dict[str, tuple[str, str]], root: Path, advance: Advance) -> Iterator[str]:
    unseen = set(stated)
    items = (
        _public_items()
        .prefetch_related("unit", "kind", "column", "successor", "key_areas", "attachments__file", "relations__to_item")
        .order_by("pk")
        .iterator(chunk_size=_CHUNK)
    )
    for item in items:
        advance(1)
        number = item.number or ""
        unseen.discard(number)
        if number not in stated:
            yield _("账本中的 %(number)s 在公开日志中没有记录。") % {"number": number}
            continue
        act, digest = stated[number]
        if (act == Act.WITHDRAWN) != (item.status == Status.WITHDRAWN):
            yield _("账本中的 %(number)s 为“%(status)s”，公开日志最后一行却是“%(act)s”。") % {
                "number": number,
                "status": item.get_status_display(),
                "act": Act(act).label,
            }
        areas = [area.code for area in item.key_areas.all()]
        document = public_document(
            item, key_areas=areas, attachments=item.attachments.all(), relations=item.relations.all()
        )
        if sha256(canonical_json(document)) != digest:
            yield _("账本中 %(number)s 的文本与公开日志所记的摘要不符。") % {"number": number}
        if not settings.GONGKAI_PORTAL:
            continue
        for path in must_not_stand(item):
            if (root / path).exists():
                yield _("%(number)s 已不应有文件 /%(path)s，它却还在。") % {"number": number, "path": path}
        if item.status == Status.WITHDRAWN:
            yield from _withdrawn(item, root)
        if item.status == Status.PUBLISHED:
            yield from _json_against_log(root / f"{item.path}.json", f"{item.path}.json", digest)
    yield from _consultations_against_log(stated, unseen, root, advance)
    for number in sorted(unseen):
        yield _("公开日志记有 %(number)s，账本中却没有这条公开信息。") % {"number": number}


def _consultations_against_log(
    stated: dict[str, tuple[str, str]], unseen: set[str], root: Path, advance: Advance
) -> Iterator[str]:
    """The same for consultations, which are never withdrawn; takes their numbers out of ``unseen``."""
    named = ("unit", "announcement", "final_item", "interpretation")
    for consultation in Consultation.objects.public().select_related(*named).order_by("pk").iterator():
        advance(1)
        number = consultation.number
        unseen.discard(number)
        if number not in stated:
            yield _("账本中的 %(number)s 在公开日志中没有记录。") % {"number": number}
            continue
        _act, digest = stated[number]
        if sha256(canonical_json(consultation_document(consultation))) != digest:
            yield _("账本中 %(number)s 的文本与公开日志所记的摘要不符。") % {"number": number}
        if settings.GONGKAI_PORTAL:
            yield from _json_against_log(root / f"{consultation.path}.json", f"{consultation.path}.json", digest)


def _withdrawn(item: InformationItem, root: Path) -> Iterator[str]:
    """What must stand for a withdrawn item stands, and none of its files does."""
    page = f"{item.path}.gone.html" if is_gone(item) else f"{item.path}.html"
    if not (root / page).is_file():
        yield _("%(number)s 已撤下，说明页 /%(page)s 缺失。") % {"number": item.number, "page": page}
    for path in files_under(root, item.path):
        yield _("%(number)s 已撤下，附件 /%(path)s 却还在。") % {"number": item.number, "path": path}


def _json_against_log(file: Path, path: str, digest: str) -> Iterator[str]:
    try:
        if sha256(file.read_bytes()) != digest:
            yield _("规范文本 /%(path)s 与公开日志所记的摘要不符。") % {"path": path}
    except FileNotFoundError:
        yield _("规范文本 /%(path)s 缺失。") % {"path": path}


def _log_files(root: Path) -> Iterator[str]:
    for segment in range(1, log_pages.segment_count() + 1):
        expected = log_pages.segment_file(segment)
        try:
            if (root / expected.path).read_bytes() != expected.content:
                yield _("日志文件 /%(path)s 与账本中的公开日志不一致。") % {"path": expected.path}
        except FileNotFoundError:
            yield _("日志文件 /%(path)s 缺失。") % {"path": expected.path}


def _tree_against_manifest(root: Path, advance: Advance) -> Iterator[str]:
    there = files_under(root)
    while paths := list(islice(there, _CHUNK)):
        known = dict(BakedFile.objects.filter(path__in=paths).values_list("path", "sha256"))
        for path in paths:
            if path not in known:
                yield _("目录中多出文件 /%(path)s，不是本站写入的。") % {"path": path}
                continue
            advance(1)
            content = (root / path).read_bytes()
            if sha256(content) != known[path]:
                yield _("文件 /%(path)s 与写入时不同，被改动过。") % {"path": path}
            elif not _twin_agrees(root / path, content):
                yield _("文件 /%(path)s 的压缩副本与它不一致。") % {"path": path}
    for path in BakedFile.objects.order_by("path").values_list("path", flat=True).iterator(chunk_size=2000):
        if not (root / path).is_file():
            yield _("文件 /%(path)s 缺失。") % {"path": path}


def _old_addresses(root: Path) -> Iterator[str]:
    """The table of old addresses says what the ledger says, and each leads to where something stands."""
    for expected in catalogue_pages.redirects():
        file = root / expected.path
        if not file.is_file() or file.read_bytes() != expected.content:
            yield _("旧地址转接表 /%(path)s 与账本不一致。") % {"path": expected.path}
    rules = Redirect.objects.rules()
    for source, target in rules.items():
        end = followed(target, rules) or target
        page = end.removeprefix("/") + ("index.html" if end.endswith("/") else "")
        gone = f"{page.removesuffix('.html')}.gone.html"
        if not any((root / place).is_file() for place in (page, f"{page}/index.html", gone)):
            yield _("旧地址 %(source)s 转到 %(target)s，那里没有页面。") % {"source": source, "target": end}


def _index_against_ledger() -> Iterator[str]:
    """Each public item is found by searching, and nothing else is."""
    try:
        indexed = {number_of(key) for key in open_search().keys()}  # noqa: SIM118 — no mapping
    except SearchUnavailable:
        yield _("没有检索索引，请执行 gongkai rebuild search。")
        return
    public = set(InformationItem.objects.public().values_list("number", flat=True))
    for number in sorted(filter(None, public - indexed)):
        yield _("检索索引中缺少 %(number)s。") % {"number": number}
    for number in sorted(indexed - public):
        yield _("检索索引中多出 %(number)s，它现在不是公开信息。") % {"number": number or _("一件来历不明的文本")}


def _twin_agrees(file: Path, content: bytes) -> bool:
    twin = twin_of(file)
    try:
        return gzip.decompress(twin.read_bytes()) == content
    except FileNotFoundError:
        return not file.name.endswith(COMPRESSED) or len(content) < WORTH_COMPRESSING
    except (OSError, EOFError, zlib.error):
        return False
