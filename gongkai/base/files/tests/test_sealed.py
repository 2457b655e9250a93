"""A file of somebody's case cannot be read on the disk, in a backup or in the database; whoever may open it notices nothing."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.sealing import Unreadable
from gongkai.base.files.actions import extract_again, keep, reseal
from gongkai.base.files.models import StoredFile
from gongkai.base.files.queries import text_of, to_extract_again
from gongkai.base.files.sealed import HEAD, PIECE, TAG
from tests.real_files import made

pytestmark = pytest.mark.django_db
SAID = "张三的补偿款"
OLD, NEW = (urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return Path(tmp_path)


@pytest.fixture
def sealed(founder: Any, now: Any) -> StoredFile:
    return keep(ContentFile(made("txt", SAID)), name="a.txt", by=founder, now=now, sealed=True)


def large(founder: Any, now: Any) -> tuple[StoredFile, bytes]:
    """Three pieces and a bit."""
    content = made("txt", "".join(f"{n:09}\n" for n in range(20_000)))
    return keep(ContentFile(content), name="b.txt", by=founder, now=now, sealed=True), content


def read(stored: StoredFile) -> bytes:
    with StoredFile.objects.get(pk=stored.pk).content.open("rb") as content:
        return content.read()


def on_disk(media: Path) -> bytes:
    return b"".join(path.read_bytes() for path in media.rglob("*") if path.is_file())


def test_nothing_of_it_can_be_read_on_the_disk_or_in_the_database(sealed: StoredFile, media: Path) -> None:
    assert read(sealed) == made("txt", SAID)
    assert SAID.encode() not in on_disk(media)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM files_extractedtext")
        assert SAID not in str(cursor.fetchall())
    assert text_of(sealed) == ()


def test_the_same_content_sealed_twice_is_other_bytes(founder: Any, now: Any, media: Path) -> None:
    stored, content = large(founder, now)
    first = on_disk(media)
    Path(stored.content.path).unlink()
    stored.content.save(stored.content.name, ContentFile(content), save=True)
    assert on_disk(media) != first
    assert read(stored) == content


def test_it_is_read_from_any_place(founder: Any, now: Any) -> None:
    stored, content = large(founder, now)
    assert len(content) > 3 * PIECE
    with stored.content.open("rb") as file:
        for place in (0, 10, PIECE - 3, PIECE, 2 * PIECE + 7, len(content) - 5, len(content), len(content) + 9):
            file.seek(place)
            assert file.read(20) == content[place : place + 20]
        assert b"".join(stored.content.chunks()) == content
    assert stored.content.size == len(content)


def test_it_is_opened_again_after_it_was_closed(sealed: StoredFile) -> None:
    for _turn in range(2):
        with sealed.content.open("rb") as file:
            assert file.read() == made("txt", SAID)


@pytest.mark.parametrize("harm", ["changed", "cut", "exchanged", "longer head"])
def test_what_was_tampered_with_is_not_given_out(harm: str, founder: Any, now: Any) -> None:
    stored, _content = large(founder, now)
    path = Path(stored.content.path)
    raw = bytearray(path.read_bytes())
    piece = PIECE + TAG
    if harm == "changed":
        raw[HEAD + 100] ^= 1
    elif harm == "cut":
        del raw[-piece:]
    elif harm == "exchanged":
        one, two = raw[HEAD : HEAD + piece], raw[HEAD + piece : HEAD + 2 * piece]
        raw[HEAD : HEAD + 2 * piece] = two + one
    else:
        raw[HEAD - 1] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(Unreadable, match="损坏或者被改动"):
        read(stored)


def test_without_the_key_a_sentence_is_said(sealed: StoredFile, settings: Any) -> None:
    settings.GONGKAI_DATA_KEYS = [OLD]
    with pytest.raises(Unreadable, match="没有打开该文件的密钥"):
        read(sealed)


def test_keys_are_changed_without_losing_a_file(founder: Any, now: Any, settings: Any, media: Path) -> None:
    settings.GONGKAI_DATA_KEYS = [OLD]
    stored, content = large(founder, now)
    settings.GONGKAI_DATA_KEYS = [NEW, OLD]
    with pytest.raises(NotAllowed, match="权限"):
        reseal(by=founder, now=now)
    founder.is_superuser = True
    assert reseal(by=founder, now=now) == 1
    assert reseal(by=founder, now=now) == 0
    settings.GONGKAI_DATA_KEYS = [NEW]
    assert read(stored) == content


def test_the_same_content_for_something_public_is_plain_from_then_on(
    sealed: StoredFile, founder: Any, now: Any, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        again = keep(ContentFile(made("txt", SAID)), name="a.txt", by=founder, now=now)
    assert again == sealed
    assert not again.is_sealed
    assert read(again) == made("txt", SAID)
    assert [SAID in part.text for part in text_of(again)] == [True]
    assert list(media.glob("sealed/*/*")) == []
    assert Event.objects.filter(kind="file.unsealed").exists()


def test_a_plain_file_stays_plain(founder: Any, now: Any, settings: Any) -> None:
    plain = keep(ContentFile(made("txt", SAID)), name="a.txt", by=founder, now=now)
    assert keep(ContentFile(made("txt", SAID)), name="a.txt", by=founder, now=now, sealed=True) == plain
    settings.GONGKAI_DATA_KEYS = [OLD]
    assert read(plain) == made("txt", SAID)


def test_its_text_is_not_extracted_later_either(sealed: StoredFile, now: Any) -> None:
    extract_again(sealed, now=now)
    assert text_of(sealed) == ()
    sealed.extracted_text.delete()
    assert sealed not in to_extract_again()
