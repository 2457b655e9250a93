"""From compiling to the portal: what is refused, what is kept, and what later corrections do."""

import pytest

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.report.identities import identity
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.actions import PrintedNumber
from gongkai.oversight.annual_report.choices import Status
from gongkai.oversight.annual_report.models import FrozenFigure, Report
from gongkai.oversight.annual_report.queries import Section, checks
from gongkai.oversight.annual_report.tests.conftest import COMPILED, SECTIONS, at
from gongkai.oversight.statistics.queries import codes
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind


def report_rows():
    return OutboxEntry.objects.filter(topic=actions.REPORT_TOPIC)


class TestCompile:
    def test_is_the_openness_office_s(self, zone, drafter):
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.compile_report(zone, 2018, by=drafter, now=COMPILED)

    def test_waits_for_the_end_of_the_year(self, zone, openness_officer):
        with pytest.raises(Refused, match="尚未结束"):
            actions.compile_report(zone, 2018, by=openness_officer, now=at(12, 31, 23))

    def test_refuses_a_year_whose_form_is_not_known(self, zone, openness_officer):
        with pytest.raises(Refused, match="没有2007年度报告的格式"):
            actions.compile_report(zone, 2007, by=openness_officer, now=COMPILED)

    def test_a_second_time_checks_the_same_report(self, written, zone, staff):
        assert actions.compile_report(zone, 2018, by=staff.officer, now=COMPILED).pk == written.pk

    def test_refuses_a_text_whose_figure_is_gone(self, written, zone, staff):
        written.narratives.filter(order=1).update(text="共{a1.gone}条。")
        with pytest.raises(Refused, match=r"a1\.gone"):
            actions.compile_report(zone, 2018, by=staff.officer, now=COMPILED)

    def test_text_with_an_unknown_figure_is_not_kept(self, written, staff):
        with pytest.raises(Refused, match=r"a1\.gone"):
            actions.write_narrative(written, [Section("一", "{a1.gone}条")], by=staff.officer, now=COMPILED)
        assert written.narratives.count() == len(SECTIONS)


class TestFreeze:
    def test_keeps_every_figure_with_its_records(self, frozen):
        kept = queries.frozen_figures(frozen)
        now = queries.measure_report(frozen, with_ids=True)
        assert tuple(kept) == tuple(now)
        assert set(kept) == set(codes())
        for code, figure in kept.items():
            rows = [row for part in queries.frozen_rows(figure, kept, part=7) for row in part]
            assert figure.printed == now[code].printed
            assert len(rows) == figure.record_count == now[code].records, code

    def test_needs_a_text(self, zone, staff, small_year):
        report = actions.compile_report(zone, 2018, by=staff.officer, now=COMPILED)
        with pytest.raises(Refused, match=r"“概述”中还有待补写的内容（“【请…”）"):
            actions.freeze(report, by=staff.officer, now=COMPILED)
        report.narratives.update(text="")
        with pytest.raises(Refused, match="还没有正文"):
            actions.freeze(report, by=staff.officer, now=COMPILED)

    def test_happens_once(self, frozen, staff):
        with pytest.raises(NotAllowed, match="不能变为"):
            actions.freeze(frozen, by=staff.officer, now=COMPILED)
        with pytest.raises(NotAllowed, match="已定稿"):
            actions.write_narrative(frozen, SECTIONS, by=staff.officer, now=COMPILED)

    def test_a_frozen_figure_cannot_be_altered(self, frozen):
        figure = frozen.figures.get(code="a1.total")
        figure.number = 7386
        with pytest.raises(TypeError, match="never altered"):
            figure.save()
        with pytest.raises(TypeError, match="never deleted"):
            figure.delete()

    def test_a_broken_identity_needs_a_signed_reason(self, written, staff, monkeypatch):
        broken = identity("test", left=("a1.news",), right=("a1.profile", "a3.requests"), why="示例关系不成立。")
        monkeypatch.setattr(checks, "OURS", (broken,))
        with pytest.raises(Refused, match="示例关系不成立"):
            actions.freeze(written, by=staff.officer, now=COMPILED)
        signed = actions.freeze(written, reason="旧系统漏登", by=staff.officer, now=COMPILED)
        assert signed.frozen_reason == "旧系统漏登"

    def test_a_differing_printed_number_needs_its_reason(self, written, staff):
        claims = [PrintedNumber("a1.total", "8,000", "附表一"), PrintedNumber("a1.news", "2", "附表一")]
        actions.write_claims(written, claims, by=staff.officer, now=COMPILED)
        with pytest.raises(Refused, match="8,000"):
            actions.freeze(written, by=staff.officer, now=COMPILED)
        explained = [PrintedNumber("a1.total", "8,000", "附表一", "原报告重复计数。"), claims[1]]
        actions.write_claims(written, explained, by=staff.officer, now=COMPILED)
        report = actions.freeze(written, by=staff.officer, now=COMPILED)
        rows = queries.compared(report, queries.frozen_figures(report))
        assert [row.agrees for row in rows] == [False, True]

    def test_is_not_taken_back_before_it_happened(self, written, staff):
        with pytest.raises(NotAllowed, match="编制中"):
            actions.reopen(written, reason="无", by=staff.officer, now=COMPILED)

    def test_may_be_taken_back_before_the_report_is_public(self, frozen, staff):
        report = actions.reopen(frozen, reason="正文有错字", by=staff.officer, now=COMPILED)
        assert (report.status, FrozenFigure.objects.count()) == (Status.COMPILED, 0)
        assert actions.freeze(report, by=staff.officer, now=COMPILED).status == Status.FROZEN


class TestIdentities:
    def test_hold_on_the_small_year_and_say_what_to_mind(self, frozen):
        evaluation = queries.check_identities(frozen.format, queries.frozen_figures(frozen)).evaluation
        assert {violation.identity.id for violation in evaluation.violations} == {"a1.parts", "a2.flow"}
        assert evaluation.unanswerable == ()

    def test_name_only_figures_that_exist(self):
        assert {key for item in checks.OURS for key in item.keys} <= set(codes())


class TestDifferences:
    def test_there_are_none_at_first(self, frozen):
        assert queries.differences(frozen) == []

    def test_name_the_record_that_went_and_every_figure_it_moved(self, frozen, take_out):
        figures = queries.frozen_figures(frozen)
        (label, pks), *_rest = queries.key_sets(figures["b.requests.late"], figures)
        take_out(label, pks[0])
        found = {difference.code: difference for difference in queries.differences(frozen)}
        late = found["b.requests.late"]
        assert (late.frozen, late.now, len(late.went), late.came) == ("2", "1", 1, ())
        assert {"b.requests.done", "b.requests.due", "b.requests.on_time_share", "a3.requests"} <= set(found)

    def test_name_the_record_that_came(self, frozen, enter_items):
        (item,) = enter_items(("news", ColumnGroup.NEWS, at(3, 3)))
        found = {difference.code: difference for difference in queries.differences(frozen)}
        assert [row.number for row in found["a1.news"].came] == [item.number]
        assert found["a1.total"].frozen != found["a1.total"].now

    def test_never_change_what_was_frozen(self, frozen, take_out):
        before = {code: figure.printed for code, figure in queries.frozen_figures(frozen).items()}
        figures = queries.frozen_figures(frozen)
        for label, pks in queries.key_sets(figures["a1.total"], figures):
            for pk in pks:
                take_out(label, pk)
        after = queries.frozen_figures(frozen)
        assert {code: figure.printed for code, figure in after.items()} == before
        rows = [row for part in queries.frozen_rows(after["a1.total"], after) for row in part]
        assert len(rows) == after["a1.total"].record_count
        assert not any(row.standing or row.href for row in rows)


class TestPublication:
    def test_goes_the_way_of_every_item(self, published, staff):
        assert published.status == Status.PUBLISHED
        assert published.item.drafted_by == staff.drafter
        assert published.item.approved_by == staff.approver
        assert sorted(attachment.name[-5:] for attachment in published.item.attachments.all()) == [".docx", "告.pdf"]
        assert report_rows().get().payload == {"unit": published.unit.code, "year": 2018}

    def test_nothing_more_is_done_to_a_public_report(self, published, staff, columns):
        for act in (
            lambda: actions.freeze(published, by=staff.officer, now=COMPILED),
            lambda: actions.reopen(published, reason="再改", by=staff.officer, now=COMPILED),
            lambda: actions.write_narrative(published, SECTIONS, by=staff.officer, now=COMPILED),
            lambda: actions.submit_for_publication(published, column=columns["news"], by=staff.drafter, now=COMPILED),
            lambda: actions.compile_report(published.unit, 2018, by=staff.officer, now=COMPILED),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_the_openness_office_does_not_submit_what_it_froze(self, signed, staff, columns):
        with pytest.raises(NotAllowed, match="拟稿人送审"):
            actions.submit_for_publication(signed, column=columns["news"], by=staff.officer, now=COMPILED)

    def test_the_unit_with_the_openness_office_publishes(self, signed, found_unit, columns, appoint):
        office = found_unit("101", "党政办公室", parent=signed.unit)
        type(office).objects.filter(pk=office.pk).update(hosts_openness_office=True)
        drafter = appoint(Role.DRAFTER, office)
        submitted = actions.submit_for_publication(signed, column=columns["news"], by=drafter, now=COMPILED)
        assert submitted.item.unit == office

    def test_is_not_submitted_twice(self, signed, staff, columns):
        actions.submit_for_publication(signed, column=columns["news"], by=staff.drafter, now=COMPILED)
        with pytest.raises(NotAllowed, match="已送审"):
            actions.submit_for_publication(signed, column=columns["news"], by=staff.drafter, now=COMPILED)

    def test_a_returned_report_is_submitted_as_the_same_item(self, signed, staff, columns):
        given = {"column": columns["news"], "by": staff.drafter, "now": COMPILED}
        first = actions.submit_for_publication(signed, **given).item
        disclosure.return_to_drafter(first, reason="正文有错字", by=staff.reviewer, now=COMPILED)
        report = actions.reopen(signed, reason="正文有错字", by=staff.officer, now=COMPILED)
        actions.write_narrative(report, [Section("概述", "改好了。")], by=staff.officer, now=COMPILED)
        actions.freeze(report, by=staff.officer, now=COMPILED)
        actions.sign(report, by=staff.head, now=COMPILED)
        again = actions.submit_for_publication(report, **given).item
        assert (again.pk, again.attachments.count()) == (first.pk, 2)
        assert "改好了" in again.body

    def test_refuses_a_text_that_was_altered_on_the_way(self, signed, staff, columns):
        item = actions.submit_for_publication(signed, column=columns["news"], by=staff.drafter, now=COMPILED).item
        item = disclosure.review_secrecy(item, basis="不涉密", by=staff.reviewer, now=COMPILED)
        type(item).objects.filter(pk=item.pk).update(body=item.body.replace("全年", "本年"))
        with pytest.raises(Refused, match="不一致"):
            disclosure.approve_and_publish(item, by=staff.approver, now=COMPILED)
        item.refresh_from_db()
        assert item.status == "secrecy_reviewed"

    def test_withdrawing_the_item_takes_the_report_down(self, published, staff):
        disclosure.withdraw(
            published.item, kind=WithdrawalKind.ERROR, reason="附表有误", by=staff.approver, now=COMPILED
        )
        report = Report.objects.get(pk=published.pk)
        assert report.status == Status.SIGNED
        assert report_rows().count() == 2
        with pytest.raises(NotAllowed, match="曾经公开"):
            actions.reopen(report, reason="再改", by=staff.officer, now=COMPILED)

    def test_a_correction_behind_a_public_report_has_its_pages_made_again(self, published, take_out):
        before = report_rows().count()
        figures = queries.frozen_figures(published)
        for label, pks in queries.key_sets(figures["a3.requests"], figures)[:1]:
            take_out(label, pks[0])
        assert report_rows().count() == before + 1

    def test_a_record_of_a_later_year_leaves_the_report_alone(self, published, take_out, enter_items):
        before = report_rows().count()
        (item,) = enter_items(("news", ColumnGroup.NEWS, at(1, 3, year=2019)))
        take_out("disclosure.informationitem", item.pk)
        assert report_rows().count() == before
