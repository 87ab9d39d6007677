"""Random numbers by address: the block cipher Philox4x64-10 as a plain function.

A number belongs to its address (key and counter), not to the order in which numbers are asked for,
so a run gives the same numbers on any worker, and one more target moves nobody else's luck.

References
----------
.. [1] J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel Random Numbers: As Easy as
   1, 2, 3", SC 2011. The constants are those of the authors' Random123 library as used by
   `numpy.random.Philox`, which the tests compare bit by bit.
"""

import math

import numpy as np
from numba import types
from numba.extending import intrinsic

from skyshed.kernels.compile import compiled

_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_WEYL_0 = np.uint64(0x9E3779B97F4A7C15)
_WEYL_1 = np.uint64(0xBB67AE8584CAA73B)
_RUN_BITS = 56
_TO_UNIT = 2.0**-53
_TO_UNIT_32 = 2.0**-32


@intrinsic
def _high_half(typing_context, a, b):
    """Upper 64 bits of the product of two unsigned 64-bit numbers; Numba has no 128-bit type."""
    from llvmlite import ir

    def build(context, builder, signature, arguments):
        wide = ir.IntType(128)
        left, right = (builder.zext(argument, wide) for argument in arguments)
        high = builder.lshr(builder.mul(left, right), ir.Constant(wide, 64))
        return builder.trunc(high, ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), build


@compiled
def philox(key_0, key_1, counter_0, counter_1, counter_2, counter_3):
    """Four random 64-bit words of one address, all arguments uint64."""
    for _ in range(10):
        high_0 = _high_half(_MULTIPLIER_0, counter_0)
        high_1 = _high_half(_MULTIPLIER_1, counter_2)
        low_0 = _MULTIPLIER_0 * counter_0
        low_1 = _MULTIPLIER_1 * counter_2
        counter_0 = high_1 ^ counter_1 ^ key_0
        counter_1 = low_1
        counter_2 = high_0 ^ counter_3 ^ key_1
        counter_3 = low_0
        key_0 += _WEYL_0
        key_1 += _WEYL_1
    return counter_0, counter_1, counter_2, counter_3


@compiled
def words(key, run, entity_a, entity_b, purpose, index):
    """Four random words that belong to a run, two entities, a purpose and an index.

    key (2,) uint64 names the stream of (seed, draw); entities are 64-bit names; run below 2^56,
    purpose below 256.
    """
    where = (np.uint64(purpose) << np.uint64(_RUN_BITS)) | np.uint64(run)
    return philox(key[0], key[1], np.uint64(index), where, np.uint64(entity_a), np.uint64(entity_b))


@compiled
def unit_interval(word):
    """A word as a number in [0, 1), as numpy makes it of 53 bits."""
    return float(word >> np.uint64(11)) * _TO_UNIT


@compiled
def standard_normal(word):
    """A word as a normal number: Box and Muller's method on its two halves, within 6.7."""
    first = (float(word >> np.uint64(32)) + 0.5) * _TO_UNIT_32
    second = float(word & np.uint64(0xFFFFFFFF)) * _TO_UNIT_32
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)
