"""The figures that brochures quote about a missile, and when a flown one agrees with them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.uncertainty.parameter import Parameter

#: A bare figure is no firmer than its rounding, one with an interval half of that, to either side.
ROUNDING: Final = 0.05
#: An estimate of grade D is no firmer than the scatter among independent quotations.
WEAK: Final = 0.2

#: Words for the figures, in the order in which contradictions name them.
WORDS: Final = {
    "range_max": "longest range",
    "speed_max": "highest speed",
    "altitude_max": "highest altitude",
    "speed_mean": "mean speed",
    "altitude_min": "lowest altitude",
    "range_min": "shortest range",
}
INDISPENSABLE: Final = ("range_max", "speed_max")
Window = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Quoted:
    """Quoted figures of one missile; None where nothing is quoted.

    Attributes
    ----------
    id : str
        Such as ``s-400/48n6e3``; it names the random streams.
    range_max, range_min : Parameter or None
        Slant ranges between which targets are hit. [m]
    altitude_max, altitude_min : Parameter or None
        Between which targets are hit, the lower one above ground. [m]
    speed_max, speed_mean : Parameter or None
        Of the missile, the mean over a flight of unstated length. [m s^-1]
    """

    id: str
    range_max: Parameter | None = None
    speed_max: Parameter | None = None
    altitude_max: Parameter | None = None
    speed_mean: Parameter | None = None
    altitude_min: Parameter | None = None
    range_min: Parameter | None = None

    def figure(self, name: str) -> Parameter | None:
        """A figure by its name in `WORDS`."""
        found: Parameter | None = getattr(self, name)
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        """Words for indispensable figures that nobody quotes."""
        return tuple(WORDS[name] for name in INDISPENSABLE if self.figure(name) is None)

    @property
    def absent(self) -> tuple[str, ...]:
        """Words for the other figures that nobody quotes."""
        others = (name for name in WORDS if name not in INDISPENSABLE)
        return tuple(WORDS[name] for name in others if self.figure(name) is None)


def windows(figure: Parameter) -> Window:
    """Intervals within which a flown figure agrees with a quoted one.

    Parameters
    ----------
    figure : Parameter
        The quoted figure.

    Returns
    -------
    tuple of (float, float)
        Its interval, which reaches at least 2.5 % beyond the nominal value, 5 % where the source
        gives none, and is opened by a fifth for an estimate of grade D; one window of 2.5 % around
        each competing value.
    """
    if figure.shape == "discrete":
        part = 0.5 * ROUNDING
        return tuple(
            (value * (1.0 - part), value * (1.0 + part)) for value in sorted(figure.values)
        )
    weak = WEAK * figure.nominal if figure.grade == "D" else 0.0
    part = ROUNDING if figure.low == figure.high else 0.5 * ROUNDING
    low = min(figure.low - weak, figure.nominal * (1.0 - part))
    high = max(figure.high + weak, figure.nominal * (1.0 + part))
    return ((low, high),)


def agrees(
    low: NDArray[np.float64], high: NDArray[np.float64], window: Window
) -> NDArray[np.bool_]:
    """Whether the interval from `low` to `high` of each draw touches a window, shape (draw,)."""
    found = np.zeros(low.shape, dtype=bool)
    for bottom, top in window:
        found |= (high >= bottom) & (low <= top)
    return found
