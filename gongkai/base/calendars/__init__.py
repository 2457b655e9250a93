"""The State Council's arrangements of days off and weekend days worked, by year, each with the notice that made it.

全国年节及纪念日放假办法 fixes the festivals; a yearly notice exchanges weekends for them, and a later notice may change
it: that is a new version, and the old one is kept, so that a limit can be computed as somebody knew it on a given day.
This room keeps them and feeds `gongkai.law.calendar`; a new one is told to the rooms above by the signal
``models.arrangement_announced``. Start with ``queries.calendar`` and ``actions.announce``; the notices the project
carries lie in ``data``.
"""
