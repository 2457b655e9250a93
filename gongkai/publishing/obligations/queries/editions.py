"""What a prepared edition would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from gongkai.law.vocabulary import Carrier

from ..models import Edition, Obligation, StandardCatalogue
from ..reading import Printed, Reading, path_of, read, with_area

#: What may differ between two versions of a row: the model's field, the reading's.
_COMPARED = (
    *("area_text", "matter1", "matter2", "matter3", "content", "basis", "limit_text", "limit_read"),
    *("carriers_text", "audience", "mode"),
)


@dataclass(frozen=True)
class Change:
    """A row as it was and as it would be."""

    before: Obligation
    after: Printed

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Chinese name of what differs, as it was, as it would be."""
        found = [
            (_name_of(name), str(getattr(self.before, name)), str(getattr(self.after, name)))
            for name in _COMPARED
            if getattr(self.before, name) != getattr(self.after, name)
        ]
        if self.before.subject.text != self.after.subject:
            found.append((_name_of("subject"), self.before.subject.text, self.after.subject))
        was = _marked(self.before.required_carriers, self.before.optional_carriers)
        marked = _marked(self.after.required, self.after.optional)
        if was != marked and self.before.carriers_text == self.after.carriers_text:
            found.append((_name_of("carriers_text"), was, marked))
        return found


def _name_of(name: str) -> str:
    field: Any = Obligation._meta.get_field(name)
    return str(field.verbose_name)


def _marked(required: Iterable[str], optional: Iterable[str]) -> str:
    marks = [f"■{Carrier(each).label}" for each in required] + [f"□{Carrier(each).label}" for each in optional]
    return "".join(marks)


@dataclass
class Comparison:
    """A reading beside the rows that are current."""

    added: list[Printed] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Obligation] = field(default_factory=list)
    same: list[tuple[Obligation, Printed]] = field(default_factory=list)
    #: Every row's place in the printed order.
    order: dict[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the file says what is current already."""
        return not (self.added or self.changed or self.removed)


def rows_of(catalogue: StandardCatalogue, content: IO[bytes], *, name: str) -> Reading:
    """The rows of a file, in the area of the catalogue where they name none. Refused when it is no catalogue's table."""
    reading = read(content, name=name)
    if catalogue.area:
        label = str(catalogue.get_area_display())
        reading.rows = [with_area(row, catalogue.area, label) for row in reading.rows]
    return reading


def read_edition(edition: Edition) -> Reading:
    """The rows of an edition's file."""
    with edition.file.content.open("rb") as content:
        return rows_of(edition.catalogue, content, name=edition.name)


def compare(catalogue: StandardCatalogue, rows: list[Printed]) -> Comparison:
    """Match rows with the current ones by area and matter; of several with the same matter those that are alike first, then in order."""
    current: dict[str, list[Obligation]] = defaultdict(list)
    for obligation in catalogue.obligations.current().select_related("subject", "catalogue").order_by("order", "row"):
        current[_path(obligation)].append(obligation)
    printed: dict[str, list[Printed]] = defaultdict(list)
    found = Comparison(order={row.place: place for place, row in enumerate(rows, start=1)})
    for row in rows:
        printed[row.path].append(row)
    for path, group in printed.items():
        before = {obligation.digest: obligation for obligation in current.get(path, ())}
        left = []
        for row in group:
            same = before.pop(row.digest, None)
            if same is not None:
                found.same.append((same, row))
            else:
                left.append(row)
        rest = list(before.values())
        found.changed += [Change(was, row) for was, row in zip(rest, left, strict=False)]
        found.added += left[len(rest) :]
        found.removed += rest[len(left) :]
    found.removed += [each for path, group in current.items() if path not in printed for each in group]
    found.added.sort(key=lambda row: found.order[row.place])
    found.changed.sort(key=lambda change: found.order[change.after.place])
    found.removed.sort(key=lambda obligation: (obligation.order, obligation.row))
    return found


def _path(obligation: Obligation) -> str:
    return path_of(obligation.area_text, obligation.matter1, obligation.matter2, obligation.matter3)
