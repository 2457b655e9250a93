"""Catalogues with their editions and rows; what starts a clock; what stops it."""

from .catalogues import Edition, Responsibility, StandardCatalogue, Subject
from .fulfilments import Fulfilment, Photograph
from .obligations import MatchingRule, Obligation, ObligationQuerySet
from .occasions import Occasion, OccasionQuerySet

__all__ = [
    "Edition",
    "Fulfilment",
    "MatchingRule",
    "Obligation",
    "ObligationQuerySet",
    "Occasion",
    "OccasionQuerySet",
    "Photograph",
    "Responsibility",
    "StandardCatalogue",
    "Subject",
]
