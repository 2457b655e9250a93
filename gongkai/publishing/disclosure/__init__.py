"""Government information from the first draft to its withdrawal: openness, secrecy review, approval, publication, the public record.

条例 (2019) arts 13–16 (what is withheld and why), 17 (no publication without a secrecy review), 19–21 (what must be published), 26
(within twenty working days). The drafter neither reviews nor approves; publishing is one transaction with its audit event, its row in the
transparency log and its outbox row. Start with ``workflow`` (the states), then ``actions``.
"""
