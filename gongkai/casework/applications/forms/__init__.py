"""What is asked for at the desk: what a list may be narrowed by (``listing``), boxes over a file (``redactions``)."""

from .listing import FilterForm
from .redactions import BeginRedactionForm, DropRedactionForm, box_forms

__all__ = ["BeginRedactionForm", "DropRedactionForm", "FilterForm", "box_forms"]
