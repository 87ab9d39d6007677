"""When a missile launched at each tick would meet each target, and whether it can be guided."""

import math

import numpy as np

from skyshed.kernels.compile import compiled, part
from skyshed.kernels.fly_out import table_at

UNGUIDED, WHOLE_FLIGHT, LAST_PHASE, UNTIL_SEEKER, AT_LAUNCH = range(5)
"""When the engagement radar must hold the target."""


@compiled
def intercept_times(
    table, range_step_m, altitude_low_m, altitude_step_m, range_m, altitude_m, holds, impact_s,
    step_s, delay_s, need, terminal_s, intercept_s,
):  # fmt: skip
    """Earliest intercept of a missile ordered at each tick, nan where there is none.

    table (range, altitude) of times of flight, nan out of reach; range_m, altitude_m, holds
    (target, tick); impact_s (target,); intercept_s (tick, target) is filled. A launch at L meets
    the target at t where t less the time of flight to its place at t equals L; that difference is
    taken as straight between ticks. Times at which the target has arrived, or is not held when it
    must be, do not count.
    """
    targets, ticks = range_m.shape
    launch_s, held_from = np.empty(ticks), np.empty(ticks, np.int64)
    intercept_s[:] = math.nan
    for j in range(targets):
        for i in range(ticks):
            flight_s = table_at(
                table, range_step_m, altitude_low_m, altitude_step_m, range_m[j, i],
                altitude_m[j, i],
            )  # fmt: skip
            launch_s[i] = i * step_s - flight_s
            held_from[i] = ticks
            if holds[j, i]:
                held_from[i] = held_from[i - 1] if i > 0 and holds[j, i - 1] else i
        for i in range(ticks - 1):
            first, last = launch_s[i], launch_s[i + 1]
            if math.isnan(first) or math.isnan(last):
                continue
            from_tick = max(0, math.ceil((min(first, last) - delay_s) / step_s))
            to_tick = min(ticks - 1, math.floor((max(first, last) - delay_s) / step_s))
            for k in range(from_tick, to_tick + 1):
                if not math.isnan(intercept_s[k, j]):
                    continue
                launched_s = k * step_s + delay_s
                part = (launched_s - first) / (last - first) if last != first else 0.0
                met_s = (i + part) * step_s
                if met_s < impact_s[j] and met_s >= launched_s:
                    begin_s, end_s = _must_hold(need, launched_s, met_s, terminal_s)
                    if need == UNGUIDED or _held(held_from, begin_s, end_s, step_s):
                        intercept_s[k, j] = met_s


@part
def _must_hold(need, launched_s, met_s, terminal_s):
    """From when to when the target must be held."""
    handover_s = max(launched_s, met_s - terminal_s)
    if need == LAST_PHASE:
        return handover_s, met_s
    if need == UNTIL_SEEKER:
        return launched_s, handover_s
    if need == AT_LAUNCH:
        return launched_s, launched_s
    return launched_s, met_s


@part
def _held(held_from, begin_s, end_s, step_s):
    """Whether every tick from the one before the beginning to the one after the end is held."""
    last = math.ceil(end_s / step_s)
    return last < held_from.size and held_from[last] <= math.floor(begin_s / step_s)
