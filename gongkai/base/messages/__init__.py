"""Mail and short messages to people: written with the act they follow from, sent after it, at least once, and forgotten.

``actions.post`` writes a message and its row in the outbox inside the caller's transaction; ``tasks`` sends it through ``gateways``: mail
by Django's mail backend, short messages by an HTTP gateway of somebody else's (docs/handbook/chasing.md). Both are off until they are
configured. Who gets it and what it says are ciphertext until it is sent or given up, and are then cleared; no log and no error names
either. Whoever wrote one that is given up hears of it (``models.message_given_up``) and finds its addressee anew. Each has a key: written
twice it is one message, and a gateway that is asked twice can tell.
"""
