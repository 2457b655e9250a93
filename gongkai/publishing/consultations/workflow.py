"""Which state may follow which. Policies say who; this table says what."""

from .choices import Status

#: From a state to those that may follow it. A returned draft is a draft again; whatever is not finished may be ended with a reason.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED, Status.ENDED),
    Status.SUBMITTED: (Status.REVIEWED, Status.DRAFT, Status.ENDED),
    Status.REVIEWED: (Status.APPROVED, Status.DRAFT, Status.ENDED),
    Status.APPROVED: (Status.OPEN, Status.DRAFT, Status.ENDED),
    Status.OPEN: (Status.CLOSED, Status.ENDED),
    Status.CLOSED: (Status.ANSWERED, Status.ENDED),
    Status.ANSWERED: (),
    Status.ENDED: (),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]
