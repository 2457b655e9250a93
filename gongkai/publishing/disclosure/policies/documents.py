"""May this person, on this official document, now?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, visible_units
from gongkai.law.vocabulary import Openness, Role

from .. import choices
from ..choices import DocumentStatus, Status
from ..models import InformationItem, OfficialDocument
from ..queries.document_numbers import Claim, number_conflicts
from ..queries.documents import ASSESSORS, REGISTRARS, is_public, live_item_of
from ..workflow import document_may_follow

_STANDING = (DocumentStatus.REGISTERED, DocumentStatus.AWAITING, DocumentStatus.RETURNED)


def check_can_register_document(user: User, unit: Unit, *, on: date, holds: Callable[..., bool] = holds) -> None:
    """The register is kept by the unit's drafters and the openness office; ``holds`` may be ``Rights.holds``."""
    if not any(holds(user, role, unit, on=on) for role in REGISTRARS):
        raise NotAllowed(_("%(unit)s的发文由其拟稿人或政务公开工作机构登记。") % {"unit": unit})


def check_numbers_free(unit: Unit, claims: Sequence[Claim], *, besides: OfficialDocument | None = None) -> None:
    """One number, one title, within an issuer and year (R7-5): Refused names the document that has the number already."""
    for conflict in number_conflicts(unit, claims, besides=besides):
        if conflict:
            raise Refused(conflict)


def check_can_see_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """Everybody sees the register of their own units; those who oversee see all."""
    if not visible_units(user, on=on).filter(pk=document.unit_id).exists():
        raise NotAllowed(_("该公文属于其他单位，您无权查看。"))


def check_can_amend_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """Until the public can read it, the register is put right by those who keep it."""
    if document.status not in _STANDING:
        raise NotAllowed(_("该公文现为“%(status)s”，不能更正。") % {"status": document.get_status_display()})
    check_can_register_document(user, document.unit, on=on)
    if is_public(document):
        raise NotAllowed(_("该公文已经公开，登记不能再更正；内容有误的，请更正或撤下所发布的信息。"))


def check_can_pass_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """The openness office above the unit, never who registered or amended it (国办发〔2016〕80号 一(一))."""
    _check_document_follows(document, DocumentStatus.REGISTERED)
    _check_office(user, document, on=on)


def check_can_return_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """退文: what is proposed as not public goes back when its attribute or its reason does not hold."""
    _check_document_follows(document, DocumentStatus.RETURNED)
    if document.is_open:
        raise NotAllowed(_("该公文主动公开，不须退文。"))
    _check_office(user, document, on=on)


def check_can_reassess_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """What is withheld is assessed anew by its unit's approver or the openness office (条例 2019 art. 18)."""
    if document.status != DocumentStatus.REGISTERED or document.openness != Openness.WITHHELD:
        raise NotAllowed(_("定期评估只针对已登记的不予公开的公文。"))
    if not any(holds(user, role, document.unit, on=on) for role in ASSESSORS):
        raise NotAllowed(_("定期评估由%(unit)s的审批人或政务公开工作机构办理。") % {"unit": document.unit})


def check_can_draft_from(user: User, document: OfficialDocument, *, on: date) -> None:
    """An item is drafted from a document that is open by its own openness, once at a time."""
    if document.status != DocumentStatus.REGISTERED:
        raise NotAllowed(_("该公文现为“%(status)s”，不能由其起草信息。") % {"status": document.get_status_display()})
    if not document.is_open:
        raise NotAllowed(
            _("该公文的公开属性是“%(openness)s”，不能由其起草信息。") % {"openness": document.get_openness_display()}
        )
    if item := live_item_of(document):
        raise NotAllowed(
            _("已由该公文起草了信息 %(item)s（%(status)s），不必重复起草。")
            % {"item": item, "status": item.get_status_display()}
        )
    if not holds(user, Role.DRAFTER, document.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的拟稿人，不能为其起草信息。") % {"unit": document.unit})


def check_can_note_public(user: User, document: OfficialDocument, *, on: date) -> None:
    """That it stands on a site that is not ours is noted once, by those who keep the register."""
    _check_open(document)
    if is_public(document):
        raise NotAllowed(_("该公文已经公开，不必登记。"))
    check_can_register_document(user, document.unit, on=on)


def check_can_deliver_copies(user: User, document: OfficialDocument, *, on: date) -> None:
    """Copies of what is public go to archive and library (条例 2019 art. 25); before that they would be a leak."""
    _check_open(document)
    check_can_register_document(user, document.unit, on=on)
    if document.archive_date and document.library_date:
        raise NotAllowed(_("档案馆和图书馆都已送交，不必重复登记。"))
    if not is_public(document):
        raise NotAllowed(_("该公文尚未公开，公开后再送交。"))


def check_can_cancel_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """What was registered in error is cancelled, unless something already came of it."""
    _check_document_follows(document, DocumentStatus.CANCELLED)
    check_can_register_document(user, document.unit, on=on)
    if item := live_item_of(document):
        raise NotAllowed(
            _("已由该公文起草了信息 %(item)s（%(status)s），不能注销。")
            % {"item": item, "status": item.get_status_display()}
        )


def check_can_seal_document(user: User, document: OfficialDocument, *, on: date) -> None:
    """Found to be secret: cleared at once, unless the public can read it or its item is in other hands."""
    _check_document_follows(document, DocumentStatus.SEALED)
    if not holds(user, Role.SECRECY_REVIEWER, document.unit, on=on):
        check_can_register_document(user, document.unit, on=on)
    item = live_item_of(document)
    if document.public_date or (item and item.status == Status.PUBLISHED):
        raise NotAllowed(_("该公文已经公开，请先以“涉及保密”撤下所发布的信息，并按保密规定报告。"))
    if item and item.status != Status.DRAFT:
        raise NotAllowed(
            _("由该公文起草的信息 %(item)s 现为“%(status)s”，请先退回，再定为国家秘密。")
            % {"item": item, "status": item.get_status_display()}
        )


def check_document_lets_publish(item: InformationItem) -> None:
    """An item never goes further than the document it comes from: that must stand in the register and be open itself."""
    document = item.document
    if document is None:
        return
    if document.status != DocumentStatus.REGISTERED or not document.is_open:
        raise NotAllowed(
            _("所据公文 %(document)s 现为“%(status)s”，公开属性是“%(openness)s”，不能发布。")
            % {
                "document": document,
                "status": document.get_status_display(),
                "openness": document.get_openness_display(),
            }
        )


def _check_document_follows(document: OfficialDocument, following: DocumentStatus) -> None:
    if document.status == following:
        raise NotAllowed(_("该公文现在已是“%(status)s”，不必重复操作。") % {"status": document.get_status_display()})
    if not document_may_follow(document.status, following):
        raise NotAllowed(
            _("该公文现为“%(status)s”，不能变为“%(following)s”。")
            % {"status": document.get_status_display(), "following": following.label}
        )


def _check_open(document: OfficialDocument) -> None:
    if document.status != DocumentStatus.REGISTERED or not document.is_open:
        raise NotAllowed(_("只有已登记的、主动公开的公文才办理此项。"))


def _check_office(user: User, document: OfficialDocument, *, on: date) -> None:
    registered = Event.objects.about(document).filter(
        kind__in=(choices.DOCUMENT_REGISTERED, choices.DOCUMENT_AMENDED, choices.DOCUMENT_FILED),
        by_key=str(user.pk),
    )
    if user.pk == document.registered_by_id or registered.exists():
        raise NotAllowed(_("该公文由您登记或更正，须由政务公开工作机构的其他人员审查。"))
    if not holds(user, Role.OPENNESS_OFFICE, document.unit, on=on):
        raise NotAllowed(_("不主动公开的公文由政务公开工作机构审查。"))
