"""The desk of returns: the list (``listing``), one return with its acts (``reading``, ``steps``), filling it in (``filling``), numbers."""

from .figures import ReturnFigure
from .filling import ReturnFill
from .listing import NewReturn, ReturnList
from .reading import KeptFile, ReturnDetail, ReturnStep
from .steps import STEPS

__all__ = ["STEPS", "KeptFile", "NewReturn", "ReturnDetail", "ReturnFigure", "ReturnFill", "ReturnList", "ReturnStep"]
