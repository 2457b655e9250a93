"""The public, hash-chained log of everything published, changed or withdrawn. Anyone may download it and check the live site against it.

Each row holds the SHA-256 of the version's canonical JSON and the hash of the row before it, so a text altered behind our back is found,
and so is one quietly removed. It names units, never persons. ``canonical`` says what the bytes are; ``actions.append`` is the only way in.
"""
