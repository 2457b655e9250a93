"""The citizens' doors: who knocks, and how often. A door is a form anybody may send without an account.

Every room that has one asks ``actions.knock`` before it does any work, and tells the client by ``queries.client_address``, which
believes a forwarded address only from our own proxy. No address is kept: a keyed hash of it is, for as long as it counts.
"""
