"""The one window: choosers above, pages at the left, status line below. A page's contents are its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import structs
from PySide6.QtCore import QObject, Qt, QTimer, QTranslator, Signal, qVersion
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QFont, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.corrections.unsent_copy import UnsentCopies
from app.fetching import Fetched, connect_and_fetch, fetch, read_published, send
from app.here import ChosenPeriod, Here, read_here, unit_choices
from app.jobs import Job, Jobs, Lane, Report
from app.pages.first_start import FirstStartPage
from app.pages.overview import OverviewPage
from app.pages.page import Destination, Page
from app.pages.pages import Pages
from app.periods import period_in_words
from app.problems import problem_in_words, problem_sentences
from app.program import Program
from app.sending import AutomaticSending
from app.settings import TEXT_SCALES, Settings, read_settings, save_settings
from app.stepwise import loading
from local_cache.errors import Problem
from local_cache.registry import text_in
from local_cache.reports.orders import orders
from local_cache.results import summary
from local_cache.results.format import format_count
from local_cache.sync.outcome import Changed, Progress, Stage
from local_cache.sync.stop import Stop
from local_cache.visits import Visits
from widgets import clipboard
from widgets.card import Bar, Notice
from widgets.choosers import Choice, Chooser
from widgets.correction_words import sent_by_itself, sent_sentence, waiting_sentence
from widgets.navigation import Navigation, Side
from widgets.status_line import StatusLine
from widgets.theme import GAP, apply_text_scale, apply_theme, strong
from widgets.words import data_age_sentence, is_stale

if TYPE_CHECKING:
    from app.reports.standing import Anew, StandingReports

TRANSLATIONS = Path(__file__).parent / "translations"
MINUTE = 60_000
AFTER_PAINTING = 400
NETWORK = 3
"""The exit code of problems with the network or a registry's answer."""


class MainWindow(QMainWindow):
    """The window.

    Attributes: jobs, settings, here (what the choosers offer), pages (by name), sending (by itself).
    Signals: demonstration_wanted().
    """

    demonstration_wanted = Signal()

    def __init__(self, program: Program, *, demonstration: bool = False, parent: QWidget | None = None) -> None:
        """`demonstration`: offer it at first start."""
        super().__init__(parent)
        self._program = program
        self._demonstration = demonstration
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        self._font = QFont(self._application.font())
        self._translators: list[QTranslator] = []
        self.settings = read_settings(self._settings_path())
        self.jobs = Jobs(program.cache, self)
        self.jobs.changed.connect(self._take_change)
        self.jobs.busy.connect(self._take_busy)
        self._visits = Visits(program.ledger)
        self.here: Here | None = None
        self.pages = Pages(self.jobs, program, self._take_page)
        self._page = OverviewPage.name
        self._pending: Destination | None = None
        self._long_job: Job | None = None
        self._contact: bool | None = None
        self._standing: StandingReports | None = None
        self._what = Changed.NOTHING
        self._touched = False
        self.sending = AutomaticSending(self)
        self.sending.due.connect(self._send_what_waits)
        self._apply_appearance()
        self._build()
        self.resize(self.settings.width, self.settings.height)
        self._application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.timeout.connect(self._make_more)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._say_age)
        self._clock.start(MINUTE)
        self._read_here()

    # How it looks

    def _settings_path(self) -> Path:
        return self._program.data_dir / "settings.json"

    def _apply_appearance(self) -> None:
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []
        catalogue = TRANSLATIONS / f"egnetall_{self.settings.language}.qm"
        if catalogue.exists():
            translator = QTranslator(self)
            translator.load(str(catalogue))
            self._application.installTranslator(translator)
            self._translators = [translator]
        apply_text_scale(self._application, self.settings.text_scale, self._font)
        apply_theme(self._application, self.settings.theme)

    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self.take_settings(self.settings)

    def take_settings(self, settings: Settings) -> None:
        """Take new settings into use and build the contents anew, so that every word and size follows."""
        self.settings = settings
        save_settings(self._settings_path(), settings)
        said = self._status.message()
        self._apply_appearance()
        self._build()
        self._status.say(said)
        self._read_here()

    def _build(self) -> None:
        self._leave_pages()
        self.setWindowTitle(self.tr("Egne tall"))
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_top())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._navigation = Navigation()
        self._stack = QStackedWidget()
        self._stack.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        self._notice = Notice()
        self._stack.addWidget(self._notice)
        self._first_start = FirstStartPage(offline=self._program.offline, demonstration=self._demonstration)
        self._first_start.connect_wanted.connect(self.connect_to)
        self._first_start.published_wanted.connect(self.read_published)
        self._first_start.demonstration_wanted.connect(self.demonstration_wanted)
        self._stack.addWidget(self._first_start)
        self.pages = Pages(self.jobs, self._program, self._take_page)
        self._rest = self._make_the_rest()
        for page in self.pages:
            self._navigation.add_page(page, self.pages.title(page))
        self._build_menus()
        self._navigation.chosen.connect(self.show_page)
        self._side = Side(self._navigation)
        middle.addWidget(self._side)
        middle.addWidget(self._stack, 1)
        column.addLayout(middle, 1)
        self._status = StatusLine()
        self._status.cancelled.connect(self._cancel_long_job)
        column.addWidget(self._status)
        self.setCentralWidget(contents)
        self.setMinimumSize(640, 400)
        for before, after in pairwise(
            (self._registry, self._unit, self._period, self._synchronise_button, self._navigation, self._stack)
        ):
            QWidget.setTabOrder(before, after)
        self._notice.say(self.tr("Reading …"))
        self._side.hide()
        self._say_network()
        rebuilt = self._program.cache.rebuilt
        if rebuilt is not None:
            self._status.say(
                self.tr(
                    "The local copy was damaged and has been made anew; synchronise to fill it. Moved to {file}."
                ).format(file=rebuilt.name),
                alert=True,
            )
        elif self._program.policy_problem is not None:
            self._status.say(problem_in_words(self._program.policy_problem), alert=True)

    def _take_page(self, page: Page) -> None:
        """A page that somebody has asked for, or that was made ahead."""
        if isinstance(page, OverviewPage):
            page.visits = self._visits
        page.go_to.connect(self.go_to)
        page.said.connect(self._say)
        page.send_wanted.connect(self.synchronise)
        page.counted.connect(self._say_to_do)
        self._stack.addWidget(page)
        if self.here is not None and self.here.view is not None:
            page.take(self.here.view)

    def _leave_pages(self) -> None:
        for page in self.pages.made.values():
            page.leave()

    def _build_top(self) -> Bar:
        bar = Bar()
        row = QHBoxLayout(bar)
        row.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        row.setSpacing(GAP)
        name = QLabel(self.tr("Egne tall"))
        name.setFont(strong(name.font(), 1.25))
        row.addWidget(name)
        row.addSpacing(2 * GAP)
        self._registry = Chooser(self.tr("Registry"), self.tr("No registry"))
        self._unit = Chooser(self.tr("Unit"), self.tr("Choose own unit"), searched=True)
        self._period = Chooser(self.tr("Period"), self.tr("No period"), widest=16)
        self._registry.chosen.connect(self._choose_registry)
        self._unit.chosen.connect(self._choose_unit)
        self._period.chosen.connect(self._choose_period)
        for chooser in (self._registry, self._unit, self._period):
            row.addWidget(chooser)
        row.addStretch()
        self._synchronise_button = QPushButton(f"⟳ {self.tr('Synchronise')}")
        self._synchronise_button.setAccessibleName(self.tr("Synchronise"))
        self._synchronise_button.setToolTip(self.tr("Fetch what is new from every connected source (F5)"))
        self._synchronise_button.clicked.connect(self.synchronise)
        self._synchronise_button.setEnabled(not self._program.offline)
        row.addWidget(self._synchronise_button)
        return bar

    def _build_menus(self) -> None:
        menus = self.menuBar()
        menus.clear()
        program = menus.addMenu(self.tr("&Program"))
        self._synchronise_action = self._action(program, self.tr("&Synchronise"), self.synchronise, "F5")
        self._synchronise_action.setEnabled(not self._program.offline)
        self._add_sending(program)
        self.unsent_copies = UnsentCopies(self.jobs, self._program, self.settings.language, self, program)
        self.unsent_copies.add_to(program)
        program.addSeparator()
        self._action(program, self.tr("&Quit"), self.close, "Ctrl+Q")
        show = menus.addMenu(self.tr("&Show"))
        for number, page in enumerate(self.pages, 1):
            self._action(show, self.pages.title(page), partial(self.show_page, page), f"Ctrl+{number}")
        show.addSeparator()
        self._action(show, self.tr("Choose &registry"), partial(self._focus, "_registry"), "Ctrl+R")
        self._action(show, self.tr("Choose &unit"), partial(self._focus, "_unit"), "Ctrl+E")
        self._action(show, self.tr("Choose &period"), partial(self._focus, "_period"), "Ctrl+P")
        look = menus.addMenu(self.tr("&Appearance"))
        self._choice_menu(
            look.addMenu(self.tr("&Language")),
            (("nb", "&Bokmål"), ("en", "&English")),
            self.settings.language,
            "language",
        )
        self._choice_menu(
            look.addMenu(self.tr("&Theme")),
            (("system", self.tr("&Follow the system")), ("light", self.tr("&Light")), ("dark", self.tr("&Dark"))),
            self.settings.theme,
            "theme",
        )
        sizes = look.addMenu(self.tr("Te&xt size"))
        self._choice_menu(
            sizes, tuple((scale, f"{scale} %") for scale in TEXT_SCALES), self.settings.text_scale, "text_scale"
        )
        self._action(look, self.tr("&Larger text"), partial(self._scale_text, 1), "Ctrl++")
        self._action(look, self.tr("&Smaller text"), partial(self._scale_text, -1), "Ctrl+-")
        about = menus.addMenu(self.tr("&Help"))
        self._action(about, self.tr("&About Egne tall"), self._show_about, "F1")

    def _action(self, menu: QMenu, text: str, act: Callable[[], object], shortcut: str) -> QAction:
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(act)
        return action

    def _add_sending(self, menu: QMenu) -> None:
        """The person's choice, or what is decided for the computer, which is shown and cannot be changed."""
        policy = self._program.policy
        text = {
            "choice": self.tr("Send &corrections automatically when ready"),
            "always": self.tr("&Corrections are sent automatically (decided for this computer)"),
            "never": self.tr("&Corrections are not sent automatically (decided for this computer)"),
        }[policy.automatic_sending]
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(policy.sends_by_itself(self.settings.automatic_sending))
        action.setEnabled(policy.automatic_sending == "choice")
        action.toggled.connect(self._choose_sending)

    def _choose_sending(self, wanted: bool) -> None:
        self.settings = structs.replace(self.settings, automatic_sending=wanted)
        save_settings(self._settings_path(), self.settings)
        self._say_waiting()

    def _choice_menu(
        self, menu: QMenu, choices: Sequence[tuple[str | int, str]], chosen: str | int, setting: str
    ) -> None:
        group = QActionGroup(menu)
        for value, text in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setData((setting, value))
            group.addAction(action)
        group.triggered.connect(self._take_choice)

    def _take_choice(self, action: QAction) -> None:
        setting, value = action.data()
        self.take_settings(structs.replace(self.settings, **{setting: value}))

    def _scale_text(self, step: int) -> None:
        at = TEXT_SCALES.index(self.settings.text_scale) + step
        if 0 <= at < len(TEXT_SCALES):
            self.take_settings(structs.replace(self.settings, text_scale=TEXT_SCALES[at]))

    def _focus(self, name: str) -> None:
        chooser: Chooser = getattr(self, name)
        chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)
        chooser.showPopup()

    def come_forward(self) -> None:
        """Show the window that is already open, to the person who started the program again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # What is chosen

    def _read_here(self, registry: str = "") -> None:
        ledger, shown, language = self._program.ledger, self._unit.chosen_id(), self.settings.language
        self.jobs.query(
            partial(
                read_here,
                ledger=ledger,
                registry=registry,
                shown_unit=shown,
                language=language,
                today=self._program.clock.today(),
            ),
            self._show_here,
            self._say_unreadable,
        )

    def _show_here(self, here: Here) -> None:
        self.here = here
        language = self.settings.language
        self._registry.offer(
            [Choice(s.registry, text_in(s.names, language)) for s in here.registries],
            here.chosen.registry if here.chosen else "",
        )
        units: tuple[Choice, ...] = ()
        if here.chosen is not None and here.definition is not None:
            units = unit_choices(here.chosen, here.definition, language)
        view = here.view
        self._unit.offer(units, view.unit if view else "")
        self._period.offer([Choice(p, period_in_words(p)) for p in here.period_ids], view.period_id if view else "")
        self._say_age()
        self._say_waiting()
        self._side.setVisible(view is not None)
        if view is None:
            self._say_what_is_missing(here)
            return
        what, self._what = self._what, Changed.NOTHING
        for page in self.pages.made.values():
            page.take(view, what)
        pending, self._pending = self._pending, None
        if pending is not None:
            self.pages[pending.page].point_at(pending.indicator)
            if pending.records is not None:
                self.pages[pending.page].open_records(pending.records)
            self._page = pending.page
        self.show_page(self._page)
        self._warming.start(AFTER_PAINTING)

    def _say_what_is_missing(self, here: Here) -> None:
        if not here.registries:
            self._stack.setCurrentWidget(self._first_start)
            return
        if not here.period_ids:
            self._notice.say(
                self.tr("No results have been fetched yet"),
                self.tr("Synchronise to fetch the registry's results."),
            )
        else:
            self._notice.say(
                self.tr("Which unit is yours?"),
                self.tr("Choose it at the top; you can type a part of its name. It is remembered."),
            )
            self._unit.setFocus()
        self._stack.setCurrentWidget(self._notice)

    def _say_unreadable(self, problem: Problem) -> None:
        happened, meaning, action = problem_sentences(problem)
        self._notice.say(happened, f"{meaning} {action}".strip())
        self._stack.setCurrentWidget(self._notice)

    def _choose_registry(self, registry: str) -> None:
        self._program.ledger.choose("registry", registry)
        self._read_here(registry)

    def _choose_unit(self, unit: str) -> None:
        if self.here is not None and self.here.chosen is not None:
            self._program.ledger.choose(f"unit/{self.here.chosen.registry}", unit)
            self._program.ledger.choose("unit", unit)
            self._read_here()

    def _choose_period(self, period_id: str) -> None:
        self._program.ledger.choose("period", period_id)
        chosen = self.here.chosen if self.here is not None and self.here.view is not None else None
        if chosen is None:
            self._read_here()
            return
        self.jobs.query(
            lambda cursor: ChosenPeriod(chosen.registry, period_id, summary.period(cursor, chosen.registry, period_id)),
            self._take_period,
            self._say_unreadable,
        )

    def _take_period(self, chosen: ChosenPeriod) -> None:
        """The rest of the view is as it is now, which may be another than when the period was asked for."""
        here = self.here
        if here is None or here.view is None or here.view.summary.registry != chosen.registry:
            return
        view = replace(here.view, period_id=chosen.period_id, period=chosen.period)
        self._show_here(replace(here, view=view))

    def go_to(self, destination: Destination) -> None:
        """Show the page a click leads to, in its registry and unit; nothing where there is no such page."""
        if destination.page not in self.pages:
            return
        self._pending = destination
        view = self.here.view if self.here else None
        if view is not None and (view.summary.registry, view.unit) == (destination.registry, destination.unit):
            self._show_here(self.here)
        else:
            self._program.ledger.choose(f"unit/{destination.registry}", destination.unit)
            self._choose_registry(destination.registry)

    def show_page(self, page: str) -> None:
        """Show a page by its name, where there is something to show."""
        self._page = page
        self._navigation.choose(page)
        if self.here is not None and self.here.view is not None:
            self._stack.setCurrentWidget(self.pages[page])

    # Long work

    def synchronise(self) -> None:
        """Fetch what is new from every source; progress and what came stand in the status line."""
        if self._program.offline or self._long_job is not None:
            return
        self._start(partial(fetch, self._program), self._say_fetched, self.tr("Synchronising …"))

    def _send_what_waits(self) -> None:
        """What is on the screen stays as it is; without contact it stands in the line how things are, and no more."""
        if self._long_job is None:
            self._start(partial(send, self._program), self._say_sent, self.tr("Sending …"), quietly=True)
        self._say_waiting()

    def connect_to(self, address: str, token_file: str) -> None:
        """Connect to a registry service and fetch."""
        work = partial(connect_and_fetch, self._program, address, token_file)
        self._start(work, self._say_fetched, self.tr("Connecting …"))

    def read_published(self, place: str) -> None:
        """Read published figures from a folder or an address."""
        work = partial(read_published, self._program, place)
        self._start(work, self._say_published, self.tr("Reading the published results …"))

    def _start(
        self,
        work: Callable[[Stop, Report], tuple[Changed, Any]],
        deliver: Callable[[Any], None],
        words: str,
        *,
        quietly: bool = False,
    ) -> None:
        """`quietly`: nobody has asked for it, and what was said last stays."""
        if self._long_job is not None:
            return
        self._first_start.set_busy(True)
        self._synchronise_button.setEnabled(False)
        self._synchronise_action.setEnabled(False)
        self._status.show_progress(words, 0, 0)
        if not quietly:
            self._first_start.say_problem(None)
            self._status.say("")
        self._long_job = self.jobs.change(
            work, deliver, self.say_problem, lane=Lane.NETWORK, progress=self._show_progress, initiator=self
        )

    def _cancel_long_job(self) -> None:
        if self._long_job is not None:
            self._long_job.cancel()
            self._status.show_progress(self.tr("Stopping …"), 0, 0)

    def _show_progress(self, progress: Progress) -> None:
        words = {
            Stage.SENDING: self.tr("Sending to {registry}"),
            Stage.ASKING: self.tr("Asking {registry} what is new"),
            Stage.FETCHING: self.tr("Fetching from {registry}"),
            Stage.APPLYING: self.tr("Taking in {registry}"),
            Stage.DONE: self.tr("{registry} is up to date"),
        }[progress.stage]
        # A bar counts in 32 bits, and bytes do not fit.
        share = round(1000 * progress.done / progress.total) if progress.total else 0
        name = self._registry_name(progress.registry)
        self._status.show_progress(words.format(registry=name), share, 1000 if progress.total else 0)

    def _registry_name(self, registry: str) -> str:
        known = self.here.registries if self.here else ()
        names = next((s.names for s in known if s.registry == registry), {"nb": registry})
        return text_in(names, self.settings.language)

    def _take_busy(self, busy: bool) -> None:
        if not busy:
            self._long_job = None
            self._status.end_progress()
            self._first_start.set_busy(False)
            self._synchronise_button.setEnabled(not self._program.offline)
            self._synchronise_action.setEnabled(not self._program.offline)

    def _take_change(self, what: Changed, initiator: QObject | None) -> None:
        self._what |= what
        self._touched |= bool(what & Changed.CORRECTIONS) and initiator is not self
        self._read_here()

    def _say_fetched(self, fetched: Fetched) -> None:
        language = self.settings.language
        # Also when nothing was new the figures are as fresh as today.
        self._read_here()
        self._renew_reports(fetched.changed)
        if fetched.problems:
            self.say_problem(fetched.problems[0])
            return
        self._contact = True
        self._say_network()
        if fetched.upserted or fetched.deleted:
            words = self.tr("Synchronised: {new} records new or changed, {gone} removed.")
            if fetched.upserted == 1:
                words = self.tr("Synchronised: 1 record new or changed, {gone} removed.")
            words = words.format(
                new=format_count(fetched.upserted, language), gone=format_count(fetched.deleted, language)
            )
        elif fetched.changed:
            words = self.tr("Synchronised: new figures from the registry, no new records.")
        else:
            words = self.tr("Synchronised: nothing was new.")
        self._status.say(f"{self._sent_in_words(fetched)} {words}".strip())

    def _say_sent(self, fetched: Fetched) -> None:
        """Of a sending nobody has asked for. That the network is away is no news; anything else needs a person."""
        self._contact = not any(p.exit_code == NETWORK for p in fetched.problems)
        self._say_network()
        words = self._sent_in_words(fetched)
        if words:
            self._status.say(words)
        others = [p for p in fetched.problems if p.exit_code != NETWORK]
        if others:
            self.say_problem(others[0])

    def _sent_in_words(self, fetched: Fetched) -> str:
        ends = ("applied", "answered", "rejected", "conflict", "gone")
        totals = [sum(getattr(unit, end) for unit in fetched.sent) for end in ends]
        return sent_sentence(*totals, self.settings.language)

    def _renew_reports(self, changed: Changed) -> None:
        """Make anew the reports that are to follow every synchronisation."""
        try:
            if not orders(self._program.ledger):
                return
            if self._standing is None:
                from app.reports.standing import StandingReports  # with what writes text, which few windows need

                self._standing = StandingReports(self.jobs, self._program, self)
                self._standing.told.connect(self._say_reports)
            self._standing.renew(changed)
        except Problem as problem:  # of the ledger
            self.say_problem(problem)

    def _say_reports(self, made: Sequence[Anew]) -> None:
        from app.reports.standing import told_in_words

        for page in self.pages.made.values():
            page.take_made(made)
        words = told_in_words(made)
        if words:
            said = self._status.message()
            self._status.say(f"{said} {words}".strip(), alert=any(one.problem is not None for one in made))

    def _say_published(self, results: int) -> None:
        count = format_count(results, self.settings.language)
        self._status.say(self.tr("{n} published results are here.").format(n=count))

    def _say(self, words: str) -> None:
        self._status.say(words)

    def say_problem(self, problem: Problem) -> None:
        """In the status line, and at first start beside what was tried."""
        if problem.exit_code == NETWORK:
            self._contact = False
            self._say_network()
        self._first_start.say_problem(problem)
        self._status.say(problem_in_words(problem), alert=True)

    def _make_the_rest(self) -> Iterator[None]:
        """What the first page does not need, in small steps, and what is likely to be wanted next before the rest."""
        for page in self.pages:
            yield from loading(self.pages.module(page))
            self.pages[page]
            yield
            if page == "results":
                yield from loading("widgets.charts.trend")
        for module in ("app.pages.figures_menu", "local_cache.sync.pull", "sqlglot.dialects.dialect"):
            yield from loading(module)

    def _make_more(self) -> None:
        """One step when the window has nothing else to do. In a worker an import would stall it just as long."""
        if self.jobs.underway():
            self._warming.start(AFTER_PAINTING)
        elif next(self._rest, self) is not self:
            self._warming.start(0)

    def _say_to_do(self, page: str, number: int) -> None:
        n = format_count(number, self.settings.language)
        words = self.tr("{n} to do").format(n=n) if number else ""
        self._navigation.set_number(page, n if number else "", words)

    # The status line

    def _say_network(self) -> None:
        if self._program.offline:
            words = self.tr("Offline (chosen at start)")
        elif self._contact is None:
            words = self.tr("Not synchronised since start")
        elif self._contact:
            words = self.tr("Online")
        else:
            words = self.tr("No contact")
        self._status.say_network(words, lit=bool(self._contact))

    def _say_waiting(self) -> None:
        """What waits to be sent, and when that is done without anybody asking."""
        waiting = self.here.waiting if self.here else (0, 0)
        by_itself = self._program.policy.sends_by_itself(self.settings.automatic_sending) and not self._program.offline
        touched, self._touched = self._touched, False
        self.sending.take(sum(waiting) if by_itself else 0, touched=touched)
        words, at = waiting_sentence(*waiting, self.settings.language), self.sending.next_at()
        self._status.say_waiting(sent_by_itself(words, at) if at else words)

    def _say_age(self) -> None:
        chosen = self.here.chosen if self.here else None
        if chosen is None:
            self._status.say_age("", stale=False)
            return
        now = self._program.clock.now()
        words = data_age_sentence(chosen.data_as_of, now, self.settings.language)
        self._status.say_age(words, stale=chosen.data_as_of is not None and is_stale(chosen.data_as_of, now))

    def _show_about(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("About Egne tall"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Egne tall {version}").format(version=version("egnetall")))
        box.setInformativeText(
            self.tr(
                "Own results from the medical quality registries, beside the nation's.\n\n"
                "Everything is stored, encrypted, in:\n{place}\n\n"
                "Qt {qt}, DuckDB {duckdb}. "
                "The program is free software under the MIT licence; Qt is used under the LGPL."
            ).format(place=self._program.data_dir, qt=qVersion(), duckdb=version("duckdb"))
        )
        box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.button(QMessageBox.StandardButton.Close).setText(self.tr("Close"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave_pages()
        clipboard.settle()
        size = self.size()
        save_settings(self._settings_path(), structs.replace(self.settings, width=size.width(), height=size.height()))
        # The application may outlive its window, which leaves it as it was.
        self._application.setFont(self._font)
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._clock.stop()
        self._warming.stop()
        self.sending.stop()
        if self._standing is not None:
            self._standing.stop()
        self.jobs.close()
        super().closeEvent(event)
