"""From a drafter's first word to the public page and its withdrawal: a real browser, the real server and worker, three people."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.browser

SETTING_UP = """
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup

zone = found("100", "海港示范区管理委员会")
employ(found("117", "经济发展局", zone), chen="drafter", zhou="secrecy_reviewer", lin="approver")
employ(found("201", "海港镇", zone), wu="drafter")
catalogue.define_kind(code="notice", name="通知公告", order=1, **by)
catalogue.open_column(slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, **by)
"""


def test_an_item_goes_from_its_drafter_through_two_other_hands_to_the_public_and_is_taken_down_again(
    site, at_desk
) -> None:
    year, title = time.strftime("%Y"), "关于港区夜间照明改造的通告"

    # Chen writes it, in the editor, and sends it on.
    chen = at_desk("chen")
    chen.follows("信息公开")
    chen.follows("起草信息")
    chen.fills("标题", title)
    chen.chooses("信息种类", "通知公告")
    chen.chooses("栏目", "通知公告")
    chen.fills("成文日期", f"{year}-01-01")
    chen.page.locator("[contenteditable=true]").click()
    chen.page.keyboard.type("自本周起分三段改造照明。")
    chen.presses("保存草稿")
    chen.reads("已保存")
    chen.reads("自本周起分三段改造照明。")
    chen.presses("送保密审查")
    chen.reads("待保密审查")
    chen.reads("您是该信息的拟稿人，不能进行保密审查。")

    # Wu, of another unit, does not see it.
    wu = at_desk("wu")
    wu.opens(f"/desk/items/DJ/{year}-00001/")
    wu.reads("该信息属于其他单位，您无权查看。")

    # Zhou finds it among today's work, forgets to answer each provision, then the basis, then gives both.
    zhou = at_desk("zhou")
    zhou.follows(title)
    zhou.presses("通过保密审查")
    zhou.reads("还没有逐项作答")
    for provision in range(7):
        zhou.page.locator(".gk-provisions input[value=no]").nth(provision).check()
    zhou.presses("通过保密审查")
    zhou.reads("请写明保密审查的依据和意见。")
    zhou.fills("审查依据和意见", "逐项审查，不涉及国家秘密和工作秘密。")
    zhou.presses("通过保密审查")
    zhou.reads("待审批")
    path = f"/items/440404117/{year}/00001.html"
    assert site.get(path)[0] == 404

    # Lin agrees, and anybody can read it, and finds it in its column. (How soon is bench/publish's question: a test is not a stopwatch.)
    lin = at_desk("lin")
    lin.follows(title)
    lin.presses("同意发布")
    lin.reads("已对公众发布")
    site.until(lambda: site.get(path)[0] == 200)
    site.until(lambda: site.says("/columns/notices/index.html", title))
    public = site.get(path)[1].decode()
    assert title in public
    assert "自本周起分三段改造照明。" in public

    # Lin takes it down; the address stays and says when and why.
    lin.fills("撤下理由", "施工范围有误，更正后重新发布")
    lin.presses("撤下")
    lin.reads("已撤下")
    site.until(lambda: site.says(path, "施工范围有误，更正后重新发布"))
    site.until(lambda: not site.says("/columns/notices/index.html", title))
    assert not site.says(path, "自本周起分三段改造照明。")

    # And Chen reads the whole course of it in sentences.
    chen.opens(f"/desk/items/DJ/{year}-00001/")
    for sentence in ("chen起草了", "zhou完成了", "lin同意发布", "lin发布了", "lin撤下了"):
        chen.reads(sentence)
