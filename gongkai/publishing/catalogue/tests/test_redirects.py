"""Old addresses lead on to this site, never away from it, never in a circle, and only because the openness office says so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.pages import MOST_STEPS, followed, led_on
from gongkai.publishing.catalogue import pages
from gongkai.publishing.catalogue.actions import (
    add_column,
    enter_redirects,
    open_column,
    readdress_column,
    retire_redirect,
)
from gongkai.publishing.catalogue.actions.shelves import ColumnFields
from gongkai.publishing.catalogue.models import Column, Redirect

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(openness_officer, now):
    """``enter(("/old", "/new"), …)``: what became of each line."""

    def enter(*pairs: tuple[str, str], by=openness_officer) -> list[tuple[str, str]]:
        lines = [(number, old, new) for number, (old, new) in enumerate(pairs, 1)]
        return [(one.outcome, one.sentence) for one in enter_redirects(lines, reason="旧网站迁移", by=by, now=now)]

    return enter


class TestWhereAnAddressLeads:
    RULES = {
        "/old/": "/columns/new/",
        "/old/deep/": "/help.html",
        "/old/one.html": "/contact.html",
        "/a": "/old/x.html",
    }

    @pytest.mark.parametrize(
        ("path", "end"),
        [
            ("/old/one.html", "/contact.html"),
            ("/old/2018-06.html", "/columns/new/2018-06.html"),
            ("/old/", "/columns/new/"),
            ("/old", "/columns/new/"),
            ("/old/deep/a/b.html", "/help.html"),
            ("/a", "/columns/new/x.html"),
            ("/older/x", "/older/x"),
            ("/", "/"),
        ],
    )
    def test_its_own_rule_comes_before_the_nearest_folder(self, path, end):
        assert followed(path, self.RULES) == end

    def test_a_circle_has_no_end(self):
        assert followed("/a", {"/a": "/b", "/b": "/a"}) is None
        assert followed("/a/x", {"/a/": "/a/b/"}) is None

    @given(
        st.text(alphabet="/ab", max_size=30).map("/".__add__),
        st.dictionaries(
            st.sampled_from(["/a/", "/b/", "/a/b/", "/a"]), st.sampled_from(["/a/", "/b/", "/b", "/a/b/"]), max_size=4
        ),
    )
    def test_following_always_ends(self, path, rules):
        end = followed(path, rules)
        assert end is None or led_on(end, rules) is None
        assert MOST_STEPS == 10


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "old",
        [
            "", "/", "/index.html", "zwgk/a.html", "/desk/", "/desk", "/search/x", "/hall/", "/api/v1/", "/static/a.css",
            "/assets/x", "/gkmlpt/api/all/1", "/a/../b", "/.oven/lock", "/a//b", "/a b", "/a\nb", "/a%0d%0aX:1", "/a\"b",
            "/a;b", "/a{b}", "/a$b", "/a\\b", "/a<b>", "/x.html.gz", "/a?id=1", "/a#b", "/a%ff", "javascript:alert(1)",
            "/" + "a" * 300, "/a\u202eb",
        ],
    )  # fmt: skip
    def test_what_is_no_old_address(self, enter, old):
        ((outcome, sentence),) = enter((old, "/help.html"))
        assert outcome == "refused"
        assert sentence.endswith("。")
        assert not Redirect.objects.exists()

    @pytest.mark.parametrize(
        "new",
        [
            "", "https://evil.example/", "//evil.example/x", "http://evil.example", "/\\evil.example", "\\\\evil.example", "///evil",
            "javascript:alert(1)", "data:text/html,x", "help.html", "/a\r\nSet-Cookie:x", "/%2f%2fevil.example", "/a?next=/b",
        ],
    )  # fmt: skip
    def test_any_other_site(self, enter, new):
        ((outcome, sentence),) = enter(("/old.html", new))
        assert (outcome, Redirect.objects.count()) == ("refused", 0), sentence

    def test_circles_however_long(self, enter):
        done = enter(
            ("/a", "/b"), ("/b", "/c"), ("/c", "/a"), ("/d", "/d"), ("/e/", "/e/f/"), ("/f/", "/g/"), ("/g/x", "/f/x")
        )
        assert [outcome for outcome, _said in done] == [
            "added",
            "added",
            "refused",
            "refused",
            "refused",
            "added",
            "refused",
        ]
        assert "循环" in done[2][1]
        assert enter(("/g/", "/f/"))[0][0] == "refused"

    def test_without_a_reason_or_a_line_nothing_is_done(self, openness_officer, now):
        for lines, reason in (([(1, "/a", "/b")], " "), ([], "迁移"), ([(1, "/a", "/b")], "长" * 301)):
            with pytest.raises(Refused):
                enter_redirects(lines, reason=reason, by=openness_officer, now=now)
        assert not Redirect.objects.exists()


class TestEntering:
    def test_the_name_of_the_old_site_is_left_out_and_our_own_is_ours(self, enter, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://haigang.gov.cn"
        done = enter(
            (
                "http://www.old.gov.cn/zwgk/gkmlpt/content/2/12/post_12.html",
                "https://haigang.gov.cn/items/1/2018/00001.html",
            ),
            ("/gkmlpt/content/1/1/post_1.html", "/policies/"),
            ("/%E6%94%BF%E5%8A%A1/公开.htm", "/help.html"),
        )
        assert [outcome for outcome, _said in done] == ["added"] * 3
        assert Redirect.objects.rules() == {
            "/zwgk/gkmlpt/content/2/12/post_12.html": "/items/1/2018/00001.html",
            "/gkmlpt/content/1/1/post_1.html": "/policies/",
            "/政务/公开.htm": "/help.html",
        }
        assert OutboxEntry.objects.pending().filter(topic="catalogue.redirects").count() == 1

    def test_each_line_is_told_of_and_a_bad_one_keeps_out_no_other(self, enter):
        enter(("/a", "/b"))
        done = enter(("/a", "/b"), ("/a", "/c"), ("/x", ""), ("/y", "/z"))
        assert [outcome for outcome, _said in done] == ["unchanged", "refused", "refused", "added"]
        assert "与第 1 行重复" in done[1][1]
        assert enter(("/a", "/c"))[0][0] == "amended"

    def test_one_that_was_retired_leads_nowhere_until_it_is_entered_again(self, enter, openness_officer, now):
        enter(("/a", "/b"))
        redirect = Redirect.objects.get()
        retire_redirect(redirect, reason="误录", by=openness_officer, now=now)
        assert Redirect.objects.rules() == {}
        with pytest.raises(NotAllowed):
            retire_redirect(redirect, reason="误录", by=openness_officer, now=now)
        assert enter(("/a", "/b"))[0][0] == "amended"
        assert next(str(event) for event in Event.objects.about(redirect)).endswith(
            "设定了旧地址“/a”的转接：旧网站迁移"
        )

    def test_is_the_openness_offices(self, enter, drafter, approver, auditor):
        for user in (drafter, approver, auditor):
            with pytest.raises(NotAllowed):
                enter(("/a", "/b"), by=user)
        assert not Redirect.objects.exists()


class TestAColumnsAddress:
    def test_the_old_ones_lead_to_the_new_one_and_its_slug_stays(self, column, openness_officer, now):
        moved = readdress_column(column, "tzgg", reason="统一用拼音", by=openness_officer, now=now)
        assert (moved.slug, moved.address) == ("notices", "tzgg")
        assert Redirect.objects.rules() == {"/columns/notices/": "/columns/tzgg/"}
        readdress_column(column, "notice-board", reason="改名", by=openness_officer, now=now)
        rules = Redirect.objects.rules()
        for path in ("/columns/notices/2018-06.html", "/columns/tzgg/2018-06.html"):
            assert followed(path, rules) == "/columns/notice-board/2018-06.html"

    def test_it_may_come_home(self, column, openness_officer, now):
        readdress_column(column, "tzgg", reason="改名", by=openness_officer, now=now)
        column = readdress_column(column, "notices", reason="改回", by=openness_officer, now=now)
        assert column.moved_to == ""
        assert Redirect.objects.rules() == {"/columns/tzgg/": "/columns/notices/"}

    def test_is_nobody_elses_now_or_before(self, column, founder, openness_officer, now):
        other = open_column(slug="news", name="动态", group="news", order=2, by=founder, now=now)
        readdress_column(column, "tzgg", reason="改名", by=openness_officer, now=now)
        for address in ("tzgg", "notices", "News", "a/b", "", "news"):
            with pytest.raises(Refused):
                readdress_column(other, address, reason="改名", by=openness_officer, now=now)
        for slug in ("tzgg", "notices"):
            with pytest.raises(Refused):
                add_column(slug, ColumnFields("新", "news"), by=openness_officer, now=now)
        assert Column.objects.get(slug="news").address == "news"


class TestForServers:
    def test_the_table_and_the_map_hold_where_one_comes_to_in_the_end(self, enter):
        enter(("/a", "/b"), ("/b", "/公开.html"), ("/old/", "/columns/"), ("/old/deep/", "/c.html"))
        table, nginx = (one.content.decode() for one in pages.redirects())
        assert '"/a": "/公开.html"' in table
        assert '"/a" "/%E5%85%AC%E5%BC%80.html";' in nginx
        lines = nginx.splitlines()
        assert lines[-2:] == [
            '"~^/old/deep/" "/c.html";',
            r'"~^/old/(?<below>[^\x00-\x20\x7f]+)$" "/columns/$below";',
        ]

    def test_there_is_none_where_there_never_was_an_old_address(self):
        assert pages.redirects() == []


class TestScreens:
    def test_lines_are_taken_and_what_was_not_stays_to_be_mended(self, openness_officer):
        client = Client()
        client.force_login(openness_officer)
        given = {"lines": "/a → /help.html\n/b\thttps://evil.example/\n\n/c,/contact.html", "reason": "迁移"}
        page = client.post("/desk/catalogue/redirects/new/", given).content.decode()
        assert "接受 2 行，未接受 1 行" in page
        assert "不能转到其他网站" in page
        assert "evil.example" in page
        refused = client.post("/desk/catalogue/redirects/new/", {"lines": "/d /e", "reason": ""})
        assert refused.status_code == 409
        assert "/d /e" in refused.content.decode()
        one = client.post("/desk/catalogue/redirects/one/?source=%2Fa", {"reason": "误录"}, follow=True)
        assert "已停用" in one.content.decode()
        assert client.get("/desk/catalogue/redirects/one/?source=nothing").status_code == 404

    def test_the_list_asks_as_often_for_many_as_for_few(self, enter, openness_officer):
        client = Client()
        client.force_login(openness_officer)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get("/desk/catalogue/redirects/")
            return len(queries)

        enter(("/a", "/b"))
        asked()
        few = asked()
        enter(*((f"/x{n}", "/b") for n in range(60)))
        assert asked() == few
