"""The country's published indicator results (SKDE): a folder of its files, or the address of its service.

Results are yearly shares by nation, region (RHF), trust (HF) and hospital. The files carry organisation numbers; the
service gives names only. A name that fits two units is reported and its rows are left out until a person has said
which unit it is: never guessed. Everything is read and checked before anything is given back.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import requests

from local_cache.errors import (
    NoPublishedFigures,
    PageInsteadOfFigures,
    PublishedFileRefused,
    PublisherUnreachable,
)
from local_cache.registry import Definition, Indicator, IndicatorKind, Texts, Unit, UnitLevel, check_definition
from local_cache.results.attainment import attainment
from local_cache.results.figure import Attainment
from local_cache.results.measures import MINIMUM_PUBLISHED
from local_cache.sources.source import (
    Aggregate,
    Ambiguity,
    Candidate,
    Content,
    LeftOut,
    LevelDifference,
    PublishedCoverage,
    Source,
)

SOURCE = "skde"
TITLE = "Nasjonale kvalitetsindikatorer, publisert av SKDE"
NATION = "1"
"""Id of the nation, as in the files."""

LARGEST_FILE = 256 * 1024 * 1024
TIMEOUT = (10.0, 60.0)
"""Seconds to wait for a connection, and between two pieces of an answer."""

LEVELS: dict[str, UnitLevel] = {"nation": "nation", "rhf": "region", "hf": "trust", "hospital": "hospital"}
KINDS: dict[str, IndicatorKind] = {"andel": "proportion"}
"""Types of published indicators that are understood; others are left out and reported."""

_LETTERS_OF_LEVELS = {"H": Attainment.HIGH, "M": Attainment.MODERATE, "L": Attainment.LOW}
_ROWS = ("indicator_nat", "indicator_rhf", "indicator_hf", "indicator_hosp")
_HIGHEST_FIRST = ("nation", "region", "trust", "hospital")
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})

Level = Annotated[float, msgspec.Meta(ge=0, le=1)]


class PublishedRow(msgspec.Struct, frozen=True):
    """A unit-year of an indicator. var: the share; orgnr: organisation number, from files only; dg: coverage."""

    ind_id: str
    unit_level: Literal["nation", "rhf", "hf", "hospital"]
    unit_name: str
    year: Annotated[int, msgspec.Meta(ge=1900, le=2200)]
    denominator: Annotated[int, msgspec.Meta(ge=0)] | None = None
    var: float | None = None
    orgnr: Annotated[int, msgspec.Meta(ge=1)] | str | None = None
    level: str | None = None
    include: int | None = 1
    dg: Annotated[float, msgspec.Meta(ge=0)] | None = None
    context: str | None = None


class Description(msgspec.Struct, frozen=True):
    """What an indicator is. dg_id: the indicator that holds its coverage; rname: the registry's short name."""

    id: str
    rname: str
    level_direction: Literal[0, 1] | None = 1
    dg_id: str | None = None
    include: int | None = 1
    title: str | None = None
    type: str | None = None
    min_denominator: Annotated[int, msgspec.Meta(ge=0)] | None = None
    level_green: Level | None = None
    level_yellow: Level | None = None
    short_description: str | None = None
    long_description: str | None = None
    sformat: str | None = None
    full_name: str | None = None


class TreatmentUnit(msgspec.Struct, frozen=True):
    """A hospital's place in the tree, by names."""

    hospital: str
    hf: str
    rhf: str
    hf_full: str = ""


class RegisterName(msgspec.Struct, frozen=True):
    rname: str
    full_name: str


class _NestedTrust(msgspec.Struct, frozen=True):
    hf: str
    hospital: tuple[str, ...]
    hf_full: str = ""


class _NestedRegion(msgspec.Struct, frozen=True):
    rhf: str
    hf: tuple[_NestedTrust, ...]


class UnitNames(msgspec.Struct, frozen=True, rename={"nested": "nestedUnitNames"}):
    nested: tuple[_NestedRegion, ...] = ()


@dataclass(frozen=True)
class Published:
    """Everything as published, decoded."""

    descriptions: tuple[Description, ...]
    rows: tuple[PublishedRow, ...]
    places: tuple[TreatmentUnit, ...] = ()
    names: tuple[RegisterName, ...] = ()


def is_address(place: str) -> bool:
    """Whether the place is a service's address, not a folder."""
    return place.lower().startswith(("http://", "https://"))


def read_skde(place: str, answers: Mapping[str, str] | None = None) -> Source:
    """Read the folder or the service at an address.

    answers: which unit (id of a candidate) an ambiguous name means, by name. Raises NoPublishedFigures,
    PublishedFileRefused, PageInsteadOfFigures, PublisherUnreachable, DefinitionRefused; nothing is written.
    """
    published = fetch(place) if is_address(place) else read_folder(Path(place))
    address = place.rstrip("/") if is_address(place) else str(Path(place).resolve())
    return source_of(published, address, answers or {})


# Reading


Decoded = TypeVar("Decoded")


def read_folder(folder: Path) -> Published:
    """The files of a folder: description, indicator_nat, _rhf, _hf, _hosp, tu_names, unitnames, registernames, each
    with ".json" or ".min.json". Descriptions and at least one file of results must be there."""

    def read(stem: str, wanted: type[Decoded]) -> Decoded | None:
        for file in (folder / f"{stem}.json", folder / f"{stem}.min.json"):
            if file.is_file():
                try:
                    if file.stat().st_size > LARGEST_FILE:
                        raise PublishedFileRefused(file=file.name, reason="it is too large")
                    return decoded(file.read_bytes(), file.name, wanted)
                except OSError as error:
                    raise PublishedFileRefused(file=file.name, reason=error.strerror or "it cannot be opened") from None
        return None

    descriptions = read("description", tuple[Description, ...])
    if descriptions is None:
        raise NoPublishedFigures(place=folder.name or str(folder), missing="description.json")
    files = [rows for stem in _ROWS if (rows := read(stem, tuple[PublishedRow, ...])) is not None]
    if not files:
        raise NoPublishedFigures(place=folder.name or str(folder), missing="indicator_….json")
    return Published(
        descriptions,
        tuple(row for rows in files for row in rows),
        _places(read("tu_names", tuple[TreatmentUnit, ...]), read("unitnames", UnitNames)),
        read("registernames", tuple[RegisterName, ...]) or (),
    )


def fetch(address: str) -> Published:
    """What the service at the address publishes: /info/names, and for all registries /data/all/descriptions,
    /data/all/unitnames and /data/all/indicators by level, by where patients were treated.

    Source of the names of the resources: the service's own web client (repository mong/qmongjs).
    """
    base = address.rstrip("/")
    treated = {"context": "caregiver", "type": "ind"}
    with requests.Session() as session:

        def get(resource: str, wanted: type[Decoded], **query: str) -> Decoded:
            return decoded(_body(session, base, resource, query), resource, wanted)

        names = get("info/names", tuple[RegisterName, ...])
        descriptions = get("data/all/descriptions", tuple[Description, ...])
        tree = get("data/all/unitnames", UnitNames, **treated)
        rows = [
            row
            for level in LEVELS
            for row in get("data/all/indicators", tuple[PublishedRow, ...], unit_level=level, **treated)
            if row.context in (None, "caregiver")
        ]
    return Published(descriptions, tuple(rows), _places(None, tree), names)


def _body(session: requests.Session, base: str, resource: str, query: Mapping[str, str]) -> bytes:
    try:
        with session.get(f"{base}/{resource}", params=query, timeout=TIMEOUT, stream=True) as answer:
            if answer.status_code != 200:
                raise PublisherUnreachable(address=base, reason=f"it answers {answer.status_code} to {resource}")
            body = bytearray()
            for piece in answer.iter_content(1 << 16):
                body += piece
                if len(body) > LARGEST_FILE:
                    raise PublishedFileRefused(file=resource, reason="it is too large")
            return bytes(body)
    except requests.exceptions.SSLError:
        raise PublisherUnreachable(address=base, reason="its certificate is not trusted") from None
    except requests.exceptions.Timeout:
        raise PublisherUnreachable(address=base, reason="it did not answer in time") from None
    except requests.exceptions.RequestException:
        raise PublisherUnreachable(address=base, reason="no connection, or it broke") from None


def decoded(body: bytes, file: str, wanted: type[Decoded]) -> Decoded:
    """Strictly decoded JSON, a byte order mark allowed. PageInsteadOfFigures, or PublishedFileRefused with the place
    in the file."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    if body.lstrip()[:1] == b"<":
        raise PageInsteadOfFigures(file=file)
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.ValidationError as error:
        raise PublishedFileRefused(file=file, reason=str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PublishedFileRefused(file=file, reason="it is not JSON in UTF-8") from None


def _places(flat: tuple[TreatmentUnit, ...] | None, nested: UnitNames | None) -> tuple[TreatmentUnit, ...]:
    """The unit tree: the flat list, and from the nested one what the flat list does not name."""
    known = {_tidy(p.hospital) for p in flat or ()}
    more = (
        TreatmentUnit(hospital, trust.hf, region.rhf, trust.hf_full)
        for region in (nested.nested if nested else ())
        for trust in region.hf
        for hospital in trust.hospital
        if _tidy(hospital) not in known
    )
    return (*(flat or ()), *more)


# Units


def _tidy(name: str) -> str:
    return " ".join(name.split())


class _Units:
    """Which unit each row is of, and where the units belong."""

    def __init__(self, published: Published, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.ambiguities: list[Ambiguity] = []
        self.unplaced: dict[str, LeftOut] = {}
        self._of_row: dict[tuple[UnitLevel, str, str], str | None] = {}
        self._above: dict[tuple[UnitLevel, str], set[tuple[str, ...]]] = defaultdict(set)
        self._full: dict[str, str] = {}
        for place in published.places:
            trust, region = _tidy(place.hf), _tidy(place.rhf)
            self._above["hospital", _tidy(place.hospital)].add((trust, region))
            self._above["trust", trust].add((region,))
            self._full[trust] = _tidy(place.hf_full)
        self._number(published.rows)
        self._place()

    def of(self, row: PublishedRow) -> str | None:
        """The row's unit; None where its name is ambiguous."""
        return self._of_row[_identity(row)]

    def tree(self, used: Iterable[str]) -> tuple[Unit, ...]:
        """The units used, with what they belong to, nation first."""
        wanted = {NATION}
        for unit in used:
            at: str | None = unit
            while at is not None and at not in wanted:
                wanted.add(at)
                at = self._units[at].parent
        return tuple(u for u in self._units.values() if u.id in wanted)

    def _number(self, rows: tuple[PublishedRow, ...]) -> None:
        times = Counter(map(_identity, rows))
        newest: dict[tuple[UnitLevel, str, str], int] = {}
        for row in rows:
            identity = _identity(row)
            newest[identity] = max(newest.get(identity, 0), row.year)
        numbered: dict[tuple[UnitLevel, str], set[str]] = defaultdict(set)
        levels: dict[str, set[UnitLevel]] = defaultdict(set)
        for level, name, number in times:
            if number:
                numbered[level, name].add(number)
                levels[number].add(level)
        # One number at two levels: the lowest level keeps it.
        lowest = {number: max(at, key=_HIGHEST_FIRST.index) for number, at in levels.items()}
        twice = _in_one_result_twice(rows)
        names: dict[str, tuple[int, UnitLevel, str, str]] = {}

        def take(identity: tuple[UnitLevel, str, str], unit: str, number: str) -> None:
            level, name, _ = identity
            self._of_row[identity] = unit
            names[unit] = max(names.get(unit, (0, level, "", number)), (newest[identity], level, name, number))

        for identity, n in times.items():
            level, name, number = identity
            if level == "nation":
                take(identity, NATION, "")
            elif number:
                take(identity, number if lowest[number] == level else f"{number}-{level}", number)
            else:
                candidates = self._candidates(level, name, numbered[level, name], lowest)
                chosen = candidates[0].id if len(candidates) == 1 else self._answers.get(name)
                known = next((c for c in candidates if c.id == chosen), None)
                if (level, name) in twice or known is None:
                    offered = () if (level, name) in twice else candidates
                    self.ambiguities.append(Ambiguity(name, level, offered, n))
                    self._of_row[identity] = None
                else:
                    take(identity, known.id, known.id if known.id.isdigit() else "")
        self._names = names

    def _candidates(
        self, level: UnitLevel, name: str, numbers: set[str], lowest: Mapping[str, UnitLevel]
    ) -> tuple[Candidate, ...]:
        """The units a name without number may mean: those with a number by that name, else its places in the tree."""
        if numbers:
            return tuple(Candidate(n if lowest[n] == level else f"{n}-{level}") for n in sorted(numbers))
        places = sorted(self._above.get((level, name), ()))
        if len(places) < 2:
            return (Candidate(f"{level}:{name}"),)
        return tuple(Candidate(f"{level}:{name}, {', '.join(p)}", ", ".join(p)) for p in places)

    def _place(self) -> None:
        by_name: dict[tuple[UnitLevel, str], set[str]] = defaultdict(set)
        for identity, unit in self._of_row.items():
            if unit is not None:
                by_name[identity[0], identity[1]].add(unit)
        nation_name = self._names[NATION][2] if NATION in self._names else "Nasjonalt"
        units = {NATION: Unit(NATION, "nation", {"nb": nation_name})}
        for unit, (_, level, name, number) in sorted(
            self._names.items(), key=lambda item: (_HIGHEST_FIRST.index(item[1][1]), item[1][2], item[0])
        ):
            if level != "nation":
                parent = NATION if level == "region" else self._parent(unit, level, name, by_name)
                units[unit] = Unit(unit, level, {"nb": name}, parent, organisation_number=number or None)
        self._units = units

    def _parent(self, unit: str, level: UnitLevel, name: str, by_name: Mapping[tuple[UnitLevel, str], set[str]]) -> str:
        """The nearest unit above that all the name's places agree on and that results name; else the nation."""
        places = self._above.get((level, name), set())
        for candidate in places:
            if unit == f"{level}:{name}, {', '.join(candidate)}":
                places = {candidate}
        above: tuple[UnitLevel, ...] = ("trust", "region") if level == "hospital" else ("region",)
        for depth, upper in enumerate(above):
            names = {place[depth] for place in places}
            found = by_name.get((upper, next(iter(names))), set()) if len(names) == 1 else set()
            if len(found) == 1:
                return next(iter(found))
        if not places:
            reason = "not in the unit tree; shown directly under the nation"
        elif len(places) > 1:
            reason = "in the unit tree at several places; shown directly under the nation"
        else:
            reason = "what it belongs to has no single unit of that name; shown directly under the nation"
        self.unplaced[unit] = LeftOut(name, reason, 0)
        return NATION


def _identity(row: PublishedRow) -> tuple[UnitLevel, str, str]:
    return LEVELS[row.unit_level], _tidy(row.unit_name), str(row.orgnr).strip() if row.orgnr is not None else ""


def _in_one_result_twice(rows: Iterable[PublishedRow]) -> set[tuple[UnitLevel, str]]:
    """Names without number that have two different results of one indicator and year: two units share the name."""
    seen: dict[tuple[str, int, UnitLevel, str], PublishedRow] = {}
    twice: set[tuple[UnitLevel, str]] = set()
    for row in rows:
        level, name, number = _identity(row)
        if not number and level != "nation" and seen.setdefault((row.ind_id, row.year, level, name), row) != row:
            twice.add((level, name))
    return twice


# From what is published to what the cache holds


def source_of(published: Published, address: str, answers: Mapping[str, str]) -> Source:
    """Definitions, aggregates and coverage of every published registry, with what is ambiguous or left out."""
    described = {d.id: d for d in published.descriptions}
    if len(described) != len(published.descriptions):
        raise PublishedFileRefused(file="description", reason="an indicator is described twice")
    units = _Units(published, answers)
    left: Counter[tuple[str, str]] = Counter()
    by_registry: dict[str, dict[tuple[str, str, int], PublishedRow]] = defaultdict(dict)
    for row in published.rows:
        about = described.get(row.ind_id)
        if about is None:
            left[row.ind_id, "the indicator is not described"] += 1
        elif about.type not in KINDS:
            left[row.ind_id, f"results of the type {about.type} are not understood"] += 1
        elif (unit := units.of(row)) is not None:
            _check(row)
            key = (row.ind_id, unit, row.year)
            if by_registry[about.rname].setdefault(key, row) != row:
                raise PublishedFileRefused(
                    file="indicator", reason=f"{row.ind_id} has two results for {_tidy(row.unit_name)} in {row.year}"
                )
    names = {n.rname: n.full_name for n in published.names}
    contents = [
        _content(rname, names.get(rname), rows, [d for d in published.descriptions if d.rname == rname], units)
        for rname, rows in sorted(by_registry.items())
    ]
    if len({c.registry for c in contents}) != len(contents):
        raise PublishedFileRefused(file="description", reason="two registries have the same short name")
    left_out = [LeftOut(name, reason, n) for (name, reason), n in sorted(left.items())]
    return Source(
        id=SOURCE,
        kind=SOURCE,
        address=address,
        title=TITLE,
        contents=tuple(contents),
        ambiguities=tuple(units.ambiguities),
        left_out=(*left_out, *units.unplaced.values()),
        level_differences=tuple(_level_differences(published.rows, described)),
        complete=True,
    )


def _level_differences(rows: Iterable[PublishedRow], described: Mapping[str, Description]) -> Iterator[LevelDifference]:
    """Results whose published level is another than the rule's; figures in use go by the rule, for all alike."""
    for row in rows:
        about = described.get(row.ind_id)
        letter = _LETTERS_OF_LEVELS.get(row.level or "")
        if about is None or letter is None or row.var is None:
            continue
        levels = (about.level_green, about.level_yellow)
        attained = attainment(row.var, *levels, 0 if about.level_direction == 0 else 1)
        if attained is not letter:
            tie = row.var in levels
            yield LevelDifference(row.ind_id, _tidy(row.unit_name), row.year, row.var, letter, attained, tie)


def _check(row: PublishedRow) -> None:
    if row.var is not None and not 0 <= row.var <= 1:
        raise PublishedFileRefused(
            file="indicator",
            reason=f"{row.ind_id} is a share, and {_tidy(row.unit_name)} in {row.year} is not from 0 to 1",
        )


def _content(
    rname: str,
    full_name: str | None,
    rows: Mapping[tuple[str, str, int], PublishedRow],
    descriptions: list[Description],
    units: _Units,
) -> Content:
    registry = "skde_" + re.sub(r"[^a-z0-9]+", "_", rname.lower().translate(_LETTERS)).strip("_")
    with_rows = {indicator for indicator, _, _ in rows}
    indicators = tuple(_indicator(d) for d in descriptions if d.id in with_rows or (d.include != 0 and d.type in KINDS))
    described = {d.id: d for d in descriptions}
    definition = Definition(
        registry=registry,
        version="",
        names={"nb": full_name or next((d.full_name for d in descriptions if d.full_name), rname)},
        units=units.tree(unit for _, unit, _ in rows),
        indicators=indicators,
        granularity="year",
    )
    check_definition(definition)
    version = hashlib.sha256(msgspec.json.encode(definition)).hexdigest()[:12]
    return Content(
        registry,
        definition=msgspec.structs.replace(definition, version=version),
        aggregates=tuple(
            _aggregate(described[indicator], unit, row) for (indicator, unit, _), row in sorted(rows.items(), key=_key)
        ),
        coverage=tuple(_coverage(described, rows)),
    )


def _key(item: tuple[tuple[str, str, int], Any]) -> tuple[str, str, int]:
    return item[0]


def _indicator(d: Description) -> Indicator:
    return Indicator(
        id=d.id,
        version=1,
        title={"nb": d.title or d.id},
        kind=KINDS[d.type or ""],
        direction=0 if d.level_direction == 0 else 1,
        green=d.level_green,
        yellow=d.level_yellow,
        minimum_denominator=d.min_denominator,
        format=d.sformat or ",.0%",
        short=_paragraphs(d.short_description),
        description=_paragraphs(d.long_description),
    )


def _paragraphs(text: str | None) -> Texts:
    """The publisher parts paragraphs with an upright stroke."""
    return {"nb": "\n\n".join(part.strip() for part in text.split("|"))} if text else {}


def _aggregate(about: Description, unit: str, row: PublishedRow) -> Aggregate:
    """A value over too few cases, one that is missing and one that is not to be shown are withheld: the files may
    still hold them, the cache does not. The number of cases is kept."""
    minimum = MINIMUM_PUBLISHED if about.min_denominator is None else about.min_denominator
    withheld = (
        row.var is None or row.denominator is None or row.denominator < minimum or 0 in (row.include, about.include)
    )
    return Aggregate(
        indicator=row.ind_id,
        unit=unit,
        first=date(row.year, 1, 1),
        denominator=row.denominator,
        published=None if withheld else row.var,
        withheld=withheld,
    )


def _coverage(
    described: Mapping[str, Description], rows: Mapping[tuple[str, str, int], PublishedRow]
) -> Iterator[PublishedCoverage]:
    """The coverage beside each value. It may be an earlier year's: where the coverage is an indicator with results of
    its own, the newest year up to the value's with that very share is named."""
    shares: dict[tuple[str | None, str], dict[int, float | None]] = defaultdict(dict)
    for (indicator, unit, year), row in rows.items():
        shares[indicator, unit][year] = row.var
    for (indicator, unit, year), row in sorted(rows.items(), key=_key):
        if row.dg is None:
            continue
        of = shares.get((described[indicator].dg_id, unit), {})
        same = [y for y, share in of.items() if y <= year and share == row.dg]
        stated = f"of {max(same)}" if same else "its year is not stated and may be earlier"
        yield PublishedCoverage(unit, indicator, year, row.dg, TITLE, f"as published beside the value; {stated}")
