from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ...forms import StepForm


@dataclass(frozen=True)
class Step:
    """One act. ``check`` and ``act`` take the case, or the record ``below`` it that the address names."""

    name: str
    label: str | Promise
    consequence: str | Promise
    done: str | Promise
    check: Callable[..., None]
    act: Callable[..., Any]
    form: type[StepForm] = StepForm
    #: Of which kind of records (``screens.BELOW``); empty for the case itself.
    below: str = ""
    #: Which of them, in words.
    about: Callable[[Any], str] | None = None
    #: Somebody waits for it: drawn as a button with what follows; the rest are links.
    main: bool = False
    #: Takes something away or sends it back; drawn apart from the way forward.
    backward: bool = False
    #: Shows the answer under way before it is agreed to.
    shows_reply: bool = False
    #: Where a screen of its own does it (``drafting``, ``lettering``).
    own_screen: bool = False

    @property
    def path(self) -> str:
        """Its address below the case's."""
        return f"{self.below}/<slug:key>/{self.name.split('-', 1)[1]}/" if self.below else f"{self.name}/"
