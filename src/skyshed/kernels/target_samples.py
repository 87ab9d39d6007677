"""Targets of shots that fly in lanes: places and velocities in even steps of time."""

from skyshed.kernels.inline import inlined
from skyshed.kernels.lane_memory import gather
from skyshed.kernels.lanes import bits, floor, select
from skyshed.kernels.vector import chosen, cubic, plus

NUMBERS = 6  # of a sample: position and velocity


@inlined
def target_at(time, track, tracks, grid):
    """Position and velocity of each lane's target: cubic between samples, straight beyond them.

    track: where in `tracks`, counted in numbers, each lane's samples begin.
    """
    last = float(tracks.shape[1] - 1)
    place = (time - grid.track_start) * (1.0 / grid.track_step)
    inside = (place >= 0.0) & (place < last)
    sample = floor(select(inside, place, select(place > 0.0, last, 0.0)))
    row = track + sample * float(NUMBERS)
    p = (gather(tracks, row, 0), gather(tracks, row, 1), gather(tracks, row, 2))
    v = (gather(tracks, row, 3), gather(tracks, row, 4), gather(tracks, row, 5))
    row = select(inside, row + float(NUMBERS), row)
    q = (gather(tracks, row, 0), gather(tracks, row, 1), gather(tracks, row, 2))
    w = (gather(tracks, row, 3), gather(tracks, row, 4), gather(tracks, row, 5))
    position, velocity = cubic(place - sample, grid.track_step, p, v, q, w)
    if bits(~inside) != 0:
        beyond = time - grid.track_start - sample * grid.track_step
        position = chosen(inside, position, plus(p, beyond, v))
        velocity = chosen(inside, velocity, v)
    return position, velocity
