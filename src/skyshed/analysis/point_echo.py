"""The echo of a radar at single points over its terrain, for a target of one square metre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.approach import extra_losses_db, looks_there
from skyshed.analysis.placement import PlacedRadar
from skyshed.analysis.radials import (
    Profiles,
    ProfileSight,
    for_each_draw,
    profile_sight,
    profiles_of_grid,
)
from skyshed.propagation.line_of_sight import smooth_surface_on_profiles
from skyshed.radar.calibration import snr_from_constant
from skyshed.systems.radar_site import RadarSite
from skyshed.terrain.error_weight import error_weight
from skyshed.terrain.site_grid import radial_profiles, site_grid

FloatArray = NDArray[np.float64]

_WEIGHT_CELL_M = 2500.0  # the weight of the terrain error changes over kilometres


def snr_of_one_square_metre(
    radar: RadarSite,
    placed: PlacedRadar,
    *,
    distance_m: ArrayLike,
    azimuth_rad: ArrayLike,
    altitude_m: ArrayLike,
    workers: int = 1,
) -> FloatArray:
    """Mean single-pulse signal-to-noise ratio per square metre of mean cross-section.

    Parameters
    ----------
    radar : RadarSite
        The radar with drawn values.
    placed : PlacedRadar
        The same radar's terrain.
    distance_m, azimuth_rad : array_like, shape (point,)
        Ground distance and azimuth of the points from the radar. [m], [rad]
    altitude_m : array_like, shape (level,) or (level, point)
        Altitudes above mean sea level asked for at every point. [m]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    ndarray, shape (draw, level, point)
        Edge loss included; 0 where the radar does not look (sector, elevation and range limits),
        nan where the terrain on the way is unknown or stands above the point. [1/m^2]

    Notes
    -----
    The same physics as `skyshed.analysis.approach.echo_along_profiles`, on profiles through the
    points themselves. A point counts as standing over the nearest sample of its profile.
    """
    distance, azimuth = np.broadcast_arrays(
        np.atleast_1d(np.asarray(distance_m, dtype=float)),
        np.atleast_1d(np.asarray(azimuth_rad, dtype=float)),
    )
    levels = np.atleast_1d(np.asarray(altitude_m, dtype=float))
    levels = np.broadcast_to(
        levels if levels.ndim == 2 else levels[:, None], (levels.shape[0], distance.size)
    )
    out = np.zeros((radar.draws, *levels.shape))
    inside = distance <= placed.profiles.distance_m[-1]  # past it the radar does not look
    if not inside.any():
        return out
    profiles = profiles_through(placed, distance[inside], azimuth[inside])
    surface = smooth_surface_on_profiles(
        profiles.ground_m, antenna_ground_m=radar.ground_altitude_m
    )
    step = np.maximum(np.rint(distance[inside] / profiles.step_m).astype(np.intp) - 1, 0)
    at = (np.arange(step.size), step)
    altitude = np.ascontiguousarray(levels[:, inside])

    def one(draw: int, seen: ProfileSight) -> None:
        from skyshed.kernels.point_loss import loss_at_points

        loss_db, slant = np.empty((2, *altitude.shape))
        loss_at_points(
            altitude,
            seen.sight.visible_altitude_m[at],
            seen.sight.edge_fraction[at],
            surface.at_antenna_m[at],
            surface.at_cell_m[at],
            profiles.distance_m[step],
            seen.curvature_per_m,
            radar.inverse_k[draw],
            radar.scale_m,
            radar.wavelength_m[draw],
            radar.antenna_altitude_m[draw],
            loss_db,
            slant,
        )
        extra = extra_losses_db(radar, draw, profiles.distance_m[step], altitude)
        loss_db = loss_db if extra is None else loss_db + extra
        snr = snr_from_constant(radar.constant[draw], 1.0, slant) * 10.0 ** (-0.2 * loss_db)
        looked = looks_there(
            radar,
            profiles,
            slant.T,
            altitude.T,
            draw,
            distance_m=profiles.distance_m[step][:, None],
        )
        snr[~looked.T] = 0.0
        hidden = np.isnan(seen.sight.visible_altitude_m[at])[None, :]
        snr[hidden | (profiles.ground_m[at] > altitude)] = np.nan
        out[draw][:, inside] = snr

    alike = _draws_by_sight(radar)

    def all_of(number: int) -> None:
        seen = profile_sight(radar, profiles, alike[number][0], surface=surface)
        for draw in alike[number]:
            one(draw, seen)

    for_each_draw(all_of, len(alike), workers)
    return out


def _draws_by_sight(radar: RadarSite) -> list[list[int]]:
    """Draws that see the same: most of the work is their sight, and points of a box share it."""
    found: dict[bytes, list[int]] = {}
    for draw in range(radar.draws):
        numbers = (radar.terrain_error_m[draw], radar.antenna_altitude_m[draw])
        key = np.concatenate([numbers, radar.inverse_k[draw]]).tobytes()
        found.setdefault(key, []).append(draw)
    return list(found.values())


def profiles_to(placed: PlacedRadar, distance_m: float, azimuth_rad: float) -> Profiles:
    """Terrain from the radar to one point: the last sample stands at the point itself.

    Parameters
    ----------
    placed : PlacedRadar
        The radar.
    distance_m, azimuth_rad : float
        Ground distance and azimuth of the point. [m], [rad]

    Returns
    -------
    Profiles
        One, sampled at least as densely as the radar's own, and twice at least.
    """
    steps = max(2, int(np.ceil(distance_m / placed.profiles.step_m - 1e-9)))
    return _profiles(placed, np.array([azimuth_rad]), distance_m / steps, steps)


def profiles_through(
    placed: PlacedRadar, distance_m: FloatArray, azimuth_rad: FloatArray
) -> Profiles:
    """Terrain from the radar towards every point, as far as the farthest one.

    Parameters
    ----------
    placed : PlacedRadar
        The radar.
    distance_m, azimuth_rad : ndarray, shape (point,)
        Ground distance and azimuth of the points. [m], [rad]

    Returns
    -------
    Profiles
        One per point, sampled as densely as the radar's own.
    """
    step_m = placed.profiles.step_m
    farthest_m = float(distance_m.max()) + step_m
    return _profiles(placed, azimuth_rad, step_m, max(2, int(np.ceil(farthest_m / step_m))))


def _profiles(placed: PlacedRadar, azimuth_rad: FloatArray, step_m: float, steps: int) -> Profiles:
    """Terrain and the weight of its error along azimuths, at even steps."""
    grid = placed.grid
    ground = radial_profiles(
        grid.dataset,
        latitude_deg=grid.latitude_deg,
        longitude_deg=grid.longitude_deg,
        azimuths_rad=azimuth_rad,
        distances_m=step_m * np.arange(1, steps + 1),
    )
    weight, cell_m = placed.weight, grid.cell_m
    if steps * step_m > grid.n * cell_m:
        cell_m = max(_WEIGHT_CELL_M, cell_m)
        wide = site_grid(
            grid.dataset,
            latitude_deg=grid.latitude_deg,
            longitude_deg=grid.longitude_deg,
            radius_m=steps * step_m,
            cell_m=cell_m,
        )
        weight = error_weight(wide)
    along = profiles_of_grid(weight, cell_m=cell_m, azimuth_rad=azimuth_rad, step_m=step_m)
    return Profiles(azimuth_rad, step_m, ground, np.nan_to_num(along.ground_m[:, :steps]))
