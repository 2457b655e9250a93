"""The file of a package: a list (XLSX), a form for the receipts, an HTML for each item, and the attachments under their names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.base.files.models import StoredFile
from gongkai.base.files.queries import bare_name

from .choices import Act
from .models import Package, PackageLine

#: Formats that are compressed already.
_PACKED = frozenset({"pdf", "zip", "docx", "xlsx", "pptx", "ofd", "jpg", "jpeg", "png", "webp"})
_CHUNK = 256 * 1024


def write(package: Package, target: IO[bytes]) -> int:
    """Write the package into ``target``; returns how many lines it holds."""
    lines = list(package.lines.exclude(act__in=["", Act.NONE]).order_by("position"))
    hashes = {one["sha256"] for line in lines for one in line.article.get("attachment", ())}
    files = {one.sha256: one for one in StoredFile.objects.filter(sha256__in=hashes)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, _("清单.xlsx"), [_workbook(_("清单"), _list(lines))])
        _put(archive, _("回执.xlsx"), [_workbook(_("回执"), _receipts(lines))])
        for line in lines:
            if line.act == Act.REMOVE:
                continue
            context = {"article": line.article, "published": _day(line.article["display_publish_time"])}
            _put(archive, _html_name(line), [render_to_string("delivery/article.html", context).encode()])
            for name, sha256 in _attachments(line):
                with files[sha256].content.open("rb") as content:
                    _put(archive, name, iter(lambda content=content: content.read(_CHUNK), b""))  # type: ignore[misc]
    return len(lines)


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.rpartition(".")[2].lower() in _PACKED else zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as entry:
        for piece in pieces:
            entry.write(piece)


def _html_name(line: PackageLine) -> str:
    return _("正文/%(place)s.html") % {"place": f"{line.position:04}"}


def _attachments(line: PackageLine) -> Iterator[tuple[str, str]]:
    """Where each attachment lies in the package, and the hash of its content."""
    for one in line.article["attachment"]:
        name = bare_name(one["name"]).replace(":", "-")
        yield (
            _("附件/%(place)s/%(name)s") % {"place": f"{line.position:04}", "name": f"{one['id']}-{name}"},
            one["sha256"],
        )


def _list(lines: Iterable[PackageLine]) -> Iterator[list[Any]]:
    yield [
        *(_("序号"), _("操作"), _("索引号"), _("标题"), _("平台栏目"), _("栏目名称"), _("发文字号"), _("发布机构")),
        *(_("主题分类"), _("体裁分类"), _("成文日期"), _("发布日期"), _("有效性"), _("概述"), _("主题词")),
        *(_("正文文件"), _("附件文件"), _("平台网址"), _("内容摘要（SHA-256）")),
    ]
    for line in lines:
        said = line.article
        if line.act == Act.REMOVE:
            yield [line.position, line.get_act_display(), said["identifier"], *[""] * 14, said["url"], ""]
            continue
        yield [
            *(line.position, line.get_act_display(), said["identifier"], said["title"], said["classify_main"]),
            *(said["classify_main_name"], said["document_number"], said["publisher"]),
            *(said["classify_theme_name"], said["classify_genre_name"], _day(said["date"])),
            *(_day(said["display_publish_time"]), said["validity"], said["abstract"], said["keywords"]),
            *(_html_name(line), "\n".join(name for name, _sha256 in _attachments(line)), ""),
            line.fingerprint,
        ]


def _receipts(lines: Iterable[PackageLine]) -> Iterator[list[Any]]:
    yield [_("索引号"), _("网址"), _("发布时间"), _("退回原因"), _("操作"), _("标题")]
    for line in lines:
        said = line.article
        yield [said["identifier"], "", "", "", line.get_act_display(), said.get("title", "")]


def _workbook(title: str, rows: Iterable[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=get_current_timezone()).strftime("%Y-%m-%d") if seconds else ""
