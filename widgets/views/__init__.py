"""The ways to look at one indicator: each a chart with its legend, its sentence and how it was made."""
