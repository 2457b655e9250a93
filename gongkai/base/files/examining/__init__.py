"""What is inside a file: read, judged and cleaned in a process of its own, which knows neither Django nor the ledger.

``python -m gongkai.base.files.examining JOB`` (``__main__``) is that process; ``files.child`` starts it, with limits, so that a file made
to exhaust memory or time ends its own examination and nothing else. ``dispatch`` finds the module for a type; all have the same
``examine(file, found, out)``: read ``file``, tell ``found`` (``findings.Examination``) every piece of text with the place where a person
looks for it and everything that stands against keeping the file, and write to ``out`` the bytes to keep. The same input gives the same
bytes, and what was cleaned once is not changed by being cleaned again.

Nothing is rendered and nothing is fetched. XML has no entities (``xml``), archives no surprises (``archives``).
"""

#: Raised when a reader learns something: texts extracted by an older one can be extracted again.
VERSION = 1
