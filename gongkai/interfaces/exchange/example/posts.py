"""What was posted on the zone's accounts: 1,100 on one platform, 660 on the other, of which 1,056 repeat an item of the portal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.media.actions import HistoricalPost
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Account

from .days import instant
from .house import ZONE_CODE
from .items import Roll
from .programme import SEED
from .texts import Writer

#: Platform: posts that repeat an item, posts that stand alone.
NUMBERS = {Platform.WEIBO: (660, 440), Platform.WECHAT: (396, 264)}
_LAST = instant(date(2018, 12, 31), 21)
_REPEATING = ("【{title}】更多内容见门户网站。", "#高栏港资讯#{title}。全文已在门户网站发布。", "{title}——一起来看。")
_STANDING_ALONE = (
    "早安，{place}。今天天气平稳，出门记得看路况，{thing}附近请慢行。",
    "小贴士：{thing}怎么办？先打电话问清材料，再到窗口，少跑一趟。",
    "周末提醒：{village}有活动，{crowd}可自愿参加，现场请看管好随身物品。",
    "路况播报：{place}早高峰车流较大，请错峰出行，服从现场指挥。",
    "随手拍：{place}的傍晚，海风正好。欢迎留言分享你镜头里的港区。",
    "你问我答：有网友问{thing2}找谁办，请带上身份证到就近的服务站。",
    "风险提示：近期{thing}事故多发，请勿擅自操作，发现隐患请及时拨打热线。",
    "活动预告：{who}本周到{village}开展{topic}宣传，现场有小礼品。",
)


def plan(roll: Roll, items: Sequence[InformationItem]) -> list[HistoricalPost]:
    """The year's 1,760 posts in the order of posting; ``items`` are those entered, in the order of their publication."""
    rng = Random(f"{SEED}:posts")  # noqa: S311
    writer = Writer(rng)
    accounts: dict[str, list[Account]] = {}
    for account in Account.objects.select_related("unit").order_by("code"):
        accounts.setdefault(account.platform, []).append(account)
    posts = []
    for platform, (repeating, alone) in NUMBERS.items():
        for item in rng.sample(items, repeating):
            assert item.published_at is not None
            posted_at = min(item.published_at + timedelta(minutes=rng.randint(10, 1500)), _LAST)
            text = rng.choice(_REPEATING).format(title=item.title)
            posts.append(_post(rng, roll, rng.choice(accounts[platform]), text, posted_at, item))
        for _post_alone in range(alone):
            day = date(2018, 1, 1) + timedelta(days=rng.randrange(365))
            posted_at = instant(day, 8) + timedelta(minutes=rng.randrange(13 * 60))
            text = writer.line(_STANDING_ALONE, writer.facts(rng.choice(("road", "service", "culture", "safety"))))
            posts.append(_post(rng, roll, rng.choice(accounts[platform]), text, posted_at, None))
    return sorted(posts, key=lambda post: post.posted_at)


def _post(
    rng: Random, roll: Roll, account: Account, text: str, posted_at: datetime, repeats: InformationItem | None
) -> HistoricalPost:
    code = account.unit.code
    able = roll.people[code, Role.OPENNESS_OFFICE if code == ZONE_CODE else Role.APPROVER]
    posted_by = rng.choice(able)
    return HistoricalPost(account=account, text=text, posted_at=posted_at, posted_by=posted_by, repeats=repeats)
