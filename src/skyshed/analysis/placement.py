"""A study's radars on their terrain, ready to be asked with any values of the unknowns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.coverage import Heights
from skyshed.analysis.fixed_numbers import with_fixed
from skyshed.analysis.radials import Profiles, profiles_of_grid
from skyshed.geodesy.geodesics import inverse
from skyshed.scenario.model import Study, StudyRadar, StudyTarget
from skyshed.systems.battery import Battery
from skyshed.systems.environment import TERRAIN_ERROR, environment_parameters
from skyshed.systems.radar_site import RadarSite, radar_parameters, radar_site
from skyshed.systems.target import mean_rcs_m2, signature_band, target_parameters
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.error_weight import error_weight
from skyshed.terrain.site_altitude import SiteAltitude, site_altitude
from skyshed.terrain.site_grid import SiteGrid, radial_profiles, site_grid
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]
Values = Mapping[str, FloatArray]
TERRAIN_MODELS = ("smooth Earth", "relief", "relief with error")

GROUND_SLACK = 1.02
"""Ground range over slant range of high points, with room to spare."""
_FINEST_STEP_M = 250.0  # between the samples of a profile
_WEIGHT_CELL_M = 2500.0
_ASPECT_AZIMUTHS = 72  # reach by azimuth for targets on a fixed course


@dataclass(frozen=True)
class PlacedRadar:
    """One radar of a study with the terrain round it.

    Attributes
    ----------
    radar : StudyRadar
        From the study.
    grid : SiteGrid
        Terrain out to the farthest distance that the study asks for.
    weight : ndarray of float32
        Factor on the terrain error at each cell. [1]
    altitude : SiteAltitude
        Ground under the antenna, by the site-altitude rule.
    profiles : Profiles
        Terrain along azimuths.
    smooth : Profiles
        The same with all ground at the antenna's.
    k_factor : float or None
        One effective-radius factor at all distances instead of the drawn air's; a what-if. [1]
    """

    radar: StudyRadar
    grid: SiteGrid
    weight: NDArray[np.float32]
    altitude: SiteAltitude
    profiles: Profiles
    smooth: Profiles
    k_factor: float | None = None

    def at(self, values: Values) -> RadarSite:
        """The radar with drawn values."""
        site = self.radar.site
        return radar_site(
            self.radar.entry,
            values,
            latitude_deg=site.latitude_deg,
            longitude_deg=site.longitude_deg,
            ground_altitude_m=self.altitude.antenna_ground_m,
            clear_radius_m=self.grid.dataset.resolution_m if self.altitude.rule_applied else 0.0,
            mount=self.radar.mount,
            sector_centre_rad=self.radar.sector_centre_rad,
            maximum_range_m=max(
                self.grid.n * self.grid.cell_m * 1.45,  # corners of the square
                float(self.profiles.distance_m[-1]),
            ),
            name=self.radar.label,
            k_factor=self.k_factor,
        )

    def on(self, terrain: str) -> Profiles:
        """Profiles of one of `TERRAIN_MODELS`."""
        return self.smooth if terrain == "smooth Earth" else self.profiles

    def thinned(self, every: int) -> "PlacedRadar":
        """The same with every n-th azimuth."""
        return replace(
            self, profiles=self.profiles.thinned(every), smooth=self.smooth.thinned(every)
        )

    @property
    def share_at_once(self) -> float:
        """Share of what a steered radar covers that it covers at once, on average over where it
        faces; 1 for a radar that looks all round or one way, whose cover is all at once. [1]"""
        width = float(self.radar.entry.parameters["coverage_rad"].nominal)
        fixed = self.radar.sector_centre_rad is not None
        return 1.0 if fixed else min(width / (2.0 * np.pi), 1.0)


@dataclass(frozen=True)
class Model:
    """A study ready to be computed.

    Attributes
    ----------
    study : Study
        The study.
    terrain : TerrainDataset
        The terrain it runs on.
    placed : dict of str to PlacedRadar
        By the radar's key in the study.
    parameters : dict of str to Parameter
        Every uncertain number of the study, by key.
    heights : Heights
        Heights of the maps.
    batteries : dict of str to Battery
        By the battery's key in the study, their missiles fitted.
    """

    study: Study
    terrain: TerrainDataset
    placed: dict[str, PlacedRadar]
    parameters: dict[str, Parameter]
    heights: Heights
    batteries: dict[str, Battery] = field(default_factory=dict)

    def mean_rcs_m2(
        self, radar: RadarSite, key: str, target: StudyTarget, values: Values
    ) -> FloatArray:
        """Mean cross-section of a target inbound to (or as headed towards) a radar, (draw,)."""
        return self.rcs_at_aspect(radar, key, target, values, _own_aspect(target))

    def rcs_at_aspect(
        self,
        radar: RadarSite,
        key: str,
        target: StudyTarget,
        values: Values,
        aspect_rad: float | FloatArray | str,
    ) -> FloatArray:
        """Mean cross-section at an aspect, or the "best" or "worst" over all aspects."""
        entry = self.placed[key].radar.entry
        aspects = np.radians(np.arange(0.0, 181.0, 5.0)) if isinstance(aspect_rad, str) else None
        rcs = mean_rcs_m2(
            target.entry,
            values,
            signature_band(entry),
            swerling=radar.convention.swerling,
            configuration=target.configuration,
            aspect_rad=aspect_rad if aspects is None else aspects,
        )
        if aspects is None:
            return rcs
        return np.asarray(rcs.max(axis=1) if aspect_rad == "best" else rcs.min(axis=1))

    def reach_m(
        self, radar: RadarSite, key: str, target: StudyTarget, values: Values, *, pd: float
    ) -> FloatArray:
        """Free-space range, shape (draw,) or, for a fixed course, (draw, azimuth)."""
        if target.heading != "course":
            return radar.reach_m(self.mean_rcs_m2(radar, key, target, values), pd=pd)
        azimuth = np.arange(_ASPECT_AZIMUTHS) * (2.0 * np.pi / _ASPECT_AZIMUTHS)
        aspect = np.asarray(azimuth + np.pi - float(target.course_rad or 0.0))
        rcs = self.rcs_at_aspect(radar, key, target, values, aspect)
        return radar.reach_m(rcs, pd=pd)


def _own_aspect(target: StudyTarget) -> float | str:
    if target.heading == "worst-course":
        return "worst"
    return target.heading if target.heading in ("best", "worst") else 0.0


def altitude_over(
    target_altitude_m: float | None, target_agl_m: float | None, profiles: Profiles
) -> FloatArray:
    """Altitude of a target along profiles, from an altitude or a height above ground. [m]"""
    if target_altitude_m is not None:
        return np.full(profiles.ground_m.shape, target_altitude_m)
    return np.nan_to_num(profiles.ground_m) + float(target_agl_m or 0.0)


def build_model(
    study: Study,
    terrain: TerrainDataset,
    *,
    workers: int = 1,
    tell: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> Model:
    """Look up everything, read the terrain round every radar, collect the unknowns.

    Parameters
    ----------
    study : Study
        The study; not a lesson.
    terrain : TerrainDataset
        Terrain to run on.
    workers : int
        Threads; the result does not depend on it.
    tell : callable
        Called with (what, done, total).

    Returns
    -------
    Model

    Raises
    ------
    NotComputableError
        If a radar has no usable reference pair or a missile cannot be fitted.
    TerrainError
        If a radar stands outside the terrain.
    """
    parameters = study_parameters(study, terrain)
    if not study.batteries:
        parameters = with_fixed(parameters, study)
    ranges_m = {r.key: parameters[f"{r.entry.id}.instrumented_range_m"].high for r in study.radars}
    radii_m = _radii_m(study, ranges_m)
    grids: dict[tuple[float, float], SiteGrid] = {}
    placed = {}
    for done, radar in enumerate(study.radars):
        tell("reading terrain", done, len(study.radars))
        place = (radar.site.latitude_deg, radar.site.longitude_deg)
        if place not in grids:
            grids[place] = site_grid(
                terrain,
                latitude_deg=place[0],
                longitude_deg=place[1],
                radius_m=radii_m[place],
                cell_m=study.cell_m,
            )
        placed[radar.key] = _place(radar, grids[place], ranges_m[radar.key])
    tell("reading terrain", len(study.radars), len(study.radars))
    batteries: dict[str, Battery] = {}
    if study.batteries:
        from skyshed.analysis.batteries import build_batteries

        ground_m = {key: p.altitude.antenna_ground_m for key, p in placed.items()}
        batteries = build_batteries(study, ground_m, workers=workers, tell=tell)
    for battery in batteries.values():
        parameters |= battery.unknowns
    if batteries:
        parameters = with_fixed(parameters, study)
    heights = Heights(study.agl_m, study.altitude_m)
    return Model(study, terrain, placed, parameters, heights, batteries)


def study_parameters(study: Study, terrain: TerrainDataset) -> dict[str, Parameter]:
    """Uncertain numbers of a study's air, terrain, radars and targets, none of them fixed."""
    air = study.air
    parameters = environment_parameters(
        terrain.error,
        refractivity=None if air is None else air.refractivity,
        effects=study.effects,
    )
    for radar in study.radars:
        parameters |= radar_parameters(radar.entry, mount=radar.mount)
        for target in study.targets:
            parameters |= target_parameters(
                target.entry, signature_band(radar.entry), configuration=target.configuration
            )
    return parameters


def farthest_m(study: Study) -> float:
    """Radius of the terrain: the map's, or a little more than any distance asked for."""
    asked = [
        d.distance_m
        for claim in study.claims
        for distances in (
            *(reading.distances for reading in claim.readings),
            *(premise.distances for premise in claim.premises),
        )
        for d in distances
    ]
    wanted = max([study.radius_m, *(1.03 * d for d in asked)])
    return float(np.ceil(wanted / study.cell_m) * study.cell_m)


def _radii_m(study: Study, ranges_m: Mapping[str, float]) -> dict[tuple[float, float], float]:
    """Radius of the terrain round each site: what a group's radar can cover of the map is in it."""
    least = farthest_m(study)
    grouped = {key for group in study.groups.values() for key in group.radars}
    radii: dict[tuple[float, float], float] = {}
    for radar in study.radars:
        place, radius = (radar.site.latitude_deg, radar.site.longitude_deg), least
        if radar.key in grouped:
            middle = study.centre.latitude_deg, study.centre.longitude_deg
            ends = np.radians([*place, *middle])
            away = float(inverse(*ends)[0])
            reach, map_m = GROUND_SLACK * ranges_m[radar.key], study.radius_m + study.cell_m
            if 0.0 < away < reach + map_m:  # else it has all of the map, or nothing of it
                radius = max(least, min(away + map_m, reach))
        radii[place] = max(radii.get(place, 0.0), np.ceil(radius / study.cell_m) * study.cell_m)
    return radii


def _place(radar: StudyRadar, grid: SiteGrid, range_m: float) -> PlacedRadar:
    own = radar.site.ground_altitude
    n = grid.n
    altitude = site_altitude(float(grid.ground_m[n, n]), None if own is None else own.nominal)
    profiles = _profiles(grid, range_m)
    smooth = Profiles(
        profiles.azimuth_rad,
        profiles.step_m,
        np.full(profiles.ground_m.shape, altitude.antenna_ground_m),
        np.zeros(profiles.ground_m.shape),
    )
    return PlacedRadar(radar, grid, error_weight(grid), altitude, profiles, smooth)


def _profiles(grid: SiteGrid, range_m: float) -> Profiles:
    """Terrain along azimuths, out to the radar's instrumented range whatever the map shows."""
    farthest = max(range_m, grid.n * grid.cell_m)
    step = min(grid.cell_m, max(_FINEST_STEP_M, grid.dataset.resolution_m))
    place = {"latitude_deg": grid.latitude_deg, "longitude_deg": grid.longitude_deg}
    azimuth = np.radians(np.arange(0.0, 360.0, 5.0))
    ground = radial_profiles(
        grid.dataset,
        **place,
        azimuths_rad=azimuth,
        distances_m=step * np.arange(1, int(farthest / step) + 2),
    )
    # The weight of the error changes over kilometres; a coarse grid holds it.
    coarse = site_grid(
        grid.dataset, **place, radius_m=farthest + 2.0 * step, cell_m=max(_WEIGHT_CELL_M, step)
    )
    weight = profiles_of_grid(
        error_weight(coarse), cell_m=coarse.cell_m, azimuth_rad=azimuth, step_m=step
    ).ground_m
    return Profiles(azimuth, step, ground, np.nan_to_num(weight[:, : ground.shape[1]]))


def on_terrain_model(values: Values, terrain: str) -> dict[str, FloatArray]:
    """Values for one of `TERRAIN_MODELS`: without the terrain's error except in the last."""
    if terrain == "relief with error":
        return dict(values)
    return {**values, TERRAIN_ERROR: np.zeros_like(values[TERRAIN_ERROR])}
