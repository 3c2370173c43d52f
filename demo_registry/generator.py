"""Makes a registry's records: one SQL statement per form, every value a hash of the seed and the record's number.

A blueprint's values refer to each other by name; they are laid in layers, each a SELECT over the one below, so that a
value is computed once however many others use it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from demo_registry import stories
from demo_registry.codebook import Blueprint, Field
from demo_registry.draws import effect, happens, lognormal, plain
from demo_registry.units import CHOSEN_UNIT, HOSPITALS
from local_cache.registry import COLUMN_TYPES, record_table

_DRAW = re.compile(r"\b([upe])(?:ffect)?\('([a-z0-9_.]+)'\)")
_WORD = re.compile(r"'[^']*'|[a-z_][a-z0-9_]*")
FOLLOWED_UP = 0.65
"""Follow-up forms of the chosen unit per main form."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that have events: from the first up to and including the last; `today` is the data's present."""

    first: date
    last: date
    today: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def salt(seed: int, *names: str) -> int:
    """63 bits that differ for every seed and name."""
    return int.from_bytes(hashlib.blake2b("/".join((str(seed), *names)).encode(), digest_size=8).digest()) >> 1


def shares(records: int, registries: int) -> tuple[tuple[int, int], ...]:
    """How the chosen unit's records divide: (main, follow-up) per registry; they sum to `records`."""
    weights = (0.36, 0.34, 0.30)[:registries]
    numbers = [int(records * w / sum(weights)) for w in weights]
    numbers[0] += records - sum(numbers)
    mains = [-int(-n // (1 + FOLLOWED_UP)) for n in numbers]
    return tuple((m, n - m) for m, n in zip(mains, numbers, strict=True))


class Layers:
    """Columns in layers; each column's SQL may use the others, in any order. `key` is the number that draws hash."""

    def __init__(self, seed: int, registry: str, form: str, key: str) -> None:
        self.seed = seed
        self.registry = registry
        self.form = form
        self.key = key
        self.columns: dict[str, str] = {}

    def add(self, name: str, sql: str) -> None:
        self.columns[name] = _DRAW.sub(self._draw, sql)

    def hashed(self, number: str, *names: str) -> str:
        """A uniform number in [0, 1) from a number and names."""
        return f"(hash(xor({number}, {salt(self.seed, self.registry, *names)})) / 18446744073709551616.0)"

    def _draw(self, match: re.Match[str]) -> str:
        kind, name = match.groups()
        column = f"{kind}__{name.replace('.', '__')}"
        if kind == "e":
            self.columns[column] = self._effect(name)
        elif kind == "p":
            self.columns[column] = self.hashed("patient_no", "patient", name)
        else:
            self.columns[column] = self.hashed(self.key, self.form, name)
        return column

    def _effect(self, process: str) -> str:
        """The unit's own shift, nearly normal with deviation 0.28, and what the stories add."""
        thirds = " + ".join(self.hashed("unit_no", "practice", process, str(k)) for k in range(3))
        terms = [f"0.56 * ({thirds} - 1.5)"]
        for story in stories.STORIES:
            if story.registry == self.registry and story.process == process:
                terms.append(f"CASE WHEN unit = '{story.unit}' THEN {story.start} + {_bend(story)} ELSE 0 END")
        return " + ".join(terms)

    def over(self, base: str, given: Iterable[str]) -> str:
        """The base relation (which has the given columns) and on it layer upon layer."""
        level = dict.fromkeys(given, 0)
        names = {*self.columns, *level}
        uses = {c: {w for w in _WORD.findall(sql) if w in names and w != c} for c, sql in self.columns.items()}
        waiting = list(self.columns)
        while waiting:
            ready = [c for c in waiting if uses[c] <= level.keys()]
            if not ready:
                raise ValueError(f"these values need each other: {sorted(waiting)}")
            for column in ready:
                level[column] = 1 + max((level[u] for u in uses[column]), default=0)
            waiting = [c for c in waiting if c not in level]
        text = base
        for at in range(1, 1 + max(level.values())):
            layer = ", ".join(f"{sql} AS {c}" for c, sql in self.columns.items() if level[c] == at)
            text = f"SELECT *, {layer} FROM ({text})"
        return text


def _bend(story: stories.Story) -> str:
    """How far the story has bent its process in a record's month, as SQL."""
    if story.months is None:
        return str(story.bend)
    if story.at_once:
        return f"CASE WHEN months_ago <= {story.months} THEN {story.bend} ELSE 0 END"
    return f"{story.bend} * greatest(0, {story.months} - months_ago) / {story.months}.0"


def generate(
    cursor: duckdb.DuckDBPyConnection,
    blueprint: Blueprint,
    span: Span,
    seed: int,
    own: tuple[int, int],
    others: float = 1.0,
    canary: str | None = None,
) -> int:
    """Makes both record tables; gives the highest sequence number used.

    own: the chosen unit's number of (main, follow-up) forms; others: by how much the other units are smaller or larger
    than they would be; canary: a text to plant in remarks of the chosen unit.
    """
    mains = _plan(cursor, blueprint, span, seed, own[0], others)
    _main(cursor, blueprint, span, seed, canary)
    _follow_up(cursor, blueprint, span, seed, own[1], mains)
    cursor.execute("DROP TABLE plan")
    return 2 * mains


def _plan(
    cursor: duckdb.DuckDBPyConnection, blueprint: Blueprint, span: Span, seed: int, own: int, others: float
) -> int:
    """The units, their numbers of main forms, and the number of their first; gives how many there are in all."""
    whole = others * blueprint.yearly * span.days / 365.2425
    sizes = {
        h.id: h.size * (0.7 + 0.6 * (salt(seed, blueprint.registry, "size", h.id) % 1000) / 1000)
        for h in HOSPITALS
        if h.id != CHOSEN_UNIT
    }
    rows, first = [], 0
    for number, hospital in enumerate(HOSPITALS):
        count = own if hospital.id == CHOSEN_UNIT else round(whole * sizes[hospital.id] / sum(sizes.values()))
        rows.append(f"('{hospital.id}', {number}, {first}, {count})")
        first += count
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE plan AS SELECT unit, CAST(unit_no AS BIGINT) AS unit_no,"
        " CAST(first_n AS BIGINT) AS first_n, CAST(number AS BIGINT) AS number"
        f" FROM (VALUES {', '.join(rows)}) AS t(unit, unit_no, first_n, number)"
    )
    return first


def _progress(layers: Layers, letter: str, days_to_finish: float) -> None:
    """When the form was completed, and how far it has come."""
    layers.add(
        "finish_days",
        "greatest(in_care_days, " + lognormal("lateness", f"{days_to_finish} * exp({effect('lateness')})", 0.8) + ")",
    )
    layers.add(
        "finished_at",
        "CAST(day AS TIMESTAMP) + to_minutes(CAST(round(1440 * least(1500, finish_days) + 900) AS BIGINT))",
    )
    layers.add("left_open", happens("unfinished", 0.012))
    layers.add(
        "form_status",
        "CASE WHEN finished_at >= CAST(now_day AS TIMESTAMP) THEN 'draft'"
        " WHEN left_open THEN CASE WHEN u('returned') < 0.5 THEN 'returned' ELSE 'draft' END"
        " WHEN u('deleted') < 0.003 THEN 'deleted' ELSE 'completed' END",
    )
    layers.add("first_completed", "CASE WHEN form_status <> 'draft' THEN finished_at END")
    layers.add("record_id", f"'{letter}' || lpad(CAST(n AS VARCHAR), 9, '0')")


def _stored(fields: tuple[Field, ...], event_date: str, layers: Layers) -> str:
    """System columns, then the variables with the gaps that forms have: drafts miss more than completed forms."""
    columns = [
        "record_id", "CAST(1 AS INTEGER) AS version", "sequence", "unit", "patient", "episode",
        f"CAST({event_date} AS DATE) AS event_date", "form_status", "first_completed",
    ]  # fmt: skip
    for field in fields:
        name, kind = field.variable.id, COLUMN_TYPES[field.variable.type]
        value = f"CAST({name} AS {kind})"
        gap = layers.hashed("n", layers.form, "gap", name)
        if name == event_date:
            columns.append(f"{value} AS {name}")
        elif field.missing:
            share = f"CASE WHEN form_status = 'draft' THEN 0.25 ELSE {field.missing:g} END"
            columns.append(f"CASE WHEN {gap} >= {share} THEN {value} END AS {name}")
        else:
            columns.append(f"CASE WHEN form_status <> 'draft' OR {gap} >= 0.25 THEN {value} END AS {name}")
    return ", ".join(columns)


def _main(cursor: duckdb.DuckDBPyConnection, blueprint: Blueprint, span: Span, seed: int, canary: str | None) -> None:
    layers = Layers(seed, blueprint.registry, blueprint.main_form, "key")
    # A form that is registered twice has the key, and with it every value, of the one before it.
    twice = layers.hashed("n", "twice")
    layers.add("doubled", f"i > 0 AND {twice} < 1 / (1 + exp(-(-6.5 + effect('twice'))))")
    layers.add("key", "CASE WHEN doubled THEN n - 1 ELSE n END")
    # Evenly spread through the years with a jitter, then leaning towards midwinter.
    lean = blueprint.winter * 365.2425 / (2 * math.pi)
    stretch = span.days / (span.days - lean * math.sin(2 * math.pi * span.days / 365.2425))
    layers.add("even", "(key - first_n + u('when')) / number * span_days")
    layers.add(
        "day",
        "first_day + CAST(floor(least(span_days - 1, greatest(0,"
        f" {stretch:.8f} * (even - {lean:.4f} * sin(2 * pi() * even / 365.2425))))) AS INTEGER)",
    )
    layers.add("months_ago", "date_diff('month', day, now_day)")
    layers.add(
        "patient_no",
        f"CASE WHEN {plain('again', 0.035)}"
        " THEN key - least(key - first_n, 1 + CAST(floor(u('which') * 400) AS BIGINT)) ELSE key END",
    )
    layers.add(
        "patient_day",
        "first_day + CAST(floor(greatest(0, (patient_no - first_n) * 1.0 / number) * span_days) AS INTEGER)",
    )
    for name, sql in blueprint.helpers.items():
        layers.add(name, sql)
    _progress(layers, blueprint.letter, 16)
    for field in blueprint.main:
        layers.add(field.variable.id, field.value)
    layers.add(
        "patient", f"'{blueprint.letter}P' || lpad(hex(hash(xor(patient_no, {salt(seed, 'pseudonym')}))), 16, '0')"
    )
    layers.add("episode", "record_id")
    layers.add("sequence", "n + 1")
    if canary is not None:
        remark = layers.columns[blueprint.remark]
        layers.columns[blueprint.remark] = (
            f"CASE WHEN unit = '{CHOSEN_UNIT}' AND i % 40 = 0 THEN {_literal(canary)} ELSE {remark} END"
        )
    base = (
        f"SELECT first_n + i AS n, * FROM (SELECT *, unnest(range(number)) AS i, DATE '{span.first}' AS first_day,"
        f" DATE '{span.today}' AS now_day, {span.days} AS span_days FROM plan)"
    )
    given = ("n", "i", "unit", "unit_no", "number", "first_n", "first_day", "now_day", "span_days")
    definition = blueprint.definition(blueprint.versions[-1], span.today)
    stored = _stored(blueprint.main, definition.form(blueprint.main_form).event_date, layers)
    cursor.execute(
        f"CREATE OR REPLACE TABLE {record_table(blueprint.registry, blueprint.main_form)} AS"
        f" SELECT {stored} FROM ({layers.over(base, given)}) WHERE {_not_in_a_hole(blueprint.registry, span, layers)}"
    )


def _not_in_a_hole(registry: str, span: Span, layers: Layers) -> str:
    """All records but those a hospital failed to register in the first half of last year."""
    year = span.today.year - 1
    drawn = layers.hashed("n", "hole")
    holes = [
        f"NOT (unit = '{s.unit}' AND day BETWEEN DATE '{year}-01-01' AND DATE '{year}-06-30' AND {drawn} < 0.94)"
        for s in stories.of(registry, "coverage hole")
    ]
    return " AND ".join(holes) or "TRUE"


def _follow_up(
    cursor: duckdb.DuckDBPyConnection, blueprint: Blueprint, span: Span, seed: int, own: int, mains: int
) -> None:
    layers = Layers(seed, blueprint.registry, blueprint.follow_up_form, "n")
    layers.add("day", "due_day")
    layers.add("months_ago", "date_diff('month', day, now_day)")
    layers.add("in_care_days", "0")
    _progress(layers, blueprint.letter + "O", 9)
    for field in blueprint.follow_up:
        layers.add(field.variable.id, field.value)
    layers.add("sequence", f"{mains} + n + 1")
    own_names = {f.variable.id for f in blueprint.follow_up}
    carried = [f.variable.id for f in blueprint.main if f.variable.id not in own_names]
    due = layers.hashed("n", "due")
    draw = layers.hashed("n", "invited")
    base = f"""
        SELECT CAST(substr(record_id, {len(blueprint.letter) + 1}) AS BIGINT) AS n, unit, unit_no, patient, episode,
            DATE '{span.today}' AS now_day, {", ".join(carried)},
            event_date + {blueprint.follow_up_days} + CAST(floor({due} * 20) AS INTEGER) AS due_day,
            coalesce(death_date <= event_date + {blueprint.follow_up_days}, FALSE) AS dead
        FROM {record_table(blueprint.registry, blueprint.main_form)} JOIN plan USING (unit)
    """.replace(due, due.replace("(n,", f"(CAST(substr(record_id, {len(blueprint.letter) + 1}) AS BIGINT),"))
    invited = f"""
        WITH due AS MATERIALIZED (SELECT * FROM ({base}) WHERE due_day <= now_day)
        SELECT * FROM due WHERE unit <> '{CHOSEN_UNIT}' AND NOT dead AND {draw} < 0.93
        UNION ALL
        (SELECT * FROM due WHERE unit = '{CHOSEN_UNIT}' ORDER BY dead, {draw} LIMIT {own})
    """
    given = ("n", "unit", "unit_no", "patient", "episode", "now_day", "due_day", "dead", *carried)
    definition = blueprint.definition(blueprint.versions[-1], span.today)
    stored = _stored(blueprint.follow_up, definition.form(blueprint.follow_up_form).event_date, layers)
    cursor.execute(
        f"CREATE OR REPLACE TABLE {record_table(blueprint.registry, blueprint.follow_up_form)} AS"
        f" SELECT {stored} FROM ({layers.over(invited, given)})"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
