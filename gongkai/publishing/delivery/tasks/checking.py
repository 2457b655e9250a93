"""``gongkai verify --site``: every page of ours on every platform, and on our own site, fetched and held against what was approved."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries.searching import text_of

from .. import actions
from ..choices import State
from ..models import Delivery
from ..outside.addresses import Address, parsed
from ..outside.pages import Approved, SitePage, differences, normalised, read, shows
from ..outside.requests import Answer, Unreachable, ask
from ..queries import articles_of

#: The largest page read, and how many links of it are followed to find its attachments.
LARGEST_PAGE, MOST_LINKS = 5 * 1024 * 1024, 40
_REDIRECTS = 3
_CHUNK = 100


@dataclass(frozen=True)
class Position:
    """How far a check is: the last delivery and the last of our own pages that were looked at."""

    delivery: int = 0
    item: int = 0


@dataclass(frozen=True)
class Check:
    """One page that was looked at: where the check stands now, and a sentence for each difference."""

    position: Position
    sentences: list[str]


@dataclass
class Pace:
    """Lets some time pass between two requests, so that nobody's site is pressed."""

    seconds: float
    _last: float = field(default=0.0)

    def wait(self) -> None:
        """Come back when the next request may go."""
        time.sleep(max(0.0, self._last + self.seconds - time.monotonic()))
        self._last = time.monotonic()


def to_check(after: Position) -> int:
    """How many pages are still to be looked at."""
    own = InformationItem.objects.public().filter(pk__gt=after.item).count() if _own_site() else 0
    return Delivery.objects.live().filter(pk__gt=after.delivery).count() + own


def check_sites(after: Position, *, pace: Pace) -> Iterator[Check]:
    """Look at each page in turn and note what was found; goes on behind ``after``."""
    delivery = after.delivery
    while keys := list(
        Delivery.objects.live().filter(pk__gt=delivery).order_by("pk").values_list("pk", flat=True)[:_CHUNK]
    ):
        for delivery in keys:
            yield Check(Position(delivery, after.item), _delivered(delivery, pace))
    item = after.item
    while base := _own_site():
        found = InformationItem.objects.public().filter(pk__gt=item).order_by("pk")
        items = articles_of(list(found.values_list("pk", flat=True)[:_CHUNK]))
        if not items:
            return
        for item in sorted(items):
            one = items[item]
            address = base.joined(f"/{one.path}.html")
            assert address is not None
            said = _standing(one, address, base, pace, trusted=True)
            yield Check(
                Position(delivery, item),
                [_("%(number)s（本站）：%(what)s") % {"number": one, "what": what} for what in said],
            )


def _delivered(key: int, pace: Pace) -> list[str]:
    delivery = Delivery.objects.select_related("platform").get(pk=key)
    item = articles_of([delivery.item_id])[delivery.item_id]
    base = parsed(delivery.platform.base_address)
    address = parsed(delivery.address)
    look = _gone if delivery.state == State.REMOVED else _standing
    said = look(item, address, base, pace)
    actions.note_check(
        delivery, differences=said, by=item.published_by or delivery.platform.changed_by, now=timezone.now()
    )
    named = {"number": item, "platform": delivery.platform}
    return [_("%(number)s（%(platform)s）：%(what)s") % {**named, "what": what} for what in said]


def _standing(
    item: InformationItem, address: Address, base: Address, pace: Pace, *, trusted: bool = False
) -> list[str]:
    try:
        answer = _get(address, base, pace, LARGEST_PAGE, trusted=trusted)
    except Unreachable as trouble:
        return [_("没有核对成：%(why)s") % {"why": trouble}]
    if answer.status != 200:
        return [_("网页 %(address)s 打不开（%(status)d）。") % {"address": address, "status": answer.status}]
    page = read(answer.body, answer.content_type)
    found = differences(page, _approved(item))
    if answer.cut:
        found.append(_("网页超过 %(limit)d MB，后面的没有核对。") % {"limit": LARGEST_PAGE // 1024**2})
    return found + _attachments(item, page, answer.address, base, pace, trusted=trusted)


def _gone(item: InformationItem, address: Address, base: Address, pace: Pace) -> list[str]:
    """What was withdrawn is no longer there: an error, or a page that says something else."""
    try:
        answer = _get(address, base, pace, LARGEST_PAGE)
    except Unreachable as trouble:
        return [_("没有核对成：%(why)s") % {"why": trouble}]
    if answer.status == 200 and shows(read(answer.body, answer.content_type), _approved(item)):
        return [_("已撤下，网页 %(address)s 上却还能看到。") % {"address": address}]
    return []


def _approved(item: InformationItem) -> Approved:
    assert item.published_date is not None
    return Approved(item.title, text_of(item.body), item.published_date)


def _get(address: Address, base: Address, pace: Pace, limit: int, *, trusted: bool = False) -> Answer:
    pace.wait()
    return ask("GET", address, under=base, limit=limit, redirects=_REDIRECTS, trusted=trusted)


def _attachments(
    item: InformationItem, page: SitePage, at: Address, base: Address, pace: Pace, *, trusted: bool
) -> list[str]:
    """Each approved file is found among the files the page links to, by its content and whatever it is called there."""
    missing = {one.file.sha256: one for one in item.attachments.all()}
    if not missing:
        return []
    largest = max(one.file.size for one in missing.values())
    names = [one.name for one in missing.values()]
    seen: list[str] = []
    for address, label in _candidates(page, at, base, names):
        if not missing:
            break
        try:
            answer = _get(address, base, pace, largest + 1, trusted=trusted)
        except Unreachable:
            continue
        if answer.status == 200:
            seen.append(label)
            missing.pop(hashlib.sha256(answer.body).hexdigest(), None)
    said = []
    for one in missing.values():
        stem = normalised(PurePath(one.name).stem)
        altered = any(stem in normalised(label) for label in seen)
        what = _("附件“%(name)s”的内容与审定的不同。") if altered else _("网页上找不到附件“%(name)s”。")
        said.append(what % {"name": one.name})
    return said


def _candidates(page: SitePage, at: Address, base: Address, names: Sequence[str]) -> list[tuple[Address, str]]:
    """The links that may be one of these files, the likeliest first: those called like one, then those of the same type."""
    suffixes = {PurePath(name).suffix.lower() for name in names}
    stems = [normalised(PurePath(name).stem) for name in names]
    found: dict[str, tuple[int, Address, str]] = {}
    for reference, text in page.links:
        address = at.joined(reference)
        if address is None or not base.holds(address) or str(address) in found:
            continue
        label = f"{text} {reference}"
        called = any(stem in normalised(text) for stem in stems)
        if called or PurePath(address.path).suffix.lower() in suffixes:
            found[str(address)] = (0 if called else 1, address, label)
    ordered = sorted(found.values(), key=lambda one: one[0])
    return [(address, label) for _order, address, label in ordered[:MOST_LINKS]]


def _own_site() -> Address | None:
    """Where our own pages are read, when there is a portal and the operator has said its address."""
    return parsed(settings.GONGKAI_ADDRESS) if settings.GONGKAI_PORTAL and settings.GONGKAI_ADDRESS else None
