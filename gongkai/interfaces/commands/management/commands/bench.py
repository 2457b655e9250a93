"""``gongkai bench relevance DIR``: how well search answers known questions, beside the plainest way of ranking, in one run."""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from gongkai.base.core.errors import Refusal
from gongkai.base.search.engines.tantivy import TantivySearch
from gongkai.base.search.port import LONGEST_QUERY, Document, Query

#: Hits looked at for each question.
LOOKED_AT = 10
K1, B = 1.2, 0.75

Judgements = Mapping[str, Mapping[str, int]]


class Command(BaseCommand):
    help = "衡量本系统：relevance 用已知答案的问题衡量检索的排序质量，并与字二元组 BM25 基线对照。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="relevance")
        relevance = what.add_parser("relevance", help="读取 corpus.jsonl、queries.jsonl、qrels.tsv，输出三项指标")
        relevance.add_argument("folder", metavar="DIR", type=Path, help="三个文件所在的文件夹")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        documents, questions, judgements = _read(folder)
        with tempfile.TemporaryDirectory(prefix="gongkai-relevance-") as root:
            search = TantivySearch(Path(root))
            search.rebuild(documents, lambda keys: ())
            ours = measure(questions, judgements, lambda text: found(search, text), "本系统")
        baseline = measure(questions, judgements, PairsBM25(documents).best, "基线")
        self.stdout.write(f"{len(documents):,} 篇文档，{ours.questions:,} 个有答案的问题，各看前 {LOOKED_AT} 条")
        self.stdout.write(f"{'':<28}{'nDCG@10':>9}{'MRR@10':>9}{'recall@10':>11}")
        for name, figures in (("gongkai", ours), ("bigram BM25 (baseline)", baseline)):
            self.stdout.write(f"{name:<28}{figures.ndcg:>9.4f}{figures.mrr:>9.4f}{figures.recall:>11.4f}")


def found(search: TantivySearch, text: str) -> list[str]:
    """The keys of the first hits of a question."""
    try:
        page = search.search(Query(text[:LONGEST_QUERY], size=LOOKED_AT, facets=()))
    except Refusal:  # nothing in it to look for
        return []
    return [hit.document.key for hit in page.hits]


@dataclass(frozen=True)
class Measure:
    """The three figures over all questions that have an answer."""

    questions: int
    ndcg: float
    mrr: float
    recall: float


def measure(
    questions: Mapping[str, str], judgements: Judgements, best: Callable[[str], Sequence[str]], name: str
) -> Measure:
    """nDCG@10 (gain 2^grade − 1), MRR@10 and recall@10, each the mean over the questions with at least one relevant document."""
    answered = {key: text for key, text in questions.items() if any(judgements.get(key, {}).values())}
    sums = [0.0, 0.0, 0.0]
    for key, text in tqdm(answered.items(), desc=name, unit="问", leave=False, disable=not sys.stderr.isatty()):
        grades = judgements[key]
        got = [grades.get(document, 0) for document in best(text)[:LOOKED_AT]]
        ideal = sorted(grades.values(), reverse=True)[:LOOKED_AT]
        relevant = sum(grade > 0 for grade in grades.values())
        sums[0] += _gain(got) / _gain(ideal)
        sums[1] += next((1 / rank for rank, grade in enumerate(got, 1) if grade > 0), 0.0)
        sums[2] += sum(grade > 0 for grade in got) / relevant
    count = max(len(answered), 1)
    return Measure(len(answered), *(total / count for total in sums))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


class PairsBM25:
    """The baseline: BM25 (k1 = 1.2, b = 0.75) over pairs of neighbouring characters of title and text; nothing else."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.keys = [document.key for document in documents]
        self.postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, document in enumerate(documents):
            pairs = _pairs(document.title + document.body)
            lengths.append(len(pairs))
            for pair, times in Counter(pairs).items():
                self.postings[pair].append((number, times))
        mean = sum(lengths) / max(len(lengths), 1) or 1.0
        self.norms = [K1 * (1 - B + B * length / mean) for length in lengths]

    def best(self, text: str) -> list[str]:
        """The keys of the best documents, best first."""
        scores: dict[int, float] = defaultdict(float)
        for pair, asked in Counter(_pairs(text)).items():
            postings = self.postings.get(pair, ())
            rarity = math.log(1 + (len(self.keys) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, times in postings:
                scores[number] += asked * rarity * times * (K1 + 1) / (times + self.norms[number])
        return [self.keys[number] for number in sorted(scores, key=lambda n: (-scores[n], n))[:LOOKED_AT]]


def _pairs(text: str) -> list[str]:
    letters = re.sub(r"[\W_]+", "", text.lower())
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def _read(folder: Path) -> tuple[list[Document], dict[str, str], Judgements]:
    try:
        documents = [
            Document(key=str(line["doc_id"]), title=str(line["title"]), body=str(line["text"]))
            for line in _lines(folder / "corpus.jsonl")
        ]
        questions = {str(line["query_id"]): str(line["text"]) for line in _lines(folder / "queries.jsonl")}
        judgements: dict[str, dict[str, int]] = defaultdict(dict)
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            if line.strip():
                question, _iteration, document, grade = line.split()
                judgements[question][document] = max(0, int(grade))
    except FileNotFoundError as error:
        raise CommandError(f"找不到文件“{error.filename}”。", returncode=2) from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise CommandError(f"“{folder}”中的文件读不懂：{error}", returncode=2) from error
    if not documents or not any(any(grades.values()) for grades in judgements.values()):
        raise CommandError(f"“{folder}”中没有文档或者没有判断。", returncode=2)
    return documents, questions, judgements


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
