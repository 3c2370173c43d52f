"""Everything people read is marked for translation, and Bokmål has all of it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

import app
import local_cache
from app.main_window import TRANSLATIONS
from app.problems import problem_sentences
from app.translations.update import ROOT, compile_all, sources, update
from local_cache.errors import Problem

CATALOGUE = TRANSLATIONS / "egnetall_nb.ts"


def messages(file: Path) -> dict[tuple[str, str], ElementTree.Element]:
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[name, message.findtext("source") or ""] = translation
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue brought up to date with the source as it is now."""
    directory = tmp_path_factory.mktemp("translations")
    copy(CATALOGUE, directory)
    update(directory)
    compile_all(directory)
    return directory


def test_the_catalogue_is_up_to_date_and_finished(extracted: Path) -> None:
    now, kept = messages(extracted / CATALOGUE.name), messages(CATALOGUE)
    assert set(now) - set(kept) == set(), "new texts: run `make translations` and translate them"
    assert set(kept) - set(now) == set(), "texts no longer used: run `make translations`"
    unfinished = [key for key, translation in now.items() if translation.get("type") or not translation.text]
    assert unfinished == []


def test_the_compiled_catalogue_is_the_catalogue(extracted: Path) -> None:
    assert (extracted / "egnetall_nb.qm").read_bytes() == (TRANSLATIONS / "egnetall_nb.qm").read_bytes()


def test_every_place_in_a_text_is_in_its_translation() -> None:
    def places(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    wrong = [
        key for key, translation in messages(CATALOGUE).items() if places(key[1]) != places(translation.text or "")
    ]
    assert wrong == []


def test_only_literals_are_translated() -> None:
    """`tr(f"…")` and `tr(variable)` are lost to the translation tools without a word."""
    lost = []
    for file in sources():
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = {"tr": node.args[:1], "translate": node.args[:2], "QT_TRANSLATE_NOOP": node.args[:2]}.get(name, [])
            if name == "translate" and len(node.args) < 2:
                continue
            if any(not (isinstance(t, ast.Constant) and isinstance(t.value, str)) for t in texts):
                lost.append(f"{file}:{node.lineno}")
    # The places that look up what was marked where it is defined.
    looked_up = (
        "app/problems.py",
        "app/corrections/unsent_copy.py",
        "app/exporting.py",
        "app/pages/pages.py",
        "widgets/report/pages.py",
    )
    assert [place for place in lost if not place.startswith(looked_up)] == []


def problems() -> Iterator[type[Problem]]:
    for package in (app, local_cache):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting = [Problem]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.split(".")[0] in ("app", "local_cache"):
                waiting.append(kind)
                yield kind


def test_every_expected_error_says_three_things_in_bokmaal(qapp: QCoreApplication) -> None:
    known = messages(CATALOGUE)
    missing = [
        (kind.__name__, sentence)
        for kind in problems()
        for sentence in (kind.happened, kind.meaning, kind.action)
        if not sentence or ("Problem", sentence) not in known
    ]
    assert missing == []


def test_a_problem_is_said_in_the_language_of_the_screen(qapp: QCoreApplication) -> None:
    from local_cache.errors import Unreachable

    problem = Unreachable(address="https://register.example", reason="x")
    assert problem_sentences(problem)[0] == "https://register.example does not answer (x)."
    translator = QTranslator()
    assert translator.load(str(TRANSLATIONS / "egnetall_nb.qm"))
    qapp.installTranslator(translator)
    try:
        assert problem_sentences(problem)[0] == "https://register.example svarer ikke (x)."
    finally:
        qapp.removeTranslator(translator)
