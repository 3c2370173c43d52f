"""A table of any length: pages come when they are in sight, key columns stay, the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from widgets.tables.windowed import MOST_PAGES, PAGE_ROWS, PLACEHOLDER, CellDelegate, WindowedModel, WindowedTable
from widgets.theme import apply_theme, theme

COLUMNS = 12


class Numbers(WindowedModel[int]):
    """Row n is the number n."""

    def titles(self) -> tuple[str, ...]:
        return tuple(f"Kolonne {c}" for c in range(COLUMNS))

    def text(self, row: int, column: int) -> str:
        return f"{row}:{column}"


def page(number: int, rows: int) -> tuple[int, ...]:
    return tuple(range(number * PAGE_ROWS, min(rows, (number + 1) * PAGE_ROWS)))


class Source:
    """Answers at once, and remembers what it was asked."""

    def __init__(self, model: Numbers) -> None:
        self.model = model
        self.asked: list[tuple[int, ...]] = []
        model.pages_wanted.connect(self.answer)

    def answer(self, pages: tuple[int, ...]) -> None:
        self.asked.append(pages)
        for number in pages:
            self.model.take_page(number, page(number, self.model.rowCount()))


def table(qtbot: QtBot, rows: int, *, frozen: int = 2) -> tuple[WindowedTable, Source]:
    model = Numbers()
    made = WindowedTable(model, CellDelegate)
    qtbot.addWidget(made)
    source = Source(model)
    made.resize(800, 500)
    model.show_rows(rows)
    made.fit_columns([str(c) for c in range(COLUMNS)])
    made.freeze(frozen)
    with qtbot.waitExposed(made):
        made.show()
    settle(made)
    return made, source


def settle(made: WindowedTable) -> None:
    QCoreApplication.sendPostedEvents()
    made.grab()


def seen(made: WindowedTable) -> range:
    last = made.rowAt(made.viewport().height() - 1)
    return range(made.rowAt(0), (last if last >= 0 else made.model().rowCount() - 1) + 1)


# --- the model ------------------------------------------------------------------------------------------------------


def test_the_model_holds_together_while_pages_come_and_go(qtmodeltester: ModelTester) -> None:
    model = Numbers()
    source = Source(model)
    qtmodeltester.check(model, force_py=True)  # and from now on at every change
    rows = 10 * PAGE_ROWS + 3
    model.show_rows(rows, page(0, rows))
    for first in (0, 300, 640, 100):
        model.want(first, min(first + 30, rows - 1))
    assert source.asked
    model.forget_pages()
    model.show_rows(0)


def test_a_row_that_is_not_here_holds_an_ellipsis_and_asks_for_nothing_by_itself() -> None:
    model = Numbers()
    source = Source(model)
    model.show_rows(1_000_000)
    assert model.rowCount() == 1_000_000
    assert model.index(999_999, 3).data() == PLACEHOLDER
    assert model.index(999_999, 3).data(Qt.ItemDataRole.ToolTipRole) is None
    assert source.asked == []
    model.want(999_990, 999_999)
    assert model.index(999_999, 3).data() == "999999:3"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(1, 20_000),
    jumps=st.lists(st.tuples(st.integers(0, 19_999), st.integers(0, 200)), min_size=1, max_size=40),
)
def test_whatever_is_jumped_to_is_there_and_memory_is_bounded(rows: int, jumps: list[tuple[int, int]]) -> None:
    model = Numbers()
    source = Source(model)
    model.show_rows(rows)
    for start, more in jumps:
        first = start % rows
        last = min(rows - 1, first + more)
        model.want(first, last)
        assert [model.row_at(r) for r in range(first, last + 1)] == list(range(first, last + 1))
        assert len(model._pages) <= MOST_PAGES
    assert source.asked


def asking(rows: int) -> tuple[Numbers, list[tuple[int, ...]]]:
    model = Numbers()
    asked: list[tuple[int, ...]] = []
    model.pages_wanted.connect(asked.append)
    model.show_rows(rows)
    return model, asked


def test_what_is_in_sight_goes_first_and_is_never_called_off() -> None:
    model, asked = asking(10_000)
    model.want(0, 9)
    model.want(0, 9)
    assert asked == [(0,)]  # on its way
    model.want(5_000, 5_010)  # a key is held down
    assert asked == [(0,)]
    model.take_page(0, page(0, 10_000))
    assert asked[1:] == [(500, 501)]  # and then what is in sight now
    model.take_page(500, page(500, 10_000))
    model.take_page(501, page(501, 10_000))
    assert asked[2:] == []  # after a jump nobody knows where one goes next
    model.want(5_005, 5_015)
    assert asked[2:] == [(502, 503, 504, 505, 506, 507)]  # downwards
    model.want(5_020, 5_030)  # among what is being fetched ahead
    assert asked[3:] == []
    model.want(9_005, 9_015)  # that can wait, this not
    assert asked[3:] == [(900, 901)]
    model.take_page(900, page(900, 10_000))
    model.take_page(901, page(901, 10_000))
    model.want(9_000, 9_010)
    assert asked[4:] == [(894, 895, 896, 897, 898, 899)]  # upwards


def test_what_will_not_come_is_asked_for_again_and_late_pages_are_dropped() -> None:
    model, asked = asking(100)
    model.want(0, 9)
    model.refuse_pages()
    assert asked == [(0,)]
    model.want(0, 9)
    assert asked == [(0,), (0,)]
    model.show_rows(14)
    model.take_page(1, page(1, 100))  # of the table before
    assert model.row_at(12) is None
    model.want(0, 13)
    assert asked[2:] == [(0, 1)]


# --- the view -------------------------------------------------------------------------------------------------------


def test_keyboard_goes_from_end_to_end_of_ten_million_rows(qtbot: QtBot) -> None:
    rows = 10_000_000
    made, source = table(qtbot, rows)
    made.setFocus()
    made.setCurrentIndex(made.model().index(0, 0))
    for key, row, column in (
        (Qt.Key.Key_End, rows - 1, COLUMNS - 1),
        (Qt.Key.Key_Home, 0, 0),
        (Qt.Key.Key_Down, 1, 0),
        (Qt.Key.Key_Right, 0, 1),
    ):
        made.setCurrentIndex(made.model().index(0, 0))
        control = key in (Qt.Key.Key_End, Qt.Key.Key_Home)
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(made, key, modifier)
        settle(made)
        assert (made.currentIndex().row(), made.currentIndex().column()) == (row, column)
        assert row in seen(made)
        model = made.model()
        assert all(model.index(r, 0).data() == f"{r}:0" for r in seen(made))
    made.setCurrentIndex(made.model().index(0, 0))
    before = len(source.asked)
    for _ in range(60):
        qtbot.keyClick(made, Qt.Key.Key_PageDown)
        settle(made)
        assert made.model().index(made.currentIndex().row(), 0).data() != PLACEHOLDER
    assert len(source.asked) - before <= 130  # what is in sight, and what lies ahead of it
    assert made.currentIndex().row() > 500


def test_key_columns_stay_and_nothing_hides_behind_them(qtbot: QtBot) -> None:
    made, _ = table(qtbot, 5_000, frozen=2)
    keys = made._key_columns
    assert keys.isVisible()
    assert keys.width() == made.columnWidth(0) + made.columnWidth(1)
    made.setFocus()
    made.setCurrentIndex(made.model().index(50, COLUMNS - 1))
    settle(made)
    assert made.horizontalScrollBar().value() > 0
    for column in range(COLUMNS - 1, -1, -1):
        made.setCurrentIndex(made.model().index(50, column))
        at = made.visualRect(made.model().index(50, column))
        if column >= 2:
            assert at.left() >= keys.width()
            assert at.left() < made.viewport().width()
        assert keys.verticalScrollBar().value() == made.verticalScrollBar().value()
    made.verticalScrollBar().setValue(3_000)
    assert keys.verticalScrollBar().value() == 3_000
    made.setColumnWidth(0, 200)
    assert keys.columnWidth(0) == 200
    assert keys.width() == 200 + made.columnWidth(1)


def test_key_columns_give_way_where_they_would_take_all_the_room(qtbot: QtBot) -> None:
    made, _ = table(qtbot, 100, frozen=11)
    assert not made._key_columns.isVisible()
    made.freeze(1)
    settle(made)
    assert made._key_columns.isVisible()
    made.freeze(0)
    settle(made)
    assert not made._key_columns.isVisible()


def test_a_press_on_a_key_column_chooses_in_the_table(qtbot: QtBot) -> None:
    made, _ = table(qtbot, 100)
    keys = made._key_columns
    qtbot.mouseClick(keys.viewport(), Qt.MouseButton.LeftButton, pos=keys.visualRect(made.model().index(7, 1)).center())
    assert (made.currentIndex().row(), made.currentIndex().column()) == (7, 1)
    assert made.chosen_cells() == (7, 7, (1,))
    with qtbot.waitSignal(made.opened) as opened:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert opened.args == [7]


def test_selecting_everything_asks_for_a_copy_of_everything(qtbot: QtBot) -> None:
    made, source = table(qtbot, 1_000_000)
    made.setFocus()
    before = len(source.asked)
    qtbot.keyClick(made, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(made.copy_wanted) as wanted:
        qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [0, 999_999, tuple(range(COLUMNS))]
    assert len(source.asked) - before <= 2


def titles(made: WindowedTable, unsorted: frozenset[int] = frozenset()) -> None:
    made.header.show_state(
        {3: "75–84"},
        sorted_by=1,
        descending=True,
        unsorted=unsorted,
        unfiltered=frozenset({0}),
        explained=("tips",) * 12,
    )


def test_the_header_sorts_above_and_filters_below(qtbot: QtBot) -> None:
    made, _ = table(qtbot, 100, frozen=0)
    titles(made, frozenset({2}))
    header = made.header
    sorts: list[int] = []
    filters: list[int] = []
    made.sort_wanted.connect(sorts.append)
    made.filter_wanted.connect(filters.append)

    def press(column: int, y: int) -> None:
        x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    press(1, 5)
    press(2, 5)  # cannot be sorted by
    press(3, header.height() - 6)
    press(0, header.height() - 6)  # cannot be filtered by
    assert (sorts, filters) == ([1], [3])
    assert made.chosen_cells() is None  # a press on a title selects nothing


def test_the_header_is_one_stop_for_the_keyboard(qtbot: QtBot) -> None:
    made, _ = table(qtbot, 100, frozen=1)
    titles(made)
    header = made.header
    header.setFocus()
    got: list[tuple[str, int]] = []
    made.sort_wanted.connect(lambda c: got.append(("sort", c)))
    made.filter_wanted.connect(lambda c: got.append(("filter", c)))
    made.unfilter_wanted.connect(lambda c: got.append(("unfilter", c)))
    qtbot.keyClick(header, Qt.Key.Key_Home)
    qtbot.keyClick(header, Qt.Key.Key_Right)
    assert header.say_current() == "Kolonne 1, sorted downwards"
    qtbot.keyClick(header, Qt.Key.Key_Return)
    for _ in range(2):
        qtbot.keyClick(header, Qt.Key.Key_Right)
    assert header.accessibleDescription() == "Kolonne 3, filtered: 75–84"
    qtbot.keyClick(header, Qt.Key.Key_F4)
    qtbot.keyClick(header, Qt.Key.Key_Delete)
    qtbot.keyClick(header, Qt.Key.Key_End)
    assert header.current == COLUMNS - 1
    at = header.sectionViewportPosition(COLUMNS - 1)
    assert 0 <= at < made.viewport().width()  # brought into sight
    qtbot.keyClick(header, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert got == [("sort", 1), ("filter", 3), ("unfilter", 3), ("filter", COLUMNS - 1)]


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    apply_theme(qapp, request.param)
    yield str(request.param)
    apply_theme(qapp, "light")


def test_focus_and_filters_are_seen_in_both_themes(qtbot: QtBot, look: str) -> None:
    made, _ = table(qtbot, 100)
    titles(made)
    made.setFocus()
    made.setCurrentIndex(made.model().index(3, 4))
    image: QImage = made.grab().toImage()
    blue = theme().colour("own").rgb()
    at = made.visualRect(made.model().index(3, 4)).translated(made.viewport().pos())
    on_cell = sum(image.pixel(x, at.top() + 1) == blue for x in range(at.left(), at.right()))
    assert on_cell > at.width() // 2  # the ring around the current cell
    chip = made.header.filter_place(3)
    assert sum(image.pixel(chip.center().x(), y) == blue for y in range(chip.top(), chip.bottom())) >= 2
