"""What waits is one number, wherever it stands: the overview's cards, the navigation, the list it counts."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from windows import SECONDS, nothing_left, opened, settle  # noqa: F401

from app.main_window import MainWindow
from app.pages.corrections import CorrectionsPage
from app.program import Program
from local_cache.corrections import corrections
from local_cache.corrections.person import REGISTRAR, Person
from local_cache.corrections.queries import raise_query
from local_cache.corrections.rows import read_row
from local_cache.registry import record_table
from local_cache.results import summary
from widgets.navigation import NUMBER
from widgets.registry_card import RegistryCard


def cards(window: MainWindow) -> dict[str, str]:
    found = [c for c in window.pages["overview"].findChildren(RegistryCard) if c._to_do is not None]
    return {c.whose[0]: c._to_do.text() for c in found if c._to_do is not None}


def test_the_cards_the_navigation_and_the_list_agree(qtbot: QtBot, program: Program) -> None:
    """Over every registry of the demonstration, with something written, asked and answered in one of them."""
    ragnar = Person("ragnar", frozenset({REGISTRAR}))
    with program.cache.reading() as cursor:
        registries = [r for r in summary.registries(cursor) if r.records]
        for one in registries[:2]:
            definition = summary.definition(cursor, one.registry)
            form, unit = definition.forms[0], max(one.units, key=lambda u: u.own_records).unit
            table = record_table(one.registry, form.id)
            rows = [
                read_row(cursor, definition, form, unit, record)
                for (record,) in cursor.execute(
                    f"SELECT record_id FROM {table} WHERE unit = ? AND form_status = 'completed' ORDER BY record_id"
                    " LIMIT 2",
                    [unit],
                ).fetchall()
            ]
            variable = next(v for v in form.variables if v.type == "integer")
            first, second = (row for row in rows if row is not None)
            other = 0 if first[variable.id] != 0 else 1
            corrections.write(program.ledger, ragnar, definition, form, first, {variable.id: other})
            place = (one.registry, unit, form.id, str(second["record_id"]))
            raise_query(program.ledger, ragnar, place, variable.id, "Stemmer dette?")
    assert len(registries) >= 3
    seen = {}
    for one in registries:
        with opened(qtbot, program, registry=one.registry) as window:
            window.show_page("overview")
            settle(qtbot, window)
            item = window._navigation.item(3)
            qtbot.waitUntil(lambda item=item: item.data(NUMBER) is not None, timeout=SECONDS)
            qtbot.waitUntil(lambda window=window: cards(window) and "…" not in cards(window).values(), timeout=SECONDS)
            told = cards(window)
            window.show_page("corrections")
            settle(qtbot, window)
            page = window.pages["corrections"]
            assert isinstance(page, CorrectionsPage) and page.rows is not None
            assert told[one.registry] == item.data(NUMBER) == str(len(page.rows))
            seen[one.registry] = told
    assert all(told == seen[registries[0].registry] for told in seen.values()), "also of the registries not chosen"


def test_a_card_leads_to_what_is_to_do_in_its_registry(qtbot: QtBot, program: Program) -> None:
    with opened(qtbot, program, registry="hoftebrudd") as window:
        window.show_page("overview")
        qtbot.waitUntil(lambda: "…" not in cards(window).values(), timeout=SECONDS)
        told = cards(window)
        card = next(
            c
            for c in window.pages["overview"].findChildren(RegistryCard)
            if c.whose[0] != "hoftebrudd" and told[c.whose[0]].isdigit()
        )
        assert card._work.isVisible()
        card._work.click()
        settle(qtbot, window)
        page = window.pages["corrections"]
        assert isinstance(page, CorrectionsPage) and page.isVisible()
        assert page.view is not None and page.view.summary.registry == card.whose[0]
        assert page.rows is not None and len(page.rows) == int(told[card.whose[0]])
