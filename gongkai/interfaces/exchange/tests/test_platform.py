"""``gongkai import platform``: what another site lists, each article once with its text and files, whatever the site does meanwhile."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from gongkai.base.files.models import StoredFile
from gongkai.interfaces.exchange.models import ImportedArticle
from gongkai.interfaces.exchange.platform import Fetcher
from gongkai.law.vocabulary import Role, Validity
from gongkai.publishing.catalogue.actions import define_kind
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure import pages
from gongkai.publishing.disclosure.choices import ApprovalMode, RelationKind, Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

pytestmark = pytest.mark.django_db
TEXT = "港区示范办法正文\n第一条　渔船应当停泊在指定泊位。\n".encode()


@pytest.fixture
def site():
    """Another site: ``site.answers[path]`` is bytes, (status, bytes[, headers]), or a list of these, one after the other."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.asked.append(self.path)
            found = site.answers.get(self.path, (404, b"<html>404</html>"))
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
            status, content, headers = _whole(found)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.answers, site.asked = {}, []
    site.address = f"http://127.0.0.1:{site.server_port}"
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.shutdown()
    thread.join()
    site.server_close()


def _whole(found):
    if isinstance(found, bytes):
        return 200, found, {}
    return (*found, {}) if len(found) == 2 else found


@pytest.fixture
def quick(monkeypatch):
    made = Fetcher.__init__
    monkeypatch.setattr(
        Fetcher, "__init__", lambda self, base, **given: made(self, base, **given | {"first_wait": 0.0})
    )


@pytest.fixture
def run(site, quick, appoint, town, column, founder, now):
    """``run("--published")``: what the command prints about the site, or about ``source``."""
    appoint(Role.DRAFTER, town)
    define_kind(code="normative", name="规范性文件", order=2, by=founder, now=now)

    def run(*options, source=None):
        out = io.StringIO()
        named = ["--unit", "201", "--column", "notices", "--pause", "0", *options]
        call_command("import", "platform", source or site.address, *named, stdout=out)
        return out.getvalue()

    return run


def listed(site, *articles, total=None, page=1):
    content = json.dumps({"articles": list(articles), "total": len(articles) if total is None else total})
    site.answers[f"/gkmlpt/api/all/0?page={page}"] = content.encode()


def article(site, n=1, **changes):
    """An article of the platform, its page put on the site."""
    page = f"/content/post_{n}.html"
    site.answers[page] = (
        f"<html><body><h1>标题</h1><div class='article-content'><p onclick='x()'>第{n}件正文。</p><script>x()</script>"
        "<iframe src=x></iframe></div></body></html>"
    ).encode()
    return {
        "id": n, "title": f"第{n}件", "identifier": f"007/2017-{n:05d}", "document_number": f"示府[2017]0{n}号",
        "publisher": "海港镇人民政府", "date": 1488297600, "display_publish_time": 1488729600 + n, "abstract": f"第{n}件",
        "url": f"{site.address}{page}", "attachment": [], "relation": "[]", "is_expired": 0, "is_abolished": 0,
    } | changes  # fmt: skip


def test_what_this_house_serves_comes_back_as_the_same_facts(
    site, run, make_item, client, settings, drafter, reviewer, approver, department, fields, kind, now
):
    settings.WAGTAILADMIN_BASE_URL = site.address
    first = make_item(Status.PUBLISHED, title="最初的办法", document_number="示经〔2016〕1号")
    given = fields(
        title="港区办法", body="<p>第一条　引号“与”&amp;符号。</p><table><tr><td>表</td></tr></table>",
        document_number="示经〔2017〕2号", theme="综合政务\\政务公开", genre="notice", keywords=("港区", "渔船"),
        summary="内容概述另写。", formed_date=date(2017, 3, 1),
    )  # fmt: skip
    item = disclosure.draft(department, given, by=drafter, now=now)
    disclosure.attach(item, ContentFile(TEXT, "附表.txt"), name="附表.txt", by=drafter, now=now)
    disclosure.relate(item, RelationKind.IMPLEMENTS, first, by=drafter, now=now)
    disclosure.relate(item, RelationKind.REPEALS, "旧办法（1998）", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    disclosure.approve(item, by=approver, now=now)
    item = disclosure.publish(item, by=approver, now=now)
    disclosure.mark_validity(item, Validity.REPEALED, on=now.date(), reason="到期清理", by=approver, now=now)
    # The portal stands beside this room: it is asked for by name.
    quoted, page_bytes, always = (
        import_string(f"gongkai.interfaces.portal.rendering.{name}") for name in ("address", "page_bytes", "always")
    )
    for _item, outputs in pages.of_numbers([first.number, item.number]):
        for one in outputs:
            content = getattr(one, "content", None)
            site.answers[f"/{quoted(one.path)}"] = page_bytes(one, always()) if content is None else content
    for page in (1, 2):
        address = f"/gkmlpt/api/all/0?page={page}"
        site.answers[address] = client.get(address).content
    assert "录入 2 件；先前已录入 0 件；原网站已改动 0 件；拒收 0 件" in run("--published")
    item.refresh_from_db()
    came = InformationItem.objects.get(unit__code="201", title="港区办法")
    assert came.imported_article.identifier == item.number
    assert came.imported_article.address == f"{site.address}/{item.path}.html"
    for name in (
        *("title", "document_number", "formed_date", "theme", "genre", "keywords", "summary", "body", "validity"),
        *("column_id", "published_at", "kind_id"),
    ):
        assert getattr(came, name) == getattr(item, name), name
    assert [(one.name, one.file.sha256) for one in came.attachments.all()] == [
        (one.name, one.file.sha256) for one in item.attachments.all()
    ]
    root = ImportedArticle.objects.get(identifier=first.number).item
    assert {(one.kind, one.to_item, one.to_text) for one in came.relations.all()} == {
        (RelationKind.IMPLEMENTS, root, ""),
        (RelationKind.REPEALS, None, "旧办法（1998）"),
    }
    assert (came.status, came.approval_mode, came.source_name) == (
        Status.PUBLISHED, ApprovalMode.ELSEWHERE, "示范区经济发展局",
    )  # fmt: skip
    assert list(breaks_in_chain()) == []
    assert LogEntry.objects.filter(number=came.number).count() == 1
    asked = len(site.asked)
    assert "录入 0 件；先前已录入 2 件" in run("--published")
    assert len(site.asked) - asked <= 2  # the listing alone is asked again


def test_without_published_they_are_drafts_and_what_was_mended_is_reported(site, run, tmp_path):
    site.answers["/files/1.txt"] = TEXT
    files = [{"name": "附件一", "url": "/files/1.txt", "type": "txt"}]
    relation = json.dumps([{"type": "解读", "title": "某解读"}, {"type": "废止", "title": "旧办法"}])
    listed(site, article(site, attachment=files, relation=relation, classify_theme_name="没有的类", is_expired=1))
    report = tmp_path / "report.jsonl"
    assert "录入 1 件" in run("--report", str(report))
    item = InformationItem.objects.get()
    assert (item.status, item.document_number, item.body) == (Status.DRAFT, "示府〔2017〕1号", "<p>第1件正文。</p>")
    assert (item.attachments.get().name, item.relations.get().to_text) == ("附件一.txt", "旧办法")
    why = json.loads(report.read_text())["why"]
    for said in ("已规范为“示府〔2017〕1号”", "“没有的类”不在分类表中", "“解读 某解读”无法对应", "有效性没有带入草稿"):
        assert said in why


REFUSED = [
    ({"title": ""}, "缺少标题"),
    ({"title": "长" * 301}, "最多 300 字"),
    ({"url": "", "identifier": ""}, "无法辨认"),
    ({"url": "http://elsewhere.example.org/1.html"}, "不在 http://127.0.0.1"),
    ({"url": "//127.0.0.1:1/1.html"}, "不在 http://127.0.0.1"),
    ({"url": "file:///etc/passwd"}, "没有读取"),
    ({"url": "/missing.html"}, "对方答复 404"),
    ({"url": "/empty.html"}, "没有正文"),
    ({"url": "/bare.html"}, "没有找到正文"),
    ({"url": "/gone.html"}, "没有读取"),
    ({"url": "/busy.html"}, "对方答复 503"),
    ({"url": "/broken.html"}, "中途断开"),
    ({"date": "三月"}, "不是时间"),
    ({"date": 10**30}, "不是时间"),
    ({"display_publish_time": 4102444800}, "发布时间在未来"),
    ({"display_publish_time": 0}, "没有发布时间"),
    ({"attachment": [{"name": "表.pdf", "url": "/error.pdf"}]}, "内容与扩展名不符"),
    ({"attachment": [{"name": "表.pdf", "url": "/none.pdf"}]}, "对方答复 404"),
    ({"attachment": [{"name": "程序.exe", "url": "/content/post_2.html"}]}, "不接受“.exe”"),
    ({"attachment": [{"name": "大.txt", "url": "/large.txt"}]}, "超过"),
]


def test_what_cannot_be_entered_is_refused_by_itself_and_stops_nobody(site, run, settings):
    settings.GONGKAI_ATTACHMENT_LIMIT = 2 * 1024 * 1024
    site.answers |= {
        "/empty.html": b"",
        "/bare.html": "<html><p>没有容器</p></html>".encode(),
        "/gone.html": (302, b"", {"Location": "http://elsewhere.example.org/"}),
        "/busy.html": (503, b"", {"Retry-After": "0"}),
        "/broken.html": (200, b"<html>", {"Content-Length": "999"}),
        "/error.pdf": (200, b"<html>no such file</html>", {"Content-Type": "text/html"}),
        "/large.txt": b"x" * (3 * 1024 * 1024),
    }
    given = []
    for n, (changes, _sentence) in enumerate(REFUSED, 1):
        bad = {"url": f"{site.address}/content/post_{2 * n}.html?bad"} | changes
        good = article(site, 2 * n)
        site.answers[f"/content/post_{2 * n}.html?bad"] = site.answers[f"/content/post_{2 * n}.html"]
        given += [good, article(site, 2 * n) | {"identifier": f"bad-{n}"} | bad]
    listed(site, *given, "not an object", total=len(given))
    with pytest.raises(CommandError, match="没有读全"):
        run("--published", "--report", "/dev/null")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import", "platform", site.address, "--unit", "201", "--column", "notices", "--pause", "0", "--published", stdout=out
        )  # fmt: skip
    for n, (_changes, sentence) in enumerate(REFUSED, 1):
        [line] = [one for one in out.getvalue().splitlines() if one.startswith(f"第 {2 * n} 行：")]
        assert sentence in line
    assert f"录入 0 件；先前已录入 {len(REFUSED)} 件；原网站已改动 0 件；拒收 {len(REFUSED) + 1} 件" in out.getvalue()
    assert InformationItem.objects.public().count() == LogEntry.objects.count() == len(REFUSED)
    assert not StoredFile.objects.exists()
    assert site.asked.count("/busy.html") == 6  # three times a run, no more


def test_a_file_that_cannot_be_had_may_be_left_out_and_is_named(site, run):
    site.answers["/files/good.txt"] = TEXT
    files = [{"name": "坏.pdf", "url": "/none.pdf"}, {"name": "好.txt", "url": "/files/good.txt"}]
    listed(site, article(site, attachment=files))
    said = run("--published", "--skip-files")
    assert "录入 1 件" in said
    assert [one.name for one in InformationItem.objects.get().attachments.all()] == ["好.txt"]


def test_a_listing_that_changes_while_it_is_read_loses_nothing(site, run):
    three = [article(site, n) for n in (1, 2, 3)]
    first, second = "/gkmlpt/api/all/0?page=1", "/gkmlpt/api/all/0?page=2"

    def page(*articles, total=3):
        return json.dumps({"articles": articles, "total": total}).encode()

    # Between two requests one more is published: the pages move by one, the second page tells again what the first one told.
    site.answers[first] = [page(three[1], total=2), page(three[2], three[1])]
    site.answers[second] = [page(three[1], total=3), page(three[0])]
    listed(site, total=3, page=3)
    assert "录入 3 件" in run("--published")
    assert set(InformationItem.objects.values_list("title", flat=True)) == {"第1件", "第2件", "第3件"}


def test_a_page_that_cannot_be_read_is_said_and_the_rest_comes(site, run):
    listed(site, article(site, 1), total=301)
    site.answers["/gkmlpt/api/all/0?page=2"] = b"<html>busy</html>"
    listed(site, article(site, 3), total=301, page=3)
    listed(site, total=301, page=4)
    with pytest.raises(CommandError, match="没有读全") as refusal:
        run("--published")
    assert refusal.value.returncode == 1
    assert InformationItem.objects.count() == 2
    site.answers["/gkmlpt/api/all/0?page=2"] = json.dumps({"articles": [article(site, 2)], "total": 3}).encode()
    listed(site, article(site, 1), total=3)
    listed(site, article(site, 3), total=3, page=3)
    assert "录入 1 件；先前已录入 2 件" in run("--published")


def test_an_article_the_site_changed_is_told_and_not_overwritten(site, run):
    listed(site, article(site))
    run("--published")
    listed(site, article(site, title="改过的标题"))
    said = run("--published")
    assert "没有覆盖，请核对" in said
    assert "录入 0 件；先前已录入 0 件；原网站已改动 1 件" in said
    assert InformationItem.objects.get().title == "第1件"


def test_a_saved_listing_is_read_with_and_without_its_site(site, run, tmp_path):
    whole, lines = tmp_path / "whole.json", tmp_path / "lines.jsonl"
    whole.write_text(json.dumps({"articles": [article(site, 1, content="<p>列表自带的正文</p>"), article(site, 2)]}))
    said = run("--published", source=str(whole))
    assert "第 2 行：列表中没有正文；要从原网站读取，请用 --base" in said
    assert (InformationItem.objects.get().body, site.asked) == ("<p>列表自带的正文</p>", [])
    lines.write_text("".join(json.dumps(article(site, n)) + "\n" for n in (1, 2, 3)) + "{\n")
    with pytest.raises(CommandError, match="没有读全"):
        run("--published", "--base", site.address, source=str(lines))
    assert InformationItem.objects.count() == 3


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("nothing.json", "也没有这个文件"),
        ("http://", "网站地址应写作"),
        ("http://user@127.0.0.1/", "网站地址应写作"),
        ("http://127.0.0.1:99999/", "不是完整的网址"),
        ("http://127.0.0.1:9/", "连接不上"),
    ],
)
def test_what_is_wrong_with_the_order_is_said_before_anything_is_entered(source, sentence, run):
    with pytest.raises(CommandError, match=sentence) as refusal:
        run(source=source)
    assert refusal.value.returncode == 2


def test_a_site_that_is_none_of_the_platform_is_refused(site, run):
    site.answers["/gkmlpt/api/all/0?page=1"] = b'{"data": []}'
    with pytest.raises(CommandError, match="不是集约化平台的格式"):
        run()


@pytest.mark.shared
def test_real_listings_keep_their_numbers_and_days(run, shared_dir, tmp_path):
    with gzip.open(shared_dir / "data" / "catalogue_listings.jsonl.gz", "rt") as file:
        real = [json.loads(line) for line in itertools.islice(file, 4000) if line.strip()]
    real = [one for one in real if one["title"] and one["date_published"]][:150]
    path = tmp_path / "listing.json"
    articles = [
        {"title": one["title"], "url": one["url"], "document_number": one["doc_number"] or "", "publisher": one["site"]}
        | {"display_publish_time": f"{one['date_published']} 00:00:00", "content": f"<p>{one['title']}</p>"}
        for one in real
    ]
    path.write_text(json.dumps({"articles": articles, "total": len(articles)}))
    said = run("--published", source=str(path))
    entered = {one.address: one.item for one in ImportedArticle.objects.select_related("item")}
    assert len(entered) >= 0.9 * len({one["url"] for one in real}), said
    for one in real:
        if one["url"] in entered:
            assert entered[one["url"]].published_date.isoformat() == one["date_published"]
