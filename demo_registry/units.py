"""An invented health service: one nation, four regions, fourteen trusts, forty-five hospitals.

No name here belongs to a real hospital, trust or region; RESH ids begin with 99 and organisation numbers with 1, which
no real one does. Two hospitals share a name on purpose: a unit is known by its id.
"""

from __future__ import annotations

from dataclasses import dataclass

from local_cache.registry import Unit

NATION = "nasjonen"

_TREE: dict[str, dict[str, tuple[str, ...]]] = {
    "Helse Kyst RHF": {
        "Fjordbyen universitetssykehus HF": (
            "Fjordbyen sykehus", "Skjærvær sykehus", "Holmevåg sykehus", "Tareskjær sykehus",
        ),
        "Helse Ytterøyene HF": ("Storbåen sykehus", "Måkeviken sykehus", "Lia sykehus"),
        "Helse Lysfjord HF": ("Lysfjord sykehus", "Naustbukt sykehus", "Torskevåg sykehus"),
        "Helse Sildevær HF": ("Sildevær sykehus", "Brennholmen sykehus", "Stillevåg sykehus"),
    },
    "Helse Fjell RHF": {
        "Helse Tindeborg HF": ("Tindeborg sykehus", "Snøheimen sykehus", "Varghaug sykehus"),
        "Helse Bredalen HF": ("Granvik sykehus", "Bredalen sykehus", "Steinløkka sykehus", "Reinsbu sykehus"),
        "Helse Isvatn HF": ("Isvatn sykehus", "Ravneberget sykehus", "Kvitbreen sykehus"),
    },
    "Helse Skog RHF": {
        "Storskogen universitetssykehus HF": ("Storskogen sykehus", "Elgmoen sykehus", "Tiurlia sykehus"),
        "Helse Furumo HF": ("Furumo sykehus", "Bjørkehaugen sykehus", "Lia sykehus"),
        "Helse Tømmerelva HF": ("Tømmerelva sykehus", "Kvernfossen sykehus", "Myrbekk sykehus", "Ulvåsen sykehus"),
        "Helse Granheim HF": ("Granheim sykehus", "Blåbærlia sykehus", "Orrhaugen sykehus"),
    },
    "Helse Slette RHF": {
        "Kornåker universitetssykehus HF": ("Kornåker sykehus", "Rugmarka sykehus", "Havresletta sykehus"),
        "Helse Lerkeby HF": ("Lerkeby sykehus", "Kløverengen sykehus", "Bygghaugen sykehus"),
        "Helse Solvang HF": ("Solengen sykehus", "Linåkeren sykehus", "Humlebakken sykehus"),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hospital:
    """A hospital and its share of the nation's patients."""

    id: str
    name: str
    size: float


def _grow() -> tuple[tuple[Unit, ...], tuple[Hospital, ...]]:
    units = [Unit(NATION, "nation", {"nb": "Hele landet", "en": "The whole country"})]
    hospitals: list[Hospital] = []
    numbers = iter(range(1, 1000))

    def unit(level: str, name: str, parent: str) -> str:
        number = next(numbers)
        resh = f"99{number * 37 % 1000:03d}{number:02d}"
        units.append(
            Unit(resh, level, {"nb": name}, parent, resh=resh, organisation_number=f"1{number * 7919 % 10**8:08d}")  # type: ignore[arg-type]
        )
        return resh

    for region_name, trusts in _TREE.items():
        region = unit("region", region_name, NATION)
        for trust_name, names in trusts.items():
            trust = unit("trust", trust_name, region)
            for place, name in enumerate(names):
                # The first hospital of a trust is its largest; university trusts have the largest of all.
                size = (3.2 if "universitet" in trust_name else 2.0) if place == 0 else 1.1 / place
                hospitals.append(Hospital(unit("hospital", name, trust), name, size))
    whole = sum(h.size for h in hospitals)
    return tuple(units), tuple(Hospital(h.id, h.name, h.size / whole) for h in hospitals)


UNITS, HOSPITALS = _grow()


def hospital(name: str) -> str:
    """The id of the only hospital of that name."""
    (found,) = [h.id for h in HOSPITALS if h.name == name]
    return found


CHOSEN_UNIT = hospital("Fjordbyen sykehus")
NEIGHBOUR = hospital("Holmevåg sykehus")
"""Another hospital of the chosen unit's trust, which the quality coordinator follows as well."""
