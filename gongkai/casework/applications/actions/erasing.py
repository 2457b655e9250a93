"""What is known of an applicant is destroyed after the retention period, with the papers that name them; the case and the counts stay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.core.sealing import Unreadable
from gongkai.base.files.actions import destroy_unused
from gongkai.base.files.models import StoredFile

from .. import choices, policies
from ..choices.papers import PaperKind
from ..models import (
    Applicant,
    Application,
    DestroyedFile,
    Enclosure,
    Rating,
    ReasonsRequest,
    SearchRecord,
    Service,
    Withdrawal,
)
from ..queries import content_of
from .enclosures import destroy_enclosures


@transaction.atomic
def erase_applicant(application: Application, *, approval: str, by: User, now: datetime) -> Applicant:
    """Destroy what is known of an applicant, by the approved record of destruction; the case and the counts stay.

    Papers that name them go too, from the ledger and from the disk: powers of attorney, what was handed in, scans of approvals, proofs of
    service, pictures of searches. Of each stays what it was, its digest, when it went and by which approval. Answers given out, and what
    they were made of, stay: they are the archive's, and name no applicant. Backups are not in the house's reach.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_erase(by, application, on=localdate(now))
    if not approval.strip():
        raise Refused(_("请写明批准销毁的文号。"))
    gone = [*_enclosures_of(application), *_papers_of(application)]
    applicant = application.applicant
    applicant.name = applicant.identity_number = applicant.contact = applicant.agent_name = ""
    applicant.sought = applicant.asked_in_full = ""
    applicant.identity_kind = applicant.fingerprint = ""
    applicant.authorisation = None
    applicant.erased_at, applicant.erasure_approval = now, approval.strip()
    applicant.save()
    application.amendments.update(items="")
    application.consultations.update(party_name="", grounds="")
    application.parts.update(opinion="")
    application.searches.update(keywords="", evidence=None)
    application.letters.update(content="")
    application.notices.update(note="")
    application.challenges.update(about="")
    application.replies.filter(paper_scan__isnull=False).update(paper_scan=None, scan_destroyed_at=now)
    proofs = Service.objects.filter(reply__application=application, proof__isnull=False)
    proofs.update(proof=None, proof_destroyed_at=now)
    ReasonsRequest.objects.filter(application=application).update(reasons="")
    Withdrawal.objects.filter(application=application).update(reason="")
    Rating.objects.filter(application=application).update(words="")
    destroy_enclosures(application.enclosures.all())
    kept = destroy_unused((file.sha256 for _record, file in gone if file is not None), by=by, now=now)
    for one, file in gone:
        one.kept_for_others = file is not None and file.sha256 in kept
        one.destroyed_at, one.destroyed_by, one.approval = now, by, approval.strip()
    DestroyedFile.objects.bulk_create([one for one, _file in gone])
    record(choices.APPLICANT_ERASED, application, by=by, at=now, reason=approval.strip(), files=len(gone))
    return applicant


#: A record without its date yet, and the file; None for one that is sealed under a key of its own and goes by losing it.
Gone = tuple[DestroyedFile, StoredFile | None]


def _papers_of(application: Application) -> Iterator[Gone]:
    """Kept files that name the applicant, each under what it was."""

    def gone(kind: PaperKind, file: StoredFile | None, which: str = "") -> Iterator[Gone]:
        if file is not None:
            suffix = PurePath(str(file.content.name)).suffix
            name = f"{kind.label}{which}{suffix}"
            yield _record(application, kind, name, file.sha256, file.size), file

    yield from gone(PaperKind.AUTHORISATION, application.applicant.authorisation)
    for search in SearchRecord.objects.filter(application=application).select_related("evidence").order_by("pk"):
        yield from gone(PaperKind.SEARCH, search.evidence)
    for reply in application.replies.select_related("paper_scan", "service__proof").order_by("serial"):
        which = _("（第%(serial)d稿）") % {"serial": reply.serial}
        yield from gone(PaperKind.APPROVAL, reply.paper_scan, which)
        yield from gone(PaperKind.PROOF, reply.service.proof if hasattr(reply, "service") else None, which)


def _enclosures_of(application: Application) -> Iterator[Gone]:
    for place, one in enumerate(application.enclosures.order_by("pk"), 1):
        name = f"{one.get_kind_display()}{place}"
        yield _record(application, PaperKind.ENCLOSURE, name, _digest(one), one.size), None


def _digest(enclosure: Enclosure) -> str:
    try:
        return hashlib.sha256(content_of(enclosure)).hexdigest()
    except (Unreadable, OSError):  # nobody can open it any more; it goes all the same
        return ""


def _record(application: Application, kind: PaperKind, name: str, sha256: str, size: int) -> DestroyedFile:
    return DestroyedFile(application=application, kind=kind, name=name, sha256=sha256, size=size)
