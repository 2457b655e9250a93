"""What other programs read: public items, shelves and the log as JSON, and the listing shape of the provincial platform.

Read only, nothing that is not on the public site, no account. ``urls`` assembles the doors: ``/api/v1/`` with its OpenAPI page at
``/api/v1/docs``, and ``/gkmlpt/api/all/{column}?page=`` for those who read that shape already. Every list goes out in pages by a cursor,
so the millionth item costs what the first does.
"""
