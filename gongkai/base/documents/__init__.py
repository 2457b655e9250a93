"""Documents: one tree of a document, rendered to HTML, PDF and DOCX in the layout of GB/T 9704-2012, and its tables to XLSX.

A report, a letter or a bulletin is written once as a small immutable tree (``tree``) and rendered several times, so the
page, the print and the file a colleague edits cannot say different things. Texts are data in all three: nothing that is
in a text can become markup. The same tree, stamp and fonts give the same bytes, so a published file can be made again
and compared by its hash (条例 art. 50 asks for a yearly report that stays what it was).

Start in ``tree`` (what a document can say); then ``html.render_html``, ``pdf.render_pdf`` (typst; the layout is
``data/gbt9704.typ``), ``docx.render_docx``, ``xlsx.render_xlsx``; ``drawings`` draws charts. ``fonts.fonts_in_use`` says
which typefaces a PDF is set in and which of those the standard asks for are substituted.
"""
