"""A package holds what waits, stays what it was, and its receipts are entered line by line."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.delivery import actions
from gongkai.publishing.delivery.actions import packages as making
from gongkai.publishing.delivery.choices import Act, PackageState, State
from gongkai.publishing.delivery.forms import receipts_of
from gongkai.publishing.delivery.models import Package
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from tests.real_files import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(packages, openness_officer, hand_over):
    """``pack()``: a package of what waits, made to its end; returns it with its files."""

    def pack():
        package = actions.begin_package(packages, by=openness_officer, now=timezone.now())
        hand_over()
        package.refresh_from_db()
        if package.state != PackageState.READY:
            return package, {}
        with package.content.open("rb") as content, zipfile.ZipFile(content) as archive:
            assert archive.testzip() is None
            return package, {name: archive.read(name) for name in archive.namelist()}

    return pack


def rows(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def upload(lines, *, suffix="csv"):
    """A file of receipts."""
    if suffix == "xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.worksheets[0].append(line)
        written = io.BytesIO()
        book.save(written)
        return ContentFile(written.getvalue(), "回执.xlsx")
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return ContentFile(text.getvalue().encode("gb18030"), "回执.csv")


def withdraw(item, approver):
    disclosure.withdraw(item, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=timezone.now())


def test_a_package_holds_a_list_the_texts_and_the_attachments_of_all_that_waits(
    pack, packages, department, drafter, reviewer, approver, fields, now, delivery_of, make_item
) -> None:
    item = disclosure.draft(department, fields(title="=1+1"), by=drafter, now=now)
    disclosure.attach(item, ContentFile(made("pdf"), "附表.pdf"), name="附表.pdf", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    item = disclosure.approve_and_publish(item, by=approver, now=now)
    other = make_item(Status.PUBLISHED)
    package, files = pack()

    assert set(files) == {"清单.xlsx", "回执.xlsx", "正文/0001.html", "正文/0002.html", "附件/0001/1-附表.pdf"}
    heading, first, second = rows(files["清单.xlsx"])
    said = dict(zip(heading, first, strict=True))
    assert (said["操作"], said["索引号"], said["标题"], said["平台栏目"]) == ("发布", item.number, "=1+1", "3251")
    assert (said["正文文件"], said["附件文件"], second[2]) == ("正文/0001.html", "附件/0001/1-附表.pdf", other.number)
    assert [row[0] for row in rows(files["回执.xlsx"])] == ["索引号", item.number, other.number]
    assert "自六月起开展港区安全检查。" in files["正文/0002.html"].decode()
    with item.attachments.get().file.content.open("rb") as content:
        assert files["附件/0001/1-附表.pdf"] == content.read()
    assert (package.total, package.done, delivery_of(item).state) == (2, 2, State.PACKED)


def test_a_package_is_made_step_by_step_and_goes_on_where_it_was_left(
    packages, make_item, openness_officer, hand_over, monkeypatch
) -> None:
    monkeypatch.setattr(making, "STEP", 2)
    for n in range(5):
        make_item(Status.PUBLISHED, title=f"第{n}件")
    package = actions.begin_package(packages, by=openness_officer, now=timezone.now())
    actions.fill_package(package, by=openness_officer, now=timezone.now())
    package.refresh_from_db()
    assert (package.done, package.total, package.state) == (2, 5, PackageState.BUILDING)
    with pytest.raises(NotAllowed, match="还在整理"):
        actions.begin_package(packages, by=openness_officer, now=timezone.now())
    hand_over()
    package.refresh_from_db()
    assert (package.done, package.state) == (5, PackageState.READY)


def test_the_rest_goes_into_the_next_package_when_one_is_full(
    pack, packages, make_item, openness_officer, monkeypatch
) -> None:
    monkeypatch.setattr(making, "MOST_LINES", 2)
    items = [make_item(Status.PUBLISHED, title=f"第{n}件") for n in range(3)]
    first, _files = pack()
    second, files = pack()
    assert (first.total, second.total, second.serial) == (2, 1, 2)
    assert rows(files["清单.xlsx"])[1][2] == items[2].number
    with pytest.raises(Refused, match="没有等待交付的信息"):
        actions.begin_package(packages, by=openness_officer, now=timezone.now())


def test_a_withdrawal_stands_in_the_next_package_without_what_has_to_go(
    pack, packages, make_item, approver, openness_officer, theirs, delivery_of
) -> None:
    item, never = make_item(Status.PUBLISHED, title="张三的家庭住址"), make_item(Status.PUBLISHED, title="乙")
    withdraw(never, approver)
    pack()
    assert delivery_of(never).state == State.NOT_NEEDED
    address = f"{theirs.address}/site/art/1.html"
    actions.enter_receipt(
        delivery_of(item), actions.Receipt(item.number, address), by=openness_officer, now=timezone.now()
    )
    assert delivery_of(item).state == State.DELIVERED
    withdraw(item, approver)
    assert delivery_of(item).state == State.WAITING
    _package, files = pack()
    assert set(files) == {"清单.xlsx", "回执.xlsx"}
    [row] = rows(files["清单.xlsx"])[1:]
    assert (row[1], row[2], row[17]) == ("需撤下", item.number, address)
    assert "张三" not in str(rows(files["清单.xlsx"]) + rows(files["回执.xlsx"]))
    actions.enter_receipt(
        delivery_of(item), actions.Receipt(item.number, at=timezone.now()), by=openness_officer, now=timezone.now()
    )
    assert delivery_of(item).state == State.REMOVED


def test_what_changed_since_it_was_packed_waits_for_the_next_package_and_keeps_its_address(
    pack, packages, make_item, openness_officer, theirs, founder, delivery_of
) -> None:
    item = make_item(Status.PUBLISHED)
    pack()
    above = packages.columns.get().column
    below = catalogue.open_column(
        slug="below", name="下级", group=ColumnGroup.CATALOGUE, order=2, parent=above, by=founder, now=timezone.now()
    )
    disclosure.move(item, column=below, reason="调整", by=openness_officer, now=timezone.now())
    address = f"{theirs.address}/site/art/1.html"
    actions.enter_receipt(
        delivery_of(item), actions.Receipt(item.number, address), by=openness_officer, now=timezone.now()
    )
    delivery = delivery_of(item)
    assert (delivery.state, delivery.address) == (State.WAITING, address)
    _package, files = pack()
    assert rows(files["清单.xlsx"])[1][1] == "更新"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_receipts_are_read_from_a_file_and_wrong_lines_are_named_one_by_one(
    suffix, pack, packages, make_item, openness_officer, theirs, delivery_of
) -> None:
    items = [make_item(Status.PUBLISHED, title=f"第{n}件") for n in range(7)]
    pack()
    site = f"{theirs.address}/site/art"
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d")
    lines = [
        ["索引号", "网址", "发布时间", "退回原因"],
        [items[0].number, f"{site}/1.html", "2018-06-02 10:30", ""],
        [items[1].number, "http://other.example/2.html", "2018-06-02", ""],
        [items[2].number, f"{site}/3.html", "前天", ""],
        ["0000/2018-1", f"{site}/4.html", "", ""],
        [items[0].number, f"{site}/5.html", "", ""],
        [items[3].number, f"{site}/6.html", tomorrow, ""],
        [items[4].number, "", "", "栏目不对"],
        [items[5].number, "", "", ""],
        ["", f"{site}/7.html", "", ""],
        [items[6].number, "", "2018-06-02", ""],
    ]
    file = upload(lines, suffix=suffix)
    receipts, unread = receipts_of(file, name=file.name)
    wrong = dict(unread + actions.enter_receipts(packages, receipts, by=openness_officer, now=timezone.now()))

    assert {line: sentence[:8] for line, sentence in sorted(wrong.items())} == {
        3: "网址 http:", 4: "发布时间“前天”", 5: "没有索引号为“0", 6: f"索引号 {items[0].number}"[:8],
        7: "发布时间 202", 10: "没有索引号。", 11: "请填写平台返回的",
    }  # fmt: skip
    first = delivery_of(items[0])
    assert (first.state, first.address) == (State.DELIVERED, f"{site}/1.html")
    assert timezone.localtime(first.shown_at).strftime("%Y-%m-%d %H:%M") == "2018-06-02 10:30"
    refused = delivery_of(items[4])
    assert (refused.state, refused.sentence) == (State.REFUSED, "栏目不对")
    assert delivery_of(items[5]).state == State.PACKED


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (ContentFile(b"", "a.csv"), "空的"),
        (ContentFile("标题,地址\n甲,http://x\n".encode(), "a.csv"), "应有“索引号”和“网址”两列"),
        (ContentFile(b"PK\x03\x04nonsense", "a.xlsx"), "."),
        (ContentFile(b"%PDF-1.4", "a.pdf"), "应为 XLSX 或 CSV"),
    ],
)
def test_a_file_that_holds_no_receipts_is_refused_with_a_sentence(file, sentence) -> None:
    with pytest.raises(Refused, match=sentence):
        receipts_of(file, name=file.name)


def test_nothing_is_entered_for_what_was_never_packed(packages, make_item, openness_officer, theirs, delivery_of):
    item = make_item(Status.PUBLISHED)
    receipt = actions.Receipt(item.number, f"{theirs.address}/site/1.html")
    with pytest.raises(NotAllowed, match="还没有装进上传包"):
        actions.enter_receipt(delivery_of(item), receipt, by=openness_officer, now=timezone.now())


def test_a_refused_item_goes_into_the_next_package_when_the_office_says_so(
    pack, packages, make_item, openness_officer, delivery_of
) -> None:
    item = make_item(Status.PUBLISHED)
    package, _files = pack()
    actions.enter_receipt(
        delivery_of(item), actions.Receipt(item.number, refusal="不合格式"), by=openness_officer, now=timezone.now()
    )
    actions.retry(delivery_of(item), by=openness_officer, now=timezone.now())
    second, files = pack()
    assert second.serial == package.serial + 1
    assert rows(files["清单.xlsx"])[1][1] == "发布", "what was refused does not stand there yet"
    assert Package.objects.get(pk=second.pk).lines.get().act == Act.PUT
