"""Proactive disclosure (条例 2007 art. 32(1)): items of the portal, posts of the new-media accounts, public resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gongkai.oversight.statistics.queries import Listing, Period, Records, Scope, figure, list_as, ratio, whole
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Post
from gongkai.publishing.public_resources.choices import Field
from gongkai.publishing.public_resources.models import Notice

if TYPE_CHECKING:
    from gongkai.publishing.disclosure.models import InformationItemQuerySet
    from gongkai.publishing.media.models import MediaPostQuerySet


def _address(number: str) -> str:
    return f"/{InformationItem(number=number).path}.html"


list_as(
    InformationItem,
    Listing(
        number="number",
        at="published_at",
        kind="kind__name",
        address=_address,
        desk="disclosure:item",
        desk_number="registration",
        standing="status",
        is_standing=lambda status: bool(status == Status.PUBLISHED),
    ),
)
list_as(
    Post,
    Listing(
        number="number",
        at="posted_at",
        kind="account__platform",
        kinds=dict(Platform.choices),
        standing="removed_at",
        is_standing=lambda removed_at: removed_at is None,
    ),
)


def _items(period: Period, scope: Scope) -> InformationItemQuerySet:
    return InformationItem.objects.published_in(period.start, period.end).of_units(scope.unit_ids)


def _of_group(group: ColumnGroup, period: Period, scope: Scope) -> Records:
    columns = Column.objects.filter(group=group).order_by()
    return Records(_items(period, scope).filter(column__in=columns.values("pk")))


def _of_kind(code: str, period: Period, scope: Scope) -> Records:
    kinds = Kind.objects.filter(code=code).order_by()
    return Records(_items(period, scope).filter(kind__in=kinds.values("pk")))


def _posts(platform: Platform, period: Period, scope: Scope) -> MediaPostQuerySet:
    return Post.objects.standing().posted_in(period.start, period.end).of_units(scope.unit_ids).on(platform)


@figure(
    "a1.profile", _("概况类信息更新量"), unit=_("条"), definition=_("年内在门户网站概况类栏目发布、现仍公开的信息。")
)
def profile(period: Period, scope: Scope) -> Records:
    return _of_group(ColumnGroup.PROFILE, period, scope)


@figure(
    "a1.news", _("政务动态类信息更新量"), unit=_("条"), definition=_("年内在门户网站动态类栏目发布、现仍公开的信息。")
)
def news(period: Period, scope: Scope) -> Records:
    return _of_group(ColumnGroup.NEWS, period, scope)


@figure(
    "a1.catalogue",
    _("信息公开目录信息更新量"),
    unit=_("条"),
    definition=_("年内在门户网站信息公开目录各栏目发布、现仍公开的信息。"),
)
def catalogue(period: Period, scope: Scope) -> Records:
    return _of_group(ColumnGroup.CATALOGUE, period, scope)


@figure(
    "b.posts.weibo_original",
    _("微博原创信息"),
    unit=_("条"),
    definition=_("年内在政务微博发布、没有转发本网站信息且未删除的内容。"),
)
def weibo_original(period: Period, scope: Scope) -> Records:
    return Records(_posts(Platform.WEIBO, period, scope).original())


@figure(
    "b.posts.weibo_repeats",
    _("微博转发信息"),
    unit=_("条"),
    definition=_("年内在政务微博发布、转发本网站信息且未删除的内容。"),
)
def weibo_repeats(period: Period, scope: Scope) -> Records:
    return Records(_posts(Platform.WEIBO, period, scope).filter(repeats__isnull=False))


@figure(
    "b.posts.wechat_original",
    _("微信原创信息"),
    unit=_("条"),
    definition=_("年内在政务微信发布、没有转发本网站信息且未删除的内容。"),
)
def wechat_original(period: Period, scope: Scope) -> Records:
    return Records(_posts(Platform.WECHAT, period, scope).original())


@figure(
    "b.posts.wechat_repeats",
    _("微信转发信息"),
    unit=_("条"),
    definition=_("年内在政务微信发布、转发本网站信息且未删除的内容。"),
)
def wechat_repeats(period: Period, scope: Scope) -> Records:
    return Records(_posts(Platform.WECHAT, period, scope).filter(repeats__isnull=False))


whole(
    "a1.weibo",
    _("政务微博信息发布量"),
    unit=_("条"),
    definition=_("年内在政务微博发布且未删除的内容，原创和转发都计入。"),
    parts=("b.posts.weibo_original", "b.posts.weibo_repeats"),
)
whole(
    "a1.wechat",
    _("政务微信信息发布量"),
    unit=_("条"),
    definition=_("年内在政务微信发布且未删除的内容，原创和转发都计入。"),
    parts=("b.posts.wechat_original", "b.posts.wechat_repeats"),
)
whole(
    "b.posts.original",
    _("新媒体原创信息"),
    unit=_("条"),
    definition=_("年内在政务微博、微信发布、没有转发本网站信息且未删除的内容。"),
    parts=("b.posts.weibo_original", "b.posts.wechat_original"),
)
whole(
    "b.posts.repeats",
    _("新媒体转发信息"),
    unit=_("条"),
    definition=_("年内在政务微博、微信发布、转发本网站信息且未删除的内容；同一信息已在网站计数，不再计入总数。"),
    parts=("b.posts.weibo_repeats", "b.posts.wechat_repeats"),
)
whole(
    "b.items",
    _("门户网站公开信息"),
    unit=_("条"),
    definition=_("年内在门户网站发布、现仍公开的信息。"),
    parts=("a1.profile", "a1.news", "a1.catalogue"),
)
whole(
    "a1.total",
    _("信息发布总数"),
    unit=_("条"),
    # 政府信息公开情况统计表 (2014-2018): 不同渠道和方式公开相同信息计1条.
    definition=_("门户网站公开的信息加新媒体原创信息；同一信息在几个渠道发布只计一条。"),
    parts=("b.items", "b.posts.original"),
)


@figure("b.kinds.normative", _("规范性文件"), unit=_("条"), definition=_("年内发布、现仍公开的规范性文件。"))
def normative(period: Period, scope: Scope) -> Records:
    return _of_kind("normative", period, scope)


@figure("b.kinds.notice", _("通知公告"), unit=_("条"), definition=_("年内发布、现仍公开的通知公告。"))
def notice(period: Period, scope: Scope) -> Records:
    return _of_kind("notice", period, scope)


@figure("b.kinds.meeting", _("政府会议"), unit=_("条"), definition=_("年内发布、现仍公开的政府会议信息。"))
def meeting(period: Period, scope: Scope) -> Records:
    return _of_kind("meeting", period, scope)


@figure("b.kinds.news", _("政务动态"), unit=_("条"), definition=_("年内发布、现仍公开的政务动态。"))
def news_kind(period: Period, scope: Scope) -> Records:
    return _of_kind("news", period, scope)


@figure("b.kinds.budget", _("财政预决算"), unit=_("条"), definition=_("年内发布、现仍公开的财政预决算信息。"))
def budget(period: Period, scope: Scope) -> Records:
    return _of_kind("budget", period, scope)


@figure("b.kinds.work_report", _("政府工作报告"), unit=_("条"), definition=_("年内发布、现仍公开的政府工作报告。"))
def work_report(period: Period, scope: Scope) -> Records:
    return _of_kind("work_report", period, scope)


@figure(
    "b.kinds.openness_report",
    _("政府信息公开年报"),
    unit=_("条"),
    definition=_("年内发布、现仍公开的政府信息公开年度报告。"),
)
def openness_report(period: Period, scope: Scope) -> Records:
    return _of_kind("openness_report", period, scope)


@figure(
    "b.key_areas",
    _("重点领域信息"),
    unit=_("条"),
    definition=_("年内发布、现仍公开并归入至少一个重点领域的信息；归入几个领域的也只计一条。"),
)
def key_areas(period: Period, scope: Scope) -> Records:
    marked = InformationItem.key_areas.through.objects.filter(informationitem_id=OuterRef("pk"))
    return Records(_items(period, scope).filter(Exists(marked)))


ratio(
    "b.key_areas_share",
    _("重点领域信息占比"),
    definition=_("重点领域信息占信息发布总数的比例，四舍五入到一位小数。"),
    numerator="b.key_areas",
    denominator="a1.total",
    decimals=1,
)


def _of_field(field: Field, period: Period, scope: Scope) -> Records:
    notices = Notice.objects.filter(field=field).order_by()
    return Records(_items(period, scope).filter(pk__in=notices.values("item")))


@figure(
    "b.tenders",
    _("工程招标投标信息"),
    unit=_("条"),
    definition=_("年内发布、现仍公开的工程建设项目招标投标信息。"),
)
def tenders(period: Period, scope: Scope) -> Records:
    return _of_field(Field.ENGINEERING, period, scope)


@figure("b.procurement", _("政府采购信息"), unit=_("条"), definition=_("年内发布、现仍公开的政府采购信息。"))
def procurement(period: Period, scope: Scope) -> Records:
    return _of_field(Field.PROCUREMENT, period, scope)
