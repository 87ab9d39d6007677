"""What is unknown about a given flight besides radar and target: air pressure and slow luck."""

import numpy as np
from numpy.typing import NDArray

from skyshed.atmosphere.altimeter import STANDARD_PRESSURE_PA, altimeter_correction_m
from skyshed.errors import ScenarioError
from skyshed.uncertainty.parameter import Parameter

FloatArray = NDArray[np.float64]

QNH = "route.qnh_pa"
LEVEL = "route.aspect_level_sigma_db"
UNKNOWN_QNH_PA = 3_000.0
"""Half-interval of the air pressure where nobody states it: some 250 m. [Pa]"""
STATED_QNH_PA = 300.0
"""Half-interval where it is stated: it differs along a flight and over its time. [Pa]"""
_LOWEST_PA, _HIGHEST_PA = 87_000.0, 109_000.0


def route_unknowns(*, qnh_hpa: float | None, pressure: bool) -> dict[str, Parameter]:
    """Uncertain numbers of a given flight.

    Parameters
    ----------
    qnh_hpa : float or None
        Air pressure reduced to sea level as stated; None for the standard one, widely. [hPa]
    pressure : bool
        Whether any height is a pressure altitude; else the air pressure does not enter.

    Returns
    -------
    dict of str to Parameter

    Raises
    ------
    ScenarioError
        If the pressure is not one of this Earth; the message names the option.
    """
    found = {
        LEVEL: Parameter(
            3.0, 0.0, 6.0, "dB",
            basis="assumed", grade="D", sources=("assumption",),
            note="Spread of the echo that changes with the aspect so slowly that the scans of one"
            " pass share it; our choice.",
            label="slowly varying part of the echo, standard deviation",
        )
    }  # fmt: skip
    if qnh_hpa is not None and not _LOWEST_PA <= 100.0 * qnh_hpa <= _HIGHEST_PA:
        raise ScenarioError(
            f"expected an air pressure of 870 to 1090 hPa, got {qnh_hpa:g}; correct it",
            path="--qnh",
        )
    if pressure:
        nominal = STANDARD_PRESSURE_PA if qnh_hpa is None else 100.0 * qnh_hpa
        half = UNKNOWN_QNH_PA if qnh_hpa is None else STATED_QNH_PA
        found[QNH] = Parameter(
            nominal, nominal - half, nominal + half, "Pa",
            basis="assumed", grade="D", sources=("assumption",),
            note="Not stated: the standard pressure, 30 hPa to either side."
            if qnh_hpa is None
            else "As stated, 3 hPa to either side for its changes along the flight.",
            label="air pressure reduced to sea level (QNH)",
        )  # fmt: skip
    return found


def correction_m(values: dict[str, FloatArray], draws: int) -> FloatArray:
    """What to add to a flight's heights in each draw; 0 without a pressure altitude. [m]"""
    return altimeter_correction_m(values[QNH]) if QNH in values else np.zeros(draws)


def qnh_words(qnh_hpa: float | None) -> str:
    """How pressure altitudes were converted, in a sentence."""
    half_m = 0.5 * float(
        np.diff(altimeter_correction_m(STANDARD_PRESSURE_PA + UNKNOWN_QNH_PA * np.array([-1, 1])))[
            0
        ]
    )
    if qnh_hpa is None:
        return (
            "Heights of the flight are pressure altitudes. The air pressure (QNH) was not stated:"
            f" 1013.25 hPa with 30 hPa to either side, about {round(half_m, -1):.0f} m of altitude"
            " either way, is drawn and carried through; --qnh states it."
        )
    return (
        "Heights of the flight are pressure altitudes, converted with the stated air pressure"
        f" (QNH) of {qnh_hpa:g} hPa, 3 hPa to either side. The temperature is taken as standard:"
        " in air 10 K colder the true altitude is about 4 % less."
    )
