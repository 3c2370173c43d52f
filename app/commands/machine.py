"""The window, and whether it can work on this machine."""

from __future__ import annotations

import argparse

from app.commands.opening import data_dir, passphrase
from app.commands.telling import tell


def window(options: argparse.Namespace) -> int:
    from app.screen import NoScreen, has_screen

    if options.smoke_test:
        from app.smoke import smoke_test

        return smoke_test()
    if not has_screen():
        raise NoScreen()
    from app.window import run_window

    return run_window(data_dir(options), passphrase=passphrase(options), offline=options.offline)


def doctor(options: argparse.Namespace) -> int:
    from app.doctor import examination_in_words, examine

    report = examine(data_dir(options))
    tell(options, report, examination_in_words(report))
    return 0 if report["ready"] else 6
