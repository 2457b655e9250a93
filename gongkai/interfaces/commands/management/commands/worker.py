"""``gongkai worker``: turn committed acts into pages, until told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.base.core.tasks import run_worker


class Command(BaseCommand):
    help = "持续处理待办派生（写网页、订阅和日志文件），收到中断信号后做完手头一件再退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_received: stop.set())
        self.stdout.write("开始处理待办派生，按 Ctrl-C 停止。")
        run_worker(stop)
        self.stdout.write("已停止。")
