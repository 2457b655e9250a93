"""Pages of a PDF as pictures, and a PDF made of such pictures with boxes burned in: in a process of its own, without Django or the ledger.

``python -m gongkai.base.files.redacting JOB`` (``__main__``) is that process; ``files.pictures`` starts it, under the limits the process
that examines files has. ``drawing`` turns a page into a bitmap (PDFium), ``whole`` makes the new file and looks at it once more. Nothing
of the given file passes into the new one but the colours of its pages, and under a box not even those (docs/adr/0025).
"""
