"""The pictures of states in docs/reference are drawn from each room's table, never by hand.

``python tests/architecture/test_state_pictures.py`` draws them again.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Name of the picture → (its title, the room whose table it shows; with ``:NAME`` where the room has another besides TRANSITIONS).
PICTURES = {
    "item-states": ("信息的状态", "gongkai/publishing/disclosure"),
    "document-states": ("公文登记的状态", "gongkai/publishing/disclosure:DOCUMENT_TRANSITIONS"),
    "consultation-states": ("征求意见的状态", "gongkai/publishing/consultations"),
    "application-states": ("政府信息公开申请的状态", "gongkai/casework/applications"),
    "correction-states": ("更正申请的状态", "gongkai/casework/applications:CORRECTION_TRANSITIONS"),
    "proposal-states": ("主动公开建议的状态", "gongkai/casework/applications:PROPOSAL_TRANSITIONS"),
    "report-states": ("年度报告的状态", "gongkai/oversight/annual_report"),
    "return-states": ("统计报送的状态", "gongkai/oversight/returns"),
}


def path_of(name: str) -> Path:
    return ROOT / "docs" / "reference" / f"{name}.md"


def table_of(room: str) -> Mapping[Any, Sequence[Any]]:
    room, _colon, name = room.partition(":")
    workflow = importlib.import_module(f"{room.replace('/', '.')}.workflow")
    table: Mapping[Any, Sequence[Any]] = getattr(workflow, name or "TRANSITIONS")
    return table


def render(title: str, room: str) -> str:
    """A page with the room's table as a mermaid state diagram: states in the order of the table, the first first, ends marked."""
    table = table_of(room)
    lines = [f"    {state.value}: {state.label}" for state in table]
    lines += [f"    [*] --> {next(iter(table)).value}"]
    lines += [f"    {state.value} --> {following.value}" for state, all_of in table.items() for following in all_of]
    lines += [f"    {state.value} --> [*]" for state, following in table.items() if not following]
    body = "\n".join(lines)
    room = room.partition(":")[0]
    return f"# {title}\n\n本图由 `{room}/workflow.py` 中的表生成，不手工修改。\n\n```mermaid\nstateDiagram-v2\n{body}\n```\n"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_its_table(name):
    assert path_of(name).read_text(encoding="utf-8") == render(*PICTURES[name]), (
        "表已改动：请执行 python tests/architecture/test_state_pictures.py 重新生成，并看一眼新图。"
    )


def test_every_room_with_states_has_its_picture():
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("gongkai/*/*/workflow.py")}
    assert rooms == {room.partition(":")[0] for _title, room in PICTURES.values()}


@pytest.mark.parametrize("name", PICTURES)
def test_every_state_can_be_reached(name):
    table = table_of(PICTURES[name][1])
    reached, waiting = set(), [next(iter(table))]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += table[state]
    assert reached == set(table)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    importlib.import_module("django").setup()
    for picture, told in PICTURES.items():
        path_of(picture).write_text(render(*told), encoding="utf-8")
