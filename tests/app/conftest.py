"""The window's fixtures, for every test here."""

from flagged import asked, desk
from windows import filled, heartbeat, program

__all__ = ["asked", "desk", "filled", "heartbeat", "program"]
