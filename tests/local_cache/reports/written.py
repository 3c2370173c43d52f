"""Views to write templates against: every part filled, texts that mean something in Markdown and HTML."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from local_cache.reports import views
from local_cache.reports.document import Block, Column, Figure, Paragraph, Run, TableBlock

ODD = "*Øre* | <b>ål</b> & `æ` \\ [1](x) # {{ 7 }} {% if %} __x__ 1. ~a~"
"""A registry's label as it may be."""


def view(kind: type, size: int = 2, **parts: Any) -> Any:
    """A view with `size` of everything in lists and ODD for every text."""
    hints = typing.get_type_hints(kind)
    made = {}
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        if isinstance(hint, types.UnionType):
            hint = typing.get_args(hint)[0]
        if typing.get_origin(hint) is tuple:
            made[field.name] = tuple(view(typing.get_args(hint)[0], size) for _ in range(size))
        elif dataclasses.is_dataclass(hint):
            made[field.name] = view(hint, size)
        else:
            made[field.name] = {str: ODD, int: 3, bool: True}[hint]
    return kind(**(made | parts))


def data(size: int = 2, **parts: Any) -> dict[str, Any]:
    registry = view(views.RegistryView, size, **parts)
    return {"report": view(views.ReportView), "registry": registry, "registries": (registry,) * size}


def chart(kind: str, of: Any) -> Block:
    return Figure(None, kind, "what is seen")


def table(kind: str, of: Any) -> Block:
    return TableBlock(kind, (Column("a"), Column("n", numeric=True)), (("x", "1"), (ODD, "2")), frozenset({1}))


def letters(blocks: tuple[Block, ...]) -> str:
    """Everything that is said, one block a line."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append("".join(run.text for run in block.text))
        elif hasattr(block, "items"):
            lines += ["".join(run.text for run in item) for item in block.items]
        elif hasattr(block, "text"):
            lines.append(str(block.text))
    return "\n".join(lines)


__all__ = ["ODD", "Run", "chart", "data", "letters", "table", "view"]
