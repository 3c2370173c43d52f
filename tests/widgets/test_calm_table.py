"""Columns are as wide as what stands in them, measured when that changes and not when the room for it does."""

from __future__ import annotations

from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from widgets.tables.rows import RowsModel
from widgets.tables.table import CalmTable

NAME, VALUE = range(2)


class Pairs(RowsModel[tuple[str, str]]):
    def titles(self) -> tuple[str, ...]:
        return ("Name", "Value")

    def text(self, row: tuple[str, str], column: int) -> str:
        return row[column]


class Counting(CalmTable):
    """Counts how often a column's contents are measured."""

    measured = 0

    def contents_width(self, column: int) -> int:
        self.measured += 1
        return super().contents_width(column)


def table(qtbot: QtBot, *values: str) -> tuple[Pairs, Counting]:
    model = Pairs()
    made = Counting(model, stretch=NAME, least=4)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    qtbot.waitExposed(made)
    model.show_rows([("a", value) for value in values], "nb")
    return model, made


def test_a_column_is_as_wide_as_its_widest_text_and_follows_new_rows(qtbot: QtBot) -> None:
    model, made = table(qtbot, "1", "12 345 678")
    wide = made.columnWidth(VALUE)
    assert wide > made.fontMetrics().horizontalAdvance("12 345 678")
    model.show_rows([("a", "12 345 678 901 234")], "nb")
    assert made.columnWidth(VALUE) > wide
    model.show_rows([("a", "1")], "nb")
    assert made.columnWidth(VALUE) < wide


def test_another_size_of_the_table_measures_nothing_anew(qtbot: QtBot) -> None:
    model, made = table(qtbot, *(str(n) for n in range(150)))
    before, narrow = made.measured, made.columnWidth(NAME)
    made.resize(700, 300)
    assert made.columnWidth(NAME) > narrow
    assert made.measured == before
    model.show_rows([("a", "1")], "nb")
    assert made.measured == before + 1


def test_larger_letters_measure_anew(qtbot: QtBot) -> None:
    _, made = table(qtbot, "12 345 678 901")
    before = made.columnWidth(VALUE)
    font = QFont(made.font())
    font.setPointSizeF(2 * font.pointSizeF())
    made.setFont(font)
    made.fit_columns()
    assert made.columnWidth(VALUE) > 1.5 * before
