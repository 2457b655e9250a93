"""What is fixed about an annual report on openness work (条例 2007 arts 31-32; 条例 2019 arts 49-50).

`formats` describes the printed forms as data (`crossed`: tables of rows and columns, `parts`: the parts of a report),
`identities` tests the relations between their numbers (勾稽关系), `percents` asks whether a printed percentage can be true.
All of it is plain arithmetic on numbers that were read elsewhere: our own report is compiled with it, and anybody's
published report is checked with it. Start with `formats.load_format`.
"""
