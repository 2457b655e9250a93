"""What the replies to proposals of the year answer, and what their proposers said of them."""

from __future__ import annotations


def answered(number: int, title: str) -> dict[str, str | bool]:
    """What a reply answers, told from its number and its title: taking nothing from the random source, it moves no other item."""
    summary = "摘要" in title
    subject = title.partition("：")[2] if summary else title.partition("（")[2].removesuffix("）")
    opinion = "不满意" if number == 41 else ("满意", "满意", "满意", "基本满意", "")[number % 5]
    return {
        "category": "提案" if summary else "建议",
        "number": f"第{number:03d}号",
        "session": "市政协九届二次会议" if summary else "市九届人大五次会议",
        "subject": f"关于{subject}的{'提案' if summary else '建议'}",
        "proposal": f"建议进一步做好{subject}，明确牵头单位和完成时间，办理结果向社会公布。",
        "public_interest": not summary,
        "reply_form": "摘要" if summary else "全文",
        "opinion": opinion,
    }
