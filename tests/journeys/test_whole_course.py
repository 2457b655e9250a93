"""One application through its whole course, in the words of those who live it: from a phone to the year's tables, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.real_files import made, pdf

if TYPE_CHECKING:
    from .conftest import Person, Site

pytestmark = pytest.mark.browser

#: A Monday of a year whose tables are compiled when it is over.
CLOCK = "2024-11-18T10:00:00+08:00"
SETTING_UP = """
from gongkai.casework.applications.actions import set_letter_head
zone = found("100", "海港示范区管理委员会")
office = found("117", "经济发展局", zone)
employ(office, wu="case_officer", lin="approver")
gao = employ(zone, gao="openness_office")["gao"]
set_letter_head(
    office, prefix="海经公开", reconsideration_organ="示范市人民政府", court="示范区人民法院", by=gao, now=now
)
"""
APPLICANT, HIDDEN = "欧阳特别", "某建设公司报价三百万元"


@dataclass
class Course:
    """The case as those about it know it: its number, its code, and how each comes before a screen."""

    site: Site
    at_desk: Callable[..., Person]
    somebody: Callable[..., Person]
    folder: Path
    number: str = ""
    code: str = ""
    pictures: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def officer(self, username: str) -> Person:
        """Somebody at the desk, before the case."""
        if username not in self.people:
            self.people[username] = self.at_desk(username)
        person = self.people[username]
        person.opens(f"/desk/applications/{self.number}/")
        return person

    def citizen(self) -> Person:
        """The applicant on the phone, who asks after the case."""
        phone = self.somebody(width=390)
        phone.opens("/hall/applications/query/")
        phone.fills("申请编号", self.number)
        phone.fills("查询码", self.code)
        phone.presses("查询")
        phone.is_on(f"申请 {self.number}")
        return phone

    def it_becomes(self, day: str) -> None:
        """Days pass; whoever sat at the desk has gone home."""
        self.site.turns_to(f"{day}T10:00:00+08:00")
        self.people = {}

    def keeps(self, person: Person, name: str) -> None:
        self.pictures += 1
        person.keeps_picture(f"course-{self.pictures:02}-{name}")


def letter(course: Course, kind: str) -> None:
    """A letter is made as its template has it."""
    wu = course.officer("wu")
    wu.follows("制作文书")
    wu.follows(kind)
    wu.presses("制作文书")
    wu.reads("文书已制作")


def downloaded(person: Person, words: str) -> bytes:
    with person.page.expect_download() as download:
        person.follows(words)
    return download.value.path().read_bytes()


def applies_on_a_phone(course: Course) -> None:
    phone = course.somebody(width=390)
    phone.opens("/hall/applications/")
    phone.follows("网上申请", exact=True)
    phone.chooses("向哪个单位申请", "经济发展局")
    phone.fills("所需信息的名称", "三号路的补偿方案")
    for choice in ("电子文档", "电子邮件或者网上获取", "自然人", "居民身份证"):
        phone.page.get_by_label(choice, exact=True).check()
    phone.fills("姓名或者名称", APPLICANT)
    phone.fills("身份证明号码", "11010519491231002X")
    phone.fills("通信地址", "海港示范区无名路七号")
    phone.fills("联系电话", "13812345678")
    phone.presses("下一步：核对")
    phone.is_on("核对并提交")
    phone.presses("提交申请")
    phone.is_on("申请已提交")
    course.number, course.code = phone.page.locator(".code-shown").all_inner_texts()
    course.keeps(phone, "sent")


def is_confirmed_and_asked_to_amend(course: Course) -> None:
    wu = course.officer("wu")
    wu.reads("待确认")
    course.keeps(wu, "arrived")
    wu.follows("登记双方确认")
    wu.presses("登记双方确认")
    wu.reads("已确认收到，答复期限开始计算")
    letter(course, "登记回执")
    wu = course.officer("wu")
    wu.follows("要求补正")
    wu.fills("需要补正的事项", "请写明是哪一年的方案")
    wu.fills("补正期限", "2024-11-29")
    wu.presses("要求补正")
    wu.reads("计时中止")
    letter(course, "补正告知书")


def amends(course: Course) -> None:
    phone = course.citizen()
    phone.reads("请写明是哪一年的方案")
    assert downloaded(phone, "补正告知书").startswith(b"%PDF")
    phone.fills("补正后所需的信息", "三号路2023年的征地补偿方案")
    course.keeps(phone, "amending")
    phone.presses("提交补正")
    phone.reads("收到补正，答复期限重新起算")
    phone.finds_no_fault()


def is_extended_once(course: Course) -> None:
    wu = course.officer("wu")
    wu.reads("三号路2023年的征地补偿方案")
    wu.follows("申请延期")
    wu.fills("延期的理由", "需要征求第三方意见")
    wu.presses("申请延期")
    wu.reads("等待政务公开工作机构负责人同意")
    gao = course.officer("gao")
    gao.follows("同意延期")
    gao.presses("同意延期")
    gao.reads("已同意延期，请制作延期答复告知书")
    gao.reads("还剩 40 个工作日")
    letter(course, "延期答复告知书")
    wu = course.officer("wu")
    assert wu.page.get_by_role("link", name="申请延期").count() == 0, "once"


def asks_the_third_party(course: Course) -> None:
    wu = course.officer("wu")
    wu.page.locator(".gk-side a", has_text="征求意见").first.click()
    wu.chooses("征求对象", "第三方")
    wu.fills("第三方或者机关名称", "某建设公司")
    wu.presses("征求意见")
    wu.reads("起计时中止")
    letter(course, "第三方意见征询书")
    wu = course.officer("wu")
    wu.follows("登记征询书送达")
    wu.presses("登记征询书送达")
    wu.reads("已登记送达")
    wu.reads("正在征求意见，至 2024年12月11日计时中止")
    course.keeps(wu, "paused")
    course.it_becomes("2024-11-27")
    wu = course.officer("wu")
    wu.follows("登记征求到的意见")
    wu.chooses("意见", "不同意公开")
    wu.fills("对方的理由", "附表含有报价")
    wu.presses("登记征求到的意见")
    wu.reads("计时继续")


def covers_the_price(course: Course) -> bytes:
    """In the browser, with the mouse, on the second of two pages; returns what was made."""
    file = course.folder / "补偿方案.pdf"
    file.write_bytes(pdf("三号路征地补偿方案", HIDDEN))
    wu = course.officer("wu")
    wu.follows("遮盖文件")
    wu.page.set_input_files("input[type=file]", file)
    wu.presses("上传并开始遮盖")
    wu.follows("第2页")
    sheet = wu.page.locator("[data-sheet]")
    wu.page.locator("[data-sheet] img").evaluate("image => image.decode()")
    area = sheet.bounding_box()
    assert area
    wu.page.mouse.move(area["x"] + area["width"] * 0.08, area["y"] + area["height"] * 0.14)
    wu.page.mouse.down()
    wu.page.mouse.move(area["x"] + area["width"] * 0.9, area["y"] + area["height"] * 0.19, steps=4)
    wu.page.mouse.up()
    wu.page.locator("[name=box-0-ground]").select_option(label="涉及商业秘密")
    course.keeps(wu, "covering")
    wu.presses("保存本页的框")
    wu.reads("共 1 个")
    wu.presses("制作遮盖后的文件")
    wu.reads("遮盖后的文件已制作")
    covered = downloaded(wu, "遮盖后的文件")
    assert [page.extract_text() for page in PdfReader(BytesIO(covered)).pages] == ["", ""]
    return covered


def is_answered_in_part(course: Course) -> None:
    wu = course.officer("wu")
    wu.follows("拟写答复")
    wu.follows("部分公开", exact=True)
    wu.fills("答复的理由", "附表含有第三方的商业秘密。")
    wu.field("本件制作的遮盖文件").select_option(label="1. 补偿方案.pdf（遮盖后）")
    course.keeps(wu, "drafting")
    wu.presses("拟写答复")
    wu.reads("待审核")
    gao = course.officer("gao")
    gao.follows("通过审核")
    gao.reads("附表含有第三方的商业秘密。")
    gao.presses("通过审核")
    gao.reads("待审批")
    lin = course.officer("lin")
    lin.follows("同意答复")
    course.keeps(lin, "approving")
    lin.presses("同意答复")
    lin.reads("待送达")
    letter(course, "答复（办结）告知书")
    wu = course.officer("wu")
    wu.follows("登记送达")
    wu.chooses("送达方式", "电子送达（申请人要求）")
    proof = course.folder / "发送记录.pdf"
    proof.write_bytes(made("pdf", "2024年11月27日已发送"))
    wu.field("送达凭证").set_input_files(proof)
    wu.presses("登记送达")
    wu.reads("已登记送达，申请已答复")
    course.keeps(wu, "served")


def reads_the_answer(course: Course, covered: bytes) -> None:
    course.it_becomes("2024-12-02")
    phone = course.citizen()
    phone.reads("部分公开")
    told = PdfReader(BytesIO(downloaded(phone, "告知书")))
    assert told.pages
    assert downloaded(phone, "下载（区分处理后可以公开的部分）") == covered
    phone.page.get_by_text("逐日看哪天算、哪天不算").click()
    phone.finds_no_fault()
    course.keeps(phone, "answered")


def is_reconsidered_and_upheld(course: Course) -> None:
    course.it_becomes("2024-12-11")
    wu = course.officer("wu")
    wu.follows("登记复议、诉讼、申诉")
    wu.chooses("类别", "行政复议")
    wu.fills("提起日期", "2024-12-09")
    wu.presses("登记复议、诉讼、申诉")
    wu.reads("行政复议")
    wu.follows("登记收到副本")
    wu.presses("登记收到副本")
    wu.reads("2024-12-11 收到副本")
    wu.follows("登记答复（举证）")
    wu.presses("登记答复（举证）")
    wu.reads("2024-12-11 已提交")
    course.it_becomes("2024-12-25")
    wu = course.officer("wu")
    wu.follows("登记争议结果")
    wu.chooses("结果", "结果维持")
    wu.presses("登记争议结果")
    wu.reads("结果已登记")
    course.keeps(wu, "upheld")


def stands_in_the_years_tables_which_lead_back(course: Course) -> None:
    course.it_becomes("2025-01-06")
    gao = course.at_desk("gao")
    gao.opens("/desk/annual-reports/")
    gao.chooses("报告单位", "海港示范区管理委员会")
    gao.fills("报告年度", "2024")
    gao.presses("开始编制")
    report = gao.page.url
    for cell in ("t3.new.natural", "t3.partial.natural", "t4.review.upheld"):
        gao.opens(report.removeprefix(course.site.address))
        figure = gao.page.locator(f"a.figure[href*='{cell}']").first
        assert figure.inner_text() == "1", cell
        course.keeps(gao, "table")
        figure.click()
        if cell.startswith("t4"):
            gao.follows("ZY/2024-00001", exact=True)
        gao.follows(course.number, exact=True)
        gao.reads(f"公开申请 {course.number}")
    gao.reads("部分公开")
    gao.reads("结果维持")


def test_an_application_from_a_phone_to_the_years_tables_and_back(site, at_desk, somebody, tmp_path) -> None:
    course = Course(site, at_desk, somebody, tmp_path)
    applies_on_a_phone(course)
    is_confirmed_and_asked_to_amend(course)
    course.it_becomes("2024-11-20")
    amends(course)
    is_extended_once(course)
    asks_the_third_party(course)
    covered = covers_the_price(course)
    is_answered_in_part(course)
    reads_the_answer(course, covered)
    is_reconsidered_and_upheld(course)
    stands_in_the_years_tables_which_lead_back(course)
