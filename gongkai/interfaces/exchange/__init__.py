"""Bulk import and export. What comes in passes the same actions as everything else, or a bulk path proven equal to them.

``example`` makes and loads the invented year on which the house is shown and tested.
"""
