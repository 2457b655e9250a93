"""What the site says of itself, to people and to machines."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree, html

from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db


def page(tree, address: str):
    return html.fromstring((tree / address).read_bytes())


def tags(tree, address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in page(tree, address).xpath("//meta[@name]"):
        found.setdefault(tag.get("name"), []).append(tag.get("content"))
    return found


@pytest.fixture
def site(settings):
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | {
        "sponsor": "海港示范区管理委员会",
        "code": "4404000012",
        "icp": "粤ICP备10000000号",
        "phone": "0756-1234567",
        "report_error": "https://example.gov.cn/jiucuo",
    }


class TestEveryPage:
    def test_carries_the_tags_of_its_sort_once(self, make_item, bake, tree, site):
        item = make_item(Status.PUBLISHED, title="关于限行的通告")
        bake()
        for address in files_under(tree):
            if address.endswith(".html"):
                found = tags(tree, address)
                assert found["SiteName"] == ["海港示范区政府信息公开"], address
                assert found["SiteIDCode"] == ["4404000012"], address
                assert len(found["SiteDomain"]) == 1, address
                assert all(len(values) == 1 for values in found.values()), address
        content = tags(tree, f"{item.path}.html")
        assert content["ArticleTitle"] == ["关于限行的通告"] == page(tree, f"{item.path}.html").xpath("//h1/text()")
        assert content["PubDate"] == ["2018-06-01 09:00"]
        assert content["ContentSource"] == ["示范区经济发展局"]
        for address in ("columns/notices/index.html", "columns/notices/2018-06.html", "units/117/index.html"):
            column = tags(tree, address)
            assert {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} <= set(column), address
            assert "ArticleTitle" not in column

    def test_says_at_its_foot_whose_it_is_and_how_to_report_an_error(self, make_item, bake, tree, site):
        make_item(Status.PUBLISHED)
        bake()
        for address in ("index.html", "404.html", "contact.html", "columns/notices/2018-06.html"):
            foot = page(tree, address).xpath("//footer")[0]
            for words in ("海港示范区管理委员会", "网站标识码：4404000012", "粤ICP备10000000号", "我为政府网站找错"):
                assert words in foot.text_content(), address

    def test_has_one_address_of_its_own(self, make_item, bake, tree, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://haigang.gov.cn"
        item = make_item(Status.PUBLISHED)
        bake()
        (canonical,) = page(tree, f"{item.path}.html").xpath("//link[@rel='canonical']/@href")
        assert canonical == f"https://haigang.gov.cn/{item.path}.html"

    def test_leads_only_where_something_stands(self, make_item, key_area, bake, tree):
        make_item(Status.PUBLISHED, key_areas=(key_area,))
        bake()
        for address in files_under(tree):
            if not address.endswith(".html"):
                continue
            for link in page(tree, address).xpath("//a/@href"):
                if link.startswith(("#", "http", "/search/", "/hall/")):
                    continue
                base = "/" + address.rpartition("/")[0]
                target = (link if link.startswith("/") else f"{base}/{link}").split("#")[0].lstrip("/")
                assert (tree / target).is_file(), f"{address} leads to {link}"


class TestFeeds:
    @pytest.mark.parametrize("folder", ["", "columns/notices/"])
    def test_rss_and_atom_tell_the_same(self, folder, make_item, bake, tree):
        items = [make_item(Status.PUBLISHED, title=f"通告{n}") for n in range(3)]
        bake()
        atom = etree.fromstring((tree / f"{folder}feed.xml").read_bytes())
        rss = etree.fromstring((tree / f"{folder}rss.xml").read_bytes())
        titles = [title.text for title in atom.findall("{*}entry/{*}title")]
        assert titles == [title.text for title in rss.findall("channel/item/title")] == ["通告2", "通告1", "通告0"]
        links = [link.text for link in rss.findall("channel/item/link")]
        assert [link.endswith(f"/{item.path}.html") for link, item in zip(links, reversed(items), strict=True)] == [
            True
        ] * 3
        stated = datetime.fromisoformat(atom.findtext("{*}entry/{*}updated"))
        assert stated == parsedate_to_datetime(rss.findtext("channel/item/pubDate")) == items[2].published_at

    def test_of_a_column_holds_nothing_of_another(self, make_item, bake, tree, founder, now):
        from gongkai.publishing.catalogue import actions as catalogue
        from gongkai.publishing.catalogue.choices import ColumnGroup

        news = catalogue.open_column(slug="news", name="动态", group=ColumnGroup.NEWS, order=2, by=founder, now=now)
        make_item(Status.PUBLISHED, title="通告")
        make_item(Status.PUBLISHED, title="动态", column=news)
        bake()
        feed = etree.fromstring((tree / "columns/news/feed.xml").read_bytes())
        assert [title.text for title in feed.findall("{*}entry/{*}title")] == ["动态"]


class TestSiteMap:
    def addresses(self, tree) -> list[str]:
        index = etree.fromstring((tree / "sitemap.xml").read_bytes())
        found = []
        for part in index.findall("{*}sitemap/{*}loc"):
            path = part.text.split("/", 3)[3]
            found += [loc.text for loc in etree.fromstring((tree / path).read_bytes()).findall("{*}url/{*}loc")]
        return found

    def test_holds_every_public_item_once_and_no_withdrawn_one(self, make_item, approver, bake, tree, now, monkeypatch):
        for module in ("pages", "pages.maps"):
            monkeypatch.setattr(f"gongkai.interfaces.portal.{module}.SITEMAP_PART", 2)
        items = []
        for _turn in range(5):
            items.append(make_item(Status.PUBLISHED))
            bake()
        disclosure.withdraw(items[1], kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        bake()
        left = [item for item in items if item != items[1]]
        assert [address.split("/", 3)[3] for address in self.addresses(tree)] == [f"{item.path}.html" for item in left]
        one_by_one = (tree / "sitemap.xml").read_bytes()
        rebuild(now=now, processes=1)
        assert (tree / "sitemap.xml").read_bytes() == one_by_one

    def test_is_named_to_robots_and_the_desk_is_closed_to_them(self, make_item, bake, tree):
        make_item(Status.PUBLISHED)
        bake()
        robots = (tree / "robots.txt").read_text()
        assert "Disallow: /desk/" in robots
        assert "/sitemap.xml" in robots


class TestCatalogue:
    def test_lists_an_item_by_its_unit_and_by_its_theme(self, make_item, bake, tree):
        item = make_item(Status.PUBLISHED, title="关于限行的通告")
        type(item).objects.filter(pk=item.pk).update(theme="02-01", summary="六月起限行")
        rebuild(now=item.published_at, processes=1)
        for folder in ("units/117", "themes/02-01"):
            row = page(tree, f"{folder}/2018-06.html").xpath("//table[@class='index']/tbody/tr")[0].text_content()
            for words in ("关于限行的通告", item.number, "六月起限行", "2018-05-28", "2018-06-01"):
                assert words in row, folder
        assert page(tree, "units/index.html").xpath("//a[@href='/units/117/index.html']")
        assert page(tree, "themes/index.html").xpath("//a[@href='/themes/02-01/index.html']")
