"""What a citizen finds after an act of the office."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html
from openpyxl import load_workbook

from gongkai.base.organisations.models import Unit
from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.models import BakedFile, ShelfMonth
from gongkai.interfaces.portal.queries import of_column, part_of
from gongkai.interfaces.portal.tasks import bake_item, bake_items
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import public_json
from gongkai.publishing.transparency_log.actions import Statement, append_many
from gongkai.publishing.transparency_log.choices import Act
from gongkai.publishing.transparency_log.queries import SEGMENT
from tests.real_files import cleaned, made, pdf

pytestmark = pytest.mark.django_db


def text_of(tree, address: str) -> str:
    return html.fromstring((tree / address).read_bytes()).text_content()


def publish(item, reviewer, approver, drafter, now):
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    return disclosure.approve_and_publish(item, by=approver, now=now)


class TestPublishing:
    def test_puts_the_item_on_its_page_its_column_its_month_the_home_page_and_the_feed(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED, title="关于港区限行的通告")
        bake()
        for address in (
            f"{item.path}.html",
            "columns/notices/index.html",
            "columns/notices/2018-06.html",
            "index.html",
        ):
            assert "关于港区限行的通告" in text_of(tree, address), address
        feed = etree.fromstring((tree / "feed.xml").read_bytes())
        assert [title.text for title in feed.findall("{*}entry/{*}title")] == ["关于港区限行的通告"]

    def test_shows_the_facts_an_official_document_has(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED, document_number="海经〔2018〕3号")
        bake()
        rows = html.fromstring((tree / f"{item.path}.html").read_bytes()).xpath("//table[@class='facts']//tr")
        facts = {row.xpath("string(th)"): row.xpath("string(td)") for row in rows}
        assert facts["索引号"] == item.number
        assert facts["发文机关"] == "示范区经济发展局"
        assert (facts["成文日期"], facts["发布日期"]) == ("2018-05-28", "2018-06-01")
        assert (facts["发文字号"], facts["公开方式"]) == ("海经〔2018〕3号", "主动公开")

    def test_tags_the_page_as_government_pages_are_tagged(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED)
        bake()
        page = html.fromstring((tree / f"{item.path}.html").read_bytes())
        tags = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]")}
        assert tags["SiteName"] == "海港示范区政府信息公开"
        assert tags["ArticleTitle"] == page.xpath("string(//h1)") == item.title
        assert tags["PubDate"] == "2018-06-01 09:00"
        assert tags["ContentSource"] == "示范区经济发展局"
        column = html.fromstring((tree / "columns/notices/index.html").read_bytes())
        named = {tag.get("name") for tag in column.xpath("//meta[@name]")}
        assert {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} <= named

    def test_serves_the_canonical_json_whose_hash_the_page_and_the_log_state(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED)
        bake()
        served = (tree / f"{item.path}.json").read_bytes()
        assert served == public_json(item)
        rows = [json.loads(row) for row in (tree / "log/000001.jsonl").read_text().splitlines()]
        assert rows[-1]["document_sha256"] == hashlib.sha256(served).hexdigest()
        assert rows[-1]["document_sha256"] in text_of(tree, f"{item.path}.html")
        assert rows[-1]["hash"] in text_of(tree, "log/index.html")

    def test_the_page_of_the_log_names_its_newest_files_and_where_all_are(
        self, bake, tree, monkeypatch, make_item, now
    ):
        said = {"act": Act.PUBLISHED, "unit_name": "示范区经济发展局", "at": now, "document_sha256": "0" * 64}
        append_many([Statement(number=f"440404117/2018-{n:05d}", **said) for n in range(2 * SEGMENT)])
        monkeypatch.setattr("gongkai.publishing.transparency_log.pages.FILES", 2)
        make_item(Status.PUBLISHED)
        bake()
        page = text_of(tree, "log/index.html")
        assert "第 2001 至 2001 行" in page
        assert "第 1001 至 2000 行" in page
        assert "第 1 至 1000 行" not in page
        assert "以上是最新的 2 个文件，共 3 个" in page
        assert (tree / "log/files.txt").read_text().split() == [f"log/00000{n}.jsonl" for n in (1, 2, 3)]

    def test_offers_attachments_with_type_and_size(self, make_item, drafter, reviewer, approver, bake, tree, now):
        item = make_item(Status.DRAFT)
        content = cleaned(".pdf", pdf(*"采购公告一至十六号示范区经济发展局"))
        assert 2.5 < len(content) / 1024 < 3.5
        disclosure.attach(item, ContentFile(content), name="采购 公告/(一).pdf", by=drafter, now=now)
        item = publish(item, reviewer, approver, drafter, now)
        bake()
        page = html.fromstring((tree / f"{item.path}.html").read_bytes())
        (entry,) = page.xpath("//section[@class='files']//li")
        assert "PDF，3 KB" in entry.text_content()
        assert (tree / entry.xpath("string(.//a/@href)")[1:]).read_bytes() == content

    def test_touches_no_more_files_when_the_archive_is_larger(self, make_item, bake, tree, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.portal.pages.shelves.PART", 2)
        monkeypatch.setattr("gongkai.interfaces.portal.tasks.publication.PART", 2)

        def written_by_one_more() -> int:
            make_item(Status.PUBLISHED)
            before = {path: (tree / path).stat().st_ino for path in files_under(tree)}
            bake()
            return sum(before.get(path) != (tree / path).stat().st_ino for path in files_under(tree))

        make_item(Status.PUBLISHED)
        bake()
        small = written_by_one_more()
        for _turn in range(7):
            make_item(Status.PUBLISHED)
        bake()
        assert written_by_one_more() <= small
        # Page and JSON; column and its part, each with three tables, and its feeds; unit and its part with theirs; home, site map; two
        # catalogues with theirs; the site's feeds; a part of the map for machines; the log and its page with tables; the sections of the
        # site and of the unit.
        assert small == 2 + (8 + 2) + 8 + 2 + 8 + 2 + 1 + (1 + 4) + 2

    @pytest.mark.parametrize(("step", "about"), [("act", "disclosure_informationitem"), ("pages", "'published'")])
    def test_never_reads_every_public_item(
        self, step, about, make_item, key_area, bake, tree, drafter, reviewer, approver, now
    ):
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL keeps statistics and chooses by them")
        item = make_item(Status.DRAFT if step == "act" else Status.PUBLISHED, key_areas=(key_area,))
        bake()
        with CaptureQueriesContext(connection) as captured:
            if step == "act":
                publish(item, reviewer, approver, drafter, now)
            else:
                bake_item({"number": item.number})
        asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT") and about in query["sql"]]
        assert len(asked) > 5
        with connection.cursor() as cursor:
            for sql in asked:
                cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
                plan = " ".join(step[3] for step in cursor.fetchall())
                assert "SCAN disclosure_informationitem" not in plan, sql
                assert "item_by_status" not in plan or "'published'" not in sql, sql  # of what waits there is little

    def test_is_not_marked_as_example_data_unless_it_is(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED)
        bake()
        assert "示例数据" not in text_of(tree, f"{item.path}.html")
        Unit.objects.update(is_example=True)
        bake_item({"number": item.number})
        for address in (f"{item.path}.html", "index.html", "404.html", "columns/notices/2018-06.html"):
            assert "示例数据" in text_of(tree, address), address


class TestMonths:
    @pytest.fixture(autouse=True)
    def parts_of_two(self, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.portal.pages.shelves.PART", 2)
        monkeypatch.setattr("gongkai.interfaces.portal.tasks.publication.PART", 2)

    def titles(self, tree, name: str) -> list[str]:
        return html.fromstring((tree / f"columns/notices/{name}.html").read_bytes()).xpath(
            "//table[@class='index']/tbody/tr/td[1]/a/text()"
        )

    def test_list_the_oldest_first_and_lead_from_part_to_part(self, make_item, bake, tree):
        for n in range(5):
            make_item(Status.PUBLISHED, title=f"通知{n}")
            bake()
        assert self.titles(tree, "2018-06") == ["通知0", "通知1"]
        assert self.titles(tree, "2018-06-2") == ["通知2", "通知3"]
        assert self.titles(tree, "2018-06-3") == ["通知4"]
        links = [
            html.fromstring((tree / f"columns/notices/2018-06{part}.html").read_bytes()).xpath("//a[@rel]/@href")
            for part in ("", "-2", "-3")
        ]
        assert links == [["2018-06-2.html"], ["2018-06.html", "2018-06-3.html"], ["2018-06-2.html"]]

    def test_keep_every_line_in_its_place_when_one_is_withdrawn(self, make_item, approver, bake, tree, now):
        items = [make_item(Status.PUBLISHED, title=f"通知{n}") for n in range(5)]
        bake()
        disclosure.withdraw(items[1], kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        before = (tree / "columns/notices/2018-06-2.html").stat().st_ino
        bake()
        assert self.titles(tree, "2018-06") == ["通知0", "通知1"]
        assert "已于 2018-06-01 撤下" in text_of(tree, "columns/notices/2018-06.html")
        assert (tree / "columns/notices/2018-06-2.html").stat().st_ino == before
        assert [part_of(of_column(item.column), item, 2) for item in items] == [1, 1, 2, 2, 3]
        counted = ShelfMonth.objects.get(group="columns")
        assert (counted.count, counted.withdrawn) == (4, 1)

    def test_take_in_an_older_item_wherever_it_belongs(self, make_item, bake, tree, now):
        items = [make_item(Status.PUBLISHED, title=f"通知{n}") for n in range(5)]
        bake()
        type(items[4]).objects.filter(pk=items[4].pk).update(published_at=now - timedelta(hours=1))
        bake_items({"numbers": [items[4].number]})
        assert self.titles(tree, "2018-06") == ["通知4", "通知0"]
        assert self.titles(tree, "2018-06-2") == ["通知1", "通知2"]
        assert self.titles(tree, "2018-06-3") == ["通知3"]

    def test_can_be_downloaded_as_a_table(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED, title="=SUM(A1)的通知")
        bake()
        content = (tree / "columns/notices/2018-06.csv").read_bytes()
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0][:6] == ["索引号", "标题", "单位", "发文字号", "发布日期", "状态"]
        assert rows[1][:6] == [item.number, "'=SUM(A1)的通知", "示范区经济发展局", "", "2018-06-01", "公开"]
        [row] = json.loads((tree / "columns/notices/2018-06.json").read_bytes())["rows"]
        assert (row["title"], row["published_date"], row["address"]) == (item.title, "2018-06-01", f"/{item.path}.html")
        sheet = load_workbook(tree / "columns/notices/2018-06.xlsx").active
        assert (sheet["B2"].value, sheet["B2"].data_type) == ("=SUM(A1)的通知", "s")

    def test_every_list_page_offers_what_stands_beside_it(self, make_item, key_area, bake, tree):
        make_item(Status.PUBLISHED, key_areas=(key_area,), theme="综合政务\\政务公开")
        bake()
        lists = {
            *("columns/index", "units/index", "themes/index", "columns/notices/index", "columns/notices/2018-06"),
            *("units/117/index", "units/117/2018-06", f"areas/{key_area.code}/index", "log/index"),
            *("negative-list/index", "consultations/index"),
        }
        for stem in lists:
            offered = html.fromstring((tree / f"{stem}.html").read_bytes()).xpath("//a[@download]/@href")
            for form in ("csv", "json", "xlsx"):
                assert f"/{stem}.{form}" in offered, stem
                assert (tree / f"{stem}.{form}").is_file(), (stem, form)
        before = (tree / "columns/notices/2018-06.xlsx").read_bytes()
        (tree / "columns/notices/2018-06.xlsx").unlink()
        bake_items({"numbers": [InformationItem.objects.get().number]})
        assert (tree / "columns/notices/2018-06.xlsx").read_bytes() == before


class TestWithdrawing:
    def withdraw(self, make_item, drafter, reviewer, approver, bake, now, kind):
        item = make_item(Status.DRAFT, title="张三名下房屋的处理决定")
        disclosure.attach(item, ContentFile(made("pdf")), name="决定书.pdf", by=drafter, now=now)
        item = publish(item, reviewer, approver, drafter, now)
        bake()
        item = disclosure.withdraw(item, kind=kind, reason="经复核不应公开", by=approver, now=now + timedelta(days=3))
        bake()
        return item

    @pytest.mark.parametrize("cause", [WithdrawalKind.PRIVACY, WithdrawalKind.SECRECY, WithdrawalKind.COURT])
    def test_leaves_the_number_and_the_reason_and_nothing_else(
        self, make_item, drafter, reviewer, approver, bake, tree, now, cause
    ):
        item = self.withdraw(make_item, drafter, reviewer, approver, bake, now, cause)
        page = text_of(tree, f"{item.path}.gone.html")
        assert item.number in page
        assert str(cause.label) in page
        assert "经复核不应公开" in page
        assert "2018年6月4日" in page
        left = [path for path in files_under(tree) if "张三" in (tree / path).read_text(errors="ignore")]
        assert left == []

    def test_removes_the_json_the_attachments_and_their_twins(
        self, make_item, drafter, reviewer, approver, bake, tree, now
    ):
        item = self.withdraw(make_item, drafter, reviewer, approver, bake, now, WithdrawalKind.PRIVACY)
        assert sorted(path.name for path in (tree / item.path).parent.iterdir()) == [
            "00001.gone.html",
            "00001.gone.html.gz",
        ]
        assert not BakedFile.objects.filter(path__startswith=f"{item.path}/").exists()

    def test_still_names_what_was_published_in_error(self, make_item, drafter, reviewer, approver, bake, tree, now):
        item = self.withdraw(make_item, drafter, reviewer, approver, bake, now, WithdrawalKind.ERROR)
        assert "张三名下房屋的处理决定" in text_of(tree, f"{item.path}.html")

    def test_takes_the_item_out_of_home_feed_and_newest(self, make_item, drafter, reviewer, approver, bake, tree, now):
        item = self.withdraw(make_item, drafter, reviewer, approver, bake, now, WithdrawalKind.ERROR)
        for address in ("index.html", "feed.xml", "columns/notices/index.html"):
            assert item.path not in (tree / address).read_text()


def test_a_batch_bakes_the_same_tree_as_the_items_one_by_one(make_item, bake, tree):
    numbers = [make_item(Status.PUBLISHED, title=f"通知{n}").number for n in range(3)]
    bake()
    one_by_one = {path: (tree / path).read_bytes() for path in files_under(tree)}
    for path in one_by_one:
        (tree / path).unlink()
    bake_items({"numbers": numbers})
    assert sorted(files_under(tree)) == sorted(one_by_one)
    assert [path for path, content in one_by_one.items() if (tree / path).read_bytes() != content] == []


def test_key_areas_list_their_own_items(make_item, key_area, bake, tree):
    make_item(Status.PUBLISHED, title="预算公开", key_areas=(key_area,))
    make_item(Status.PUBLISHED, title="普通通知")
    bake()
    page = text_of(tree, "areas/budget/index.html")
    assert "预算公开" in page
    assert "普通通知" not in page
