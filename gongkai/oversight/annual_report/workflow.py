"""Which state of a report may follow which. Policies say who; this table says what."""

from .choices import Status

#: A report is compiled until it is frozen, signed by the head, checked by the openness office above where there is one, and goes public
#: with the item it is published as. Until it was public once it may be opened again, from wherever it is; when the item is withdrawn
#: it is what it was before.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.COMPILED: (Status.COMPILED, Status.FROZEN),
    Status.FROZEN: (Status.SIGNED, Status.COMPILED),
    Status.SIGNED: (Status.CHECKED, Status.PUBLISHED, Status.COMPILED),
    Status.CHECKED: (Status.PUBLISHED, Status.COMPILED),
    Status.PUBLISHED: (Status.SIGNED, Status.CHECKED),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]
