"""The public site: pages that assemble several rooms, the bakery that writes every page as a file, and the layer that serves the files.

A page is rendered once, written whole and renamed into place (``bakery``); which pages a committed act touches is said in ``tasks``, a
bounded set however large the archive. ``asgi`` answers from the tree and asks Django only for the dynamic doors, so the site stays up
without its database; ``queries.differences`` compares ledger, log and tree. Start with ``tasks.bake_item``.
"""
