"""One radar and one given flight: echo, cover and limiting factor at every sample."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.approach import single_scan_pd
from skyshed.analysis.coverage import UNKNOWN_FACTOR
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flown import Flown
from skyshed.analysis.point_echo import profiles_through
from skyshed.analysis.radials import for_each_draw, profile_sight
from skyshed.analysis.smooth_earth_table import smooth_earth_table
from skyshed.geodesy.geodesics import inverse, sector_contains
from skyshed.propagation.line_of_sight import smooth_surface_on_profiles
from skyshed.scenario.model import StudyTarget

FloatArray = NDArray[np.float64]

_OFFSETS = 9  # altitudes between the least and the greatest that are computed


@dataclass(frozen=True)
class RouteView:
    """What a radar gets from a target on a given flight.

    Attributes
    ----------
    distance_m, azimuth_rad : ndarray, shape (sample,)
        Ground distance and azimuth of the target at the radar. [m, rad]
    aspect_deg : ndarray of int, shape (sample,)
        Aspect that the target shows, 0 nose-on. [deg]
    snr : ndarray, shape (draw, sample)
        Mean single-pulse signal-to-noise ratio; 0 where the radar does not look, or terrain is
        unknown. [1]
    pd : ndarray, shape (draw, sample)
        Single-scan probability of detection. [1]
    """

    distance_m: FloatArray
    azimuth_rad: FloatArray
    aspect_deg: NDArray[np.intp]
    snr: FloatArray
    pd: FloatArray


def route_view(
    watcher: Watcher, target: StudyTarget, flight: Flown, *, correction_m: FloatArray
) -> RouteView:
    """Echo of a target along a given flight.

    Parameters
    ----------
    watcher : Watcher
        The radar with drawn values.
    target : StudyTarget
        What flies; its own height and heading are not used.
    flight : Flown
        Where it flies.
    correction_m : ndarray, shape (draw,)
        What to add to the flight's altitudes in each draw: the altimeter correction. [m]

    Returns
    -------
    RouteView

    Notes
    -----
    An aircraft is not under the ground: where an altitude comes to lie below it, the ground's is
    taken. Between the altitudes that are computed the echo in decibels is straight.
    """
    site, track = watcher.placed.radar.site, flight.track
    distance, azimuth, onward = inverse(
        np.radians(site.latitude_deg),
        np.radians(site.longitude_deg),
        track.latitude_rad,
        track.longitude_rad,
    )
    side = np.remainder(onward - track.course_rad, 2.0 * np.pi) - np.pi
    aspect_deg = np.rint(np.degrees(np.abs(side))).astype(np.intp)
    low, high = float(correction_m.min()), float(correction_m.max())
    offsets = np.linspace(low, high, _OFFSETS if high > low else 1)
    floor = np.where(np.isnan(flight.ground_m), -np.inf, flight.ground_m)
    levels = np.maximum(track.altitude_m + offsets[:, None], floor)
    per_m2 = _between_levels(watcher.snr_per_m2(distance, azimuth, levels), offsets, correction_m)
    snr = np.nan_to_num(per_m2 * watcher.rcs_m2(target)[:, aspect_deg])
    return RouteView(distance, azimuth, aspect_deg, snr, single_scan_pd(watcher.radar, snr))


def _between_levels(values: FloatArray, offsets: FloatArray, wanted: FloatArray) -> FloatArray:
    """Values (draw, level, sample) at one offset per draw; the nearer level where one is 0."""
    if offsets.size == 1:
        return values[:, 0]
    position = (wanted - offsets[0]) / (offsets[1] - offsets[0])
    left = np.clip(position.astype(np.intp), 0, offsets.size - 2)
    share = (position - left)[:, None]
    draws = np.arange(wanted.size)
    below, above = values[draws, left], values[draws, left + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.exp((1.0 - share) * np.log(below) + share * np.log(above))
    both = (below > 0.0) & (above > 0.0)
    return np.asarray(np.where(both, between, np.where(share < 0.5, below, above)))


@dataclass(frozen=True)
class RouteCover:
    """Cover at samples of a flight.

    Attributes
    ----------
    lowest_m, highest_m : ndarray, shape (draw, sample)
        Lowest and highest covered altitude over the sample; nan where none is covered. [m]
    factor : ndarray of uint8, shape (draw, sample)
        Index into `skyshed.analysis.coverage.FACTORS`; 255 where the terrain is unknown.
    """

    lowest_m: FloatArray
    highest_m: FloatArray
    factor: NDArray[np.uint8]


def route_cover(
    watcher: Watcher,
    target: StudyTarget,
    flight: Flown,
    view: RouteView,
    *,
    correction_m: FloatArray,
    samples: NDArray[np.intp],
) -> RouteCover:
    """Lowest covered altitude and limiting factor at some samples of a flight.

    Parameters
    ----------
    watcher, target, flight, correction_m
        As in `route_view`.
    view : RouteView
        Of the same flight.
    samples : ndarray of int
        Which samples.

    Returns
    -------
    RouteCover
        With one column for each of `samples`.
    """
    radar, placed = watcher.radar, watcher.placed
    shape = (radar.draws, samples.size)
    lowest, highest = np.full(shape, np.nan), np.full(shape, np.nan)
    factor = np.full(shape, UNKNOWN_FACTOR, dtype=np.uint8)
    distance, azimuth = view.distance_m[samples], view.azimuth_rad[samples]
    inside = np.flatnonzero(distance <= placed.profiles.distance_m[-1])
    factor[:, distance > placed.profiles.distance_m[-1]] = 4  # beyond the instrumented range
    if not inside.size:
        return RouteCover(lowest, highest, factor)
    rcs = watcher.rcs_m2(target)[:, view.aspect_deg[samples[inside]]]
    reach = radar.reach_m(rcs, pd=watcher.model.study.pd)
    profiles = profiles_through(placed, distance[inside], azimuth[inside])
    surface = smooth_surface_on_profiles(
        profiles.ground_m, antenna_ground_m=radar.ground_altitude_m
    )
    step = np.maximum(np.rint(distance[inside] / profiles.step_m).astype(np.intp) - 1, 0)
    at = (np.arange(step.size), step)
    in_sector = np.asarray(
        sector_contains(profiles.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
    )
    own_ground = flight.ground_m[samples[inside]]
    table = smooth_earth_table()

    def one(draw: int) -> None:
        from skyshed.kernels.point_cover import cover_at_points

        seen = profile_sight(radar, profiles, draw, surface=surface)
        altitude = flight.track.altitude_m[samples[inside]] + correction_m[draw]
        low, high = np.empty((2, step.size))
        code = np.empty(step.size, dtype=np.uint8)
        cover_at_points(
            np.fmax(altitude, own_ground), profiles.ground_m[at],
            seen.sight.visible_altitude_m[at], seen.sight.edge_fraction[at],
            surface.at_antenna_m[at], surface.at_cell_m[at], in_sector,
            np.minimum(reach[draw], 1e8), profiles.distance_m[step], seen.curvature_per_m,
            radar.inverse_k[draw], radar.scale_m, radar.wavelength_m[draw],
            radar.antenna_altitude_m[draw], radar.instrumented_range_m[draw],
            radar.minimum_range_m[draw], np.tan(radar.elevation_min_rad[draw]),
            np.tan(radar.elevation_max_rad[draw]), table, radar.extra_loss_of(draw),
            float(radar.scale_m), low, high, code,
        )  # fmt: skip
        lowest[draw][inside], highest[draw][inside], factor[draw][inside] = low, high, code

    for_each_draw(one, radar.draws, watcher.workers)
    return RouteCover(lowest, highest, factor)
