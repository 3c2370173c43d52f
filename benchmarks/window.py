"""The window with many records: start to the first painted overview, and the longest gap of the event loop.

    python -m benchmarks.window [--records 1000000]

Start: seconds from starting the process to a painted window, for the program on a filled cache and for a bare PySide6
window, as a ratio of one run; the program's keys are handed over, so that neither keyring nor passphrase is in the
figure. Gap: the longest time between two turns of the event loop while the first synchronisation comes in, and idle.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.synchronisation import registry_in_child

KEY = b"benchmark-key-of-thirty-two-byte"
ROUNDS = 5

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Egne tall"))
window.resize(1440, 900)
window.show()
def painted():
    window.repaint()
    print("painted", flush=True)
    application.quit()
QTimer.singleShot(0, painted)
application.exec()
"""

# pandas is a measuring stick of other benchmarks and no part of the program. Where it is installed DuckDB loads it with
# the first bound value, a tenth of a second that nobody who uses the program waits for.
PROGRAM = """
import sys
sys.modules["pandas"] = None
from pathlib import Path
from PySide6.QtCore import QTimer
from app.program import open_program
from app.window import make_application
from app.main_window import MainWindow
from local_cache.keys import Keys
key = sys.argv[2].encode()
application = make_application()
with open_program(Path(sys.argv[1]), keys=Keys(key, key, key, "memory"), offline=True) as program:
    window = MainWindow(program)
    window.show()
    timer = QTimer()
    said = []
    def look():
        if window.here is None or window.here.view is None:
            return
        if not said:
            window.repaint()
            said.append("painted")
            print("painted", flush=True)
        if len(said) == 1 and window.pages["overview"].overview is not None:
            window.repaint()
            said.append("findings")
            print("findings", flush=True)
        if window.jobs.underway():
            return
        timer.stop()
        window.repaint()
        print("complete", flush=True)
        application.quit()
    timer.timeout.connect(look)
    timer.start(1)
    application.exec()
    window.close()
"""


def keys() -> object:
    """The benchmark's own keys."""
    from local_cache.keys import Keys

    return Keys(KEY, KEY, KEY, "memory")


def seconds_to_each_line(script: str, *arguments: str) -> list[float]:
    """Seconds from the start of the process to each line it prints."""
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        taken = [time.perf_counter() - begun for _ in child.stdout]
    if child.wait() or not taken:
        raise SystemExit("the window was not painted")
    return taken


def fill(directory: Path, address: str, token: str) -> tuple[float, float, float, float]:
    """First synchronisation through the real window; longest gap idle and at work (ms), memory growth (MB), seconds."""
    from PySide6.QtCore import QEventLoop, QTimer

    from app.main_window import MainWindow
    from app.program import open_program
    from app.window import make_application

    application = make_application()
    with open_program(directory, keys=keys()) as program:  # type: ignore[arg-type]
        program.connect(address, token)
        window = MainWindow(program)
        window.show()
        beats: list[float] = []
        pulse = QTimer()
        pulse.timeout.connect(lambda: beats.append(time.perf_counter()))
        pulse.start(1)
        loop = QEventLoop()

        def longest(until: object) -> float:
            beats.clear()
            check = QTimer()
            check.timeout.connect(lambda: loop.quit() if until() else None)  # type: ignore[operator]
            check.start(20)
            loop.exec()
            check.stop()
            return 1000 * max(after - before for before, after in pairwise(beats))

        end = time.perf_counter() + 3
        idle = longest(lambda: time.perf_counter() > end and not window.jobs.underway())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        window.synchronise()
        busy = longest(lambda: not window.jobs.underway())
        seconds = time.perf_counter() - begun
        growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        window.close()
        application.processEvents()
    return idle, busy, growth, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    records = parser.parse_args().records
    with tempfile.TemporaryDirectory(prefix="egnetall-benchmark-") as place:
        directory = Path(place)
        with registry_in_child(records) as hello:
            token = next(u["token"] for u in hello["users"] if len(u["units"]) == 1)
            idle, busy, growth, seconds = fill(directory, hello["address"], token)
        print(f"first synchronisation of {records:,} records through the window: {seconds:.1f} s")
        print(f"longest gap of the event loop: {busy:.0f} ms while they come in, {idle:.0f} ms idle; aim 50 ms")
        print(f"peak memory grew by {growth:.0f} MB")
        bare = statistics.median(seconds_to_each_line(BARE)[0] for _ in range(ROUNDS))
        starts = [seconds_to_each_line(PROGRAM, place, KEY.decode()) for _ in range(ROUNDS)]
        painted, findings, complete = (statistics.median(times) for times in zip(*starts, strict=True))
        print(f"start to painted overview: {painted:.2f} s, with all its findings {findings:.2f} s, with what is to do"
              f" {complete:.2f} s; bare: {bare:.2f} s")  # fmt: skip
        print(f"ratio {painted / bare:.1f} (aim ≤ 3 and ≤ 1 s), with all findings {findings / bare:.1f}")


if __name__ == "__main__":
    main()
