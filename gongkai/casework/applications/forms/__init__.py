"""What is asked for at the desk: what a list may be narrowed by (``listing``), boxes over a file (``redactions``), cases that belong
together (``groups``), corrections."""

from .corrections import (
    CorrectionFilterForm,
    CorrectionForm,
    DraftCorrectionForm,
    EvidenceForm,
    ReasonForm,
    TellCorrectionForm,
)
from .groups import JoinForm, JointReplyForm, SplitForm
from .listing import FilterForm
from .proposals import ProposalItemForm, ProposeForm
from .redactions import BeginRedactionForm, DropRedactionForm, box_forms

__all__ = [
    "BeginRedactionForm",
    "CorrectionFilterForm",
    "CorrectionForm",
    "DraftCorrectionForm",
    "DropRedactionForm",
    "EvidenceForm",
    "FilterForm",
    "JoinForm",
    "JointReplyForm",
    "ProposalItemForm",
    "ProposeForm",
    "ReasonForm",
    "SplitForm",
    "TellCorrectionForm",
    "box_forms",
]
