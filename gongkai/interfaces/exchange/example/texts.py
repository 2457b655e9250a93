"""Titles and bodies: a small sentence grammar over ``words.toml`` and ``kinds.toml``, all in our own wording."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]、")
_NUMERALS = "一二三四五六七八九十"
#: A body ends before it grows past this, in characters.
_LONGEST = 860
#: Nor does it end before it has this many.
_SHORTEST = 330


@cache
def _file(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def topic_name(topic: str) -> str:
    """The Chinese name of a topic of ``words.toml``."""
    return str(_file("words.toml")["topics"][topic]["name"])


class Writer:
    """Words one thing after another; what it says depends on the random source it was given and on nothing else."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._slots: Mapping[str, Sequence[str]] = _file("words.toml")["slots"]
        self._topics: Mapping[str, Mapping[str, Any]] = _file("words.toml")["topics"]
        self._kinds: Mapping[str, Mapping[str, Any]] = _file("kinds.toml")
        self._said: set[str] = set()

    def facts(self, topic: str, **given: str) -> dict[str, str]:
        """What the title and the body of one thing have in common: two things of the topic, two acts, a place, and what was given."""
        words, rng = self._topics[topic], self._rng
        things, acts = rng.sample(words["things"], 2), rng.sample(words["acts"], 2)
        villages = rng.sample(self._slots["village"], 2)
        return {
            "topic": words["name"],
            "thing": things[0],
            "thing2": things[1],
            "act": acts[0],
            "act2": acts[1],
            "outcome": rng.choice(words["outcomes"]),
            "place": rng.choice(self._slots["place"]),
            "village": villages[0],
            "village2": villages[1],
            **given,
        }

    def title(self, kind: str, facts: Mapping[str, str]) -> str:
        """A title nobody has yet; after a dozen tries one with a part number."""
        for _attempt in range(12):
            title = self._say(self._rng.choice(self._kinds[kind]["titles"]), facts)
            if title not in self._said:
                break
        base, part = title, 1
        while title in self._said:
            part += 1
            title = f"{base}（{part}）"
        self._said.add(title)
        return title

    def body(self, kind: str, topic: str, facts: Mapping[str, str]) -> str:
        """An HTML body of 300 to 900 characters in several paragraphs."""
        rng, words = self._rng, self._kinds[kind]
        details = list(words["detail"])
        numbered = bool(_NUMBERED.match(details[0]))
        if numbered:
            if len(details) > 4 and rng.random() < 0.4:
                details.pop(rng.randrange(1, len(details)))
            details = [f"{_NUMERALS[i]}、{_NUMBERED.sub('', detail)}" for i, detail in enumerate(details)]
        else:
            details = rng.sample(details, 2)
        common = self._kinds[str(words.get("style", "common"))]
        middles = iter(rng.sample(common["middle"], len(common["middle"])))
        paragraphs = [self._say(rng.choice(words["opening"]), facts) + self._middle(next(middles), topic, facts)]
        for detail in details:
            said = self._say(detail, facts)
            if not numbered or rng.random() < 0.35:
                said += self._middle(next(middles, ""), topic, facts)
            paragraphs.append(said)
        if not numbered:
            paragraphs.append(self._middle(next(middles), topic, facts) + self._middle(next(middles), topic, facts))
        closing = self._say(rng.choice(words.get("closing") or common["closing"]), facts)
        while sum(map(len, paragraphs)) + len(closing) < _SHORTEST:
            paragraphs[-1] += self._middle(next(middles), topic, facts)
        while sum(map(len, paragraphs)) + len(closing) > _LONGEST:
            paragraphs.pop()
        return "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, closing))

    def line(self, templates: Sequence[str], facts: Mapping[str, str]) -> str:
        """One of the templates, filled."""
        return self._say(self._rng.choice(templates), facts)

    def _middle(self, template: str, topic: str, facts: Mapping[str, str]) -> str:
        # Sentences between the facts speak of other things of the same topic.
        given = {name: facts[name] for name in ("unit", "day", "until") if name in facts}
        return self._say(template, self.facts(topic, **given))

    def _say(self, template: str, facts: Mapping[str, str]) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1]
            return facts[name] if name in facts else self._rng.choice(self._slots[name])

        return _SLOT.sub(fill, template)
