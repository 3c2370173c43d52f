"""The one small expression language of rules, indicators, subgroups and filters; `docs/expressions.md` describes it.

Expressions come from a registry and are never trusted. The text is parsed, every token, node and function is checked
against a short list, columns and types against the codebook, and the DuckDB SQL is then written anew from the checked
tree: no piece of the registry's text reaches DuckDB except numbers, dates and escaped text literals.

What is written never raises on any data, for one bad record must not stop a synchronisation: numbers that are not
finite and dates outside the years 1–9999 are unknown (NULL) wherever they are read, arithmetic is in double precision,
and a result that is not finite (a division by zero, say) is unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from local_cache.errors import ExpressionRefused
from local_cache.registry import Form, VariableType

if TYPE_CHECKING:
    from sqlglot import Token
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.expressions import Expr

ExpressionType = Literal["boolean", "number", "text", "date", "timestamp", "codes"]
"""What an expression gives. "codes" is the list of values of a multi-code variable."""

LONGEST_TEXT = 4_000
LONGEST_SQL = 64_000
DEEPEST = 100
"""Operations inside each other; a long chain of AND or OR counts as one."""
MOST_NESTED = 20
"""Parentheses, CASEs and prefixes inside each other. The parser takes up to 23 stack frames for each: with 20 it stays
well inside Python's limit wherever it is called from, so that the same text is not taken here and refused there."""
LONGEST_ECHO = 60

_TYPE_OF: dict[VariableType, ExpressionType] = {
    "integer": "number",
    "decimal": "number",
    "text": "text",
    "code": "text",
    "multi-code": "codes",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}

_SYSTEM_COLUMNS: dict[str, VariableType] = {
    "event_date": "date",
    "form_status": "text",
    "first_completed": "timestamp",
    "unit": "text",
}
"""The system columns an expression may use; identities and versions are not among them."""

_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d*)?(e[+-]?\d+)?\Z", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A checked expression: DuckDB SQL over the record's columns, what it gives, and the columns it reads."""

    sql: str
    type: ExpressionType
    columns: frozenset[str]


def columns_of(form: Form) -> dict[str, VariableType]:
    """The columns an expression over this form may use: its variables and the system columns open to expressions."""
    return {**_SYSTEM_COLUMNS, **{variable.id: variable.type for variable in form.variables}}


def compile_expression(
    text: str,
    columns: Mapping[str, VariableType],
    *,
    wanted: ExpressionType | None = None,
    today: date | None = None,
) -> Compiled:
    """Check an expression and write it as DuckDB SQL.

    columns: name → type of what it may read; wanted: the type it must give; today: what today() stands for (None:
    today() is refused). Three-valued logic as in SQL. Raises ExpressionRefused, whose reason names what was not
    understood.
    """
    return _compile(text, frozenset(columns.items()), wanted, today)


@lru_cache(maxsize=8_192)
def _compile(
    text: str, columns: frozenset[tuple[str, VariableType]], wanted: ExpressionType | None, today: date | None
) -> Compiled:
    writer = _Writer(dict(columns), today)
    try:
        written = writer.write(_parse(text))
    except RecursionError:
        raise _refusal("it is nested too deeply") from None
    if written.type is None:
        raise _refusal("it is always unknown")
    if wanted is not None and written.type != wanted:
        raise _refusal(f"it gives {_CALLED[written.type]}, where {_CALLED[wanted]} is needed")
    return Compiled(_known(written), written.type, frozenset(writer.used))


_CALLED: dict[ExpressionType, str] = {
    "boolean": "true or false",
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "timestamp": "a point in time",
    "codes": "a list of codes",
}


def _refusal(reason: str) -> ExpressionRefused:
    return ExpressionRefused(reason=reason)


def _echo(text: str) -> str:
    """A piece of the registry's text that is safe to show: short, and nothing invisible in it."""
    shown = "".join(c if c.isprintable() else "·" for c in text[: LONGEST_ECHO + 1])
    return f"“{shown[: LONGEST_ECHO - 1]}…”" if len(shown) > LONGEST_ECHO else f"“{shown}”"


# --- reading --------------------------------------------------------------------------------------------------------


@cache
def _language() -> Dialect:
    """A dialect of sqlglot that knows the words and signs of this language and no others.

    With no functions of its own it leaves every call unnamed, so that the whitelist below decides alone. sqlglot takes
    a tenth of a second to import, so it is imported when the first expression is read.
    """
    from sqlglot import TokenType as Token
    from sqlglot import parser, tokens
    from sqlglot.dialects.dialect import Dialect

    words = "AND BETWEEN CASE DATE ELSE END FALSE IN IS NOT NULL OR THEN TIMESTAMP TRUE WHEN"
    signs = {"<>": Token.NEQ, "!=": Token.NEQ, "<=": Token.LTE, ">=": Token.GTE}
    single = {
        "(": Token.L_PAREN,
        ")": Token.R_PAREN,
        ",": Token.COMMA,
        ".": Token.DOT,
        "+": Token.PLUS,
        "-": Token.DASH,
        "*": Token.STAR,
        "/": Token.SLASH,
        "%": Token.MOD,
        "<": Token.LT,
        ">": Token.GT,
        "=": Token.EQ,
        "'": Token.UNKNOWN,
        '"': Token.UNKNOWN,
    }

    class RegistryExpressions(Dialect):
        class Tokenizer(tokens.Tokenizer):
            KEYWORDS = {**{word: Token[word] for word in words.split()}, **signs}  # noqa: RUF012
            SINGLE_TOKENS = single

        class Parser(parser.Parser):
            FUNCTIONS = {}  # noqa: RUF012
            FUNCTION_PARSERS = {}  # noqa: RUF012
            NO_PAREN_FUNCTIONS = {}  # noqa: RUF012
            NO_PAREN_FUNCTION_PARSERS = {"CASE": parser.Parser.NO_PAREN_FUNCTION_PARSERS["CASE"]}  # noqa: RUF012

    return RegistryExpressions()


_ALLOWED_TOKENS = frozenset(
    {"AND", "BETWEEN", "CASE", "DATE", "ELSE", "END", "FALSE", "IN", "IS", "NOT", "NULL", "OR", "THEN", "TIMESTAMP"}
    | {"TRUE", "WHEN", "EQ", "NEQ", "LT", "LTE", "GT", "GTE", "PLUS", "DASH", "STAR", "SLASH", "MOD", "L_PAREN"}
    | {"R_PAREN", "COMMA", "VAR", "NUMBER", "STRING"}
)


def _parse(text: str) -> Expr:
    from sqlglot.errors import ParseError, TokenError

    if len(text) > LONGEST_TEXT:
        raise _refusal(f"it is longer than {LONGEST_TEXT} characters")
    language = _language()
    try:
        tokens = language.tokenize(text)
    except TokenError:
        raise _refusal(f"it could not be read: {_echo(text)}") from None
    if not tokens:
        raise _refusal("it is empty")
    _check_tokens(tokens)
    try:
        trees = language.parser().parse(tokens, text)
    except ParseError as error:
        place = error.errors[0].get("highlight") if error.errors else ""
        raise _refusal(f"it could not be read near {_echo(place or text)}") from None
    if len(trees) != 1 or trees[0] is None:
        raise _refusal(f"it is not one expression: {_echo(text)}")
    return trees[0]


def _check_tokens(tokens: list[Token]) -> None:
    levels = [0]
    prefixes = 0
    for token in tokens:
        kind = token.token_type.name
        if token.comments:
            raise _refusal(f"comments are not allowed: {_echo(token.comments[0])}")
        if kind not in _ALLOWED_TOKENS or (kind == "VAR" and not _NAME.match(token.text)):
            raise _refusal(f"{_echo(token.text)} is not part of the language")
        if kind == "STRING" and not token.text.isprintable():
            raise _refusal(f"a text holds invisible characters: {_echo(token.text)}")
        if kind in ("L_PAREN", "CASE"):
            levels.append(levels[-1] + prefixes + 1)
        elif kind in ("R_PAREN", "END") and len(levels) > 1:
            levels.pop()
        prefixes = prefixes + 1 if kind in ("NOT", "DASH", "PLUS") else 0
        if levels[-1] + prefixes > MOST_NESTED:
            raise _refusal("it is nested too deeply")


# --- writing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """A piece of SQL with its type (None: always unknown). `finite` is False for a number that may be infinite or NaN:
    those travel through sums and products unharmed, and are made unknown where the number is used."""

    sql: str
    type: ExpressionType | None
    finite: bool = True


def _known(written: _Written) -> str:
    """The SQL with every number that is not finite made unknown."""
    return written.sql if written.finite else f"CASE WHEN isfinite({written.sql}) THEN {written.sql} END"


def _double(written: _Written) -> str:
    return f"CAST({written.sql} AS DOUBLE)" if written.finite else written.sql


def _text_literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Writer:
    """Writes one checked tree. `used` collects the columns read."""

    def __init__(self, columns: Mapping[str, VariableType], today: date | None) -> None:
        self.columns = columns
        self.today = today
        self.used: set[str] = set()
        self._depth = 0

    def write(self, node: Expr) -> _Written:
        write = _WRITERS.get(type(node).__name__)
        if write is None:
            raise _refusal(f"{_echo(type(node).__name__.upper())} is not part of the language")
        for key, value in node.args.items():
            # Whatever a later version of the parser hangs on a node must be known here, or it would be lost in silence.
            if value not in (None, False, []) and key not in _KNOWN_ARGUMENTS:
                raise _refusal(f"{_echo(key.upper())} is not part of the language")
        self._depth += 1
        if self._depth > DEEPEST:
            raise _refusal("it is nested too deeply")
        written = write(self, node)
        self._depth -= 1
        if len(written.sql) > LONGEST_SQL:
            raise _refusal("it is too complicated")
        return written

    # Names and literals

    def column(self, node: Expr) -> _Written:
        name = node.name
        if node.args.get("table") or node.this.args.get("quoted"):
            raise _refusal(f"{_echo(name)} is not a plain column name")
        if name not in self.columns:
            raise _refusal(f"there is no column {_echo(name)}")
        self.used.add(name)
        column = '"' + name.replace('"', '""') + '"'
        kind = self.columns[name]
        if kind == "date":
            column = f"CASE WHEN {column} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN {column} END"
        elif kind == "timestamp":
            column = (
                f"CASE WHEN {column} BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
                f" THEN {column} END"
            )
        return _Written(column, _TYPE_OF[kind], finite=kind != "decimal")

    def literal(self, node: Expr) -> _Written:
        if node.args.get("is_string"):
            return _Written(_text_literal(node.name), "text")
        if not _NUMBER.match(node.name):
            raise _refusal(f"{_echo(node.name)} is not a number")
        if node.name.isdecimal() and len(node.name) <= 18:
            return _Written(str(int(node.name)), "number")
        value = float(node.name)
        if not math.isfinite(value):
            raise _refusal(f"the number {_echo(node.name)} is too large")
        text = repr(value)
        # With an exponent DuckDB reads a DOUBLE; without, a DECIMAL, whose casts can overflow.
        return _Written(text if "e" in text else text + "e0", "number")

    def boolean(self, node: Expr) -> _Written:
        return _Written("TRUE" if node.args["this"] else "FALSE", "boolean")

    def null(self, node: Expr) -> _Written:
        return _Written("NULL", None)

    def dated(self, node: Expr) -> _Written:
        """DATE '2025-01-31' and TIMESTAMP '2025-01-31 08:30': the parser makes casts of them."""
        literal, to = node.this, node.args["to"].this.name
        if type(literal).__name__ != "Literal" or not literal.args.get("is_string") or to not in ("DATE", "TIMESTAMP"):
            raise _refusal("casts are not part of the language")
        return self._date_literal(literal.name) if to == "DATE" else self._timestamp_literal(literal.name)

    def _date_literal(self, text: str) -> _Written:
        try:
            if _DATE.match(text):
                return _Written(f"DATE '{date.fromisoformat(text)}'", "date")
        except ValueError:
            pass
        raise _refusal(f"{_echo(text)} is not a date such as 2025-01-31")

    def _timestamp_literal(self, text: str) -> _Written:
        try:
            if _TIMESTAMP.match(text):
                return _Written(f"TIMESTAMP '{datetime.fromisoformat(text)}'", "timestamp")
        except ValueError:
            pass
        raise _refusal(f"{_echo(text)} is not a point in time such as 2025-01-31 08:30")

    # Logic

    def boolean_operand(self, node: Expr) -> str:
        written = self.write(node)
        if written.type == "boolean":
            return written.sql
        if written.type is None:
            return "CAST(NULL AS BOOLEAN)"
        raise _refusal(f"{_CALLED[written.type]} stands where true or false is needed")

    def joined(self, node: Expr) -> _Written:
        """AND, OR: long chains lean to the left in the tree and are laid flat here."""
        kind, operands, at = type(node), [], node
        while type(at) is kind:
            operands.append(at.args["expression"])
            at = at.this
        operands.append(at)
        word = " AND " if kind.__name__ == "And" else " OR "
        return _Written("(" + word.join(self.boolean_operand(o) for o in reversed(operands)) + ")", "boolean")

    def negated(self, node: Expr) -> _Written:
        return _Written(f"(NOT {self.boolean_operand(node.this)})", "boolean")

    def parenthesised(self, node: Expr) -> _Written:
        return self.write(node.this)

    def case(self, node: Expr) -> _Written:
        branches: list[Expr] = node.args["ifs"]
        subject = node.args.get("this")
        conditions = [
            self.boolean_operand(branch.this)
            if subject is None
            else self._compared("=", self.write(subject), self.write(branch.this))
            for branch in branches
        ]
        outcomes = [self.write(branch.args["true"]) for branch in branches]
        otherwise = node.args.get("default")
        outcomes.append(self.write(otherwise) if otherwise is not None else _Written("NULL", None))
        kind, sqls = self._alike(outcomes, "the branches of a CASE")
        cases = " ".join(f"WHEN {c} THEN {s}" for c, s in zip(conditions, sqls, strict=False))
        return _Written(f"(CASE {cases} ELSE {sqls[-1]} END)", kind)

    # Comparison

    def compared(self, node: Expr) -> _Written:
        sign = _SIGNS[type(node).__name__]
        return _Written(self._compared(sign, self.write(node.this), self.write(node.args["expression"])), "boolean")

    def _compared(self, sign: str, left: _Written, right: _Written) -> str:
        _, (a, b) = self._comparable((left, right), ordered=sign not in ("=", "<>"))
        return f"({a} {sign} {b})"

    def _comparable(self, written: tuple[_Written, ...], *, ordered: bool) -> tuple[ExpressionType, list[str]]:
        if any(w.type is None for w in written):
            raise _refusal("a comparison with NULL is always unknown; use IS NULL")
        kind, sqls = self._alike(written, "a comparison")
        assert kind is not None
        if kind == "codes" or (ordered and kind in ("boolean", "text")):
            raise _refusal(
                "lists of codes are not compared; use has(list, 'code')"
                if kind == "codes"
                else f"{_CALLED[kind]} has no order; only = and <> compare it"
            )
        return kind, sqls

    def between(self, node: Expr) -> _Written:
        parts = (self.write(node.this), self.write(node.args["low"]), self.write(node.args["high"]))
        _, (value, low, high) = self._comparable(parts, ordered=True)
        return _Written(f"({value} BETWEEN {low} AND {high})", "boolean")

    def member(self, node: Expr) -> _Written:
        choices: list[Expr] = node.args.get("expressions") or []
        if not choices or node.args.get("field") is not None:
            raise _refusal("IN needs a list of values, such as IN (1, 2)")
        written = [self.write(node.this)]
        for choice in choices:
            bare = choice.this if type(choice).__name__ == "Neg" else choice
            if type(bare).__name__ not in ("Literal", "Cast"):
                raise _refusal("IN takes a list of plain values")
            written.append(self.write(choice))
        _, sqls = self._comparable(tuple(written), ordered=False)
        return _Written(f"({sqls[0]} IN ({', '.join(sqls[1:])}))", "boolean")

    def tested(self, node: Expr) -> _Written:
        what = node.args["expression"]
        if type(what).__name__ == "Null":
            return _Written(f"({_known(self.write(node.this))} IS NULL)", "boolean")
        if type(what).__name__ == "Boolean":
            truth = "TRUE" if what.args["this"] else "FALSE"
            return _Written(f"({self.boolean_operand(node.this)} IS NOT DISTINCT FROM {truth})", "boolean")
        raise _refusal("IS takes NULL, TRUE or FALSE")

    def _alike(self, written: Iterable[_Written], what: str) -> tuple[ExpressionType | None, list[str]]:
        """The one type that all have, a date counting as the midnight it begins with; unknowns fit everywhere."""
        written = list(written)
        kinds = {w.type for w in written if w.type is not None}
        if kinds == {"date", "timestamp"}:
            return "timestamp", [_moment(w) for w in written]
        if len(kinds) > 1:
            names = " and ".join(sorted(_CALLED[k] for k in kinds))
            hint = "; write a date as DATE '2025-01-31'" if "text" in kinds and kinds & {"date", "timestamp"} else ""
            raise _refusal(f"{what} mixes {names}{hint}")
        return next(iter(kinds), None), [_known(w) for w in written]

    # Arithmetic

    def number_operand(self, node: Expr) -> _Written:
        written = self.write(node)
        if written.type is None:
            return _Written("CAST(NULL AS DOUBLE)", "number")
        if written.type != "number":
            hint = "; use days_between(earlier, later)" if written.type in ("date", "timestamp") else ""
            raise _refusal(f"{_CALLED[written.type]} stands where a number is needed{hint}")
        return written

    def calculated(self, node: Expr) -> _Written:
        kind = type(node).__name__
        left, right = self.number_operand(node.this), self.number_operand(node.args["expression"])
        if kind in ("Div", "Mod"):
            # x / ∞ is 0 and x % ∞ is x: the only places where something not finite would be lost on its way up.
            right = _Written(_known(right), "number")
        return _Written(f"({_double(left)} {_SIGNS[kind]} {_double(right)})", "number", finite=False)

    def minus(self, node: Expr) -> _Written:
        operand = self.number_operand(node.this)
        if type(node.this).__name__ == "Literal":
            return _Written(f"(-{operand.sql})", "number")
        return _Written(f"(- {_double(operand)})", "number", finite=False)

    # Functions

    def called(self, node: Expr) -> _Written:
        name = str(node.this).lower()
        function = _FUNCTIONS.get(name)
        if function is None:
            hint = _INSTEAD.get(name, "")
            raise _refusal(f"there is no function {_echo(name)}{hint}")
        arguments: list[Expr] = node.args.get("expressions") or []
        least, most, write = function
        if not least <= len(arguments) <= most:
            raise _refusal(
                f"{name}() takes {least if least == most else f'{least} or more'} values, not {len(arguments)}"
            )
        return write(self, name, arguments)

    def call_today(self, name: str, arguments: list[Expr]) -> _Written:
        if self.today is None:
            raise _refusal("today() is not allowed here: the result would change from day to day")
        return _Written(f"DATE '{self.today:%Y-%m-%d}'", "date")

    def call_chosen(self, name: str, arguments: list[Expr]) -> _Written:
        """coalesce, and greatest and least (which leave unknowns out, as coalesce does)."""
        written = [self.write(a) for a in arguments]
        kind, sqls = self._alike(written, f"{name}()")
        if kind is None:
            return _Written("NULL", None)
        if name != "coalesce" and kind not in ("number", "date", "timestamp"):
            raise _refusal(f"{name}() takes numbers or dates, not {_CALLED[kind]}")
        return _Written(f"{name}({', '.join(sqls)})", kind)

    def call_abs(self, name: str, arguments: list[Expr]) -> _Written:
        return _Written(f"abs({_double(self.number_operand(arguments[0]))})", "number", finite=False)

    def day_operand(self, name: str, node: Expr) -> _Written:
        written = self.write(node)
        if written.type not in ("date", "timestamp"):
            given = "NULL" if written.type is None else _CALLED[written.type]
            raise _refusal(f"{name}() takes a date or a point in time, not {given}")
        return written

    def call_whole_between(self, name: str, arguments: list[Expr]) -> _Written:
        """Days, completed months and completed years from one calendar day to another."""
        first, second = (self.day_operand(name, a) for a in arguments)
        function, part = {
            "days_between": ("date_diff", "day"),
            "months_between": ("date_sub", "month"),
            "years_between": ("date_sub", "year"),
        }[name]
        return _Written(f"{function}('{part}', {_day(first)}, {_day(second)})", "number")

    def call_elapsed(self, name: str, arguments: list[Expr]) -> _Written:
        """Hours and minutes, with their fractions."""
        first, second = (self.day_operand(name, a) for a in arguments)
        microseconds = {"hours_between": "3600000000", "minutes_between": "60000000"}[name]
        return _Written(f"((epoch_us({_moment(second)}) - epoch_us({_moment(first)})) / {microseconds}e0)", "number")

    def call_part(self, name: str, arguments: list[Expr]) -> _Written:
        written = self.day_operand(name, arguments[0])
        if name == "hour" and written.type == "date":
            raise _refusal("hour() takes a point in time, not a date")
        return _Written(f"{'isodow' if name == 'weekday' else name}({written.sql})", "number")

    def call_length(self, name: str, arguments: list[Expr]) -> _Written:
        written = self.write(arguments[0])
        if written.type not in ("text", "codes"):
            raise _refusal("length() takes a text or a list of codes")
        return _Written(f"length({written.sql})", "number")

    def call_contains(self, name: str, arguments: list[Expr]) -> _Written:
        """Capital and small letters alike; unknown where either text is."""
        whole, part = self.write(arguments[0]), self.write(arguments[1])
        if whole.type != "text" or part.type != "text":
            raise _refusal("contains() takes two texts, such as contains(remark, 'pacemaker')")
        return _Written(f"contains(lower({whole.sql}), lower({part.sql}))", "boolean")

    def call_has(self, name: str, arguments: list[Expr]) -> _Written:
        codes, code = self.write(arguments[0]), arguments[1]
        if codes.type != "codes" or type(code).__name__ != "Literal" or not code.args.get("is_string"):
            raise _refusal("has() takes a list of codes and a code, such as has(complications, '3')")
        return _Written(f"list_contains({codes.sql}, {self.write(code).sql})", "boolean")


def _moment(written: _Written) -> str:
    return f"CAST({written.sql} AS TIMESTAMP)" if written.type == "date" else written.sql


def _day(written: _Written) -> str:
    return f"CAST({written.sql} AS DATE)" if written.type == "timestamp" else written.sql


_KNOWN_ARGUMENTS = frozenset(
    {"this", "expression", "expressions", "ifs", "default", "true", "low", "high", "to", "is_string", "table", "quoted"}
)

_SIGNS = {
    "EQ": "=",
    "NEQ": "<>",
    "LT": "<",
    "LTE": "<=",
    "GT": ">",
    "GTE": ">=",
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "Mod": "%",
}

_WRITERS: dict[str, Callable[[_Writer, Expr], _Written]] = {
    "Column": _Writer.column,
    "Literal": _Writer.literal,
    "Boolean": _Writer.boolean,
    "Null": _Writer.null,
    "Cast": _Writer.dated,
    "And": _Writer.joined,
    "Or": _Writer.joined,
    "Not": _Writer.negated,
    "Paren": _Writer.parenthesised,
    "Case": _Writer.case,
    **dict.fromkeys(("EQ", "NEQ", "LT", "LTE", "GT", "GTE"), _Writer.compared),
    "Between": _Writer.between,
    "In": _Writer.member,
    "Is": _Writer.tested,
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "Mod"), _Writer.calculated),
    "Neg": _Writer.minus,
    "Anonymous": _Writer.called,
}
"""What may stand in a tree, by the name of sqlglot's node class, and what writes it."""

_MANY = 100

_FUNCTIONS: dict[str, tuple[int, int, Callable[[_Writer, str, list[Expr]], _Written]]] = {
    "today": (0, 0, _Writer.call_today),
    "coalesce": (2, _MANY, _Writer.call_chosen),
    "greatest": (2, _MANY, _Writer.call_chosen),
    "least": (2, _MANY, _Writer.call_chosen),
    "abs": (1, 1, _Writer.call_abs),
    "days_between": (2, 2, _Writer.call_whole_between),
    "months_between": (2, 2, _Writer.call_whole_between),
    "years_between": (2, 2, _Writer.call_whole_between),
    "hours_between": (2, 2, _Writer.call_elapsed),
    "minutes_between": (2, 2, _Writer.call_elapsed),
    "year": (1, 1, _Writer.call_part),
    "month": (1, 1, _Writer.call_part),
    "day": (1, 1, _Writer.call_part),
    "hour": (1, 1, _Writer.call_part),
    "weekday": (1, 1, _Writer.call_part),
    "length": (1, 1, _Writer.call_length),
    "contains": (2, 2, _Writer.call_contains),
    "has": (2, 2, _Writer.call_has),
}
"""The functions: least and most number of values, and what writes them."""

_INSTEAD = {
    "date_diff": "; use days_between(earlier, later), hours_between, minutes_between, months_between or years_between",
    "datediff": "; use days_between(earlier, later)",
    "ifnull": "; use coalesce",
    "nvl": "; use coalesce",
    "like": "; use contains(text, part)",
    "instr": "; use contains(text, part)",
    "if": "; use CASE WHEN … THEN … ELSE … END",
}
