"""Search: one port, two engines, Chinese that is found by any literal phrase (条例 art. 23–24: what is public can be searched and read).

The room knows nothing of items, applications or columns: a higher room builds a `port.Document` for each thing it wants found and hands
it over; what comes back is a `port.Page` of hits. The index is derived: it can be deleted and made again at any time.

Start in ``port``: `Document` in, `Query` → `Page` out, `Search` is what an engine does. ``engines.open_search()`` gives the engine the
settings name: tantivy inside the process (GONGKAI_SEARCH_ROOT), or an OpenSearch service when GONGKAI_SEARCH_ENGINE is its address.

- A **listener** of a higher room asks the outbox to index a key; its **task** looks at the ledger as it is now and calls
  ``search.put_many([...])`` or ``search.remove([...])`` and then ``search.commit()``. One process writes at a time; a lock that a killed
  writer leaves behind is released by the system, what it had not committed is done again from the outbox. Where there is no index yet,
  or none any more, writing is refused (`SearchUnavailable`): ``search.rebuild`` makes it.
- A **page** calls ``search.search(Query(text, page=2, filters={"unit": ("117",)}))`` and shows ``hit.title_html`` and ``hit.snippet_html``,
  which are safe HTML. `base.core.errors.Refusal` is the sentence for the reader: a query too long, a page too far, no index.
- The **desk** has an index of its own, ``open_search("desk")``, and passes ``audience=``: a document is seen by whoever holds one of its
  audiences. The default is the public's, which no document of the desk's has.
- ``search.rebuild(documents, again)`` makes the whole index anew beside the old one and swaps; ``search.keys()`` is for ``gongkai verify``.

How a text becomes what is indexed: ``normalise`` (one form of each character), ``segment`` (words by rjieba, pairs of characters). How a
query is understood: ``queries``. How hits are ordered: ``ranking`` and docs/handbook/search.md.
"""
