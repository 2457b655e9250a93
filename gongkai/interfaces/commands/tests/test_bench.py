"""``gongkai bench relevance``: the figures are those of the questions, whatever the corpus."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gongkai.base.search.port import Document
from gongkai.interfaces.commands.management.commands.bench import PairsBM25

DOCUMENTS = {
    "a": ("港口收费办法", "港口经营人按照本办法收取货物港务费。"),
    "b": ("义务教育招生办法", "小学按照划片招收新生，随迁子女凭居住证入学。"),
    "c": ("公租房申请办法", "申请公租房的家庭应当提交收入证明。"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    def write(name: str, lines: list[dict]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (tmp_path / name).write_text(text, encoding="utf-8")

    write("corpus.jsonl", [{"doc_id": k, "title": t, "text": x} for k, (t, x) in DOCUMENTS.items()])
    questions = {"1": "随迁子女凭什么入学？", "2": "公租房怎么申请？", "3": "港务费由谁收取？", "4": "没有判断的问题"}
    write("queries.jsonl", [{"query_id": k, "text": t} for k, t in questions.items()])
    (tmp_path / "qrels.tsv").write_text("1\t0\tb\t1\n2\t0\tc\t1\n2\t0\ta\t0\n3\t0\tb\t1\n", encoding="utf-8")
    return tmp_path


def run(folder: Path) -> dict[str, list[float]]:
    said = StringIO()
    call_command("bench", "relevance", str(folder), stdout=said)
    rows = [line.rsplit(maxsplit=3) for line in said.getvalue().splitlines()[2:]]
    assert said.getvalue().startswith("3 篇文档，3 个有答案的问题")
    return {name.split()[0]: [float(figure) for figure in figures] for name, *figures in rows}


def test_a_judgement_that_search_does_not_share_costs_its_question(folder):
    ours = run(folder)["gongkai"]
    # Two of three are first; the third is judged to be answered by a text that says nothing of it.
    assert ours[0] == ours[1] == ours[2] == pytest.approx(2 / 3, abs=1e-4)
    (folder / "qrels.tsv").write_text("1\t0\tb\t1\n2\t0\tc\t1\n3\t0\ta\t1\n", encoding="utf-8")
    assert run(folder)["gongkai"] == [1, 1, 1]


def test_the_baseline_is_measured_in_the_same_run(folder):
    assert set(run(folder)) == {"gongkai", "bigram"}


def test_the_baseline_is_bm25_over_pairs_of_characters():
    baseline = PairsBM25([Document(key, title, body) for key, (title, body) in DOCUMENTS.items()])
    assert baseline.best("公租房") == ["c"]
    assert baseline.best("办法")[0] in DOCUMENTS
    assert baseline.best("无") == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("corpus.jsonl", None, "找不到文件"),
        ("qrels.tsv", "1 b\n", "读不懂"),
        ("queries.jsonl", "{", "读不懂"),
        ("corpus.jsonl", '{"doc_id": 1}\n', "读不懂"),
        ("qrels.tsv", "", "没有判断"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_with_a_sentence(folder, name, content, sentence):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        run(folder)


@pytest.mark.shared
def test_real_questions_are_answered_better_than_by_the_baseline(shared_dir):
    said = StringIO()
    call_command("bench", "relevance", str(shared_dir / "data/relevance_policy_qa"), stdout=said)
    rows = {line.split()[0]: line.split() for line in said.getvalue().splitlines()[2:]}
    assert float(rows["gongkai"][1]) >= 0.91 > float(rows["bigram"][-3])
