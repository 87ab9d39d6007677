"""Infrared countermeasures: how good they must be, in generic geometry.

A countermeasure acts on infrared seekers only. Its effectiveness is never given a value here: it
runs over its whole range, and the answer is the value at which something changes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.engagement.kill import salvo_kill_probability

FloatArray = NDArray[np.float64]

GUIDANCES = ("track_via_missile", "semi_active", "active", "command", "infrared")
"""Kinds of guidance; the first four are by radar."""


def countermeasure_factor(effectiveness: ArrayLike, guidance: str) -> NDArray[np.float64]:
    """Factor that an infrared countermeasure puts on the kill probability of a shot.

    Parameters
    ----------
    effectiveness : array_like, shape (...)
        Share of the shots that would have killed and that the countermeasure spoils, 0 to 1. [1]
    guidance : str
        Guidance of the missile, one of `GUIDANCES`.

    Returns
    -------
    ndarray, shape (...)
        1 - effectiveness for an infrared seeker; 1 for every guidance by radar, by structure. [1]

    Raises
    ------
    ValueError
        If the effectiveness is outside 0 to 1 or the guidance unknown.
    """
    if guidance not in GUIDANCES:
        raise ValueError(f"guidance must be one of {', '.join(GUIDANCES)}, got {guidance!r}")
    effect = np.asarray(effectiveness, dtype=float)
    if not np.all((effect >= 0.0) & (effect <= 1.0)):
        raise ValueError(
            f"effectiveness must lie from 0 to 1, got {effect.min():g} to {effect.max():g}"
        )
    return np.asarray(1.0 - effect) if guidance == "infrared" else np.ones_like(effect)


def survival_probability(
    kill_probability: ArrayLike,
    effectiveness: ArrayLike,
    *,
    guidance: str,
    shots: ArrayLike = 1,
    correlation: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Probability to survive shots with a countermeasure at work.

    Parameters
    ----------
    kill_probability : array_like, shape (...)
        Kill probability of a shot without countermeasure, from 0 to 1. [1]
    effectiveness, guidance
        As in `countermeasure_factor`.
    shots : array_like of int, shape (...), default: 1
        Number of shots at the aircraft. [1]
    correlation : array_like, shape (...), default: 0.0
        Correlation between the results of the shots, 0 to 1. [1]

    Returns
    -------
    ndarray, shape (...)
        1 - p (1 - e) for one shot. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    factor = countermeasure_factor(effectiveness, guidance)
    left = np.asarray(kill_probability, dtype=float) * factor
    return np.asarray(1.0 - salvo_kill_probability(left, correlation, shots))


def break_even_effectiveness(
    kill_probability: ArrayLike,
    survival: ArrayLike,
    *,
    guidance: str,
    shots: ArrayLike = 1,
    correlation: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Least effectiveness with which an aircraft survives at a stated level.

    Parameters
    ----------
    kill_probability : array_like, shape (...)
        Kill probability of a shot without countermeasure, from 0 to 1. [1]
    survival : array_like, shape (...)
        Stated probability to survive all shots, from 0 to 1. [1]
    guidance, shots, correlation
        As in `survival_probability`.

    Returns
    -------
    ndarray, shape (...)
        0 where the level is reached without a countermeasure, nan where none can reach it, which
        is so for guidance by radar. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Survival grows with effectiveness, so the value is found by halving. For independent shots it
    is 1 - (1 - s^(1/n))/p.
    """
    level = np.asarray(survival, dtype=float)
    if not np.all((level >= 0.0) & (level <= 1.0)):
        raise ValueError(f"survival must lie from 0 to 1, got {level.min():g} to {level.max():g}")
    p, level, count, rho = np.broadcast_arrays(
        np.asarray(kill_probability, dtype=float), level, shots, correlation
    )

    def enough(effect: FloatArray) -> NDArray[np.bool_]:
        got = survival_probability(p, effect, guidance=guidance, shots=count, correlation=rho)
        return np.asarray(got >= level)

    low, high = np.zeros(p.shape), np.ones(p.shape)
    unneeded, possible = enough(low), enough(high)
    for _ in range(53):
        middle = 0.5 * (low + high)
        reached = enough(middle)
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray(np.where(unneeded, 0.0, np.where(possible, high, np.nan)))


@dataclass(frozen=True)
class BreakEvenCurve:
    """Survival over the whole range of effectiveness, and where it reaches stated levels.

    Attributes
    ----------
    effectiveness : ndarray, shape (effectiveness,)
        From 0 to 1, evenly. [1]
    kill_probability : ndarray, shape (p,)
        Kill probabilities of a shot without countermeasure. [1]
    shots : ndarray of int, shape (shots,)
        Numbers of shots. [1]
    levels : ndarray, shape (level,)
        Stated probabilities to survive. [1]
    survival : ndarray, shape (p, shots, effectiveness)
        Probability to survive. [1]
    break_even : ndarray, shape (p, shots, level)
        Least effectiveness that reaches each level; nan where none does. [1]
    guidance : str
        Guidance of the missile.
    correlation : float
        Correlation between the results of the shots. [1]
    """

    effectiveness: FloatArray
    kill_probability: FloatArray
    shots: NDArray[np.int64]
    levels: FloatArray
    survival: FloatArray
    break_even: FloatArray
    guidance: str
    correlation: float


def break_even_curve(
    kill_probability: ArrayLike,
    *,
    guidance: str,
    shots: ArrayLike = (1, 2),
    levels: ArrayLike = (0.5, 0.9),
    correlation: float = 0.0,
    points: int = 101,
) -> BreakEvenCurve:
    """Survival against effectiveness, for several kill probabilities and numbers of shots.

    Parameters
    ----------
    kill_probability : array_like, shape (p,)
        Kill probabilities of a shot without countermeasure: the bounds of an assumption, and
        values between. [1]
    guidance : str
        Guidance of the missile, one of `GUIDANCES`.
    shots : array_like of int, shape (shots,)
        Numbers of shots. [1]
    levels : array_like, shape (level,)
        Stated probabilities to survive. [1]
    correlation : float, default: 0.0
        Correlation between the results of the shots. [1]
    points : int, default: 101
        Number of effectiveness values from 0 to 1.

    Returns
    -------
    BreakEvenCurve

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    p = np.atleast_1d(np.asarray(kill_probability, dtype=float))
    count = np.atleast_1d(np.asarray(shots, dtype=np.int64))
    level = np.atleast_1d(np.asarray(levels, dtype=float))
    effect = np.linspace(0.0, 1.0, points)
    rows, columns = p[:, None, None], count[:, None]
    return BreakEvenCurve(
        effectiveness=effect,
        kill_probability=p,
        shots=count,
        levels=level,
        survival=survival_probability(
            rows, effect, guidance=guidance, shots=columns, correlation=correlation
        ),
        break_even=break_even_effectiveness(
            rows, level, guidance=guidance, shots=columns, correlation=correlation
        ),
        guidance=guidance,
        correlation=correlation,
    )
