"""The rules told to people: as a page of the reference, and by the command."""

from itertools import groupby

from gongkai.oversight.annual_report.checker.findings import Rule

SEVERITIES = {"hard": "硬伤", "soft": "疑点", "form": "格式"}


def catalogue() -> str:
    """Every rule in Markdown, family by family, in the order of its data."""
    lines = [
        "# 年报体检的规则",
        "",
        "由 `gongkai check-report --rules` 生成，不手工修改。硬伤是报告自己与自己矛盾；疑点是报告没有说明；格式是写法和填写。",
    ]
    for family, rules in groupby(sorted(Rule, key=_family), key=lambda rule: rule.family):
        lines += ["", f"## {family}", "", "| 规则 | 程度 | 要求 | 理由 |", "|---|---|---|---|"]
        for rule in rules:
            sure = "、".join(SEVERITIES[severity] for severity in rule.severities) or "不计"
            lines.append(f"| `{rule.id}` | {sure} | {rule.asks} | {rule.why} |")
    return "\n".join(lines) + "\n"


def _family(rule: Rule) -> int:
    """Families in the order they are first named."""
    families = list(dict.fromkeys(each.family for each in Rule))
    return families.index(rule.family)
