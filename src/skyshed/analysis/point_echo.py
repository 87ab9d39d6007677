"""The echo of a radar at single points over its terrain, for a target of one square metre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.approach import looks_there
from skyshed.analysis.placement import PlacedRadar
from skyshed.analysis.radials import for_each_draw, profile_sight, profiles_of_grid
from skyshed.propagation.line_of_sight import smooth_surface_on_profiles
from skyshed.radar.calibration import snr_from_constant
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]


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
    altitude_m : array_like, shape (level,)
        Altitudes above mean sea level asked for at every point. [m]
    workers : int
        Threads; the result does not depend on it.

    Returns
    -------
    ndarray, shape (draw, level, point)
        Edge loss included; 0 where the radar does not look (sector, elevation and range limits),
        nan beyond the terrain that was read, where it is unknown, or where it stands above the
        point. [1/m^2]

    Notes
    -----
    The same physics as `skyshed.analysis.approach.echo_along_profiles`. A point counts as standing
    over the nearest sample of the terrain on its azimuth, half a cell away at most.
    """
    distance, azimuth = np.broadcast_arrays(
        np.atleast_1d(np.asarray(distance_m, dtype=float)),
        np.atleast_1d(np.asarray(azimuth_rad, dtype=float)),
    )
    levels = np.atleast_1d(np.asarray(altitude_m, dtype=float))
    grid = placed.grid
    out = np.full((radar.draws, levels.size, distance.size), np.nan)
    inside = np.rint(distance / grid.cell_m) <= grid.n
    if not inside.any():
        return out
    profiles = profiles_of_grid(
        grid.ground_m,
        cell_m=grid.cell_m,
        azimuth_rad=azimuth[inside],
        step_m=grid.cell_m,
        error_weight=placed.weight,
    )
    surface = smooth_surface_on_profiles(
        profiles.ground_m, antenna_ground_m=radar.ground_altitude_m
    )
    step = np.maximum(np.rint(distance[inside] / grid.cell_m).astype(np.intp) - 1, 0)
    at = (np.arange(step.size), step)
    altitude = np.broadcast_to(levels, (step.size, levels.size))

    def one(draw: int) -> None:
        from skyshed.kernels.point_loss import loss_at_points

        seen = profile_sight(radar, profiles, draw, surface=surface)
        loss_db, slant = np.empty((2, levels.size, step.size))
        loss_at_points(
            levels,
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
        snr = snr_from_constant(radar.constant[draw], 1.0, slant) * 10.0 ** (-0.2 * loss_db)
        looked = looks_there(
            radar,
            profiles,
            slant.T,
            altitude,
            draw,
            distance_m=profiles.distance_m[step][:, None],
        )
        snr[~looked.T] = 0.0
        hidden = np.isnan(seen.sight.visible_altitude_m[at])[None, :]
        snr[hidden | (profiles.ground_m[at] > altitude.T)] = np.nan
        out[draw][:, inside] = snr

    for_each_draw(one, radar.draws, workers)
    return out
