"""One radar against one target: ranges, radii, charts and maps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.approach import (
    Confirmation,
    confirmation,
    cumulative_confirmation,
    echo_along_profiles,
    free_space_confirmation,
    single_scan_pd,
)
from skyshed.analysis.coverage import CoverageMap, Progress, coverage_map, limiting_factors
from skyshed.analysis.looked_at import looked_at_by
from skyshed.analysis.placement import Model, PlacedRadar, Values, altitude_over
from skyshed.analysis.radials import (
    Profiles,
    covered_interval,
    profile_sight,
    radius_by_azimuth,
)
from skyshed.analysis.results import Interval, MapLayers, PairResult
from skyshed.scenario.model import StudyTarget
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

UNLIMITED_M = 1e8
"""Reach of a radar of unlimited power: what remains of cover is geometry. [m]"""


@dataclass(frozen=True)
class Question:
    """One radar and one target of a model, drawn and nominal."""

    model: Model
    placed: PlacedRadar
    target: StudyTarget
    drawn: RadarSite
    nominal: RadarSite
    values: Values
    nominal_values: Values

    @property
    def key(self) -> str:
        """The radar's key in the study."""
        return self.placed.radar.key

    def rcs(self, *, nominal: bool = False) -> FloatArray:
        """Mean cross-section, shape (draw,)."""
        site, values = (self.nominal, self.nominal_values) if nominal else (self.drawn, self.values)
        return self.model.mean_rcs_m2(site, self.key, self.target, values)

    def reach(self, pd: float, *, nominal: bool = False) -> FloatArray:
        """Free-space range at a single-scan `pd`, shape (draw,) or (draw, azimuth)."""
        site, values = (self.nominal, self.nominal_values) if nominal else (self.drawn, self.values)
        return self.model.reach_m(site, self.key, self.target, values, pd=pd)


def interval(draws: ArrayLike, nominal: ArrayLike, unit: str = "m") -> Interval:
    """5, 50 and 95 % of the draws and the nominal answer; a range of zero means never (nan)."""
    spread = np.quantile(np.asarray(draws, dtype=float), [0.05, 0.5, 0.95], method="inverted_cdf")
    found = [float(value) for value in (*spread, np.ravel(np.asarray(nominal, dtype=float))[0])]
    if unit == "m":
        found = [value if value > 0.0 else float("nan") for value in found]
    low, median, high, first = found
    return Interval(low, median, high, first, unit)


Cover = Callable[..., CoverageMap]
"""`coverage_map`, or what gives the same map from the same arguments."""


def pair_result(
    question: Question,
    *,
    maps: bool,
    workers: int = 1,
    progress: Progress | None = None,
    cover: Cover = coverage_map,
) -> PairResult:
    """Everything the report says about one radar and one target.

    Parameters
    ----------
    question : Question
        The pair.
    maps : bool
        Whether to compute the maps; without them the shares are nan.
    workers : int
        Threads.
    progress : callable, optional
        Called with (draws done, draws in all) of the map.
    cover : callable, optional
        What computes the map of the draws, such as `coverage_in_blocks` on a pool.

    Returns
    -------
    PairResult
    """
    model, study = question.model, question.model.study
    placed, target = question.placed, question.target
    profiles = placed.profiles
    reach = question.reach(study.pd)
    reach_nominal = question.reach(study.pd, nominal=True)
    radii = radius_by_azimuth(
        question.drawn,
        profiles,
        reach_m=at_azimuths(reach, profiles.azimuth_rad),
        heights=model.heights,
        workers=workers,
    )
    fewer = placed.thinned(3).profiles
    drawn_end = ends(question, fewer, nominal=False, workers=workers)
    nominal_end = ends(question, fewer, nominal=True, workers=workers)
    looked = looked_at_by(question.nominal, fewer.azimuth_rad)
    azimuth = _middle_azimuth(nominal_end.r50_slant_m[0], looked)
    layers, covered = (None, None) if not maps else _maps(question, workers, progress, cover)
    ring = study.ring_m or study.radius_m
    draws = question.drawn.draws
    missing = np.full((draws, len(model.heights)), np.nan)
    return PairResult(
        radar=question.key,
        target=target.key,
        label=f"{placed.radar.label} - {target.label}",
        r50_free_space_m=interval(_towards_north(reach), _towards_north(reach_nominal)),
        r90_free_space_m=interval(
            free_space_confirmation(question.drawn, question.rcs(), speed_m_s=target.speed_m_s),
            free_space_confirmation(
                question.nominal, question.rcs(nominal=True), speed_m_s=target.speed_m_s
            ),
        ),
        r50_over_terrain_m=median_azimuth(drawn_end.r50_slant_m, nominal_end.r50_slant_m, looked),
        r90_over_terrain_m=median_azimuth(
            drawn_end.confirmed_slant_m, nominal_end.confirmed_slant_m, looked
        ),
        r50_ground_m=median_azimuth(drawn_end.r50_ground_m, nominal_end.r50_ground_m, looked),
        r90_ground_m=median_azimuth(
            drawn_end.confirmed_ground_m, nominal_end.confirmed_ground_m, looked
        ),
        assumed=_assumed(question.nominal),
        heights=model.heights,
        azimuth_rad=profiles.azimuth_rad,
        radii_m=radii.unbroken_m,
        farthest_m=radii.farthest_m,
        share_in_ring=missing if covered is None else covered.covered_share(ring),
        area_m2=missing if covered is None else covered.covered_area_m2(ring),
        **vertical_chart(question, fewer, azimuth),
        **_pd_chart(question, fewer, azimuth),
        **_firm(question, profiles, ring),
        layers=layers,
        looked=looked_at_by(question.nominal, profiles.azimuth_rad),
    )


def _middle_azimuth(range_m: FloatArray, looked: NDArray[np.bool_]) -> int:
    """Index of the azimuth of median range among those that are looked at."""
    inside = np.flatnonzero(looked)
    return int(inside[np.argsort(range_m[inside])[inside.size // 2]])


def _towards_north(reach: FloatArray) -> FloatArray:
    """Reach per draw; of a target on a course, that of a target in the north."""
    return reach if reach.ndim == 1 else reach[:, 0]


def at_azimuths(reach: FloatArray, azimuth_rad: FloatArray) -> FloatArray:
    """Reach per draw; of a target on a course, that at the nearest of its azimuths."""
    if reach.ndim == 1:
        return reach
    count = reach.shape[1]
    index = np.rint(azimuth_rad / (2.0 * np.pi) * count).astype(np.intp) % count
    return reach[:, index]


def ends(question: Question, profiles: Profiles, *, nominal: bool, workers: int) -> Confirmation:
    """Where the target, flying in, is detected and its track confirmed."""
    return confirmation(
        question.nominal if nominal else question.drawn,
        profiles,
        altitude_m=altitude_over(question.target.altitude_m, question.target.agl_m, profiles),
        rcs_mean_m2=question.rcs(nominal=nominal),
        speed_m_s=question.target.speed_m_s,
        pd=question.model.study.pd,
        workers=workers,
    )


def median_azimuth(
    drawn: FloatArray, nominal: FloatArray, looked: NDArray[np.bool_] | None = None
) -> Interval:
    """Ranges (draw, azimuth) on the median azimuth of every draw, as an interval.

    `looked` (azimuth,) keeps the azimuths that the radar looks at; all without it.
    """
    pick = slice(None) if looked is None else looked
    return interval(np.median(drawn[:, pick], axis=1), np.median(nominal[:, pick], axis=1))


def _assumed(radar: RadarSite) -> str:
    """The nominal convention in words."""
    c = radar.convention
    pulses = int(c.n_pulses[0])
    return (
        f"quoted range taken as Pd {c.pd[0]:g} in one scan, false-alarm probability"
        f" {c.pfa[0]:.0e}, Swerling case {int(c.swerling[0])},"
        f" {pulses} pulse{'s' if pulses > 1 else ''}; other readings are drawn"
    )


def vertical_chart(question: Question, profiles: Profiles, azimuth: int) -> dict[str, Any]:
    """The fields of `PairResult` that the chart of one azimuth needs."""
    one = _only(profiles, azimuth)
    ends = []
    for radar, is_nominal in ((question.drawn, False), (question.nominal, True)):
        reach = question.reach(question.model.study.pd, nominal=is_nominal)
        reaches = at_azimuths(reach, one.azimuth_rad)
        per_draw = [
            covered_interval(radar, one, profile_sight(radar, one, d), reaches[d], d)
            for d in range(radar.draws)
        ]
        ends.append(np.array([[low[0], high[0]] for low, high in per_draw]))
    drawn, nominal = ends
    seen = profile_sight(question.nominal, one, 0)
    return {
        "vertical_azimuth_rad": float(one.azimuth_rad[0]),
        "distance_m": one.distance_m,
        "vertical_lowest_m": _nominal_and_spread(nominal[:, 0], drawn[:, 0], never=np.inf),
        "vertical_highest_m": _nominal_and_spread(nominal[:, 1], drawn[:, 1], never=-np.inf),
        "vertical_ground_m": one.ground_m[0],
        "vertical_visible_m": np.maximum(
            seen.sight.visible_altitude_m[0].astype(float), one.ground_m[0]
        ),
    }


def _nominal_and_spread(nominal: FloatArray, drawn: FloatArray, *, never: float) -> FloatArray:
    """Nominal, 5 and 95 % along a profile, (3, step); `never` ranks draws without cover."""
    ranked = np.where(np.isnan(drawn), never, drawn)
    spread = np.quantile(ranked, [0.05, 0.95], axis=0, method="inverted_cdf")
    return np.concatenate([nominal, np.where(np.isinf(spread), np.nan, spread)])


def _pd_chart(question: Question, profiles: Profiles, azimuth: int) -> dict[str, Any]:
    one = _only(profiles, azimuth)
    target = question.target
    echo = echo_along_profiles(
        question.drawn,
        one,
        altitude_m=altitude_over(target.altitude_m, target.agl_m, one),
        rcs_mean_m2=question.rcs(),
    )
    single = single_scan_pd(question.drawn, echo.snr)
    confirmed = cumulative_confirmation(question.drawn, one, single, speed_m_s=target.speed_m_s)
    levels = [0.05, 0.5, 0.95]
    return {
        "pd_slant_m": np.median(echo.slant_m[:, 0], axis=0),
        "pd_single": np.quantile(single[:, 0], levels, axis=0),
        "pd_confirmed": np.quantile(confirmed[:, 0], levels, axis=0),
    }


def _firm(question: Question, profiles: Profiles, ring_m: float) -> dict[str, Any]:
    """Upper bounds that no power, signature or calibration can lift: geometry over the terrain."""
    heights = question.model.heights
    radii = radius_by_azimuth(
        question.nominal, profiles, reach_m=np.array([UNLIMITED_M]), heights=heights
    )
    looked = looked_at_by(question.nominal, profiles.azimuth_rad)
    seen = profile_sight(question.nominal, profiles, 0)
    lowest, highest = covered_interval(question.nominal, profiles, seen, UNLIMITED_M, 0)
    altitude = heights.altitudes_over(profiles.ground_m)
    covered = (altitude >= lowest) & (altitude <= highest)
    ring_area = np.where(profiles.distance_m <= ring_m, profiles.distance_m, 0.0)
    share = (covered * ring_area).sum(axis=(1, 2)) / (ring_area.sum() * len(profiles.azimuth_rad))
    return {
        "firm_radius_m": np.median(radii.farthest_m[0][:, looked], axis=1),
        "firm_share": np.asarray(share),
    }


def _only(profiles: Profiles, azimuth: int) -> Profiles:
    pick = slice(azimuth, azimuth + 1)
    return Profiles(
        profiles.azimuth_rad[pick],
        profiles.step_m,
        profiles.ground_m[pick],
        profiles.error_weight[pick],
    )


def crop(values: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """The middle (2n+1, 2n+1) of a square map."""
    middle = values.shape[0] // 2
    pick = slice(middle - n, middle + n + 1)
    return np.ascontiguousarray(values[pick, pick])


def cover_of(
    question: Question,
    *,
    nominal: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
    cover: Cover = coverage_map,
) -> CoverageMap:
    """The map of the pair, out to the radius of the study; arguments as for `pair_result`."""
    study, grid = question.model.study, question.placed.grid
    n = min(int(np.ceil(study.radius_m / grid.cell_m - 1e-9)), grid.n)
    return cover(
        question.nominal if nominal else question.drawn,
        crop(grid.ground_m, n),
        cell_m=grid.cell_m,
        reach_m=question.reach(study.pd, nominal=nominal),
        heights=question.model.heights,
        error_weight=crop(question.placed.weight, n),
        workers=workers,
        progress=progress,
    )


def _maps(
    question: Question, workers: int, progress: Progress | None, cover: Cover
) -> tuple[MapLayers, CoverageMap]:
    study, grid = question.model.study, question.placed.grid
    n = min(int(np.ceil(study.radius_m / grid.cell_m - 1e-9)), grid.n)
    ground, weight = crop(grid.ground_m, n), crop(question.placed.weight, n)
    heights = question.model.heights
    drawn = cover_of(question, workers=workers, progress=progress, cover=cover)
    reach_nominal = question.reach(study.pd, nominal=True)
    nominal = cover_of(question, nominal=True, workers=workers)
    factors = limiting_factors(
        question.nominal,
        ground,
        cell_m=grid.cell_m,
        reach_m=reach_nominal,
        heights=heights,
        error_weight=weight,
    )
    site = question.placed.radar.site
    layers = MapLayers(
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        cell_m=grid.cell_m,
        radius_m=n * grid.cell_m,
        heights=heights,
        ground_m=ground,
        known=drawn.known,
        nominal=nominal.share_of_draws > 0.5,
        share=drawn.share_of_draws,
        quantiles_m=drawn.lowest_covered_quantiles_m(),
        factors=factors,
        civil=question.nominal.civil,
    )
    return layers, drawn
