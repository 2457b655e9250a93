"""Letters: a template for every step and every leaf, the article, the remedy by date and outcome, a number, a hash."""

import hashlib
import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from docx import Document as Docx
from pypdf import PdfReader

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import LetterKind, Outcome, Party
from gongkai.casework.applications.models import Letter

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
FRIDAY = date(2024, 4, 12)
TEMPLATES = tomllib.loads((Path(__file__).parents[1] / "data" / "letters.toml").read_text(encoding="utf-8"))


@pytest.fixture
def head(office):
    return actions.set_letter_head(
        office.dept,
        prefix="某发公开告",
        reconsideration_organ="某市人民政府",
        court="某市中级人民法院",
        by=office.openness,
        now=at(MONDAY),
    )


def words(application, kind=LetterKind.OUTCOME, on=FRIDAY):
    reply = queries.letter_reply(application) if kind == LetterKind.OUTCOME else None
    return queries.words_of(application, kind, on=on, reply=reply)


def test_every_step_and_every_leaf_has_its_template():
    assert set(TEMPLATES["outcomes"]) == set(Outcome.values)
    assert set(TEMPLATES["steps"]) == set(LetterKind.values) - {"outcome"}


def test_a_refusal_cites_its_article_and_sends_to_reconsideration_first(application, head, lead):
    lead(application, Outcome.REFUSE_PROCESS, on=FRIDAY, reason="讨论记录。", weighing="公开会影响以后的讨论")
    said = words(application)
    assert said.title == "政府信息不予公开告知书"
    assert said.addressee == "申请人甲"
    assert "《中华人民共和国政府信息公开条例》第十六条第二款" in said.paragraphs[1]
    assert "公开会影响以后的讨论" in said.paragraphs[1]
    assert "应当自收到本告知书之日起60日内先向某市人民政府申请行政复议" in said.paragraphs[-1]


def test_before_2024_and_for_what_is_not_held_one_may_sue_at_once(office, receive, head, lead):
    old = receive(date(2023, 4, 10))
    lead(old, Outcome.REFUSE_LAW, on=date(2023, 4, 12), reason="法律禁止")
    assert "6个月内依法向某市中级人民法院提起行政诉讼" in words(old, on=date(2023, 4, 12)).paragraphs[-1]


def test_the_steps_tell_what_is_on_record_and_nothing_that_is_not(office, application, head):
    assert "2024年5月8日前答复" in words(application, LetterKind.ACKNOWLEDGEMENT).paragraphs[1]
    for kind in (LetterKind.AMENDMENT, LetterKind.EXTENSION, LetterKind.FEE, LetterKind.REASONS, LetterKind.INQUIRY):
        with pytest.raises(Refused, match="尚未登记"):
            words(application, kind)
    with pytest.raises(Refused, match="还没有可以告知的答复"):
        words(application)
    actions.consult(application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(FRIDAY))
    inquiry = words(application, LetterKind.INQUIRY)
    assert inquiry.addressee == "某公司"
    assert "申请人甲" not in "".join(inquiry.paragraphs), "a third party is not told who asked"


def test_what_people_write_is_never_read_as_a_template(office, application, head, lead):
    lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="依据{article}与{nothing}{0}")
    assert "依据{article}与{nothing}{0}" in words(application).paragraphs[1]


class TestIssue:
    def test_numbers_seals_and_hashes_it_and_makes_the_same_bytes_again(self, office, application, head, lead):
        lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="法律禁止公开。")
        letter = actions.issue_letter(application, LetterKind.OUTCOME, by=office.officer, now=at(FRIDAY))
        assert letter.number == "某发公开告〔2024〕1号"
        pdf = queries.pdf_of(Letter.objects.get())
        assert hashlib.sha256(pdf).hexdigest() == letter.sha256
        read = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
        for said in ("第十四条", "某市人民政府", "申请人甲", "某发公开告〔2024〕1号", "2024年4月12日"):
            assert said in read
        docx = "\n".join(paragraph.text for paragraph in Docx(BytesIO(queries.docx_of(letter))).paragraphs)
        assert "第十四条" in docx
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM applications_letter")
            assert "申请人甲" not in cursor.fetchone()[0]

    def test_a_clerk_may_edit_the_words_but_not_lose_the_article_or_the_remedy(self, office, application, head, lead):
        lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="法律禁止公开。")
        said = words(application).paragraphs
        who = {"by": office.officer, "now": at(FRIDAY)}
        with pytest.raises(Refused, match="救济途径"):
            actions.issue_letter(application, LetterKind.OUTCOME, paragraphs=said[:-1], **who)
        with pytest.raises(Refused, match="依据条款"):
            actions.issue_letter(application, LetterKind.OUTCOME, paragraphs=[said[0], said[-1]], **who)
        assert not Letter.objects.exists()

    def test_a_page_without_text_is_not_excused_for_its_seal(self, office, application, head, lead):
        lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="法律禁止公开。")
        said = (*words(application).paragraphs, "（此页无正文）")
        with pytest.raises(Refused, match="不用写“此页无正文”"):
            actions.issue_letter(application, LetterKind.OUTCOME, paragraphs=said, by=office.officer, now=at(FRIDAY))
        assert queries.tree_of(words(application), unit="某局", number="某〔2024〕1号", day=FRIDAY).blocks[-1].seal

    def test_is_refused_without_the_organ_and_court_of_the_unit(self, office, application):
        with pytest.raises(Refused, match="人民法院"):
            actions.issue_letter(application, LetterKind.ACKNOWLEDGEMENT, by=office.officer, now=at(MONDAY))
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.set_letter_head(
                office.dept, prefix="甲", reconsideration_organ="乙", court="丙", by=office.officer, now=at(MONDAY)
            )

    def test_what_was_destroyed_says_so(self, office, application, head):
        letter = actions.issue_letter(application, LetterKind.ACKNOWLEDGEMENT, by=office.officer, now=at(MONDAY))
        Letter.objects.update(content="")
        letter.refresh_from_db()
        with pytest.raises(Refused, match="销毁"):
            queries.document_of(letter)

    def test_what_was_given_up_is_told_so(self, office, application, head):
        closed = actions.withdraw(application, by=office.officer, now=at(FRIDAY))
        assert words(closed).title == "办理终结告知书"
