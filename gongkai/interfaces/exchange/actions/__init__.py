"""Entering what was written elsewhere: documents as drafts or as items that were already public, registers of official documents."""

from .articles import enter_article, key_of
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
    "LONGEST_UPLOAD",
    "REGISTER_BATCH",
    "REGISTER_TOPIC",
    "Destination",
    "Outcome",
    "RegisterOutcome",
    "abandon_register",
    "confirm_register",
    "discard_register",
    "enter_article",
    "enter_documents",
    "enter_next_lines",
    "enter_register",
    "key_of",
    "upload_register",
]
