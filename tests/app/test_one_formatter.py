"""No code of the program's face turns a number into text but through `local_cache/results/format.py`.

The source of `app` and `widgets` is read, not run: whatever formats a number in one of the ways Python and Qt have for
it is found, unless it stands below with the reason why it is no figure.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("app", "widgets")

NO_FIGURES = {
    ("app/options.py", "{least:,}"): "bounds of an option, in the English words of wrong usage",
    ("app/options.py", "{most:,}"): "bounds of an option, in the English words of wrong usage",
    ("app/demonstration.py", "str(records)"): "an option on the command line of the registry's own process",
    ("app/demonstration.py", "str(seed)"): "an option on the command line of the registry's own process",
    ("app/codebook_as_json.py", "{c['value']}"): "a code of a code list, which is a text",
    ("widgets/codebook_text.py", "{code.value}"): "a code of a code list, which is a text",
    ("widgets/forms/fields.py", "{code.value}"): "a code of a code list, which is a text",
    ("widgets/forms/fault_text.py", "{fault.number:04}"): "a year that cannot be right, as it was typed",
    ("widgets/report/pdf.py", "{len(own) - 1}"): "the number of a piece of a page, an operand of PDF",
    ("widgets/report/pdf.py", "{2 * len(elements)}"): "how many marks were drawn, for the developers",
    (
        "widgets/report/pdf.py",
        "b'q\\\\n[^\\\\n]* cm\\\\n-(\\\\d+) -%d 1 1 re\\\\nf\\\\nQ\\\\n' % FAR",
    ): "a place outside of the page, among PDF's operators",
    ("app/unexpected.py", "{now:%Y%m%dT%H%M%S%f}"): "the moment in the name of a file",
    ("app/unexpected.py", "{now:%c}"): "the moment of a crash, for the developers who read the report",
    (
        "app/window.py",
        "from PySide6.QtCore import QLocale, QObject, QSocketNotifier, Qt, QTranslator",
    ): "asks the system for its language, and formats nothing",
}
"""File and code of what is let pass, and why."""

NUMBERS = {"value", "low", "high", "numerator", "denominator", "exposure", "deviation", "phi", "tau2", "share", "mean"}
NUMBERS |= {
    "size",
    "z",
    "n",
    "count",
    "rows",
    "records",
    "units",
    "indicators",
    "bytes",
    "parts",
    "upserted",
    "deleted",
}
"""Attributes and keys that are numbers of a figure, a funnel, a spread, a synchronisation."""

CONVERSION = re.compile(r"%[-+ #0]*[\d*]*(\.[\d*]+)?[dieEfFgGu]")
FIELD = re.compile(r"\{[^{}:]*:[^{}]*\}")
FORMATTING_CALLS = frozenset(("toString", "toCurrencyString", "quantize", "array2string", "format_float_positional"))
FORMATTING_NAMES = frozenset(("QLocale", "locale"))
TEXT_CALLS = frozenset(("str", "repr", "format", "setText", "say", "setToolTip", "join", "drawText"))


def formatted_numbers(source: str) -> Iterator[tuple[int, str]]:
    """Line and code of every place in a module that formats a number."""
    yield from _within(ast.parse(source), frozenset())


def _within(scope: ast.AST, names: frozenset[str]) -> Iterator[tuple[int, str]]:
    """`names`: variables that hold numbers here."""
    for node in ast.iter_child_nodes(scope):
        if _formats(node, names):
            yield node.lineno, ast.unparse(node)  # type: ignore[attr-defined]
        inside = _numbers_of(node) if isinstance(node, ast.FunctionDef | ast.Lambda) else names
        yield from _within(node, inside)


def _numbers_of(function: ast.FunctionDef | ast.Lambda) -> frozenset[str]:
    """Parameters said to be int or float, and variables that are only ever given what is plainly a number."""
    arguments = function.args
    given: dict[str, list[bool]] = {}
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        kind = argument.annotation
        given[argument.arg] = [isinstance(kind, ast.Name) and kind.id in ("int", "float")]
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.setdefault(node.id, [])
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        plain = isinstance(target, ast.Name) and _is_number(node.value, frozenset())
                        given.setdefault(name.id, []).append(plain)
    return frozenset(name for name, plain in given.items() if plain and all(plain))


def _formats(node: ast.AST, names: frozenset[str]) -> bool:
    if isinstance(node, ast.FormattedValue):
        return node.format_spec is not None or _is_number(node.value, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return isinstance(node.left, ast.Constant) and bool(CONVERSION.search(str(node.left.value)))
    if isinstance(node, ast.ImportFrom | ast.Import):
        modules = {alias.name for alias in node.names} | {getattr(node, "module", None)}
        return bool(modules & FORMATTING_NAMES)
    return isinstance(node, ast.Call) and _call_formats(node, names)


def _call_formats(call: ast.Call, names: frozenset[str]) -> bool:
    function = call.func
    arguments = [*call.args, *(k.value for k in call.keywords)]
    if isinstance(function, ast.Attribute) and function.attr == "drawText":
        arguments = arguments[-1:]  # what stands before it is where
    numbers = any(_is_number(a, names) for a in arguments)
    if isinstance(function, ast.Attribute):
        if function.attr == "format":
            template = function.value
            return numbers or (isinstance(template, ast.Constant) and bool(FIELD.search(str(template.value))))
        return function.attr in FORMATTING_CALLS or (function.attr in TEXT_CALLS and numbers)
    if isinstance(function, ast.Name):
        return (function.id == "format" and len(call.args) > 1) or (function.id in TEXT_CALLS and numbers)
    return False


def _is_number(node: ast.expr, names: frozenset[str]) -> bool:
    """Whether an expression is a number as far as one can see from its form."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in ("round", "float", "int", "abs", "sum", "len")
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Attribute):
        return node.attr in NUMBERS
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in NUMBERS
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Div) and _is_path(node):
            return False
        arithmetic = isinstance(node.op, ast.Mult | ast.Div | ast.Sub | ast.FloorDiv | ast.Pow)
        return arithmetic or _is_number(node.left, names) or _is_number(node.right, names)
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _is_path(division: ast.BinOp) -> bool:
    named = isinstance(division.right, ast.JoinedStr) or (
        isinstance(division.right, ast.Constant) and isinstance(division.right.value, str)
    )
    return named or (isinstance(division.left, ast.Attribute) and division.left.attr == "parent")


def modules() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def test_no_code_but_the_formatter_formats_a_number() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), line, code)
        for path in modules()
        for line, code in formatted_numbers(path.read_text(encoding="utf-8"))
    ]
    strange = [f"{file}:{line}: {code}" for file, line, code in found if (file, code) not in NO_FIGURES]
    assert strange == []
    assert len(modules()) > 40


def test_what_is_let_pass_is_there_and_has_a_reason() -> None:
    here = {
        (path.relative_to(ROOT).as_posix(), code)
        for path in modules()
        for _, code in formatted_numbers(path.read_text(encoding="utf-8"))
    }
    assert set(NO_FIGURES) <= here
    assert all(len(reason.split()) > 3 for reason in NO_FIGURES.values())


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(f"{value:.1f}")',
        'label.setText(f"{share:.0%}")',
        'words = f"n = {n:,}"',
        'words = f"n = {n:d}"',
        'def say(n: int) -> str:\n    return f"n = {n}"',
        'def say(figure) -> str:\n    n = figure.denominator\n    return f"n = {n}"',
        'def say(rows) -> str:\n    n = len(rows)\n    return tr("{n} rows").format(n=n)',
        'words = f"{len(rows)} rows"',
        'words = tr("{n} rows").format(n=len(rows))',
        'words = f"{figure.value}"',
        "words = f\"{row['denominator']}\"",
        'words = f"{round(x, 1)} %"',
        'words = f"{100 * share} %"',
        "words = str(round(x, 1))",
        "words = str(figure.value)",
        "words = str(x / y)",
        "words = repr(float(x))",
        "label.setText(str(round(x)))",
        "painter.drawText(area, flags, str(figure.value))",
        'words = "%.1f" % x',
        'words = "%d of %d" % (a, b)',
        'words = "{:.1f}".format(x)',
        'words = "{value:.1f} %".format(value=x)',
        'words = tr("{value} %").format(value=round(x))',
        'words = format(x, ".1f")',
        "words = QLocale().toString(x)",
        "from PySide6.QtCore import QLocale",
        "import locale",
        "words = Decimal(x).quantize(one)",
    ],
)
def test_every_way_of_formatting_a_number_is_found(source: str) -> None:
    assert list(formatted_numbers(source))


@pytest.mark.parametrize(
    "source",
    [
        'words = f"{title} ({unit})"',
        "words = format_value(figure, language)",
        'words = tr("{n} cases").format(n=format_count(n, language))',
        "width = round(em(self) * 1.8)",
        "label.setMinimumWidth(round(em(label) * 22))",
        'words = " ".join([one, other])',
        'words = f"{level}{EN_DASH}{other}"',
        'def say(n: int) -> str:\n    words = format_count(n, "nb")\n    return f"n = {words}"',
        'def say(figure) -> str:\n    n = format_count(figure.denominator, "nb")\n    return f"n = {n}"',
        "painter.drawText(left, round(top * 2), flags, words)",
        "words = str(path)",
        'words = str(folder / "name")',
        "words = str(Path(executable).parent / name)",
    ],
)
def test_text_and_geometry_are_let_pass(source: str) -> None:
    assert list(formatted_numbers(source)) == []
