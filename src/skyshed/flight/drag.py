"""Drag coefficients of the standard projectiles.

A missile's drag curve is not public; the shape of the G7 projectile (pointed, with a boat tail)
times a scale stands in for it.
"""

import functools
import importlib.resources
import json
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.interpolate import PchipInterpolator

STANDARD_PROJECTILES: Final = ("G1", "G7")

# 1 lb/in2 in kg/m2: ballistic coefficients are printed in the former.
POUND_PER_SQUARE_INCH_KG_M2: Final = 0.45359237 / 0.0254**2


@functools.cache
def standard_drag(name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Drag coefficient of a standard projectile, as published.

    Parameters
    ----------
    name : str
        "G1" (flat base) or "G7" (long ogive, boat tail).

    Returns
    -------
    mach, drag_coefficient : ndarray, shape (n,)
        Mach numbers from 0 to 5 and the coefficients of the frontal area; read-only. [1]

    Raises
    ------
    ValueError
        If there is no such projectile.

    References
    ----------
    Standard drag functions, as listed in py-ballisticcalc 3.1.1, py_ballisticcalc/drag_tables.py.
    """
    if name not in STANDARD_PROJECTILES:
        raise ValueError(f"drag table must be one of {', '.join(STANDARD_PROJECTILES)}, got {name}")
    file = importlib.resources.files("skyshed.flight") / "data" / "drag.json"
    table = json.loads(file.read_text("utf-8"))["tables"][name]
    mach, coefficient = np.array(table["mach"]), np.array(table["drag_coefficient"])
    mach.flags.writeable = coefficient.flags.writeable = False
    return mach, coefficient


@functools.cache
def drag_table(name: str) -> NDArray[np.float64]:
    """Drag coefficient of a standard projectile in the even steps that the flight loops read.

    Parameters
    ----------
    name : str
        "G1" or "G7".

    Returns
    -------
    ndarray, shape (1001,)
        Coefficients at Mach 0, 0.005, ... 5; every published number is among them. Beyond Mach 5
        the flight loops keep the last one. Read-only. [1]
    """
    from skyshed.kernels.air import DRAG_MACH_STEP

    mach, _ = standard_drag(name)
    steps = round(mach[-1] / DRAG_MACH_STEP)
    table = drag_coefficient(DRAG_MACH_STEP * np.arange(steps + 1), name)
    table.flags.writeable = False
    return table


def drag_coefficient(mach: ArrayLike, name: str) -> NDArray[np.float64]:
    """Drag coefficient of a standard projectile at a Mach number.

    Parameters
    ----------
    mach : array_like, shape (...)
        Mach number. [1]
    name : str
        "G1" or "G7".

    Returns
    -------
    ndarray, shape (...)
        On the monotone cubics through the published numbers (PCHIP); above Mach 5 the last one;
        nan where `mach` is. [1]

    Raises
    ------
    ValueError
        If any Mach number is negative, or there is no such projectile.
    """
    mach = np.asarray(mach, dtype=float)
    if np.any(mach < 0.0):
        raise ValueError(f"mach must not be negative, got {np.nanmin(mach):g}")
    known, _ = standard_drag(name)
    return np.asarray(_curve(name)(np.minimum(mach, known[-1])), dtype=float)


@functools.cache
def _curve(name: str) -> "PchipInterpolator":
    from scipy.interpolate import PchipInterpolator

    return PchipInterpolator(*standard_drag(name))
