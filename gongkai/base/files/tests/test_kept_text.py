"""What a kept file says stays beside it, is read without opening it, and goes when it goes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.files import actions
from gongkai.base.files.actions import destroy, extract_again, keep
from gongkai.base.files.choices import TextState
from gongkai.base.files.examining import VERSION
from gongkai.base.files.models import ExtractedText, StoredFile
from gongkai.base.files.queries import Part, text_of, to_extract_again
from tests.real_files import docx_of, made, ofd, pdf, xlsx_of

from .test_cleaning import NAME, named_docx

ID = "440401199001010011"
SECRET = "绝密代号长城"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kept(founder, now):
    def kept(content, name):
        return keep(ContentFile(content), name=name, by=founder, now=now)

    return kept


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (pdf("甲", ID), "a.pdf", Part("第2页", ID)),
        (docx_of("甲", ID), "a.docx", Part("第2段", ID)),
        (xlsx_of(("姓名", "号码"), ("张三", ID)), "a.xlsx", Part("工作表“名单”B2", ID)),
        (ofd("甲", ID), "a.ofd", Part("第2页", ID)),
        (f"姓名,号码\n张三,{ID}\n".encode(), "a.csv", Part("第2行第2列", ID)),
    ],
)
def test_a_kept_file_is_read_without_being_opened(kept, content, name, part, django_assert_num_queries):
    stored = kept(content, name)
    Path(stored.content.path).unlink()
    with django_assert_num_queries(1):
        assert part in text_of(stored)
    assert (stored.extracted_text.state, stored.extracted_text.sentence) == (TextState.DONE, "")


def test_a_scan_and_a_picture_have_no_text_and_a_person_is_told_to_look(kept):
    for content, name, sentence in (
        (pdf(""), "扫描.pdf", "扫描件，没有可检索的文字，请人工查看"),
        (made("jpg"), "照片.jpg", "图片，没有可检索的文字，请人工查看"),
    ):
        stored = kept(content, name)
        assert text_of(stored) == ()
        assert (stored.extracted_text.state, stored.extracted_text.sentence) == (TextState.NO_TEXT, sentence)


def test_text_past_the_limit_is_cut_and_the_sentence_says_so(kept, settings):
    settings.GONGKAI_EXAMINATION_LIMITS = {**settings.GONGKAI_EXAMINATION_LIMITS, "characters": 100}
    stored = kept(docx_of("甲" * 60, "乙" * 60), "长.docx")
    assert sum(len(part.text) for part in text_of(stored)) == 100
    assert stored.extracted_text.sentence == "内容太多，只提取了前 100 个字，其余请人工查看"


def test_what_was_taken_out_is_named_on_the_file_and_in_the_trail_and_its_value_nowhere(kept, settings):
    stored = kept(named_docx(), "通知.docx")
    assert {"作者", "最后修改者", "单位"} & set(stored.removed) == {"作者", "最后修改者"}
    assert Event.objects.get(kind="file.kept").data["removed"] == stored.removed
    assert NAME not in str(list(Event.objects.values())) + str(stored.removed) + str(text_of(stored))
    assert NAME.encode() not in Path(stored.content.path).read_bytes()


def test_an_objection_names_every_place_and_nothing_is_kept(founder, now, settings):
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = ID
    book.create_sheet("Sheet2")["A1"] = ID
    book["Sheet2"].sheet_state = "hidden"
    book.active["B2"].comment = openpyxl.comments.Comment("注", "李四")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused) as refused:
        keep(ContentFile(out.getvalue()), name="名单.xlsx", by=founder, now=now)
    assert str(refused.value) == (
        "文件“名单.xlsx”未保存：工作表“Sheet”B2有批注，请删除后重新上传；工作表“Sheet2”是隐藏的，请取消隐藏或删除后重新上传。"
    )
    assert not StoredFile.objects.exists()
    assert not ExtractedText.objects.exists()
    assert not Event.objects.filter(kind="file.kept").exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_file_leaves_no_word_in_any_table_or_file(kept, founder, now, settings):
    stored = kept(docx_of(SECRET), "材料.docx")
    assert SECRET in everything()
    destroy(stored, by=founder, now=now)
    assert SECRET not in everything()
    assert not ExtractedText.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def everything() -> str:
    """Every value of every table of ours."""
    said = []
    for model in apps.get_models():
        said += [str(row) for row in model._base_manager.values()]
    return "\n".join(said)


def test_a_file_is_read_again_when_the_extractor_has_learned_something(kept, founder, now):
    first, second = kept(docx_of("甲"), "甲.docx"), kept(docx_of("乙"), "乙.docx")
    assert not to_extract_again().exists()
    ExtractedText.objects.filter(file=first).update(version=VERSION - 1, parts=[["旧", "旧"]])
    ExtractedText.objects.filter(file=second).delete()
    assert list(to_extract_again()) == [first, second]
    for stored in to_extract_again():
        extract_again(stored, now=now)
    assert (text_of(first), text_of(second)) == ((Part("第1段", "甲"),), (Part("第1段", "乙"),))
    assert not to_extract_again().exists()


def test_a_file_that_can_no_longer_be_read_says_so_and_stays(kept, now):
    stored = kept(docx_of("甲"), "甲.docx")
    Path(stored.content.path).write_bytes(b"PK\x03\x04 bad")
    again = extract_again(stored, now=now)
    assert (again.state, again.sentence) == (TextState.FAILED, "已损坏或不完整，不能打开")
    assert text_of(stored) == ()


def test_the_text_of_a_file_destroyed_meanwhile_is_not_written_again(kept, founder, now, monkeypatch):
    stored = kept(docx_of(SECRET), "材料.docx")
    examine = actions.examine

    def destroyed_meanwhile(*args, **kwargs):
        found = examine(*args, **kwargs)
        destroy(StoredFile.objects.get(), by=founder, now=now)
        return found

    monkeypatch.setattr(actions, "examine", destroyed_meanwhile)
    with pytest.raises(StoredFile.DoesNotExist):
        extract_again(stored, now=now)
    assert not ExtractedText.objects.exists()


@pytest.mark.django_db
def test_a_state_nobody_knows_is_refused_by_the_database(kept):
    stored = kept(docx_of("甲"), "甲.docx")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtractedText.objects.filter(file=stored).update(state="perhaps")
    assert connection.is_usable()
