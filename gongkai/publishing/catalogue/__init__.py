"""How what is published is ordered: columns, kinds, key areas, the numbers it gets, and the lists that stand in its way.

条例 (2019) art. 12 wants a catalogue with index number, name, summary and date of making; the columns here are its shelves. Each column
belongs to one group of the 2018 report's table one, so that a figure is a question to the ledger and not to a person's memory. What a
kind asks for is configuration. The negative list (arts 13-16, 18) and the watched words are kept here and read by ``disclosure``.
Start with ``models.Kind``, ``actions.take_index_numbers`` and ``queries.matching``.
"""
