"""Who may arrange the catalogue, and what is not a word, a name or a code."""

from .asking import can
from .details import answers, check_keeps_statute, checked_details, missing_details
from .keeping import can_keep, check_address_is_free, check_can_keep
from .negative_list import check_can_adopt_entry, check_can_amend_entry, check_can_retire_entry, check_can_review_entry
from .redirects import RESERVED, check_leads_on, source_of, target_of
from .texts import check_code, check_line

__all__ = [
    "RESERVED",
    "answers",
    "can",
    "can_keep",
    "check_address_is_free",
    "check_can_adopt_entry",
    "check_can_amend_entry",
    "check_can_keep",
    "check_can_retire_entry",
    "check_can_review_entry",
    "check_code",
    "check_keeps_statute",
    "check_leads_on",
    "check_line",
    "checked_details",
    "missing_details",
    "source_of",
    "target_of",
]
