"""Salvo policies, and what they leave over in closed form.

These answers hold for one fire unit that serves its targets one after another. They are the known
answers that a simulation of a raid is held against.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skyshed.engagement.kill import salvo_kill_probability

FloatArray = NDArray[np.float64]

POLICIES = ("one", "two", "shoot-look-shoot")
"""One round per target and no more; two without a look between; one, a look, and the next if the
target lives, while there is time."""


@dataclass(frozen=True)
class Leakage:
    """Leakers and rounds of a raid against one fire unit.

    Attributes
    ----------
    pmf : ndarray, shape (targets + 1,)
        Probability of each number of leakers. [1]
    mean : float
        Expected number of leakers. [1]
    annihilation : float
        Probability that none leaks. [1]
    mean_rounds : float
        Expected number of rounds fired. [1]
    """

    pmf: FloatArray
    mean: float
    annihilation: float
    mean_rounds: float


def salvo_sizes(policy: str, opportunities: int) -> tuple[int, ...]:
    """Rounds of each salvo at a target that survives them all.

    Parameters
    ----------
    policy : str
        One of `POLICIES`.
    opportunities : int
        How many intercepts, each assessed before the next launch, fit into the time.

    Returns
    -------
    tuple of int
        Empty where there is no opportunity.

    Raises
    ------
    ValueError
        If the policy is unknown or `opportunities` negative.
    """
    if policy not in POLICIES:
        raise ValueError(f"salvo policy must be one of {', '.join(POLICIES)}, got {policy!r}")
    if opportunities < 0:
        raise ValueError(f"opportunities must not be negative, got {opportunities}")
    if policy == "shoot-look-shoot":
        return (1,) * opportunities
    return (1 if policy == "one" else 2,) * min(opportunities, 1)


def leak_probability(
    policy: str, kill_probability: ArrayLike, correlation: ArrayLike, *, opportunities: int
) -> NDArray[np.float64]:
    """Probability that one target survives the policy, with rounds enough.

    Parameters
    ----------
    policy : str
        One of `POLICIES`.
    kill_probability, correlation : array_like, shape (...)
        As in `skyshed.engagement.kill.salvo_kill_probability`. [1]
    opportunities : int
        As in `salvo_sizes`.

    Returns
    -------
    ndarray, shape (...)
        1 where there is no opportunity. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    shots = sum(salvo_sizes(policy, opportunities))
    return np.asarray(1.0 - salvo_kill_probability(kill_probability, correlation, shots))


def expected_rounds(
    policy: str, kill_probability: ArrayLike, correlation: ArrayLike, *, opportunities: int
) -> NDArray[np.float64]:
    """Expected number of rounds fired at one target, with rounds enough.

    Parameters
    ----------
    policy, kill_probability, correlation, opportunities
        As in `leak_probability`.

    Returns
    -------
    ndarray, shape (...)
        Each salvo counts with the probability that the target survived those before it. [1]

    Raises
    ------
    ValueError
        If an argument is outside its range.
    """
    sizes = np.array(salvo_sizes(policy, opportunities), dtype=np.int64)
    before = np.cumsum(sizes) - sizes
    p, rho = (
        np.asarray(number, dtype=float)[..., None] for number in (kill_probability, correlation)
    )
    alive = 1.0 - salvo_kill_probability(p, rho, before)
    return np.asarray(np.sum(alive * sizes, axis=-1))


def expected_leakage(
    targets: int,
    *,
    policy: str,
    kill_probability: float,
    correlation: float = 0.0,
    opportunities: int = 1,
    channels: int | None = None,
    rounds: int | None = None,
) -> Leakage:
    """Leakers of a raid against one fire unit, exactly.

    Parameters
    ----------
    targets : int
        Number of targets, all alike.
    policy : str
        One of `POLICIES`.
    kill_probability : float
        Mean kill probability of a round. [1]
    correlation : float, default: 0.0
        Correlation of the results of two rounds at the same target; those at different targets are
        independent. [1]
    opportunities : int, default: 1
        Intercepts that fit into the time, as in `salvo_sizes`.
    channels : int, optional
        How many targets can be served before the rest has passed: target channels, where all
        targets arrive at once and a channel serves one target. No limit where not stated.
    rounds : int, optional
        Rounds ready to fire. No limit where not stated.

    Returns
    -------
    Leakage
        Binomial where neither channels nor rounds run out.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Goes from target to target with the joint probability of rounds left and leakers so far. Each
    target takes the rounds that the policy asks for before the next one is served; a salvo for
    which too few rounds are left is fired with those.
    """
    for name, number in (("targets", targets), ("channels", channels), ("rounds", rounds)):
        if number is not None and number < 0:
            raise ValueError(f"{name} must not be negative, got {number}")
    served = targets if channels is None else min(targets, channels)
    sizes = salvo_sizes(policy, opportunities)
    stock = served * sum(sizes) if rounds is None else min(rounds, served * sum(sizes))
    state = np.zeros((stock + 1, served + 1))
    state[stock, 0] = 1.0
    for _ in range(served):
        state = _after_one_target(state, sizes, kill_probability, correlation)
    pmf = np.zeros(targets + 1)
    pmf[targets - served :] = state.sum(axis=0)
    used = stock - float(np.arange(stock + 1) @ state.sum(axis=1))
    return Leakage(pmf, float(np.arange(targets + 1) @ pmf), float(pmf[0]), used)


def _after_one_target(
    state: FloatArray, sizes: tuple[int, ...], kill_probability: float, correlation: float
) -> FloatArray:
    """Joint probability of (rounds left, leakers) after one more target is served."""
    after = np.zeros_like(state)
    for left, row in enumerate(state):
        if not np.any(row):
            continue
        fired, alive = 0, 1.0
        for size in sizes:
            salvo = min(size, left - fired)
            if salvo == 0:
                break
            fired += salvo
            still = 1.0 - float(salvo_kill_probability(kill_probability, correlation, fired))
            after[left - fired] += (alive - still) * row
            alive = still
        after[left - fired, 1:] += alive * row[:-1]
    return after
