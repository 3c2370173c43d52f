"""Indicators, their monthly counts, values, intervals, attainment and the figures pages show."""
