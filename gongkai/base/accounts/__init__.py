"""The people who sign in at the desk. What they may do is not decided here: see ``organisations`` (posts) and each room's policies."""
