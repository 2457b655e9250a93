"""What the room's screens ask for."""

from .documents import (
    CancelForm,
    CopyForm,
    DocumentFilterForm,
    DocumentForm,
    ItemFromForm,
    OpinionForm,
    PublicElsewhereForm,
    ReassessForm,
    SecretDocumentForm,
)
from .editor import fits_editor
from .items import ItemForm, SecretForm
from .later import (
    BulkForm,
    ChangeForm,
    DiscardForm,
    ExpiryForm,
    InterpretForm,
    MourningForm,
    MoveForm,
    RelationForm,
    ScheduleForm,
    ValidityForm,
)
from .lists import FilterForm
from .steps import AnswerForm, AskForm, BasisForm, PaperForm, ReturnForm, StepForm, WithdrawForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "BasisForm",
    "BulkForm",
    "CancelForm",
    "ChangeForm",
    "CopyForm",
    "DiscardForm",
    "DocumentFilterForm",
    "DocumentForm",
    "ExpiryForm",
    "FilterForm",
    "InterpretForm",
    "ItemForm",
    "ItemFromForm",
    "MourningForm",
    "MoveForm",
    "OpinionForm",
    "PaperForm",
    "PublicElsewhereForm",
    "ReassessForm",
    "RelationForm",
    "ReturnForm",
    "ScheduleForm",
    "SecretDocumentForm",
    "SecretForm",
    "StepForm",
    "ValidityForm",
    "WithdrawForm",
    "fits_editor",
]
