"""Promises of columns that are ciphertext: docs/handbook/keys.md."""

import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from gongkai.base.core import sealing
from gongkai.base.core.sealing import Unreadable

ROOT = Path(__file__).resolve().parents[4]
OLD, NEW = (urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_what_is_sealed_is_opened_and_is_never_twice_the_same():
    first, second = sealing.seal("欧阳某某"), sealing.seal("欧阳某某")
    assert first != second
    assert sealing.unseal(first) == sealing.unseal(second) == "欧阳某某"


def test_without_its_key_it_is_a_sentence_and_no_stack_trace(settings):
    sealed = sealing.seal("欧阳某某")
    settings.GONGKAI_DATA_KEYS = [NEW]
    with pytest.raises(Unreadable, match="密钥"):
        sealing.unseal(sealed)
    with pytest.raises(Unreadable, match="密钥"):
        sealing.unseal("欧阳某某")


def test_a_key_is_changed_by_putting_a_new_one_in_front(settings):
    settings.GONGKAI_DATA_KEYS = [OLD]
    sealed, mark = sealing.seal("欧阳某某"), sealing.fingerprint("440400199001011234")
    settings.GONGKAI_DATA_KEYS = [NEW, OLD]
    assert sealing.unseal(sealed) == "欧阳某某"
    assert mark in sealing.fingerprints("440400199001011234")
    again = sealing.reseal(sealed)
    settings.GONGKAI_DATA_KEYS = [NEW]
    assert sealing.unseal(again) == "欧阳某某"
    with pytest.raises(Unreadable):
        sealing.reseal(sealed)


def test_ways_of_writing_do_not_make_another_person():
    assert sealing.fingerprint("４４０４ 00199001011x") == sealing.fingerprint("44040019900101 1X")
    assert sealing.fingerprint("甲", "乙") != sealing.fingerprint("甲乙")
    assert "440400" not in sealing.fingerprint("440400199001011234")


@pytest.mark.parametrize("keys", ["", "short", f"{OLD},short"])
def test_a_real_office_does_not_start_without_a_key(keys):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "GONGKAI_SECRET_KEY": "x" * 60,
        "GONGKAI_HOSTS": "www.example.gov.cn",
        "GONGKAI_DATA_KEYS": keys,
    }
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "GONGKAI_DATA_KEYS" in done.stderr
    started = subprocess.run(
        command, env=environment | {"GONGKAI_DATA_KEYS": f"{NEW},{OLD}"}, cwd=ROOT, capture_output=True, text=True
    )
    assert started.returncode == 0, started.stderr


def test_one_machine_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "GONGKAI_HOME": str(tmp_path)}
    environment.pop("GONGKAI_DATA_KEYS", None)
    command = [sys.executable, "-c", "from django.conf import settings; print(*settings.GONGKAI_DATA_KEYS)"]
    said = [subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True).stdout for _ in range(2)]
    assert said[0] == said[1]
    assert len(said[0].strip()) == 44
    assert (tmp_path / "data-keys").stat().st_mode & 0o077 == 0
