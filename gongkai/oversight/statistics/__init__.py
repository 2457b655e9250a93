"""The registry of figures (统计指标): each a name people use, one sentence of definition, and the records it counts.

条例 (2019) art. 50 wants the numbers of a year; this room makes each of them answerable. A figure is a function
``(period, scope) -> Records``: its value and the list behind it are the same query. Rooms above register theirs with
``queries.figure`` and ask by name. Start with ``queries.registry``, then ``queries.measuring``.

The room keeps one kind of record: numbers units hand in (报送数) for what no ledger of ours holds, each with the system it comes from
and the signature of the unit's head (``models``, ``actions``). What a ledger counts is never typed, except by a unit not on the system.
"""
