"""区分处理: a file handed in, boxes drawn on its pages, and the file made of them (``making``) that may be given out (art. 37).

The original never changes. It is looked over and kept before the transaction begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files import pictures
from gongkai.base.files.actions import destroy, keep
from gongkai.base.files.models import StoredFile
from gongkai.base.files.policies import accepted
from gongkai.base.files.queries import bare_name
from gongkai.law.vocabulary import WithholdingGround

from .. import choices, policies
from ..models import Application, Redaction, RedactionBox
from ..models.redactions import WHOLE
from ..queries import locked_redaction
from .making import MAKING, stop_making

#: More on one page is no redaction any more, and no screen shows them.
MOST_BOXES = 200


@dataclass(frozen=True)
class BoxFields:
    """A box as it was drawn or typed: ten-thousandths of the page, and the ground."""

    left: int
    top: int
    width: int
    height: int
    ground: WithholdingGround


def begin_redaction(application: Application, upload: File[bytes], *, name: str, by: User, now: datetime) -> Redaction:
    """Hand in a PDF to be given out in part. Refused with a sentence when it is none, encrypted, damaged or too long."""
    policies.check_can_redact(by, application, on=localdate(now))
    if not name.lower().endswith(".pdf"):
        raise Refused(_("只能遮盖 PDF 文件。其他格式请先打印为 PDF 再上传。"))
    looked_over = accepted(upload, name=name)
    try:
        pages = pictures.page_count(looked_over.examined.content)
        original = keep(looked_over, name=name, by=by, now=now, sealed=True)
    finally:
        looked_over.close()
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        policies.check_can_redact(by, application, on=localdate(now))
        if application.redactions.filter(original=original, dropped_at=None).exists():
            raise Refused(_("该文件已经上传，请直接在上面遮盖。"))
        redaction = Redaction.objects.create(
            application=application,
            serial=(application.redactions.aggregate(last=Max("serial"))["last"] or 0) + 1,
            name=bare_name(name),
            pages=pages,
            original=original,
            original_sha256=original.sha256,
            begun_by=by,
            begun_at=now,
        )
        record(
            choices.REDACTION_BEGUN,
            application,
            by=by,
            at=now,
            serial=redaction.serial,
            pages=pages,
            original=original.sha256,
        )
    return redaction


@transaction.atomic
def draw_boxes(
    redaction: Redaction, *, page: int, boxes: Sequence[BoxFields], by: User, now: datetime
) -> list[RedactionBox]:
    """Lay these boxes on a page in place of those that were there. A file that was made before is then out of date and let go."""
    redaction = locked_redaction(redaction)
    policies.check_can_change_redaction(by, redaction, on=localdate(now))
    if not 1 <= page <= redaction.pages:
        raise Refused(_("该文件没有第%(page)d页。") % {"page": page})
    if len(boxes) > MOST_BOXES:
        raise Refused(_("一页上最多画 %(most)d 个框。") % {"most": MOST_BOXES})
    for box in boxes:
        _check_box(box)
    redaction.boxes.filter(page=page).delete()
    if redaction.asked_at is not None:
        redaction.failure = _("制作期间有人改动了遮盖框，未采用刚才制作的文件，请重新制作。")
        stop_making(redaction)
    drawn = RedactionBox.objects.bulk_create(
        RedactionBox(
            redaction=redaction,
            page=page,
            left=box.left,
            top=box.top,
            width=box.width,
            height=box.height,
            ground=box.ground,
            drawn_by=by,
            drawn_at=now,
        )
        for box in boxes
    )
    redaction.made_file = redaction.made_by = redaction.made_at = None
    redaction.made_sha256 = ""
    redaction.save(update_fields=["made_file", "made_by", "made_at", "made_sha256", *MAKING])
    grounds = sorted({str(box.ground) for box in boxes})
    record(
        choices.REDACTION_DRAWN,
        redaction.application,
        by=by,
        at=now,
        serial=redaction.serial,
        page=page,
        boxes=len(drawn),
        grounds=grounds,
    )
    return drawn


@transaction.atomic
def drop_redaction(redaction: Redaction, *, reason: str, by: User, now: datetime) -> Redaction:
    """Put a file away that was handed in by mistake: it is not offered for a reply any more."""
    redaction = locked_redaction(redaction)
    policies.check_can_change_redaction(by, redaction, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明停用的理由。"))
    redaction.dropped_at, redaction.drop_reason = now, reason.strip()
    stop_making(redaction)
    redaction.save(update_fields=["dropped_at", "drop_reason", *MAKING])
    record(
        choices.REDACTION_DROPPED,
        redaction.application,
        by=by,
        at=now,
        reason=reason.strip(),
        serial=redaction.serial,
    )
    return redaction


def forget_redactions(application: Application, *, by: User, now: datetime) -> None:
    """Let files and names go where nothing of the content may stay; hashes and pages stay. Inside the act that ends the case."""
    for redaction in application.redactions.select_related("original", "made_file"):
        files = [file for file in (redaction.original, redaction.made_file) if file is not None]
        redaction.original = redaction.made_file = None
        redaction.name = ""
        stop_making(redaction)
        redaction.save(update_fields=["original", "made_file", "name", *MAKING])
        for file in files:
            _destroy_unless_used(file, by=by, now=now)


def _destroy_unless_used(file: StoredFile, *, by: User, now: datetime) -> None:
    try:
        with transaction.atomic():
            destroy(file, by=by, now=now)
    except ProtectedError:
        pass  # another record rests on the same content, and answers for it


def _check_box(box: BoxFields) -> None:
    if box.ground == WithholdingGround.STATE_SECRET:
        raise Refused(_("含国家秘密的文件不能录入本系统，请停用该文件，按保密规定办理。"))
    on_page = 0 <= box.left <= WHOLE - box.width and 0 <= box.top <= WHOLE - box.height
    if not (on_page and box.width >= 1 and box.height >= 1):
        raise Refused(_("遮盖框须在页面之内，宽和高都大于 0。"))
