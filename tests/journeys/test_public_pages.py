"""A citizen, a browser, and a site whose database is gone: every public page opens, leads on, and is accessible to all."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from playwright.sync_api import Page, sync_playwright

from gongkai.base.core.tasks import drain
from gongkai.base.organisations.models import Unit
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.law.statutory_content import GUIDE_ELEMENTS
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.data import standard_kinds
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from tests.real_files import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
TABLE = (
    "<table><caption>收费标准</caption><tr><th scope='col'>项目</th><th scope='col'>元</th></tr>"
    "<tr><td>停车</td><td>5</td></tr></table>"
)


@dataclass
class Site:
    """A served tree: its address and what stands there."""

    address: str
    item: str
    withdrawn: str


@pytest.fixture
def site(make_item, drafter, reviewer, approver, founder, key_area, now, settings, tmp_path) -> Iterator[Site]:
    """A small site of example data, served by the real server in a home where there is no database at all."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    Unit.objects.update(is_example=True)
    item = make_item(
        Status.DRAFT, title="关于港区停车收费的通知", body=f"<p>现将标准公布如下。</p>{TABLE}", key_areas=(key_area,)
    )
    disclosure.attach(item, ContentFile(made("pdf", "收费标准")), name="收费标准.pdf", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="不涉密", by=reviewer, now=now)
    item = disclosure.approve_and_publish(item, by=approver, now=now)
    gone = make_item(Status.PUBLISHED, title="张三的处理决定")
    gone = disclosure.withdraw(gone, kind=WithdrawalKind.PRIVACY, reason="载有个人住址", by=approver, now=now)
    kinds = {
        code: catalogue.define_kind(code=code, order=2, by=founder, now=now, **standard_kinds()[code])
        for code in ("disclosure_guide", "proposal")
    }
    said = dict.fromkeys(GUIDE_ELEMENTS, "见办事大厅公示牌")
    make_item(Status.PUBLISHED, title="公开指南", kind=kinds["disclosure_guide"], details=said)
    said = {each["name"]: (each["choices"] or ["是"])[0] for each in kinds["proposal"].details}
    make_item(Status.PUBLISHED, title="关于第7号建议的答复", kind=kinds["proposal"], summary="同意", details=said)
    drain()
    rebuild(now=now, processes=1)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--no-ws"]
    command += ["--log-level", "error", "config.asgi:application"]
    environment = {
        **os.environ,
        "GONGKAI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "GONGKAI_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
    }
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=environment, cwd=ROOT) as server:
        try:
            for _turn in range(200):
                with suppress(OSError), urllib.request.urlopen(address):
                    break
                time.sleep(0.1)
            yield Site(address, f"/{item.path}.html", f"/{gone.path}.html")
        finally:
            server.terminate()


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """A page of a real Chromium, on a phone's width."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--headless"]
        )
        page = browser.new_page(base_url=site.address, viewport={"width": 390, "height": 780})
        yield page
        browser.close()


def test_a_citizen_finds_a_notice_by_its_column_its_month_and_its_key_area(page: Page, site: Site):
    page.goto("/")
    assert "示例数据" in page.inner_text(".example")
    page.click("nav.doors >> text=公开目录")
    page.click("main >> text=通知公告")
    page.click("text=6月")
    page.click("text=关于港区停车收费的通知")
    assert page.inner_text("h1") == "关于港区停车收费的通知"
    assert "440404117/2018-00001" in page.inner_text(".facts")
    with page.expect_download() as download:
        page.eval_on_selector(".files a", "link => { link.download = ''; link.click() }")
    assert download.value.path().read_bytes() == made("pdf", "收费标准")
    page.goto("/")
    page.click("#areas >> text=财政预决算")
    assert page.is_visible("text=关于港区停车收费的通知")


def test_what_was_withdrawn_says_so_and_names_nobody(page: Page, site: Site):
    page.goto(site.withdrawn)
    assert "载有个人住址" in page.inner_text("main")
    assert "张三" not in page.content()


def test_large_type_is_remembered_from_page_to_page(page: Page, site: Site):
    page.goto("/")
    page.check("text=大字版")
    page.goto(site.item)
    assert page.is_checked("#elder")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"


def test_everything_works_without_scripts(page: Page, site: Site):
    quiet = page.context.browser.new_context(java_script_enabled=False, base_url=site.address)
    plain = quiet.new_page()
    plain.goto("/")
    plain.check("text=大字版")
    plain.click("#newest >> text=关于港区停车收费的通知")
    assert plain.inner_text("h1") == "关于港区停车收费的通知"
    assert not plain.is_visible("text=打印本页")
    quiet.close()


def test_a_printed_page_bears_its_address_and_the_day_and_nothing_to_press(page: Page, site: Site):
    page.goto(site.item)
    assert not page.is_visible(".printed")
    page.emulate_media(media="print")
    assert page.is_visible("text=关于港区停车收费的通知")
    assert site.item in page.inner_text(".tools")
    assert "打印日期" in page.inner_text(".printed")
    for hidden in ("header.site nav", ".find", ".breadcrumb", "footer.site", "[data-print]", "[data-related]", ".skip"):
        assert not page.is_visible(hidden), hidden


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("large", [False, True])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(page: Page, site: Site, width: int, large: bool):
    page.set_viewport_size({"width": width, "height": 800})
    said: list[str] = []
    # Nobody answers searches here: what is near is asked for in vain, and the link beside it stays.
    page.on(
        "console", lambda one: None if "/search/related/list" in one.location.get("url", "") else said.append(one.text)
    )
    page.goto("/")
    if large:
        page.check("text=大字版")
    for address in (
        "/", "/disclosure/", "/disclosure/117/", "/guide/117/", "/reports/", "/proposals/", "/about.html", "/contact.html",
        "/columns/", "/columns/notices/", "/columns/notices/2018-06.html", "/areas/budget/", "/log/", "/policies/",
        site.item, site.withdrawn,
    ):  # fmt: skip
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} {scheme}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    # The page of what was withdrawn for privacy answers 410, and the browser says so.
    assert [one for one in said if "410 (Gone)" not in one] == []
    page.goto("/nothing.html")
    assert Axe().run(page).violations_count == 0
