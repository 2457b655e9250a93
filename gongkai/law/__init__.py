"""The law as plain Python: no database, no clock, no settings.

A rule lives here when a statute or a national format fixes it: which days are working days and when a limit ends
(`calendar`, `deadlines`, in a catalogue's own words `publication_limits`, of a draft the public is heard on
`consultations`), how a document is numbered and filed (`document_numbers`, `index_numbers`, `themes`), what in a text is
somebody's own (`masking`), which closed lists the whole house speaks in (`vocabulary`, the only module here that knows Django,
and of Django only `TextChoices`). Everything is told its dates; nothing asks what day it is.
Every public function names the article it computes. Start with `deadlines`.
"""
