"""Which state of a report may follow which. Policies say who; this table says what."""

from .choices import Status

#: A report is compiled until it is frozen, and goes public with the item it is published as. When the item is withdrawn the
#: report is frozen still; until it was public once, it may be opened again.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.COMPILED: (Status.COMPILED, Status.FROZEN),
    Status.FROZEN: (Status.PUBLISHED, Status.COMPILED),
    Status.PUBLISHED: (Status.FROZEN,),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]
