"""Ledgers for processes that will be killed: a real SIGKILL of a real process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

VICTIM = Path(__file__).with_name("victim.py")


@dataclass(frozen=True)
class House:
    """A ledger, a tree and files of a test's own."""

    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> list[dict[str, Any]]:
        """Let a process do something to its end; returns what it said."""
        done = subprocess.run(
            [sys.executable, VICTIM, *arguments], env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def kill(self, *arguments: str) -> list[dict[str, Any]]:
        """Let a process do something until it stands at its step, and kill it there; returns what it had said."""
        said: list[dict[str, Any]] = []
        with (
            (self.home / "stderr").open("w+") as errors,
            subprocess.Popen(
                [sys.executable, VICTIM, *arguments],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    said.append(json.loads(line))
                    if "standing" in said[-1]:
                        break
            finally:
                process.kill()
            errors.seek(0)
            assert said, errors.read()
            assert "standing" in said[-1], f"the step was never reached: {arguments} {said} {errors.read()}"
        assert process.returncode == -9
        return said


def _database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


class Ledgers:
    """Copies of two ledgers made once: an empty one, and one with staff and two dozen items that wait for their approval."""

    def __init__(self, folder: Path) -> None:
        self.url = os.environ.get("GONGKAI_DATABASE_URL", "")
        self.on_server = self.url.startswith("postgres")
        self.made: list[str] = []
        self.empty = self._house(folder / "empty", source=None)
        self.empty.run("migrate")
        self.prepared = self._house(folder / "prepared", source=self.empty)
        self.prepared.run("prepare:24")

    def copy_of(self, source: House, home: Path) -> House:
        return self._house(home, source=source)

    def remove(self) -> None:
        for name in self.made:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _house(self, home: Path, *, source: House | None) -> House:
        home.mkdir(exist_ok=True)
        if source:
            shutil.copytree(source.home / "search", home / "search")
        if self.on_server:
            self.made.append(f"fault_{uuid.uuid4().hex[:12]}")
            address = self._database(self.made[-1])
            template = urlsplit(source.environment["GONGKAI_DATABASE_URL"]).path[1:] if source else "template1"
            self._execute("CREATE DATABASE {} TEMPLATE {}", self.made[-1], template)
        else:
            address = f"sqlite:///{home / 'ledger.sqlite3'}"
            if source:
                shutil.copy(source.home / "ledger.sqlite3", home)
        here = {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "GONGKAI_HOME": str(home),
            "GONGKAI_DATABASE_URL": address,
        }
        return House(home, os.environ | here)

    def _database(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._database("postgres"), autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledgers]:
    ledgers = Ledgers(tmp_path_factory.mktemp("ledgers"))
    yield ledgers
    ledgers.remove()


@pytest.fixture
def house(tmp_path: Path, ledgers: Ledgers) -> House:
    """A ledger with staff and two dozen items that wait for their approval."""
    return ledgers.copy_of(ledgers.prepared, tmp_path)


@pytest.fixture
def empty_house(tmp_path: Path, ledgers: Ledgers) -> House:
    """A migrated ledger with nothing in it."""
    return ledgers.copy_of(ledgers.empty, tmp_path)
