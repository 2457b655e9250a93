"""The 2018 report: its known contradictions are found, and each finding follows when a number of the page is altered."""

import gzip
import json
from itertools import islice

import pytest

from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.tests.invented import check, rules

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def page(shared_dir) -> str:
    return next((shared_dir / "seeds").glob("*.txt")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def outcome(page) -> Outcome:
    return check(page.encode())


def altered(page: str, old: str, new: str) -> Outcome:
    assert page.count(old) == 1, "the words to alter must be found once"
    return check(page.replace(old, new).encode())


def found(outcome: Outcome, rule: str) -> list[str]:
    return [f"{item.severity}: {item.said} | {item.computed}" for item in outcome.findings if item.rule.id == rule]


def test_exactly_three_findings_are_hard(outcome):
    assert sorted(item.rule.id for item in outcome.findings if item.severity == "hard") == [
        "percent-impossible",
        "percent-of-stated-ratio",
        "same-name-two-numbers",
    ]


@pytest.mark.parametrize(
    ("number", "rule", "severity", "evidence"),
    [
        (1, "same-name-two-numbers", "hard", "2440"),
        (2, "table-identity", "soft", "8441"),
        (3, "total-scope", "soft", "7385"),
        (5, "percent-of-stated-ratio", "hard", "11.9%"),
        (6, "percent-impossible", "hard", "1950/1951 = 99.95%"),
        (7, "percent-denominator", "soft", "1903/2039"),
        (8, "percent-denominator", "soft", "99.08%"),
        (10, "cumulative-falls", "soft", "1845 > 1771"),
        (12, "category-label", "soft", "2039"),
        (13, "due-and-done", "soft", "88"),
        (15, "table-identity", "soft", "1 对 0"),
        (18, "blank-unit", "form", "单位"),
        (19, "announced-structure", "form", "8"),
        (21, "document-number-titles", "form", "154"),
        (22, "document-number-issuer", "form", "国务院办公厅"),
        (23, "document-number-form", "form", "〔2017〕"),
        (23, "document-number-form", "form", "〔2018〕"),
    ],
)
def test_finds(outcome, number, rule, severity, evidence):
    assert any(line.startswith(severity) and evidence in line for line in found(outcome, rule)), f"finding {number}"


@pytest.mark.parametrize(
    ("number", "rule", "compared"),
    [
        (4, "partial-list", "3534 ≤ 7385"),
        (11, "sentence-parts", "86 + 1771 + 128 + 44 + 10 = 2039"),
        (14, "growth", "1106 至 1111"),
        (16, "table-identity", "当面申请数 0"),
        (29, "publication-deadline", "2019-03-31"),
    ],
)
def test_passes_what_holds(outcome, number, rule, compared):
    assert any(item.rule.id == rule and compared in item.compared for item in outcome.passed), f"row {number}"
    assert not any(compared in line for line in found(outcome, rule))


def test_characters_lost_on_the_way_are_never_findings(outcome):
    assert "characters-lost" not in rules(outcome)
    assert sum(item.rule.id == "characters-lost" for item in outcome.passed) >= 4


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("\n2240\n", "\n2440\n", "same-name-two-numbers", "hard"),
        ("信息2440条", "信息2240条", "same-name-two-numbers", "hard"),
        ("11.8%", "11.9%", "percent-of-stated-ratio", "hard"),
        ("11.8%", "11.89%", "percent-of-stated-ratio", "hard"),
        ("99.93%", "99.95%", "percent-impossible", "hard"),
        ("99.93%", "100%", "percent-impossible", "hard"),
        ("应办结1951宗,实际办结1951宗", "应办结1400宗,实际办结1400宗", "percent-impossible", "hard"),
        ("1845件", "1771件", "cumulative-falls", "soft"),
        ("截至11月30日", "截至2018年12月31日", "cumulative-falls", "soft"),
        ("\n2039\n", "\n86\n", "category-label", "soft"),
        ("\n4429\n", "\n3373\n", "table-identity", "信息发布总数"),
        ("对申请答复总数\n\n0", "对申请答复总数\n\n1", "table-identity", "答复"),
        ("应办结1951宗", "应办结2039宗", "due-and-done", "soft"),
        ("【2017】", "〔2017〕", "document-number-form", "【"),
        ("[2018]", "〔2018〕", "document-number-form", "["),
        ("《国务院关于推进社会", "《国务院办公厅关于推进社会", "document-number-issuer", "form"),
    ],
)
def test_a_finding_goes_when_the_page_is_mended(page, outcome, old, new, rule, severity):
    assert any(severity in line for line in found(outcome, rule))
    assert not any(severity in line for line in found(altered(page, old, new), rule))


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    [
        ("政府信息7385条", "政府信息7386条", "total-scope", "soft"),
        ("信息878条", "信息890条", "percent-of-stated-ratio", "hard"),
        ("咨询类86宗", "咨询类87宗", "sentence-parts", "hard"),
        ("投诉类1771宗", "投诉类1770宗", "sentence-parts", "soft"),
        ("举报类128宗", "举报类182宗", "sentence-parts", "hard"),
        ("建议类44宗", "建议类4宗", "sentence-parts", "soft"),
        ("表扬类10宗", "表扬类100宗", "sentence-parts", "hard"),
        ("诉求事项2039宗", "诉求事项2040宗", "sentence-parts", "soft"),
        ("实际办结1951宗", "实际办结1952宗", "due-and-done", "soft"),
        ("信件1828件", "信件1829件", "due-and-done", "soft"),
        ("待回复17件", "待回复16件", "due-and-done", "soft"),
        ("规章文件信息384条", "规章文件信息9384条", "partial-list", "soft"),
        ("信息公开申请1件", "信息公开申请2件", "same-name-two-numbers", "hard"),
        ("网上申请有1件", "网上申请有2件", "same-name-two-numbers", "hard"),
        ("信函提交的申请有0件", "信函提交的申请有3件", "same-name-two-numbers", "hard"),
        ("行政复议案0件", "行政复议案1件", "same-name-two-numbers", "hard"),
        ("行政诉讼数\n\n0", "行政诉讼数\n\n2", "same-name-two-numbers", "hard"),
        ("申请总数\n\n1", "申请总数\n\n2", "table-identity", "hard"),
        ("传真电话申请数\n\n0", "传真电话申请数\n\n1", "table-identity", "hard"),
        ("收费宗数\n\n0", "收费宗数\n\n1", "none-but-counted", "soft"),
        ("收取的费用\n\n0", "收取的费用\n\n5", "table-identity", "soft"),
        ("减免人数\n\n0", "减免人数\n\n5", "table-identity", "soft"),
        ("99.93%", "100.03%", "percent-impossible", "hard"),
        ("〔2018〕298号", "〔2018〕289号", "document-number-titles", "form"),
        ("2019-03-14", "2019-04-14", "publication-deadline", "form"),
    ],
)
def test_a_finding_appears_when_the_page_is_altered(page, outcome, old, new, rule, severity):
    fresh = set(found(altered(page, old, new), rule)) - set(found(outcome, rule))
    assert any(line.startswith(severity) for line in fresh)


def test_documents_that_are_no_reports_are_refused(shared_dir):
    with gzip.open(shared_dir / "data" / "gov_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in islice(lines, 60)]
    for document in documents:
        with pytest.raises(Unreadable, match="不是年度报告"):
            check(f"{document['title']}\n{document['body']}".encode())
