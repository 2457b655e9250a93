"""The room's screens at the desk: lists of applications, and one of them."""

from .door import enclosure, query_code
from .listing import applications
from .reading import application

__all__ = ["application", "applications", "enclosure", "query_code"]
