"""A real hospital's published figures in the window: every number as in the service's own file."""

from __future__ import annotations

import json
from pathlib import Path

from pytestqt.qtbot import QtBot
from windows import DAY, nothing_left, opened, settle  # noqa: F401

from app.pages.results import ResultsPage
from app.program import open_program
from app.published import import_published
from local_cache.keys import throwaway_keys
from widgets.tables.indicators import NATION, OWN, IndicatorTable, N

HOSPITAL, YEAR = "Haukeland", "2018"


def test_a_hospitals_published_year_is_shown_as_published(qtbot: QtBot, shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "skde"
    described = {d["id"]: d for d in json.loads((folder / "description.min.json").read_text("utf-8"))}
    with open_program(tmp_path / "data", keys=throwaway_keys(), offline=True, today=DAY) as program:
        import_published(program, str(folder), unit=HOSPITAL)
        with opened(qtbot, program, registry="skde_hoftebrudd", period=YEAR) as window:
            window.show_page("results")
            settle(qtbot, window)
            page = window.pages["results"]
            assert isinstance(page, ResultsPage)
            table = page.findChild(IndicatorTable)
            assert table is not None
            assert page.table is not None
            published = {
                row["ind_id"]: row
                for row in json.loads((folder / "indicator_hosp.min.json").read_text("utf-8"))
                if row["unit_name"] == HOSPITAL and str(row["year"]) == YEAR
            }
            nation = {
                row["ind_id"]: row
                for row in json.loads((folder / "indicator_nat.min.json").read_text("utf-8"))
                if str(row["year"]) == YEAR
            }
            seen = 0
            for row, result in enumerate(page.table.results):
                theirs = published.get(result.indicator)
                if theirs is None or theirs["denominator"] < (described[result.indicator]["min_denominator"] or 5):
                    continue
                seen += 1
                model = table.indicators
                assert result.own.value == theirs["var"]
                percent = f"{theirs['var'] * 100:.6f}"
                assert (
                    abs(float(model.index(row, OWN).data().split("\u00a0")[0].replace(",", ".")) - float(percent))
                    <= 0.5
                )
                assert model.index(row, N).data().replace("\u00a0", "") == str(theirs["denominator"])
                assert result.nation.value == nation[result.indicator]["var"]
                assert model.index(row, NATION).data() != "–"
            assert seen >= 4
