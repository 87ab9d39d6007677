"""Air and drag coefficients, looked up inside the flight loops."""

import numpy as np

from skyshed.kernels.inline import inlined
from skyshed.kernels.lane_memory import gather
from skyshed.kernels.lanes import floor, select

AIR_LOWEST_M = -1000.0
AIR_STEP_M = 50.0
DRAG_MACH_STEP = 0.005  # every Mach number of the published tables is a multiple

_ONE = np.uintp(1)
_LEVELS_PER_M = 1.0 / AIR_STEP_M
_STEPS_PER_MACH = 1.0 / DRAG_MACH_STEP


@inlined
def air_at(altitude, air):
    """Density [kg/m3] and speed of sound [m/s] at an altitude above mean sea level [m].

    Linear in the table `air` (level, 2), whose first level lies at `AIR_LOWEST_M` and whose levels
    are `AIR_STEP_M` apart. Below the table the lowest level holds; above it there is no air, and
    the speed of sound is the one of the highest level.
    """
    place = (altitude - AIR_LOWEST_M) * _LEVELS_PER_M
    top = air.shape[0] - 1
    if place >= top:
        return 0.0, air[top, 1]
    if not place > 0.0:
        return air[0, 0], air[0, 1]
    level = np.uintp(place)  # unsigned: no test for a negative index
    above = level + _ONE
    part = place - level
    density = air[level, 0] + part * (air[above, 0] - air[level, 0])
    sound = air[level, 1] + part * (air[above, 1] - air[level, 1])
    return density, sound


@inlined
def air_in_lanes(altitude, air):
    """`air_at` in every lane."""
    place = (altitude - AIR_LOWEST_M) * _LEVELS_PER_M
    top = float(air.shape[0] - 1)
    level, part = _cell(place, top)
    row = level * 2.0
    low_density, low_sound = gather(air, row, 0), gather(air, row, 1)
    density = low_density + part * (gather(air, row, 2) - low_density)
    sound = low_sound + part * (gather(air, row, 3) - low_sound)
    above = place >= top
    return select(above, 0.0, density), select(above, air[air.shape[0] - 1, 1], sound)


@inlined
def _cell(place, top):
    """Level below a place of a table in every lane, and the part of the way to the next one.

    Outside the table and where a place is no number they are those of its first or last level.
    """
    inside = select(place > 0.0, place, 0.0)
    level = floor(select(inside < top, inside, top - 1.0))
    return level, inside - level


@inlined
def drag_at(mach, drag):
    """Drag coefficient at a Mach number, linear in a table whose step is `DRAG_MACH_STEP`.

    drag (n,): coefficients from Mach 0; above the table the last one holds.
    """
    place = mach * _STEPS_PER_MACH
    top = drag.shape[0] - 1
    if place >= top:
        return drag[top]
    level = np.uintp(place)
    return drag[level] + (place - level) * (drag[level + _ONE] - drag[level])


@inlined
def drag_in_lanes(mach, drag):
    """`drag_at` in every lane."""
    place = mach * _STEPS_PER_MACH
    top = float(drag.shape[0] - 1)
    level, part = _cell(place, top)
    low = gather(drag, level, 0)
    between = low + part * (gather(drag, level, 1) - low)
    return select(place >= top, drag[drag.shape[0] - 1], between)
