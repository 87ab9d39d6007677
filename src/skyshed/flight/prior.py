"""What a missile of its class may be like before any quoted figure is looked at.

None of these numbers is published for the missiles of the catalogue. The intervals are our own and
wide: they hold solid-propellant missiles of 250 to 2000 kg with body diameters of 0.24 to 0.6 m.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.missile import COLUMNS, Missile
from skyshed.uncertainty.sampling import latin_hypercube_column
from skyshed.uncertainty.streams import stream

MEDIUM_RANGE_M = 60e3
LONG_RANGE_M = 130e3

_COMMON: Mapping[str, tuple[float, float]] = {
    "sustain_fraction": (0.0, 0.30),
    "exhaust_velocity_m_s": (2200.0, 2600.0),
    "mass_per_area_kg_m2": (4500.0, 10000.0),
    "drag_scale": (0.7, 2.0),
    "induced_drag": (0.03, 0.12),
    "lift_coefficient_max": (5.0, 15.0),
    "structure_limit_m_s2": (200.0, 450.0),
    "launch_speed_m_s": (20.0, 40.0),
    "minimum_speed_m_s": (250.0, 800.0),
    "minimum_lateral_m_s2": (30.0, 120.0),
}
_MOTOR: Mapping[str, dict[str, tuple[float, float]]] = {
    "long": {
        "boost_time_s": (6.0, 25.0),
        "sustain_time_s": (1.0, 40.0),
        "boost_fraction": (0.25, 0.65),
    },
    "medium": {
        "boost_time_s": (4.0, 18.0),
        "sustain_time_s": (1.0, 40.0),
        "boost_fraction": (0.20, 0.60),
    },
    "short": {
        "boost_time_s": (3.0, 12.0),
        "sustain_time_s": (1.0, 30.0),
        "boost_fraction": (0.10, 0.55),
    },
}
_PACE = (0.3, 0.75)  # quoted range over the longest time of flight, as a share of the top speed
_MOST_PROPELLANT = 0.72  # share of the launch mass

#: Why each interval is what it is.
REASONS: Mapping[str, str] = {
    "boost_time_s": "Seconds, not minutes: a missile that must be fast at once.",
    "sustain_time_s": "From none worth speaking of to a long second burn.",
    "boost_fraction": "Propellant of solid-fuel missiles, as a share of the launch mass.",
    "sustain_fraction": "Zero stands for a motor with one stage.",
    "exhaust_velocity_m_s": "Composite solid propellant, from sea level to vacuum.",
    "mass_per_area_kg_m2": "Launch mass over body cross-section, wide about what sizes suggest.",
    "drag_scale": "Body with fins against the slender G7 projectile.",
    "induced_drag": "Inverse of the lift slope of slender bodies with small wings.",
    "lift_coefficient_max": "Referred to the body cross-section, at large angles of attack.",
    "structure_limit_m_s2": "About 20 to 45 times the weight.",
    "launch_speed_m_s": "Ejection or the end of the launcher.",
    "minimum_speed_m_s": "Slower, control and warhead no longer suffice; nobody publishes where.",
    "minimum_lateral_m_s2": "3 to 12 times the weight, to correct the last errors.",
    "maximum_time_s": "Battery and gas: quoted range at 0.3 to 0.75 of the top speed.",
}


@dataclass(frozen=True)
class FlightPrior:
    """Intervals of a missile's unknown numbers, drawn evenly and independently.

    Attributes
    ----------
    name : str
        Class of missiles: "long", "medium" or "short".
    bounds : mapping of str to (float, float)
        Low and high of every column of `flight.missile.COLUMNS`, in its unit.
    """

    name: str
    bounds: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        for column in COLUMNS:
            if column not in self.bounds:
                raise ValueError(f"the prior lacks {column}")
            low, high = self.bounds[column]
            if not 0.0 <= low <= high:
                raise ValueError(f"{column}: expected 0 <= low <= high, got {low:g}, {high:g}")


def prior_for(range_max_m: float, speed_max_m_s: float) -> FlightPrior:
    """Prior of the class that a quoted maximum range belongs to.

    Parameters
    ----------
    range_max_m, speed_max_m_s : float
        Quoted maximum range and highest speed, above zero. [m], [m s^-1]

    Returns
    -------
    FlightPrior
        "short" below 60 km, "long" from 130 km, "medium" between.

    Raises
    ------
    ValueError
        If either is not above zero.
    """
    if not (range_max_m > 0.0 and speed_max_m_s > 0.0):
        raise ValueError(
            f"expected a range and a speed above zero, got {range_max_m:g} m, {speed_max_m_s:g} m/s"
        )
    name = "short"
    if range_max_m >= MEDIUM_RANGE_M:
        name = "long" if range_max_m >= LONG_RANGE_M else "medium"
    slow, quick = (share * speed_max_m_s for share in _PACE)
    time = {"maximum_time_s": (range_max_m / quick, range_max_m / slow)}
    return FlightPrior(name, {**_COMMON, **_MOTOR[name], **time})


def draw_missiles(
    prior: FlightPrior, *, size: int, seed: int, entity: str, batch: int = 0
) -> Missile:
    """Draw possible missiles.

    Parameters
    ----------
    prior : FlightPrior
        Bounds of every number.
    size : int
        Draws, at least 1. [1]
    seed : int
        Seed. [1]
    entity : str
        Name of the missile, which names the random streams.
    batch : int, default: 0
        Number of the batch; another one gives other draws.

    Returns
    -------
    Missile
        With `size` members: a Latin hypercube, the time of flight even in its logarithm. Where the
        propellant would exceed 72 % of the launch mass both stages shrink alike.
    """
    columns: dict[str, NDArray[np.float64]] = {}
    for name in COLUMNS:
        u = latin_hypercube_column(size, rng=stream(seed, batch, entity, f"prior {name}"))
        low, high = prior.bounds[name]
        if name == "maximum_time_s":
            columns[name] = low * (high / low) ** u
        else:
            columns[name] = low + (high - low) * u
    burnt = columns["boost_fraction"] + columns["sustain_fraction"]
    shrink = np.minimum(1.0, _MOST_PROPELLANT / burnt)
    columns["boost_fraction"] = columns["boost_fraction"] * shrink
    columns["sustain_fraction"] = columns["sustain_fraction"] * shrink
    return Missile(**columns)
