"""What brochures quote, read off the simulated shots of one possible missile."""

import math

import numpy as np

from skyshed.kernels.arc import EARTH_RADIUS_M, SAMPLE, SAMPLES, fly_arc
from skyshed.kernels.compile import compiled, part

# Columns of the figures of a draw.
TOP_SPEED, REACH, CEILING, MEAN_LOW, MEAN_HIGH, TIME_TO_REFERENCE = range(6)
FIGURES = 6
BINS = 80
_LONGER = 1.5  # shots are flown past the longest time, to find where between two of them it falls
# Columns of a crossing of the level that is looked at.
_SLANT, _TIME, _SPEED, _LATERAL = range(4)


@compiled
def slant_range(launch_altitude, range_m, altitude_m):
    """Straight distance between launcher and a point at a ground range and altitude [m]."""
    a = EARTH_RADIUS_M + launch_altitude
    b = EARTH_RADIUS_M + altitude_m
    half = math.sin(0.5 * range_m / EARTH_RADIUS_M)
    return math.sqrt((a - b) ** 2 + 4.0 * a * b * half * half)


@compiled
def crossings(samples, count, level, up, down):
    """First crossing of a level on the way up and last one on the way down; nan where none is."""
    up[:] = math.nan
    down[:] = math.nan
    for k in range(1, count):
        low, high = samples[k - 1, 2], samples[k, 2]
        rising = low < level <= high
        if not (rising or high <= level < low):
            continue
        part = (level - low) / (high - low)
        into = up if rising else down
        for column, value in ((_TIME, 0), (_SPEED, 3), (_LATERAL, 5)):
            before = samples[k - 1, value]
            into[column] = before + part * (samples[k, value] - before)
        ground = samples[k - 1, 1] + part * (samples[k, 1] - samples[k - 1, 1])
        into[_SLANT] = slant_range(0.0, ground, level)


@part
def _clip(missile, first, second):
    """Part of the way from one crossing to the next within the limits of reach; empty if a > b."""
    a, b = 0.0, 1.0
    for start, end, limit in (
        (-first[_TIME], -second[_TIME], -missile[13]),
        (first[_SPEED], second[_SPEED], missile[11]),
        (first[_LATERAL], second[_LATERAL], missile[12]),
    ):
        if start < limit and end < limit:
            return 1.0, 0.0
        if start < limit:
            a = max(a, (limit - start) / (end - start))
        elif end < limit:
            b = min(b, (limit - start) / (end - start))
    return a, b


@part
def _take(missile, first, second, bin_m, best, figures):
    """Take the crossings between those of two neighbouring shots into the figures."""
    a, b = _clip(missile, first, second)
    if not a <= b or math.isnan(first[_SLANT]) or math.isnan(second[_SLANT]):
        return
    span = second[_SLANT] - first[_SLANT]
    low = min(first[_SLANT] + a * span, first[_SLANT] + b * span)
    high = max(first[_SLANT] + a * span, first[_SLANT] + b * span)
    figures[REACH] = max(figures[REACH], high)
    if span == 0.0:
        return
    for k in range(math.ceil(low / bin_m), min(int(high / bin_m), BINS - 1) + 1):
        part = (k * bin_m - first[_SLANT]) / span
        best[k] = min(best[k], first[_TIME] + part * (second[_TIME] - first[_TIME]))


@part
def _pass(first, second, reference):
    """Time at a slant range between two crossings, whatever the limits; infinite if outside."""
    span = second[_SLANT] - first[_SLANT]
    part = (reference - first[_SLANT]) / span if span != 0.0 else -1.0
    if 0.0 <= part <= 1.0:
        return first[_TIME] + part * (second[_TIME] - first[_TIME])
    return math.inf


@part
def _mean_speeds(best, bin_m, figures):
    """Least and greatest mean speed to slant ranges from half of the reach to all of it."""
    figures[MEAN_LOW], figures[MEAN_HIGH] = math.inf, 0.0
    last = min(int(figures[REACH] / bin_m), BINS - 1)
    for k in range(max((last + 1) // 2, 1), last + 1):
        if best[k] < math.inf:
            figures[MEAN_LOW] = min(figures[MEAN_LOW], k * bin_m / best[k])
            figures[MEAN_HIGH] = max(figures[MEAN_HIGH], k * bin_m / best[k])


@part
def _highest(missile, samples, count):
    """Greatest altitude of a shot within the limits of reach."""
    highest = 0.0
    for k in range(count):
        row = samples[k]
        if row[0] <= missile[13] and row[3] >= missile[11] and row[5] >= missile[12]:
            highest = max(highest, row[2])
    return highest


@compiled
def flown_figures(
    missile, level, shots, enough, reference, longest, coast_step, air, drag, samples, figures
):  # fmt: skip
    """Fly fans of shots from sea level and fill the figures (FIGURES,) of one missile.

    Reach: farthest slant range at the altitude `level` within the limits of reach, linear between
    neighbouring shots; ceiling: greatest altitude within the limits on any shot; least and
    greatest mean speed to slant ranges from half to all of its reach; least time to the slant range
    `reference`, whatever the limits, nan if no shot comes there. The top speed is left alone.
    shots (shot, 2): elevation and pull, see `arc.acceleration`; neighbours of one pull are a fan.
    The work ends at a reach beyond `enough`. `longest`: slant range up to which mean speeds are
    taken; samples (n, SAMPLE) is scratch.
    """
    best = np.full(BINS, math.inf)
    cross = np.empty((2, 2, 4))  # (this shot or the last, up or down, column)
    bin_m = longest / (BINS - 1)
    figures[:] = 0.0
    passing = math.inf
    shot = missile.copy()
    shot[13] *= _LONGER
    for k in range(shots.shape[0]):
        elevation, pull = shots[k, 0], shots[k, 1]
        if figures[REACH] > enough:
            break
        count = fly_arc(shot, 0.0, elevation, pull, 0.0, coast_step, air, drag, samples)
        new, old = cross[k % 2], cross[1 - k % 2]
        crossings(samples, count, level, new[0], new[1])
        figures[CEILING] = max(figures[CEILING], _highest(missile, samples, count))
        if k == 0 or pull != shots[k - 1, 1]:
            continue
        for way in range(2):
            _take(missile, old[way], new[way], bin_m, best, figures)
            passing = min(passing, _pass(old[way], new[way], reference))
    _mean_speeds(best, bin_m, figures)
    figures[TIME_TO_REFERENCE] = passing if passing < math.inf else math.nan


@compiled
def top_speed(missile, elevation, coast_step, air, drag, samples):
    """Greatest speed of one shot up to the end of its motor [m/s]; samples (n, SAMPLE)."""
    shot = missile.copy()
    shot[13] = missile[0] + missile[1]
    count = fly_arc(shot, 0.0, elevation, 0.0, 0.0, coast_step, air, drag, samples)
    fastest = 0.0
    for k in range(count):
        fastest = max(fastest, samples[k, 3])
    return fastest


@compiled
def figures_of_draws(
    draws, levels, speed_low, speed_high, middle, shots, enough, reference, longest,
    coast_step, air, drag, figures,
):  # fmt: skip
    """Figures (draw, FIGURES) of many draws (draw, 14), each at its own level (draw,).

    The top speed is taken at the elevation `middle`. A draw whose top speed lies outside the bounds
    is flown no further; its other figures are nan.
    """
    samples = np.empty((SAMPLES, SAMPLE))
    for d in range(draws.shape[0]):
        fastest = top_speed(draws[d], middle, coast_step, air, drag, samples)
        if speed_low <= fastest <= speed_high:
            flown_figures(
                draws[d], levels[d], shots, enough, reference, longest, coast_step, air, drag,
                samples, figures[d],
            )  # fmt: skip
        else:
            figures[d] = math.nan
        figures[d, TOP_SPEED] = fastest
