"""Ways to look into a file and to change one part of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from gongkai.base.files.examining.dispatch import dispatch
from gongkai.base.files.examining.findings import Examination, Unacceptable
from tests.real_files import ROOMY

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def examined(suffix: str, content: bytes, **limits: int) -> tuple[Examination, bytes]:
    """What is found in a file and the bytes to keep, without a process of its own."""
    found, out = Examination(replace(ROOMY, **limits)), BytesIO()
    found.dispatch = dispatch
    dispatch(suffix, BytesIO(content), found, out)
    return found, out.getvalue()


def places(suffix: str, content: bytes) -> dict[str, str]:
    """Place → text."""
    found, _kept = examined(suffix, content)
    return dict(found.parts)


def objections(suffix: str, content: bytes) -> str:
    """Everything that stands against a file, in one string."""
    found, _kept = examined(suffix, content)
    return "；".join(
        clause % {**values, "where": "、".join(where)} for clause, (values, where) in found.objections.items()
    )


def refusal(suffix: str, content: bytes, **limits: int) -> str:
    """The clause with which a file is refused at once; fails when it is not."""
    try:
        examined(suffix, content, **limits)
    except Unacceptable as said:
        return said.clause % said.values
    raise AssertionError("not refused")


def patched(content: bytes, changes: dict[str, bytes | str | Callable[[bytes], bytes] | None]) -> bytes:
    """A package with some parts changed by a function, replaced, added, or left out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in [*given.namelist(), *(name for name in changes if name not in given.namelist())]:
            change: Any = changes.get(name, given.read(name) if name in given.namelist() else None)
            if callable(change):
                change = change(given.read(name))
            if change is not None:
                written.writestr(name, change)
    return out.getvalue()


def inserted(before: bytes, what: str) -> Callable[[bytes], bytes]:
    """A change that puts something before the last occurrence of a mark."""

    def change(content: bytes) -> bytes:
        assert before in content
        head, mark, tail = content.rpartition(before)
        return head + what.encode() + mark + tail

    return change


def related(kind: str, target: str, *, external: bool = False, id: str = "rId777") -> Callable[[bytes], bytes]:
    """A change that adds a relationship to a ``.rels`` part."""
    mode = ' TargetMode="External"' if external else ""
    return inserted(
        b"</Relationships>", f'<Relationship Id="{id}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/>'
    )


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
