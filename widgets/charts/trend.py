"""The own unit over time: centre line and limits by phase, what is more than chance, notes, the nation and targets.

Import late: pyqtgraph takes half a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainterPath
from PySide6.QtWidgets import QMenu, QWidget

from local_cache.registry import Indicator, text_in
from local_cache.results.chart_choice import ChartChoice, Reason
from local_cache.results.figure import Period, Point, Trend
from local_cache.results.format import format_count, format_number
from local_cache.results.making_data_count import Assurance, Variation
from local_cache.results.over_time import OverTime
from widgets.charts.canvas import Canvas, EndName, Frame, steps
from widgets.charts.plot import PlotChart, Stop
from widgets.charts.scale import Scale, bands, scale_for
from widgets.marks import Mark
from widgets.series_words import assurance_in_words, centre_name, plotted, reading, variation_in_words
from widgets.words import day_in_words, levels_in_words

INTERVALS_UP_TO = 40
"""More intervals than this hide the line they belong to."""

FEW = 4
"""Under so many points the scale reaches over their intervals: alone, they would fill it with noise."""

CROWD, THRONG, MASS = 60, 200, 1000
"""Points from which they are drawn smaller, as small as they can be seen, and not at all but for what is special."""

DESCRIBED = 60
"""The newest points that the text alternative tells one by one; the table has them all."""

VARIATION: dict[Variation, Mark] = {
    Variation.COMMON: "common",
    Variation.IMPROVEMENT: "improvement",
    Variation.CONCERN: "concern",
    Variation.HIGH: "rising",
    Variation.LOW: "falling",
}
ASSURANCE: dict[Assurance, Mark] = {
    Assurance.INCONSISTENT: "inconsistent",
    Assurance.PASS: "pass",
    Assurance.FAIL: "fail",
}
"""The icons of Making Data Count."""

Dated = tuple[date, str]
"""A day and what is said of it."""


class Wish(Enum):
    """What a person wants to do at a point."""

    NOTE = "note"
    NEW_PHASE = "new-phase"
    NO_PHASE = "no-phase"
    LEAVE_OUT = "leave-out"
    TAKE_IN = "take-in"
    BASELINE = "baseline"
    NO_BASELINE = "no-baseline"


@dataclass(frozen=True, slots=True)
class PointWish:
    """A wish at a point of the series. day: the point's own, as `SeriesSettings` has days; index: its place."""

    wish: Wish
    day: date
    index: int


@dataclass(frozen=True, slots=True)
class _Remark:
    """A note or a change on the series. mark: its number or letter; place: index of the point it is at."""

    mark: str
    place: int
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class _Shown:
    """What there is to draw; values: what is plotted at each own point; baseline: index of its last point."""

    over_time: OverTime
    values: np.ndarray
    indicator: Indicator
    period: Period
    language: str
    notes: tuple[_Remark, ...]
    changes: tuple[_Remark, ...]
    baseline: int | None


class TrendChart(PlotChart):
    """The chart. Arrow keys walk the points; the menu key or a right click offers what can be done at one.

    Signals: point_chosen(int) index of a point that was clicked or entered; wished(PointWish) from the menu;
    menu_opening(QMenu) before it opens, for what else belongs in it.
    """

    point_chosen = Signal(int)
    wished = Signal(object)
    menu_opening = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: _Shown | None = None
        self._remarks_at: list[tuple[QRectF, str]] = []
        self.setAccessibleName(self.tr("Chart over time"))

    def show_over_time(
        self,
        over_time: OverTime,
        indicator: Indicator,
        period: Period,
        notes: Sequence[Dated],
        language: str,
        *,
        changes: Sequence[Dated] = (),
        baseline: date | None = None,
    ) -> None:
        """Draw the series; the chosen period is marked. notes: what people wrote on a day; changes: from when something
        is counted differently; baseline: the last day of the points that alone set the lines of the first phase."""
        numbers = [str(n + 1) for n in range(len(notes))]
        letters = [chr(ord("A") + n % 26) for n in range(len(changes))]
        self._shown = _Shown(
            over_time,
            plotted(over_time),
            indicator,
            period,
            language,
            _remarks(over_time, notes, numbers),
            _remarks(over_time, changes, letters),
            None if baseline is None else _place(over_time, baseline),
        )
        self._at = None
        known = [i for i, p in enumerate(over_time.own) if p.figure.value is not None]
        self.setAccessibleDescription("\n".join(self.words_of(i) for i in known[-DESCRIBED:]))
        self.redraw()

    def show_trend(self, trend: Trend, indicator: Indicator, period: Period, language: str) -> None:
        """Draw values without lines."""
        self.show_over_time(without_lines(trend), indicator, period, (), language)

    def remarks(self) -> tuple[str, ...]:
        """The notes and changes marked in the chart, a line each."""
        shown = self._shown
        if shown is None:
            return ()
        return tuple(
            f"{r.mark}\u2002{day_in_words(r.day, 'event', shown.language)}: {r.text}"
            for r in (*shown.notes, *shown.changes)
        )

    def legend(self) -> tuple[tuple[Mark, str], ...]:
        shown = self._shown
        if shown is None:
            return ()
        over_time = shown.over_time
        entries: list[tuple[Mark, str]] = []
        if _as_measured(over_time):
            entries += [(level.value, words) for level, words in levels_in_words(shown.indicator, shown.language)]
        if np.isfinite(over_time.centre).any():
            entries.append(("centre", centre_name(over_time.chart)))
        if shown.baseline is not None:
            entries.append(("baseline", self.tr("baseline: the points that set the first lines")))
        if np.isfinite(over_time.low).any():
            entries.append(("limit", self.tr("3 sigma limits")))
        if over_time.signalled.any():
            entries.append(("signal", self.tr("signal of change")))
        if any(e and not p.partial for e, p in zip(over_time.excluded, over_time.own, strict=True)):
            entries.append(("excluded", self.tr("left out")))
        if any(p.partial for p in over_time.own):
            words = self.tr("year not over") if over_time.granularity == "year" else self.tr("month not over")
            entries.append(("partial", words))
        if over_time.variation is not None:
            entries.append((VARIATION[over_time.variation], variation_in_words(over_time.variation)))
        if over_time.assurance is not None and over_time.assurance is not Assurance.NONE:
            entries.append((ASSURANCE[over_time.assurance], assurance_in_words(over_time.assurance)))
        if shown.notes:
            entries.append(("note", self.tr("note")))
        if shown.changes:
            entries.append(("change", self.tr("counted differently from here")))
        return tuple(entries)

    def words_of(self, stop: int) -> str:
        assert self._shown is not None
        shown = self._shown
        lines = [reading(shown.over_time, stop, shown.language, self.tr("Own"), self.tr("Nation"))]
        lines += [self._remark_in_words(r) for r in (*shown.notes, *shown.changes) if r.place == stop]
        return "\n".join(lines)

    def words_at(self, at: QPointF) -> str:
        remark = next((words for box, words in self._remarks_at if box.contains(at)), "")
        return remark or super().words_at(at)

    def _remark_in_words(self, remark: _Remark) -> str:
        assert self._shown is not None
        template = self.tr("Note {mark}, {day}: {text}")
        if remark.mark.isalpha():
            template = self.tr("{mark}: counted differently from {day}: {text}")
        day = day_in_words(remark.day, "event", self._shown.language)
        return template.format(mark=remark.mark, day=day, text=remark.text)

    def choose(self, stop: int) -> None:
        self.point_chosen.emit(stop)

    # What can be done at a point

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        stop, at = self.at(), event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            stop = self._stop_at(QPointF(event.pos()))
        elif stop is not None:
            there = self._stops[stop]
            at = self.mapToGlobal(QPointF(there.x, there.y or self._canvas.area.bottom()).toPoint())
        if stop is None:
            event.ignore()
            return
        self.read(stop)
        menu = self.menu_at(stop)
        self.menu_opening.emit(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu_at(self, index: int) -> QMenu:
        """What can be done at a point: each action tells it by `wished`."""
        assert self._shown is not None
        over_time = self._shown.over_time
        point = over_time.own[index]
        when = day_in_words(point.month, over_time.granularity, self._shown.language)
        left_out = bool(over_time.excluded[index]) and not point.partial
        starts = any(phase.first == index for phase in over_time.phases[1:])
        menu = QMenu(self)

        def offer(text: str, wish: Wish, *, possible: bool = True) -> None:
            action = menu.addAction(text)
            action.setEnabled(possible)
            action.setData(PointWish(wish, point.month, index))

        offer(self.tr("&Note on {when} …").format(when=when), Wish.NOTE)
        if starts:
            offer(self.tr("No new &phase from here"), Wish.NO_PHASE)
        else:
            offer(self.tr("New &phase from here"), Wish.NEW_PHASE, possible=index > 0)
        if left_out:
            offer(self.tr("&Count this point again"), Wish.TAKE_IN)
        else:
            offer(self.tr("&Leave this point out"), Wish.LEAVE_OUT, possible=not point.partial)
        in_first = not over_time.phases or index <= over_time.phases[0].last
        if self._shown.baseline == index:
            offer(self.tr("No &baseline"), Wish.NO_BASELINE)
        else:
            offer(self.tr("&Baseline up to here"), Wish.BASELINE, possible=in_first and not point.partial)
        menu.triggered.connect(self._wish)
        return menu

    def _wish(self, action: QAction) -> None:
        if isinstance(action.data(), PointWish):  # others put theirs into the menu, too
            self.wished.emit(action.data())

    # Drawing

    def draw_on(self, canvas: Canvas) -> Sequence[Stop]:
        self._remarks_at = []
        shown = self._shown
        if shown is None or not shown.over_time.own:
            return ()
        over_time = shown.over_time
        national = _values(over_time.nation, len(over_time.own))
        if not _as_measured(over_time):
            national[:] = np.nan
        scale = self._scale(shown, national)
        canvas.lay_out(self._frame(canvas, shown, scale, national))
        if _as_measured(over_time):
            for name, low, high in bands(shown.indicator, scale):
                canvas.band(low, high, name)
        breaks = [phase.first for phase in over_time.phases[1:]]
        self._draw_limits(canvas, over_time, scale, breaks)
        self._draw_edges(canvas, shown, breaks)
        xs = np.arange(len(over_time.own), dtype=np.float64)
        # A line of one point has no length.
        line = (xs, national) if len(xs) > 1 else steps(national)
        canvas.curve(*line, "nation", 1.5, Qt.PenStyle.DashLine)
        canvas.curve(*steps(over_time.centre, breaks), "pale", 1.6)
        if np.isfinite(shown.values).sum() <= INTERVALS_UP_TO and _as_measured(over_time):
            self._draw_intervals(canvas, over_time, scale)
        canvas.curve(xs, shown.values, "own", 1.8 if len(xs) <= THRONG else 1.2)
        self._draw_points(canvas, shown)
        self._name_centres(canvas, shown)
        self._draw_remarks(canvas, shown)
        return [Stop(canvas.x_at(i), canvas.y_at(v) if np.isfinite(v) else None) for i, v in enumerate(shown.values)]

    def _scale(self, shown: _Shown, national: np.ndarray) -> Scale:
        over_time = shown.over_time
        drawn = np.concatenate([shown.values, national, over_time.centre])
        # Limits are computed as if everything could be negative: one that lies under 0 needs no room for that.
        least = 0.0 if np.nanmin(drawn, initial=0.0) >= 0 else -np.inf
        also = np.concatenate([drawn, np.maximum(over_time.low, least), over_time.high])
        figures = [p.figure for p in over_time.own] if _as_measured(over_time) else []
        indicator = shown.indicator if _as_measured(over_time) else None
        few = np.isfinite(shown.values).sum() < FEW
        return scale_for(figures, indicator, intervals=bool(few), also=also.tolist())

    def _frame(self, canvas: Canvas, shown: _Shown, scale: Scale, national: np.ndarray) -> Frame:
        over_time, language = shown.over_time, shown.language
        ends = []
        for values, name, colour, bold in (
            (shown.values, self.tr("Own"), "own", True),
            (national, self.tr("Nation"), "nation", False),
        ):
            known = values[np.isfinite(values)]
            if known.size:
                ends.append(EndName(float(known[-1]), name, colour, bold))
        last = over_time.centre[-1]
        if np.isfinite(last):
            value = format_number(float(last), _format(over_time), language)
            name = f"{centre_name(over_time.chart)} {value}"
            # In a narrow chart the number says more than the word.
            ends.append(EndName(float(last), name if canvas.wide(name) < canvas.width() / 6 else value, "muted"))
        days = [day_in_words(p.month, over_time.granularity, language) for p in over_time.own]
        return Frame(
            x=(-0.6, len(over_time.own) - 0.4),
            places=list(enumerate(days)),
            scale=scale,
            language=language,
            from_last=True,
            y_name=text_in(shown.indicator.unit, language),
            ends=ends,
            above=1.25 if self._edge_names(shown) else 0.0,
            below=1.4 if shown.notes or shown.changes else 0.0,
        )

    def _draw_limits(self, canvas: Canvas, over_time: OverTime, scale: Scale, breaks: Sequence[int]) -> None:
        xs, low = steps(over_time.low, breaks)
        _, high = steps(over_time.high, breaks)
        canvas.ribbon(xs, low, high, "pale", 30)
        for line in (low, high):
            canvas.curve(xs, line, "pale", 1.0)

    def _edge_names(self, shown: _Shown) -> list[tuple[float, str, str]]:
        """Where the phases and the chosen period begin, and what stands there: place, words, colour."""
        names = [
            (phase.first - 0.5, self.tr("Phase {n}").format(n=format_count(n, shown.language)), "text")
            for n, phase in enumerate(shown.over_time.phases[1:], 2)
        ]
        inside = _inside(shown)
        if inside is not None:
            names.append((inside[0] - 0.5, self.tr("chosen period"), "muted"))
        return names

    def _draw_edges(self, canvas: Canvas, shown: _Shown, breaks: Sequence[int]) -> None:
        """Dotted lines where a phase begins, and where the chosen period begins and ends inside the series."""
        inside = _inside(shown)
        last = len(shown.over_time.own) - 1
        for place in () if inside is None else (inside[0] - 0.5, inside[1] + 0.5):
            if 0 <= place < last:
                canvas.edge(place, "muted", 1.2, Qt.PenStyle.DotLine)
        for first in breaks:
            canvas.edge(first - 0.5, "text", 1.4, Qt.PenStyle.DotLine)
        if shown.baseline is not None:
            start, end = canvas.x_at(-0.5), canvas.x_at(shown.baseline + 0.5)
            y, tick = canvas.area.bottom() + 2.5 * canvas.unit, 5 * canvas.unit
            path = QPainterPath(QPointF(start, y - tick))
            for at in (QPointF(start, y), QPointF(end, y), QPointF(end, y - tick)):
                path.lineTo(at)
            canvas.shape(path, rim="text", width=1.6)
        y = canvas.area.top() - 0.6 * canvas.em()
        for place, words, colour in self._edge_names(shown):
            canvas.words(
                words,
                QPointF(max(canvas.x_at(place), canvas.area.left()), y),
                colour=colour,
                small=True,
                only_where_free=True,
            )

    def _draw_intervals(self, canvas: Canvas, over_time: OverTime, scale: Scale) -> None:
        xs: list[float] = []
        ys: list[float] = []
        for i, point in enumerate(over_time.own):
            low, high = point.figure.low, point.figure.high
            if low is not None and high is not None:
                xs += [i, i]
                ys += [max(low, scale.low), min(high, scale.high)]
        canvas.curve(xs, ys, "own", alpha=90, pairs=True)

    def _draw_points(self, canvas: Canvas, shown: _Shown) -> None:
        """A point's area follows its number of cases. One that is not over is hollow, one that is left out a cross, and
        one that a signal rests on a diamond in the signal's colour."""
        over_time = shown.over_time
        known = np.flatnonzero(np.isfinite(shown.values))
        crowd = 1.0 if len(known) <= CROWD else 0.6 if len(known) <= THRONG else 0.35
        cases = np.array([p.figure.denominator or 0 for p in over_time.own], dtype=np.float64)
        most = cases[known].max(initial=0.0)
        sizes = (5 + 5 * np.sqrt(cases / most) if most else np.full(len(cases), 10.0)) * crowd
        partial = np.array([p.partial for p in over_time.own], dtype=np.bool_)
        signal = over_time.signalled & ~over_time.excluded
        left_out = over_time.excluded & ~partial

        def draw(chosen: np.ndarray, symbol: str, colour: str, larger: float = 0.0, *, hollow: bool = False) -> None:
            at = known[chosen[known]]
            canvas.points(at, shown.values[at], symbol, sizes[at] + larger, colour, hollow=hollow)

        if len(known) <= MASS:
            draw(~(signal | left_out | partial), "circle", "own")
        draw(partial, "circle", "own", hollow=True)
        draw(left_out, "cross", "muted", 2.0)
        draw(signal, "diamond", "signal", 5.0 if crowd == 1 else 3.0)

    def _name_centres(self, canvas: Canvas, shown: _Shown) -> None:
        """The value of each earlier phase's line, at its right end, where neither points nor lines are in the way."""
        over_time = shown.over_time
        for phase in over_time.phases[:-1]:
            if phase.centre is None:
                continue
            words = format_number(phase.centre, _format(over_time), shown.language)
            wide, tall = canvas.wide(words, small=True), 0.95 * canvas.em()
            right, y = canvas.x_at(phase.last + 0.5) - 0.3 * canvas.em(), canvas.y_at(phase.centre)
            if right - wide < canvas.x_at(phase.first - 0.5):
                continue
            for middle in (y - 0.62 * tall, y + 0.62 * tall):
                room = 6 * canvas.unit
                box = QRectF(right - wide, middle - tall / 2, wide, tall).adjusted(-room, -room, room, room)
                if canvas.free(box, (np.arange(len(shown.values)), shown.values)):
                    canvas.words(words, QPointF(right, middle), anchor=(1.0, 0.5), small=True)
                    break

    def _draw_remarks(self, canvas: Canvas, shown: _Shown) -> None:
        """Marks under the area: numbers of notes in circles, letters of changes in boxes with a line through all."""
        for remark in shown.changes:
            canvas.edge(remark.place - 0.5, "muted", 1.2, alpha=150)
        marks = [(canvas.x_at(r.place), r) for r in shown.notes]
        marks += [(max(canvas.x_at(r.place - 0.5), canvas.area.left()), r) for r in shown.changes]
        marks.sort(key=lambda m: m[0])
        tall = 1.15 * canvas.em()
        middle = canvas.area.bottom() + (0.35 + 0.575) * canvas.em()
        taken = -1.0
        for x, remark in marks:
            wide = max(tall, canvas.wide(remark.mark, small=True, bold=True) + 0.5 * canvas.em())
            left = max(x - wide / 2, taken + 1)
            box = QRectF(left, middle - tall / 2, wide, tall)
            taken = box.right()
            path = QPainterPath()
            radius = tall / 2 if remark.mark.isdigit() else 2 * canvas.unit
            path.addRoundedRect(box, radius, radius)
            canvas.shape(path, fill="raised", rim="muted")
            canvas.words(remark.mark, box.center(), anchor=(0.5, 0.5), colour="text", small=True, bold=True)
            self._remarks_at.append((box, self._remark_in_words(remark)))


def without_lines(trend: Trend) -> OverTime:
    """A series as its values alone: no centre line, no limits, nothing judged."""
    count = len(trend.own)
    nothing = np.full(count, np.nan)
    never = np.zeros(count, dtype=np.bool_)
    return OverTime(
        indicator=trend.indicator,
        granularity=trend.granularity,
        chart="run",
        choice=ChartChoice("run", Reason.FEW_POINTS, count),
        charts=(),
        own=trend.own,
        nation=trend.nation,
        centre=nothing,
        low=nothing,
        high=nothing,
        signalled=never,
        excluded=np.array([p.partial for p in trend.own], dtype=np.bool_),
        phase=np.zeros(count, dtype=np.int64),
        phases=(),
        signals=(),
    )


def _as_measured(over_time: OverTime) -> bool:
    """Whether the points are the measure itself, so that the nation and the targets belong beside them."""
    return over_time.chart not in ("mr", "s")


def _format(over_time: OverTime) -> str:
    return next((p.figure.format for p in over_time.own if p.figure.value is not None), ",.1f")


def _values(points: Sequence[Point], count: int) -> np.ndarray:
    values = np.full(count, np.nan)
    for i, point in enumerate(points[:count]):
        if point.figure.value is not None:
            values[i] = point.figure.value
    return values


def _inside(shown: _Shown) -> tuple[int, int] | None:
    """The first and last point of the chosen period; None where that is all of them or none."""
    own, period = shown.over_time.own, shown.period
    inside = [i for i, p in enumerate(own) if period.first <= p.month < period.end]
    return (inside[0], inside[-1]) if inside and len(inside) < len(own) else None


def _place(over_time: OverTime, day: date) -> int | None:
    """The point a day belongs to: the newest that is not after it; None before the series."""
    at = bisect_right([p.month for p in over_time.own], day) - 1
    return at if at >= 0 else None


def _remarks(over_time: OverTime, dated: Sequence[Dated], marks: Sequence[str]) -> tuple[_Remark, ...]:
    """What is said on days inside the series, marked in the order of days."""
    placed = [(place, day, text) for day, text in sorted(dated) if (place := _place(over_time, day)) is not None]
    return tuple(_Remark(m, place, day, text) for m, (place, day, text) in zip(marks, placed, strict=False))
