"""Where an approaching track is confirmed: M of N scans, cumulated scan by scan."""

import numpy as np

from skyshed.kernels.compile import compiled


@compiled
def confirmed_distance(single, step_m, first_m, spacing_m, m, n, wanted, distance):
    """Ground distance at which the chance of m hits among n consecutive scans reaches `wanted`.

    single (azimuth, step): single-scan probability at step_m, 2 step_m, ...; scans start at
    `first_m`, at most the last sample's distance, and follow `spacing_m` apart, read off linearly
    between the samples. The outcomes of
    the last n - 1 scans are a bit mask whose probabilities are carried along. distance (azimuth,)
    is filled; 0 where it is never reached.
    """
    states = 1 << (n - 1)
    now, then = np.empty(states), np.empty(states)
    for a in range(single.shape[0]):
        distance[a] = 0.0
        now[:] = 0.0
        now[0] = 1.0
        confirmed = 0.0
        d = first_m
        while d >= step_m:
            position = d / step_m - 1.0
            left = min(int(position), single.shape[1] - 2)
            f = position - left
            p = single[a, left] * (1.0 - f) + single[a, left + 1] * f
            then[:] = 0.0
            for state in range(states):
                chance = now[state]
                if chance == 0.0:
                    continue
                hits = 1
                bits = state
                while bits:
                    hits += bits & 1
                    bits >>= 1
                if hits >= m:
                    confirmed += chance * p
                else:
                    then[((state << 1) | 1) & (states - 1)] += chance * p
                then[(state << 1) & (states - 1)] += chance * (1.0 - p)
            now, then = then, now
            if confirmed >= wanted:
                distance[a] = d
                break
            d -= spacing_m
