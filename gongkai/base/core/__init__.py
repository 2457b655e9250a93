"""What every room stands on and no citizen ever sees: refusals, and the outbox from which everything derived is made.

An action writes its outbox row in its own transaction (``actions.enqueue``); a worker (``tasks.run_worker``) claims rows with a
lease, in order for each object, at least once, and calls the handler a room above registered with ``tasks.handles``. Start there.
"""
