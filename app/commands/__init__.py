"""What each command does, between the words of the command line and the program."""

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


class WrongUsage(Exception):
    """The command line was not understood; the text says how it is used and what was wrong."""
