"""Rapporter, reports: which one, as it will be on its pages, and ways to take it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSizeF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.jobs import Jobs, Lane, Report
from app.pages.page import View
from app.pages.saving import keep_folder, usual_folder
from app.periods import period_in_words
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from app.reports.composing import Composed, compose
from app.reports.reading import MOVING, ReportRead, Wanted, read_report, templates
from app.reports.standing import Anew, order_report
from app.reports.writing import Content, Format, Reported, drawn_in_steps, place, suggested_name
from app.speaking import speaking
from local_cache.cache import Cursor
from local_cache.errors import Problem
from local_cache.registry import text_in
from local_cache.reports.orders import Order, cancel_order, orders, see_news
from local_cache.results import summary
from local_cache.results.format import format_moment, format_period
from local_cache.sync.outcome import Changed
from local_cache.sync.stop import Stop
from widgets.card import Card, Notice
from widgets.choosers import Choice
from widgets.report.pages import Pages
from widgets.report.preview import Preview, ask_printer
from widgets.report.report_form import OfferedReport, ReportForm, ReportWish
from widgets.report.standing_form import StandingForm, StandingRow
from widgets.theme import GAP, em

SIDE_BY_SIDE = 58
"""Ems of width from which the choice and the preview stand beside each other."""

PREVIEW_HEIGHT = 36
"""Ems of height that the preview has under the choice."""


@dataclass(frozen=True)
class Templates:
    """What can be chosen, and why some cannot: by file."""

    reports: tuple[OfferedReport, ...]
    refused: tuple[tuple[str, Problem], ...]
    orders: tuple[Order, ...]
    periods: tuple[str, ...]


def read_templates(program: Program, cursor: Cursor, view: View) -> Templates:
    found, language = templates(program), view.language
    reports = tuple(
        OfferedReport(t.name, t.title(language), text_in(t.about, language), t.languages, t.inside, t.own)
        for t in found.templates.values()
    )
    periods = summary.periods(cursor, view.summary.registry, program.clock.today())
    return Templates(reports, tuple(found.refused.items()), orders(program.ledger), periods)


class SpokenPages:
    """A report's pages; whenever one is painted its charts speak the report's language, not the window's."""

    def __init__(self, composed: Composed) -> None:
        self._language = composed.language
        with speaking(self._language):
            self.pages = Pages(composed.document)

    @property
    def count(self) -> int:
        return self.pages.count

    def page_size(self, page: int) -> QSizeF:
        return self.pages.page_size(page)

    def paint(self, painter: QPainter, page: int) -> None:
        with speaking(self._language):
            self.pages.paint(painter, page)


class DocumentsPart(QWidget):
    """The part of the page. Attributes: form; preview; composed (the report shown, None while there is none)."""

    def __init__(self, jobs: Jobs, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._program = jobs, program
        self._view: View | None = None
        self.composed: Composed | None = None
        self._paged: SpokenPages | None = None
        self._writing: _Writing | None = None
        self._format: Format = "pdf"
        self._ordered: tuple[str, Format] = ("", "pdf")
        self._titles: dict[str, str] = {}
        self._made: dict[str, Anew] = {}
        self.form = ReportForm()
        self.form.chosen.connect(self._read)
        self.form.save_wanted.connect(self._ask_where)
        self.form.print_wanted.connect(self._print)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(2 * GAP)
        self._splitter.setContentsMargins(0, GAP, 0, 0)
        self._splitter.addWidget(self._build_choice())
        self._splitter.addWidget(self._build_preview())
        self._splitter.setStretchFactor(0, 5)
        self._splitter.setStretchFactor(1, 9)
        self._splitter.setSizes([420, 760])
        # Where the window is narrow or the text large, the two stand above each other and the page scrolls.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _build_choice(self) -> QScrollArea:
        self._held = held = QWidget()
        self._choice = QVBoxLayout(held)
        self._choice.setContentsMargins(0, 0, 0, 0)
        self._choice.setSpacing(2 * GAP)
        self._choice.addWidget(self.form)
        self.standing = StandingForm()
        self.standing.order_wanted.connect(self._ask_folder)
        self.standing.cancel_wanted.connect(self.cancel)
        self.standing.open_wanted.connect(self._open)
        self.standing.seen_wanted.connect(self.see)
        self._choice.addWidget(self.standing)
        self._choice.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(held)
        scroll.setMinimumWidth(20 * em(scroll))
        self._choice_scroll = scroll
        held.installEventFilter(self)
        return scroll

    def _build_preview(self) -> Card:
        card = Card()
        self.preview = Preview()
        self._notice = Notice()
        self._notice.acted.connect(self._again)
        held = QWidget()
        self._place = QStackedLayout(held)
        self._place.addWidget(self._notice)
        self._place.addWidget(self.preview)
        card.body.addWidget(held, 1)
        card.setMinimumWidth(20 * em(card))
        card.setMinimumHeight(24 * em(card))
        return card

    # Which report

    def load(self, view: View) -> None:
        self._view = view
        program = self._program
        self._jobs.query(lambda cursor: read_templates(program, cursor, view), self._offer, self._say_problem)

    def _offer(self, found: Templates) -> None:
        assert self._view is not None
        self._titles = {report.name: report.title for report in found.reports}
        periods = (*(p for p in found.periods if p.startswith("last")), *MOVING)
        self.standing.offer([Choice(p, period_in_words(p)) for p in periods], self._view.period_id)
        self._show_orders(found.orders)
        self.form.offer(
            found.reports,
            [(file, problem_in_words(problem)) for file, problem in found.refused],
            self._view.language,
        )

    def _again(self) -> None:
        if self._view is not None:
            self.load(self._view)

    def wanted(self, wish: ReportWish) -> Wanted:
        """The form's wish as the command line would have it."""
        assert self._view is not None
        return Wanted(
            template=wish.template,
            registry=self._view.summary.registry,
            unit=self._view.unit,
            period=self._view.period_id,
            language=wish.language,
            for_others=wish.for_others,
        )

    def _read(self, wish: ReportWish) -> None:
        if self._view is None:
            return
        self.composed = self._paged = None
        self._allow(False)
        if not wish.template:
            self._notice.say(self.tr("There is no report to choose"))
            self._place.setCurrentWidget(self._notice)
            return
        self._notice.say(self.tr("Making the report …"))
        self.preview.say(self.tr("Making the report …"))
        program, wanted = self._program, self.wanted(wish)

        def read(cursor: Cursor) -> ReportRead:
            return read_report(program, cursor, wanted)

        self._jobs.query(read, self._show, self._say_problem)

    def _show(self, read: ReportRead) -> None:
        try:
            self.composed = compose(read)
        except Problem as problem:
            self._say_problem(problem)
            return
        assert self._view is not None
        self._paged = SpokenPages(self.composed)
        self.preview.show_pages(self._paged, self._view.language)
        self._place.setCurrentWidget(self.preview)
        self._allow(True)

    def _say_problem(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip(), self.tr("Try again"))
        self._place.setCurrentWidget(self._notice)

    # Taking it along

    def _print(self) -> None:
        if self._paged is not None:
            ask_printer(self._paged, self)

    def _ask_where(self, format: str) -> None:
        if self._view is None or self.composed is None:
            return
        self._format = "html" if format == "html" else "pdf"
        view = self._view
        name = suggested_name(
            self.composed.provenance.what,
            text_in(view.summary.names, view.language),
            view.unit_name,
            format_period(view.period, view.language),
            self._format,
        )
        dialog = QFileDialog(self, self.tr("Save the report"), usual_folder(self._program))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"*.{self._format}"])
        dialog.setDefaultSuffix(self._format)
        dialog.selectFile(str(name))
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, file: str) -> None:
        """Write the report that is shown; PDF, or by its ending HTML. Drawn a page at a time, so that the window goes
        on; placed in the lane of files."""
        if self.composed is None or self._paged is None:
            return
        format: Format = "html" if Path(file).suffix.casefold() == ".html" else "pdf"
        keep_folder(self._program, Path(file))
        self._allow(False)
        self.form.say(self.tr("Writing …"))
        self._writing = _Writing(self, self.composed, Path(file), format)

    def place(self, composed: Composed, content: Content, file: Path, format: Format) -> None:
        """Put what is drawn where it belongs."""
        program = self._program

        def work(stop: Stop, report: Report) -> tuple[Changed, Reported]:
            return Changed.NOTHING, place(program, composed, content, file, format)

        self._jobs.change(work, self._show_written, self.refuse, lane=Lane.FILES)

    def _show_written(self, reported: Reported) -> None:
        self._writing = None
        self._allow(self.composed is not None)
        provenance = reported.written.provenance
        facts = [(self.tr("File"), str(reported.written.files[0]))]
        facts += [(self.tr("Masked"), "; ".join(hidden.what for hidden in provenance.masked))]
        facts += [(self.tr("Warning"), warning) for warning in reported.warnings]
        said = self.tr("The report is written.")
        if reported.warnings:
            said = self.tr("The report is written, but look at the warnings before you pass it on.")
        self.form.say(said, facts)

    def refuse(self, problem: Problem) -> None:
        """Say why nothing was written; the report that is shown stays."""
        self._writing = None
        self._allow(self.composed is not None)
        self.form.say(problem_in_words(problem))

    def _allow(self, there: bool) -> None:
        self.form.allow(there)
        self.standing.allow(there)

    # Made anew after each synchronisation

    def _ask_folder(self, period: str, format: str) -> None:
        self._ordered = (period, "html" if format == "html" else "pdf")
        dialog = QFileDialog(self, self.tr("Folder for the report"), usual_folder(self._program))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.order)
        dialog.open()

    def order(self, folder: str) -> None:
        """Have the report that is shown made in the folder after each synchronisation."""
        if self._view is None:
            return
        program, wanted, (period, format) = self._program, self.wanted(self.form.wish()), self._ordered

        def work(stop: Stop, report: Report) -> tuple[Changed, tuple[Order, ...]]:
            order_report(
                program,
                wanted.template,
                registry=wanted.registry,
                unit=wanted.unit,
                period=period or wanted.period,
                folder=Path(folder),
                format=format,
                language=wanted.language,
                for_others=wanted.for_others,
            )
            return Changed.NOTHING, orders(program.ledger)

        self.standing.say("")
        self._jobs.change(work, self._show_orders, self._say_order_problem, lane=Lane.FILES)

    def cancel(self, order: str) -> None:
        """Make it no more."""
        program = self._program

        def work(stop: Stop, report: Report) -> tuple[Changed, tuple[Order, ...]]:
            cancel_order(program.ledger, order)
            return Changed.NOTHING, orders(program.ledger)

        self._jobs.change(work, self._show_orders, self._say_order_problem, lane=Lane.FILES)

    def see(self, order: str) -> None:
        """The person has seen what is new in its headline."""
        program = self._program

        def work(stop: Stop, report: Report) -> tuple[Changed, tuple[Order, ...]]:
            see_news(program.ledger, order)
            return Changed.NOTHING, orders(program.ledger)

        self._jobs.change(work, self._show_orders, self._say_order_problem, lane=Lane.FILES)

    def take_made(self, made: Sequence[Anew]) -> None:
        """What came of the orders after a synchronisation."""
        self._made |= {one.order.id: one for one in made}
        self._show_orders(orders(self._program.ledger))

    def _open(self, file: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(file))

    def _say_order_problem(self, problem: Problem) -> None:
        self.standing.say(problem_in_words(problem))

    def _show_orders(self, found: tuple[Order, ...]) -> None:
        self.standing.show_orders([self._order_in_words(order) for order in found])

    def _order_in_words(self, order: Order) -> StandingRow:
        assert self._view is not None
        names = {s.registry: text_in(s.names, self._view.language) for s in self._view.all}
        about = [names.get(order.registry, order.registry), period_in_words(order.period), order.format.upper()]
        if order.for_others:
            about.append(self.tr("masked for others"))
        made, last = self._made.get(order.id), self.tr("Not made yet; it is made after the next synchronisation.")
        if order.made_at is not None:
            moment = format_moment(order.made_at.replace(tzinfo=None), self._view.language)
            last = self.tr("Newest version: {moment}").format(moment=moment)
        stopped = ""
        if order.problem:
            stopped = self.tr("It could not be made the last time, and is tried again after the next synchronisation.")
            if made is not None and made.problem is not None:
                stopped = problem_in_words(made.problem)
        return StandingRow(
            id=order.id,
            title=self._titles.get(order.template, order.template),
            about=" · ".join(about),
            folder=order.folder,
            made=last,
            news=tuple(
                f"{format_moment(news.at.replace(tzinfo=None), self._view.language)}: {news.words}"
                for news in order.news
            ),
            problem=stopped,
            file=order.file,
        )

    def _fit(self) -> None:
        """Side by side, each scrolling on its own; where there is no room for that, above each other in full height,
        and the page scrolls."""
        narrow = self.width() < SIDE_BY_SIDE * em(self)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
        width = self._choice_scroll.viewport().width()
        wanted_height = max(self._held.heightForWidth(width), self._held.minimumSizeHint().height())
        choice = wanted_height + GAP if narrow else 0
        self._choice_scroll.setMinimumHeight(choice)
        self._splitter.setMinimumHeight(choice + PREVIEW_HEIGHT * em(self) if narrow else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The choice has become taller: words have come, or wrap otherwise."""
        if watched is self._held and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Writing(QTimer):
    """A report being drawn, a figure or page each time the window has nothing else to do."""

    def __init__(self, part: DocumentsPart, composed: Composed, file: Path, format: Format) -> None:
        super().__init__(part)
        self._part, self._composed, self._file, self._format = part, composed, file, format
        self._steps = drawn_in_steps(composed, format)
        self._content: Content | None = None
        self.timeout.connect(self._step)
        self.start(0)

    def _step(self) -> None:
        try:
            self._content = next(self._steps)
        except StopIteration:
            self._end()
            assert self._content is not None
            self._part.place(self._composed, self._content, self._file, self._format)
        except Problem as problem:
            self._end()
            self._part.refuse(problem)

    def _end(self) -> None:
        self.stop()
        self.deleteLater()
