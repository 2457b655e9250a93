"""Comments as a table to work on: what was said and what became of it, without the persons."""

from __future__ import annotations

import csv
import io

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ..models import CommentQuerySet, Consultation

#: A cell that begins so is reckoned by a spreadsheet instead of shown.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: The longest text one cell of a workbook holds.
_LONGEST = 32_767


def rows(consultation: Consultation, comments: CommentQuerySet) -> list[list[str]]:
    """Heading and a row for each comment, as text. Names and contacts stay where they are protected."""
    table = [
        [
            _("回执号"),
            _("收到时间"),
            _("来源"),
            _("类别"),
            _("意见内容"),
            _("附件数"),
            _("重复于"),
            _("处理结果"),
            _("意见要点"),
            _("理由"),
        ]
    ]
    for comment in comments.prefetch_related("files"):
        comment.consultation = consultation
        answer, original = comment.disposition, comment.duplicate_of
        table.append(
            [
                comment.receipt,
                localtime(comment.received_at).strftime("%Y-%m-%d %H:%M"),
                comment.get_channel_display(),
                comment.get_category_display(),
                _("（已清除）") if comment.text_erased else comment.text,
                str(len(comment.files.all())),
                f"{consultation.number}-{original.serial:04d}" if original else "",
                answer.get_outcome_display() if answer else "",
                answer.gist if answer else "",
                answer.reason if answer else "",
            ]
        )
    return table


def as_csv(table: list[list[str]]) -> bytes:
    """CSV in UTF-8 with its mark: spreadsheets take UTF-8 for Chinese only when it says so."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [["'" + cell if cell.startswith(_FORMULA) else cell for cell in row] for row in table]
    )
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[str]]) -> bytes:
    """A workbook of one sheet, every cell a text, so that nothing is reckoned."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("意见"))
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value[:_LONGEST])
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
