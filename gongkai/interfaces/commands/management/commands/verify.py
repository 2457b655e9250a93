"""``gongkai verify``: does the public site still say what the ledger and the log say? With ``--site``: do the pages readers are shown?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.core.models import OutboxEntry
from gongkai.interfaces.desk.queries import desk_differences
from gongkai.interfaces.portal.queries import differences, pieces
from gongkai.publishing.delivery.tasks import Pace, Position, check_sites, to_check

#: Pages fetched a second, unless said otherwise: nobody's site is pressed.
RATE = 2.0


class Command(BaseCommand):
    help = (
        "核对账本、公开日志、规范文本和网页是否一致；--site 改为逐页访问已交付的平台网页和本站网页，与审定的标题、日期、正文、附件相比。"
        "每处不一致打印一句话，有不一致时退出状态为1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", action="store_true", help="访问网页核对；中断后再次执行，从断处继续")
        parser.add_argument("--again", action="store_true", help="与 --site 同用：不从断处继续，从头核对")
        parser.add_argument("--rate", type=float, default=RATE, metavar="N", help=f"每秒最多访问几次，默认{RATE:g}")

    def handle(self, *args: Any, site: bool, again: bool, rate: float, **options: Any) -> None:
        if site:
            self._sites(again=again, rate=rate)
            return
        waiting = OutboxEntry.objects.pending().filter(available_at__lte=timezone.now()).count()
        if waiting:
            self.stdout.write(f"还有{waiting}项改动等待写入网页，由此产生的不一致会在写入后消失。")
        found = 0
        with tqdm(total=pieces(), desc="核对", unit="件", disable=not sys.stderr.isatty(), leave=False) as bar:
            for sentence in chain(differences(bar.update), desk_differences()):
                found += 1
                bar.clear()
                self.stdout.write(sentence)
        if found:
            raise CommandError(f"共发现{found}处不一致。", returncode=1)
        self.stdout.write("账本、公开日志、规范文本和网页一致。")

    def _sites(self, *, again: bool, rate: float) -> None:
        if not 0 < rate <= 1000:
            raise CommandError("--rate 应大于0，不超过1000。", returncode=1)
        if again:
            _note().unlink(missing_ok=True)
        position, pages, found = _left_off()
        if pages:
            self.stdout.write(f"接着上次的核对：已看过{pages}页，发现{found}处不一致。")
        with tqdm(
            total=to_check(position), desc="访问", unit="页", disable=not sys.stderr.isatty(), leave=False
        ) as bar:
            for check in check_sites(position, pace=Pace(1 / rate)):
                pages, found = pages + 1, found + len(check.sentences)
                bar.clear()
                for sentence in check.sentences:
                    self.stdout.write(sentence)
                bar.update(1)
                _remember(check.position, pages, found)
        _note().unlink(missing_ok=True)
        if found:
            raise CommandError(f"看过{pages}页，共发现{found}处不一致。", returncode=1)
        self.stdout.write(
            f"看过{pages}页，与审定的一致。" if pages else "没有已交付的网页，也没有设置本站地址，没有可核对的。"
        )


def _note() -> Path:
    """Where an unfinished check is remembered."""
    return Path(settings.HOME) / "verify-site.json"


def _remember(position: Position, pages: int, found: int) -> None:
    draft = _note().with_suffix(".new")
    draft.write_text(json.dumps({**asdict(position), "pages": pages, "found": found}))
    draft.replace(_note())


def _left_off() -> tuple[Position, int, int]:
    """Where an unfinished check stands, with its counts; the beginning when there is none, or the note cannot be read."""
    try:
        noted = {name: int(value) for name, value in json.loads(_note().read_text()).items()}
        return Position(noted["delivery"], noted["item"]), noted["pages"], noted["found"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Position(), 0, 0
