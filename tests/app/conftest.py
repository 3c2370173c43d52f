"""The window's fixtures, for every test here."""

from windows import filled, heartbeat, program

__all__ = ["filled", "heartbeat", "program"]
