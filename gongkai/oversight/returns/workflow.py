"""Which state of a return may follow which. Policies say who; this table says what."""

from .choices import Status

#: Submitting keeps the numbers and the files; giving it back gives them up. What was sent stays what it was.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.SUBMITTED, Status.CANCELLED),
    Status.SUBMITTED: (Status.APPROVED, Status.DRAFT, Status.CANCELLED),
    Status.APPROVED: (Status.SENT, Status.DRAFT, Status.CANCELLED),
    Status.SENT: (),
    Status.CANCELLED: (),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]
