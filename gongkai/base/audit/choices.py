"""The closed vocabulary of events: rooms declare their kinds when they are loaded, and nothing else can be recorded."""

from __future__ import annotations

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def declare(kind: str, sentence: str | Promise) -> str:
    """Name a kind of event (dotted, past tense) and its sentence, which may use {by}, {object} and {reason}."""
    # Compared only when there are two: comparing wakes the translations, which are not ready while rooms are being loaded.
    if kind in _sentences and _sentences[kind] != sentence:
        raise ValueError(f"two sentences for {kind}")
    _sentences[kind] = sentence
    return kind


def sentence(kind: str) -> str:
    """The sentence of a declared kind; LookupError for any other."""
    check_declared(kind)
    return str(_sentences[kind])


def check_declared(kind: str) -> None:
    """LookupError for a kind nobody declared."""
    if kind not in _sentences:
        raise LookupError(f"undeclared audit event {kind}")


def declared() -> list[str]:
    """Every kind that may be recorded, in order."""
    return sorted(_sentences)
