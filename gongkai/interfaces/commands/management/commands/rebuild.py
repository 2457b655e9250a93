"""``gongkai rebuild [pages|search]``: what is derived from the ledger, made again from the ledger alone."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.core.errors import Refusal
from gongkai.interfaces.desk.tasks import rebuild_desk_search
from gongkai.interfaces.portal.tasks import rebuild, rebuild_search
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import desk_found


class Command(BaseCommand):
    help = "由账本重新生成全部公开网页（pages）和检索索引（search），不写明时两样都做；中断后再次执行即可。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["pages", "search"], help="只做其中一样")
        parser.add_argument("--processes", type=int, default=2, metavar="N", help="同时使用的进程数，默认2")

    def handle(self, *args: Any, what: str | None, processes: int, **options: Any) -> None:
        if what in (None, "pages"):
            self._pages(processes)
        if what in (None, "search"):
            self._search(processes)

    def _pages(self, processes: int) -> None:
        with tqdm(desc="生成网页", unit="件", disable=not sys.stderr.isatty(), leave=False) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                rebuilt = rebuild(now=timezone.now(), processes=processes, advance=advance)
            except Refusal as refusal:
                raise CommandError(str(refusal), returncode=1) from refusal
        for path in rebuilt.removed:
            self.stdout.write(f"删去了不该有的文件 /{path}")
        self.stdout.write(f"网页已生成，共{rebuilt.files:,}个文件。")

    def _search(self, processes: int) -> None:
        public, at_desk = InformationItem.objects.public(), (desk_found("item"), desk_found("document"))
        for name, make, total in (
            ("检索索引", rebuild_search, public.count()),
            ("工作台检索索引", rebuild_desk_search, sum(found.count() for found in at_desk)),
        ):
            with tqdm(total=total, desc=name, unit="件", disable=not sys.stderr.isatty(), leave=False) as bar:
                try:
                    indexed = make(processes=processes, advance=bar.update)
                except Refusal as refusal:
                    raise CommandError(str(refusal), returncode=1) from refusal
            self.stdout.write(f"{name}已建立，共{indexed:,}件。")
