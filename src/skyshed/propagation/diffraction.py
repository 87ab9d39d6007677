"""Diffraction over one isolated obstacle (ITU-R P.526 sects. 4.1 and 4.2).

Losses are one way and relative to free space; a radar's echo suffers them twice.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def knife_edge_nu(
    height_m: ArrayLike, *, d1_m: ArrayLike, d2_m: ArrayLike, wavelength_m: ArrayLike
) -> Array:
    """Diffraction parameter nu of a knife edge.

    Parameters
    ----------
    height_m : array_like, shape (...)
        Height of the edge above the straight line between the ends, negative below it. [m]
    d1_m, d2_m : array_like, shape (...)
        Distances from the ends to the edge, positive. [m]
    wavelength_m : array_like, shape (...)
        Wavelength, positive. [m]

    Returns
    -------
    ndarray, shape (...)
        h sqrt(2/lambda (1/d1 + 1/d2)), ITU-R P.526 sect. 4.1. [1]

    Raises
    ------
    ValueError
        If a distance or the wavelength is not positive.
    """
    h, d1, d2, wavelength = (
        np.asarray(a, dtype=float) for a in (height_m, d1_m, d2_m, wavelength_m)
    )
    _check_positive(d1_m=d1, d2_m=d2, wavelength_m=wavelength)
    return np.asarray(h * np.sqrt(2.0 / wavelength * (1.0 / d1 + 1.0 / d2)))


def knife_edge_loss_db(nu: ArrayLike) -> Array:
    """Diffraction loss of a knife edge, the approximation J(nu).

    Parameters
    ----------
    nu : array_like, shape (...)
        Diffraction parameter, see `knife_edge_nu`. [1]

    Returns
    -------
    ndarray, shape (...)
        6.9 + 20 lg(sqrt((nu - 0.1)^2 + 1) + nu - 0.1), ITU-R P.526 sect. 4.1, and 0 below
        nu = -0.78. [dB]

    Notes
    -----
    Within 0.5 dB of the exact loss, `fresnel_knife_edge_loss_db`, from nu = -0.7 on. Below, the
    exact loss oscillates about 0 with an amplitude that starts at 1.2 dB.
    """
    nu = np.asarray(nu, dtype=float)
    shifted = np.maximum(nu, -0.78) - 0.1
    loss = 6.9 + 20.0 * np.log10(np.sqrt(shifted**2 + 1.0) + shifted)
    return np.where(nu > -0.78, loss, np.where(np.isnan(nu), np.nan, 0.0))


def fresnel_knife_edge_loss_db(nu: ArrayLike) -> Array:
    """Diffraction loss of a knife edge, exact.

    Parameters
    ----------
    nu : array_like, shape (...)
        Diffraction parameter, see `knife_edge_nu`. [1]

    Returns
    -------
    ndarray, shape (...)
        -20 lg(sqrt((1 - C - S)^2 + (C - S)^2) / 2) with the Fresnel integrals C and S of nu,
        ITU-R P.526 sect. 4.1; slightly negative in the lobes above the edge. [dB]
    """
    from scipy.special import fresnel

    sine, cosine = fresnel(np.asarray(nu, dtype=float))
    return np.asarray(-20.0 * np.log10(0.5 * np.hypot(1.0 - cosine - sine, cosine - sine)))


def itm_knife_edge_loss_db(nu: ArrayLike) -> Array:
    """Diffraction loss of a knife edge as the Longley-Rice model (ITM) approximates it.

    Parameters
    ----------
    nu : array_like, shape (...)
        Diffraction parameter of an edge that obstructs, not negative. [1]

    Returns
    -------
    ndarray, shape (...)
        6.02 + 9.11 nu - 1.27 nu^2 up to nu = 2.4, then 12.953 + 20 lg nu; nan below 0. [dB]

    Notes
    -----
    Eqs. 4.21 and 6.1 of the ITM algorithm, as in ``aknfe`` of the package itmlogic.
    """
    nu = np.asarray(nu, dtype=float)
    near = 6.02 + 9.11 * nu - 1.27 * nu**2
    loss = np.where(nu < 2.4, near, 12.953 + 20.0 * np.log10(np.maximum(nu, 2.4)))
    return np.where(nu >= 0.0, loss, np.nan)


def rounded_obstacle_loss_db(
    height_m: ArrayLike,
    *,
    d1_m: ArrayLike,
    d2_m: ArrayLike,
    wavelength_m: ArrayLike,
    obstacle_radius_m: ArrayLike,
) -> Array:
    """Diffraction loss over one rounded hill.

    Parameters
    ----------
    height_m : array_like, shape (...)
        Height, above the line between the ends, of the point where the two tangents to the
        obstacle meet; not negative. [m]
    d1_m, d2_m : array_like, shape (...)
        Distances from the ends to that point, positive. [m]
    wavelength_m : array_like, shape (...)
        Wavelength, positive. [m]
    obstacle_radius_m : array_like, shape (...)
        Radius of curvature of the obstacle's top, 0 for a knife edge. [m]

    Returns
    -------
    ndarray, shape (...)
        J(nu) + T(m, n), ITU-R P.526 sect. 4.2; nan where `height_m` is negative. [dB]

    Raises
    ------
    ValueError
        If a distance or the wavelength is not positive or a radius is negative.
    """
    h, d1, d2, wavelength, radius = (
        np.asarray(a, dtype=float) for a in (height_m, d1_m, d2_m, wavelength_m, obstacle_radius_m)
    )
    if np.any(radius < 0.0):
        raise ValueError(f"obstacle_radius_m must not be negative, got {np.nanmin(radius)}")
    nu = knife_edge_nu(np.where(h >= 0.0, h, np.nan), d1_m=d1, d2_m=d2, wavelength_m=wavelength)
    scale = np.cbrt(np.pi * radius / wavelength)
    curved = scale > 0.0
    m = np.where(curved, radius, 0.0) * (1.0 / d1 + 1.0 / d2) / np.where(curved, scale, 1.0)
    mn = h * (1.0 / d1 + 1.0 / d2) * scale  # m times n = h scale^2 / R, finite for any R
    common = 7.2 * np.sqrt(m) - 2.0 * m + 3.6 * m**1.5 - 0.8 * m**2
    rounding = np.where(
        mn <= 4.0,
        common + 12.5 * mn,
        common + 17.0 * mn - 6.0 - 20.0 * np.log10(np.maximum(mn, 4.0)),
    )
    return np.asarray(knife_edge_loss_db(nu) + rounding)


def _check_positive(**values: Array) -> None:
    for name, value in values.items():
        if np.any(value <= 0.0):
            raise ValueError(f"{name} must be positive, got {np.nanmin(value)}")
