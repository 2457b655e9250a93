"""Publishing what was answered to proposals of deputies and committee members (建议提案办理结果公开, 国办发〔2014〕46号)."""

from __future__ import annotations

FULL_TEXT, SUMMARY = "全文", "摘要"


def may_be_summary(*, touches_public_interest: bool) -> bool:
    """A reply that touches the public interest or public rights is published in full; another may be summed up (国办发〔2014〕46号)."""
    return not touches_public_interest
