"""Which state may follow which. Policies say who; this table says what."""

from .choices import DocumentStatus, Status

#: From a state to those that may follow it. A returned item is a draft again; a copy that changes
#: a public item is merged into it instead of being published. Withdrawn, closed, merged and discarded are ends.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED, Status.CLOSED, Status.DISCARDED),
    Status.SUBMITTED: (Status.SECRECY_REVIEWED, Status.DRAFT),
    Status.SECRECY_REVIEWED: (Status.APPROVED, Status.CLOSED, Status.DRAFT),
    Status.APPROVED: (Status.PUBLISHED, Status.MERGED, Status.DRAFT),
    Status.PUBLISHED: (Status.WITHDRAWN,),
    Status.WITHDRAWN: (),
    Status.CLOSED: (),
    Status.MERGED: (),
    Status.DISCARDED: (),
}

#: The same for the registration of an official document. Whether the public can read it is no state of the
#: registration: that is told by its items. A policy document kept from the public waits for the openness office first.
DOCUMENT_TRANSITIONS: dict[DocumentStatus, tuple[DocumentStatus, ...]] = {
    DocumentStatus.REGISTERED: (
        DocumentStatus.AWAITING,
        DocumentStatus.RETURNED,
        DocumentStatus.SEALED,
        DocumentStatus.CANCELLED,
    ),
    DocumentStatus.AWAITING: (
        DocumentStatus.REGISTERED,
        DocumentStatus.RETURNED,
        DocumentStatus.SEALED,
        DocumentStatus.CANCELLED,
    ),
    DocumentStatus.RETURNED: (
        DocumentStatus.REGISTERED,
        DocumentStatus.AWAITING,
        DocumentStatus.SEALED,
        DocumentStatus.CANCELLED,
    ),
    DocumentStatus.SEALED: (DocumentStatus.CANCELLED,),
    DocumentStatus.CANCELLED: (),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]


def document_may_follow(current: str, following: DocumentStatus) -> bool:
    """Whether ``following`` stands in ``DOCUMENT_TRANSITIONS`` after ``current``."""
    return following in DOCUMENT_TRANSITIONS[DocumentStatus(current)]
