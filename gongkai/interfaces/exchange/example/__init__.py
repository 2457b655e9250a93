"""The example year: a whole year of openness work of one zone, made by our own generator and entered through the rooms' own actions.

Numbers are those of a real report of 2018, people and texts are invented; every unit is marked as an example. The same seed gives the same
year on every machine. ``house`` founds the institution, ``items``, ``requests`` and ``posts`` plan its year, ``texts`` words it, and
``run.load`` enters it in batches and takes up where a killed run stopped. Start with ``run``.
"""
