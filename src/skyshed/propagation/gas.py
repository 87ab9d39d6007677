"""Attenuation by oxygen and water vapour, line by line (ITU-R P.676 Annex 1).

References
----------
Recommendation ITU-R P.676-12, "Attenuation by atmospheric gases and related effects", Annex 1, as
implemented in ITU-Rpy 0.4.0 (`itur/models/itu676.py`), held to the validation examples of ITU-R
Study Group 3. The lines stand in `data/p676_lines.json`.
"""

import functools
import importlib.resources
import json
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_HIGHEST_HZ: Final = 1e12
_PA_PER_HPA: Final = 100.0
_M_PER_KM: Final = 1000.0
_VAPOUR_K_G_M3_PER_HPA: Final = 216.7
"""Vapour pressure in hPa is density in g/m3 times temperature over this."""


def gas_attenuation_db_per_m(
    frequency_hz: ArrayLike,
    *,
    dry_pressure_pa: ArrayLike,
    temperature_k: ArrayLike,
    vapour_density_kg_m3: ArrayLike,
) -> tuple[Array, Array]:
    """Specific attenuation of air by oxygen (dry air) and by water vapour.

    Parameters
    ----------
    frequency_hz : array_like, shape (...)
        Frequency, above 0 and at most 1000 GHz. [Hz]
    dry_pressure_pa : array_like, shape (...)
        Pressure of the dry air alone: the total less that of the vapour. [Pa]
    temperature_k : array_like, shape (...)
        Temperature, positive. [K]
    vapour_density_kg_m3 : array_like, shape (...)
        Density of the water vapour, not negative. [kg m^-3]

    Returns
    -------
    oxygen, water : ndarray, shape (...)
        One way; their sum is the attenuation of the air. [dB/m]

    Raises
    ------
    ValueError
        If a number is outside its range.
    """
    f, p, t, rho = np.broadcast_arrays(
        *(
            np.asarray(a, dtype=float)
            for a in (frequency_hz, dry_pressure_pa, temperature_k, vapour_density_kg_m3)
        )
    )
    _check(f, p, t, rho)
    f_ghz = f[..., None] / 1e9
    dry_hpa, theta = p[..., None] / _PA_PER_HPA, 300.0 / t[..., None]
    vapour_hpa = rho[..., None] * 1e3 * t[..., None] / _VAPOUR_K_G_M3_PER_HPA
    oxygen = _oxygen_lines(f_ghz, dry_hpa, vapour_hpa, theta).sum(axis=-1)
    oxygen = oxygen + _dry_continuum(f_ghz, dry_hpa, vapour_hpa, theta)[..., 0]
    water = _water_lines(f_ghz, dry_hpa, vapour_hpa, theta).sum(axis=-1)
    to_db_per_m = 0.1820 * f_ghz[..., 0] / _M_PER_KM  # eq. 1
    return np.asarray(to_db_per_m * oxygen), np.asarray(to_db_per_m * water)


@functools.cache
def _lines(gas: str) -> Array:
    """Columns f0 and six coefficients of one gas, shape (7, line); read-only."""
    file = importlib.resources.files("skyshed.propagation") / "data" / "p676_lines.json"
    table = np.array(json.loads(file.read_text("utf-8"))[gas], dtype=float).T
    table.flags.writeable = False
    return table


def _oxygen_lines(f: Array, dry: Array, vapour: Array, theta: Array) -> Array:
    """Contribution of each oxygen line to the imaginary refractivity."""
    f0, a1, a2, a3, a4, a5, a6 = _lines("oxygen")
    strength = a1 * 1e-7 * dry * theta**3 * np.exp(a2 * (1.0 - theta))
    width = a3 * 1e-4 * (dry * theta ** (0.8 - a4) + 1.1 * vapour * theta)
    width = np.sqrt(width**2 + 2.25e-6)  # Zeeman splitting
    overlap = (a5 + a6 * theta) * 1e-4 * (dry + vapour) * theta**0.8
    return np.asarray(strength * _shape(f, f0, width, overlap))


def _water_lines(f: Array, dry: Array, vapour: Array, theta: Array) -> Array:
    """Contribution of each water line, Doppler width included."""
    f0, b1, b2, b3, b4, b5, b6 = _lines("water")
    strength = b1 * 1e-1 * vapour * theta**3.5 * np.exp(b2 * (1.0 - theta))
    width = b3 * 1e-4 * (dry * theta**b4 + b5 * vapour * theta**b6)
    width = 0.535 * width + np.sqrt(0.217 * width**2 + 2.1316e-12 * f0**2 / theta)
    return np.asarray(strength * _shape(f, f0, width, 0.0))


def _shape(f: Array, f0: Array, width: Array, overlap: Array | float) -> Array:
    """Line shape factor."""
    low, high = f0 - f, f0 + f
    return np.asarray(
        f
        / f0
        * (
            (width - overlap * low) / (low**2 + width**2)
            + (width - overlap * high) / (high**2 + width**2)
        )
    )


def _dry_continuum(f: Array, dry: Array, vapour: Array, theta: Array) -> Array:
    """Non-resonant Debye spectrum of oxygen and nitrogen induced by pressure."""
    d = 5.6e-4 * (dry + vapour) * theta**0.8
    debye = 6.14e-5 / (d * (1.0 + (f / d) ** 2))
    nitrogen = 1.4e-12 * dry * theta**1.5 / (1.0 + 1.9e-5 * f**1.5)
    return np.asarray(f * dry * theta**2 * (debye + nitrogen))


def _check(f: Array, p: Array, t: Array, rho: Array) -> None:
    if np.any((f <= 0.0) | (f > _HIGHEST_HZ)):
        raise ValueError(
            "frequency_hz must lie above 0 and at most 1e12, got"
            f" {np.nanmin(f):g} to {np.nanmax(f):g}"
        )
    if np.any(p < 0.0) or np.any(rho < 0.0):
        raise ValueError("dry_pressure_pa and vapour_density_kg_m3 must not be negative")
    if np.any(t <= 0.0):
        raise ValueError(f"temperature_k must be positive, got {np.nanmin(t):g}")
