"""Nothing may be left behind by a widget's test."""

from windows import nothing_left

__all__ = ["nothing_left"]
