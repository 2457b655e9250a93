"""What staff find at the desk: any phrase of what they may see, nothing of what they may not, and nothing of it outside."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from gongkai.base.accounts.models import User
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Post
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import Document, Query
from gongkai.interfaces.desk.queries import DESK_INDEX, desk_differences
from gongkai.interfaces.desk.tasks import rebuild_desk_search
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.queries import desk_documents
from tests.real_files import made

pytestmark = pytest.mark.django_db
RESIDENT_ID = "11010519491231002X"


@pytest.fixture(autouse=True)
def indexes(settings, tmp_path) -> None:
    """Both indexes, empty."""
    settings.GONGKAI_PUBLIC_ROOT = tmp_path / "public"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.GONGKAI_SEARCH_ROOT = tmp_path / "search"
    open_search().clear()
    open_search(DESK_INDEX).clear()


def work() -> None:
    drain()
    assert not [entry.last_error for entry in OutboxEntry.objects.failing()]


@pytest.fixture
def ask() -> Callable[..., Any]:
    """``ask(user, q="…")``: the answer of the desk's search."""

    def ask(user: User, **asked: Any) -> Any:
        client = Client()
        client.force_login(user)
        return client.get("/desk/search/", asked)

    return ask


@pytest.fixture
def find(ask) -> Callable[..., list[str]]:
    """``find(user, q="…")``: the titles found, in order."""

    def find(user: User, **asked: Any) -> list[str]:
        page = html.fromstring(ask(user, **asked).content)
        return [link.text_content() for link in page.xpath("//ol[@class='gk-found']/li/a")]

    return find


@pytest.fixture
def register(department, drafter, now) -> Callable[..., Any]:
    def register(**changes: Any) -> Any:
        given = {
            "title": "关于港区岸线使用的批复",
            "openness": Openness.PROACTIVE,
            "formed_date": now.date(),
            "issued_date": now.date(),
        } | changes
        return disclosure.register_document(department, disclosure.DocumentFields(**given), by=drafter, now=now)

    return register


def public_finds(text: str) -> int:
    return open_search().search(Query(text)).total


class TestFinding:
    def test_drafts_and_what_is_in_review_by_any_phrase_of_title_number_body_and_attachment(
        self, make_item, drafter, find, now
    ):
        item = make_item(title="关于岸线整治的通告", document_number="海经〔2018〕3号", body="<p>夜间<b>禁</b>行</p>")
        disclosure.attach(item, ContentFile(made("docx", "附表列明泊位")), name="泊位清单.docx", by=drafter, now=now)
        make_item(Status.SUBMITTED, title="关于春季植树的通知")
        work()
        for words in ("岸线整治", "线整", "岸", "夜间禁行", "海经[2018]3号", "列明泊位", "泊位清单", item.registration):
            assert find(drafter, q=words)[:1] == ["关于岸线整治的通告"], words
        assert find(drafter, q="植树") == ["关于春季植树的通知"]
        assert public_finds("岸线整治") == public_finds("植树") == 0

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.MERGED])
    def test_an_item_in_every_state_and_says_which(self, make_item, drafter, ask, status):
        make_item(status, title="关于岸线整治的通告")
        work()
        page = html.fromstring(ask(drafter, q="岸线").content)
        (said,) = page.xpath("//ol[@class='gk-found']/li/span/text()")
        assert said == status.label
        assert public_finds("岸线") == (status == Status.PUBLISHED)

    def test_official_documents_withheld_ones_too_and_with_their_files(self, register, drafter, find, now):
        document = register(
            openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET, document_number="海经〔2018〕9号"
        )
        disclosure.file_document(document, ContentFile(made("pdf", "盖章页")), name="红头.pdf", by=drafter, now=now)
        work()
        for words in ("岸线使用", "海经〔2018〕9号", "盖章页", "红头", document.registration):
            assert find(drafter, q=words) == ["关于港区岸线使用的批复"], words
        assert public_finds("岸线使用") == 0

    def test_a_change_of_a_public_text_beside_it_until_it_is_part_of_it(
        self, make_item, drafter, reviewer, approver, find, now, fields
    ):
        item = make_item(Status.PUBLISHED, title="关于岸线整治的通告")
        change = disclosure.begin_change(item, reason="改期", by=drafter, now=now)
        change = disclosure.revise(
            change, fields(title="关于岸线整治的通告", body="<p>改为冬季</p>"), by=drafter, now=now
        )
        work()
        assert len(find(drafter, q="岸线整治")) == 2
        assert len(find(drafter, q="改为冬季")) == 1
        assert public_finds("改为冬季") == 0
        change = disclosure.submit(change, by=drafter, now=now)
        change = disclosure.review_secrecy(change, basis="不涉密", by=reviewer, now=now)
        disclosure.approve_and_publish(change, by=approver, now=now)
        work()
        assert len(find(drafter, q="岸线整治")) == 1
        assert public_finds("改为冬季") == 1
        assert list(desk_differences()) == []

    def test_narrowed_by_unit_status_kind_and_year_which_say_how_many_there_are(
        self, make_item, register, supervisor, ask, find
    ):
        make_item(title="岸线一")
        make_item(Status.PUBLISHED, title="岸线二")
        register()
        work()
        page = html.fromstring(ask(supervisor, q="岸线").content)
        said = {
            select.get("name"): [option.text for option in select.xpath("option")][1:]
            for select in page.xpath("//form[@role='search']//select")
        }
        assert said["unit"] == ["示范区经济发展局（3）"]
        assert set(said["status"]) == {"草稿（1）", "已发布（1）", "已登记（1）"}
        assert set(said["kind"]) == {"通知公告（2）", "公文（发文登记）（1）"}
        assert said["year"] == ["2018（3）"]
        assert find(supervisor, q="岸线", status="draft") == ["岸线一"]
        assert find(supervisor, q="岸线", kind=":document") == ["关于港区岸线使用的批复"]
        assert find(supervisor, q="岸线", unit="999") == []
        assert find(supervisor, q="岸线", year="2018", kind="notice", status="published") == ["岸线二"]


class TestWhoFinds:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("drafter", True),
            ("reviewer", True),
            ("approver", True),
            ("case_officer", True),
            ("openness_officer", True),
            ("supervisor", True),
            ("auditor", True),
            ("elsewhere", False),
            ("without_post", False),
            ("nobody", False),
        ],
    )
    def test_only_who_may_see_it(self, request, make_item, register, find, ask, appoint, town, founder, who, sees):
        make_item(title="关于岸线整治的通告")
        register()
        work()
        if who == "nobody":
            assert Client().get("/desk/search/", {"q": "岸线"}).status_code == 302
            return
        others = {"elsewhere": lambda: appoint(Role.DRAFTER, town), "without_post": lambda: founder}
        user = others.get(who, lambda: request.getfixturevalue(who))()
        assert len(find(user, q="岸线")) == (2 if sees else 0)
        answer = ask(user, q="岸线整洽").content.decode()
        assert ("岸线整治" in answer) == sees, "what was probably meant is proposed only to who may find it"
        assert ("示范区经济发展局（" in ask(user, q="岸线").content.decode()) == sees

    def test_a_deputy_from_the_first_day_of_the_delegation_to_its_last(
        self, make_item, find, appoint, town, drafter, founder, now
    ):
        make_item(title="关于岸线整治的通告")
        work()
        deputy = appoint(Role.DRAFTER, town)
        today = timezone.localdate()
        assert find(deputy, q="岸线") == []

        def stands_in(since: date, until: date) -> None:
            organisations.delegate(
                Post.objects.get(user=drafter),
                deputy=deputy,
                since=since,
                until=until,
                reason="出差",
                by=founder,
                now=now,
            )

        stands_in(today - timedelta(days=9), today - timedelta(days=1))
        stands_in(today + timedelta(days=1), today + timedelta(days=9))
        assert find(deputy, q="岸线") == []
        stands_in(today, today)
        assert find(deputy, q="岸线") == ["关于岸线整治的通告"]

    def test_what_the_index_says_too_much_is_shown_to_nobody(self, make_item, drafter, town, appoint, find, ask):
        """An index that has fallen behind, or was tampered with: rights are asked of the ledger once more."""
        item = make_item(title="关于岸线整治的通告")
        work()
        search = open_search(DESK_INDEX)
        search.put_many([Document(f"item:{item.pk}", "关于岸线整治的通告", audience=("unit:201",))])
        search.commit()
        assert find(appoint(Role.DRAFTER, town), q="岸线") == []


class TestWhatIsNeverInAnIndex:
    def test_the_words_of_a_state_secret_and_of_what_was_taken_down_as_secret(
        self, make_item, register, drafter, approver, kind, column, find, ask, now
    ):
        document = register(title="岸线密文")
        sealed = disclosure.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        withdrawn = make_item(Status.PUBLISHED, title="岸线误发")
        work()
        assert len(find(drafter, q="岸线")) == 3
        disclosure.seal_document(document, by=drafter, now=now)
        disclosure.withdraw(withdrawn, kind=WithdrawalKind.SECRECY, reason="涉密", by=approver, now=now)
        # Before the index has followed, nothing of it is shown; then nothing of it is there.
        answer = ask(drafter, q="岸线").content.decode()
        assert "密文" not in answer
        assert "误发" not in answer
        assert set(find(drafter, q="岸线")) == {"国家秘密或涉密撤下（内容不显示）"}
        work()
        assert find(drafter, q="岸线") == []
        assert find(drafter, q=f"“{sealed.registration}”") == ["国家秘密或涉密撤下（内容不显示）"]
        assert list(desk_differences()) == []

    def test_personal_data_nobody_has_decided_about_and_what_was_masked(self, make_item, drafter, find, now):
        item = make_item(title="公示", body=f"<p>岸线承包人身份证 {RESIDENT_ID} 手机 13912345678</p>")
        disclosure.attach(item, ContentFile(made("docx", f"证号{RESIDENT_ID}")), name="名单.docx", by=drafter, now=now)
        work()
        assert find(drafter, q="岸线承包人") == ["公示"]
        for again in (False, True):
            if again:
                rebuild_desk_search(processes=1)
            page = open_search(DESK_INDEX).search(Query("", audience=("unit:117",)))
            (kept,) = (hit.document for hit in page.hits)
            for secret in (RESIDENT_ID, "13912345678"):
                assert secret not in kept.body + kept.attachments
                assert open_search(DESK_INDEX).search(Query(secret, audience=("unit:117",))).total == 0
                assert public_finds(secret) == 0
        assert item.registration in kept.body


class TestTheIndex:
    def test_follows_through_the_outbox_in_one_commit_however_many_acts_there_were(self, make_item, monkeypatch):
        for number in range(3):
            make_item(Status.PUBLISHED, title=f"岸线{number}")
        assert OutboxEntry.objects.pending().filter(topic="desk.search").count() > 10
        search, commits = open_search(DESK_INDEX), []
        real = search.commit
        monkeypatch.setattr(search, "commit", lambda: commits.append(real()))
        work()
        assert len(commits) == 1
        assert search.count() == 3
        assert list(desk_differences()) == []

    def test_is_made_anew_and_compared_by_count_and_ids(self, make_item, register, drafter, find):
        item, document = make_item(title="岸线一"), register()
        work()
        search = open_search(DESK_INDEX)
        search.remove([f"item:{item.pk}"])
        search.put_many([Document("item:99999", "岸线不存在")])
        search.commit()
        assert list(desk_differences()) == [
            f"工作台检索索引中缺少 {item.registration}。",
            "工作台检索索引中多出 item:99999，账本中没有。",
        ]
        assert rebuild_desk_search(processes=1) == 2
        assert list(desk_differences()) == []
        assert len(find(drafter, q="岸线")) == 2
        assert document.registration

    def test_deleted_under_the_server_is_a_sentence_and_comes_back(self, make_item, drafter, ask, find, settings):
        make_item(title="岸线一")
        work()
        shutil.rmtree(settings.GONGKAI_SEARCH_ROOT)
        open_search.__globals__["_open"].cache_clear()
        answer = ask(drafter, q="岸线")
        assert answer.status_code == 400
        assert "gongkai rebuild search" in answer.content.decode()
        assert list(desk_differences()) == ["没有工作台检索索引，请执行 gongkai rebuild search。"]
        make_item(title="岸线二")
        work()
        assert rebuild_desk_search(processes=1) == 2
        assert len(find(drafter, q="岸线")) == 2

    def test_without_an_index_nothing_is_read_for_it(self, make_item, settings, monkeypatch):
        make_item(title="岸线一")
        shutil.rmtree(settings.GONGKAI_SEARCH_ROOT)
        open_search.__globals__["_open"].cache_clear()

        def read(keys=None):
            raise AssertionError(keys)

        monkeypatch.setattr("gongkai.interfaces.desk.tasks.desk_documents", read)
        work()

    def test_one_turn_reads_no_more_than_its_measure_and_the_rest_follows(self, make_item, drafter, find, monkeypatch):
        read = []

        def telling(keys):
            read.append(len(keys))
            return desk_documents(keys)

        monkeypatch.setattr("gongkai.interfaces.desk.tasks.desk_documents", telling)
        monkeypatch.setattr("gongkai.interfaces.desk.tasks._RECORDS", 3)
        for number in range(8):
            make_item(title=f"岸线{number}")
        work()
        assert max(read) <= 3
        assert len(find(drafter, q="岸线")) == 8

    def test_a_search_is_a_constant_number_of_queries(self, make_item, register, supervisor, ask):
        counts = []
        for _turn in range(2):
            for number in range(4):
                make_item(title=f"岸线{number}")
            register(title=f"岸线批复{_turn}")
            work()
            ask(supervisor, q="岸线")
            with CaptureQueriesContext(connection) as queries:
                assert ask(supervisor, q="岸线").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 50


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": "字" * 100_000},
        {"q": "岸线", "p": "1000000000"},
        {"q": "岸线", "p": "-1", "sort": "best", "unit": "\x07", "year": "никогда"},
        {"q": 'title:(岸线 AND "'},
        {"q": "\x07\x1b"},
    ],
)
def test_whatever_is_asked_a_screen_answers(make_item, drafter, ask, asked):
    make_item(title="岸线")
    work()
    answer = ask(drafter, **asked)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert html.fromstring(answer.content).xpath("//p[@role='alert']")[0].text.strip().endswith("。")


def test_pages_can_be_turned_and_the_box_above_the_menu_leads_here(make_item, drafter, ask, find):
    for number in range(21):
        make_item(title=f"岸线{number:02}")
    work()
    first, second = find(drafter, q="岸线"), find(drafter, q="岸线", p="2")
    assert (len(first), len(second)) == (20, 1)
    assert len({*first, *second}) == 21
    answer = ask(drafter, q="岸线").content.decode()
    assert "第 1 页，共 2 页" in answer
    assert '"/desk/search/"' in answer
