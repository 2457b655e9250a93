"""The example's annual report: our own sentences with figures placed in them, and what the report printed in 2019 said of the same figures.

``issue_example_report`` takes it the way of every report, by the example's own people, and goes on where a killed run stopped.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Post, Unit
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report import actions
from gongkai.oversight.annual_report.actions import PrintedNumber
from gongkai.oversight.annual_report.choices import SendingChannel, Status
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section, publishing_unit
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from . import house
from .days import instant

YEAR = 2018
COLUMN = "annual-reports"
#: The afternoon on which the report of the year was published.
ISSUED = instant(date(2019, 3, 14), 15, 30)


@transaction.atomic
def issue_example_report(now: datetime = ISSUED) -> Report:
    """Take the example's report from its text to the superior, or through what is left; ``now`` is the instant of its publication."""
    zone = Unit.objects.get(code=house.ZONE_CODE)
    office = publishing_unit(zone)
    openness = holder(zone, Role.OPENNESS_OFFICE)
    report = Report.objects.filter(unit=zone, year=YEAR).first()
    if report is None:
        report = actions.compile_report(zone, YEAR, by=openness, now=now - timedelta(days=2))
    if report.status == Status.COMPILED:
        actions.write_narrative(report, SECTIONS, by=openness, now=now - timedelta(days=1))
        actions.write_claims(report, PRINTED, by=openness, now=now - timedelta(days=1))
        report = actions.freeze(report, by=openness, now=now - timedelta(hours=6))
    if report.status == Status.FROZEN:
        report = actions.sign(report, by=holder(office, Role.UNIT_HEAD), now=now - timedelta(hours=5, minutes=30))
    if report.item is None or report.item.status == ItemStatus.DRAFT:
        report = actions.submit_for_publication(
            report,
            column=Column.objects.get(slug=COLUMN),
            by=holder(office, Role.DRAFTER),
            now=now - timedelta(hours=5),
        )
    item = report.item
    assert item is not None
    if item.status == ItemStatus.SUBMITTED:
        reviewer = holder(office, Role.SECRECY_REVIEWER)
        item = disclosure.review_secrecy(
            item, basis="经逐项审查，不涉及国家秘密。", by=reviewer, now=now - timedelta(hours=1)
        )
    if item.status == ItemStatus.SECRECY_REVIEWED:
        disclosure.approve_and_publish(item, by=holder(office, Role.APPROVER), now=now)
        actions.send(
            report,
            receiver="示例市人民政府办公室",
            channel=SendingChannel.EXCHANGE,
            sent=now.date(),
            receipt_number="示例回执1号",
            by=openness,
            now=now,
        )
    return Report.objects.get(pk=report.pk)


def holder(unit: Unit, role: Role) -> User:
    """The first who holds a role at a unit of the example."""
    return Post.objects.filter(unit=unit, role=role, until_date=None).select_related("user").order_by("pk")[0].user


SECTIONS = (
    Section(
        "",
        "本报告依照《中华人民共和国政府信息公开条例》编制，说明全区一年来的政府信息公开工作。"
        "统计期限为当年1月1日至12月31日。文中和附表中的数字均由业务记录直接汇总，"
        "在本网站点击任一数字，可以看到它的定义和所计的每一条记录。",
    ),
    Section(
        "概述",
        "## 组织领导\n"
        "区管委会设有政务公开领导小组，由管委会主任任组长，办事机构设在党政办公室，各镇、各部门都明确了拟稿、保密审查和审批人员。"
        "拟稿人不审查、不审批自己起草的信息；审批人外出时，由登记在册的代理人代行职责。\n"
        "## 公开数量\n"
        "全年发布信息{a1.total}条，其中重点领域信息{b.key_areas}条，占{b.key_areas_share}。"
        "同一信息在网站和新媒体上都发布的，只计一条。\n"
        "## 热线办理\n"
        "截至11月30日，市民热线和网民留言共受理诉求{b.requests.november}宗，已回复{b.requests.november_closed}宗，"
        "尚在办理{b.requests.november_pending}宗，回复率{b.requests.november_closed_share}。\n"
        "## 日常监督\n"
        "区里逐月检查网站内容保障情况并印发通报，检查中发现的问题由责任单位限期改正。",
    ),
    Section(
        "主动公开政府信息情况",
        "门户网站全年公开信息{b.items}条：概况类信息{a1.profile}条，政务动态类信息{a1.news}条，信息公开目录信息{a1.catalogue}条。\n"
        "按种类看，规范性文件{b.kinds.normative}条，通知公告{b.kinds.notice}条，政府会议{b.kinds.meeting}条，"
        "政务动态{b.kinds.news}条，财政预决算{b.kinds.budget}条，政府工作报告{b.kinds.work_report}条，"
        "政府信息公开年报{b.kinds.openness_report}条，其余为办事指南、权责清单等。\n"
        "政务微博发布{a1.weibo}条，政务微信发布{a1.wechat}条，合计中有{b.posts.repeats}条转发网站已公开的信息，"
        "{b.posts.original}条为原创。",
    ),
    Section(
        "公共资源配置领域信息公开情况",
        "本区没有单独设立公共资源交易机构，相关信息由各责任单位在门户网站公开，招标公告和中标公告分设栏目。\n"
        "全年公开工程建设项目招标投标信息{b.tenders}条；通知公告栏目中公开政府采购信息{b.procurement}条。"
        "住房保障、土地出让等信息也按月更新。",
    ),
    Section(
        "依申请公开政府信息情况",
        "全年收到信息公开申请{a2.total}件，其中当面申请{a2.in_person}件，传真、电话申请{a2.fax_phone}件，"
        "网络申请{a2.network}件，信函申请{a2.letter}件。\n"
        "上年结转的申请{b.applications.carried_in}件，年内答复{a2.replied}件，"
        "到年底尚在法定期限内办理、结转下年的申请{b.applications.pending}件。",
    ),
    Section(
        "咨询和市民诉求办理情况",
        "全年受理市民诉求{a3.requests}宗，上年为{b.requests.last_year}宗，增长{b.requests.growth}。"
        "其中咨询类{b.requests.inquiry}宗，投诉类{b.requests.complaint}宗，举报类{b.requests.report}宗，"
        "建议类{b.requests.suggestion}宗，表扬类{b.requests.praise}宗。\n"
        "办理期限在年内的诉求{b.requests.due}宗，全部办结，其中按时办结{b.requests.on_time}宗，"
        "按时办结率{b.requests.on_time_share}。\n"
        "经回访评价的诉求{b.requests.rated}宗，其中满意{b.requests.satisfied}宗，满意率{b.requests.satisfied_share}。",
    ),
    Section(
        "收费及减免情况",
        "全年依申请公开政府信息收费{a5.charged}宗，收取的费用{a5.amount}元；减免人数{a5.waived_people}人，减免总额{a5.waived_amount}元。",
    ),
    Section(
        "行政复议、行政诉讼和申诉情况",
        "全年因政府信息公开引起的行政复议{a4.reconsiderations}件，行政诉讼{a4.lawsuits}件，申诉{b.complaints}件；"
        "被依法纠错的{b.corrected}件。",
    ),
    Section(
        "存在的问题和下一步打算",
        "一年来的工作还有不足：政策解读的形式偏少，有的解读晚于文件发布；部分单位更新栏目不够及时；市民诉求增长较快，办理力量偏紧。\n"
        "## 做实政策解读\n"
        "解读材料与文件同步起草、同步报批，由牵头部门负责，发布后跟踪群众的疑问并补充说明。\n"
        "## 管好更新时限\n"
        "按栏目列出更新责任和周期，逾期未更新的在当月通报中列明，并纳入年终考评。\n"
        "## 提高办理质量\n"
        "对反复出现的诉求作专题分析，从源头减少；回访不满意的，由主管负责人重新过问。",
    ),
)

_ONE, _TWO, _THREE, _FOUR, _FIVE = (f"附表{number}" for number in range(1, 6))
#: The figures printed in the report of 14 March 2019, in its order, with the reason wherever the records say something else.
PRINTED = (
    PrintedNumber("a1.total", "7385", "第一部分，发布各类政府信息"),
    PrintedNumber("b.key_areas", "878", "第一部分，重点领域信息"),
    PrintedNumber(
        "b.key_areas_share",
        "11.8%",
        "第一部分，占发布总量",
        "878除以7,385为11.889%，四舍五入是11.9%；刊印时把后面的数字截去了。",
    ),
    PrintedNumber("b.requests.november", "1845", "第一部分，截至11月30日受理"),
    PrintedNumber("b.requests.november_closed", "1828", "第一部分，已回复"),
    PrintedNumber("b.requests.november_pending", "17", "第一部分，待回复"),
    PrintedNumber(
        "b.requests.november_closed_share",
        "100%",
        "第一部分，按时回复率",
        "刊印的比率没有写明分母；以同期受理的1,845宗为分母，已回复1,828宗是99.08%。",
    ),
    PrintedNumber("b.kinds.normative", "384", "第二部分，规章文件（实为规范性文件）"),
    PrintedNumber("b.kinds.notice", "428", "第二部分，通知公告"),
    PrintedNumber("b.kinds.meeting", "60", "第二部分，政府会议"),
    PrintedNumber(
        "b.kinds.news",
        "2440",
        "第二部分，政务动态",
        "同一报告的附表1写2,240条，记录也是2,240条，正文多写了200条。",
    ),
    PrintedNumber("b.kinds.budget", "158", "第二部分，财政预决算"),
    PrintedNumber("b.kinds.work_report", "3", "第二部分，政府工作报告"),
    PrintedNumber("b.kinds.openness_report", "61", "第二部分，政府信息公开年报"),
    PrintedNumber(
        "b.items",
        "7385",
        "第二部分，门户网站主动公开信息",
        "7,385条是各渠道的总数，其中704条只在新媒体上发布；门户网站上的是6,681条。",
    ),
    PrintedNumber("b.tenders", "199", "第三部分，招投标信息"),
    PrintedNumber("b.procurement", "180", "第三部分，含政府采购类的信息"),
    PrintedNumber("a2.total", "1", "第四部分，受理申请"),
    PrintedNumber("a2.letter", "0", "第四部分，信函申请"),
    PrintedNumber("a2.network", "1", "第四部分，网上申请"),
    PrintedNumber("a2.in_person", "0", "第四部分，当面申请"),
    PrintedNumber("a3.requests", "2039", "第五部分，市民诉求事项"),
    PrintedNumber("b.requests.growth", "84%", "第五部分，比上年增长"),
    PrintedNumber("b.requests.inquiry", "86", "第五部分，咨询类"),
    PrintedNumber("b.requests.complaint", "1771", "第五部分，投诉类"),
    PrintedNumber("b.requests.report", "128", "第五部分，举报类"),
    PrintedNumber("b.requests.suggestion", "44", "第五部分，建议类"),
    PrintedNumber("b.requests.praise", "10", "第五部分，表扬类"),
    PrintedNumber("b.requests.due", "1951", "第五部分，应办结"),
    PrintedNumber("b.requests.done", "1951", "第五部分，实际办结"),
    PrintedNumber(
        "b.requests.on_time_share",
        "99.93%",
        "第五部分，按时办结率",
        "应办结1,951宗，没有一个整数宗数能得出99.93%；逾期1宗时是99.95%。",
    ),
    PrintedNumber("b.requests.satisfied_share", "93.33%", "第五部分，工单满意率"),
    PrintedNumber("a4.reconsiderations", "0", "第七部分，行政复议案"),
    PrintedNumber("a4.lawsuits", "0", "第七部分，行政诉讼案"),
    PrintedNumber("b.complaints", "0", "第七部分，申诉案"),
    PrintedNumber("a1.total", "7385", _ONE),
    PrintedNumber("a1.profile", "12", _ONE),
    PrintedNumber("a1.news", "2240", _ONE),
    PrintedNumber("a1.catalogue", "4429", _ONE),
    PrintedNumber("a1.weibo", "1100", _ONE),
    PrintedNumber("a1.wechat", "660", _ONE),
    PrintedNumber("a2.total", "1", _TWO),
    PrintedNumber("a2.in_person", "0", _TWO),
    PrintedNumber("a2.fax_phone", "0", _TWO),
    PrintedNumber("a2.network", "1", _TWO),
    PrintedNumber("a2.letter", "0", _TWO),
    PrintedNumber("a2.replied", "0", _TWO),
    PrintedNumber("a3.requests", "2039", _THREE),
    PrintedNumber("a4.reconsiderations", "0", _FOUR),
    PrintedNumber("a4.lawsuits", "0", _FOUR),
    PrintedNumber("a5.charged", "0", _FIVE),
    PrintedNumber("a5.amount", "0", _FIVE),
    PrintedNumber("a5.waived_people", "0", _FIVE),
    PrintedNumber("a5.waived_amount", "0", _FIVE),
)
