"""What ``gongkai up`` refuses, remembers, and stops again."""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from gongkai.base.accounts.models import User
from gongkai.interfaces.commands.management.commands import up
from gongkai.interfaces.exchange.example.house import DemoPerson


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_a_port_in_use_is_one_sentence_before_anything_is_touched(monkeypatch, home):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError, match="已被占用"):
            call_command("up")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "70000", "web", "-1"])
def test_a_port_that_is_none_is_one_sentence(port, monkeypatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT应当是"):
        call_command("up")


def test_starting_over_never_forgets_a_real_office(db, zone, home, monkeypatch):
    monkeypatch.setattr(up.connection, "vendor", "sqlite")
    with pytest.raises(CommandError, match="正式单位"):
        up._start_over()


def test_sign_ins_are_made_once_shown_again_and_kept_from_others(founder, home, monkeypatch):
    person = DemoPerson(username="founder", name="某人", role="拟稿人", unit="经济发展局")
    monkeypatch.setattr(up, "demo_people", lambda: [person])
    text = up._sign_ins()
    password = text.splitlines()[1].split()[1]
    founder = User.objects.get(pk=founder.pk)
    assert founder.check_password(password)
    assert password not in founder.password
    assert up._sign_ins() == text
    assert User.objects.get(pk=founder.pk).password == founder.password
    assert stat.S_IMODE((home / "demo-sign-ins.txt").stat().st_mode) == 0o600


def test_two_machines_never_have_the_same_sign_ins(founder, home, monkeypatch):
    person = DemoPerson(username="founder", name="某人", role="拟稿人", unit="经济发展局")
    monkeypatch.setattr(up, "demo_people", lambda: [person])
    first = up._sign_ins()
    (home / "demo-sign-ins.txt").unlink()
    assert up._sign_ins() != first


def test_pages_are_baked_again_only_when_something_is_missing_or_looks_otherwise(db, home, monkeypatch):
    assert up._baking_due()
    monkeypatch.setattr(up, "call_command", lambda name: (home / "public").mkdir(exist_ok=True))
    up._bake()
    (home / "public/index.html").write_text("home")
    assert not up._baking_due()
    monkeypatch.setattr(up, "look", lambda: "another look")
    assert up._baking_due()


def test_a_server_that_ends_is_noticed_and_one_that_runs_is_stopped():
    ended = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    stop = threading.Event()
    up._stop_when_gone(ended, stop)
    assert stop.is_set()
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    up._stop_server(running)
    assert running.poll() is not None
