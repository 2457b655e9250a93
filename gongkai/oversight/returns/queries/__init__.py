"""Asking about returns: their forms and numbers (``forms``), what is made of them (``documents``), the one before (``comparing``),
who sees them (``seeing``)."""

from .comparing import last_return, read_last, repeated_in, section_of
from .documents import return_document, return_pdf, sent_document
from .forms import (
    Form,
    broken_in,
    check_situation,
    codes_in,
    figures_of,
    figures_to_pick,
    form_names,
    form_of,
    measure_return,
    period_of,
)
from .seeing import visible_returns

__all__ = [
    "Form",
    "broken_in",
    "check_situation",
    "codes_in",
    "figures_of",
    "figures_to_pick",
    "form_names",
    "form_of",
    "last_return",
    "measure_return",
    "period_of",
    "read_last",
    "repeated_in",
    "return_document",
    "return_pdf",
    "section_of",
    "sent_document",
    "visible_returns",
]
