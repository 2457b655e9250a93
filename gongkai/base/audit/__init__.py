"""Who did what, when and why: append-only events, one sentence for each kind, no foreign keys, so that nothing can take them along.

``choices.declare`` names a kind with its sentence; ``actions.record`` writes an event inside the transaction of the act. 条例 (2019)
art. 45 wants the chain of 登记、审核、办理、答复、归档 on record; art. 51 wants to know who was responsible. Start with ``models.Event``.
"""
