"""Deliveries, platforms, packages and receipts at the desk: who sees what, who may do what, and what is said otherwise."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.law.vocabulary import Role
from gongkai.publishing.delivery.choices import State
from gongkai.publishing.delivery.models import Delivery, Package, Platform
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def people(request, appoint, town):
    """``people(name)``: who bears this role; ``stranger`` is a town's openness officer, ``outsider`` its drafter."""
    others = {
        "stranger": appoint(Role.OPENNESS_OFFICE, town),
        "outsider": appoint(Role.DRAFTER, town),
        "nobody": None,
    }
    return lambda name: others[name] if name in others else request.getfixturevalue(name)


@pytest.fixture
def packed(packages, make_item, openness_officer, hand_over):
    """A package that is made, of one item."""
    item = make_item(Status.PUBLISHED)
    client_of(openness_officer).post("/desk/deliveries/platforms/province/pack/")
    hand_over()
    return item


STAFF = ("drafter", "reviewer", "approver", "case_officer")
#: Address → who reads it; all others are told why not.
READING = {
    "/desk/deliveries/": (*STAFF, "openness_officer", "supervisor", "auditor", "stranger", "outsider"),
    "/desk/deliveries/province/{item}/": (*STAFF, "openness_officer", "supervisor", "auditor", "stranger"),
    "/desk/deliveries/platforms/": ("openness_officer", "supervisor", "auditor", "stranger"),
    "/desk/deliveries/platforms/new/": ("openness_officer", "stranger"),
    "/desk/deliveries/platforms/province/": ("openness_officer", "supervisor", "auditor"),
    "/desk/deliveries/platforms/province/edit/": ("openness_officer",),
    "/desk/deliveries/platforms/province/receipts/": ("openness_officer",),
    "/desk/deliveries/platforms/province/packages/1/": ("openness_officer", "supervisor", "auditor"),
    "/desk/deliveries/platforms/province/packages/1/file/": ("openness_officer", "supervisor", "auditor"),
}
EVERYBODY = (*STAFF, "openness_officer", "supervisor", "auditor", "stranger", "outsider")


@pytest.mark.parametrize("who", [*EVERYBODY, "nobody"])
def test_each_screen_is_read_by_those_it_is_for(who, people, packed) -> None:
    client = client_of(people(who))
    for path, readers in READING.items():
        response = client.get(path.format(item=packed.registration))
        wanted = 302 if who == "nobody" else 200 if who in readers else 403
        assert response.status_code == wanted, (who, path)
        if response.streaming:
            b"".join(response.streaming_content)


@pytest.mark.parametrize("who", [*EVERYBODY, "nobody"])
def test_only_the_openness_office_over_the_unit_does_anything(
    who, people, packed, zone, column, theirs, make_item, hand_over
) -> None:
    user = people(who)
    client = client_of(user)
    make_item(Status.PUBLISHED, title="第二件")
    one = f"/desk/deliveries/province/{packed.registration}"
    settings = {
        "name": "改名", "code": "other", "unit": zone.code, "kind": "package", "since": "2018-01-01",
        "base_address": f"{theirs.address}/site", f"column-{column.slug}": "3251", "is_on": "on",
    }  # fmt: skip
    receipt = {"address": f"{theirs.address}/site/art/1.html"}
    receipts = SimpleUploadedFile("a.csv", f"索引号,网址\n{packed.number},{receipt['address']}\n".encode())
    for path, given in (
        (f"{one}/receipt/", receipt),
        (f"{one}/again/", {}),
        ("/desk/deliveries/platforms/new/", settings),
        ("/desk/deliveries/platforms/province/edit/", settings),
        ("/desk/deliveries/platforms/province/pack/", {}),
        ("/desk/deliveries/platforms/province/receipts/", {"file": receipts}),
    ):
        response = client.post(path, given)
        assert response.status_code in (302, 403, 409, 422), (path, response.status_code)
    hand_over()
    changed = [
        Platform.objects.get(code="province").name == "改名",
        Delivery.objects.get(item=packed, platform__code="province").state == State.DELIVERED,
        Package.objects.count() == 2,
        Platform.objects.filter(code="other").exists(),
    ]
    assert changed == [who == "openness_officer"] * 4


def test_a_platform_is_entered_with_its_columns_and_mistakes_keep_what_was_typed(
    openness_officer, zone, column, theirs
) -> None:
    client = client_of(openness_officer)
    given = {
        "name": "省平台", "code": "province", "unit": zone.code, "kind": "api", "since": "2018-01-01", "is_on": "on",
        "base_address": f"{theirs.address}/site", "api_address": "http://gov.example/api", "column-notices": "3251",
    }  # fmt: skip
    wrong = client.post("/desk/deliveries/platforms/new/", given)
    assert wrong.status_code == 409
    assert "接口地址须以 https:// 开头" in wrong.content.decode()
    assert 'value="3251"' in wrong.content.decode()
    assert client.post("/desk/deliveries/platforms/new/", given | {"since": "前天"}).status_code == 422
    client.post("/desk/deliveries/platforms/new/", given | {"api_address": f"{theirs.address}/api"})
    page = client.get("/desk/deliveries/platforms/province/").content.decode()
    assert "通知公告 → 3251" in page
    assert "GONGKAI_DELIVERY_TOKEN_PROVINCE" in page
    assert "a-secret-token" not in page
    assert (
        client.post("/desk/deliveries/platforms/new/", given | {"api_address": f"{theirs.address}/api"}).status_code
        == 409
    )


def test_a_package_is_taken_away_and_its_receipt_entered_one_by_one(packed, openness_officer, theirs, packages) -> None:
    client = client_of(openness_officer)
    assert "可以下载" in client.get("/desk/deliveries/platforms/province/packages/1/").content.decode()
    response = client.get("/desk/deliveries/platforms/province/packages/1/file/")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert "清单.xlsx" in archive.namelist()
    one = f"/desk/deliveries/province/{packed.registration}/"
    refused = client.post(f"{one}receipt/", {"address": "http://other.example/1.html"})
    assert refused.status_code == 409
    assert "不在" in refused.content.decode()
    client.post(f"{one}receipt/", {"address": f"{theirs.address}/site/art/1.html", "at": "2018-06-02T10:30"})
    page = client.get(one).content.decode()
    assert f"登记了{packed}→province的回执" in page
    assert "2018-06-02 10:30" in page


def test_wrong_lines_of_a_file_of_receipts_are_shown_and_the_others_entered(packed, openness_officer, theirs) -> None:
    client = client_of(openness_officer)
    lines = f"索引号,网址\n{packed.number},{theirs.address}/site/art/1.html\n不存在,{theirs.address}/site/2.html\n"
    response = client.post(
        "/desk/deliveries/platforms/province/receipts/", {"file": SimpleUploadedFile("回执.csv", lines.encode())}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "登记了 1 行，1 行有误" in page
    assert "没有索引号为“不存在”的信息交付给该平台。" in page
    assert Delivery.objects.get().state == State.DELIVERED
    for file in (SimpleUploadedFile("a.csv", b""), SimpleUploadedFile("a.xlsx", b"PK\x03\x04"), None):
        given = {"file": file} if file else {}
        assert client.post("/desk/deliveries/platforms/province/receipts/", given).status_code in (409, 422)


def test_what_fails_is_said_on_the_list_and_may_be_tried_at_once(
    platform, theirs, make_item, openness_officer, drafter, hand_over
) -> None:
    item = make_item(Status.PUBLISHED)
    theirs.mode = "busy"
    hand_over()
    page = client_of(drafter).get("/desk/deliveries/?state=waiting").content.decode()
    assert "平台繁忙或停用（503）。系统维护" in page
    assert "将于" in page
    one = f"/desk/deliveries/province/{item.registration}/"
    assert "平台由政务公开工作机构登记和修改。" in client_of(drafter).get(one).content.decode()
    theirs.mode = "accept"
    client_of(openness_officer).post(f"{one}again/")
    hand_over()
    assert theirs.url_of(item.number) in client_of(openness_officer).get(one).content.decode()


def test_the_list_is_narrowed_by_state_platform_number_and_difference(platform, make_item, hand_over, drafter) -> None:
    first, second = make_item(Status.PUBLISHED, title="甲通知"), make_item(Status.PUBLISHED, title="乙通知")
    hand_over()
    Delivery.objects.filter(item=second).update(is_differing=True, differences=["标题不一致"])
    client = client_of(drafter)

    def shown(query):
        page = client.get(f"/desk/deliveries/?{query}").content.decode()
        return ["甲通知" in page, "乙通知" in page]

    assert shown("") == [True, True]
    assert shown("state=differing&platform=province") == [False, True]
    assert shown(f"number={first.number}") == [True, False]
    assert shown("state=refused") == [False, False]
    assert shown("state=nonsense&platform=none&p=999") == [True, True]


def test_lists_ask_the_same_of_the_ledger_however_long_they_are(
    packages, make_item, openness_officer, hand_over
) -> None:
    client = client_of(openness_officer)
    asked: dict[str, int] = {}
    for serial, more in ((1, 2), (2, 6)):
        for n in range(more):
            make_item(Status.PUBLISHED, title=f"第{n}件")
        client.post("/desk/deliveries/platforms/province/pack/")
        hand_over()
        for path in (
            "/desk/deliveries/",
            "/desk/deliveries/platforms/",
            "/desk/deliveries/platforms/province/",
            "/desk/deliveries/platforms/province/packages/{}/",
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path.format(serial)).status_code == 200
            assert asked.setdefault(path, len(queries)) == len(queries), path
    assert max(asked.values()) < 40


def test_addresses_that_name_nothing_are_not_found(packages, openness_officer) -> None:
    client = client_of(openness_officer)
    for path in (
        "deliveries/platforms/none/",
        "deliveries/platforms/province/packages/99999999999999/",
        "deliveries/province/a/b/",
    ):
        assert client.get(f"/desk/{path}").status_code == 404
    assert client.get("/desk/deliveries/platforms/province/pack/").status_code == 405
