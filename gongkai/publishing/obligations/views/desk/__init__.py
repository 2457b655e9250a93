"""Standard catalogues at the desk: how things stand, the catalogues and their editions, one row, one occasion."""

from .catalogues import CatalogueCreate, CatalogueDetail, CatalogueEdit, CatalogueList, Subjects
from .editions import EditionAdopt, EditionDetail, EditionDiscard, Upload
from .listing import Checks, Matrix, StandingList, Uncheckable
from .obligations import Declare, Matching, ObligationDetail, OccasionCreate
from .occasions import FulfilmentStep, OccasionDetail, OccasionStep, PhotographFile
from .steps import FULFILMENT_STEPS, OCCASION_STEPS
from .tables import Export

__all__ = [
    "FULFILMENT_STEPS",
    "OCCASION_STEPS",
    "CatalogueCreate",
    "CatalogueDetail",
    "CatalogueEdit",
    "CatalogueList",
    "Checks",
    "Declare",
    "EditionAdopt",
    "EditionDetail",
    "EditionDiscard",
    "Export",
    "FulfilmentStep",
    "Matching",
    "Matrix",
    "ObligationDetail",
    "OccasionCreate",
    "OccasionDetail",
    "OccasionStep",
    "PhotographFile",
    "StandingList",
    "Subjects",
    "Uncheckable",
    "Upload",
]
