"""Cover of one radar along its azimuths: how far each one reaches, and what a chart of it shows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.coverage import Heights
from skyshed.analysis.parallel import in_order
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import sector_contains
from skyshed.propagation.line_of_sight import (
    Sight,
    SmoothSurface,
    lowest_visible_on_profiles,
    smooth_surface_on_profiles,
)
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Profiles:
    """Terrain along azimuths from a site.

    Attributes
    ----------
    azimuth_rad : ndarray, shape (azimuth,)
        Clockwise from true north. [rad]
    step_m : float
        Distance between samples; the first lies one step from the site. [m]
    ground_m : ndarray, shape (azimuth, step)
        Terrain altitude; nan where unknown. [m]
    error_weight : ndarray, shape (azimuth, step)
        Factor on the terrain error of a draw. [1]
    """

    azimuth_rad: FloatArray
    step_m: float
    ground_m: FloatArray
    error_weight: FloatArray

    @property
    def distance_m(self) -> FloatArray:
        """Ground distances of the samples, shape (step,). [m]"""
        return self.step_m * np.arange(1, self.ground_m.shape[1] + 1)

    def thinned(self, every: int) -> "Profiles":
        """The same with every n-th azimuth."""
        return Profiles(
            self.azimuth_rad[::every],
            self.step_m,
            self.ground_m[::every],
            self.error_weight[::every],
        )

    def cut(self, distance_m: float) -> "Profiles":
        """The same up to a little more than a distance."""
        keep = min(int(distance_m / self.step_m) + 3, self.ground_m.shape[1])
        return Profiles(
            self.azimuth_rad, self.step_m, self.ground_m[:, :keep], self.error_weight[:, :keep]
        )


def profiles_of_grid(
    ground_m: ArrayLike,
    *,
    cell_m: float,
    azimuth_rad: ArrayLike,
    step_m: float,
    error_weight: ArrayLike | None = None,
) -> Profiles:
    """Profiles read off a site grid, bilinear, out to its inscribed circle.

    Parameters
    ----------
    ground_m : array_like, shape (2n+1, 2n+1)
        Terrain on the site's azimuthal-equidistant plane, north up. [m]
    cell_m : float
        Side of a cell. [m]
    azimuth_rad : array_like, shape (azimuth,)
        Azimuths. [rad]
    step_m : float
        Distance between samples. [m]
    error_weight : array_like, shape (2n+1, 2n+1), optional
        Factor on the terrain error; 1 if not given. [1]

    Returns
    -------
    Profiles
    """
    from scipy.ndimage import map_coordinates

    ground = np.asarray(ground_m, dtype=float)
    n = ground.shape[0] // 2
    azimuth = np.asarray(azimuth_rad, dtype=float)
    cells = step_m / cell_m * np.arange(1, int(n * cell_m / step_m + 1e-9) + 1)
    at = np.stack([n - np.cos(azimuth)[:, None] * cells, n + np.sin(azimuth)[:, None] * cells])
    weight = np.ones_like(ground) if error_weight is None else np.asarray(error_weight)
    return Profiles(
        azimuth,
        float(step_m),
        map_coordinates(ground, at, order=1, mode="nearest"),
        np.nan_to_num(map_coordinates(weight.astype(float), at, order=1, mode="nearest")),
    )


@dataclass(frozen=True)
class ProfileSight:
    """Line of sight, smooth surface and curvature along profiles, in one draw."""

    sight: Sight
    surface: SmoothSurface
    curvature_per_m: FloatArray


def profile_sight(
    radar: RadarSite, profiles: Profiles, draw: int, *, surface: SmoothSurface | None = None
) -> ProfileSight:
    """What one draw of a radar sees along profiles.

    Parameters
    ----------
    radar : RadarSite
        The radar.
    profiles : Profiles
        Terrain along its azimuths.
    draw : int
        Which draw.
    surface : SmoothSurface, optional
        Already fitted to the same profiles; it does not depend on the draw.

    Returns
    -------
    ProfileSight
    """
    sight = lowest_visible_on_profiles(
        profiles.ground_m + radar.terrain_error_m[draw] * profiles.error_weight,
        step_m=profiles.step_m,
        antenna_altitude_m=radar.antenna_altitude_m[draw],
        latitude_rad=radar.latitude_rad,
        azimuth_rad=profiles.azimuth_rad,
        inverse_k=radar.inverse_k[draw],
        scale_m=radar.scale_m,
        clear_radius_m=radar.clear_radius_m,
    )
    return ProfileSight(
        sight,
        surface
        or smooth_surface_on_profiles(profiles.ground_m, antenna_ground_m=radar.ground_altitude_m),
        1.0 / np.asarray(euler_radius_m(radar.latitude_rad, profiles.azimuth_rad)),
    )


def covered_interval(
    radar: RadarSite,
    profiles: Profiles,
    seen: ProfileSight,
    reach_m: ArrayLike,
    draw: int,
) -> tuple[FloatArray, FloatArray]:
    """Lowest and highest covered altitude along profiles in one draw.

    Parameters
    ----------
    radar, profiles, draw
        As in `profile_sight`.
    seen : ProfileSight
        Of the same draw.
    reach_m : array_like, shape () or (azimuth,)
        Free-space slant range towards the target; inf for a radar of unlimited power. [m]

    Returns
    -------
    lowest_m, highest_m : ndarray, shape (azimuth, step)
        nan where no altitude is covered. [m]
    """
    from skyshed.kernels.cover import cover_profiles

    shape = profiles.ground_m.shape
    lowest, highest = np.full(shape, np.nan), np.full(shape, np.nan)
    inside = sector_contains(profiles.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
    reach = np.where(inside, np.broadcast_to(reach_m, shape[:1]), 0.0)
    cover_profiles(
        profiles.ground_m,
        seen.sight.visible_altitude_m,
        seen.sight.edge_fraction,
        seen.surface.at_antenna_m,
        seen.surface.at_cell_m,
        np.minimum(reach, 1e8),
        profiles.distance_m,
        seen.curvature_per_m,
        radar.inverse_k[draw],
        radar.scale_m,
        radar.wavelength_m[draw],
        radar.antenna_altitude_m[draw],
        radar.instrumented_range_m[draw],
        radar.minimum_range_m[draw],
        np.tan(radar.elevation_min_rad[draw]),
        np.tan(radar.elevation_max_rad[draw]),
        smooth_earth_table(),
        radar.extra_loss_of(draw),
        lowest,
        highest,
    )
    unknown = np.isnan(seen.sight.visible_altitude_m)
    lowest[unknown] = highest[unknown] = np.nan
    return lowest, highest


@dataclass(frozen=True)
class Radii:
    """Ends of cover by azimuth.

    Attributes
    ----------
    unbroken_m : ndarray, shape (draw, height, azimuth)
        Farthest ground range reached without a break; 0 where none. [m]
    farthest_m : ndarray, shape (draw, height, azimuth)
        Farthest covered ground range of all. [m]
    """

    unbroken_m: FloatArray
    farthest_m: FloatArray


def radius_by_azimuth(
    radar: RadarSite,
    profiles: Profiles,
    *,
    reach_m: ArrayLike,
    heights: Heights,
    workers: int = 1,
) -> Radii:
    """How far cover reaches on each azimuth, draw by draw.

    Parameters
    ----------
    radar, profiles
        As in `profile_sight`.
    reach_m : array_like, shape (draw,) or (draw, azimuth)
        Free-space slant range towards the target; for a target on a course by azimuth of the
        profiles. [m]
    heights : Heights
        Heights at which cover is asked for.
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    Radii
        A stretch counts as unbroken from where it begins: the dead zone right above the radar does
        not end it.
    """
    from skyshed.kernels.tally import farthest_covered

    reach = np.asarray(reach_m, dtype=float)
    if reach.ndim < 2:
        reach = np.broadcast_to(reach, (radar.draws,))
    shape = (radar.draws, len(heights), profiles.azimuth_rad.size)
    unbroken, farthest = np.zeros(shape), np.zeros(shape)
    surface = smooth_surface_on_profiles(
        profiles.ground_m, antenna_ground_m=radar.ground_altitude_m
    )

    def one(draw: int) -> None:
        seen = profile_sight(radar, profiles, draw, surface=surface)
        lowest, highest = covered_interval(radar, profiles, seen, reach[draw], draw)
        farthest_covered(
            lowest,
            highest,
            profiles.ground_m,
            profiles.distance_m,
            heights.values_m,
            heights.above_ground,
            unbroken[draw],
            farthest[draw],
        )

    for_each_draw(one, radar.draws, workers)
    return Radii(unbroken, farthest)


def for_each_draw(one: Callable[[int], None], draws: int, workers: int) -> None:
    """Run a function for every draw, on threads if there are several."""
    for _ in in_order(one, range(draws), workers=workers):
        pass
