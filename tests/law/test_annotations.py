from __future__ import annotations

import gzip
import json

import pytest

from gongkai.law.annotations import noted_openness
from gongkai.law.vocabulary import Openness


@pytest.mark.parametrize(
    ("text", "openness"),
    [
        ("2019年1月24日\n（此件公开发布）", Openness.PROACTIVE),
        ("(此件主动公开)", Openness.PROACTIVE),
        ("（此件公开）", Openness.PROACTIVE),
        ("（ 此件 依申请公开 ）", Openness.ON_REQUEST),
        ("（此件不予公开）", Openness.WITHHELD),
        ("（此件不公开。）", Openness.WITHHELD),
        ("此件公开发布", None),
        ("（此件删减后公开）", None),
        ("", None),
    ],
)
def test_the_note_below_the_date_says_how_far_a_document_may_be_public(text, openness):
    assert noted_openness(text) is openness


def test_a_quoted_note_does_not_hide_the_documents_own():
    assert noted_openness("（此件公开发布）……（此件依申请公开）") is Openness.ON_REQUEST


@pytest.mark.shared
def test_every_note_of_the_published_documents_says_that_they_may_be(shared_dir):
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz") as file:
        bodies = [json.loads(line)["body"] for line in file]
    noted = [openness for body in bodies if (openness := noted_openness(body))]
    assert noted.count(Openness.PROACTIVE) > 50
    assert Openness.WITHHELD not in noted
