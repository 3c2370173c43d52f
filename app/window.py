"""From a data directory to the window on the screen: application, lock, keys, unlocking."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QSocketNotifier, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from app.demonstration import own_command
from app.lock import AlreadyRunning, InstanceLock, ask_to_raise
from app.main_window import TRANSLATIONS, MainWindow
from app.problems import problem_in_words
from app.program import Program, open_program
from app.settings import read_settings
from app.unexpected import UnexpectedErrors
from app.unlock import UnlockDialog
from local_cache.errors import NoKeyring, Problem, WrongPassphrase
from local_cache.keys import KEY_FILE


def run_window(data_dir: Path, *, passphrase: str | None, offline: bool) -> int:
    """Open the data directory, asking for a passphrase where one is needed, and show the window until it is closed.

    If another window has the directory open, that one is raised instead.
    """
    application = make_application()
    with _words_before_the_window(application, data_dir):
        try:
            lock = InstanceLock(data_dir)
        except AlreadyRunning as problem:
            if ask_to_raise(data_dir):
                return 0
            QMessageBox.warning(None, "Egne tall", problem_in_words(problem))
            return problem.exit_code
        except Problem as refusal:
            QMessageBox.critical(None, "Egne tall", problem_in_words(refusal))
            return refusal.exit_code
        try:
            problem = ""
            while True:
                try:
                    with open_program(data_dir, passphrase=passphrase, offline=offline) as program:
                        return show_window(program, lock=lock)
                except (NoKeyring, WrongPassphrase) as refusal:
                    if isinstance(refusal, WrongPassphrase):
                        problem = problem_in_words(refusal)
                    passphrase = _asked(data_dir, problem)
                    if passphrase is None:
                        return refusal.exit_code
                except Problem as refusal:
                    QMessageBox.critical(None, "Egne tall", problem_in_words(refusal))
                    return refusal.exit_code
        finally:
            lock.release()


def show_window(program: Program, *, synchronise: bool = False, lock: InstanceLock | None = None) -> int:
    """Show the window on an opened program until it is closed."""
    application = make_application()
    window = MainWindow(program, demonstration=not program.offline)
    window.demonstration_wanted.connect(_start_demonstration)
    if lock is not None:
        Doorbell(lock, window)
    errors = UnexpectedErrors(program.data_dir / "logs")
    errors.happened.connect(window.say_problem)
    with errors.caught():
        window.show()
        if synchronise:
            window.synchronise()
        return int(application.exec())


class Doorbell(QObject):
    """Raises the window when a second start asks for it."""

    def __init__(self, lock: InstanceLock, window: MainWindow) -> None:
        super().__init__(window)
        self._lock = lock
        self._window = window
        self._notifier = QSocketNotifier(lock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._answer)

    def _answer(self) -> None:
        if self._lock.asked():
            self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
            self._window.raise_()
            self._window.activateWindow()


def make_application() -> QApplication:
    """The one application object."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["egnetall"])
    application.setApplicationName("egnetall")
    application.setApplicationDisplayName("Egne tall")
    return application


def _asked(data_dir: Path, problem: str) -> str | None:
    dialog = UnlockDialog(new=not (data_dir / KEY_FILE).exists(), problem=problem)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return dialog.passphrase


@contextlib.contextmanager
def _words_before_the_window(application: QApplication, data_dir: Path) -> Iterator[None]:
    """The person's language for what is asked and said before the window takes over."""
    settings = data_dir / "settings.json"
    language = read_settings(settings).language if settings.exists() else QLocale.system().name()[:2]
    translator = QTranslator()
    translator.load(str(TRANSLATIONS / f"egnetall_{'en' if language == 'en' else 'nb'}.qm"))
    application.installTranslator(translator)
    try:
        yield
    finally:
        application.removeTranslator(translator)


def _start_demonstration() -> None:
    """In a window and a data directory of its own: invented figures never mix with real ones."""
    subprocess.Popen(own_command("demo"), start_new_session=True)
