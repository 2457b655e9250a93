"""公开: everything a local government does for open government, recorded once and derived from there.

Five floors, each importing only what lies below: ``law`` → ``base`` → ``publishing`` → ``casework`` → ``oversight`` → ``interfaces``.
Start with docs/ARCHITECTURE.md.
"""
