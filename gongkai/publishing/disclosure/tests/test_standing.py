"""Guides and site pages stand once, in their own place, and say what the law wants; replies to proposals are counted and linked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.organisations.models import Unit
from gongkai.law.statutory_content import GUIDE_ELEMENTS
from gongkai.law.vocabulary import Openness, Role, UnitKind, WithholdingGround
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.actions import KindFields
from gongkai.publishing.catalogue.data import standard_kinds
from gongkai.publishing.catalogue.models import Kind
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.actions.announcing import PROPOSALS_TOPIC
from gongkai.publishing.disclosure.choices import RelationKind, Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import of_numbers
from gongkai.publishing.transparency_log.models import LogEntry

pytestmark = pytest.mark.django_db
GUIDE = dict.fromkeys(GUIDE_ELEMENTS, "见本栏说明")
REPLY = {
    "category": "建议",
    "number": "第21号",
    "session": "九届五次会议",
    "subject": "增设清洗点",
    "proposal": "建议增设清洗点。",
    "public_interest": "是",
    "reply_form": "全文",
    "reply": "同意增设。",
    "opinion": "满意",
}


@pytest.fixture
def standard(founder, now):
    """``standard("proposal")``: a kind as the standard set has it."""

    def standard(code):
        fields = standard_kinds()[code]
        return catalogue.define_kind(code=code, order=1, by=founder, now=now, **fields)

    return standard


@pytest.fixture
def make_guide(make_item, standard):
    kind = standard("disclosure_guide")

    def make_guide(status=Status.PUBLISHED, **changes):
        given = {"title": "公开指南", "kind": kind, "details": GUIDE} | changes
        return make_item(status, **given)

    return make_guide


@pytest.fixture
def make_reply(make_item, standard):
    kind = standard("proposal")

    def make_reply(status=Status.PUBLISHED, *, said=None, **changes):
        given = {"title": "答复", "kind": kind, "summary": "同意", "details": REPLY | (said or {})} | changes
        return make_item(status, **given)

    return make_reply


class TestGuides:
    @pytest.mark.parametrize("missing", [("fax",), ("classification", "hours"), tuple(GUIDE_ELEMENTS)])
    def test_is_not_submitted_before_it_says_all_that_article_12_wants(self, missing, make_guide, drafter, now):
        item = make_guide(Status.DRAFT, details={name: said for name, said in GUIDE.items() if name not in missing})
        labels = "、".join(GUIDE_ELEMENTS[name] for name in missing)
        with pytest.raises(NotAllowed, match=f"还缺：{labels}。"):
            actions.submit(item, by=drafter, now=now)

    def test_what_the_statute_asks_for_cannot_be_taken_out_of_the_kind(self, standard, openness_officer, now):
        kind = standard("disclosure_guide")
        without = tuple(each for each in kind.details if each["name"] != "fax")
        optional = tuple({**each, "required": each["name"] != "fax"} for each in kind.details)
        inside = tuple({**each, "public": each["name"] != "fax"} for each in kind.details)
        for details in (without, optional, inside):
            with pytest.raises(Refused, match="公开指南须写明传真号码"):
                catalogue.arrange_kind(kind, KindFields("指南", details=details), by=openness_officer, now=now)
        more = (*kind.details, {"name": "map", "label": "交通", "type": "text"})
        catalogue.arrange_kind(kind, KindFields("指南", details=more), by=openness_officer, now=now)
        Kind.objects.all().delete()
        with pytest.raises(Refused, match="公开指南须写明"):
            catalogue.define_kind(code="disclosure_guide", name="指南", order=1, by=openness_officer, now=now)

    def test_a_unit_has_one_and_changes_it_in_its_place(self, make_guide, drafter, reviewer, approver, now, department):
        guide = make_guide()
        second = make_guide(Status.DRAFT)
        with pytest.raises(NotAllowed, match=f"“公开指南”已经公开（索引号 {guide.number}）"):
            actions.submit(second, by=drafter, now=now)
        change = actions.begin_change(guide, reason="电话已变更", by=drafter, now=now)
        actions.submit(change, by=drafter, now=now)
        actions.review_secrecy(change, basis="经审查不涉密", by=reviewer, now=now)
        actions.approve_and_publish(change, by=approver, now=now)
        current = queries.guide_of(department)
        assert (current.number, current.version, current.versions.count()) == (guide.number, 2, 1)
        assert list(LogEntry.objects.order_by("seq").values_list("act", flat=True)) == ["published", "changed"]

    def test_of_two_submitted_at_once_the_second_is_not_published(self, make_guide, approver, now):
        second = make_guide(Status.APPROVED)
        make_guide()
        with pytest.raises(NotAllowed, match="已经公开"):
            actions.publish(second, by=approver, now=now)

    def test_one_nobody_has_touched_for_the_months_of_the_house_is_stale(self, make_guide, settings, now):
        guide = make_guide()
        units = Unit.objects.all()
        assert list(queries.stale_guides(units, on=date(2019, 6, 1))) == []
        assert list(queries.stale_guides(units, on=date(2019, 6, 2))) == [guide]
        assert queries.is_stale(guide, on=date(2019, 6, 2))
        settings.GONGKAI_GUIDE_MONTHS = 24
        assert list(queries.stale_guides(units, on=date(2019, 6, 2))) == []
        InformationItem.objects.filter(pk=guide.pk).update(changed_at=now + timedelta(days=300))
        settings.GONGKAI_GUIDE_MONTHS = 12
        assert list(queries.stale_guides(units, on=date(2019, 6, 2))) == []


class TestSitePages:
    def test_are_published_by_who_speaks_for_the_site(self, make_item, standard, department, drafter, now):
        kind = standard("site_page")
        given = {"title": "隐私说明", "kind": kind, "details": {"page": "隐私说明"}}
        item = make_item(Status.DRAFT, **given)
        with pytest.raises(NotAllowed, match="网站说明由设政务公开工作机构的单位发布"):
            actions.submit(item, by=drafter, now=now)
        Unit.objects.filter(pk=department.pk).update(hosts_openness_office=True)
        department.refresh_from_db()
        privacy = make_item(Status.PUBLISHED, **given)
        about = make_item(Status.PUBLISHED, **given | {"title": "关于", "details": {"page": "关于本站"}})
        assert queries.site_pages() == {"隐私说明": privacy, "关于本站": about}
        with pytest.raises(NotAllowed, match="“隐私说明”已经公开"):
            actions.submit(make_item(Status.DRAFT, **given), by=drafter, now=now)


class TestProposals:
    def test_a_reply_that_touches_the_public_interest_is_published_in_full(self, make_reply, drafter, now):
        summary = make_reply(Status.DRAFT, said={"reply_form": "摘要"})
        with pytest.raises(NotAllowed, match="应当全文公开"):
            actions.submit(summary, by=drafter, now=now)
        assert make_reply(said={"reply_form": "摘要", "public_interest": "否"}).status == Status.PUBLISHED

    @pytest.mark.parametrize("missing", ["proposal", "reply", "session", "number", "public_interest"])
    def test_a_reply_says_what_it_answers_and_what_it_answers_with(self, missing, make_reply, drafter, now):
        item = make_reply(Status.DRAFT, details={name: said for name, said in REPLY.items() if name != missing})
        with pytest.raises(NotAllowed, match="还缺"):
            actions.submit(item, by=drafter, now=now)

    def test_the_public_share_counts_what_is_kept_and_what_came_down(self, make_reply, approver, now, openness_officer):
        make_reply()
        make_reply(said={"opinion": "基本满意"})
        make_reply(said={"opinion": "", "reply_form": "摘要", "public_interest": "否"})
        make_reply(Status.WITHDRAWN)
        make_reply(Status.DRAFT)
        kept = make_reply(
            Status.SECRECY_REVIEWED, openness=Openness.WITHHELD, ground=WithholdingGround.PERSONAL_PRIVACY
        )
        before = OutboxEntry.objects.filter(topic=PROPOSALS_TOPIC).count()
        actions.approve(kept, by=approver, now=now)
        assert OutboxEntry.objects.filter(topic=PROPOSALS_TOPIC).count() == before + 1
        make_reply(said={"session": "九届四次会议"}, formed_date=date(2017, 5, 2))
        with CaptureQueriesContext(connection) as captured:
            this, last = queries.public_shares()
        assert len(captured) == 1
        assert (this.year, this.session, this.replies, this.public, this.in_full) == (2018, "九届五次会议", 5, 3, 2)
        assert this.percent == "60.0%"
        assert queries.opinions_said(this) == "满意 1 件、基本满意 1 件、未反馈 1 件"
        assert (last.year, last.session, last.percent) == (2017, "九届四次会议", "100.0%")
        assert queries.public_shares(Unit.objects.filter(kind=UnitKind.TOWN)) == []

    def test_proposal_reply_and_what_followed_lead_to_each_other(
        self, make_item, make_reply, fields, department, drafter, reviewer, approver, now
    ):
        def say(relation, document, **changes):
            item = actions.draft(department, fields(**changes), by=drafter, now=now)
            actions.relate(item, relation, document, by=drafter, now=now)
            actions.submit(item, by=drafter, now=now)
            actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
            return actions.approve_and_publish(item, by=approver, now=now)

        proposal = make_item(Status.PUBLISHED, title="建议原文")
        kind = Kind.objects.get(code="proposal")
        reply = say(RelationKind.REPLIES, proposal, title="答复", kind=kind, summary="同意", details=REPLY)
        followed = say(RelationKind.IMPLEMENTS, reply, title="清洗点启用")
        shown = {}
        for item, outputs in of_numbers([proposal.number, reply.number, followed.number]):
            links = outputs[0].words["links"]
            shown[item.title] = {(link["label"], link["line"]["title"]) for link in links}
        assert shown == {
            "建议原文": {("答复本文件", "答复")},
            "答复": {("答复", "建议原文"), ("落实本文件", "清洗点启用")},
            "清洗点启用": {("贯彻落实", "答复")},
        }


class TestDesk:
    @pytest.fixture(autouse=True)
    def files_go_nowhere(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    @pytest.mark.parametrize("who", ["drafter", "approver", "openness_officer", "supervisor", "auditor"])
    def test_shows_guides_and_shares_of_the_units_one_may_see(
        self, who, request, make_guide, make_reply, appoint, town, make_item
    ):
        user = request.getfixturevalue(who)
        guide = make_guide()
        make_reply()
        client = Client()
        client.force_login(user)
        page = client.get("/desk/guides/").content.decode()
        assert guide.number in page
        assert "应核对更新" in page  # of 2018, and today is long after
        shares = client.get("/desk/proposals/").content.decode()
        assert "九届五次会议建议" in shares
        assert "100.0%" in shares
        stranger = Client()
        stranger.force_login(appoint(Role.DRAFTER, town))
        assert guide.number not in stranger.get("/desk/guides/").content.decode()
        assert "九届五次会议" not in stranger.get("/desk/proposals/").content.decode()
        assert Client().get("/desk/guides/").status_code == 302

    def test_names_the_units_that_publish_without_a_guide(self, make_item, drafter, department):
        make_item(Status.PUBLISHED)
        client = Client()
        client.force_login(drafter)
        assert "还没有公开指南的单位" in client.get("/desk/guides/").content.decode()
        assert list(queries.units_without_guide(Unit.objects.all())) == [department]

    def test_asks_the_database_no_more_for_more_guides(self, make_guide, drafter, department, now):
        client = Client()
        client.force_login(drafter)

        def asked():
            with CaptureQueriesContext(connection) as captured:
                client.get("/desk/guides/")
            return len(captured)

        guide = make_guide()
        few = asked()
        for number in range(5):  # as history may hold them
            copy = InformationItem.objects.get(pk=guide.pk)
            copy.pk, copy.number, copy.registration = None, f"x/2018-0000{number}", f"X/{number}"
            copy.save(force_insert=True)
        assert asked() == few
