"""Handing what is public over to a platform of somebody else's, and seeing that it says there what was approved.

国办公开办函〔2019〕61号: an office publishes on its government's site and builds no openness website of its own; where that site stands on
a shared platform (集约化平台), publishing is delivering. By the platform's interface, or as a package an officer uploads. A delivery is one
item on one platform; it is done by the outbox, and what the platform holds is compared with what was approved (``tasks.checking``). Start
with ``models.Delivery``, then ``actions.queueing`` (what has to be handed over) and ``tasks.pushing``.
"""
