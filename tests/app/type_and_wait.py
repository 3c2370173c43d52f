"""A registrar types a value in the window and is then interrupted for good. Keys and what to type come as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.pages.corrections import CorrectionsPage
from app.program import open_program
from local_cache.keys import Keys


def main() -> None:
    told = json.loads(sys.stdin.readline())
    keys = Keys(*(bytes.fromhex(key) for key in told["keys"]), mode="memory")
    application = QApplication([])
    with open_program(Path(told["directory"]), keys=keys, offline=True) as program:
        program.ledger.choose("registry", told["registry"])
        window = MainWindow(program)
        window.show()

        def settle() -> None:
            quiet, loop, timer = 0, QEventLoop(), QTimer()
            timer.timeout.connect(loop.quit)
            timer.start(5)
            while quiet < 3:
                loop.exec()
                calm = window.here is not None and window.jobs.underway() == 0 and not window._warming.isActive()
                quiet = quiet + 1 if calm else 0

        settle()
        window.activateWindow()
        window.show_page("corrections")
        settle()
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage) and page.rows is not None
        at = next(
            n for n, row in enumerate(page.rows) if told["record"] in row.below and row.title.startswith(told["title"])
        )
        page.worklist.table.choose(at)
        settle()
        page.worklist.focus_list()
        QTest.keyClick(page.worklist.table, Qt.Key.Key_Return)
        settle()
        field = window.focusWidget()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, told["text"])
        print("typed", flush=True)
        application.exec()


if __name__ == "__main__":
    main()
