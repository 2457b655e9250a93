"""The staff shell: the first screen (my work today), the menu, the audit trail, and which of the CMS's doors stay open.

Staff work in the rooms' own screens; of Wagtail's stock screens only those named in ``urls.OPEN`` answer, everything else is closed for
everybody, superusers among them. Start with ``urls``; ``queries.worklists`` is what the first screen shows.
"""
