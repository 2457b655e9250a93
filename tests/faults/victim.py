"""A process of its own that does one thing on a ledger of its own, and stands still where it is told, so that a test can kill it there.

``python victim.py work state stop:module:name:before|after:nth publish:3``: its acts in order, each with its argument; from ``stop`` on
the named step is its last. Which ledger is said by the environment, as for the house itself. What it has to say it prints as one JSON
object a line; "standing" means that the step was reached.
"""

from __future__ import annotations

import importlib
import json
import signal
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

#: A killed worker's rows are taken up after this time.
LEASE = timedelta(seconds=0.3)
#: How long ago a time was set that has come now.
A_WHILE = timedelta(minutes=5)


def say(**what: Any) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)  # noqa: T201


def stand_still_at(step: str) -> None:
    """Replace a function by one that never comes back from its nth call: before it does anything, or after it has."""
    module, name, when, nth = step.split(":")
    holder: Any = importlib.import_module(module)
    *path, attribute = name.split(".")
    for part in path:
        holder = getattr(holder, part)
    real, calls = getattr(holder, attribute), 0

    def replaced(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = None if when == "before" and calls == int(nth) else real(*args, **kwargs)
        if calls == int(nth):
            say(standing=step)
            while True:
                signal.pause()
        return result

    setattr(holder, attribute, replaced)


def prepare(items: int) -> None:
    """A department with its staff, a column, and items that wait for their approval."""
    from django.utils import timezone

    from gongkai.base.accounts.actions import open_account
    from gongkai.base.organisations import actions as organisations
    from gongkai.law.vocabulary import Role, UnitKind
    from gongkai.publishing.catalogue import actions as catalogue
    from gongkai.publishing.catalogue.choices import ColumnGroup
    from gongkai.publishing.disclosure import actions as disclosure

    now = timezone.now()
    people = {
        role: open_account(username=role.value, name=str(role.label), password=None, by=None, now=now) for role in Role
    }
    by = people[Role.OPENNESS_OFFICE]
    unit = organisations.found(
        code="117",
        name="示范区经济发展局",
        short_name="经发局",
        kind=UnitKind.DEPARTMENT,
        parent=None,
        index_prefix="440404117",
        by=by,
        now=now,
    )
    for role, user in people.items():
        organisations.fill(unit=unit, user=user, role=role, since=date(2000, 1, 1), by=by, now=now)
    kind = catalogue.define_kind(code="normative", name="规范性文件", order=1, by=by, now=now)
    column = catalogue.open_column(
        slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, by=by, now=now
    )
    for serial in range(items):
        fields = disclosure.ItemFields(
            title=f"第{serial}件", kind=kind, column=column, formed_date=date(2018, 5, 28), body="<p>正文。</p>"
        )
        item = disclosure.draft(unit, fields, by=people[Role.DRAFTER], now=now)
        item = disclosure.submit(item, by=people[Role.DRAFTER], now=now)
        disclosure.review_secrecy(item, basis="经审查不涉密", by=people[Role.SECRECY_REVIEWER], now=now)


def approve(serial: int) -> None:
    """What the approver's one button does."""
    from django.utils import timezone

    from gongkai.base.accounts.models import User
    from gongkai.publishing.disclosure import actions as disclosure
    from gongkai.publishing.disclosure.models import InformationItem

    item = InformationItem.objects.get(title=f"第{serial}件")
    disclosure.approve_and_publish(item, by=User.objects.get(username="approver"), now=timezone.now())


def publish(serial: int) -> None:
    """The same, and what the worker does after it."""
    approve(serial)
    work()


def rebuild_search() -> None:
    """``gongkai rebuild search``."""
    from django.core.management import call_command

    call_command("rebuild", "search", processes=1, stdout=sys.stderr)


def work() -> None:
    """Do what is due; wait for the leases of the killed to end, and do what they left."""
    from gongkai.base.core.models import OutboxEntry
    from gongkai.base.core.tasks import work_once

    deadline = time.monotonic() + 60
    while OutboxEntry.objects.pending().exists() and time.monotonic() < deadline:
        if not work_once(owner=f"worker {time.monotonic()}", lease=LEASE):
            time.sleep(0.05)


def schedule(serial: int) -> None:
    """Approve an item and have it published at a time that comes at once."""
    from django.utils import timezone

    from gongkai.publishing.disclosure import actions as disclosure

    at = timezone.now().replace(second=0, microsecond=0)
    disclosure.approve_and_schedule(_item(serial), at=at, by=_approver(), now=at - A_WHILE)


def lapse(serial: int) -> None:
    """Publish an item for a time that is over at once."""
    from django.utils import timezone

    from gongkai.publishing.disclosure import actions as disclosure

    publish(serial)
    at = timezone.now().replace(second=0, microsecond=0)
    disclosure.set_expiry(_item(serial), at=at, by=_approver(), now=at - A_WHILE)


def withdraw_all() -> None:
    """One operation that takes down everything there is."""
    from django.utils import timezone

    from gongkai.publishing.disclosure import actions as disclosure
    from gongkai.publishing.disclosure.choices import BulkKind
    from gongkai.publishing.disclosure.models import InformationItem

    items = list(InformationItem.objects.public().order_by("pk"))
    given = {"kind": "error", "reason": "附表有误"}
    disclosure.start_bulk(items, BulkKind.WITHDRAW, given, by=_approver(), now=timezone.now())


def fill_disk() -> None:
    """From here on no page can be written: the kernel itself refuses (RLIMIT_FSIZE), as it does when the disk is full."""
    import resource

    from gongkai.interfaces.portal.bakery import Oven

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    real = Oven._write

    def write(*args: Any, **more: Any) -> Any:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        try:
            return real(*args, **more)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    Oven._write = write  # type: ignore[method-assign]


def work_once() -> None:
    """Take up what is due, once."""
    from gongkai.base.core import tasks

    tasks.work_once(owner="one", lease=LEASE)


def _item(serial: int) -> Any:
    from gongkai.publishing.disclosure.models import InformationItem

    return InformationItem.objects.get(title=f"第{serial}件")


def _approver() -> Any:
    from gongkai.base.accounts.models import User

    return User.objects.get(username="approver")


def rebuild_pages(processes: str) -> None:
    """``gongkai rebuild pages``, a few items and months a turn."""
    from django.utils import timezone

    from gongkai.interfaces.portal.tasks import rebuilding

    rebuilding.ITEMS = rebuilding.MONTHS = 3
    rebuilding.rebuild(now=timezone.now(), processes=int(processes))


def state() -> None:
    """What ledger, trail, log and outbox know of each item, and whether all of them agree with the tree."""
    from gongkai.base.audit.models import Event
    from gongkai.base.core.models import OutboxEntry
    from gongkai.interfaces.desk.queries import desk_differences
    from gongkai.interfaces.portal.queries import differences
    from gongkai.publishing.catalogue.models import NumberSeries
    from gongkai.publishing.disclosure.models import BulkOperation, InformationItem
    from gongkai.publishing.transparency_log.models import LogEntry

    items = {
        item.title: {
            "status": item.status,
            "number": item.number,
            "events": [event.kind for event in Event.objects.about(item)],
            "log": LogEntry.objects.filter(number=item.number or "-").count(),
            "outbox": OutboxEntry.objects.filter(object_key=f"item:{item.number}").count(),
        }
        for item in InformationItem.objects.order_by("pk")
    }
    series = NumberSeries.objects.filter(prefix="440404117").first()
    say(
        items=items,
        last=series.last if series else 0,
        pending=[entry.last_error for entry in OutboxEntry.objects.pending()],
        log=LogEntry.objects.count(),
        differences=[*differences(), *desk_differences()] if LogEntry.objects.exists() else [],
        bulk=[[one.done, one.total, one.finished_at is not None] for one in BulkOperation.objects.order_by("pk")],
    )


def publish_the_rest() -> None:
    """Every item that still waits for its approval, in their order."""
    from gongkai.publishing.disclosure.models import InformationItem

    for title in (
        InformationItem.objects.filter(status="secrecy_reviewed").order_by("pk").values_list("title", flat=True)
    ):
        publish(int(title[1:-1]))


def migrate() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from gongkai.base.search.engines import open_search

    # Tables straight from the models, as in the rest of the suite: half a minute less.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    open_search().clear()
    open_search("desk").clear()


def import_items(path: str, *options: str) -> None:
    """``gongkai import items``, in batches of ten lines."""
    from django.core.management import call_command

    command = importlib.import_module("gongkai.interfaces.commands.management.commands.import")
    command.BATCH = 10
    call_command("import", "items", path, "--unit", "117", "--column", "notices", *options, stdout=sys.stderr)


def enter_platform(address: str) -> None:
    """A platform at this address that takes everything by its interface."""
    from django.utils import timezone

    from gongkai.base.accounts.models import User
    from gongkai.base.organisations.models import Unit
    from gongkai.publishing.delivery import actions
    from gongkai.publishing.delivery.choices import PlatformKind

    fields = actions.PlatformFields(
        name="省平台",
        unit=Unit.objects.get(),
        kind=PlatformKind.API,
        base_address=f"{address}/site",
        api_address=f"{address}/api",
        since_date=date(2000, 1, 1),
        is_on=True,
        columns={"notices": "3251"},
    )
    actions.enter_platform("province", fields, by=User.objects.get(username="openness_office"), now=timezone.now())


def count_deliveries() -> None:
    from gongkai.base.core.models import OutboxEntry
    from gongkai.publishing.delivery.models import Delivery

    say(
        deliveries=list(Delivery.objects.order_by("pk").values_list("state", "address")),
        pending=OutboxEntry.objects.pending().count(),
    )


def ask_redaction(pages: str) -> None:
    """An application, a PDF of so many pages with a name on each, a box on the first and on the last, and the redacted file asked for."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from gongkai.base.accounts.models import User
    from gongkai.base.organisations.models import Unit
    from gongkai.casework.applications import actions
    from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, WithholdingGround
    from tests.real_files import pdf

    now = timezone.now()
    by = User.objects.get(username="case_officer")
    application = actions.receive(
        unit=Unit.objects.get(),
        channel=ReceiptChannel.IN_PERSON,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="李某",
        contact="电话",
        sought="补偿协议",
        arrived=timezone.localdate(now),
        by=by,
        now=now,
    )
    content = ContentFile(pdf(*[f"张三第{page}页" for page in range(1, int(pages) + 1)]))
    redaction = actions.begin_redaction(application, content, name="卷宗.pdf", by=by, now=now)
    box = actions.BoxFields(1000, 1400, 8000, 500, WithholdingGround.PERSONAL_PRIVACY)
    for page in (1, int(pages)):
        actions.draw_boxes(redaction, page=page, boxes=[box], by=by, now=now)
    actions.ask_redacted(redaction, by=by, now=now)


def draw_coarsely() -> None:
    """From here on pages are drawn with few dots: what is measured is steps."""
    from gongkai.base.files import pictures

    pictures.GIVEN_OUT = 30


def tell_drawing() -> None:
    """From here on every step that draws says which pages."""
    from gongkai.base.files import pictures

    real = pictures.redacted

    def redacted(*given: Any, first: int, last: int) -> bytes:
        say(drawing=[first, last])
        return real(*given, first=first, last=last)

    pictures.redacted = redacted


def count_redactions() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    from gongkai.base.audit.models import Event
    from gongkai.base.core.models import OutboxEntry
    from gongkai.base.files.models import StoredFile
    from gongkai.casework.applications.models import Redaction

    one = Redaction.objects.get()
    folder = Path(one.original.content.path).parents[1] / "redactions"
    read = []
    if one.made_file:
        with one.made_file.content.open("rb") as content:
            read = [page.extract_text() for page in PdfReader(BytesIO(content.read())).pages]
    with one.original.content.open("rb") as content:
        first = PdfReader(BytesIO(content.read())).pages[0].extract_text().strip()
    say(
        drawn=one.drawn_pages,
        going=one.asked_at is not None,
        made=one.made_sha256,
        pages=len(read),
        text="".join(read),
        original=first,
        pieces=len(list(folder.iterdir())) if folder.exists() else 0,
        files=StoredFile.objects.count(),
        events=[
            event.kind for event in Event.objects.filter(kind__in=["redaction.asked", "redaction.made"]).order_by("pk")
        ],
        pending=OutboxEntry.objects.pending().count(),
    )


def load_example() -> None:
    """``gongkai example gaolan-2018``, and how much of it is there afterwards."""
    from django.core.management import call_command

    call_command("example", "gaolan-2018", stdout=sys.stderr, stderr=sys.stderr)
    count_example()


def count_example() -> None:
    from dataclasses import asdict

    from gongkai.interfaces.exchange.example import run
    from gongkai.publishing.transparency_log.queries import breaks_in_chain, last_seq

    say(**asdict(run.counts()), loaded=run.is_loaded(), breaks=list(breaks_in_chain()), log=last_seq())


ACTS: dict[str, Callable[..., None]] = {
    "migrate": migrate,
    "prepare": lambda items: prepare(int(items)),
    "approve": lambda serial: approve(int(serial)),
    "rebuild search": rebuild_search,
    "publish": lambda serial: publish(int(serial)),
    "publish the rest": publish_the_rest,
    "schedule": lambda serial: schedule(int(serial)),
    "lapse": lambda serial: lapse(int(serial)),
    "withdraw all": withdraw_all,
    "fill the disk": fill_disk,
    "work once": work_once,
    "work": work,
    "rebuild": rebuild_pages,
    "state": state,
    "import": import_items,
    "platform": enter_platform,
    "deliveries": count_deliveries,
    "ask redaction": ask_redaction,
    "draw coarsely": draw_coarsely,
    "tell drawing": tell_drawing,
    "redactions": count_redactions,
    "example": load_example,
    "count example": count_example,
    "import published": lambda path: import_items(path, "--published"),
}

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    for argument in sys.argv[1:]:
        what, _space, rest = argument.partition(":")
        if what == "stop":
            stand_still_at(rest)
        else:
            ACTS[what](*([rest] if rest else []))
