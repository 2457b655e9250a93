"""Entering what was written elsewhere: documents as drafts or as items that were already public, registers of official documents, and of
applications of past years."""

from .articles import enter_article, key_of
from .cases import (
    CASE_BATCH,
    CASES_TOPIC,
    CaseOutcome,
    abandon_cases,
    confirm_cases,
    discard_cases,
    enter_cases,
    enter_next_cases,
    judged_cases,
    upload_cases,
)
from .items import Destination, Outcome, enter_documents
from .registers import (
    LONGEST_UPLOAD,
    REGISTER_BATCH,
    REGISTER_TOPIC,
    RegisterOutcome,
    abandon_register,
    confirm_register,
    discard_register,
    enter_next_lines,
    enter_register,
    upload_register,
)

__all__ = [
    "CASES_TOPIC",
    "CASE_BATCH",
    "LONGEST_UPLOAD",
    "REGISTER_BATCH",
    "REGISTER_TOPIC",
    "CaseOutcome",
    "Destination",
    "Outcome",
    "RegisterOutcome",
    "abandon_cases",
    "abandon_register",
    "confirm_cases",
    "confirm_register",
    "discard_cases",
    "discard_register",
    "enter_article",
    "enter_cases",
    "enter_documents",
    "enter_next_cases",
    "enter_next_lines",
    "enter_register",
    "judged_cases",
    "key_of",
    "upload_cases",
    "upload_register",
]
