from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.db import transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import clear_left, destroy, keep
from gongkai.base.files.choices import ACCEPTED
from gongkai.base.files.models import StoredFile
from gongkai.base.files.policies import HEAD, accepted
from gongkai.base.files.queries import LONGEST_NAME, bare_name, unused
from tests.real_files import made

from .old_files import doc, xls
from .workshop import examined

PDF = made("pdf")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def on_disk(settings):
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def sample(suffix):
    old = {".doc": doc("正文"), ".wps": doc("正文"), ".xls": xls(("表", 0, b""))}
    given = old.get(suffix) or made(suffix.removeprefix(".").replace("jpeg", "jpg"))
    return examined(suffix, given)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", sorted(ACCEPTED))
def test_every_accepted_type_is_kept_under_the_hash_of_what_is_kept(suffix, founder, now, settings):
    content = sample(suffix)
    kept = keep(ContentFile(content), name=f"附件{suffix.upper()}", by=founder, now=now)
    sha256 = hashlib.sha256(content).hexdigest()
    assert (kept.sha256, kept.size, kept.media_type) == (sha256, len(content), ACCEPTED[suffix][0])
    assert [path.name for path in on_disk(settings)] == [sha256 + suffix]
    assert on_disk(settings)[0].read_bytes() == content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("病毒.exe", b"MZ", "不接受“.exe”"),
        ("页面.html", b"<script>", "不接受“.html”"),
        ("图.svg", b"<svg>", "不接受“.svg”"),
        ("报告.pdf.exe", PDF, "不接受“.exe”"),
        ("没有扩展名", PDF, "无扩展名"),
        (".pdf", PDF, "无扩展名"),
        ("伪装.pdf", b"MZ\x90\x00", "内容与扩展名不符"),
        ("伪装.docx", PDF, "内容与扩展名不符"),
        ("伪装.png", b"<script>", "内容与扩展名不符"),
        ("伪装.txt", b"MZ\x90\x00", "不是文本文件"),
        ("空.pdf", b"", "是空的"),
        ("坏.pdf", b"%PDF-1.7\n1 0 obj", "“坏.pdf”已损坏或不完整，不能打开，未保存"),
        ("表.docx", made("xlsx"), "实际是 XLSX 文件，与扩展名“.docx”不符"),
        ("坏.jpg", b"\xff\xd8\xff\xe0", "已损坏"),
        ("乱码.txt", b"\x81\xff\xfe", "不是文本文件"),
    ],
)
def test_what_is_not_acceptable_is_refused_with_a_sentence_and_not_kept(
    name, content, sentence, founder, now, settings
):
    with pytest.raises(Refused, match=sentence):
        keep(ContentFile(content), name=name, by=founder, now=now)
    assert on_disk(settings) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_two_hundred_megabytes_are_refused_without_being_read(founder, now, tmp_path_factory, settings):
    path = tmp_path_factory.mktemp("upload") / "big.pdf"
    with path.open("wb") as file:
        file.write(PDF)
        file.truncate(200 * 1024**2)

    class Watched(File):
        taken = 0

        def read(self, size=-1):
            content = self.file.read(size)
            self.taken += len(content)
            return content

    with path.open("rb") as file:
        upload = Watched(file)
        with pytest.raises(Refused, match="200 MB，超过 50 MB"):
            keep(upload, name="大文件.pdf", by=founder, now=now)
    assert upload.taken <= HEAD
    assert on_disk(settings) == []


@pytest.mark.django_db
def test_the_largest_file_allowed_is_kept_and_one_byte_more_is_not(founder, now, settings):
    settings.GONGKAI_ATTACHMENT_LIMIT = len(PDF)
    assert keep(ContentFile(PDF), name="a.pdf", by=founder, now=now).size == len(PDF)
    with pytest.raises(Refused, match="上限"):
        keep(ContentFile(PDF + b"!"), name="a.pdf", by=founder, now=now)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\资料\\方案.docx", "方案.docx"),
        ("/tmp/方案.docx", "方案.docx"),
        ("方\x00案\n.pdf", "方案.pdf"),
        ("gnp\u202e.pdf", "gnp.pdf"),
        ("长" * 300 + ".docx", "长" * (LONGEST_NAME - 5) + ".docx"),
    ],
)
def test_a_name_loses_its_folders_and_its_tricks_but_not_its_suffix(given, kept):
    assert bare_name(given) == kept


@pytest.mark.django_db
def test_the_same_content_is_kept_once_whatever_it_is_called(founder, now, settings):
    first = keep(ContentFile(PDF), name="一.pdf", by=founder, now=now)
    assert keep(ContentFile(PDF), name="二.pdf", by=founder, now=now) == first
    assert len(on_disk(settings)) == 1
    assert Event.objects.filter(kind="file.kept").count() == 1


@pytest.mark.django_db
def test_a_file_looked_over_before_is_kept_without_being_looked_over_again(founder, now, settings):
    looked_over = accepted(ContentFile(PDF), name="../一.pdf")
    kept = keep(looked_over, name="一.pdf", by=founder, now=now)
    assert (kept.name, on_disk(settings)[0].read_bytes()) == ("一.pdf", PDF)


def test_the_same_content_handed_in_twice_at_once_is_kept_once(founder, now, at_once, settings):
    kept = at_once([lambda n=n: keep(ContentFile(PDF), name=f"{n}.pdf", by=founder, now=now) for n in range(4)])
    assert len({file.pk for file in kept}) == 1
    assert Event.objects.filter(kind="file.kept").count() == 1
    assert len(on_disk(settings)) == 1
    assert on_disk(settings)[0].read_bytes() == PDF


@pytest.mark.django_db
def test_the_audit_trail_never_holds_a_files_name(founder, now):
    keep(ContentFile(PDF), name="机密事项.pdf", by=founder, now=now)
    assert "机密" not in str(list(Event.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_leaves_the_disk_only_when_that_is_committed(founder, now, settings):
    kept = keep(ContentFile(PDF), name="一.pdf", by=founder, now=now)
    with transaction.atomic():
        destroy(kept, by=founder, now=now)
        assert len(on_disk(settings)) == 1
        transaction.set_rollback(True)
    assert len(on_disk(settings)) == 1
    destroy(StoredFile.objects.get(), by=founder, now=now)
    assert on_disk(settings) == []


@pytest.mark.django_db
class TestUnused:
    """What came with an act that was refused waits for the next try, and is not kept for ever."""

    def test_it_goes_after_its_days_from_the_disk_too(self, founder, now, settings, django_capture_on_commit_callbacks):
        keep(ContentFile(PDF), name="附件.pdf", by=founder, now=now)
        days = timedelta(days=settings.GONGKAI_UNUSED_FILE_DAYS)
        assert clear_left(now=now + days) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert clear_left(now=now + days + timedelta(seconds=1)) == 1
        assert on_disk(settings) == []
        assert Event.objects.get(kind="file.destroyed").by_key == ""

    def test_every_reference_to_a_file_protects_it(self):
        references = [field for field in StoredFile._meta.get_fields(include_hidden=True) if field.one_to_many]
        assert len(references) > 20
        assert {field.on_delete.__name__ for field in references} == {"PROTECT"}
        asked = str(unused(before=datetime(2024, 1, 1, tzinfo=UTC)).query)
        assert [field for field in references if f'"{field.related_model._meta.db_table}"' not in asked] == []
