"""The templates there are: those of the program, and in a folder of their own those a unit has written or adapted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.reports.template import ENDING, Template, TemplateRefused, parse_template, read_template

MOST_OWN = 200
"""Files of the unit's own that are read."""

FOLDER = "templates"
"""Where a unit's own templates are, in its data directory."""


class TemplateNotHere(Problem):
    code = "template-not-here"
    exit_code = 2
    happened = QT_TRANSLATE_NOOP("Problem", "There is no report template “{name}” here.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No report was made.")
    action = QT_TRANSLATE_NOOP("Problem", "Choose one of: {known}.")


class TemplateUnreadable(Problem):
    code = "template-unreadable"
    exit_code = 6
    happened = QT_TRANSLATE_NOOP("Problem", "The template {file} could not be read.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No report was made from it; other templates are as usable as before.")
    action = QT_TRANSLATE_NOOP("Problem", "Ask for the right to read it, or take the file away.")


@dataclass(frozen=True, slots=True)
class Library:
    """templates: by name, in order; refused: by name of the file, why it is not among them."""

    templates: Mapping[str, Template] = field(default_factory=dict)
    refused: Mapping[str, Problem] = field(default_factory=dict)

    def template(self, name: str) -> Template:
        """Raises TemplateNotHere, and where its file was refused the reason for that."""
        refused = self.refused.get(name + ENDING)
        if refused is not None:
            raise refused
        if name not in self.templates:
            raise TemplateNotHere(name=name[:60], known=", ".join(self.templates))
        return self.templates[name]


def library(own: Path | None = None) -> Library:
    """All templates. One of the folder `own` with the name of one of the program's stands in its place.

    A bad file is refused alone; where it has the name of one of the program's, no other one stands in its place, for
    the unit wanted another text than that.
    """
    found = dict(_packaged())
    refused: dict[str, Problem] = {}
    for path in _own_files(own):
        name = path.name.removesuffix(ENDING)
        try:
            found[name] = read_template(path, own=True)
        except TemplateRefused as problem:
            refused[path.name] = problem
        except OSError:
            refused[path.name] = TemplateUnreadable(file=path.name[:60])
        if path.name in refused:
            found.pop(name, None)
    return Library(found, refused)


def _own_files(own: Path | None) -> list[Path]:
    if own is None:
        return []
    try:
        return sorted(f for f in own.iterdir() if f.name.endswith(ENDING) and f.is_file())[:MOST_OWN]
    except OSError:  # no folder: none have been written
        return []


@cache
def _packaged() -> Mapping[str, Template]:
    """The program's own, which never change while it runs."""
    folder = resources.files("local_cache.reports") / "templates"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(ENDING)), key=lambda f: f.name)
    made = (parse_template(f.name, f.read_text(encoding="utf-8")) for f in files)
    return {template.name: template for template in made}
