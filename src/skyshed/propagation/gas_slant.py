"""Gas attenuation of a path out of the atmosphere, approximate (ITU-R P.676-12 Annex 2).

For checks and for paths to space; paths to a target are integrated (`absorption`).

References
----------
Recommendation ITU-R P.676-12, Annex 2, as implemented in ITU-Rpy 0.4.0 (`itur/models/itu676.py`),
whose numbering of the equations is kept.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.propagation.gas import gas_attenuation_db_per_m

Array = NDArray[np.float64]

# Annex 2, table 3: strength and frequency in GHz, for the height of oxygen.
_OXYGEN_PEAKS = (
    (0.1597, 118.750334),
    (0.1066, 368.498246),
    (0.1325, 424.763020),
    (0.1242, 487.249273),
    (0.0938, 715.392902),
    (0.1448, 773.839490),
    (0.1374, 834.145546),
)
# Of the attenuation by a column of vapour, per kg/m2, at 20.6 GHz and 845 hPa.
_COLUMN_DB_PER_KG_M2 = 0.0176
_REFERENCE_HZ, _REFERENCE_PA = 20.6e9, 845e2


def slant_gas_attenuation_db(
    elevation_rad: ArrayLike,
    *,
    frequency_hz: ArrayLike,
    dry_pressure_pa: ArrayLike,
    temperature_k: ArrayLike,
    vapour_density_kg_m3: ArrayLike,
    vapour_column_kg_m2: ArrayLike,
) -> Array:
    """Attenuation of a path from the ground through the whole atmosphere.

    Parameters
    ----------
    elevation_rad : array_like, shape (...)
        Elevation of the path, 5 to 90 degrees. [rad]
    frequency_hz : array_like, shape (...)
        Frequency, below 20 GHz. [Hz]
    dry_pressure_pa, temperature_k, vapour_density_kg_m3 : array_like, shape (...)
        Air at the ground, as in `gas_attenuation_db_per_m`. [Pa, K, kg m^-3]
    vapour_column_kg_m2 : array_like, shape (...)
        Water vapour above the ground. [kg m^-2]

    Returns
    -------
    ndarray, shape (...)
        Oxygen by its equivalent height, vapour by its column, both over the sine. [dB]

    Raises
    ------
    ValueError
        If the elevation is outside 5 to 90 degrees or the frequency is not below 20 GHz.
    """
    elevation, f = np.asarray(elevation_rad, dtype=float), np.asarray(frequency_hz, dtype=float)
    if np.any((elevation < np.radians(5.0)) | (elevation > 0.5 * np.pi)):
        raise ValueError("elevation_rad must lie between 5 and 90 degrees; was it in degrees?")
    if np.any(f >= 20e9):
        raise ValueError("frequency_hz must be below 20e9: above, the site's height counts too")
    oxygen, _ = gas_attenuation_db_per_m(
        f,
        dry_pressure_pa=dry_pressure_pa,
        temperature_k=temperature_k,
        vapour_density_kg_m3=vapour_density_kg_m3,
    )
    height = _oxygen_height_m(f, dry_pressure_pa, temperature_k, vapour_density_kg_m3)
    zenith = oxygen * height + _column_db(f, vapour_column_kg_m2)
    return np.asarray(zenith / np.sin(elevation))


def _oxygen_height_m(
    frequency_hz: Array, dry_pa: ArrayLike, temperature: ArrayLike, vapour: ArrayLike
) -> Array:
    """Equivalent height of oxygen, eqs. 30 to 34."""
    f = frequency_hz / 1e9
    celsius = np.asarray(temperature, dtype=float) - 273.15
    vapour_hpa = np.asarray(vapour, dtype=float) * 1e3 * (celsius + 273.15) / 216.7
    rp = (np.asarray(dry_pa, dtype=float) / 100.0 + vapour_hpa) / 1013.25
    t1 = 5.1040 / (1.0 + 0.066 * rp**-2.3)
    t1 = t1 * np.exp(-(((f - 59.7) / (2.87 + 12.4 * np.exp(-7.9 * rp))) ** 2))
    t2 = sum(
        c * np.exp(2.12 * rp) / ((f - f0) ** 2 + 0.025 * np.exp(2.2 * rp))
        for c, f0 in _OXYGEN_PEAKS
    )
    t3 = 0.0114 * f / (1.0 + 0.14 * rp**-2.6) * (15.02 * f**2 - 1353.0 * f + 5.333e4)
    t3 = t3 / (f**3 - 151.3 * f**2 + 9629.0 * f - 6803.0)
    scale = 6.1 * (0.7832 + 0.00709 * celsius) / (1.0 + 0.17 * rp**-1.1)
    height_km = np.minimum(scale * (1.0 + t1 + t2 + t3), 10.7 * rp**0.3)
    return np.asarray(1e3 * height_km)


def _column_db(frequency_hz: Array, column_kg_m2: ArrayLike) -> Array:
    """Zenith attenuation of a column of vapour below 20 GHz."""
    column = np.asarray(column_kg_m2, dtype=float)
    mean_g_m3 = column / 2.38
    air: dict[str, ArrayLike] = {
        "dry_pressure_pa": _REFERENCE_PA,
        "temperature_k": 273.15 + 14.0 * np.log(0.22 * mean_g_m3) + 3.0,
        "vapour_density_kg_m3": mean_g_m3 / 1e3,
    }
    _, here = gas_attenuation_db_per_m(frequency_hz, **air)
    _, reference = gas_attenuation_db_per_m(_REFERENCE_HZ, **air)
    return np.asarray(_COLUMN_DB_PER_KG_M2 * column * here / reference)
