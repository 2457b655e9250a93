"""A notice that never arrived is told by telephone; a reconsideration about something never registered is opened, dated and linked."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

CLOCK = "2024-04-09T10:00:00+08:00"
SETTING_UP = """
from datetime import timedelta
from gongkai.base.messages.models import Message
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices.notices import NoticeKind
from gongkai.casework.applications.models import Notice
from gongkai.law.vocabulary import ReceiptChannel
zone = found("100", "海港示范区管理委员会")
office = found("117", "经济发展局", zone)
wu = employ(office, wu="case_officer")["wu"]
employ(zone, qian="openness_office", he="auditor")
for number, (contact, failure, channel) in enumerate([
    ("电话13812345678，lisi@example.test", "SMTP 550", "mail"),
    ("海港镇某路1号，手机13912345678", "expired", "sms"),
    ("wangwu@example.test", "address", "mail"),
]):
    case = actions.receive(
        unit=office, channel=ReceiptChannel.IN_PERSON, applicant_kind="natural", applicant_name=f"欧阳特别{number}",
        contact=contact, sought=f"方案{number}", arrived=date(2024, 4, 1), by=wu, now=now,
    )
    message = Message.objects.create(
        key=str(number), channel=channel, written_at=now - timedelta(days=4), given_up_at=now, failure=failure,
        tries=432 if failure == "expired" else 1, trouble="HTTP 503" if failure == "expired" else "",
    )
    Notice.objects.create(application=case, about=NoticeKind.RECEIVED, message=message, failed_at=now)
"""


def test_a_notice_that_never_arrived_is_told_otherwise(site, at_desk) -> None:
    wu = at_desk("wu")
    wu.reads("未送达的通知 3")
    wu.keeps_picture("today")
    wu.follows("看全部 3 条")
    wu.reads("收件方邮件服务器拒收（550），邮箱可能不存在")
    wu.reads("4 天内一直没有送出，最近一次：短信网关暂时不能发送（503）")
    assert "欧阳" not in wu.page.content()
    wu.finds_no_fault()
    wu.keeps_picture("undelivered")
    phone = at_desk("qian", width=390)
    phone.opens("/desk/applications/undelivered/")
    phone.reads("邮箱地址无效")
    phone.finds_no_fault()
    phone.keeps_picture("undelivered-phone")
    wu.follows("处理 SQ/2024-00001 的登记通知", exact=True)
    wu.reads("欧阳特别0")
    wu.reads("查看已记录")
    wu.finds_no_fault()
    wu.keeps_picture("notice")
    wu.presses("登记已另行告知")
    wu.reads("请写明何时、怎样告知的")
    wu.chooses("处理方式", "电话告知")
    wu.fills("处理情况", "4月9日上午电话告知本人")
    wu.presses("登记已另行告知")
    wu.reads("已登记")
    wu.follows("已处理")
    wu.reads("电话告知")
    phone.opens("/desk/applications/SQ/2024-00002/notices/1/")
    phone.reads("未送达的原因")
    phone.finds_no_fault()
    phone.keeps_picture("notice-phone")
    he = at_desk("he")
    he.opens("/desk/applications/undelivered/")
    he.reads("未送达的通知由承办人和政务公开工作机构处理")


def test_a_reconsideration_about_nothing_of_ours_is_opened_and_finds_its_case(site, at_desk) -> None:
    wu = at_desk("wu")
    wu.opens("/desk/applications/")
    wu.follows("争议", exact=True)
    wu.follows("登记没有案件的争议")
    wu.finds_no_fault()
    wu.keeps_picture("challenge-open")
    wu.chooses("被诉单位", "经济发展局")
    wu.chooses("类别", "行政复议")
    wu.fills("提起日期", "2024-04-08")
    wu.chooses("所涉事项", "未登记的申请（认为未予答复）")
    wu.fills("受理机关案号", "示府复〔2024〕7号")
    wu.presses("登记")
    wu.reads("请写明争议针对什么")
    assert wu.field("受理机关案号").input_value() == "示府复〔2024〕7号"
    wu.fills("事项说明", "称3月1日寄来信函申请方案，未予答复")
    wu.presses("登记")
    wu.reads("已登记，编号 ZY/2024-00001")
    wu.fills("收到副本日期", "2024-04-09")
    wu.presses("登记收到副本")
    wu.reads("答复（举证）期限是 2024年4月23日")
    wu.finds_no_fault()
    wu.keeps_picture("challenge")
    phone = at_desk("qian", width=390)
    phone.reads("争议等我答复")
    for path, name in (("", "challenges"), ("new/", "challenge-open"), ("ZY/2024-00001/", "challenge")):
        phone.opens(f"/desk/challenges/{path}")
        phone.reads("争议")
        phone.finds_no_fault()
        phone.keeps_picture(f"{name}-phone")
    wu.page.get_by_text("关联到申请", exact=True).first.click()
    wu.fills("申请编号", "SQ/2024-00001")
    wu.presses("关联到申请")
    wu.reads("已关联")
    wu.follows("SQ/2024-00001", exact=True)
    wu.reads("ZY/2024-00001 行政复议")
    wu.opens("/desk/challenges/")
    wu.reads("共 1 件")
    wu.finds_no_fault()
    wu.keeps_picture("challenges")
    he = at_desk("he")
    he.opens("/desk/challenges/ZY/2024-00001/")
    he.reads("可能写有个人信息，只对承办人和政务公开工作机构显示")
