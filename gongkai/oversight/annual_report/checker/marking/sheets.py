"""The marked page as a file of its own: the findings in order, then the page, with a style of its own and nothing from outside."""

from collections.abc import Sequence
from html import escape

from gongkai.oversight.annual_report.checker.catalogue import SEVERITIES
from gongkai.oversight.annual_report.checker.findings import Finding

_STYLE = """
body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.7 serif;color:#222}
table{border-collapse:collapse;max-width:100%}td,th{border:1px solid #bbb;padding:.2rem .4rem}
header{border-bottom:2px solid #333;margin-bottom:1.5rem;font-family:sans-serif}
main{overflow-x:auto}
mark{color:inherit}
.hard-found{background:#f9dede}.soft-found{background:#fbeccb}.form-found{background:#dbe7f8}
.found-number{color:#fff;font:bold .75rem sans-serif;padding:0 .2rem;border-radius:.2rem}
.found-number.hard-found{background:#a51d1d}.found-number.soft-found{background:#8a5300}.found-number.form-found{background:#1a4f9c}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def sheet(title: str, findings: Sequence[Finding], body: bytes) -> bytes:
    """A whole page in UTF-8; the numbers are those of the marks."""
    told = "".join(
        f"<li>{SEVERITIES[finding.severity]}：{escape(finding.why)}<br>{escape(finding.where)}："
        f"{escape(finding.said)}（{escape(finding.computed)}）</li>"
        for finding in findings
    )
    return (
        (
            f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{escape(title)}</title>'
            f"<style>{_STYLE}</style></head><body><header><h1>{escape(title)}</h1>"
            f"{f'<ol>{told}</ol>' if told else '<p>没有发现问题。</p>'}</header><main>"
        ).encode()
        + body
        + b"</main></body></html>"
    )
