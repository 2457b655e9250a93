"""An installation of its own for each module of journeys, and people before their screens.

A module says in ``SETTING_UP`` what its site is like before anybody opens it: Python run in the installation, through actions; and in
``CLOCK``, where it matters, what day it is there (``Site.turns_to`` lets days pass).
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a-long-and-quiet-password"
#: How long anything that comes to pass by itself may take: the machine may be busy.
PATIENCE = 90
#: In the browser: the desk's notices are there whole, and nothing that ends by itself is still on its way.
STANDS_STILL = """() => [...document.querySelectorAll(".messages > ul")].every(one => getComputedStyle(one).opacity === "1")
  && document.getAnimations().every(one => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""
#: What is filled in or pressed and runs over the edge of the screen, where nobody can scroll to the rest of it.
CUT_OFF = """() => {
  const slides = one => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth
  const within = one => one && (slides(one) || within(one.parentElement))
  const beyond = one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1
  return [...document.querySelectorAll("main :is(input, select, textarea, button)")]
    .filter(one => beyond(one) && !within(one.parentElement))
    .map(one => one.outerHTML.slice(0, 200))
}"""

BEGINNING = f"""
import django
django.setup()
from datetime import date
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from gongkai.base.accounts.actions import open_account
from gongkai.base.organisations import actions as organisations
from gongkai.law.vocabulary import Role, UnitKind

# Tables straight from the models, as in the rest of the suite; that the migrations make the same is said by `make lint` and `make up`.
settings.MIGRATION_MODULES = {{config.label: None for config in apps.get_app_configs()}}
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
now = timezone.now()
founder = open_account(username="founder", name="管理员", password=None, by=None, now=now)
by = {{"by": founder, "now": now}}

def found(code, name, parent=None):
    return organisations.found(
        code=code, name=name, short_name=name, parent=parent, index_prefix="440404" + code, kind=UnitKind.DEPARTMENT, **by
    )

def employ(unit, **staff):
    who = {{}}
    for username, role in staff.items():
        who[username] = open_account(username=username, name=username, password={PASSWORD!r}, **by)
        organisations.fill(unit=unit, user=who[username], role=Role(role), since=date(2015, 1, 1), **by)
    return who
"""

#: The clock of an installation where it is another day: read anew each time, so that days may pass.
ANOTHER_DAY = """
from datetime import timedelta
from pathlib import Path
import django.utils.timezone as clock
real, ago = clock.now, Path(__file__).with_name("seconds-ago")
clock.now = lambda: real() - timedelta(seconds=float(ago.read_text()))
"""


@dataclass(frozen=True)
class Site:
    """A served installation: where it answers, where it keeps its things, and how its operator starts a command."""

    address: str
    home: Path
    environment: dict[str, str]

    def get(self, path: str) -> tuple[int, bytes]:
        """What anybody gets: status and bytes."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def says(self, path: str, words: str) -> bool:
        return words.encode() in self.get(path)[1]

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the installation, as its operator does."""
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False
        )

    def turns_to(self, instant: str) -> None:
        """It becomes this instant there, and time goes on from it."""
        ago = datetime.now(UTC) - datetime.fromisoformat(instant)
        fresh = self.home / "clock" / "seconds-ago.new"
        fresh.parent.mkdir(exist_ok=True)
        fresh.write_text(str(ago.total_seconds()))
        fresh.rename(fresh.with_suffix(""))

    def verify(self) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "django", "verify")

    def until(self, done: Callable[[], bool]) -> None:
        """Fails when it does not come to pass."""
        began = time.monotonic()
        while not done():
            assert time.monotonic() - began < PATIENCE, f"not within {PATIENCE} s"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The module's site, with the real server and the real worker."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "GONGKAI_DATABASE_URL"} | {
        "GONGKAI_HOME": str(tmp_path_factory.mktemp("home")),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "GONGKAI_ADDRESS": f"http://127.0.0.1:{port}",
        "GONGKAI_SITE_NAME": "海港示范区政府信息公开",
    }
    site = Site(environment["GONGKAI_ADDRESS"], Path(environment["GONGKAI_HOME"]), environment)
    if clock := getattr(request.module, "CLOCK", ""):
        site.turns_to(clock)
        (site.home / "clock" / "sitecustomize.py").write_text(ANOTHER_DAY)
        environment["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(site.home / "clock"), os.environ.get("PYTHONPATH")])
        )
    made = site.python("-c", BEGINNING + request.module.SETTING_UP + '\ncall_command("rebuild", processes=1)\n')
    assert made.returncode == 0, made.stderr
    server = ["granian", "--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws"]
    commands = [[*server, "--log-level", "warning", "config.asgi:application"], ["django", "worker"]]
    running = [subprocess.Popen([sys.executable, "-m", *one], env=environment, cwd=ROOT) for one in commands]
    try:
        site.until(lambda: _answers(port))
        yield site
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert executable, "请先安装 Chromium：apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody before a screen of their own."""

    page: Page
    site: Site

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.site.address}{path}")

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follows(self, words: str, *, exact: bool = False) -> None:
        name = words if exact else re.compile(re.escape(words))
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def fills(self, label: str, words: str) -> None:
        self.field(label).fill(words)

    def chooses(self, label: str, words: str) -> None:
        self.field(label).select_option(label=words)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))

    def reads(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def is_on(self, title: str) -> None:
        expect(self.page.locator("h1")).to_have_text(title)

    def finds_no_fault(self) -> None:
        """The page is accessible, and nothing hangs over its edge. The whole of it: what is still coming has no heading yet,
        and a notice still fading in is paler than it will be.
        """
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(STANDS_STILL)
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()
        width = self.page.viewport_size["width"]  # type: ignore[index]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        assert self.page.evaluate(CUT_OFF) == []

    def keeps_picture(self, name: str) -> None:
        """For whoever asks to see it: a folder in GONGKAI_PICTURES."""
        if os.environ.get("GONGKAI_PICTURES"):
            self.page.screenshot(path=f"{os.environ['GONGKAI_PICTURES']}/{name}.png", full_page=True)


@pytest.fixture
def somebody(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """``somebody(width=390)``: a citizen with a browser that has never been here."""
    contexts = []

    def somebody(*, width: int = 1280, scripts: bool = True) -> Person:
        context = browser.new_context(
            locale="zh-CN", viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        return Person(page, site)

    expect.set_options(timeout=PATIENCE * 1000)
    yield somebody
    for context in contexts:
        context.close()


@pytest.fixture
def at_desk(somebody: Callable[..., Person]) -> Callable[..., Person]:
    """``at_desk("chen")``: Chen, signed in, before today's work."""

    def at_desk(username: str, *, width: int = 1280) -> Person:
        person = somebody(width=width)
        person.opens("/desk/")
        person.fills("用户名", username)
        person.fills("密码", PASSWORD)
        person.presses("登录")
        person.reads("我的今日工作")
        return person

    return at_desk
