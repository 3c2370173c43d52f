"""What stands over the table of own records: form, search, filters in force, saved views, the side panel's buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.choosers import Choice, Chooser
from widgets.flow import FlowLayout
from widgets.theme import GAP, em

TYPING_MS = 300
"""How long a pause in typing is before one searches."""


class FilterBar(QWidget):
    """The controls; what they show is told to them.

    Signals: form_chosen(form), search_wanted(words), period_wanted(), flagged_wanted(bool), labels_wanted(bool),
    part_removed(key), panel_wanted(panel, bool).
    """

    form_chosen = Signal(str)
    search_wanted = Signal(str)
    period_wanted = Signal()
    flagged_wanted = Signal(bool)
    labels_wanted = Signal(bool)
    part_removed = Signal(str)
    panel_wanted = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.search_now)
        self.form = Chooser(self.tr("Form"), self.tr("No form"), widest=20)
        self.form.chosen.connect(self.form_chosen)
        self.search = self._build_search()
        self.period = QPushButton(self.tr("Only the chosen period"))
        self.period.clicked.connect(self._ask_for_period)
        self._flagged = QCheckBox(self.tr("Only flagged"))
        self._flagged.setToolTip(
            self.tr("Forms with an open question from the registry, or that break one of its rules")
        )
        self._flagged.clicked.connect(self.flagged_wanted)
        self._labels = QCheckBox(self.tr("Labels for codes"))
        self._labels.setChecked(True)
        self._labels.clicked.connect(self.labels_wanted)
        self.saved = SavedViews()
        self._panels: dict[str, QToolButton] = {}
        for panel, words in (
            ("episode", self.tr("Episode")),
            ("statistics", self.tr("Statistics")),
            ("columns", self.tr("Columns")),
        ):
            button = QToolButton()
            button.setText(words)
            button.setCheckable(True)
            button.clicked.connect(partial(self.panel_wanted.emit, panel))
            self._panels[panel] = button
        row = QWidget()
        flow = FlowLayout(row)
        tall = self.form.sizeHint().height()
        others = (self.search, self.period, self._flagged, self._labels, self.saved, *self._panels.values())
        for widget in (self.form, *others):
            widget.setMinimumHeight(tall)
            flow.addWidget(widget)
        self.chips = QWidget()
        self.chips.setAccessibleName(self.tr("Active filters"))
        FlowLayout(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(row)
        column.addWidget(self.chips)

    def _build_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText(self.tr("Search (Ctrl+F)"))
        search.setAccessibleName(self.tr("Search in the forms"))
        search.setToolTip(self.tr("Every word is looked for in texts, labels, numbers and dates."))
        search.setClearButtonEnabled(True)
        search.setFixedWidth(15 * em(self))
        search.textEdited.connect(self._typed)
        search.returnPressed.connect(self.search_now)
        search.textChanged.connect(self._cleared)
        return search

    # What is shown

    def offer_forms(self, forms: Sequence[Choice], chosen: str) -> None:
        self.form.offer(forms, chosen)

    def explain_period(self, words: str) -> None:
        self.period.setToolTip(words)

    def show_state(self, *, flagged: bool, labels: bool, search: str) -> None:
        """What is in force. What is being typed is not overwritten."""
        self._flagged.setChecked(flagged)
        self._labels.setChecked(labels)
        if self.search.text().strip() != search and not self._typing.isActive():
            self.search.setText(search)

    def show_parts(self, parts: Sequence[tuple[str, str]]) -> bool:
        """The filter's parts (key, words), each with a button that removes it; whether one of them had the focus."""
        layout = self.chips.layout()
        assert layout is not None
        focused = any(b.hasFocus() for b in self.chips.findChildren(QToolButton))
        while (item := layout.takeAt(0)) is not None:
            item.widget().deleteLater()
        for key, words in parts:
            self._add_chip(f"{words}  ✕", self.tr("Remove the filter: {words}").format(words=words), key)
        if len(parts) > 1:
            self._add_chip(self.tr("Remove all"), self.tr("Remove all filters"), "")
        self.chips.setVisible(bool(parts))
        return focused

    def show_panel(self, panel: str) -> None:
        """The open panel's button is pressed, and bold: in dark colours a pressed button looks like any other."""
        for name, button in self._panels.items():
            button.setChecked(name == panel)
            font = button.font()
            font.setBold(name == panel)
            button.setFont(font)

    def _add_chip(self, text: str, said: str, key: str) -> None:
        chip = QToolButton()
        metrics = chip.fontMetrics()
        chip.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, 30 * em(self)).replace("&", "&&"))
        chip.setToolTip(said)
        chip.setAccessibleName(said)
        chip.clicked.connect(partial(self._remove, key))
        layout = self.chips.layout()
        assert layout is not None
        layout.addWidget(chip)

    def _remove(self, key: str, checked: bool = False) -> None:
        self.part_removed.emit(key)

    # What is wanted

    def _ask_for_period(self) -> None:
        self.period_wanted.emit()

    def _typed(self, text: str) -> None:
        self._typing.start()

    def _cleared(self, text: str) -> None:
        # The field's own button empties it without a key being pressed.
        if not text:
            self.search_now()

    def search_now(self) -> None:
        self.stop_typing()
        self.search_wanted.emit(" ".join(self.search.text().split()))

    def stop_typing(self) -> None:
        self._typing.stop()

    def go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


class SavedViews(QToolButton):
    """The views that were saved under a name.

    Signals: view_wanted(name), view_removed(name), name_given(name) for what is shown now, standard_wanted().
    """

    view_wanted = Signal(str)
    view_removed = Signal(str)
    name_given = Signal(str)
    standard_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.setText(self.tr("Saved views"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views = QMenu(self)
        self.views.aboutToShow.connect(self.fill)
        self.setMenu(self.views)

    def offer(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    def fill(self) -> None:
        menu = self.views
        menu.clear()
        for name in self._names:
            menu.addAction(name.replace("&", "&&"), partial(self.view_wanted.emit, name))
        if self._names:
            menu.addSeparator()
        menu.addAction(self.tr("&Save this view …"), self._ask_for_name)
        menu.addAction(self.tr("&All forms, standard columns"), self.standard_wanted.emit)
        if self._names:
            away = menu.addMenu(self.tr("&Remove a view"))
            for name in self._names:
                away.addAction(name.replace("&", "&&"), partial(self.view_removed.emit, name))

    def _ask_for_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Save this view"))
        dialog.setLabelText(self.tr("Name of the view"))
        dialog.setOkButtonText(self.tr("Save"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.textValueSelected.connect(self.name_given)
        dialog.open()
