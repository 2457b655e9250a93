"""``gongkai example NAME``: load an invented year of a zone's openness work into an empty ledger."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from gongkai.base.core.errors import Refusal
from gongkai.interfaces.exchange.example import run


class Command(BaseCommand):
    help = "载入示例年度数据（虚构文字，按2018年度的数量），可重复运行，中断后接着载入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"示例名称，目前有：{run.NAME}")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        if name != run.NAME:
            raise CommandError(f"没有名为“{name}”的示例。可用的示例：{run.NAME}。", returncode=2)
        if run.is_loaded():
            self.stdout.write(f"示例“{name}”已经载入，不再重复载入。")
            return
        with tqdm(unit="条", desc="载入示例", file=self.stderr) as bar:

            def tell(done: int, total: int) -> None:
                bar.total = total
                bar.update(done)

            try:
                counts = run.load(now=timezone.now(), progress=tell)
            except Refusal as refusal:
                raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(
            f"示例“{name}”已载入：信息{counts.items}条（其中公共资源配置信息{counts.notices}条），新媒体发布{counts.posts}条，"
            f"工单{counts.work_orders}件，公开申请{counts.applications}件，另有{counts.in_flow}条信息正在办理。"
        )
