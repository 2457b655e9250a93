"""The two ways an act is refused. The message is one Chinese sentence for the person refused."""

from __future__ import annotations


class Refusal(Exception):
    """An act that was refused; nothing was changed. ``str()`` is the sentence to show."""


class NotAllowed(Refusal):
    """This person may not do this to this thing, or not now."""


class Refused(Refusal):
    """What was handed in is wrong: missing, malformed or contradictory."""
