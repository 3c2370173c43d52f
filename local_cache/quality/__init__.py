"""Data quality: what is wrong with what a unit has sent, and what to do about it."""
