"""What is public about a consultation, what its comments came to, and what waits for whom."""

from .comments import Counted, Tally, groups, listed_comments, tally
from .contacts import contacts_kept, contacts_kept_until, keeping_contacts_too_long
from .listing import find, linking, linking_numbers, listed, public_years
from .public import document_sha256, public_document
from .tables import as_csv, as_xlsx, rows
from .waiting import Waiting, result_due, waiting_for

__all__ = [
    "Counted",
    "Tally",
    "Waiting",
    "as_csv",
    "as_xlsx",
    "contacts_kept",
    "contacts_kept_until",
    "document_sha256",
    "find",
    "groups",
    "keeping_contacts_too_long",
    "linking",
    "linking_numbers",
    "listed",
    "listed_comments",
    "public_document",
    "public_years",
    "result_due",
    "rows",
    "tally",
    "waiting_for",
]
