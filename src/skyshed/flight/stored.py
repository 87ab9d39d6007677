"""Fits and fly-out tables from the cache, or computed and kept there."""

import functools
import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from skyshed.flight.agreement import FIGURES
from skyshed.flight.fit import MEMBERS, Fit, fit
from skyshed.flight.fly_out import FlyOut, fly_out_from, fly_out_planes
from skyshed.flight.missile import COLUMNS, Missile
from skyshed.flight.prior import FlightPrior, prior_for
from skyshed.flight.quoted import WORDS, Quoted, windows
from skyshed.store.cache import cached_arrays
from skyshed.uncertainty.parameter import Parameter

#: Launchers are taken to stand at a multiple of this altitude, so that tables are shared. [m]
LAUNCH_STEP_M: Final = 10.0
_LIMITS: Final = ("altitude_min_m", "altitude_max_m", "range_min_m", "range_max_m")
# What a kept result depends on besides its arguments.
_CODE: Final = (
    "kernels/air.py",
    "kernels/arc.py",
    "kernels/flown_figures.py",
    "kernels/fly_out.py",
    "atmosphere/us1976.py",
    "flight/air.py",
    "flight/drag.py",
    "flight/data/drag.json",
    "flight/missile.py",
    "flight/prior.py",
    "flight/quoted.py",
    "flight/agreement.py",
    "flight/fit.py",
    "flight/fly_out.py",
    "flight/stored.py",
    "uncertainty/sampling.py",
    "uncertainty/streams.py",
)


def stored_fit(quoted: Quoted, *, seed: int = 1, members: int = MEMBERS) -> Fit:
    """Fit of a missile with the prior of its class, computed once.

    Parameters
    ----------
    quoted : Quoted
        Quoted figures.
    seed, members : int
        As for `flight.fit.fit`.

    Returns
    -------
    Fit
        The same whether it was kept or computed.
    """
    prior = None
    if quoted.range_max is not None and quoted.speed_max is not None:
        prior = prior_for(quoted.range_max.nominal, quoted.speed_max.nominal)
    if prior is None:
        return fit(quoted, None, seed=seed, members=members)
    key = (_code(), quoted.id, _figures_key(quoted), _prior_key(prior), seed, members)
    arrays = cached_arrays(
        "fit", key, lambda: _fit_arrays(fit(quoted, prior, seed=seed, members=members))
    )
    return _fit_from(arrays, quoted, prior)


def stored_fly_out(found: Fit, *, launch_altitude_m: float) -> FlyOut:
    """Fly-out tables of a fitted missile, computed once per launch altitude.

    Parameters
    ----------
    found : Fit
        With a missile.
    launch_altitude_m : float
        Altitude of the launcher above mean sea level, rounded to 10 m. [m]

    Returns
    -------
    FlyOut
        Up to 1.1 times the longest range that is quoted.

    Raises
    ------
    ValueError
        If the missile could not be fitted.
    """
    missile, distance = found.missile, found.quoted.range_max
    if missile is None or distance is None:
        raise ValueError(f"{found.quoted.id}: {found.verdict}")
    altitude_m = round(launch_altitude_m / LAUNCH_STEP_M) * LAUNCH_STEP_M
    farthest_m = 1.1 * windows(distance)[-1][1]

    def make() -> dict[str, NDArray[Any]]:
        names = ("range_m", "altitude_m", "planes")
        made = fly_out_planes(missile, launch_altitude_m=altitude_m, farthest_m=farthest_m)
        return dict(zip(names, made, strict=True))

    arrays = cached_arrays("fly-out", (_code(), missile.packed(), altitude_m, farthest_m), make)
    return fly_out_from(
        missile,
        arrays["range_m"],
        arrays["altitude_m"],
        arrays["planes"],
        altitude_min_m=found.altitude_min_m,
        altitude_max_m=found.altitude_max_m,
        range_min_m=found.range_min_m,
        range_max_m=found.range_max_m,
        launch_altitude_m=altitude_m,
    )


@functools.cache
def _code() -> str:
    """SHA-256 of the files whose change makes a kept result stale."""
    digest = hashlib.sha256()
    for name in _CODE:
        content = (resources.files("skyshed") / name).read_bytes()
        digest.update(f"{name} {len(content)}:".encode() + content)
    return digest.hexdigest()


def _figures_key(quoted: Quoted) -> list[Any]:
    return [[name, _parameter_key(quoted.figure(name))] for name in WORDS]


def _parameter_key(figure: Parameter | None) -> list[Any] | None:
    if figure is None:
        return None
    numbers = [figure.nominal, figure.low, figure.high, list(figure.values)]
    return [figure.shape, figure.grade, figure.unit, *numbers]


def _prior_key(prior: FlightPrior) -> list[Any]:
    return [prior.name, *([name, *prior.bounds[name]] for name in COLUMNS)]


def _fit_arrays(found: Fit) -> dict[str, NDArray[Any]]:
    packed = np.empty((0, len(COLUMNS))) if found.missile is None else found.missile.packed()
    return {
        "packed": packed,
        "counts": np.array([found.tried, found.accepted]),
        "contradictions": np.array(found.contradictions, dtype=np.str_),
        "figures": np.stack([found.figures[name] for name in FIGURES]),
        "limits": np.stack([getattr(found, name) for name in _LIMITS]),
    }


def _fit_from(arrays: Mapping[str, NDArray[Any]], quoted: Quoted, prior: FlightPrior) -> Fit:
    packed = arrays["packed"]
    missile = None
    if packed.size:
        missile = Missile(**{name: packed[:, column] for column, name in enumerate(COLUMNS)})
    tried, accepted = (int(count) for count in arrays["counts"])
    return Fit(
        quoted,
        prior,
        missile,
        tried,
        accepted,
        missing=quoted.missing,
        contradictions=tuple(str(text) for text in arrays["contradictions"]),
        figures=dict(zip(FIGURES, arrays["figures"], strict=True)),
        **dict(zip(_LIMITS, arrays["limits"], strict=True)),
    )
