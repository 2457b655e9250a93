"""``gongkai up``: from an empty machine to a served portal with the example year; from then on, just to a served portal."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from gongkai.base.accounts.actions import issue_password
from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import run_worker
from gongkai.base.organisations.models import Unit
from gongkai.interfaces.exchange.example import run as example
from gongkai.interfaces.exchange.example.house import demo_people
from gongkai.interfaces.exchange.example.report import issue_example_report
from gongkai.interfaces.portal.rendering import look
from gongkai.oversight.annual_report.models import Report

HOST = "127.0.0.1"
#: With more than this many acts waiting, baking everything is quicker than one after the other.
MANY = 20
_START = 60
_STOP = 10
#: Set for the fresh process that serves, so that it never begins anew a second time.
_PREPARED = "GONGKAI_UP_PREPARED"
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Command(BaseCommand):
    help = "准备账本、示例数据和网页，然后在本机提供服务；环境变量 PORT 可改端口，--fresh 清空后重新开始。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="删去本机的示例账本、文件和网页，从头开始")

    def handle(self, *args: Any, fresh: bool, **options: Any) -> None:
        port = _port()
        if not _is_free(port):
            raise CommandError(f"端口{port}已被占用。请先停止占用它的程序，或换一个端口：PORT={port + 1} make up")
        if fresh:
            _start_over()
        settings.HOME.mkdir(parents=True, exist_ok=True)
        self._prepared = False
        self._step("账本", _migration_due, lambda: call_command("migrate", verbosity=0))
        self._step("工作台的样式", _static_due, _collect_static)
        self._step("示例年度", lambda: not example.is_loaded(), lambda: call_command("example", example.NAME))
        self._step("年度报告", _report_due, _issue_report)
        self._step("公开网页", _baking_due, _bake)
        sign_ins = _sign_ins()
        if self._prepared and _PREPARED not in os.environ:
            _begin_anew()
        self._serve(port, sign_ins)

    def _step(self, name: str, due: Callable[[], bool], do: Callable[[], Any]) -> None:
        if not due():
            return
        self.stdout.write(f"正在准备{name} …")
        self.stdout.flush()
        began = time.monotonic()
        try:
            do()
        except Refusal as refusal:
            raise CommandError(f"{name}没有准备好：{refusal}") from refusal
        self._prepared = True
        self.stdout.write(f"{name}已就绪（{time.monotonic() - began:.0f}秒）。")

    def _serve(self, port: int, sign_ins: str) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_received: stop.set())
        server = _start_server(port)
        try:
            if not _answers(server, port, stop):
                if stop.is_set():
                    return
                raise CommandError("网页服务没有启动成功，请查看上面的提示。")
            self.stdout.write(
                f"\n公开网站  http://{HOST}:{port}/\n工作台    http://{HOST}:{port}/desk/\n\n{sign_ins}\n按 Ctrl-C 停止。"
            )
            self.stdout.flush()
            threading.Thread(target=_stop_when_gone, args=(server, stop), daemon=True).start()
            run_worker(stop)
            if server.poll() is not None:
                raise CommandError("网页服务意外停止。")
        finally:
            _stop_server(server)
            self.stdout.write("已停止。")


def _begin_anew() -> None:
    """Become a fresh process: what the preparations took in memory (a year of records, typefaces) is not kept for serving."""
    connections.close_all()
    sys.stdout.flush()
    os.environ[_PREPARED] = "1"
    os.execv(sys.executable, [word for word in sys.orig_argv if word != "--fresh"])  # noqa: S606  our own command again


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise CommandError(f"PORT应当是1至65535之间的整数，不能是“{given}”。")
    return int(given)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _start_over() -> None:
    """Forget the example ledger and all that was made of it; the secret key stays."""
    if connection.vendor != "sqlite":
        raise CommandError("--fresh 只用于本机的 SQLite 账本；PostgreSQL 的账本请自行清空。")
    if _holds_real_units():
        raise CommandError("账本中有正式单位，不能清空。试用示例数据请另设 GONGKAI_HOME。")
    connection.close()
    ledger = Path(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm", "-journal"):
        ledger.with_name(ledger.name + ending).unlink(missing_ok=True)
    for folder in (settings.GONGKAI_PUBLIC_ROOT, settings.MEDIA_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (_note("public"), _note("static"), _sign_in_file()):
        file.unlink(missing_ok=True)


def _holds_real_units() -> bool:
    try:
        return Unit.objects.filter(is_example=False).exists()
    except DatabaseError:  # nothing was ever set up here
        return False


def _migration_due() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _note(name: str) -> Path:
    """Where it is remembered from what something was last made."""
    return Path(settings.HOME) / f"{name}.made-from"


def _made_from(name: str, source: str) -> bool:
    note = _note(name)
    return note.exists() and note.read_text() == source


def _static_source() -> str:
    folders = [Path(app.path) / "static" for app in apps.get_app_configs() if app.name.startswith("gongkai.")]
    newest = max((file.stat().st_mtime_ns for folder in folders for file in folder.rglob("*")), default=0)
    return f"django {django.__version__} wagtail {wagtail.__version__} {newest}"


def _static_due() -> bool:
    return not (Path(settings.STATIC_ROOT).is_dir() and _made_from("static", _static_source()))


def _collect_static() -> None:
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _note("static").write_text(_static_source())


def _report_due() -> bool:
    return not Report.objects.public().exists()


def _issue_report() -> None:
    issue_example_report()


def _baking_due() -> bool:
    return (
        OutboxEntry.objects.pending().count() > MANY
        or not (Path(settings.GONGKAI_PUBLIC_ROOT) / "index.html").exists()
        or not _made_from("public", look())
    )


def _bake() -> None:
    call_command("rebuild")
    _note("public").write_text(look())


def _sign_in_file() -> Path:
    return Path(settings.HOME) / "demo-sign-ins.txt"


def _sign_ins() -> str:
    """The demonstration accounts; their passwords are made once on this machine, and only their hashes stand in the ledger."""
    file = _sign_in_file()
    if file.exists():
        return file.read_text()
    lines = ["示例账号（密码为本机随机生成，只用于试用）："]
    for person in demo_people():
        password = secrets.token_urlsafe(9)
        user = User.objects.get(username=person.username)
        issue_password(user, password=password, by=user, now=timezone.now())
        lines.append(f"  {person.username:<12}{password:<16}{person.unit} {person.role} {person.name}")
    text = "\n".join(lines) + "\n"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(text)
    return text


def _start_server(port: int) -> subprocess.Popen[bytes]:
    """The web server as a child of its own session, so that Ctrl-C reaches it through us alone."""
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "1", "--no-ws", "--log-level", "warning", "config.asgi:application"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "GONGKAI_HOME": str(settings.HOME),
        "GONGKAI_ADDRESS": f"http://{HOST}:{port}",
    }
    return subprocess.Popen(
        command, env=environment, cwd=settings.BASE_DIR, start_new_session=True, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    """Even kill -9 of this process leaves no server behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _answers(server: subprocess.Popen[bytes], port: int, stop: threading.Event) -> bool:
    """Wait until the server takes connections; False when it ended, or somebody wants to stop."""
    for _turn in range(_START * 20):
        if stop.is_set() or server.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.05)
    return False


def _stop_when_gone(server: subprocess.Popen[bytes], stop: threading.Event) -> None:
    server.wait()
    stop.set()


def _stop_server(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
