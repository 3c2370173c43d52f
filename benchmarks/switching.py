"""From a choice in Resultater to the painted chart: tab, patients, period and indicator, with many cached records.

    python -m benchmarks.switching [--records 1000000 10000000] [--repeats 12]

Window, page and cache are the program's own, the cache's content that of `page_query`. A choice is made as a person
makes it, and the clock stops when the chart of what was chosen is painted.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from app.main_window import MainWindow
from app.pages.results import TABS, ResultsPage
from app.program import open_program
from app.window import make_application
from benchmarks.page_query import fill
from local_cache.cache import Cache
from local_cache.keys import Keys
from local_cache.ledger import Ledger
from widgets.charts.canvas import Canvas
from widgets.views.view import ChartView

PAINTED_MS = 50
SLOWEST_S = 20
CHARTS = {"over-time": 0, "comparison": 1, "funnel": 2, "distribution": 3}
INDICATORS = {"proportion": "i5", "mean": "i1", "median": "i0"}


class Clock(QObject):
    """Stops when a canvas has been painted after `there` was true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._there: Callable[[], bool] = lambda: False
        self._stopped = 0.0
        self._loop = QEventLoop()
        self._late = QTimer()
        self._late.setSingleShot(True)
        self._late.timeout.connect(self._loop.quit)
        self._watched: set[QObject] = set()

    def watch(self, chart: QWidget) -> None:
        for surface in (chart, *(canvas.viewport() for canvas in chart.findChildren(Canvas))):
            if surface not in self._watched:
                surface.installEventFilter(self)
                self._watched.add(surface)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._there():
            self._there = lambda: False
            QTimer.singleShot(0, self._stop)  # comes when this painting has reached the screen
        return False

    def _stop(self) -> None:
        self._stopped = time.perf_counter()
        self._loop.quit()

    def milliseconds(self, choose: Callable[[], object], there: Callable[[], bool]) -> float:
        self.quiet()
        self._there, self._stopped = there, 0.0
        self._late.start(SLOWEST_S * 1000)
        began = time.perf_counter()
        choose()
        self._loop.exec()
        self._late.stop()
        if not self._stopped:
            raise SystemExit(f"the chart was not painted after {choose}")
        return (self._stopped - began) * 1000

    def quiet(self) -> None:
        """Wait until nothing is asked for any more."""
        for _ in range(4):
            QTimer.singleShot(20, self._loop.quit)
            self._loop.exec()
            while self._window.here is None or self._window.jobs.underway():
                QTimer.singleShot(5, self._loop.quit)
                self._loop.exec()


def choose_in(box: QComboBox, index: int) -> None:
    box.setCurrentIndex(index)
    box.activated.emit(index)


def measure(window: MainWindow, repeats: int) -> Iterator[tuple[str, list[float]]]:
    clock = Clock(window)
    clock.quiet()
    window.show_page("results")
    page = window.pages["results"]
    assert isinstance(page, ResultsPage)
    tabs, patients, period = page._tabs, page._subgroup, window._period
    clock.quiet()

    def another() -> Callable[[], bool]:
        before, tab = page._asked, TABS[tabs.currentIndex()]
        return lambda: page._asked is not before and tab in page._drawn

    for kind, indicator in INDICATORS.items():
        page.point_at(indicator)
        for name, index in CHARTS.items():
            tabs.setCurrentIndex(index)
            clock.quiet()
            view = tabs.currentWidget()
            if not isinstance(view, ChartView) or not isinstance(view.chart(), QWidget):
                continue  # an indicator of this kind has none
            clock.watch(view.chart())
            away = CHARTS["comparison" if name == "over-time" else "over-time"]
            taken: dict[str, list[float]] = {"tab": [], "patients": [], "period": []}
            for n in range(repeats):
                tabs.setCurrentIndex(away)
                taken["tab"].append(clock.milliseconds(partial(tabs.setCurrentIndex, index), lambda: True))
                taken["patients"].append(clock.milliseconds(partial(choose_in, patients, 1 + n % 3), another()))
                taken["period"].append(
                    clock.milliseconds(partial(choose_in, period, (period.currentIndex() + 1) % 3), another())
                )
            for what, milliseconds in taken.items():
                yield f"{kind}, {name}: {what}", milliseconds
            choose_in(patients, 0)
            clock.quiet()


def measure_in(folder: Path, records: int, repeats: int) -> dict[str, float]:
    key = secrets.token_bytes(32)
    cache = Cache.open(folder / "cache.duckdb", key, spill=folder / "spill")
    fill(cache, records, ordered=True)
    cache.checkpoint()
    cache.close()
    Ledger.open(folder / "ledger.sqlite", key).close()
    with open_program(folder, keys=Keys(key, key, key, "memory"), offline=True) as program:
        window = MainWindow(program)
        window.resize(1440, 900)
        window.show()
        found = {what: statistics.median(taken) for what, taken in measure(window, repeats)}
        window.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--repeats", type=int, default=12)
    asked = parser.parse_args()
    make_application()
    sizes = []
    for records in asked.records:
        with tempfile.TemporaryDirectory(prefix="egnetall-benchmark-") as name:
            sizes.append(measure_in(Path(name), records, asked.repeats))
    print(f"{'median, from the choice to the painted chart':45}" + "".join(f"{r:>14,}" for r in asked.records))
    for what in sizes[0]:
        missed = "" if max(s[what] for s in sizes) <= PAINTED_MS else f"  over {PAINTED_MS} ms"
        print(f"{what:45}" + "".join(f"{s[what]:11.1f} ms" for s in sizes) + missed)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
