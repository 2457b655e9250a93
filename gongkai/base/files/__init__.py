"""Files handed in: an attachment, the scan of an approval given on paper. Judged and cleaned at the door, kept once by content, private.

``actions.keep`` is the door; ``policies.accepted`` says what is refused and why, before a transaction where that is possible. A file is
opened only in a process of its own (``child`` starts it, ``examining`` is what runs in it), with limits: no file can take the server down.
What is kept are the cleaned bytes; beside them ``ExtractedText`` keeps what the file says, piece by piece with its place, for search and
for the screen for personal data (条例 art. 15): ``queries.text_of`` reads it, and it goes when the file goes (保密法 art. 31).

Where a virus scanner is configured ``viruses`` shows it every file first.

What belongs to somebody's case is kept ``sealed``: ciphertext on the disk, its text nowhere. ``pictures`` draws pages of a PDF and makes
the one that is given out in part (docs/adr/0025).

On disk a file is named by its SHA-256, so a name chosen by a person never reaches the file system; it becomes public only as part of a
published item. docs/handbook/files.md lists what is accepted, refused and taken out.
"""
