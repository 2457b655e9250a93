"""The desk's screens: writing, passing on, comments and their answers. Each reads the clock once and calls one action."""

from .comments import CommentEnter, CommentExport, CommentList
from .editing import ConsultationCreate, ConsultationEdit
from .listing import ConsultationList
from .one_comment import CommentDetail, CommentDownload, CommentErase, CommentUnmark
from .reading import ConsultationDetail, ConsultationStep, DraftFile
from .steps import STEPS

__all__ = [
    "STEPS",
    "CommentDetail",
    "CommentDownload",
    "CommentEnter",
    "CommentErase",
    "CommentExport",
    "CommentList",
    "CommentUnmark",
    "ConsultationCreate",
    "ConsultationDetail",
    "ConsultationEdit",
    "ConsultationList",
    "ConsultationStep",
    "DraftFile",
]
