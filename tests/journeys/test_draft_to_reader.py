"""What an office must not let slip, and what a reader does with what it published: one served site, in the words on its screens."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.real_files import made

pytestmark = pytest.mark.browser
#: The example of GB 11643, a number everybody prints: nobody's.
RESIDENT_ID, MOBILE, LANDLINE = "11010519491231002X", "13800138000", "0756-7700000"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}

SETTING_UP = """
from gongkai.law.vocabulary import InterpretationForm
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import RelationKind

zone = found("100", "海港示范区管理委员会")
office, harbour = found("117", "经济发展局", zone), found("118", "港务局", zone)
who = employ(office, chen="drafter", zhou="secrecy_reviewer", lin="approver")
others = employ(harbour, qian="drafter", sun="secrecy_reviewer", li="approver")
notice = catalogue.define_kind(code="notice", name="通知公告", order=1, **by)
policy_kind = catalogue.define_kind(code="policy", name="政策文件", order=2, **by)
column = catalogue.open_column(slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, **by)

def draft(title, kind=notice, unit=office, by=who["chen"], body="<p>正文如下。</p>"):
    given = actions.ItemFields(title=title, kind=kind, column=column, formed_date=date(2018, 5, 28), body=body)
    return actions.draft(unit, given, by=by, now=now)

def reviewed(item, staff=who):
    drafter, reviewer, _approver = staff.values()
    actions.submit(item, by=drafter, now=now)
    return actions.review_secrecy(item, basis="不涉密", by=reviewer, now=now)

def public(item, staff=who):
    return actions.approve_and_publish(reviewed(item, staff), by=list(staff.values())[2], now=now)

old = public(draft("港区停车管理办法（旧）", policy_kind))
new = draft("港区停车管理办法（新）", policy_kind)
actions.relate(new, RelationKind.REPEALS, old, by=who["chen"], now=now)
reviewed(new)
policy, text = draft("港区用工补贴办法", policy_kind), draft("港区用工补贴办法问答")
actions.link_interpretation(policy, text, form=InterpretationForm.TEXT, by=who["chen"], now=now)
actions.plan_interpretation(policy, together=True, by=who["chen"], now=now)
reviewed(policy)
reviewed(text)
for number in range(2):
    public(draft(f"港区危险货物检查通告（{number + 1}）"))
public(draft("码头危险货物检查办法", policy_kind, harbour, others["qian"]), others)
"""


def test_a_resident_number_in_an_attached_file_stops_the_draft_until_each_find_is_decided(
    site, at_desk, somebody, tmp_path
) -> None:
    title = "困难补助名单公示"

    # Chen's draft has a mobile number and the office's telephone in its text, and a resident's number in the file.
    chen = at_desk("chen")
    chen.opens("/desk/items/new/")
    chen.fills("标题", title)
    chen.chooses("信息种类", "通知公告")
    chen.chooses("栏目", "通知公告")
    chen.fills("成文日期", "2018-05-28")
    chen.page.locator("[contenteditable=true]").click()
    chen.page.keyboard.type(f"受助人电话{MOBILE}，咨询电话{LANDLINE}。")
    file = tmp_path / "名单.docx"
    file.write_bytes(made("docx", f"受助人身份证号{RESIDENT_ID}"))
    chen.page.locator("input[type=file][name=attachments]").set_input_files(file)
    chen.presses("保存草稿")
    chen.reads("已保存")
    here = chen.page.url
    expect(chen.page.get_by_role("button", name="送保密审查", exact=True)).to_be_disabled()
    chen.reads("共3处尚未处理，不能送审。")
    expect(chen.page.locator(".gk-head .gk-status")).to_have_text("草稿")
    chen.keeps_picture("draft-stopped")

    # Each find stands in its place: one is covered, one kept with a reason, the file is exchanged for a covered one.
    chen.follows("处待处理，在文中逐处处理")
    text = chen.page.locator(".gk-text")
    mobile, landline = (text.get_by_role("group", name=re.compile(name)) for name in ("手机", "固定电话"))
    expect(chen.page.locator(".gk-places")).to_contain_text("受助人身份证号")
    chen.keeps_picture("screening")
    mobile.get_by_label(re.compile("遮盖为")).check()
    landline.get_by_label("保留", exact=True).check()
    chen.presses("保存处理结果")
    chen.reads("理由")
    landline.get_by_label("保留的理由").fill("单位公开的咨询电话")
    chen.keeps_picture("screening-refused")
    chen.presses("保存处理结果")
    chen.reads("单位公开的咨询电话")
    expect(chen.page.locator(".gk-places")).to_contain_text("受助人身份证号")
    covered = tmp_path / "名单.docx"
    covered.write_bytes(made("docx", f"受助人身份证号{RESIDENT_ID[:6]}********{RESIDENT_ID[-4:]}"))
    chen.page.locator(".gk-replace input[type=file]").set_input_files(covered)
    chen.presses("换成这个文件")
    chen.reads("没有待处理的内容")
    chen.page.goto(here)
    chen.presses("送保密审查")
    expect(chen.page.locator(".gk-head .gk-status")).to_have_text("待保密审查")

    zhou = at_desk("zhou")
    zhou.follows(title)
    for provision in range(7):
        zhou.page.locator(".gk-provisions input[value=no]").nth(provision).check()
    zhou.fills("审查依据和意见", "逐项审查，不涉密；证件号码已遮盖。")
    zhou.presses("通过保密审查")
    zhou.reads("待审批")
    lin = at_desk("lin")
    lin.follows(title)
    lin.presses("同意发布")
    lin.reads("已对公众发布")

    # A citizen finds it by its file, and nobody finds the numbers: not on a page, in a file, or in the index.
    found = f"/search/?q={quote('受助人身份证号')}"
    site.until(lambda: site.says(found, title))
    reader = somebody()
    reader.opens(found)
    reader.follows(title)
    reader.reads(LANDLINE)
    reader.reads("名单.docx")
    reader.keeps_picture("published")
    reader.finds_no_fault()
    for secret in (RESIDENT_ID, MOBILE):
        assert not site.says(f"/search/?q={secret}", title)
        for kept in (*(site.home / "public").rglob("*"), *(site.home / "search").rglob("*")):
            if kept.is_file():
                assert secret.encode() not in kept.read_bytes(), kept


def test_a_policy_and_its_interpretation_come_out_together_and_lead_to_each_other(site, at_desk, somebody) -> None:
    policy, text = "港区用工补贴办法", "港区用工补贴办法问答"
    lin = at_desk("lin")
    today = lin.page.url

    # The policy cannot be published before its interpretation is agreed to, nor that before the policy: each says so.
    lin.follows(text)
    lin.presses("同意发布")
    lin.reads("该文件还未发布")
    assert not site.says("/columns/notices/", text)
    lin.page.goto(today)
    lin.page.get_by_role("link", name=re.compile(f"{policy}(?!问答)")).first.click()
    lin.presses("同意发布")
    lin.reads("已对公众发布")
    site.until(lambda: site.says("/columns/notices/", policy) and site.says("/columns/notices/", text))
    reader = somebody()
    reader.opens("/columns/notices/")
    reader.follows(policy, exact=True)
    reader.is_on(policy)
    site.until(lambda: site.says(reader.page.url.removeprefix(site.address), text))
    reader.page.reload()
    reader.keeps_picture("policy")
    # What leads to a page may stand a moment before the page does.
    there = reader.page.get_by_role("link", name=re.compile(re.escape(text))).first.get_attribute("href") or ""
    site.until(lambda: site.says(there, text))
    reader.follows(text)
    reader.is_on(text)
    reader.page.locator(".related").get_by_role("link", name=policy, exact=True).click()
    reader.is_on(policy)


def test_repealing_a_document_marks_it_where_it_stands_and_in_search_and_both_pages_lead_to_each_other(
    site, at_desk, somebody
) -> None:
    old, new = "港区停车管理办法（旧）", "港区停车管理办法（新）"
    lin = at_desk("lin")
    lin.follows(new)
    lin.presses("同意发布")
    lin.reads("已对公众发布")
    found = f"/search/?q={quote(old)}"
    site.until(lambda: site.says(found, '<span class="state">废止</span>'))
    reader = somebody()
    reader.opens(found)
    hit = reader.page.locator(".hits li", has_text=old).first
    expect(hit.locator(".state")).to_have_text("废止")
    hit.get_by_role("link").first.click()
    reader.is_on(old)
    site.until(lambda: site.says(reader.page.url.removeprefix(site.address), 'class="mark"'))
    reader.page.reload()
    expect(reader.page.locator(".mark")).to_contain_text("废止")
    reader.keeps_picture("repealed")
    reader.finds_no_fault()
    reader.page.locator(".mark").get_by_role("link", name=new).click()
    reader.is_on(new)
    reader.page.locator(".related").get_by_role("link", name=old).click()
    reader.is_on(old)


def test_searching_on_a_phone_is_narrowed_and_widened_again(site, somebody) -> None:
    reader = somebody(width=390)
    reader.opens("/")
    reader.page.locator("input[type=search]").first.fill("危险货物")
    reader.page.locator("input[type=search]").first.press("Enter")
    reader.reads("共 3 件")
    reader.keeps_picture("phone-search")
    reader.finds_no_fault()
    facets = reader.page.locator(".facets")
    if not facets.get_by_role("link").first.is_visible():
        facets.locator("summary").click()
    facets.get_by_role("link", name="港务局").click()
    reader.reads("共 1 件")
    reader.reads("码头危险货物检查办法")
    reader.finds_no_fault()
    if not facets.get_by_role("link").first.is_visible():
        facets.locator("summary").click()
    reader.keeps_picture("phone-search-narrowed")
    reader.follows("清除全部条件")
    reader.reads("共 3 件")


def test_large_type_once_chosen_stays_on_every_page(site, somebody) -> None:
    reader = somebody(width=390)
    reader.opens("/")
    reader.page.check("text=大字版")
    for path in ("/columns/notices/", f"/search/?q={quote('危险货物')}", "/log/"):
        reader.opens(path)
        assert reader.page.is_checked("#elder"), path
        assert reader.page.evaluate("getComputedStyle(document.body).fontSize") == "24px", path
        reader.finds_no_fault()
        reader.keeps_picture(f"large{path.split('?')[0].replace('/', '-')}")
    reader.page.uncheck("text=大字版")
    reader.opens("/")
    assert not reader.page.is_checked("#elder")
    assert reader.page.evaluate("getComputedStyle(document.body).fontSize") != "24px"


def test_a_reader_of_feeds_understands_each_and_opens_what_is_in_it(site, somebody) -> None:
    links: set[str] = set()
    for page in ("/", "/columns/notices/"):
        feeds = re.findall(
            r'<link rel="alternate" type="application/(rss|atom)\+xml" href="([^"]+)"', site.get(page)[1].decode()
        )
        assert {kind for kind, _href in feeds} == {"rss", "atom"}
        for kind, href in feeds:
            links |= understood(kind, site.get(href if href.startswith("/") else page + href)[1])
    assert len(links) >= 4
    for link in links:
        assert link.startswith(site.address)
        assert site.get(link.removeprefix(site.address))[0] == 200, link
    reader = somebody()
    reader.page.goto(min(links))
    reader.reads("公开记录")


def understood(kind: str, content: bytes) -> set[str]:
    """The links of a feed, read as strictly as its standard (RFC 4287, RSS 2.0) is written."""
    feed = etree.fromstring(content, etree.XMLParser(recover=False, resolve_entities=False))
    if kind == "atom":
        assert feed.tag == f"{{{ATOM['atom']}}}feed"
        entries = feed.xpath("atom:entry", namespaces=ATOM)
        for one in (feed, *entries):
            for must in ("id", "title", "updated"):
                (found,) = one.xpath(f"atom:{must}", namespaces=ATOM)
                assert found.text
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", updated)
                   for updated in feed.xpath("//atom:updated/text()", namespaces=ATOM))  # fmt: skip
        return {link for one in entries for link in one.xpath("atom:link[@rel='alternate']/@href", namespaces=ATOM)}
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    for must in ("title", "link", "description"):
        assert feed.findtext(f"channel/{must}")
    for one in feed.findall("channel/item"):
        assert parsedate_to_datetime(one.findtext("pubDate", "")).tzinfo
        assert one.findtext("guid") == one.findtext("link")
    return {one.findtext("link", "") for one in feed.findall("channel/item")}


def test_a_byte_changed_by_hand_is_named_to_the_operator_and_what_was_logged_to_anybody(site, tmp_path) -> None:
    site.until(lambda: site.verify().returncode == 0)
    script = tmp_path / "check.py"
    script.write_bytes(site.get("/log/check.py")[1])
    assert site.python("-I", str(script), site.address).stdout.startswith("核对了")
    page = next((site.home / "public" / "items" / "440404118").rglob("00001.html"))
    for changed in (page, page.with_suffix(".json")):
        whole = changed.read_bytes()
        changed.write_bytes(whole.replace("正文如下".encode(), "正文如上".encode(), 1))
        assert changed.read_bytes() != whole
        try:
            said = site.verify()
            assert said.returncode == 1
            assert str(changed.relative_to(site.home / "public")) in said.stdout
            # The script holds what the log swore to, which is the text and not its dress.
            found = site.python("-I", str(script), site.address).stdout
            assert ("与日志所记不符" in found) == (changed.suffix == ".json")
            assert (page.stem in found) == (changed.suffix == ".json")
        finally:
            changed.write_bytes(whole)
    assert site.verify().returncode == 0
