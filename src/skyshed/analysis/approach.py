"""A target that flies straight at a radar: its echo, and where its track is confirmed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.analysis.alike import Alike, extra_inputs, sight_inputs
from skyshed.analysis.lobes import Lobes, lobe_gain_db
from skyshed.analysis.radials import Profiles, ProfileSight, for_each_draw, profile_sight
from skyshed.geodesy.ellipsoid import euler_radius_m
from skyshed.geodesy.geodesics import sector_contains
from skyshed.propagation.line_of_sight import smooth_surface_on_profiles
from skyshed.radar.calibration import snr_from_constant
from skyshed.radar.detection import pd_swerling
from skyshed.radar.scans import cumulative_m_of_n
from skyshed.systems.radar_site import RadarSite

FloatArray = NDArray[np.float64]

CONFIRM_M, CONFIRM_N = 2, 3
"""A track is confirmed by 2 of 3 scans."""
CONFIRM_PD = 0.9
"""Cumulative probability at which a track counts as confirmed."""
_FAINT_PD = 0.005  # farther out, scans hardly add to a confirmation
_FREE_SPACE_SAMPLES = 400
_SNR_NODES_DB = np.arange(-20.0, 60.0, 0.2)


@dataclass(frozen=True)
class Echo:
    """The echo along profiles.

    Attributes
    ----------
    slant_m : ndarray, shape (draw, azimuth, step)
        Slant range. [m]
    snr : ndarray, shape (draw, azimuth, step)
        Mean single-pulse signal-to-noise ratio, edge loss included; 0 where the radar does not
        look (sector, elevation, instrumented and minimum range), nan where the terrain is unknown
        or stands above the target. [1]
    """

    slant_m: FloatArray
    snr: FloatArray


def echo_along_profiles(
    radar: RadarSite,
    profiles: Profiles,
    *,
    altitude_m: ArrayLike,
    rcs_mean_m2: ArrayLike,
    workers: int = 1,
    lobes: Lobes | None = None,
) -> Echo:
    """Signal-to-noise ratio of a target anywhere along the profiles.

    Parameters
    ----------
    radar : RadarSite
        The radar.
    profiles : Profiles
        Terrain along azimuths.
    altitude_m : array_like, shape () or (azimuth, step)
        Altitude of the target above mean sea level. [m]
    rcs_mean_m2 : array_like, shape (draw,)
        Mean cross-section towards the radar. [m^2]
    workers : int
        Threads; the result does not depend on it.
    lobes : Lobes, optional
        A smooth surface whose reflection interferes; none by default.

    Returns
    -------
    Echo
    """
    shape = profiles.ground_m.shape
    altitude = np.ascontiguousarray(np.broadcast_to(np.asarray(altitude_m, dtype=float), shape))
    slant = np.empty((radar.draws, *shape))
    snr = np.empty_like(slant)
    rcs = np.broadcast_to(np.asarray(rcs_mean_m2, dtype=float), (radar.draws,))
    surface = smooth_surface_on_profiles(
        profiles.ground_m, antenna_ground_m=radar.ground_altitude_m
    )

    alike: Alike[tuple[FloatArray, FloatArray, NDArray[np.bool_], FloatArray]] = Alike(
        *sight_inputs(radar), *extra_inputs(radar), radar.wavelength_m
    )

    def seen_by(draw: int) -> tuple[FloatArray, FloatArray, NDArray[np.bool_], FloatArray]:
        seen = profile_sight(radar, profiles, draw, surface=surface)
        hidden = np.isnan(seen.sight.visible_altitude_m) | (altitude < profiles.ground_m)
        return *_slant_and_loss(radar, profiles, seen, altitude, draw), hidden, seen.curvature_per_m

    def one(draw: int) -> None:
        slant[draw], loss_db, hidden, curvature = alike.of(draw, None, lambda: seen_by(draw))
        if lobes is not None:
            loss_db = loss_db - lobe_gain_db(
                radar,
                lobes,
                draw,
                distance_m=profiles.distance_m[None, :],
                altitude_m=altitude,
                curvature_per_m=curvature[:, None],
            )
        free = snr_from_constant(radar.constant[draw], rcs[draw], slant[draw])
        snr[draw] = free * 10.0 ** (-0.2 * loss_db)  # both ways
        snr[draw][
            ~looks_there(
                radar, profiles, slant[draw], altitude, draw, distance_m=profiles.distance_m
            )
        ] = 0.0
        snr[draw][hidden] = np.nan

    for_each_draw(one, radar.draws, workers)
    return Echo(slant, snr)


def _slant_and_loss(
    radar: RadarSite, profiles: Profiles, seen: ProfileSight, altitude: FloatArray, draw: int
) -> tuple[FloatArray, FloatArray]:
    from skyshed.kernels.cover import loss_profiles

    loss_db, slant = np.empty(altitude.shape), np.empty(altitude.shape)
    loss_profiles(
        altitude,
        seen.sight.visible_altitude_m,
        seen.sight.edge_fraction,
        seen.surface.at_antenna_m,
        seen.surface.at_cell_m,
        profiles.distance_m,
        seen.curvature_per_m,
        radar.inverse_k[draw],
        radar.scale_m,
        radar.wavelength_m[draw],
        radar.antenna_altitude_m[draw],
        loss_db,
        slant,
    )
    extra = extra_losses_db(radar, draw, profiles.distance_m, altitude)
    return slant, loss_db if extra is None else loss_db + extra


def extra_losses_db(
    radar: RadarSite, draw: int, distance_m: FloatArray, altitude_m: FloatArray
) -> FloatArray | None:
    """One-way loss by gas, rain and clutter at points; None while all are off.

    Parameters
    ----------
    radar : RadarSite
        The radar.
    draw : int
        Which draw.
    distance_m : ndarray, broadcasts to `altitude_m`
        Ground distances. [m]
    altitude_m : ndarray, shape (row, column)
        Altitudes. [m]

    Returns
    -------
    ndarray, shape (row, column), or None
        [dB]
    """
    if radar.extra_loss_db is None:
        return None
    from skyshed.kernels.extra_loss import extra_losses

    out = np.empty(altitude_m.shape)
    distance = np.broadcast_to(distance_m, altitude_m.shape)
    extra_losses(
        np.ascontiguousarray(distance, dtype=float),
        np.ascontiguousarray(altitude_m, dtype=float),
        radar.extra_loss_of(draw),
        float(radar.scale_m),
        out,
    )
    return out


def elevations_rad(
    radar: RadarSite,
    profiles: Profiles,
    slant: FloatArray,
    altitude: FloatArray,
    draw: int,
    *,
    distance_m: FloatArray,
) -> FloatArray:
    """Elevations under which the radar sees points over the bent Earth; shapes of `looks_there`."""
    straight = np.polynomial.polynomial.polyval(
        (distance_m / radar.scale_m) ** 2, radar.inverse_k[draw]
    )
    base = euler_radius_m(radar.latitude_rad, profiles.azimuth_rad)[:, None] / straight
    h0 = radar.antenna_altitude_m[draw]
    sine = ((base + altitude) ** 2 - (base + h0) ** 2 - slant**2) / (2.0 * (base + h0) * slant)
    return np.asarray(np.arcsin(np.clip(sine, -1.0, 1.0)))


def looks_there(
    radar: RadarSite,
    profiles: Profiles,
    slant: FloatArray,
    altitude: FloatArray,
    draw: int,
    *,
    distance_m: FloatArray,
) -> NDArray[np.bool_]:
    """Whether sector, elevation limits and the range gates let the radar look at each point.

    Arrays (azimuth, any); `distance_m`, the ground distances, broadcasts to them.
    """
    elevation = elevations_rad(radar, profiles, slant, altitude, draw, distance_m=distance_m)
    inside = sector_contains(profiles.azimuth_rad, radar.sector_centre_rad, radar.sector_rad)
    return np.asarray(
        np.asarray(inside)[:, None]
        & (slant <= radar.instrumented_range_m[draw])
        & (slant >= radar.minimum_range_m[draw])
        & (elevation >= radar.elevation_min_rad[draw])
        & (elevation <= radar.elevation_max_rad[draw])
    )


def single_scan_pd(radar: RadarSite, snr: FloatArray) -> FloatArray:
    """Single-scan probability of detection under the convention of each draw; 0 for nan.

    Parameters
    ----------
    radar : RadarSite
        Gives Pfa, pulses and fluctuation per draw.
    snr : ndarray, shape (draw, ...)
        Mean single-pulse signal-to-noise ratio. [1]

    Returns
    -------
    ndarray, shape (draw, ...)
        Linear between exact values 0.2 dB apart: within 1e-3 of the exact probability.
    """
    curve = pd_swerling(
        10.0 ** (_SNR_NODES_DB / 10.0),
        pfa=radar.convention.pfa[:, None],
        n_pulses=radar.convention.n_pulses[:, None],
        swerling=radar.convention.swerling[:, None],
    )
    out = np.zeros(snr.shape)
    for draw in range(radar.draws):
        looked = snr[draw] > 0.0
        level_db = 10.0 * np.log10(snr[draw][looked])
        out[draw][looked] = np.interp(level_db, _SNR_NODES_DB, curve[draw])
    return out


@dataclass(frozen=True)
class Confirmation:
    """Where an approaching target is detected and its track confirmed.

    Attributes
    ----------
    r50_slant_m, r50_ground_m : ndarray, shape (draw, azimuth)
        Farthest range at which one scan detects with probability 0.5 (or as asked). [m]
    confirmed_slant_m, confirmed_ground_m : ndarray, shape (draw, azimuth)
        Range at which the probability that 2 of 3 scans have detected reaches 0.9. [m]

    All are 0 where it never happens.
    """

    r50_slant_m: FloatArray
    r50_ground_m: FloatArray
    confirmed_slant_m: FloatArray
    confirmed_ground_m: FloatArray


def confirmation(
    radar: RadarSite,
    profiles: Profiles,
    *,
    altitude_m: ArrayLike,
    rcs_mean_m2: ArrayLike,
    speed_m_s: float,
    pd: float = 0.5,
    workers: int = 1,
    lobes: Lobes | None = None,
) -> Confirmation:
    """Single-scan and confirmed ranges of a target flying straight at the radar.

    Parameters
    ----------
    radar, profiles, altitude_m, rcs_mean_m2, workers, lobes
        As in `echo_along_profiles`.
    speed_m_s : float
        Ground speed, which spaces the scans. [m/s]
    pd : float
        Single-scan probability that counts as detected. [1]

    Returns
    -------
    Confirmation

    Notes
    -----
    Scans are independent within a draw (the fluctuation), everything else is common to them. The
    target comes from the outer end of the profiles; scans count from where the echo is no longer
    too faint (single-scan probability of 0.005) and inside the instrumented range. They are read
    off between the samples.
    """
    from skyshed.kernels.confirm import confirmed_distance

    faint = radar.reach_m(np.broadcast_to(rcs_mean_m2, (radar.draws,)), pd=_FAINT_PD)
    faint = faint if lobes is None else 2.0 * faint  # two rays in phase double the range
    altitude = np.broadcast_to(np.asarray(altitude_m, dtype=float), profiles.ground_m.shape)
    outer = np.minimum(faint, radar.instrumented_range_m)
    spacing = speed_m_s * radar.scan_period_s
    # Scans keep their places whatever other draws there are: counted from the outer end.
    far = float(profiles.distance_m[-1])
    first = far - spacing * np.ceil(np.maximum(far - outer, 0.0) / spacing)
    profiles = profiles.cut(float(outer.max()))
    echo = echo_along_profiles(
        radar,
        profiles,
        altitude_m=altitude[:, : profiles.ground_m.shape[1]],
        rcs_mean_m2=rcs_mean_m2,
        workers=workers,
        lobes=lobes,
    )
    single = single_scan_pd(radar, echo.snr)
    r50_slant, r50_ground = _farthest(single, pd, echo.slant_m, profiles.distance_m)
    ground = np.zeros(single.shape[:2])
    slant = np.zeros(single.shape[:2])
    for draw in range(radar.draws):
        confirmed_distance(
            single[draw],
            profiles.step_m,
            first[draw],
            spacing[draw],
            CONFIRM_M,
            CONFIRM_N,
            CONFIRM_PD,
            ground[draw],
        )
        slant[draw] = np.diagonal(_between(echo.slant_m[draw], profiles, ground[draw]))
    return Confirmation(r50_slant, r50_ground, np.where(ground > 0.0, slant, 0.0), ground)


def free_space_confirmation(
    radar: RadarSite, rcs_mean_m2: FloatArray, *, speed_m_s: float | FloatArray
) -> FloatArray:
    """Slant range at which the track is confirmed with no Earth in the way and no range gate.

    Parameters
    ----------
    radar : RadarSite
        Gives the range equation, its convention and the scan period of each draw.
    rcs_mean_m2 : ndarray, shape (draw,)
        Mean cross-section. [m^2]
    speed_m_s : float or ndarray, shape (draw,)
        Speed at which the target closes in. [m/s]

    Returns
    -------
    ndarray, shape (draw,)
        [m]
    """
    from skyshed.kernels.confirm import confirmed_distance

    faint = radar.reach_m(rcs_mean_m2, pd=_FAINT_PD)
    range_m = faint[:, None] * np.arange(1, _FREE_SPACE_SAMPLES + 1) / _FREE_SPACE_SAMPLES
    snr = snr_from_constant(radar.constant[:, None], rcs_mean_m2[:, None], range_m)
    single = single_scan_pd(radar, snr)
    found = np.zeros(radar.draws)
    for draw, spacing in enumerate(speed_m_s * radar.scan_period_s):
        confirmed_distance(
            single[draw][None, :],
            range_m[draw, 0],
            faint[draw],
            spacing,
            CONFIRM_M,
            CONFIRM_N,
            CONFIRM_PD,
            found[draw : draw + 1],
        )
    return found


def cumulative_confirmation(
    radar: RadarSite, profiles: Profiles, single: FloatArray, *, speed_m_s: float
) -> FloatArray:
    """Probability that the track is confirmed by each range, shape (draw, azimuth, step).

    Parameters
    ----------
    radar, profiles, speed_m_s
        As in `confirmation`.
    single : ndarray, shape (draw, azimuth, step)
        From `single_scan_pd`. [1]
    """
    scans = _scan_distances(profiles, speed_m_s * radar.scan_period_s)
    reached = cumulative_m_of_n(_at_scans(single, profiles, scans), CONFIRM_M, CONFIRM_N)
    out = np.zeros_like(single)
    for draw, far_to_near in enumerate(scans):
        # Scans run inwards; between two scans the last one's probability holds.
        last = np.searchsorted(-far_to_near, -profiles.distance_m, side="right") - 1
        out[draw] = np.where(last >= 0, reached[draw][:, np.maximum(last, 0)], 0.0)
    return out


def _farthest(
    single: FloatArray, pd: float, slant: FloatArray, distance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Slant and ground range at which `single` last crosses `pd`; 0 where it never reaches it."""
    detected = single >= pd
    last = detected.shape[-1] - 1 - np.argmax(detected[..., ::-1], axis=-1)
    ever = detected.any(axis=-1)
    after = np.minimum(last + 1, detected.shape[-1] - 1)

    def at(values: FloatArray, index: NDArray[np.intp]) -> FloatArray:
        return np.asarray(np.take_along_axis(values, index[..., None], axis=-1)[..., 0])

    here, there = at(single, last), at(single, after)
    drop = np.where((there > 0.0) & (here > there), here - there, np.inf)  # 0: a gate, no slope
    f = np.clip((here - pd) / drop, 0.0, 1.0)
    slant_at = at(slant, last) * (1.0 - f) + at(slant, after) * f
    ground_at = distance[last] * (1.0 - f) + distance[after] * f
    return np.where(ever, slant_at, 0.0), np.where(ever, ground_at, 0.0)


def _scan_distances(profiles: Profiles, spacing_m: FloatArray) -> FloatArray:
    """Ground distances of the scans (draw, scan), from the far end inwards; ends at the radar."""
    far = profiles.distance_m[-1]
    count = int(np.max((far - profiles.step_m) / spacing_m)) + 1
    return np.asarray(np.maximum(far - spacing_m[:, None] * np.arange(count), 0.0))


def _at_scans(single: FloatArray, profiles: Profiles, scans: FloatArray) -> FloatArray:
    """Single-scan probabilities at the scans, shape (draw, azimuth, scan); 0 past the radar."""
    inside = scans >= profiles.step_m
    at = [_between(p, profiles, d) for p, d in zip(single, scans, strict=True)]
    return np.where(inside[:, None, :], np.stack(at), 0.0)


def _between(values: FloatArray, profiles: Profiles, distance: FloatArray) -> FloatArray:
    """Values (azimuth, step) linearly between the samples, shape (azimuth, distance)."""
    position = np.clip(distance / profiles.step_m - 1.0, 0.0, values.shape[1] - 1.0)
    left = np.minimum(position.astype(int), values.shape[1] - 2)
    f = position - left
    return np.asarray(values[:, left] * (1.0 - f) + values[:, left + 1] * f)
