"""When what is known of an applicant is destroyed, the papers that name them go too, from the disk as well, and leave a list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.base.files.actions import destroy, keep
from gongkai.base.files.models import ExtractedText, StoredFile
from gongkai.base.search.engines import open_search
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import EnclosureKind, Outcome, ServiceMethod
from gongkai.casework.applications.models import Applicant, Application, DestroyedFile, Enclosure, Reply
from tests.real_files import made

from .at_desk import Desk, upload
from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
FRIDAY, ARCHIVED, LATER = date(2024, 4, 12), date(2024, 4, 30), date(2034, 4, 30)
NAME, APPROVAL = "欧阳某某", "销〔2034〕1号"


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def files_of(disk: Path) -> list[Path]:
    return [path for path in disk.rglob("*") if path.is_file()]


@pytest.fixture
def paper(office: SimpleNamespace) -> Callable[..., StoredFile]:
    """``paper("…")``: a scan that says so, kept as the desk keeps it."""

    def paper(words: str, *, name: str = f"{NAME}的扫描件.pdf", sealed: bool = True) -> StoredFile:
        content = ContentFile(made("pdf", words))
        return keep(content, name=name, by=office.officer, now=at(MONDAY), sealed=sealed)

    return paper


@pytest.fixture
def archived(receive: Any, paper: Any, office: SimpleNamespace) -> Callable[..., Application]:
    """``archived()``: a case that was approved on paper, searched for, served with proof, ended and archived."""

    def archived(**papers: StoredFile) -> Application:
        one = receive(
            applicant_name=NAME,
            agent_name="代理人乙",
            authorisation=papers.get("authorisation") or paper("委托书"),
            sought=f"方案{Application.objects.count()}",
        )
        by = {"by": office.officer, "now": at(FRIDAY)}
        actions.record_search(
            one,
            searched=FRIDAY,
            systems="档案系统",
            keywords=NAME,
            archives="一九号全宗",
            people="某人",
            found=True,
            evidence=papers.get("evidence") or paper("截图"),
            **by,
        )
        actions.draft(one, outcome=Outcome.GRANTED, reason="可以公开", **by)
        actions.review(one, by=office.openness, now=at(FRIDAY))
        scan = papers.get("scan") or paper("审批单")
        actions.record_paper_approval(one, approver="局长", signed=FRIDAY, scan=scan, **by)
        proof = papers.get("proof") or paper("签收单")
        actions.serve(one, method=ServiceMethod.DIRECT, served=FRIDAY, proof=proof, **by)
        return actions.archive(one, by=office.officer, now=at(ARCHIVED))

    return archived


def erase(one: Application, office: SimpleNamespace, *, commits: Any, approval: str = APPROVAL) -> Applicant:
    with commits(execute=True):
        return actions.erase_applicant(one, approval=approval, by=office.openness, now=at(LATER))


class TestPapers:
    def test_go_from_the_ledger_and_the_disk_and_leave_a_list(
        self, archived: Any, office: SimpleNamespace, disk: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        one = archived()
        digests = set(StoredFile.objects.values_list("sha256", flat=True))
        assert len(digests) == len(files_of(disk)) == 4
        erase(one, office, commits=django_capture_on_commit_callbacks)
        assert files_of(disk) == []
        assert not StoredFile.objects.exists()
        assert not ExtractedText.objects.exists()
        gone = list(DestroyedFile.objects.all())
        assert [each.name for each in gone] == [
            "授权委托书.pdf",
            "检索截图.pdf",
            "纸质审批扫描件（第1稿）.pdf",
            "送达凭证（第1稿）.pdf",
        ]
        assert {each.sha256 for each in gone} == digests
        assert {(each.approval, each.destroyed_at, each.kept_for_others) for each in gone} == {
            (APPROVAL, at(LATER), False)
        }
        event = Event.objects.get(kind="applicant.erased")
        assert (event.reason, event.data["files"]) == (APPROVAL, 4)

    def test_the_reply_says_that_its_scan_was_destroyed_and_still_who_signed(
        self, archived: Any, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
    ) -> None:
        erase(archived(), office, commits=django_capture_on_commit_callbacks)
        reply = Reply.objects.select_related("service").get()
        assert (reply.paper_scan, reply.scan_destroyed_at) == (None, at(LATER))
        assert (reply.paper_approver, reply.paper_signed_date) == ("局长", FRIDAY)
        assert (reply.service.proof, reply.service.proof_destroyed_at) == (None, at(LATER))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"paper_scan": None},  # neither there nor destroyed
            {"scan_destroyed_at": at(LATER)},  # both
            {"paper_scan": None, "scan_destroyed_at": at(LATER), "paper_approver": ""},
            {"paper_scan": None, "scan_destroyed_at": at(LATER), "approval_mode": "system"},
        ],
    )
    def test_the_ledger_holds_no_other_way_of_being_without(self, wrong: dict[str, Any], archived: Any) -> None:
        archived()
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.update(**wrong)
        Reply.objects.update(paper_scan=None, scan_destroyed_at=at(LATER))

    def test_one_scan_for_two_uses_of_the_case_goes_once(
        self, archived: Any, paper: Any, office: SimpleNamespace, disk: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        same = paper("审批单和签收单")
        erase(archived(scan=same, proof=same), office, commits=django_capture_on_commit_callbacks)
        assert files_of(disk) == []
        assert DestroyedFile.objects.filter(sha256=same.sha256, kept_for_others=False).count() == 2

    def test_what_another_case_rests_on_stays_until_that_is_erased(
        self, archived: Any, paper: Any, office: SimpleNamespace, disk: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        same = paper("两案同一张审批单")
        first, second = archived(scan=same), archived(scan=same)
        erase(first, office, commits=django_capture_on_commit_callbacks)
        assert first.destroyed_files.get(kind="approval").kept_for_others
        assert StoredFile.objects.filter(pk=same.pk).exists()
        erase(second, office, commits=django_capture_on_commit_callbacks)
        assert not second.destroyed_files.get(kind="approval").kept_for_others
        assert files_of(disk) == []

    def test_what_was_handed_in_at_the_door_is_on_the_list_too(
        self, archived: Any, office: SimpleNamespace, disk: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        from contextlib import ExitStack

        from gongkai.casework.applications.actions.enclosures import enclose, look_over

        one, content = archived(), made("pdf", "身份证")
        with ExitStack() as opened:
            file = ContentFile(content, name=f"{NAME}.pdf")
            enclose(look_over([(EnclosureKind.IDENTITY, file)], opened), application=one, now=at(MONDAY))
        lost = Enclosure.objects.get()
        lost.pk, lost.content = None, "enclosures/no/file"
        lost.save()
        erase(one, office, commits=django_capture_on_commit_callbacks)
        known, unknown = one.destroyed_files.filter(kind="enclosure")
        assert known.sha256
        assert unknown.sha256 == ""
        assert not Enclosure.objects.exists()
        assert files_of(disk) == []

    def test_the_answer_given_out_stays(
        self, archived: Any, paper: Any, office: SimpleNamespace, disk: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        one = archived()
        given = paper("区分处理后的文件")
        Reply.objects.update(redacted_file=given)
        erase(one, office, commits=django_capture_on_commit_callbacks)
        assert [path.name for path in files_of(disk)] == [Path(given.content.name).name]

    def test_no_name_of_a_person_is_on_the_list_or_in_the_trail(
        self, archived: Any, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
    ) -> None:
        erase(archived(), office, commits=django_capture_on_commit_callbacks)
        said = str(list(DestroyedFile.objects.values())) + "".join(f"{one} {one.data}" for one in Event.objects.all())
        assert NAME not in said


class TestRefusedOrKilled:
    def test_nothing_goes_before_the_period_without_an_approval_or_by_another(
        self, archived: Any, office: SimpleNamespace, disk: Path
    ) -> None:
        one = archived()
        for given, error in (
            ({"approval": APPROVAL, "by": office.openness, "now": at(date(2034, 4, 29))}, NotAllowed),
            ({"approval": " ", "by": office.openness, "now": at(LATER)}, Refused),
            ({"approval": APPROVAL, "by": office.officer, "now": at(LATER)}, NotAllowed),
        ):
            with pytest.raises(error):
                actions.erase_applicant(one, **given)
        assert len(files_of(disk)) == 4
        assert not DestroyedFile.objects.exists()

    def test_an_act_that_did_not_happen_destroys_nothing(
        self, archived: Any, office: SimpleNamespace, disk: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = archived()

        def broken(*args: Any, **kwargs: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr("gongkai.casework.applications.actions.erasing.record", broken)
        with pytest.raises(RuntimeError):
            actions.erase_applicant(one, approval=APPROVAL, by=office.openness, now=at(LATER))
        drain()
        assert len(files_of(disk)) == 4

    def test_killed_before_the_disk_was_cleared_the_worker_clears_it(
        self, archived: Any, office: SimpleNamespace, disk: Path
    ) -> None:
        # What happens after the commit never happens here: as if the process were killed.
        actions.erase_applicant(archived(), approval=APPROVAL, by=office.openness, now=at(LATER))
        assert len(files_of(disk)) == 4
        OutboxEntry.objects.update(available_at=at(MONDAY))
        drain()
        assert files_of(disk) == []

    def test_the_same_content_handed_in_again_is_not_taken_away(self, paper: Any, office: SimpleNamespace) -> None:
        now = datetime.now(UTC)
        one = paper("同一张纸")
        destroy(one, by=office.officer, now=now)
        default_storage.delete(one.content.name)
        again = paper("同一张纸")
        assert again.content.name == one.content.name
        drain()
        with again.content.open("rb") as content:
            assert hashlib.sha256(content.read()).hexdigest() == again.sha256


def test_verify_is_clean_and_the_case_shows_what_was_destroyed(
    archived: Any,
    office: SimpleNamespace,
    disk: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    capsys: Any,
) -> None:
    settings.GONGKAI_PUBLIC_ROOT = disk.parent / "public"
    settings.GONGKAI_SEARCH_ROOT = disk.parent / "search"
    open_search().clear()
    one = archived()
    erase(one, office, commits=django_capture_on_commit_callbacks)
    drain()
    call_command("rebuild")
    call_command("verify")
    assert "一致" in capsys.readouterr().out
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(LATER))
    for who in ("officer", "openness", "auditor"):
        client = Client()
        client.force_login(getattr(office, who))
        page = client.get(f"/desk/applications/{one.number}/").content.decode()
        for word in ("已销毁的文件", "纸质审批扫描件（第1稿）.pdf", "扫描件已销毁", "送达凭证已销毁", APPROVAL):
            assert word in page, (who, word)
        gone = one.destroyed_files.first()
        answer = client.get(f"/desk/applications/{one.number}/files/{gone.sha256}/")
        assert answer.status_code == (403 if who == "auditor" else 404)


def test_what_the_desk_takes_in_for_a_case_lies_sealed_on_the_disk(
    application: Application, office: SimpleNamespace, disk: Path
) -> None:
    by = {"by": office.officer, "now": at(MONDAY)}
    actions.draft(application, outcome=Outcome.GRANTED, reason="可以公开", **by)
    actions.review(application, by=office.openness, now=at(MONDAY))
    Desk(office.officer, application).sends("paper/", approver="局长", signed="2024-04-08", scan=upload())
    kept = StoredFile.objects.get()
    assert kept.is_sealed
    assert b"%PDF" not in b"".join(path.read_bytes() for path in files_of(disk))
