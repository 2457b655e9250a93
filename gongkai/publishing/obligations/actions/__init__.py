"""Keeping catalogues, recording what happened and what met it, checking."""

from .catalogues import CatalogueFields, assign_subject, register_catalogue, set_matching
from .checking import accept_fulfilment, return_fulfilment, void_fulfilment
from .editions import adopt_edition, discard_edition, prepare_edition
from .fulfilments import (
    declare,
    end_display,
    meet_by_item,
    meet_by_photograph,
    say_not_applicable,
    say_nothing,
)
from .occasions import fix_limits, open_periods, record_occasion, void_occasion
from .publishing import CATALOGUE_TOPIC

__all__ = [
    "CATALOGUE_TOPIC",
    "CatalogueFields",
    "accept_fulfilment",
    "adopt_edition",
    "assign_subject",
    "declare",
    "discard_edition",
    "end_display",
    "fix_limits",
    "meet_by_item",
    "meet_by_photograph",
    "open_periods",
    "prepare_edition",
    "record_occasion",
    "register_catalogue",
    "return_fulfilment",
    "say_not_applicable",
    "say_nothing",
    "set_matching",
    "void_fulfilment",
    "void_occasion",
]
