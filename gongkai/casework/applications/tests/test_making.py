"""A long file is made by the worker, some pages a step: once however often it is asked for, and what stops it is said."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain, work_once
from gongkai.base.files import pictures
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.actions import BoxFields
from gongkai.casework.applications.choices import Outcome
from gongkai.casework.applications.models import Application, Redaction
from gongkai.law.vocabulary import WithholdingGround
from tests.real_files import pdf

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
LINE = BoxFields(1000, 1400, 8000, 500, WithholdingGround.PERSONAL_PRIVACY)
PAGES = 45


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(MONDAY))
    # What is measured here is the steps: a coarse picture is a picture.
    monkeypatch.setattr(pictures, "GIVEN_OUT", 30)
    return tmp_path


@pytest.fixture
def long(application: Application, office: SimpleNamespace) -> Redaction:
    """Forty-five pages, a name on each, covered on the first and the last."""
    content = ContentFile(pdf(*[f"张三第{page}页" for page in range(1, PAGES + 1)]))
    redaction = actions.begin_redaction(application, content, name="卷宗.pdf", by=office.officer, now=at(MONDAY))
    for page in (1, PAGES):
        actions.draw_boxes(redaction, page=page, boxes=[LINE], by=office.officer, now=at(MONDAY))
    OutboxEntry.objects.all().delete()
    return redaction


@pytest.fixture
def asked(long: Redaction, office: SimpleNamespace) -> Redaction:
    return actions.ask_redacted(long, by=office.officer, now=at(MONDAY))


def kinds(redaction: Redaction) -> list[str]:
    return [event.kind for event in Event.objects.about(redaction.application).filter(kind__startswith="redaction.")]


def pieces_on(media: Path) -> list[str]:
    folder = media / "sealed" / "redactions"
    return sorted(os.listdir(folder)) if folder.exists() else []


class TestSteps:
    def test_each_step_draws_the_next_pages_and_the_last_one_puts_them_together(
        self, asked: Redaction, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        seen = []
        with django_capture_on_commit_callbacks(execute=True):
            while asked.asked_at is not None:
                assert work_once() == 1
                asked.refresh_from_db()
                seen.append(asked.drawn_pages)
        assert seen == [20, 40, PAGES, 0]
        assert work_once() == 0
        assert pieces_on(media) == [], "nothing is left of the pieces"
        assert asked.made_file is not None
        with asked.made_file.content.open("rb") as content:
            pages = PdfReader(BytesIO(content.read())).pages
        assert len(pages) == PAGES
        assert "".join(page.extract_text() for page in pages) == ""
        assert kinds(asked)[-2:] == ["redaction.asked", "redaction.made"]

    def test_pieces_lie_as_ciphertext_and_the_original_is_as_it_was(self, asked: Redaction, media: Path) -> None:
        original = asked.original_sha256
        work_once()
        (piece,) = pieces_on(media)
        assert b"%PDF" not in (media / "sealed" / "redactions" / piece).read_bytes()[:64]
        drain()
        asked.refresh_from_db()
        assert asked.original is not None
        with asked.original.content.open("rb") as content:
            import hashlib

            assert hashlib.sha256(content.read()).hexdigest() == original

    def test_asked_twice_it_is_done_once(self, asked: Redaction, office: SimpleNamespace) -> None:
        work_once()
        again = actions.ask_redacted(asked, by=office.openness, now=at(MONDAY))
        assert (again.drawn_pages, again.asked_by) == (20, office.officer)
        drain()
        again = actions.ask_redacted(asked, by=office.openness, now=at(MONDAY))
        drain()
        assert again.made_by == office.officer
        assert kinds(asked).count("redaction.asked") == kinds(asked).count("redaction.made") == 1

    def test_a_step_that_two_workers_drew_counts_once(
        self, asked: Redaction, office: SimpleNamespace, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn = pictures.redacted

        def slowly(*given: Any, **pages: Any) -> bytes:
            monkeypatch.setattr(pictures, "redacted", drawn)
            actions.continue_redacted(Redaction.objects.get(pk=asked.pk), by=office.officer, now=at(MONDAY))
            return drawn(*given, **pages)

        monkeypatch.setattr(pictures, "redacted", slowly)
        work_once()
        asked.refresh_from_db()
        assert (asked.drawn_pages, len(asked.pieces), len(pieces_on(media))) == (20, 1, 1)
        drain()
        asked.refresh_from_db()
        assert asked.made_file is not None

    def test_a_few_pages_are_one_step_that_waits_a_little_for_who_asked(
        self, application: Application, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        short = actions.begin_redaction(
            application, ContentFile(pdf("张三")), name="a.pdf", by=office.officer, now=at(MONDAY)
        )
        actions.draw_boxes(short, page=1, boxes=[LINE], by=office.officer, now=at(MONDAY))
        short = actions.ask_redacted(short, by=office.officer, now=at(MONDAY))
        drain()
        short.refresh_from_db()
        assert short.made_file is None
        # Whoever asked was cut off: half a minute later the worker does it.
        later = at(MONDAY) + actions.making.GRACE
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        drain()
        short.refresh_from_db()
        assert short.made_file is not None


class TestStopping:
    def test_boxes_that_were_changed_meanwhile_are_not_given_out_as_they_were(
        self,
        asked: Redaction,
        office: SimpleNamespace,
        media: Path,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        work_once()
        drawn = pictures.redacted

        def slowly(*given: Any, **pages: Any) -> bytes:
            actions.draw_boxes(asked, page=2, boxes=[LINE], by=office.openness, now=at(MONDAY))
            return drawn(*given, **pages)

        monkeypatch.setattr(pictures, "redacted", slowly)
        with django_capture_on_commit_callbacks(execute=True):
            drain()
        asked.refresh_from_db()
        assert asked.made_file is None
        assert "有人改动了遮盖框" in asked.failure
        assert pieces_on(media) == []
        monkeypatch.setattr(pictures, "redacted", drawn)
        again = actions.ask_redacted(asked, by=office.officer, now=at(MONDAY))
        assert again.failure == ""
        drain()
        again.refresh_from_db()
        assert again.made_file is not None

    def test_what_was_put_away_or_answered_meanwhile_is_not_made(
        self, asked: Redaction, office: SimpleNamespace
    ) -> None:
        work_once()
        actions.reply(asked.application, outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
        drain()
        asked.refresh_from_db()
        assert (asked.asked_at, asked.made_file) == (None, None)
        assert "不能遮盖文件" in asked.failure
        assert kinds(asked)[-1] == "redaction.failed"

    def test_a_file_that_cannot_be_drawn_says_why_once(
        self, asked: Redaction, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuses(*given: Any, **pages: Any) -> bytes:
            raise Refused("文件过大或过于复杂，在 120 秒之内没有处理完。请拆分后分别处理。")

        monkeypatch.setattr(pictures, "redacted", refuses)
        drain()
        asked.refresh_from_db()
        assert "没有处理完" in asked.failure
        assert not OutboxEntry.objects.pending().exists(), "it would fail again"
        assert "没有做成" in str(Event.objects.about(asked.application).order_by("-pk")[0])

    def test_a_fault_of_the_machine_is_said_and_tried_again(
        self, asked: Redaction, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn = pictures.redacted

        def full(*given: Any, **pages: Any) -> bytes:
            raise OSError(28, "No space left on device")

        work_once()
        monkeypatch.setattr(pictures, "redacted", full)
        work_once()
        asked.refresh_from_db()
        assert asked.drawn_pages == 20
        assert "正在自动重试" in asked.failure
        monkeypatch.setattr(pictures, "redacted", drawn)
        OutboxEntry.objects.update(available_at=at(MONDAY))
        drain()
        asked.refresh_from_db()
        assert asked.made_file is not None
        assert asked.failure == ""


class TestScreens:
    @pytest.fixture
    def client(self, office: SimpleNamespace) -> Client:
        client = Client()
        client.force_login(office.officer)
        return client

    @pytest.fixture
    def base(self, application: Application) -> str:
        return f"/desk/applications/{application.number}/redactions/1/"

    def test_progress_is_told_with_and_without_scripts_until_it_is_made(
        self, long: Redaction, client: Client, base: str
    ) -> None:
        answer = client.post(f"{base}make/", {"page": "1"}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{base}making/"
        work_once()
        page = client.get(f"{base}making/").content.decode()
        assert "已画 20 页，共 45 页" in page
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
        assert "progress.js" in page
        assert "已画 20 页，共 45 页" in client.get(base).content.decode()
        assert "制作中 20/45" in client.get(base.removesuffix("1/")).content.decode()
        drain()
        page = client.get(f"{base}making/").content.decode()
        assert "已制作，共 45 页" in page
        assert "refresh" not in page
        assert "progress.js" not in page

    def test_why_it_was_not_made_stands_on_both_screens(
        self, asked: Redaction, client: Client, base: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuses(*given: Any, **pages: Any) -> bytes:
            raise Refused("文件过于复杂。")

        monkeypatch.setattr(pictures, "redacted", refuses)
        drain()
        for address in (base, f"{base}making/"):
            assert "遮盖后的文件没有做成：文件过于复杂。" in client.get(address).content.decode()

    def test_a_fault_while_one_waits_is_a_sentence_too(
        self, application: Application, office: SimpleNamespace, client: Client, base: str, monkeypatch: Any
    ) -> None:
        short = actions.begin_redaction(
            application, ContentFile(pdf("张三")), name="a.pdf", by=office.officer, now=at(MONDAY)
        )
        actions.draw_boxes(short, page=1, boxes=[LINE], by=office.officer, now=at(MONDAY))

        def full(*given: Any, **pages: Any) -> bytes:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(pictures, "redacted", full)
        answer = client.post(f"{base}make/", {"page": "1"}, follow=True)
        assert answer.status_code == 200
        assert "正在自动重试" in answer.content.decode()

    def test_of_a_long_file_the_screen_offers_some_pages_and_a_way_to_all(
        self, long: Redaction, client: Client, base: str
    ) -> None:
        page = client.get(f"{base}?page=20").content.decode()
        assert 'name="page" type="number" min="1" max="45"' in page
        offered = queries.page_tabs(long, current=20, boxed=[1, 45])
        assert offered == [1, 17, 18, 19, 20, 21, 22, 23, 45]
        assert len(queries.page_tabs(long, current=3, boxed=range(1, 46))) <= 50

    def test_the_progress_of_a_long_file_costs_few_queries(
        self, asked: Redaction, client: Client, base: str, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        client.get(f"{base}making/")
        with CaptureQueriesContext(connection) as first:
            client.get(f"{base}making/")
        work_once()
        with CaptureQueriesContext(connection) as later:
            client.get(f"{base}making/")
        assert len(later) == len(first)
