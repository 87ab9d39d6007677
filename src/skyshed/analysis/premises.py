"""Numbers shown beside a claim that gets no verdict."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from skyshed.analysis.coverage import Heights
from skyshed.analysis.engagement_premises import ENGAGEMENT_PREMISES
from skyshed.analysis.flight_cover import flight_share_rows
from skyshed.analysis.looks import look_rows
from skyshed.analysis.placement import Model, PlacedRadar, Values
from skyshed.analysis.plain_words import (
    area_words,
    basis_words,
    height_range,
    height_words,
    target_words,
    time_range,
    which_radar,
)
from skyshed.analysis.raids import RaidResult
from skyshed.analysis.results import PremiseRow, UnionRow
from skyshed.analysis.union import gain_name, union_rows
from skyshed.catalogue.loader import system as catalogue_system
from skyshed.propagation.effective_earth import smooth_horizon_altitude_m
from skyshed.propagation.ray_tracing import grazing_profile
from skyshed.scenario.model import Premise
from skyshed.systems.environment import surface_refractivity
from skyshed.uncertainty.sampling import other_sizes, sample

__all__ = ["PREMISES", "Asked", "premise_rows", "union_rows"]

OVER_DRAWS = (
    "decorrelated_looks",
    "share_along_flights",
    "time_to_first_intercept",
    "warning_minutes",
)
"""Quantities from draws that are also given under the other weightings.

Others hold for the whole box of the bounds or follow by construction; areas would take a study a
sixth longer, and raids have draws of their own.
"""
_PART = 4  # the other weightings have one draw in so many
_FEWEST = 20
FOUR_THIRDS = 4.0 / 3.0
_BOX_NOTE = "In brackets: the bounds (the box), which no weighting changes."
_FULL_TURN = 2.0 * np.pi - 1e-9
_STATES = {
    "emplaced_off": "set up, warm and switched off",
    "emplaced_cold": "set up, but cold",
    "march": "arriving by road",
    "stored": "stored in a depot",
}


@dataclass(frozen=True)
class Asked:
    """A premise and everything it may be computed from.

    Attributes
    ----------
    model : Model
        The study on its terrain.
    premise : Premise
        What is asked.
    values, nominal : mapping of str to ndarray
        Draws of all unknowns and their nominal values.
    workers : int
        Threads.
    unions : sequence of UnionRow
        Areas that were computed before; empty to compute them here.
    raids : sequence of RaidResult
        Raids that were run before.
    weighting : str
        How the draws are weighted; for what a premise draws by itself.
    """

    model: Model
    premise: Premise
    values: Values
    nominal: Values
    workers: int = 1
    unions: Sequence[UnionRow] = ()
    raids: Sequence[RaidResult] = ()
    weighting: str = "triangular"


def premise_rows(
    model: Model,
    claim_premise: Premise,
    values: Values,
    nominal: Values,
    *,
    workers: int = 1,
    unions: Sequence[UnionRow] = (),
    raids: Sequence[RaidResult] = (),
    seed: int | None = None,
    weighting: str = "triangular",
) -> list[PremiseRow]:
    """Compute what is shown beside a claim.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    claim_premise : Premise
        What is asked.
    values, nominal : mapping of str to ndarray
        Draws of all unknowns and their nominal values.
    workers : int
        Threads; the result does not depend on it.
    unions : sequence of UnionRow, optional
        Rows of `union_rows` that were computed before; those of this premise are picked out.
    raids : sequence of RaidResult, optional
        Raids that were run before.
    seed : int, optional
        Seed of the study; without it the other weightings are left out. [1]
    weighting : str
        Of the draws.

    Returns
    -------
    list of PremiseRow
        The note of the study, if any, stands at the first row.
    """
    asked = Asked(model, claim_premise, values, nominal, workers, unions, raids, weighting)
    rows = PREMISES[claim_premise.quantity](asked)
    if seed is not None and claim_premise.quantity in OVER_DRAWS:
        rows = _under_other_weightings(asked, rows, seed)
    if rows and claim_premise.note:
        first = rows[0]
        note = f"{claim_premise.note} {first.note}".strip()
        rows = [replace(first, note=note), *rows[1:]]
    return rows


def _under_other_weightings(
    asked: Asked, rows: Sequence[PremiseRow], seed: int
) -> list[PremiseRow]:
    """The rows with their texts under the other weightings, from a quarter of the draws."""
    draws = next(iter(asked.values.values())).size
    sizes = other_sizes(draws, asked.weighting, part=_PART, fewest=_FEWEST)
    told: list[dict[str, str]] = [{} for _ in rows]
    for name, size in sizes.items():
        values = sample(asked.model.parameters, size=size, seed=seed, weighting=name)
        there = replace(asked, values=values, unions=(), weighting=name)
        for own, text in zip(
            told, _texts_of(rows, PREMISES[asked.premise.quantity](there)), strict=True
        ):
            own |= {} if text is None else {name: text}
    most = max(sizes.values())
    return [
        replace(row, weightings=texts, other_draws=most) if texts else row
        for row, texts in zip(rows, told, strict=True)
    ]


def _texts_of(rows: Sequence[PremiseRow], others: Sequence[PremiseRow]) -> list[str | None]:
    """Texts of the same rows elsewhere; None for a row that is not there, or not told apart."""
    if [row.label for row in rows] == [row.label for row in others]:
        return [row.text for row in others]
    count = Counter(row.label for row in (*rows, *others))
    texts = {row.label: row.text for row in others}
    # twice in all: once on each side
    return [texts.get(row.label) if count[row.label] == 2 else None for row in rows]


def _off_means_no_cover(asked: Asked) -> list[PremiseRow]:
    radars = [asked.model.study.radar(key).label for key in asked.premise.radars]
    return [
        PremiseRow(
            f"{asked.premise.label}: {'; '.join(radars)}",
            "none, at any height and distance",
            "True by construction: a radar that does not transmit detects nothing. It is no"
            " evidence about this system.",
        )
    ]


def _time_to_first_detection(asked: Asked) -> list[PremiseRow]:
    study, premise = asked.model.study, asked.premise
    entry = catalogue_system(premise.system, extra=study.catalogue)
    rows = [
        PremiseRow(
            f"{premise.label}: {_STATES.get(state, state)}",
            f"{time_range(time)}, {basis_words(time)}",
            time.note,
        )
        for state, time in entry.readiness.items()
    ]
    if rows:
        rows[0] = replace(rows[0], note=f"{rows[0].note} {_BOX_NOTE}".strip())
    watching = sorted(
        (r for r in study.radars if r.entry.system == entry.id), key=lambda r: r.role != "see"
    )
    for radar in watching[:1]:
        scan = radar.entry.parameters["scan_period_s"]
        rows.append(
            PremiseRow(
                "Then, until the beam next comes round",
                f"up to {time_range(scan)} more, {basis_words(scan)}",
                f"From one look in a direction to the next: {radar.label}. Beside most of the times"
                " above it does not matter.",
            )
        )
    return rows


def _covered_area_by_group(asked: Asked) -> list[PremiseRow]:
    study, premise = asked.model.study, asked.premise
    rows = asked.unions or union_rows(
        asked.model, premise, asked.values, asked.nominal, workers=asked.workers
    )
    groups = [study.groups[key] for key in premise.groups]
    names = {group.label for group in groups}
    names |= {gain_name(whole, part) for whole in groups for part in groups}
    note = _area_note(asked)
    told = []
    for target in (study.target(key) for key in premise.targets):
        for height in Heights(agl_m=premise.agl_m).labels:
            for row in rows:
                if (row.target, row.height) == (target.key, height) and row.group in names:
                    label = f"{premise.label}: {target_words(target)} {height}, {row.group}"
                    told.append(PremiseRow(label, area_words(row.area_m2), note))
                    note = ""
    return told


def _area_note(asked: Asked) -> str:
    study = asked.model.study
    where = study.radar(study.headline.radar) if study.headline else study.radars[0]
    told = (
        f"Within {study.radius_m / 1e3:.0f} km over the ground of {where.site.name}; median and 5"
        " to 95 % of the draws. A place counts once, whoever covers it."
    )
    members = {key for group in asked.premise.groups for key in study.groups[group].radars}
    steered = [
        radar.label
        for radar in study.radars
        if radar.key in members
        and radar.sector_centre_rad is None
        and radar.entry.parameters["coverage_rad"].nominal < _FULL_TURN
    ]
    if steered:
        told += f" Counted as turned to every direction, one at a time: {'; '.join(steered)}."
    return told


def _smooth_horizon_altitude(asked: Asked) -> list[PremiseRow]:
    premise = asked.premise
    rows = []
    for key in premise.radars:
        placed = asked.model.placed[key]
        radar, note = placed.radar, _horizon_note(placed, asked.nominal)
        for distance in premise.distances:
            (middle, low, high), bent = smooth_horizons_m(
                placed, distance.distance_m, asked.nominal
            )
            rows.append(
                PremiseRow(
                    f"{premise.label}: {distance.label}, {distance.distance_m / 1e3:.0f} km over"
                    f" the ground from {radar.site.name}{which_radar(radar.label, premise.radars)}",
                    f"{height_range(middle, low, high)} by the 4/3-Earth rule;"
                    f" {height_words(bent)} with rays followed through an average atmosphere",
                    note,
                )
            )
            note = ""
    return rows


def _horizon_note(placed: PlacedRadar, nominal: Values) -> str:
    ground = placed.altitude.antenna_ground_m
    low, high = _antenna_bounds_m(placed)
    antenna = float(placed.at(nominal).antenna_altitude_m[0]) - ground
    return (
        f"{placed.radar.label}, antenna {height_range(antenna, low, high)} above its site; the"
        " bounds follow from it and are those of the box, which no weighting changes. Heights"
        " count from smooth ground at the level of the site,"
        f" {ground:.0f} m above sea level: add {height_words(ground)} for the height above the sea."
        " The 4/3-Earth rule enlarges the Earth by a third to allow for the bending of radar waves;"
        " how much they really bend depends on the air and on how high they climb. The second"
        " figure follows them through the average air of this study, and is the better one."
    )


def smooth_horizons_m(
    placed: PlacedRadar, distance_m: float, nominal: Values
) -> tuple[tuple[float, float, float], float]:
    """Lowest height that can be seen over smooth ground at the level of the radar's site.

    Parameters
    ----------
    placed : PlacedRadar
        The radar.
    distance_m : float
        Ground distance. [m]
    nominal : mapping of str to ndarray, shape (1,)
        Nominal values, for the refractivity of the air.

    Returns
    -------
    four_thirds : tuple of float
        4/3 Earth, closed form: nominal, lowest and highest over the bounds of the antenna's
        height. [m]
    atmosphere : float
        The ray that grazes the ground in an exponential atmosphere, nominal antenna. [m]
    """
    site = placed.at(nominal)
    ground = placed.altitude.antenna_ground_m
    radius = 2.0 / sum(site.curvature_per_m)
    nominal_agl = max(float(site.antenna_altitude_m[0]) - ground, 0.0)
    low, high = _antenna_bounds_m(placed)
    heights = smooth_horizon_altitude_m(
        distance_m,
        np.array([nominal_agl, high, low]),
        k=FOUR_THIRDS,
        earth_radius_m=radius,
    )
    ray = grazing_profile(
        np.array([distance_m]),
        antenna_altitude_m=ground + nominal_agl,
        surface_refractivity=surface_refractivity(nominal, ground)[0],
        surface_altitude_m=ground,
        earth_radius_m=radius,
    )
    middle, least, most = (float(h) for h in heights)
    within = middle == 0.0  # short of the horizon, where the ray comes down to the ground
    return (middle, least, most), 0.0 if within else float(ray[0]) - ground


def _antenna_bounds_m(placed: PlacedRadar) -> tuple[float, float]:
    """Bounds of the antenna's height above the ground of its site. [m]"""
    radar = placed.radar
    if radar.entry.airborne:
        height = radar.entry.parameters["platform_altitude_m"]
        ground = placed.altitude.antenna_ground_m
        return max(height.low - ground, 0.0), max(height.high - ground, 0.0)
    mounted = radar.entry.mounts[radar.mount] if radar.mount else None
    height = mounted or radar.entry.parameters["antenna_height_m"]
    return height.low, height.high


def _decorrelated_looks(asked: Asked) -> list[PremiseRow]:
    return look_rows(asked.model, asked.premise, asked.values, workers=asked.workers)


def _share_along_flights(asked: Asked) -> list[PremiseRow]:
    return flight_share_rows(asked.model, asked.premise, asked.values, workers=asked.workers)


PREMISES: dict[str, Callable[[Asked], list[PremiseRow]]] = {
    **ENGAGEMENT_PREMISES,
    "off_means_no_cover": _off_means_no_cover,
    "time_to_first_detection": _time_to_first_detection,
    "covered_area_by_group": _covered_area_by_group,
    "smooth_horizon_altitude": _smooth_horizon_altitude,
    "decorrelated_looks": _decorrelated_looks,
    "share_along_flights": _share_along_flights,
}
"""What the study file may ask for; a test pairs it with the schema."""
