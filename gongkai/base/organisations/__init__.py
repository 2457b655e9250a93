"""Who we are: the zone, its departments, towns and villages; who holds which post; who stands in while somebody is away.

条例 (2019) art. 4 wants an openness office in every organ and names its duties; 不相容岗位 (the drafter neither reviews nor approves) rests
on the roles kept here. A right is asked as ``queries.holds(user, role, unit, on=date)``; a post gives it over its unit and all below.
Start with ``models.Unit`` and ``models.Post``.
"""
