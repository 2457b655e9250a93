"""Pages of a kept PDF as pictures, and the PDF with boxes over them: what the process that draws (``redacting``) is asked for.

Knows nothing of what a file is used for. A job is a tenth of a second for a page; call it outside a transaction.
"""

from __future__ import annotations

import io
import logging
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

from .child import Examined, run_child
from .examining.findings import BROKEN
from .models import StoredFile
from .policies import Accepted

logger = logging.getLogger(__name__)
PDF = "application/pdf"
#: Pixels to the inch: of a page on the screen, of a page that is given out.
ON_SCREEN, GIVEN_OUT = 110, 200
#: left, top, width, height, in ten-thousandths of the page as it is seen, from its upper left corner.
Box = tuple[int, int, int, int]


def page_count(given: StoredFile | IO[bytes]) -> int:
    """How many pages a PDF has, kept or handed in. Refused with a sentence when it cannot be drawn: encrypted, damaged, too long."""
    answer, out = _job(given)
    out.close()
    pages: int = answer["pages"]
    return pages


def page_picture(stored: StoredFile, page: int) -> bytes:
    """A page as a PNG for the screen; the first is 1."""
    with _job(stored, page=page, dpi=ON_SCREEN)[1] as out:
        return out.read()


def redacted(
    stored: StoredFile, boxes: Mapping[int, Sequence[Box]], *, first: int = 1, last: int | None = None
) -> bytes:
    """A new PDF, a picture a page, with the ``boxes`` of each page burned in: nothing else of the kept one is in it.

    ``first`` and ``last``: only these pages of it, the first being 1; ``joined`` puts such pieces together.
    """
    told = {str(page): list(those) for page, those in boxes.items()}
    with _job(stored, boxes=told, first=first, last=last, dpi=GIVEN_OUT)[1] as out:
        return out.read()


def joined(pieces: Sequence[IO[bytes]], *, pages: int) -> IO[bytes]:
    """One PDF of pieces that ``redacted`` gave, looked at once more as a whole; an open file without a name: close it."""
    return _job(*pieces, whole=pages)[1]


def made_here(content: IO[bytes], *, name: str) -> Accepted:
    """What ``redacted`` or ``joined`` gave, ready to be kept: looked at when it was made; no limit of the door is meant for it."""
    size = content.seek(0, io.SEEK_END)
    examined = Examined(
        content, size, parts=[], objections=[], removed=[], notes=[], unreadable=[], failed=False, cut=False
    )
    return Accepted(name, PDF, examined)


def _job(*files: StoredFile | IO[bytes], dpi: int = 0, **asked: Any) -> tuple[dict[str, Any], IO[bytes]]:
    if any(isinstance(file, StoredFile) and file.media_type != PDF for file in files):
        raise Refused(_("只能在 PDF 文件上遮盖，请先另存为 PDF。"))
    limits: dict[str, int] = dict(settings.GONGKAI_EXAMINATION_LIMITS, seconds=settings.GONGKAI_REDACTION_SECONDS)
    with tempfile.TemporaryDirectory(prefix="gongkai-drawn-") as folder:
        out = Path(folder, "out")
        given = [Path(folder, f"given-{place}.pdf") for place in range(len(files))]
        for file, to in zip(files, given, strict=True):
            _copy(file, to)
        job = {
            "path": str(given[0]),
            "pieces": [str(one) for one in given] if "whole" in asked else [],
            "out": str(out),
            "limits": limits,
            "largest": settings.GONGKAI_REDACTION_LARGEST,
            "pages": settings.GONGKAI_REDACTION_PAGES,
            "dpi": dpi,
            **asked,
        }
        answer = run_child(job, seconds=2 * limits["seconds"], most=64 * 1024, module="gongkai.base.files.redacting")
        if answer is None:
            raise Refused(
                _("文件过大或过于复杂，在 %(seconds)d 秒和 %(memory)d MB 内存之内没有处理完。请拆分后分别处理。")
                % {"seconds": limits["seconds"], "memory": limits["memory"] // 1024**2}
            )
        if "fault" in answer:
            logger.warning("a file could not be drawn: %s", answer["fault"])
            if "whole" in asked or answer["fault"].startswith("NotClean"):  # not theirs, ours
                raise Refused(_("制作的文件没有通过检查，未采用。请重新制作；仍不成功的，请联系系统管理员。"))
            raise Refused(_("文件%(clause)s。") % {"clause": _(BROKEN)})
        if "refused" in answer:
            clause, values, _place = answer["refused"]
            raise Refused(_("文件%(clause)s。") % {"clause": _(clause) % values})
        # Opened before the folder goes: from then on the file has no name.
        return answer, out.open("rb")


def _copy(file: StoredFile | IO[bytes], to: Path) -> None:
    with to.open("wb") as out:
        if isinstance(file, StoredFile):
            with file.content.open("rb") as content:
                shutil.copyfileobj(content, out)
        else:
            file.seek(0)
            shutil.copyfileobj(file, out)
