"""Standard catalogues made executable (国办发〔2019〕54号): who publishes what, by when, and what met it.

A catalogue's printed rows are kept as obligations, version by version; its printed subjects are mapped to units by a recorded decision;
an occasion starts a clock (an event with its date, or a period that ended); a fulfilment stops it: an item, a photograph of the notice
board, a statement that there is nothing this period, or the reason why it does not apply. What a limit cannot compute is reported, never
guessed.
Start with ``models.Obligation`` and ``models.OccasionQuerySet.with_status``.
"""
