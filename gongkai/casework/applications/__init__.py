"""依申请公开: applications for information, from receipt to reply, with fees and the challenges that may follow.

条例 (2019) arts 27–45; the text of 2007 for what was received before 2019-05-15 (art. 56). The limit is reckoned by ``law.clocks`` from
receipt and from what was asked of whom since (``models.steps``), is provisional while the calendar ends before it, and is fixed when the
holiday notice comes. An application ends only with what the law and the yearly table want on record (``law.outcomes``), by three people's
hands. Who applied is sealed in a table of its own, seen by those who deal with it, and every look is written down. Citizens apply and
follow their own at a door without accounts (``views.public``, docs/handbook/applying.md). Start with ``workflow``, then ``actions``.
"""
