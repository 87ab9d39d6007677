"""Groups of radars: union, k-fold cover, what each adds, what is uncovered, what a change does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skyshed import __version__
from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.network_cover import Counts, count_cover, on_square
from skyshed.analysis.network_region import centre_of, narrowed_network, wide_m
from skyshed.analysis.network_results import (
    Contribution,
    NetworkResult,
    TerrainCheck,
    Traffic,
    VariantCover,
)
from skyshed.analysis.network_weightings import Region, network_weightings
from skyshed.analysis.network_words import (
    edge_sentence,
    level_labels,
    network_notes,
    network_sentences,
)
from skyshed.analysis.placement import Model, PlacedRadar, build_model
from skyshed.analysis.results import Interval, MapLayers
from skyshed.analysis.route import with_nominal
from skyshed.analysis.route_flight import EXTRA
from skyshed.analysis.study import (
    check_targets,
    processors,
    radar_summary,
    target_summary,
    terrain_summary,
)
from skyshed.analysis.union import Covering, Disc
from skyshed.errors import ScenarioError
from skyshed.scenario.model import Group, Study, StudySite
from skyshed.scenario.network_changes import (
    Variant,
    is_surveillance,
    network_groups,
    variants,
    with_added,
)
from skyshed.scenario.weightings import weighting_told
from skyshed.terrain.dataset import open_terrain

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_COARSE_M = 1000.0
FLIP = 0.05
"""Covered shares that differ by more than this between kinds of ground ask for finer terrain."""


@dataclass(frozen=True)
class NetworkQuestion:
    """What is asked: groups, radars that fail (keys) and that are added (``ID@LAT,LON``).

    `weightings` asks for as many draws under each weighting and for the box.
    """

    groups: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    weightings: bool = False


def run_network(
    study: Study,
    question: NetworkQuestion,
    *,
    workers: int | None = None,
    progress: Tell | None = None,
    traffic: Callable[[Study, Group, Sequence[Interval]], Traffic] | None = None,
) -> NetworkResult:
    """What groups of radars of a study cover together.

    Parameters
    ----------
    study : Study
        Gives radars, groups, map, heights and the headline's target.
    question : NetworkQuestion
        Which groups and changes.
    workers : int, optional
        Threads; all processors by default. The result does not depend on it.
    progress : callable, optional
        Called with (what is being done, steps done, steps in all).
    traffic : callable, optional
        Compares the first group with recorded traffic: called with the study, the group and the
        covered share at each height.

    Returns
    -------
    NetworkResult

    Raises
    ------
    SkyshedError
        If a group or radar is not there, or something is not computable.
    """
    tell = progress or (lambda what, done, total: None)
    study, added = with_added(study, question.added)
    groups = network_groups(study, question.groups)
    changed = variants(study, groups, failed=question.failed, added=added)
    study = narrowed_network(study, groups, added)
    wide = replace(study, radius_m=wide_m(study))
    model = replace(build_model(wide, open_terrain(study.terrain), tell=tell), study=study)
    check_targets(model)
    values = with_nominal(model, study)
    threads = workers or processors()
    disc = Disc.round(centre_of(study), radius_m=study.radius_m, cell_m=study.cell_m)
    known, region = _region(model, disc)
    civil = [
        i
        for i, variant in enumerate(changed)
        if not variant.change and _all_civil(study, variant.radars)
    ]
    tell("adding up the cover of groups", 0, 2)
    radars = {r.key: _covering(model, disc, r.key, values) for r in study.radars}
    counts = count_cover(
        radars, changed, model.heights, region,
        draws=study.draws + EXTRA, counted=study.draws, mapped=civil, workers=threads,
    )  # fmt: skip
    tell("adding up the cover of groups", 1, 2)
    smooth = _smooth_shares(model, disc, region, changed, values, workers=threads)
    tell("adding up the cover of groups", 2, 2)
    weightings = network_weightings(
        Region(model, disc, region, groups, changed, threads), counts,
        seed=study.seed, weighting=study.weighting, thorough=question.weightings, tell=tell,
    )  # fmt: skip
    covers = _variant_covers(groups, changed, counts)
    nominal = {key: drawn[study.draws : study.draws + 1] for key, drawn in values.items()}
    drawn = {key: some[: study.draws] for key, some in values.items()}
    checks = _checks(model, groups, changed, counts, smooth)
    contributions = _contributions(study, groups, changed, counts)
    seen = None
    if traffic is not None:
        seen = traffic(study, groups[0], [fold[0] for fold in covers[0].fold])
    return NetworkResult(
        name=study.name,
        title=f"Radars together: {study.title}",
        version=__version__,
        seed=study.seed,
        draws=study.draws,
        pd=study.pd,
        heights=model.heights,
        centre=(disc.site.latitude_deg, disc.site.longitude_deg),
        radius_m=disc.radius_m,
        area_m2=float(np.count_nonzero(known)) * disc.cell_m**2,
        unknown_share=float(np.mean(~known)),
        free_share=tuple(float(x) for x in region.sum(axis=1) / known.sum()),
        variants=covers,
        contributions=contributions,
        checks=checks,
        layers={
            changed[i].group: _layers(model, disc, known, counts, i, study.draws) for i in civil
        },
        traffic=seen,
        sentences=(
            *network_sentences(model.heights, covers, contributions, checks, seen),
            *edge_sentence(model, groups),
            *weighting_told(study.weighting),
        ),
        notes=network_notes(model, groups, civil=len(civil) == len(groups)),
        radars=tuple(radar_summary(p, drawn, nominal) for p in model.placed.values()),
        target=target_summary(study.targets[0]),
        terrain=terrain_summary(model),
        parameters=model.parameters,
        sources=bibliography(study, model.parameters.values()),
        places=tuple((p.name, p.latitude_deg, p.longitude_deg) for p in study.places),
        weightings=weightings,
    )


def region_site(study: Study, question: NetworkQuestion) -> StudySite:
    """Where the middle of the region lies; errors as for `run_network`."""
    study, added = with_added(study, question.added)
    groups = network_groups(study, question.groups)
    variants(study, groups, failed=question.failed, added=added)
    return centre_of(narrowed_network(study, groups, added))


def _all_civil(study: Study, keys: Sequence[str]) -> bool:
    return all(study.radar(key).entry.civil for key in keys)


def _region(model: Model, disc: Disc) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Cells with known ground, and by height those whose ground is not above it.

    Raises
    ------
    ScenarioError
        If no cell is left at some height.
    """
    grid = model.placed[model.study.radars[0].key].grid
    ground = grid.ground_m[grid.n - disc.north_cells, grid.n + disc.east_cells]
    known = np.asarray(np.isfinite(ground))
    with np.errstate(invalid="ignore"):
        free = model.heights.altitudes_over(ground) >= ground
    region = np.asarray(free & known)
    for label, inside in zip(level_labels(model.heights), region, strict=True):
        if not inside.any():
            raise ScenarioError(
                f"expected heights above the ground of the region, got {label}, which is"
                " underground or over unknown terrain everywhere; raise it or give other terrain",
                path="map.above_sea_level",
            )
    return known, region


def _covering(model: Model, disc: Disc, key: str, values: Mapping[str, FloatArray]) -> Covering:
    return Covering.of(model, disc, key, model.study.targets[0], values)


def _smooth_shares(
    model: Model,
    disc: Disc,
    region: NDArray[np.bool_],
    changed: Sequence[Variant],
    values: Mapping[str, FloatArray],
    *,
    workers: int,
) -> list[FloatArray]:
    """Covered share of each group on the bare ellipsoid, nominal values, shape (height,)."""
    at = model.study.draws
    nominal = {key: drawn[at : at + 1] for key, drawn in values.items()}
    flat = replace(model, placed={key: _bare(placed) for key, placed in model.placed.items()})
    radars = {key: _covering(flat, disc, key, nominal) for key in flat.placed}
    counts = count_cover(
        radars, changed, model.heights, region, draws=1, counted=0, workers=workers
    )
    return [fold[0, :, 0] for fold in counts.fold]


def _bare(placed: PlacedRadar) -> PlacedRadar:
    """The radar's own antenna over an Earth without relief."""
    grid = replace(placed.grid, ground_m=np.where(np.isnan(placed.grid.ground_m), np.nan, 0.0))
    return replace(placed, grid=grid, weight=np.zeros_like(placed.weight))


def _variant_covers(
    groups: Sequence[Group], changed: Sequence[Variant], counts: Counts
) -> tuple[VariantCover, ...]:
    labels = {group.key: group.label for group in groups}
    base = {v.group: fold[:, :, 0] for v, fold in zip(changed, counts.fold, strict=True)
            if not v.change}  # fmt: skip
    found = []
    for variant, draws in zip(changed, counts.fold, strict=True):
        gain = draws[:, :, 0] - base[variant.group]
        heights = range(draws.shape[1])
        fold = tuple(
            tuple(over_draws(draws[:, h, k]) for k in range(draws.shape[2])) for h in heights
        )
        found.append(
            VariantCover(
                labels[variant.group],
                variant.change,
                variant.radars,
                fold,
                tuple(remainder(one_or_more[0]) for one_or_more in fold),
                tuple(over_draws(gain[:, h]) for h in heights) if variant.change else (),
            )
        )
    return tuple(found)


def _contributions(
    study: Study, groups: Sequence[Group], changed: Sequence[Variant], counts: Counts
) -> tuple[Contribution, ...]:
    """Radars in the order of the study; none that guides missiles."""
    labels = {group.key: group.label for group in groups}
    found = []
    for i, variant in enumerate(changed):
        if variant.change:
            continue
        for key in variant.radars:
            if not is_surveillance(study.radar(key)):
                continue
            alone, only = counts.alone[key], counts.only[i, key]
            found.append(
                Contribution(
                    labels[variant.group],
                    study.radar(key).label,
                    tuple(over_draws(alone[:, h]) for h in range(alone.shape[1])),
                    tuple(over_draws(only[:, h]) for h in range(only.shape[1])),
                )
            )
    return tuple(found)


def _checks(
    model: Model,
    groups: Sequence[Group],
    changed: Sequence[Variant],
    counts: Counts,
    smooth: Sequence[FloatArray],
) -> tuple[TerrainCheck, ...]:
    labels = {group.key: group.label for group in groups}
    coarse = model.terrain.resolution_m > _COARSE_M
    found = []
    for variant, fold, bare in zip(changed, counts.fold, smooth, strict=True):
        if variant.change:
            continue
        for h, label in enumerate(level_labels(model.heights)):
            relief, low, high = (float(x) for x in fold[-EXTRA:, h, 0])
            above_ground = bool(model.heights.above_ground[h])
            plain = float("nan") if above_ground else float(bare[h])
            ends = [relief, low, high] + ([] if above_ground else [plain])
            finer = coarse and max(ends) - min(ends) > FLIP
            found.append(
                TerrainCheck(labels[variant.group], label, plain, relief, low, high, finer)
            )
    return tuple(found)


def _layers(
    model: Model, disc: Disc, inside: NDArray[np.bool_], counts: Counts, variant: int, draws: int
) -> MapLayers:
    """Where a civil group covers: share of draws, and the nominal draw."""
    share = 1.0 - counts.uncovered_draws[variant] / draws
    known = on_square(disc, inside, outside=0.0) > 0.0
    grid = model.placed[model.study.radars[0].key].grid
    n = grid.n
    ground = grid.ground_m[n - disc.north_cells, n + disc.east_cells]
    square = on_square(disc, share, outside=0.0)
    empty = np.full((3, *known.shape), np.nan)
    return MapLayers(
        latitude_deg=disc.site.latitude_deg,
        longitude_deg=disc.site.longitude_deg,
        cell_m=disc.cell_m,
        radius_m=disc.radius_m,
        heights=model.heights,
        ground_m=on_square(disc, ground, outside=np.nan).astype(np.float32),
        known=known,
        nominal=on_square(disc, counts.covered_nominal[variant], outside=0.0) > 0.0,
        share=square,
        quantiles_m=empty,
        factors=np.full(square.shape, 255, dtype=np.uint8),
        civil=True,
    )


def over_draws(values: FloatArray) -> Interval:
    """5, 50 and 95 % of the draws, and the nominal one behind them (see `EXTRA`)."""
    low, median, high = np.quantile(values[:-EXTRA], [0.05, 0.5, 0.95], method="inverted_cdf")
    return Interval(float(low), float(median), float(high), float(values[-EXTRA]), "1")


def remainder(share: Interval) -> Interval:
    """What is left of one by a share: median and bounds are of the same draws, so both add up."""
    return Interval(
        1.0 - share.high, 1.0 - share.median, 1.0 - share.low, 1.0 - share.nominal, share.unit
    )
