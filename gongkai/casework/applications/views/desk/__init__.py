"""The room's screens at the desk: lists of applications, and one of them."""

from .listing import applications
from .reading import application

__all__ = ["application", "applications"]
