"""Scatterers with exact or textbook cross sections: spheres and a flat plate at broadside.

They anchor the scale of the tables: nothing in a study is made of spheres, but a value in square
metres means "echoes like the optical sphere of that projected area".

References
----------
.. [1] C. F. Bohren and D. R. Huffman, "Absorption and Scattering of Light by Small Particles",
   Wiley, 1983, chapter 4 (the series) and appendix A (its logarithmic derivative).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.constants import SPEED_OF_LIGHT_M_S

FloatArray = NDArray[np.float64]
ComplexArray = NDArray[np.complex128]

# Vacuum permittivity, CODATA 2018.
_PERMITTIVITY_F_M = 8.854_187_812_8e-12


def sphere_optical_rcs_m2(radius_m: ArrayLike) -> FloatArray:
    """Cross section of a conducting sphere much larger than the wavelength: its projected area.

    Parameters
    ----------
    radius_m : array_like, shape (...)
        Radius; the limit holds within 5 % where 2 pi radius / wavelength exceeds 20. [m]

    Returns
    -------
    ndarray, shape (...)
        Radar cross section. [m^2]
    """
    return np.asarray(np.pi * np.asarray(radius_m, dtype=float) ** 2)


def plate_rcs_m2(area_m2: ArrayLike, frequency_hz: ArrayLike) -> FloatArray:
    """Broadside cross section of a flat conducting plate, 4 pi A^2 / lambda^2 (physical optics).

    Parameters
    ----------
    area_m2 : array_like, shape (...)
        Area of a plate many wavelengths wide. [m^2]
    frequency_hz : array_like, shape (...)
        Frequency. [Hz]

    Returns
    -------
    ndarray, shape (...)
        Radar cross section. [m^2]
    """
    wavelength = SPEED_OF_LIGHT_M_S / np.asarray(frequency_hz, dtype=float)
    return np.asarray(4.0 * np.pi * np.asarray(area_m2, dtype=float) ** 2 / wavelength**2)


def conducting_sphere_rcs_m2(radius_m: float, frequency_hz: float) -> float:
    """Monostatic cross section of a perfectly conducting sphere, exact at any size.

    Parameters
    ----------
    radius_m : float
        Radius. [m]
    frequency_hz : float
        Frequency. [Hz]

    Returns
    -------
    float
        Radar cross section. [m^2]
    """
    size = 2.0 * np.pi * radius_m * frequency_hz / SPEED_OF_LIGHT_M_S
    return backscatter_efficiency(*conducting_coefficients(size), size) * np.pi * radius_m**2


def dielectric_sphere_rcs_m2(
    radius_m: float,
    frequency_hz: float,
    *,
    relative_permittivity: float,
    conductivity_s_m: float = 0.0,
) -> float:
    """Monostatic cross section of a homogeneous non-magnetic sphere, exact at any size.

    Parameters
    ----------
    radius_m : float
        Radius. [m]
    frequency_hz : float
        Frequency. [Hz]
    relative_permittivity : float
        Real part of the permittivity over that of vacuum. [1]
    conductivity_s_m : float
        Conductivity. [S/m]

    Returns
    -------
    float
        Radar cross section. [m^2]
    """
    size = 2.0 * np.pi * radius_m * frequency_hz / SPEED_OF_LIGHT_M_S
    loss = conductivity_s_m / (2.0 * np.pi * frequency_hz * _PERMITTIVITY_F_M)
    index = complex(np.sqrt(relative_permittivity + 1j * loss))
    return backscatter_efficiency(*dielectric_coefficients(size, index), size) * np.pi * radius_m**2


def scattering_efficiency(a: ComplexArray, b: ComplexArray, size: float) -> float:
    """Total scattered power over that falling on the projected area, from the Mie coefficients.

    Parameters
    ----------
    a, b : ndarray, shape (order,)
        Electric and magnetic coefficients of orders 1, 2, ... [1]
    size : float
        Size parameter, 2 pi radius / wavelength. [1]

    Returns
    -------
    float
        Scattering efficiency, eq. 4.61 of [1]_ over the projected area. [1]
    """
    weight = 2.0 * np.arange(1, a.size + 1) + 1.0
    return float(2.0 / size**2 * np.sum(weight * (np.abs(a) ** 2 + np.abs(b) ** 2)))


def backscatter_efficiency(a: ComplexArray, b: ComplexArray, size: float) -> float:
    """Monostatic radar cross section over the projected area, from the Mie coefficients.

    Parameters
    ----------
    a, b : ndarray, shape (order,)
        Electric and magnetic coefficients of orders 1, 2, ... [1]
    size : float
        Size parameter, 2 pi radius / wavelength. [1]

    Returns
    -------
    float
        Radar cross section / (pi radius^2). [1]
    """
    order = np.arange(1, a.size + 1)
    amplitude = np.sum((2.0 * order + 1.0) * (-1.0) ** order * (a - b))
    return float(np.abs(amplitude) ** 2 / size**2)


def conducting_coefficients(size: float) -> tuple[ComplexArray, ComplexArray]:
    """Mie coefficients of a perfectly conducting sphere.

    Parameters
    ----------
    size : float
        Size parameter, 2 pi radius / wavelength, up to about 1e5. [1]

    Returns
    -------
    tuple of ndarray, shape (order,)
        Electric and magnetic coefficients. [1]
    """
    psi, psi_before, xi, xi_before, order = _riccati_bessel(size)
    electric = (psi_before - order * psi / size) / (xi_before - order * xi / size)
    return np.asarray(electric), np.asarray(psi / xi)


def dielectric_coefficients(size: float, index: complex) -> tuple[ComplexArray, ComplexArray]:
    """Mie coefficients of a homogeneous sphere.

    Parameters
    ----------
    size : float
        Size parameter, 2 pi radius / wavelength. [1]
    index : complex
        Refractive index over that of the surroundings; a positive imaginary part absorbs. [1]

    Returns
    -------
    tuple of ndarray, shape (order,)
        Electric and magnetic coefficients, eq. 4.88 of [1]_. [1]
    """
    psi, psi_before, xi, xi_before, order = _riccati_bessel(size)
    derivative = _logarithmic_derivative(index * size, order.size)
    electric = derivative / index + order / size
    magnetic = derivative * index + order / size
    a = (electric * psi - psi_before) / (electric * xi - xi_before)
    b = (magnetic * psi - psi_before) / (magnetic * xi - xi_before)
    return a, b


def _riccati_bessel(
    size: float,
) -> tuple[FloatArray, FloatArray, ComplexArray, ComplexArray, FloatArray]:
    """psi_n, psi_(n-1), xi_n, xi_(n-1) and n for the orders that count at this size."""
    from scipy import special

    if not size > 0.0:
        raise ValueError(f"the size parameter must be positive, got {size}")
    last = int(size + 4.05 * size ** (1.0 / 3.0) + 2.0)  # Wiscombe's criterion
    order = np.arange(last + 1)
    psi = size * special.spherical_jn(order, size)
    xi = psi + 1j * size * special.spherical_yn(order, size)
    return psi[1:], psi[:-1], xi[1:], xi[:-1], order[1:].astype(float)


def _logarithmic_derivative(z: complex, last: int) -> ComplexArray:
    """psi_n'(z) / psi_n(z) for n = 1 ... last, by downward recurrence, which is stable."""
    start = max(last, int(abs(z))) + 16
    derivative = np.zeros(start + 1, dtype=complex)
    for n in range(start, 0, -1):
        derivative[n - 1] = n / z - 1.0 / (derivative[n] + n / z)
    return derivative[1 : last + 1]
