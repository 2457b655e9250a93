"""What every page says of itself to machines: the tags of the guideline (国办发〔2017〕47号), JSON-LD, Open Graph, one address."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import html

from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.linked import linked_data
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.consultations.choices import Status as ConsultationStatus
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import RelationKind, Status, WithdrawalKind
from tests.real_files import made

pytestmark = pytest.mark.django_db
SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT = {"ArticleTitle", "PubDate", "ContentSource"}
HOSTILE = '关于<b>"限行"</b>的</script><script>alert(1)</script>&通告\u2028'


@pytest.fixture
def site(
    make_item,
    make_consultation,
    founder,
    drafter,
    reviewer,
    approver,
    key_area,
    bake,
    tree,
    settings,
    now,
):
    """Every kind of page there is, one of them with a hostile title; returns the items by what they are."""
    settings.WAGTAILADMIN_BASE_URL = "https://haigang.gov.cn"
    settings.GONGKAI_SITE = settings.GONGKAI_SITE | {"code": "4404000012", "sponsor": "海港示范区管理委员会"}
    policy = catalogue.define_kind(
        code="normative", name="规范性文件", order=2, is_policy=True, has_validity=True, by=founder, now=now
    )
    old = make_item(
        Status.PUBLISHED, title="旧办法", kind=policy, document_number="海经〔2018〕1号", key_areas=(key_area,)
    )
    new = make_item(Status.DRAFT, title="新办法", kind=policy, document_number="海经〔2018〕2号", theme="02-01")
    disclosure.attach(new, ContentFile(made("pdf", "附表")), name="附表.pdf", by=drafter, now=now)
    disclosure.relate(new, RelationKind.REPEALS, old, by=drafter, now=now)
    disclosure.submit(new, by=drafter, now=now)
    disclosure.review_secrecy(new, basis="不涉密", by=reviewer, now=now)
    new = disclosure.approve_and_publish(new, by=approver, now=now)
    notice = make_item(Status.PUBLISHED, title=HOSTILE)
    error, gone = make_item(Status.PUBLISHED), make_item(Status.PUBLISHED)
    disclosure.withdraw(error, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
    disclosure.withdraw(gone, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
    answered = make_consultation(ConsultationStatus.ANSWERED, at=timezone.now(), title="草案")
    bake()
    rebuild(now=now, processes=1)
    return {"old": old, "new": new, "notice": notice, "error": error, "gone": gone, "consultation": answered}


def pages(tree):
    for path in files_under(tree):
        if path.endswith(".html"):
            yield path, html.fromstring((tree / path).read_bytes())


def tags(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in page.xpath("//meta[@name]"):
        found.setdefault(tag.get("name"), []).append(tag.get("content"))
    return found


def graph(page) -> list[dict]:
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def sort_of(path: str) -> set[str]:
    """The tags its sort of page has besides those of the site."""
    first = path.split("/")[0]
    if first in (
        "columns",
        "units",
        "themes",
        "areas",
        "policies",
        "log",
        "obligations",
        "negative-list",
        "disclosure",
    ):
        return COLUMN
    if re.fullmatch(r"consultations/(?:index|\d{4})\.html|(?:reports|proposals)/index\.html|guide/.*", path):
        return COLUMN
    return CONTENT if first in ("items", "consultations", "reports") else set()


def test_every_page_has_the_tags_of_its_sort_each_once(site, tree):
    withdrawn = {f"{site['error'].path}.html", f"{site['gone'].path}.gone.html"}
    kinds = set()
    for path, page in pages(tree):
        found = tags(page)
        wanted = set() if path in withdrawn else sort_of(path)
        kinds.add(path.split("/")[0])
        assert set(found) & (SITE | COLUMN | CONTENT) == SITE | wanted, path
        assert all(len(values) == 1 and values[0].strip() for values in found.values()), path
        if wanted == CONTENT:
            assert found["ArticleTitle"] == [page.xpath("string(//h1)")], path
            assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"][0]), path
    assert {"items", "columns", "units", "themes", "areas", "policies", "consultations", "log", "index.html"} <= kinds
    page = html.fromstring((tree / f"{site['new'].path}.html").read_bytes())
    shown = {row.xpath("string(th)"): row.xpath("string(td)") for row in page.xpath("//table[@class='facts']//tr")}
    published = tags(page)["PubDate"][0][:10]
    assert shown["成文日期"] <= published == shown["发布日期"]


def test_every_page_says_what_it_is_and_how_one_comes_to_it_in_json_and_by_one_address(site, tree):
    for path, page in pages(tree):
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        assert canonical == f"https://haigang.gov.cn/{path}"
        shared = {tag.get("property"): tag.get("content") for tag in page.xpath("//meta[@property]")}
        assert {"og:title", "og:type", "og:url", "og:site_name", "og:locale"} <= set(shared), path
        assert shared["og:url"] == canonical
        said = graph(page)
        assert said[0]["url"] in (canonical, "https://haigang.gov.cn/"), path
        assert said[0]["publisher"]["name"] == "海港示范区管理委员会"
        steps = page.xpath("//nav[contains(@class, 'breadcrumb')]//li")
        if path == "index.html":
            assert (said[0]["@type"], len(said)) == ("WebSite", 1)
            continue
        listed = said[1]["itemListElement"]
        assert [step["name"] for step in listed[1:]] == [step.text_content().strip() for step in steps[1:]], path
        assert [step["position"] for step in listed] == list(range(1, len(listed) + 1))
        for step in listed:
            target = step["item"].removeprefix("https://haigang.gov.cn/").split("#")[0]
            assert (tree / target).is_file(), f"{path}: {step}"


def test_a_policy_is_legislation_with_its_force_and_what_it_repeals(site, tree):
    old, new = (graph(html.fromstring((tree / f"{site[name].path}.html").read_bytes()))[0] for name in ("old", "new"))
    assert (old["@type"], old["legislationLegalForce"]) == ("Legislation", "NotInForce")
    assert (new["legislationLegalForce"], new["legislationIdentifier"]) == ("InForce", "海经〔2018〕2号")
    assert new["legislationRepeals"][0]["url"] == f"https://haigang.gov.cn/{site['old'].path}.html"
    assert new["associatedMedia"][0]["contentUrl"].endswith("/1-%E9%99%84%E8%A1%A8.pdf")
    notice = graph(html.fromstring((tree / f"{site['notice'].path}.html").read_bytes()))[0]
    assert notice["@type"] == "Article"
    assert graph(html.fromstring((tree / "columns/notices/2018-06.html").read_bytes()))[0]["@type"] == "Dataset"


def test_a_title_cannot_end_the_element_it_stands_in(site, tree):
    raw = (tree / f"{site['notice'].path}.html").read_text()
    assert "<script>alert" not in raw
    assert len(re.findall(r"</script", raw)) == 2
    page = html.fromstring(raw.encode())
    assert graph(page)[0]["name"] == HOSTILE.strip()
    said = linked_data(
        {"description": "</script>\u2029"},
        title="&lt;x&gt;",
        trail="",
        url="https://x/a%20b.html",
        site_name="x",
        site_address="https://x",
    )
    assert "</script>" not in said.removesuffix("</script>")
    assert "\u2029" not in said
    assert "https://x/a%20b.html" in said


def test_what_was_withdrawn_is_named_to_no_machine(site, tree):
    for name, path in (("error", f"{site['error'].path}.html"), ("gone", f"{site['gone'].path}.gone.html")):
        page = html.fromstring((tree / path).read_bytes())
        assert tags(page)["robots"] == ["noindex"], name
        assert graph(page)[0]["@type"] == "WebPage"
    assert site["gone"].title not in (tree / f"{site['gone'].path}.gone.html").read_text()


def test_every_page_can_be_left_by_its_foot_and_an_error_in_it_reported(site, tree):
    for path, page in pages(tree):
        foot = page.xpath("//footer//a/@href")
        assert {"/sitemap.html", "/contact.html", "/feed.xml"} <= set(foot), path
        (report,) = page.xpath("//footer//a[text()='我为政府网站找错']/@href")
        assert report == "/contact.html"
        assert page.xpath("//a[@class='skip'][@href='#content']")
        assert page.xpath("//main[@id='content']")
    item = html.fromstring((tree / f"{site['new'].path}.html").read_bytes())
    assert "https://haigang.gov.cn/" in item.xpath("string(//span[@class='address'])")
    assert item.xpath("//section[@class='tools']//a[text()='报告本页的错误']")
