"""Diffraction loss over a terrain profile: Bullington and delta-Bullington (ITU-R P.526 sect. 4.5).

A profile runs from the first antenna to the second along a ground arc. Losses are one way and
relative to free space.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.propagation.diffraction import knife_edge_loss_db, knife_edge_nu
from skyshed.propagation.spherical_earth import (
    ITU_SPEED_OF_LIGHT_M_S,
    LAND,
    SEA,
    Ground,
    Polarisation,
    spherical_earth_loss_db,
)

Array = NDArray[np.float64]

_FEWEST_POINTS: Final = 3


def bullington_loss_db(
    distance_m: ArrayLike,
    terrain_altitude_m: ArrayLike,
    *,
    tx_altitude_m: ArrayLike,
    rx_altitude_m: ArrayLike,
    effective_radius_m: ArrayLike,
    frequency_hz: ArrayLike,
) -> Array:
    """Diffraction loss of the single edge that stands for a whole profile.

    Parameters
    ----------
    distance_m : array_like, shape (point,)
        Ground arc of the profile points, increasing, the antennas over the first and the last. [m]
    terrain_altitude_m : array_like, shape (..., point)
        Altitude of the terrain. [m]
    tx_altitude_m, rx_altitude_m : array_like, shape (...)
        Altitudes of the two antennas. [m]
    effective_radius_m : array_like, shape (...)
        Effective Earth radius k R. [m]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        Loss. [dB]

    Raises
    ------
    ValueError
        If the profile has fewer than 3 points, its distances do not increase, or its shapes differ.

    Notes
    -----
    ITU-R P.526 sect. 4.5.1. With a line of sight the edge is the point of greatest nu; without one
    it stands where the two horizon lines meet. The empirical part (1 - exp(-J/6)) (10 + 0.02 d/km)
    accounts for further obstacles.
    """
    d, h = _profile(distance_m, terrain_altitude_m)
    tx, rx, radius, frequency = (
        np.asarray(a, dtype=float)[..., None]
        for a in (tx_altitude_m, rx_altitude_m, effective_radius_m, frequency_hz)
    )
    total = float(d[-1])
    d1, inner = d[1:-1], h[..., 1:-1]
    d2 = total - d1
    wavelength = ITU_SPEED_OF_LIGHT_M_S / frequency

    raised = inner + d1 * d2 / (2.0 * radius)  # the Earth's bulge added, the rays are straight
    slope_tx = np.max((raised - tx) / d1, axis=-1, keepdims=True)
    slope_rx = np.max((raised - rx) / d2, axis=-1, keepdims=True)
    in_sight = slope_tx < (rx - tx) / total

    line = (tx * d2 + rx * d1) / total
    nu = knife_edge_nu(raised - line, d1_m=d1, d2_m=d2, wavelength_m=wavelength)
    nu_sight = np.max(nu, axis=-1, keepdims=True)

    meeting = np.where(in_sight, 1.0, slope_tx + slope_rx)
    edge = np.where(in_sight, 0.5 * total, (rx - tx + slope_rx * total) / meeting)
    edge = np.clip(edge, d1[0], d1[-1])
    over = tx + slope_tx * edge - (tx * (total - edge) + rx * edge) / total
    nu_edge = knife_edge_nu(over, d1_m=edge, d2_m=total - edge, wavelength_m=wavelength)

    single = knife_edge_loss_db(np.where(in_sight, nu_sight, nu_edge))[..., 0]
    return np.asarray(single + (1.0 - np.exp(-single / 6.0)) * (10.0 + 0.02 * total / 1e3))


def delta_bullington_loss_db(
    distance_m: ArrayLike,
    terrain_altitude_m: ArrayLike,
    *,
    tx_altitude_m: ArrayLike,
    rx_altitude_m: ArrayLike,
    effective_radius_m: ArrayLike,
    frequency_hz: ArrayLike,
    polarisation: Polarisation = "horizontal",
    sea_fraction: ArrayLike = 0.0,
    smooth_altitudes_m: tuple[ArrayLike, ArrayLike] | None = None,
    land: Ground = LAND,
    sea: Ground = SEA,
) -> Array:
    """Diffraction loss over a profile, right for smooth Earth as well as for hills.

    Parameters
    ----------
    distance_m, terrain_altitude_m, tx_altitude_m, rx_altitude_m, effective_radius_m, frequency_hz
        As for `bullington_loss_db`.
    polarisation, sea_fraction, land, sea
        As for `spherical_earth_loss_db`.
    smooth_altitudes_m : tuple of two array_like, shape (...), optional
        Altitudes of the smooth surface under the two antennas; fitted by
        `smooth_surface_altitudes_m` if not given. [m]

    Returns
    -------
    ndarray, shape (...)
        Loss; nan where the smooth surface lies above an antenna. [dB]

    Raises
    ------
    ValueError
        As for `bullington_loss_db` and `spherical_earth_loss_db`.

    Notes
    -----
    ITU-R P.526 sect. 4.5.2: Bullington's loss of the profile, plus what a smooth Earth loses by
    `spherical_earth_loss_db` beyond its own Bullington loss.
    """
    d, h = _profile(distance_m, terrain_altitude_m)
    if smooth_altitudes_m is None:
        smooth_altitudes_m = smooth_surface_altitudes_m(
            d, h, tx_altitude_m=tx_altitude_m, rx_altitude_m=rx_altitude_m
        )
    smooth_tx, smooth_rx = smooth_altitudes_m
    h1 = np.asarray(tx_altitude_m, dtype=float) - np.asarray(smooth_tx, dtype=float)
    h2 = np.asarray(rx_altitude_m, dtype=float) - np.asarray(smooth_rx, dtype=float)
    actual = bullington_loss_db(
        d,
        h,
        tx_altitude_m=tx_altitude_m,
        rx_altitude_m=rx_altitude_m,
        effective_radius_m=effective_radius_m,
        frequency_hz=frequency_hz,
    )
    smooth = bullington_loss_db(
        d,
        np.zeros_like(d),
        tx_altitude_m=h1,
        rx_altitude_m=h2,
        effective_radius_m=effective_radius_m,
        frequency_hz=frequency_hz,
    )
    spherical = spherical_earth_loss_db(
        float(d[-1]),
        h1,
        h2,
        effective_radius_m=effective_radius_m,
        frequency_hz=frequency_hz,
        polarisation=polarisation,
        sea_fraction=sea_fraction,
        land=land,
        sea=sea,
    )
    return np.asarray(actual + np.maximum(spherical - smooth, 0.0))


def smooth_surface_altitudes_m(
    distance_m: ArrayLike,
    terrain_altitude_m: ArrayLike,
    *,
    tx_altitude_m: ArrayLike,
    rx_altitude_m: ArrayLike,
) -> tuple[Array, Array]:
    """Smooth surface that stands for a profile, at its two ends.

    Parameters
    ----------
    distance_m, terrain_altitude_m, tx_altitude_m, rx_altitude_m
        As for `bullington_loss_db`.

    Returns
    -------
    tuple of two ndarray, shape (...)
        Altitudes under the first and the second antenna, never above the terrain there. [m]

    Raises
    ------
    ValueError
        As for `bullington_loss_db`.

    Notes
    -----
    ITU-R P.526 sect. 4.5.2: the straight line fitted by least squares to the profile, lowered at
    each end by a share of the greatest height of the terrain over the line between the antennas.
    """
    d, h = _profile(distance_m, terrain_altitude_m)
    tx, rx = (np.asarray(a, dtype=float)[..., None] for a in (tx_altitude_m, rx_altitude_m))
    total = float(d[-1])
    step = np.diff(d)
    left, right = h[..., :-1], h[..., 1:]
    # Twice the area and six times the first moment of the profile, linear between its points.
    area = np.sum(step * (left + right), axis=-1)
    moment = np.sum(
        step * (right * (2.0 * d[1:] + d[:-1]) + left * (d[1:] + 2.0 * d[:-1])), axis=-1
    )
    fitted_tx = (2.0 * area * total - moment) / total**2
    fitted_rx = (moment - area * total) / total**2

    d1 = d[1:-1]
    d2 = total - d1
    over = h[..., 1:-1] - (tx * d2 + rx * d1) / total
    highest = np.max(over, axis=-1)
    slope_tx, slope_rx = np.max(over / d1, axis=-1), np.max(over / d2, axis=-1)
    obstructed = highest > 0.0
    share = slope_tx / np.where(obstructed, slope_tx + slope_rx, 1.0)
    lowering = np.where(obstructed, highest, 0.0)
    return (
        np.minimum(fitted_tx - lowering * share, h[..., 0]),
        np.minimum(fitted_rx - lowering * (1.0 - share), h[..., -1]),
    )


def _profile(distance_m: ArrayLike, terrain_altitude_m: ArrayLike) -> tuple[Array, Array]:
    """Distances from the first point, and altitudes, checked."""
    d = np.asarray(distance_m, dtype=float)
    h = np.asarray(terrain_altitude_m, dtype=float)
    if d.ndim != 1 or d.size < _FEWEST_POINTS or not np.all(np.diff(d) > 0.0):
        raise ValueError(
            f"distance_m must be at least {_FEWEST_POINTS} increasing numbers, got shape {d.shape}"
        )
    if h.shape[-1:] != d.shape:
        raise ValueError(
            f"terrain_altitude_m must have {d.size} points on its last axis, got shape {h.shape}"
        )
    return d - d[0], h
