"""What a unit has sent, record by record: found by a filter, read in windows, never all at once.

`query.py` says which records, in which order; `window.py` counts them, keeps their order as an array of row ids and
reads a page of them. `columns.py` and `text.py` say what a value is called and how it is written, `statistics.py` what
a column holds, `episodes.py` what belongs together, `behind.py` which records stand behind a figure, `saved_views.py`
what a person wants to see again. Direct identifiers are masked in everything these give, and `identifiers.py` is the
one way to one of them.
"""
