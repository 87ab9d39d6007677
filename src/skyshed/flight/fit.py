"""Which flights agree with what is quoted: possible missiles are drawn, flown and kept or dropped.

Thrust, mass and drag of air-defence missiles are not public, so no single fit is right. The
accepted draws stand for all that the quoted figures leave open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.agreement import (
    COARSE,
    FIGURES,
    Pair,
    agree_with_all,
    check_each,
    draw_levels,
    fly_draws,
    look_closely,
    needed,
    speed_bounds,
)
from skyshed.flight.missile import COLUMNS, Missile
from skyshed.flight.prior import FlightPrior, draw_missiles
from skyshed.flight.quoted import WORDS, Quoted
from skyshed.uncertainty.sampling import latin_hypercube_column, quantile
from skyshed.uncertainty.streams import stream

FloatArray = NDArray[np.float64]

MEMBERS: Final = 64
_BATCH = 4000
_TRIES = 240_000
_FIRST_LOOK = 40_000  # draws after which too few accepted ones end the search
_FEWEST = 8
_UNMET: Final = "flies so"
_LOOK = 4000  # draws flown to say which figures are not met, alone or together
_ANYWHERE: Pair = (0.0, np.inf)
#: What is assumed where nothing is quoted, even between the two. [m]
ASSUMED: Final[Mapping[str, tuple[float, float]]] = {
    "altitude_min": (0.0, 100.0),
    "range_min": (500.0, 3000.0),
}


@dataclass(frozen=True, eq=False)
class Fit:
    """Accepted flights of a missile.

    Attributes
    ----------
    quoted, prior : Quoted, FlightPrior or None
        What went in; no prior where an indispensable figure is missing.
    missile : Missile or None
        `MEMBERS` accepted members, by time of flight to 0.8 of the quoted range; None where the
        missile cannot be fitted. Fewer accepted draws than members stand for several each.
    tried, accepted : int
        Draws flown and kept.
    missing, contradictions : tuple of str
        Why it cannot be fitted: figures that nobody quotes; quoted figures that no drawn missile
        flies, or hardly any flies together.
    figures : mapping of str to ndarray, shape (member,)
        Flown figures, keys `FIGURES`. [m], [m s^-1], [s]
    altitude_min_m, altitude_max_m, range_min_m, range_max_m : ndarray, shape (member,)
        Quoted limits as drawn for each member; the longest range is the flown one. [m]
    """

    quoted: Quoted
    prior: FlightPrior | None
    missile: Missile | None
    tried: int
    accepted: int
    missing: tuple[str, ...]
    contradictions: tuple[str, ...]
    figures: Mapping[str, FloatArray]
    altitude_min_m: FloatArray
    altitude_max_m: FloatArray
    range_min_m: FloatArray
    range_max_m: FloatArray

    @property
    def verdict(self) -> str:
        """One line: fitted, or why not."""
        if self.missing:
            return f"not fittable: missing {' and '.join(self.missing)}"
        if self.missile is None and all(text.endswith(_UNMET) for text in self.contradictions):
            return (
                "not fittable: what is quoted is met by no missile of the model and of the numbers"
                " assumed for it, which says nothing against the quotation"
            )
        if self.missile is None:
            return "not fittable: hardly any drawn missile meets the quoted figures together"
        return f"{self.accepted} of {self.tried} possible missiles agree with the quoted figures"


def fit(
    quoted: Quoted,
    prior: FlightPrior | None,
    *,
    seed: int = 1,
    members: int = MEMBERS,
    tries: int = _TRIES,
) -> Fit:
    """Keep possible missiles whose flown figures agree with the quoted ones.

    Parameters
    ----------
    quoted : Quoted
        Longest range and highest speed are indispensable, the other figures are used where quoted.
    prior : FlightPrior or None
        What the missile may be like; None only where an indispensable figure is missing.
    seed : int, default: 1
        Seed of the draws.
    members : int, default: 64
        How many are kept.
    tries : int, default: 240000
        At most so many draws.

    Returns
    -------
    Fit
        The same for the same arguments.

    Notes
    -----
    A draw is flown from sea level in fans of shots. It is kept if

    - its top speed, on the launch at 45 degrees, lies in the quoted interval;
    - the farthest slant range within its limits of reach lies in the quoted interval of the longest
      range (any of competing values), first by a coarse fan, then in its fly-out table. No source
      says at which altitude the longest range holds: each draw has its own, from 0.2 to 0.8 of the
      quoted ceiling;
    - it meets its limits of reach at the low end of the quoted ceiling: a missile that could go
      higher is held down to the quoted ceiling, which may have other reasons;
    - its mean speed agrees with the quoted one for some slant range between half of its reach and
      all of it, as no source says over which distance the mean is taken.

    How far an interval is opened for rounding and for estimates of grade D: see `quoted.windows`.
    """
    if quoted.missing or prior is None:
        return _failed(quoted, prior, tried=0, accepted=0, contradictions=())
    kept: list[FloatArray] = []
    flown: list[FloatArray] = []
    count = tried = batch = 0
    while count < members and tried < tries:
        draws = draw_missiles(prior, size=_BATCH, seed=seed, entity=quoted.id, batch=batch).packed()
        levels = draw_levels(quoted, _BATCH, seed, batch)
        figures = fly_draws(draws, levels, quoted, speed=speed_bounds(quoted), farthest=COARSE[1])
        good = np.flatnonzero(agree_with_all(figures, quoted))
        good = look_closely(good, draws, levels, figures, quoted, members - count)
        kept.append(draws[good])
        flown.append(figures[good])
        count += good.size
        tried += int(good[-1]) + 1 if count == members else _BATCH
        batch += 1
        if tried >= _FIRST_LOOK and count < _FEWEST:
            break
    if count < _FEWEST:
        contradictions = _contradictions(quoted, prior, seed)
        return _failed(quoted, prior, tried=tried, accepted=count, contradictions=contradictions)
    return _fitted(quoted, prior, np.concatenate(kept), np.concatenate(flown), members, tried, seed)


def _fitted(
    quoted: Quoted,
    prior: FlightPrior,
    kept: FloatArray,
    flown: FloatArray,
    members: int,
    tried: int,
    seed: int,
) -> Fit:
    accepted = kept.shape[0]
    chosen = np.arange(members) * accepted // members  # each for as many as the others
    order = np.argsort(flown[:, -1], kind="stable")[chosen]
    kept, flown = kept[order], flown[order]
    figures = {name: flown[:, column] for column, name in enumerate(FIGURES)}
    limits = {
        name: _limit(quoted, name, members, seed)
        for name in ("altitude_min", "altitude_max", "range_min")
    }
    if quoted.altitude_max is None:
        limits["altitude_max"] = figures["ceiling"]
    return Fit(
        quoted,
        prior,
        Missile(**{name: kept[:, column] for column, name in enumerate(COLUMNS)}),
        tried,
        accepted,
        missing=(),
        contradictions=(),
        figures=figures,
        altitude_min_m=limits["altitude_min"],
        altitude_max_m=limits["altitude_max"],
        range_min_m=limits["range_min"],
        range_max_m=figures["reach"],
    )


def _limit(quoted: Quoted, name: str, members: int, seed: int) -> FloatArray:
    """Drawn values of a quoted limit that needs no flight."""
    u = latin_hypercube_column(members, rng=stream(seed, 0, quoted.id, f"limit {name}"))
    figure = quoted.figure(name)
    if figure is not None:
        return quantile(figure, u)
    low, high = ASSUMED.get(name, (0.0, 0.0))
    return low + (high - low) * u


def _failed(
    quoted: Quoted,
    prior: FlightPrior | None,
    *,
    tried: int,
    accepted: int,
    contradictions: tuple[str, ...],
) -> Fit:
    none = np.empty(0)
    empty = dict.fromkeys(FIGURES, none)
    return Fit(
        quoted, prior, None, tried, accepted, quoted.missing, contradictions, empty,
        none, none, none, none,
    )  # fmt: skip


def _contradictions(quoted: Quoted, prior: FlightPrior, seed: int) -> tuple[str, ...]:
    """Name single figures that nothing meets, else pairs, else the set, that no draw meets."""
    draws = draw_missiles(prior, size=_LOOK, seed=seed, entity=quoted.id).packed()
    levels = draw_levels(quoted, _LOOK, seed, 0)
    figures = fly_draws(draws, levels, quoted, speed=_ANYWHERE, farthest=np.inf)
    checks = check_each(figures, quoted)
    found = [
        f"{_name(quoted, name)}: none of {_LOOK} possible missiles {_UNMET}"
        for name, good in checks.items()
        if not good.any()
    ]
    met = {name: good for name, good in checks.items() if good.any()}
    for first, second in combinations(met, 2):
        apart = met[first].mean() * met[second].sum()  # expected if they had nothing to do
        together = int((met[first] & met[second]).sum())
        if together <= 0.05 * apart or (together == 0 and apart >= 1.0):
            found.append(
                f"{_name(quoted, first)} against {_name(quoted, second)}: of {_LOOK} possible "
                f"missiles {int(met[first].sum())} meet the one, {int(met[second].sum())} the "
                f"other, {together or 'none'} both"
            )
    if not found:
        names = " and ".join(_name(quoted, name) for name in checks)
        found.append(f"{names}: met alone or in pairs, hardly ever together")
    return tuple(found)


def _name(quoted: Quoted, name: str) -> str:
    from skyshed.units import format_quantity

    figure = needed(quoted.figure(name))
    unit = "km" if figure.unit == "m" and figure.high >= 1000.0 else figure.unit
    return f"{WORDS[name]} {format_quantity(figure.nominal, unit)}"
