"""How a unit's index numbers are made, and that nobody else's are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law import index_numbers
from gongkai.law.index_numbers import IndexNumber, Kind
from gongkai.publishing.catalogue.actions import (
    Numbered,
    PatternFields,
    cancel_pattern,
    set_pattern,
    take_index_numbers,
)
from gongkai.publishing.catalogue.models import IndexPattern
from gongkai.publishing.catalogue.queries import next_number, page_path

DAY = date(2018, 6, 1)
#: Codes made up for the tests: their check digits prove themselves, nobody bears them.
ORGANISATION = "12345678" + index_numbers.organisation_check_digit("12345678")
UNIFIED = "11440404" + ORGANISATION
UNIFIED += index_numbers.unified_check_digit(UNIFIED)
FOUR = {
    "unified": (PatternFields("unified", UNIFIED), f"{UNIFIED}/2018-00001"),
    "organisation": (PatternFields("organisation", ORGANISATION), f"{ORGANISATION}/2018-00001"),
    "filing": (PatternFields("filing", ORGANISATION, source="0"), f"SY{ORGANISATION}0201800001"),
    "area_class": (PatternFields("area_class", "XM02100", class_code="0101"), "XM02100-0101-2018-00001"),
    "local": (PatternFields("local", "GLGKFB", width=4), "GLGKFB/2018-0001"),
}


def take(unit, *days):
    return take_index_numbers([Numbered(unit, formed, published) for formed, published in days])


@pytest.mark.django_db
class TestPatterns:
    @pytest.mark.parametrize("kind", FOUR)
    def test_every_pattern_in_use_numbers_a_units_items(self, kind, department, openness_officer, now):
        fields, first = FOUR[kind]
        pattern = set_pattern(department, fields, since=DAY, by=openness_officer, now=now)
        assert next_number(pattern, year=2018) == first
        assert take(department, (DAY, DAY)) == [first]
        assert index_numbers.faults(first, issuer_prefix=fields.prefix) == ()

    def test_a_unit_without_a_pattern_goes_on_by_its_prefix_and_its_day_of_publication(self, department):
        numbers = take(department, (date(2017, 12, 29), DAY), (DAY, DAY))
        assert numbers == ["440404117/2018-00001", "440404117/2018-00002"]

    def test_the_year_is_that_of_the_day_the_pattern_goes_by(self, department, town, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        set_pattern(department, PatternFields("local", "ABCD", "formed"), since=DAY, **by)
        set_pattern(town, PatternFields("local", "EFGH", "published"), since=DAY, **by)
        wanted = [Numbered(unit, date(2017, 12, 29), DAY) for unit in (town, department, town)]
        assert take_index_numbers(wanted) == ["EFGH/2018-00001", "ABCD/2017-00001", "EFGH/2018-00002"]

    def test_a_new_pattern_begins_on_its_day_and_leaves_the_series_before_it_whole(
        self, department, openness_officer, now
    ):
        day = timedelta(days=1)
        assert take(department, (DAY, DAY)) == ["440404117/2018-00001"]
        set_pattern(department, PatternFields("local", "ABCD"), since=DAY + 9 * day, by=openness_officer, now=now)
        assert take(department, (DAY, DAY + 8 * day), (DAY, DAY + 9 * day)) == [
            "440404117/2018-00002",
            "ABCD/2018-00001",
        ]

    def test_a_pattern_by_which_a_number_was_made_is_for_ever(self, department, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        pattern = set_pattern(department, PatternFields("local", "ABCD"), since=DAY, **by)
        set_pattern(department, PatternFields("local", "ABCE"), since=DAY, **by)  # nothing made yet
        take(department, (DAY, DAY))
        with pytest.raises(NotAllowed, match="已经用于编号，不能更改"):
            set_pattern(department, PatternFields("local", "ABCF"), since=DAY, **by)
        with pytest.raises(NotAllowed, match="已经用于编号，不能取消"):
            cancel_pattern(pattern, reason="写错", **by)
        with pytest.raises(Refused, match="新规则只能从今天起启用"):
            set_pattern(department, PatternFields("local", "ABCF"), since=DAY - timedelta(days=30), **by)
        assert IndexPattern.objects.get().prefix == "ABCE"
        later = set_pattern(department, PatternFields("local", "ABCF"), since=DAY + timedelta(days=1), **by)
        cancel_pattern(later, reason="暂不改变", **by)
        assert IndexPattern.objects.count() == 1

    def test_a_prefix_is_never_two_units(self, department, town, zone, openness_officer, now):
        by = {"by": openness_officer, "now": now}
        with pytest.raises(Refused, match="“440404201”是海港镇人民政府的代码"):
            set_pattern(department, PatternFields("local", "440404201"), since=DAY, **by)
        set_pattern(town, PatternFields("unified", UNIFIED), since=DAY, **by)
        for fields in (PatternFields("unified", UNIFIED), PatternFields("organisation", ORGANISATION)):
            with pytest.raises(Refused, match="是海港镇人民政府的代码"):
                set_pattern(department, fields, since=DAY, **by)
        set_pattern(town, PatternFields("organisation", ORGANISATION), since=DAY + timedelta(days=1), **by)
        set_pattern(department, PatternFields("local", department.index_prefix), since=DAY, **by)

    def test_the_state_councils_code_is_nobody_elses(self, department, openness_officer, now):
        with pytest.raises(Refused, match="“000014349”是国务院办公厅的代码"):
            set_pattern(department, PatternFields("organisation", "000014349"), since=DAY, by=openness_officer, now=now)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            (PatternFields("organisation", "620702081"), "校验码不对，应当为9"),
            (PatternFields("unified", UNIFIED[:-1] + ("0" if UNIFIED[-1] != "0" else "1")), "校验码不对"),
            (PatternFields("filing", ORGANISATION), "应当写明来源"),
            (PatternFields("area_class", "XM02100"), "2至6位数字的类别"),
            (PatternFields("local", "ABCD", class_code="0101"), "其他索引号没有类别"),
            (PatternFields("local", "示范区"), "不能作为这种索引号的前缀"),
            (PatternFields("local", "ABCD", width=0), "1至8位"),
            (PatternFields("nonsense", "ABCD"), "请选编制方式"),
            (PatternFields("local", "ABCD", "sometime"), "请选编制方式"),
        ],
    )
    def test_a_code_that_does_not_prove_itself_is_refused(self, fields, sentence, department, openness_officer, now):
        with pytest.raises(Refused, match=sentence):
            set_pattern(department, fields, since=DAY, by=openness_officer, now=now)
        assert not IndexPattern.objects.exists()

    def test_only_the_openness_office_sets_patterns(self, department, drafter, approver, now):
        for by in (drafter, approver):
            with pytest.raises(NotAllowed, match="本级政务公开工作机构"):
                set_pattern(department, PatternFields("local", "ABCD"), since=DAY, by=by, now=now)

    def test_a_full_series_is_a_sentence_and_takes_nothing(self, department, openness_officer, now):
        set_pattern(department, PatternFields("local", "ABCD", width=1), since=DAY, by=openness_officer, now=now)
        assert len(take(department, *[(DAY, DAY)] * 9)) == 9
        with pytest.raises(Refused, match="顺序号10超过了1位"), transaction.atomic():
            take(department, (DAY, DAY))

    def test_the_ledger_holds_no_pattern_with_parts_of_another(self, department):
        for values in ({"kind": "local", "class_code": "0101"}, {"kind": "filing"}, {"kind": "area_class"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                IndexPattern.objects.create(unit=department, since_date=DAY, prefix="ABCD", year_of="formed", **values)


codes = st.text("0123456789ABCX", min_size=4, max_size=12)
numbers = st.builds(
    IndexNumber,
    kind=st.sampled_from([Kind.LOCAL, Kind.FILING, Kind.AREA_CLASS]),
    prefix=codes,
    year=st.integers(1949, 2099),
    serial=st.integers(1, 99999),
    class_code=st.text("0123456789", min_size=2, max_size=6),
    source=st.sampled_from("01"),
)


class TestPlaces:
    def test_numbers_given_before_keep_their_place(self):
        assert page_path("440404117/2018-00001") == "items/440404117/2018/00001"
        assert page_path("XM02100-0101-2019-00001") == "items/XM02100-0101/2019-00001"
        assert page_path("SY0000143490201900001") == "items/SY0000143490/201900001"

    @given(numbers, numbers)
    def test_two_numbers_never_share_a_place_and_no_place_leaves_its_folder(self, one, other):
        first, second = str(one), str(other)
        assert (page_path(first) == page_path(second)) == (first == second)
        parts = page_path(first).split("/")
        assert parts[0] == "items"
        assert all(part and part.strip(".-") and part.replace("-", "").isalnum() for part in parts)
