"""The program's templates, and a unit's own beside or in place of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_cache.reports.library import TemplateNotHere, library
from local_cache.reports.template import TemplateRefused
from tests.local_cache.disks import small_disk
from tests.local_cache.reports.written import chart, data, letters, table

NAMES = ["annual", "morning", "quality", "quarterly", "readiness"]
OWN = "title.nb: Vår egen\n--- nb\nHei {{ report.unit }}.\n"


def test_the_programs_templates_speak_both_languages() -> None:
    found = library()
    assert list(found.templates) == NAMES and not found.refused
    for template in found.templates.values():
        assert template.languages == ("nb", "en") and set(template.titles) == set(template.about) == {"nb", "en"}
        assert not template.own
        assert ("registries" in template.choices) == (template.name == "annual")
    assert {t.name for t in found.templates.values() if not t.inside} == {"quarterly", "annual"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("size", [0, 1, 8])
def test_they_write_of_nothing_and_of_much(name: str, language: str, size: int) -> None:
    template = library().templates[name]
    blocks = template.render(language, data(size) | {"registries": (data(size)["registry"],)}, chart, table)
    assert blocks and "\\" not in letters(blocks).replace("\\ [1]", "")
    for nothing in ("coverage", "readiness", "work"):
        bare = data(size, **{nothing: None})
        assert template.render(language, bare | {"registries": (bare["registry"],)}, chart, table)


def test_both_languages_place_the_same(tmp_path: Path) -> None:
    for template in library().templates.values():
        nb, en = (template.render(of, data(), chart, table) for of in ("nb", "en"))
        assert [type(b) for b in nb] == [type(b) for b in en], template.name


def test_own_ones_stand_beside_and_in_place_of_the_programs(tmp_path: Path) -> None:
    (tmp_path / "quarterly.md").write_text(OWN, encoding="utf-8")
    (tmp_path / "Øre & ål.md").write_text(OWN, encoding="utf-8")
    (tmp_path / "note.txt").write_text("no template", encoding="utf-8")
    found = library(tmp_path)
    assert sorted(found.templates) == sorted([*NAMES, "Øre & ål"]) and not found.refused
    assert found.template("quarterly").own and found.template("quarterly").title("en") == "Vår egen"
    assert not found.template("morning").own


def test_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OWN + "{{ report.__class__ }}", encoding="utf-8")
    (tmp_path / "b.md").write_text(OWN, encoding="utf-8")
    (tmp_path / "quarterly.md").write_bytes(b"\xff\xfe")
    found = library(tmp_path)
    assert "b" in found.templates and "morning" in found.templates
    assert set(found.refused) == {"a.md", "quarterly.md"}
    with pytest.raises(TemplateRefused) as said:
        found.template("a")
    assert said.value.facts["line"] == 4 and "__class__" in said.value.sentence()
    # The unit wanted another text than the program's: that one is not given in its place.
    with pytest.raises(TemplateRefused):
        found.template("quarterly")
    with pytest.raises(TemplateNotHere):
        found.template("c")


def test_no_folder_is_no_own_templates(tmp_path: Path) -> None:
    assert list(library(tmp_path / "none").templates) == NAMES
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert list(library(tmp_path / "file").templates) == NAMES
    with small_disk(tmp_path / "small", 4) as disk:
        assert list(library(disk).templates) == NAMES
