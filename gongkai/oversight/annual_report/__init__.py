"""The yearly report on openness work (条例 2007 arts 31-32; 条例 2019 arts 49-50).

Every number is a named figure (``queries.figures``), every sentence places figures by name (``queries.narratives``), and one
document tree becomes the page, the PDF and the DOCX (``queries.documents``). A report is compiled, frozen with the keys of the
records it counted, signed by the head, checked above, published as an item of disclosure and sent (``actions``), by its day
(``queries.turns``); what changes later is a difference (``queries.frozen``). Start with ``workflow``.

`checker` reads anybody's published report and says what cannot be true in it. Start with `checker.check_file`.
"""
