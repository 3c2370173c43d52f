"""A report's template: a text file whose header says what it is for, and whose text chooses its words by the data.

    title.nb: Kvartalsrapport
    title.en: Quarterly report
    about.nb: Egen avdeling mot landet.
    about.en: Own department against the country.
    choices: registry, unit, period
    --- nb
    ## {{ registry.name }}
    {% for indicator in registry.low %}
    - {{ indicator.title }}: {{ indicator.value }}
    {% endfor %}
    {{ chart("over_time", registry) }}
    --- en
    …

The text is Markdown written by Jinja2, of which only what is named here is understood. Every accepted template ends:
loops go over lists of the data, and a loop within a loop over a part of what the outer one is at, so that no node is
reached more often than the data have parts. No name, part or function is reached but those of `views` and those below;
all of it is looked up before anything runs, with its line.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from local_cache.errors import QT_TRANSLATE_NOOP, Problem
from local_cache.registry import Texts, text_in
from local_cache.reports import grammar, views
from local_cache.reports.document import Block, NewPage
from local_cache.reports.markdown import escaped, place, plain, read_markdown

LONGEST_SOURCE = 64_000
"""Letters of a template's file."""

LONGEST_OUTPUT = 400_000
"""Letters of what it writes, of Markdown."""

MOST_NODES = 4_000
MOST_PLACED = 400
"""Charts, tables and page breaks."""

DEEPEST = 24
"""Parts within parts: conditions, loops, expressions."""

LOOPS_WITHIN = 3
LARGEST_NUMBER = 1_000_000
LANGUAGES = ("nb", "en")
CHOICES = ("registry", "registries", "unit", "period")
ENDING = ".md"

CHARTS: Mapping[str, type] = {
    "over_time": views.IndicatorView,
    "comparison": views.IndicatorView,
    "funnel": views.IndicatorView,
    "distribution": views.IndicatorView,
    "coverage": views.RegistryView,
    "timeliness": views.FormView,
}
"""The charts a template can place, with what each is of."""

TABLES: Mapping[str, type] = {
    "indicators": views.RegistryView,
    "coverage": views.RegistryView,
    "todo": views.RegistryView,
    "breaks": views.RegistryView,
    "over_time": views.IndicatorView,
    "comparison": views.IndicatorView,
    "completeness": views.FormView,
    "timeliness": views.FormView,
    "validity": views.FormView,
}

NAMES: Mapping[str, Any] = {
    "report": views.ReportView,
    "registry": views.RegistryView,
    "registries": tuple[views.RegistryView, ...],
}
"""What a template begins from."""

_LOOP: Mapping[str, Any] = {"first": bool, "last": bool, "index": int}
"""What is known of a loop inside it."""

_NOT_KNOWN = QT_TRANSLATE_NOOP("Problem", "this is not allowed in a template")
_NOT_FORMED = QT_TRANSLATE_NOOP("Problem", "this is not finished or not well formed")
_NO_NAME = QT_TRANSLATE_NOOP("Problem", "there is no such name")
_NO_PART = QT_TRANSLATE_NOOP("Problem", "it has no such part")
_NAME_TAKEN = QT_TRANSLATE_NOOP("Problem", "the name is taken")
_NO_LIST = QT_TRANSLATE_NOOP("Problem", "a loop goes over a list of the data")
_NOT_WITHIN = QT_TRANSLATE_NOOP("Problem", "a loop within a loop goes over a part of what the outer one is at")
_TOO_DEEP = QT_TRANSLATE_NOOP("Problem", "too much stands within each other here")
_TOO_LONG = QT_TRANSLATE_NOOP("Problem", "the template is too long")
_TOO_MUCH = QT_TRANSLATE_NOOP("Problem", "the report becomes too long here")
_NOT_WRITTEN = QT_TRANSLATE_NOOP("Problem", "only texts and numbers can be written out")
_NOT_COMPARED = QT_TRANSLATE_NOOP("Problem", "only numbers can be held against each other, or texts for being the same")
_WRONG_KIND = QT_TRANSLATE_NOOP("Problem", "the function is for something else")
_NO_CHART = QT_TRANSLATE_NOOP("Problem", "there is no such chart or table")
_NOTHING_THERE = QT_TRANSLATE_NOOP("Problem", "nothing is known of this here; ask first with {% if %}")
_NO_HEADER = QT_TRANSLATE_NOOP("Problem", "a header has lines of a known name, a colon and a text")
_NO_TITLE = QT_TRANSLATE_NOOP("Problem", "the header lacks a title")
_NO_TEXT = QT_TRANSLATE_NOOP("Problem", "there is no text; a line “--- nb” or “--- en” begins it")
_NO_CHOICE = QT_TRANSLATE_NOOP("Problem", "the choices are registry, registries, unit and period")
_UNSEEN = QT_TRANSLATE_NOOP("Problem", "there is a letter here that cannot be shown")
_NOT_TEXT = QT_TRANSLATE_NOOP("Problem", "the file is not a text in UTF-8")


class TemplateRefused(Problem):
    code = "template-refused"
    exit_code = 4
    happened = QT_TRANSLATE_NOOP("Problem", "The template {file} was refused. Line {line}, “{near}”: {reason}.")
    meaning = QT_TRANSLATE_NOOP("Problem", "No report was made from it; other templates are as usable as before.")
    action = QT_TRANSLATE_NOOP("Problem", "Correct the line, or take the file away.")


Place = Callable[[str, Any], Block]
"""Gives the chart or table of that name and view as a block."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """An accepted template.

    name: its file's, without ending; titles, about: by language; choices: what it must be told; inside: whether it is
    for use inside the unit only; own: whether it is the unit's; uses: every part, chart and table it names, so that
    nothing else need be read.
    """

    name: str
    titles: Texts
    about: Texts
    choices: tuple[str, ...]
    inside: bool
    own: bool
    uses: frozenset[str]
    file: str
    _source: str
    _bodies: Mapping[str, Any]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._bodies)

    def title(self, language: str) -> str:
        return text_in(self.titles, language)

    def render(self, language: str, data: Mapping[str, Any], chart: Place, table: Place) -> tuple[Block, ...]:
        """The blocks, in the language or the one it has. data: by the names of NAMES. Raises TemplateRefused where
        something it did not ask about is not there, or it becomes too long."""
        spoken = language if language in self._bodies else next(iter(self._bodies))
        placed: dict[int, Block] = {}

        def put(block: Block) -> _Placed:
            if len(placed) >= MOST_PLACED:
                raise _TooMuch
            placed[len(placed)] = block
            return _Placed(place(len(placed) - 1))

        functions: dict[str, Callable[..., object]] = {
            "chart": lambda kind, of: put(chart(kind, of)),
            "table": lambda kind, of: put(table(kind, of)),
            "new_page": lambda: put(NewPage()),
            "count": len,
            "plural": lambda n, one, several, none="": grammar.plural(n, one, several, language, none),
            "number_word": lambda n, gender="common": grammar.number_word(n, language, gender),
            "titles": lambda parts: grammar.listed([p.title for p in parts], language),
            "names": lambda parts: grammar.listed([p.name for p in parts], language),
            "capital": grammar.capital,
        }
        written: list[str] = []
        length = 0
        try:
            pieces = self._bodies[spoken].generate(**functions, **data)
            for piece in pieces:
                length += len(piece)
                if length > LONGEST_OUTPUT:
                    pieces.throw(_TooMuch())  # raised where it is at, so that its line is known
                written.append(piece)
        except _TooMuch as error:
            raise self._refused(_line_of(error), _TOO_MUCH) from None
        except (TemplateError, TypeError, AttributeError) as error:
            if not any(name == "<template>" for name, _ in _lines(error)):
                raise  # not the template's doing
            raise self._refused(_line_of(error), _NOTHING_THERE) from None
        return read_markdown("".join(written), placed)

    def _refused(self, line: int, reason: str) -> TemplateRefused:
        return _refusal(self.file, self._source, line, reason)


class _TooMuch(Exception):
    pass


class _Placed(str):
    """Stands in Markdown for a block; the one text that is not escaped."""

    __slots__ = ()


class _Environment(SandboxedEnvironment):
    """Only fields of views and what is known of a loop can be reached, and only functions given to `render` called."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, LoopContext):
            return attr in _LOOP
        return type(obj) in _VIEWS and attr in type(obj).__dataclass_fields__

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, types.FunctionType | types.BuiltinFunctionType)


_VIEWS = frozenset[type](v for v in vars(views).values() if isinstance(v, type) and is_dataclass(v))


@cache
def _environment(language: str) -> _Environment:
    environment = _Environment(
        undefined=StrictUndefined,
        finalize=partial(_written, language=language),
        trim_blocks=True,
        lstrip_blocks=True,
        loader=None,
        cache_size=0,
        auto_reload=False,
    )
    for known in (environment.globals, environment.filters, environment.tests):
        known.clear()
    return environment


def _written(value: object, language: str) -> str:
    if isinstance(value, _Placed):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError("not a text")
    return escaped(value if isinstance(value, str) else grammar.plural(value, "{n}", "{n}", language))


def read_template(file: Path, own: bool = False) -> Template:
    """Read and check a template's file. TemplateRefused with the line and the reason; OSError."""
    try:
        source = file.read_bytes()[: 4 * LONGEST_SOURCE + 4].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TemplateRefused(file=file.name[:60], line=line, near="", reason=_NOT_TEXT) from None
    return parse_template(file.name, source, own)


def parse_template(file: str, source: str, own: bool = False) -> Template:
    """The same from the text itself."""
    refused = partial(_refusal, file, source)
    if len(source) > LONGEST_SOURCE:
        raise refused(1, _TOO_LONG)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header: dict[str, str] = {}
    bodies: dict[str, tuple[int, list[str]]] = {}
    body: list[str] | None = None
    for number, line in enumerate(lines, 1):
        begins = re.fullmatch(r"---\s*([a-z]{2})\s*", line)
        if begins:
            language = begins[1]
            if language not in LANGUAGES or language in bodies:
                raise refused(number, _NO_TEXT)
            body = []
            bodies[language] = (number, body)
        elif body is not None:
            body.append(line)
        elif line.strip() and not line.startswith("#"):
            name, colon, text = (part.strip() for part in line.partition(":"))
            known = {"choices", "use", *(f"{what}.{of}" for what in ("title", "about") for of in LANGUAGES)}
            if not (colon and text and name in known) or name in header:
                raise refused(number, _NO_HEADER)
            if name == "choices" and not {c.strip() for c in text.split(",")} <= set(CHOICES):
                raise refused(number, _NO_CHOICE)
            if name == "use" and text not in ("inside", "everywhere"):
                raise refused(number, _NO_HEADER)
            header[name] = plain(text)
    if not bodies:
        raise refused(len(lines), _NO_TEXT)
    titles = {of: header[f"title.{of}"] for of in LANGUAGES if f"title.{of}" in header}
    if not titles:
        raise refused(1, _NO_TITLE)
    uses: set[str] = set()
    made = {}
    for language, (above, said) in bodies.items():
        # Led by empty lines, so that lines are those of the file.
        made[language] = _accepted("\n" * above + "\n".join(said), above + 1, language, refused, uses)
    return Template(
        name=file.removesuffix(ENDING),
        titles=titles,
        about={of: header[f"about.{of}"] for of in LANGUAGES if f"about.{of}" in header},
        choices=tuple(c.strip() for c in header.get("choices", "registry, unit, period").split(",")),
        inside=header.get("use") == "inside",
        own=own,
        uses=frozenset(uses),
        file=file,
        _source=source,
        _bodies=made,
    )


def _accepted(
    text: str, first: int, language: str, refused: Callable[[int, str], TemplateRefused], uses: set[str]
) -> Any:
    """The body as Jinja2 made it ready; `first` is its first line."""
    for number, line in enumerate(text.split("\n"), 1):
        if plain(line) != line.replace("\t", " "):
            raise refused(number, _UNSEEN)
    environment = _environment(language)
    try:
        _Check(refused, uses).template(environment.parse(text))
        return environment.from_string(text)
    except TemplateError as error:
        raise refused(getattr(error, "lineno", None) or first, _NOT_FORMED) from None
    except (RecursionError, ValueError, OverflowError, SyntaxError, MemoryError):
        raise refused(first, _TOO_DEEP) from None


@cache
def _parts(view: type) -> dict[str, Any]:
    """The types of a view's parts by name."""
    hints = typing.get_type_hints(view)
    return {field.name: hints[field.name] for field in fields(view)}


def _without_none(kind: Any) -> Any:
    if isinstance(kind, types.UnionType):
        return next(part for part in typing.get_args(kind) if part is not type(None))
    return kind


def _element(kind: Any) -> Any:
    """What a list of the data is of, None for anything else."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


class _Check:
    """Goes through a template's tree once: every node is of a kind named here, and of a known type."""

    def __init__(self, refused: Callable[[int, str], TemplateRefused], uses: set[str]) -> None:
        self._refused = refused
        self._uses = uses
        self._names: dict[str, Any] = dict(NAMES)
        self._loops: list[str] = []
        self._seen = 0

    def template(self, tree: nodes.Template) -> None:
        self._statements(tree.body, 0)

    def _no(self, node: nodes.Node, reason: str) -> TemplateRefused:
        """Jinja2 gives some nodes of its own no line; what is in them has one."""
        within = (n.lineno for n in (node, *node.find_all(nodes.Node)) if n.lineno)
        return self._refused(next(within, 1), reason)

    def _count(self, node: nodes.Node, deep: int) -> None:
        self._seen += 1
        if self._seen > MOST_NODES:
            raise self._no(node, _TOO_LONG)
        if deep > DEEPEST:
            raise self._no(node, _TOO_DEEP)

    def _statements(self, body: list[nodes.Node], deep: int) -> None:
        for node in body:
            self._count(node, deep)
            if type(node) is nodes.Output:
                for part in node.nodes:
                    if type(part) is nodes.TemplateData:
                        continue
                    if self._type(part, deep + 1) not in (str, int):
                        raise self._no(part, _NOT_WRITTEN)
            elif type(node) is nodes.If:
                self._type(node.test, deep + 1)
                for branch in (node.body, node.elif_, node.else_):
                    self._statements(typing.cast(list[nodes.Node], branch), deep + 1)
            elif type(node) is nodes.For:
                self._for(node, deep)
            else:
                raise self._no(node, _NOT_KNOWN)

    def _for(self, node: nodes.For, deep: int) -> None:
        if node.recursive or type(node.target) is not nodes.Name:
            raise self._no(node, _NOT_KNOWN)
        of = _element(self._type(node.iter, deep + 1))
        if of is None:
            raise self._no(node, _NO_LIST)
        root: nodes.Node = node.iter
        while type(root) is nodes.Getattr:
            root = root.node
        if self._loops and not (type(root) is nodes.Name and root.name in self._loops):
            raise self._no(node, _NOT_WITHIN)
        if len(self._loops) >= LOOPS_WITHIN:
            raise self._no(node, _TOO_DEEP)
        name = node.target.name
        if name in self._names or name in _FUNCTIONS or name == "loop" or name.startswith("_"):
            raise self._no(node, _NAME_TAKEN)
        self._names[name] = of
        self._loops.append(name)
        if node.test is not None:
            self._type(node.test, deep + 1)
        self._statements(node.body, deep + 1)
        self._loops.pop()
        del self._names[name]
        self._statements(node.else_, deep + 1)

    def _type(self, node: nodes.Node, deep: int) -> Any:
        """The type of what an expression gives."""
        self._count(node, deep)
        kind = type(node)
        if isinstance(node, nodes.Const) and kind is nodes.Const:
            return self._constant(node)
        if isinstance(node, nodes.Name) and kind is nodes.Name:
            if node.ctx != "load" or node.name not in self._names:
                raise self._no(node, _NO_NAME)
            return self._names[node.name]
        if isinstance(node, nodes.Getattr) and kind is nodes.Getattr:
            return self._part(node, deep)
        if isinstance(node, nodes.Call) and kind is nodes.Call:
            return self._call(node, deep)
        if isinstance(node, nodes.Not) and kind is nodes.Not:
            self._type(node.node, deep + 1)
            return bool
        if isinstance(node, nodes.And | nodes.Or):
            left, right = self._type(node.left, deep + 1), self._type(node.right, deep + 1)
            return left if left is right and left in (str, int) else bool
        if isinstance(node, nodes.Compare) and kind is nodes.Compare:
            return self._compare(node, deep)
        if isinstance(node, nodes.CondExpr) and kind is nodes.CondExpr and node.expr2 is not None:
            self._type(node.test, deep + 1)
            one, other = self._type(node.expr1, deep + 1), self._type(node.expr2, deep + 1)
            if one is not other or one not in (str, int):
                raise self._no(node, _NOT_WRITTEN)
            return one
        raise self._no(node, _NOT_KNOWN)

    def _constant(self, node: nodes.Const) -> Any:
        value = node.value
        if isinstance(value, bool):
            return bool
        if isinstance(value, int) and abs(value) <= LARGEST_NUMBER:
            return int
        if isinstance(value, str):
            return str
        raise self._no(node, _NOT_KNOWN)

    def _part(self, node: nodes.Getattr, deep: int) -> Any:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and self._loops and node.attr in _LOOP:
            return _LOOP[node.attr]
        of = _without_none(self._type(node.node, deep + 1))
        known = _parts(of) if isinstance(of, type) and is_dataclass(of) else {}
        if node.attr not in known:
            raise self._no(node, _NO_PART)
        self._uses.add(node.attr)
        return known[node.attr]

    def _compare(self, node: nodes.Compare, deep: int) -> Any:
        left = self._type(node.expr, deep + 1)
        for operand in node.ops:
            right = self._type(operand.expr, deep + 1)
            same = operand.op in ("eq", "ne") and left is right and left in (str, int, bool)
            ordered = operand.op in ("gt", "gteq", "lt", "lteq") and left is int and right is int
            if not (same or ordered):
                raise self._no(node, _NOT_COMPARED)
            left = right
        return bool

    def _call(self, node: nodes.Call, deep: int) -> Any:
        if not isinstance(node.node, nodes.Name) or node.node.name not in _FUNCTIONS:
            raise self._no(node, _NO_NAME)
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise self._no(node, _NOT_KNOWN)
        name = node.node.name
        given = [self._type(arg, deep + 1) for arg in node.args]
        if name in ("chart", "table"):
            self._placed(node, given)
            return str
        least, wanted, gives = _FUNCTIONS[name]
        fits = least <= len(given) <= len(wanted) and all(_fits(g, w) for g, w in zip(given, wanted, strict=False))
        if name == "number_word" and len(given) > 1:
            gender = node.args[1]
            fits = fits and isinstance(gender, nodes.Const) and gender.value in ("common", "neuter")
        if not fits:
            raise self._no(node, _WRONG_KIND)
        return gives

    def _placed(self, node: nodes.Call, given: list[Any]) -> None:
        assert isinstance(node.node, nodes.Name)
        known = CHARTS if node.node.name == "chart" else TABLES
        kind = node.args[0] if node.args else None
        if not (isinstance(kind, nodes.Const) and kind.value in known):
            raise self._no(node, _NO_CHART)
        if len(given) != 2 or given[1] is not known[kind.value]:
            raise self._no(node, _WRONG_KIND)
        self._uses.add(f"{node.node.name}:{kind.value}")


_TITLED, _NAMED, _ANY = "titled", "named", "any"
"""Lists of what has a title, of what has a name, and any list."""

_FUNCTIONS: Mapping[str, tuple[int, tuple[Any, ...], Any]] = {
    "chart": (2, (str, _ANY), str),
    "table": (2, (str, _ANY), str),
    "new_page": (0, (), str),
    "count": (1, (_ANY,), int),
    "plural": (3, (int, str, str, str), str),
    "number_word": (1, (int, str), str),
    "titles": (1, (_TITLED,), str),
    "names": (1, (_NAMED,), str),
    "capital": (1, (str,), str),
}
"""Functions: the fewest arguments, what they are, and what comes of it."""


def _fits(given: Any, wanted: Any) -> bool:
    if wanted in (_TITLED, _NAMED, _ANY):
        of = _element(given)
        if of is None:
            return False
        part = {_TITLED: "title", _NAMED: "name"}.get(wanted)
        return part is None or (is_dataclass(of) and isinstance(of, type) and part in _parts(of))
    return given is wanted


def _lines(error: BaseException) -> list[tuple[str, int]]:
    found, at = [], error.__traceback__
    while at is not None:
        found.append((at.tb_frame.f_code.co_filename, at.tb_lineno))
        at = at.tb_next
    return found


def _line_of(error: BaseException) -> int:
    """The template's line in which it happened; Jinja2 writes those into the trace."""
    return next((line for name, line in reversed(_lines(error)) if name == "<template>"), 1)


def _refusal(file: str, source: str, line: int, reason: str) -> TemplateRefused:
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    near = plain(lines[line - 1]).strip()[:60] if 0 < line <= len(lines) else ""
    return TemplateRefused(file=file[:60], line=line, near=near, reason=reason)
