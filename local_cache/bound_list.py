"""A list of texts travels to DuckDB as one bound text, which SQL parts again: string_split(?, chr(31)).

For every single value of a bound list the client looks for packages that are not installed, which takes longer than the
query itself.
"""

SEPARATOR = chr(31)
"""The unit separator, which no id holds."""
