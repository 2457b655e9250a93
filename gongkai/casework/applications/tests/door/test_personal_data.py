"""What a person hands in can be read nowhere but by who deals with it, and each look is written down."""

from __future__ import annotations

import io
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.sealing import Unreadable
from gongkai.base.core.tasks import drain
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import EnclosureKind
from gongkai.casework.applications.models import Application, Enclosure, QueryCode
from tests.real_files import made

from .conftest import DOOR, FILE, NAME, PERSONAL, sends, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(typed: dict[str, str]) -> SimpleNamespace:
    """One application that was sent, with what its applicant has."""
    client = Client()
    number, code = told(sends(client, typed))
    return SimpleNamespace(client=client, number=number, code=code, application=Application.objects.get(number=number))


class TestPersonalData:
    """What a person hands in is nowhere to be read: not in a table, a file, a log, the trail, the outbox, a page or the index."""

    @pytest.fixture
    def handed_in(self, typed, office, caplog) -> Any:
        caplog.set_level(logging.DEBUG)
        client = Client()
        proof = SimpleUploadedFile(FILE, made("pdf", "身份证正面的字"))
        number, code = told(sends(client, typed, identity_proof=proof))
        client.post(f"{DOOR}query/", {"number": number, "code": code})
        client.get(f"{DOOR}case/")
        client.post(f"{DOOR}case/withdraw/", {"reason": f"{NAME}不要了"})
        drain()
        return Application.objects.get(number=number)

    def test_is_ciphertext_in_every_column_of_every_table(self, handed_in):
        with connection.cursor() as cursor:
            rows = []
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows += cursor.fetchall()
        lying = "\n".join(map(str, rows))
        assert handed_in.number in lying
        assert [word for word in PERSONAL if word in lying] == []

    def test_is_not_in_the_trail_the_outbox_or_a_log(self, handed_in, caplog):
        said = str(list(Event.objects.values())) + str(list(OutboxEntry.objects.values())) + caplog.text
        assert handed_in.number in said
        assert [word for word in PERSONAL if word in said] == []

    def test_is_in_no_file_on_the_disk(self, handed_in, tree):
        files = [path for path in tree.rglob("*") if path.is_file()]
        assert files, "the file handed in is somewhere"
        for path in files:
            content = path.read_bytes()
            assert b"%PDF" not in content
            assert [word for word in PERSONAL if word.encode() in content or word in path.name] == []

    def test_the_code_is_kept_nowhere(self, typed):
        _number, code = told(sends(Client(), typed))
        kept = str(list(QueryCode.objects.values()))
        assert code.replace("-", "") not in kept
        one = QueryCode.objects.get()
        assert one.digest == queries.code_digest(code.replace("-", ""), salt=one.salt)

    def test_two_with_the_same_code_would_have_different_hashes(self):
        assert queries.code_digest("A", salt="00") != queries.code_digest("A", salt="01")

    def test_no_address_holds_a_number_or_a_code(self, sent):
        for path in ("receipt/", "case/", "query/"):
            assert sent.client.get(f"{DOOR}{path}").status_code == 200
        cookie = sent.client.cookies["gongkai_case"]
        assert sent.number not in cookie.value
        assert sent.code.replace("-", "") not in cookie.value
        assert cookie["httponly"]
        assert cookie["path"] == DOOR

    def test_what_was_handed_in_opens_again_for_who_deals_with_it_and_that_is_written_down(self, handed_in, office):
        proof = handed_in.enclosures.get()
        assert (proof.name, proof.kind) == (FILE, EnclosureKind.IDENTITY)
        content = actions.see_enclosure(proof, by=office.officer, now=timezone.now())
        assert "身份证正面的字" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
        assert Event.objects.filter(kind="enclosure.seen", by_name=str(office.officer)).count() == 1
        with pytest.raises(Exception, match="只对承办人"):
            actions.see_enclosure(proof, by=office.auditor, now=timezone.now())


def test_a_file_opens_after_a_change_of_keys_and_not_without_them(typed, office, settings):
    old, new = settings.GONGKAI_DATA_KEYS[0], "bmV3IGtleSwgdGhpcnR5LXR3byBieXRlcyBsb25nISE="
    sends(Client(), typed, attachments=[SimpleUploadedFile("地图.pdf", made("pdf"))])
    settings.GONGKAI_DATA_KEYS = [new, old]
    office.openness.is_superuser = True
    actions.reseal(by=office.openness, now=timezone.now())
    settings.GONGKAI_DATA_KEYS = [new]
    assert queries.content_of(Enclosure.objects.get()).startswith(b"%PDF")
    settings.GONGKAI_DATA_KEYS = [old]
    with pytest.raises(Unreadable):
        queries.content_of(Enclosure.objects.get())
