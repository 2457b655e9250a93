"""What is asked for at the desk: what a list may be narrowed by (``listing``), boxes over a file (``redactions``), cases that belong
together (``groups``)."""

from .groups import JoinForm, JointReplyForm, SplitForm
from .listing import FilterForm
from .redactions import BeginRedactionForm, DropRedactionForm, box_forms

__all__ = [
    "BeginRedactionForm",
    "DropRedactionForm",
    "FilterForm",
    "JoinForm",
    "JointReplyForm",
    "SplitForm",
    "box_forms",
]
