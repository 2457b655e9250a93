"""Which state of an application may follow which. Policies say who; this table says what.

Few states: consulting, extending, asking for reasons and dealing with parts happen while it is 办理中, each with a record of its own
(``models.steps``). An end may be opened again, by a correction or an order; it is then not counted a second time.
"""

from .choices import CorrectionStatus, ProposalStatus, Status

#: From a state to those that may follow it. What its applicant takes back is closed from wherever it stands.
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.RECEIVED,),
    Status.RECEIVED: (Status.AMENDING, Status.UNPAID, Status.DRAFTED, Status.REPLIED, Status.CLOSED),
    Status.AMENDING: (Status.RECEIVED, Status.CLOSED),
    Status.UNPAID: (Status.RECEIVED, Status.CLOSED),
    Status.DRAFTED: (Status.REVIEWED, Status.RECEIVED, Status.CLOSED),
    Status.REVIEWED: (Status.APPROVED, Status.RECEIVED, Status.CLOSED),
    Status.APPROVED: (Status.REPLIED, Status.RECEIVED, Status.CLOSED),
    Status.REPLIED: (Status.ARCHIVED, Status.RECEIVED),
    Status.CLOSED: (Status.ARCHIVED, Status.RECEIVED),
    Status.ARCHIVED: (Status.RECEIVED,),
}


#: The same for requests to correct one's own record (art. 41).
CORRECTION_TRANSITIONS: dict[CorrectionStatus, tuple[CorrectionStatus, ...]] = {
    CorrectionStatus.RECEIVED: (CorrectionStatus.DRAFTED, CorrectionStatus.WITHDRAWN),
    CorrectionStatus.DRAFTED: (CorrectionStatus.APPROVED, CorrectionStatus.RECEIVED, CorrectionStatus.WITHDRAWN),
    CorrectionStatus.APPROVED: (CorrectionStatus.TOLD, CorrectionStatus.RECEIVED, CorrectionStatus.WITHDRAWN),
    CorrectionStatus.TOLD: (),
    CorrectionStatus.WITHDRAWN: (),
}


def correction_may_follow(current: str, following: CorrectionStatus) -> bool:
    """Whether ``following`` stands in the table of corrections after ``current``."""
    return following in CORRECTION_TRANSITIONS[CorrectionStatus(current)]


#: The same for proposals to publish what was given on request (art. 44).
PROPOSAL_TRANSITIONS: dict[ProposalStatus, tuple[ProposalStatus, ...]] = {
    ProposalStatus.PROPOSED: (ProposalStatus.ACCEPTED, ProposalStatus.DECLINED),
    ProposalStatus.ACCEPTED: (ProposalStatus.DRAFTED, ProposalStatus.DECLINED),
    ProposalStatus.DRAFTED: (),
    ProposalStatus.DECLINED: (),
}


def may_follow(current: str, following: Status) -> bool:
    """Whether ``following`` stands in the table after ``current``."""
    return following in TRANSITIONS[Status(current)]
