"""What is asked of the public at the door, and of the staff at the desk. Nothing is decided here: actions refuse, forms collect."""

from .desk import (
    BasisForm,
    BulkForm,
    ConsultationForm,
    EndForm,
    EnterForm,
    EraseForm,
    ExtendForm,
    FilterForm,
    LinkForm,
    ListForm,
    ResultForm,
    ReturnForm,
    StepForm,
)
from .door import DoorForm

__all__ = [
    "BasisForm",
    "BulkForm",
    "ConsultationForm",
    "DoorForm",
    "EndForm",
    "EnterForm",
    "EraseForm",
    "ExtendForm",
    "FilterForm",
    "LinkForm",
    "ListForm",
    "ResultForm",
    "ReturnForm",
    "StepForm",
]
