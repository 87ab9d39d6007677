"""Shares of the spread by group of parameters, alone and in all, each with an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from skyshed.uncertainty.pick_freeze import LEAST_SIZE, REPLICATES, PickFreeze
from skyshed.uncertainty.sensitivity import INTERACTIONS

FloatArray = NDArray[np.float64]

_STUDENT: Final = 2.3646  # 97.5 % point of Student's t with REPLICATES - 1 = 7 degrees of freedom
_FORESEEN: Final = 16


@dataclass(frozen=True)
class Estimate:
    """A number with the 95 % interval that the draws leave it; nan where it is not known."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return 0.5 * (self.high - self.low)


_UNKNOWN: Final = Estimate(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class GroupIndex:
    """Share of the variance of an answer that a group of parameters brings.

    Parameters
    ----------
    name : str
        The group, or "interactions" for what no group brings by itself.
    first : Estimate
        Closed first-order index: what the group brings by itself. [1]
    total : Estimate
        Total index: by itself and together with others; nan for "interactions". [1]
    """

    name: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True)
class Enough:
    """How many draws make every interval small enough; `reached` tells seen from foreseen.

    `at_least` where so many more are needed that their number cannot be foreseen.
    """

    size: int
    reached: bool
    at_least: bool = False


def group_indices(
    answers: PickFreeze, grouping: str, *, size: int | None = None
) -> tuple[GroupIndex, ...]:
    """First-order and total index of every group, with 95 % intervals.

    Parameters
    ----------
    answers : PickFreeze
        From `skyshed.uncertainty.pick_freeze.pick_freeze`.
    grouping : str
        Which grouping.
    size : int, optional
        Use only the first so many draws, a power of two; all of them by default. [1]

    Returns
    -------
    tuple of GroupIndex
        In the order of the groups, then "interactions": one less the sum of the first-order
        indices. All 0 where the answer does not vary, all nan where the model never applied.
        Estimates are not clipped: one of a share near 0 may come out slightly below it.

    Notes
    -----
    A and B are independent draws, and M takes a group from B and all else from A; f is the answer,
    m its mean and V its variance. The total index is E[(f(A) - f(M))^2]/(2 V), the form named after
    Jansen. For the first-order index there are two unbiased forms: 1 - E[(f(B) - f(M))^2]/(2 V),
    also named after him, and E[(f(B) - m) (f(M) - f(A))]/V, the one of
    `scipy.stats.sobol_indices`. The first errs little where the group brings nearly everything, the
    second where it brings nearly nothing: their mean is taken, with the total index T as the weight
    of the first and 1 - T as that of the second.

    The draws are 8 independently scrambled sequences. The interval is that of the jackknife which
    leaves out one of them at a time, with Student's t for 7 degrees of freedom. Draws where any
    answer is nan are left out.
    """
    names = answers.groups(grouping)
    sums = _sums(answers, [answers.mixed[grouping, name] for name in names], size or answers.size)
    if sums[0, 0].sum() == 0.0:
        return _all_alike([*names, INTERACTIONS], np.nan)
    whole = sums.sum(axis=2)
    if _variance(whole) <= 0.0:
        return _all_alike([*names, INTERACTIONS], 0.0)
    weight = np.clip(_shares(whole, 0.0)[1], 0.0, 1.0)
    first, total = _shares(whole, weight)
    left_out = [_shares(whole - sums[:, :, r], weight) for r in range(REPLICATES)]
    firsts = _estimates(_with_rest(first), [_with_rest(one) for one, _ in left_out])
    totals = _estimates(total, [other for _, other in left_out])
    return tuple(map(GroupIndex, [*names, INTERACTIONS], firsts, [*totals, _UNKNOWN]))


def indices_by_size(answers: PickFreeze, grouping: str) -> dict[int, tuple[GroupIndex, ...]]:
    """`group_indices` of the first 64, 128, ... draws, up to all of them: how they settle."""
    sizes = powers_of_two(answers.size)
    return {size: group_indices(answers, grouping, size=size) for size in sizes}


def powers_of_two(largest: int) -> tuple[int, ...]:
    """64, 128, ... up to `largest`."""
    return tuple(1 << k for k in range(LEAST_SIZE.bit_length() - 1, largest.bit_length()))


def enough_draws(by_size: Mapping[int, Sequence[GroupIndex]], *, precision: float) -> Enough:
    """How many draws leave every index an interval of at most plus or minus `precision`.

    Parameters
    ----------
    by_size : mapping of int to sequence of GroupIndex
        From `indices_by_size`.
    precision : float
        Half the width of the interval that is wanted. [1]

    Returns
    -------
    Enough
        The least size tried from which on all intervals are small enough; where none is, the next
        power of two that would do if intervals narrow with the root of the number of draws, up to
        16 times what was tried: the width of wide intervals is itself poorly known.
    """
    widths = {size: _widest(indices) for size, indices in sorted(by_size.items())}
    sizes = list(widths)
    good = [size for i, size in enumerate(sizes) if all(widths[s] <= precision for s in sizes[i:])]
    if good:
        return Enough(good[0], reached=True)
    last = sizes[-1]
    needed = last * (widths[last] / precision) ** 2
    foreseen = 1 << int(np.ceil(np.log2(needed)))
    if foreseen > _FORESEEN * last:
        return Enough(_FORESEEN * last, reached=False, at_least=True)
    return Enough(foreseen, reached=False)


def _widest(indices: Sequence[GroupIndex]) -> float:
    """Half the widest interval; "interactions" is a remainder and does not count."""
    own = [index for index in indices if index.name != INTERACTIONS]
    widths = [half for index in own for half in (index.first.half_width, index.total.half_width)]
    return max((width for width in widths if np.isfinite(width)), default=0.0)


def _estimates(values: FloatArray, left_out: Sequence[FloatArray]) -> list[Estimate]:
    """Values with the jackknife's intervals, given the same without each replicate."""
    half = _STUDENT * np.sqrt((REPLICATES - 1) * np.var(left_out, axis=0))
    return [
        Estimate(float(value), float(value - reach), float(value + reach))
        for value, reach in zip(values, half, strict=True)
    ]


def _with_rest(first: FloatArray) -> FloatArray:
    return np.append(first, 1.0 - first.sum())


def _all_alike(names: Sequence[str], value: float) -> tuple[GroupIndex, ...]:
    alike = Estimate(value, value, value)
    return tuple(GroupIndex(n, alike, _UNKNOWN if n == INTERACTIONS else alike) for n in names)


def _sums(answers: PickFreeze, mixed: Sequence[FloatArray], size: int) -> FloatArray:
    """Sums over the usable draws, shape (kind of sum, group, replicate).

    Kinds: number, answers, squares of both A and B; then (B - M)^2, B (M - A), M - A, (A - M)^2.
    """
    each = size // REPLICATES
    m = np.stack([some[:, :each] for some in mixed])
    a, b = answers.a[:, :each], answers.b[:, :each]
    usable = np.isfinite(a) & np.isfinite(b) & np.all(np.isfinite(m), axis=0)
    if not usable.any():
        return np.zeros((7, len(mixed), REPLICATES))
    centre = a[usable][0]  # any answer will do; an answer that never varies then sums to exactly 0
    a, b, m = (np.where(usable, some - centre, 0.0) for some in (a, b, m))
    shared = [usable.astype(float), a + b, a**2 + b**2]
    kinds = [*(np.broadcast_to(k, m.shape) for k in shared),
             (b - m) ** 2, b * (m - a), m - a, (a - m) ** 2]  # fmt: skip
    return np.stack([kind.sum(axis=2) for kind in kinds])


def _variance(sums: FloatArray) -> float:
    number, answers, squares = sums[:3, 0]
    return float(squares / (2.0 * number) - (answers / (2.0 * number)) ** 2) if number else 0.0


def _shares(sums: FloatArray, weight: FloatArray | float) -> tuple[FloatArray, FloatArray]:
    """First-order and total index by group, from sums over replicates."""
    number, answers, _, far_b, lift, drift, far_a = sums
    variance = _variance(sums)
    if variance <= 0.0:
        return np.zeros(sums.shape[1]), np.zeros(sums.shape[1])
    by_distance = 1.0 - far_b / (2.0 * number * variance)
    by_product = (lift - answers / (2.0 * number) * drift) / (number * variance)
    first = weight * by_distance + (1.0 - weight) * by_product
    return first, far_a / (2.0 * number * variance)
