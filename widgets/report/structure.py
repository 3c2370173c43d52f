"""What the parts of a page are, for those who have it read aloud: a tagged document's elements, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(eq=False, slots=True)
class Element:
    """tag: its name in PDF (H1, P, L, LI, Lbl, LBody, Table, Caption, TR, TH, TD, Figure); alt: of a figure; scope: of
    a header cell, Column or Row."""

    tag: str
    alt: str = ""
    scope: str = ""
    children: list[Element] = field(default_factory=list)

    def add(self, tag: str, alt: str = "", scope: str = "") -> Element:
        made = Element(tag, alt, scope)
        self.children.append(made)
        return made

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


class Marks(Protocol):
    """Told what is being painted."""

    def begin(self, element: Element | None) -> None:
        """What follows until `end` belongs to the element; None: to no one, such as lines and page numbers."""

    def end(self) -> None: ...


class Unmarked:
    """For the screen and the printer."""

    def begin(self, element: Element | None) -> None:
        pass

    def end(self) -> None:
        pass
