"""Run a study: terrain, pairs, claims, what decides, and the sentences that sum it up."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from skyshed import __version__
from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.claims import Run, claim_result, readings_of
from skyshed.analysis.coverage import coverage_map
from skyshed.analysis.draw_blocks import coverage_in_blocks
from skyshed.analysis.fixed_numbers import fixed_sentences
from skyshed.analysis.lesson import lesson_result
from skyshed.analysis.pairs import Cover, Question, interval, pair_result
from skyshed.analysis.parallel import Pool, Threads
from skyshed.analysis.placement import Model, PlacedRadar, Values, build_model
from skyshed.analysis.premises import union_rows
from skyshed.analysis.raids import RaidResult, RaidRun, raid_result
from skyshed.analysis.reach import batteries_reach
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.results import (
    ClaimResult,
    PairResult,
    RadarSummary,
    StudyResult,
    TargetSummary,
    TerrainSummary,
    Tornado,
    UnionRow,
)
from skyshed.analysis.sentences import limits, sentences, survives
from skyshed.analysis.study_terrain import study_terrain
from skyshed.analysis.study_weightings import weighted_areas, weighted_ranges
from skyshed.analysis.tornado import tornado
from skyshed.analysis.union import group_rows
from skyshed.analysis.weighted_raids import raid_rows
from skyshed.catalogue.loader import own_file_hashes
from skyshed.errors import SkyshedError
from skyshed.scenario.model import Case, Reading, Study, StudyRadar, StudyTarget
from skyshed.sim.ahead import CompiledAhead
from skyshed.sim.campaign import Pool as RaidPool
from skyshed.store import sha256_file
from skyshed.systems.effects import effects_on
from skyshed.systems.radar_site import RadarSite
from skyshed.terrain.dataset import TerrainDataset
from skyshed.uncertainty.sampling import nominal_values, sample

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_MAPPED_ROLES = ("see", "shoot")


def run_study(
    study: Study,
    *,
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    terrain: Path | str | None = None,
    progress: Tell | None = None,
    pool: Pool | None = None,
    weighting: str | None = None,
    weightings: bool = False,
) -> StudyResult:
    """Compute everything that a study asks.

    Parameters
    ----------
    study : Study
        From `skyshed.scenario.loader.load_study`.
    draws, seed : int, optional
        Instead of the study's own.
    workers : int, optional
        Threads; all processors by default. The result does not depend on it.
    terrain : path-like, optional
        Elevation data instead of the study's own, or "glo-90" or "glo-30".
    progress : callable, optional
        Called with (what is being done, steps done, steps in all).
    pool : Pool, optional
        Where pairs and raids are computed instead of on threads, such as a cluster. The result does
        not depend on it.
    weighting : str, optional
        One of `uncertainty.sampling.WEIGHTINGS` instead of the study's own, for everything that is
        not shown under all of them.
    weightings : bool
        Whether areas and raids are computed under all weightings and in the box too.

    Returns
    -------
    StudyResult

    Raises
    ------
    SkyshedError
        If the terrain cannot serve, a radar is not computable or a target is below the ground.
    """
    tell = progress or (lambda what, done, total: None)
    if study.lesson is not None:
        return lesson_result(study, __version__)
    run = Run(
        draws or study.draws,
        study.seed if seed is None else seed,
        workers or processors(),
        pool,
        weighting or study.weighting,
    )
    spare = run.pool is None and run.workers > 1
    with CompiledAhead(wanted=bool(study.raids) and spare) as ahead:
        ground = study_terrain(study, terrain, tell=tell)
        model = build_model(study, ground, workers=run.workers, tell=tell)
        check_targets(model)
        values = sample(model.parameters, size=run.draws, seed=run.seed, weighting=run.weighting)
        nominal = nominal_values(model.parameters)
        pairs = _pairs(model, values, nominal, run.pool or Threads(run.workers), tell)
        unions = _unions(model, values, nominal, run, tell)
        reaches = batteries_reach(model, values, nominal, workers=run.workers, tell=tell)
        ahead.wait()
    raid_run = RaidRun(
        seed=run.seed,
        workers=run.workers,
        pool=raid_pool(run.pool),
        weighting=run.weighting,
    )
    raids = tuple(
        raid_result(model, raid, replace(raid_run, draws=min(raid.draws, run.draws)), tell)
        for raid in study.raids
    )
    claims = _judged(model, run, values, unions, raids, tell)
    tell("finding what decides", 0, 1)
    what_decides = _tornado(model, run)
    tell("finding what decides", 1, 1)
    asked = _wanted(study)
    known = {headline_of(study): what_decides} if what_decides is not None else {}
    weighted = weighted_ranges(model, run, asked, known, tell)
    if weightings:
        weighted += weighted_areas(model, run, asked, tell)
        for raid, found in zip(study.raids, raids, strict=True):
            own = replace(raid_run, draws=min(raid.draws, run.draws))
            weighted += raid_rows(model, raid, own, found, tell)
    return StudyResult(
        name=study.name,
        title=study.title,
        summary=study.summary,
        question=study.question,
        version=__version__,
        seed=run.seed,
        draws=run.draws,
        pd=study.pd,
        ring_m=study.ring_m or float("nan"),
        ring_label=study.ring_label,
        sentences=fixed_sentences(study, model.parameters)
        + sentences(
            study,
            pairs,
            claims,
            what_decides,
            model.parameters,
            terrain_ends=_ends_m(model.placed[headline_of(study)[0]]).min() < np.inf,
            reaches=reaches,
        ),
        headline=headline_of(study),
        places=tuple((p.name, p.latitude_deg, p.longitude_deg) for p in study.places),
        radars=tuple(radar_summary(p, values, nominal) for p in model.placed.values()),
        targets=tuple(target_summary(t) for t in study.targets),
        pairs=tuple(pairs),
        unions=tuple(unions),
        claims=tuple(claims),
        tornado=what_decides,
        terrain=terrain_summary(model),
        parameters=model.parameters,
        survives=survives(pairs, headline_of(study)),
        limits=limits(
            model.terrain,
            shooting=bool(model.batteries),
            effects=effects_on(model.parameters),
            duct=None if study.air is None else study.air.duct_label or None,
        ),
        sources=bibliography(study, model.parameters.values()),
        own_catalogue=own_file_hashes(extra=study.catalogue),
        reaches=reaches,
        raids=raids,
        weighted=tuple(weighted),
        weighting=run.weighting,
    )


def raid_pool(pool: Pool | None) -> RaidPool | None:
    """The pool for raids: one that takes single pieces of work; None for threads."""
    return cast(RaidPool, pool) if hasattr(pool, "submit") else None


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def headline_of(study: Study) -> tuple[str, str]:
    """Keys of the radar and the target that a study is about first."""
    if study.headline is not None:
        return study.headline.radar, study.headline.target
    return study.radars[0].key, study.targets[0].key


def _pairs(
    model: Model, values: Values, nominal: Values, pool: Pool, tell: Tell
) -> list[PairResult]:
    wanted = _wanted(model.study)
    shared = (model, values, nominal, sites_of(model, values, nominal, wanted))
    found = []
    tell("radars and targets", 0, len(wanted))
    for result in _results(pool, wanted, shared):
        found.append(result)
        tell("radars and targets", len(found), len(wanted))
    return found


def _wanted(study: Study) -> list[tuple[str, str]]:
    """Keys of the radar and the target of every pair that gets ranges."""
    return [
        (radar.key, target.key)
        for radar in study.radars
        if radar.role in _MAPPED_ROLES or len(study.radars) == 1
        for target in study.targets
    ]


def _judged(
    model: Model,
    run: Run,
    values: Values,
    unions: Sequence[UnionRow],
    raids: Sequence[RaidResult],
    tell: Tell,
) -> list[ClaimResult]:
    """All claims: first their readings, side by side, then what is shown beside them."""
    asked = model.study.claims
    readings = sum(len(claim.readings) for claim in asked)
    steps = readings + len(asked)
    tell("judging claims", 0, steps)
    found = readings_of(model, asked, run, lambda done, total: tell("judging claims", done, steps))
    claims = []
    for done, (claim, own) in enumerate(zip(asked, found, strict=True), start=readings + 1):
        claims.append(
            claim_result(model, claim, values, run, unions=unions, raids=raids, readings=own)
        )
        tell("judging claims", done, steps)
    return claims


_Sites = dict[str, tuple[RadarSite, RadarSite]]
_Shared = tuple[Model, Values, Values, _Sites]


def sites_of(
    model: Model, values: Values, nominal: Values, wanted: Iterable[tuple[str, str]]
) -> _Sites:
    """Radars of some pairs (radar's key, target's key), drawn and nominal, by key."""
    placed = model.placed
    return {key: (placed[key].at(values), placed[key].at(nominal)) for key, _ in wanted}


def _results(pool: Pool, wanted: list[tuple[str, str]], shared: _Shared) -> Iterator[PairResult]:
    """Pairs side by side, or where they are too few for that, the draws of their maps."""
    if len(wanted) >= pool.workers:
        return pool.in_order(pair_by_keys, wanted, shared=shared)
    cover = partial(coverage_in_blocks, pool=pool)
    return (pair_by_keys(*shared, pair, cover=cover) for pair in wanted)


def pair_by_keys(
    model: Model,
    values: Values,
    nominal: Values,
    sites: _Sites,
    pair: tuple[str, str],
    *,
    cover: Cover = coverage_map,
) -> PairResult:
    """`pair_result` for the keys of a radar and a target: the piece of work that travels."""
    radar, target = model.study.radar(pair[0]), model.study.target(pair[1])
    placed = model.placed[radar.key]
    question = Question(model, placed, target, *sites[radar.key], values, nominal)
    return pair_result(question, maps=radar.maps and target.maps, cover=cover)


def _unions(model: Model, values: Values, nominal: Values, run: Run, tell: Tell) -> list[UnionRow]:
    if not model.study.claims and model.study.groups:  # a scene: its groups at its heights
        tell("adding up the cover of groups", 0, 1)
        return group_rows(
            model,
            list(model.study.groups.values()),
            list(model.study.targets),
            model.heights,
            values,
            nominal,
            workers=run.workers,
        )
    premises = [
        premise
        for claim in model.study.claims
        for premise in claim.premises
        if premise.quantity == "covered_area_by_group"
    ]
    rows: dict[tuple[str, str, str], UnionRow] = {}
    for done, premise in enumerate(premises):
        tell("adding up the cover of groups", done, len(premises))
        for row in union_rows(model, premise, values, nominal, workers=run.workers):
            # two claims may ask for the same group: on the same draws it is the same row
            rows.setdefault((row.group, row.target, row.height), row)
    return list(rows.values())


def _tornado(model: Model, run: Run) -> Tornado | None:
    """What decides the confirmed range of the headline pair, median azimuth."""
    radar_key, target_key = headline_of(model.study)
    target = model.study.target(target_key)
    reading = confirmed_reading(model.study, radar_key, target_key)
    words = (
        f"slant range at which {model.study.radar(radar_key).label} confirms a track of"
        f" {target.label}"
    )
    return tornado(
        ReadingModel(model, reading, run.workers),
        words,
        seed=run.seed,
        draws=run.draws,
        weighting=run.weighting,
    )


def confirmed_reading(study: Study, radar_key: str, target_key: str) -> Reading:
    """The confirmed slant range of a pair, median azimuth, as a reading."""
    target = study.target(target_key)
    case = Case(
        radar_key,
        target_key,
        target.altitude_m,
        target.agl_m,
        target.speed_m_s,
        "median",
        target.label,
    )
    return Reading(
        "headline",
        False,
        "",
        "",
        "confirmed_slant_range",
        "at_least",
        (case,),
        "all",
        at_least_m=study.ring_m,
    )


class TargetBelowGround(SkyshedError):
    """A target would fly under the ground of a radar that it flies at; altitudes in m."""

    def __init__(self, key: str, altitude_m: float, site: str, ground_m: float) -> None:
        self.altitude_m = altitude_m
        self.ground_m = ground_m
        super().__init__(
            f"target {key!r}: {altitude_m:g} m above sea level is below the ground at {site}"
            f" ({ground_m:.0f} m); give a height above ground or a greater altitude"
        )


def check_targets(model: Model) -> None:
    """A target must not fly under the ground of the radar that it flies at."""
    for placed in model.placed.values():
        for target in model.study.targets:
            ground = placed.altitude.antenna_ground_m
            if target.altitude_m is not None and target.altitude_m < ground:
                raise TargetBelowGround(
                    target.key, target.altitude_m, placed.radar.site.name, float(ground)
                )


def radar_summary(placed: PlacedRadar, values: Values, nominal: Values) -> RadarSummary:
    """A radar of the study in a few words and numbers."""
    radar: StudyRadar = placed.radar
    drawn, first = placed.at(values), placed.at(nominal)
    rule = placed.altitude
    note = ""
    if rule.rule_applied:
        note = (
            f"The terrain model has {rule.terrain_m:.0f} m here, the site's own altitude is"
            f" {rule.antenna_ground_m:.0f} m: the antenna stands at its own altitude, and terrain"
            f" within {placed.grid.dataset.resolution_m / 1000.0:.0f} km does not mask."
        )
    return RadarSummary(
        key=radar.key,
        entry=radar.entry.id,
        name=radar.label,
        role=radar.role,
        site=radar.site.name,
        latitude_deg=radar.site.latitude_deg,
        longitude_deg=radar.site.longitude_deg,
        antenna_altitude_m=interval(drawn.antenna_altitude_m, first.antenna_altitude_m),
        instrumented_range_m=interval(drawn.instrumented_range_m, first.instrumented_range_m),
        band=radar.entry.band,
        sector=_sector(radar),
        site_note=note,
    )


def _sector(radar: StudyRadar) -> str:
    width = np.degrees(radar.entry.parameters["coverage_rad"].nominal)
    if width >= 359.5:
        return "all round"
    if radar.sector_centre_rad is None:
        return f"{width:.0f} deg, steered: any one azimuth"
    return f"{width:.0f} deg towards {np.degrees(radar.sector_centre_rad):.0f} deg"


def target_summary(target: StudyTarget) -> TargetSummary:
    """A target of the study in a few words and numbers."""
    return TargetSummary(
        key=target.key,
        entry=target.entry.id,
        name=target.label,
        configuration=target.configuration,
        altitude_m=target.altitude_m if target.altitude_m is not None else float("nan"),
        speed_m_s=target.speed_m_s,
        note=target.note,
        agl_m=target.agl_m if target.agl_m is not None else float("nan"),
    )


def terrain_summary(model: Model) -> TerrainSummary:
    """The terrain of the study, and where it does not reach."""
    error = model.terrain.error
    grids = {id(p.grid): p.grid for p in model.placed.values()}.values()
    return TerrainSummary(
        name=model.terrain.name,
        resolution_m=model.terrain.resolution_m,
        error_low_m=error.low,
        error_high_m=error.high,
        void_cells=sum(grid.void_count for grid in grids),
        unknown_cells=sum(grid.gap_count for grid in grids),
        notes=(*model.terrain.notes, *_where_terrain_ends(model)),
        sha256=_hash(model.terrain),
    )


def _where_terrain_ends(model: Model) -> list[str]:
    """A note for every radar whose range, on some azimuth, outruns the known terrain."""
    told = []
    for placed in model.placed.values():
        ends = _ends_m(placed)
        instrumented = placed.radar.entry.parameters["instrumented_range_m"].nominal
        if ends.min() < instrumented:
            told.append(
                f"The terrain is known only out to {ends.min() / 1000.0:.0f} km from"
                f" {placed.radar.label}; on {np.mean(ends < instrumented):.0%} of the azimuths it"
                " ends inside the instrumented range. What lies beyond is unknown, and ranges end"
                " there however far the radar sees: give terrain that reaches farther."
            )
    return told


def _ends_m(placed: PlacedRadar) -> FloatArray:
    """Distance at which the known terrain ends, by azimuth; inf where it does not. [m]"""
    unknown = np.isnan(placed.profiles.ground_m)
    steps = np.where(unknown.any(axis=1), np.argmax(unknown, axis=1), np.inf)
    return np.asarray(steps * placed.profiles.step_m)


def _hash(terrain: TerrainDataset) -> str:
    paths = dict.fromkeys(file.path for file in terrain.files)  # an archive counts once
    hashes = [sha256_file(path) for path in paths]
    if len(hashes) == 1:
        return hashes[0]
    return sha256("\n".join(hashes).encode()).hexdigest()
