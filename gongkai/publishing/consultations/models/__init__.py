from .comments import Comment, CommentFile, CommentQuerySet, Disposition
from .consultations import Consultation, ConsultationFile, ConsultationQuerySet

__all__ = [
    "Comment",
    "CommentFile",
    "CommentQuerySet",
    "Consultation",
    "ConsultationFile",
    "ConsultationQuerySet",
    "Disposition",
]
