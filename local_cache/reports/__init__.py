"""Documents with text, tables and figures that are written by the data."""
