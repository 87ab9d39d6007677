"""Where a target that flies along lines can be intercepted: echo, time line, guidance, missile.

All lines run the same way: sample i lies (i + 1) steps from the end that the target flies towards,
so a growing index goes back along its path. On the inbound course the lines are the azimuths and
the distance along the line is the ground range.
"""

import math

import numpy as np

from skyshed.kernels.compile import compiled, part
from skyshed.kernels.cover import edge_loss_db, slant_range
from skyshed.kernels.sweep import inverse_factor

UNSEEN_DB = -1e9
"""Level where a radar does not look or cannot see at all."""
BOUNDLESS_DB = 1e3
"""Level of a radar of unlimited power wherever it has a line of sight."""


@compiled
def level_profiles(
    altitude,
    ground,
    visible,
    fraction,
    surface_antenna,
    surface_cell,
    distance,
    curvature,
    in_sector,
    inverse_k,
    scale_m,
    wavelength,
    constant_db,
    h0,
    instrumented,
    nearest,
    sine_low,
    sine_high,
    transparent,
    boundless,
    level_db,
    slant_m,
):
    """Level of the echo of 1 m2, edge loss both ways included, and slant range (azimuth, step).

    in_sector, curvature (azimuth,); distance (step,); the rest of the maps (azimuth, step). With
    `transparent` the Earth hides and weakens nothing; with `boundless` whatever is in line of sight
    is loud. `UNSEEN_DB` where the radar does not look, the terrain is unknown or above the target.
    """
    for a in range(altitude.shape[0]):
        for i in range(altitude.shape[1]):
            d = distance[i]
            radius = 1.0 / (curvature[a] * inverse_factor((d / scale_m) ** 2, inverse_k))
            h = altitude[a, i]
            slant = slant_range(d, radius, h0, h)
            slant_m[a, i] = slant
            level_db[a, i] = UNSEEN_DB
            rise = (h - h0) * (2.0 * radius + h + h0) - slant * slant
            sine = rise / (2.0 * (radius + h0) * slant)
            looked = in_sector[a] and nearest <= slant <= instrumented
            looked = looked and sine_low <= sine <= sine_high
            if not looked or h < ground[a, i] or visible[a, i] != visible[a, i]:
                continue
            loss = 0.0
            if not transparent:
                if boundless and h >= visible[a, i]:
                    level_db[a, i] = BOUNDLESS_DB
                    continue
                loss = edge_loss_db(
                    h,
                    d,
                    radius,
                    wavelength,
                    h0,
                    visible[a, i],
                    fraction[a, i],
                    surface_antenna[a, i],
                    surface_cell[a, i],
                )
            elif boundless:
                level_db[a, i] = BOUNDLESS_DB
                continue
            level_db[a, i] = constant_db - 40.0 * math.log10(slant) - 2.0 * loss


@compiled
def pd_at_levels(level_db, aspect_rad, rcs_db, curve, lowest_db, spacing_db, pd):
    """Single-scan Pd (azimuth, step) of a target whose echo depends on its aspect.

    level_db is that of 1 m2; rcs_db (aspect,) at equally spaced aspects from 0 to pi; curve
    (level,) the Pd at equally spaced levels from `lowest_db`; 0 where unseen.
    """
    top = curve.size - 1
    per_rad = (rcs_db.size - 1) / math.pi
    for a in range(level_db.shape[0]):
        for i in range(level_db.shape[1]):
            pd[a, i] = 0.0
            level = level_db[a, i]
            if level <= UNSEEN_DB:
                continue
            at = aspect_rad[a, i] * per_rad
            k = min(int(at), max(rcs_db.size - 2, 0))
            f = at - k
            rcs = rcs_db[k]
            if f > 0.0 and rcs_db.size > 1:
                rcs = rcs * (1.0 - f) + rcs_db[k + 1] * f
            x = min(max((level + rcs - lowest_db) / spacing_db, 0.0), float(top))
            j = min(int(x), top - 1)
            f = x - j
            pd[a, i] = curve[j] * (1.0 - f) + curve[j + 1] * f


@compiled
def polar_at(values, step_m, range_m, azimuth_rad, outside, found):
    """Values (azimuth, step) at points, linear in range and azimuth; `outside` beyond the last.

    The azimuths are equally spaced from north; range_m, azimuth_rad and found have any one shape
    (line, sample).
    """
    azimuths, steps = values.shape
    per_rad = azimuths / (2.0 * math.pi)
    for line in range(range_m.shape[0]):
        for s in range(range_m.shape[1]):
            position = range_m[line, s] / step_m - 1.0
            if position > steps - 1.0:
                found[line, s] = outside
                continue
            position = max(position, 0.0)
            i = min(int(position), steps - 2)
            f = position - i
            turn = (azimuth_rad[line, s] * per_rad) % azimuths
            a = min(int(turn), azimuths - 1)
            g = turn - a
            b = (a + 1) % azimuths
            here = values[a, i] * (1.0 - f) + values[a, i + 1] * f
            there = values[b, i] * (1.0 - f) + values[b, i + 1] * f
            found[line, s] = here * (1.0 - g) + there * g


@compiled
def missile_at(
    range_m,
    altitude_m,
    ground_m,
    slant_m,
    time_table,
    spare_table,
    range_step,
    altitude_low,
    altitude_step,
    floor_agl,
    altitude_max,
    slant_min,
    slant_max,
    time_s,
    spare,
):
    """Time of flight to points and what is left before the first limit of reach (line, sample).

    time_table, spare_table (range, altitude) of one missile, nan where no arc comes; spare is
    negative beyond a limit or beyond `slant_max`, -inf where no arc comes, below the floor (above
    ground_m), above the ceiling or nearer than `slant_min`.
    """
    ranges, altitudes = time_table.shape
    for line in range(range_m.shape[0]):
        for s in range(range_m.shape[1]):
            h = altitude_m[line, s]
            x = range_m[line, s] / range_step
            y = (h - altitude_low) / altitude_step
            if not (x <= ranges - 1.0 and 0.0 <= y <= altitudes - 1.0):
                time_s[line, s] = math.nan
                spare[line, s] = -math.inf
                continue
            i, j = min(int(x), ranges - 2), min(int(y), altitudes - 2)
            f, g = x - i, y - j
            time = 0.0
            left = 0.0
            for di in range(2):
                for dj in range(2):
                    weight = (f if di else 1.0 - f) * (g if dj else 1.0 - g)
                    if weight > 0.0:
                        time += weight * time_table[i + di, j + dj]
                        left += weight * spare_table[i + di, j + dj]
            time_s[line, s] = time
            allowed = h - ground_m[line, s] >= floor_agl and h <= altitude_max
            allowed = allowed and slant_m[line, s] >= slant_min and left == left
            left = min(left, 1.0 - slant_m[line, s] / slant_max)
            spare[line, s] = left if allowed else -math.inf


@compiled
def engage_lines(
    pd,
    time_s,
    spare,
    confirmed_m,
    step_m,
    speed,
    delay_s,
    wanted,
    earliest_s,
    latest_s,
    in_time,
    guided,
    reached,
    engaged,
    unbroken_m,
    farthest_m,
):
    """Where on each line an intercept is possible, and how far back along it.

    pd, time_s, spare (line, sample): single-scan Pd of the radar that guides, time of flight and
    what the missile has left at an intercept there; confirmed_m (line,) where the track was
    confirmed. The radar must hold the target (Pd >= wanted) without a break from
    min(time of flight, earliest_s) to min(time of flight, latest_s) seconds before the intercept.
    in_time, guided, reached switch the three tests. engaged (line, sample) is filled, and the ends
    of the stretch that begins nearest to the line's end and of the farthest one, (line,), read off
    between the samples.
    """
    lines, samples = pd.shape
    held = np.empty(samples)
    margin = np.empty((3, samples))
    for a in range(lines):
        _held_until(pd[a], wanted, step_m, held)
        for i in range(samples):
            d = (i + 1) * step_m
            t = time_s[a, i]
            margin[0, i], margin[1, i], margin[2, i] = math.inf, math.inf, math.inf
            ok = True
            if in_time:
                margin[0, i] = confirmed_m[a] - (d + speed * (t + delay_s))
                if not confirmed_m[a] > 0.0:
                    margin[0, i] = -math.inf
                ok = margin[0, i] >= 0.0
            if guided:
                last = d + speed * min(t, latest_s)
                first = d + speed * min(t, earliest_s)
                k = int(last / step_m + 1e-9) - 1
                margin[1, i] = held[k] - first if 0 <= k < samples else -math.inf
                ok = ok and margin[1, i] >= 0.0
            if reached:
                margin[2, i] = spare[a, i]
                ok = ok and margin[2, i] >= 0.0
            engaged[a, i] = ok and t == t
        _ends(engaged[a], margin, step_m, unbroken_m, farthest_m, a)


@part
def _held_until(pd, wanted, step_m, held):
    """How far back the unbroken stretch reaches that holds a sample; where the next one nearer
    reaches if the sample is not held itself, -inf if there is none."""
    n = pd.size
    end = 0.0
    for i in range(n - 1, -1, -1):
        if pd[i] >= wanted:
            if i == n - 1:
                end = n * step_m
            elif pd[i + 1] < wanted:
                f = 0.0
                if pd[i + 1] > 0.0:  # 0: a gate, no slope
                    f = (pd[i] - wanted) / (pd[i] - pd[i + 1])
                end = (i + 1 + f) * step_m
            held[i] = end
    nearer = -math.inf
    for i in range(n):
        if pd[i] >= wanted:
            nearer = held[i]
        else:
            held[i] = nearer


@part
def _ends(engaged, margin, step_m, unbroken_m, farthest_m, line):
    """Ends of the first and of the farthest stretch, moved to where the first margin vanishes."""
    unbroken_m[line] = 0.0
    farthest_m[line] = 0.0
    n = engaged.size
    for i in range(n):
        if not engaged[i] or (i + 1 < n and engaged[i + 1]):
            continue
        f = 0.0
        if i + 1 < n:
            f = 1.0
            for c in range(3):
                here, there = margin[c, i], margin[c, i + 1]
                if not there >= 0.0:
                    f = min(f, here / (here - there) if there > -math.inf else 0.0)
            if not f < 1.0:
                f = 0.0
        farthest_m[line] = (i + 1 + f) * step_m
        if unbroken_m[line] == 0.0:
            unbroken_m[line] = farthest_m[line]
