"""From scans to tracks, and from a track to the units that hear of it."""

import math

import numpy as np

from skyshed.kernels.compile import part
from skyshed.kernels.philox import standard_normal, unit_interval, words
from skyshed.kernels.raid_state import CONFIRMED, DETECTED, LINK, LOST, PLOT, note

SMOOTHING = 0.3
"""Weight of a new plot in the track's estimate of the time of impact."""

_NOTHING, _PLOT, _CONFIRMED, _LOST = range(4)
_UNIT_TO_PAIR = np.uint64(0x9E3779B97F4A7C15)


@part
def scan(raid, state, key, run, now_s, outcome, row, events):
    """Every scan up to a time, radar by radar; returns the time of the next one."""
    # Arrays taken out of the tuples once: the compiler counts references at every use.
    targets, living, radars, tracks = raid.targets, state.targets, raid.radars, state.tracks
    pd, sigma_s, next_scan = raid.pd, raid.sigma_s, state.next_scan
    next_s = np.inf
    for r in range(radars.size):
        radar = radars[r]
        while next_scan[r] < radar.scans:
            number = next_scan[r]
            time_s = radar.first_s + number * radar.period_s
            if time_s > now_s:
                next_s = min(next_s, time_s)
                break
            next_scan[r] += 1
            if time_s < radar.active_s:
                continue
            for j in range(targets.size):
                if not living[j].alive or time_s >= targets[j].impact_s:
                    continue
                what = _look(
                    radar, targets[j].name, tracks[r, j], key, run, number, pd[r, number, j],
                    sigma_s[r, number, j],
                )  # fmt: skip
                if what != _NOTHING:
                    _tell(raid, state, key, run, r, j, what, time_s, outcome, row, events)
    return next_s


@part
def _look(radar, target_name, track, key, run, number, pd, sigma_s):
    """One radar looks at one target once: plot or no plot, track or no track."""
    seen = False
    before = track.hits
    if pd > 0.0:
        word = words(key, run, radar.name, target_name, PLOT, number)
        seen = unit_interval(word[0]) < pd
        if seen:
            measured_s = sigma_s * standard_normal(word[1]) if sigma_s > 0.0 else 0.0
            fresh = before == 0 and not track.confirmed
            weight = 1.0 if fresh else SMOOTHING
            track.error_s += weight * (measured_s - track.error_s)
    track.hits = ((before << 1) | seen) & ((1 << radar.window) - 1)
    if track.confirmed:
        track.misses = 0 if seen else track.misses + 1
        return _LOST if track.misses > radar.coast else _NOTHING
    if not seen:
        return _NOTHING
    if _hits(track.hits) >= radar.needed:
        return _CONFIRMED
    return _PLOT if before == 0 else _NOTHING


@part
def _tell(raid, state, key, run, r, j, what, time_s, outcome, row, events):
    """What follows from a plot of nothing known, a new track or a lost one."""
    if what == _LOST:
        _lose(raid, state, r, j)
        note(state, events, time_s, LOST, r, j, 0)
        return
    if not outcome.first_detection_s[row] <= time_s:
        outcome.first_detection_s[row] = time_s
    if state.tracks[r, j].hits == 1:
        note(state, events, time_s, DETECTED, r, j, 0)
    if what == _CONFIRMED:
        _confirm(raid, state, key, run, r, j, time_s)
        note(state, events, time_s, CONFIRMED, r, j, 0)
        if not outcome.first_confirmation_s[row] <= time_s:
            outcome.first_confirmation_s[row] = time_s


@part
def _hits(mask):
    count = 0
    while mask:
        count += mask & 1
        mask >>= 1
    return count


@part
def _confirm(raid, state, key, run, r, j, time_s):
    """A new track, and when each unit hears of it."""
    state.tracks[r, j].confirmed = True
    state.tracks[r, j].misses = 0
    for u in range(raid.units.size):
        delay_s = _delay(raid, key, run, r, j, u, state.tracks[r, j].number)
        state.arrival_s[r, j, u] = time_s + delay_s
    state.tracks[r, j].number += 1
    _gather(raid, state, j)


@part
def _lose(raid, state, r, j):
    state.tracks[r, j].confirmed = False
    state.tracks[r, j].hits = 0
    state.arrival_s[r, j, :] = np.inf
    _gather(raid, state, j)


@part
def _delay(raid, key, run, r, j, u, number):
    """Latency, wait for the next message, and one more wait for each message that is lost."""
    latency_s = raid.paths[r, u].latency_s
    if np.isnan(latency_s):
        return np.inf
    update_s, loss = raid.paths[r, u].update_s, raid.paths[r, u].loss
    if loss >= 1.0:
        return np.inf
    if update_s == 0.0:
        return latency_s
    pair = raid.radars[r].name ^ (raid.units[u].name * _UNIT_TO_PAIR)
    word = words(key, run, pair, raid.targets[j].name, LINK, number)
    wait = unit_interval(word[0])
    if loss > 0.0:
        wait += math.floor(math.log(1.0 - unit_interval(word[1])) / math.log(loss))
    return latency_s + update_s * wait


@part
def _gather(raid, state, j):
    """Since when each unit has had a track of a target, from any radar and from its own node's."""
    for u in range(raid.units.size):
        best, best_own, source = np.inf, np.inf, 0
        for r in range(raid.radars.size):
            arrival_s = state.arrival_s[r, j, u]
            if arrival_s < best:
                best, source = arrival_s, r
            if raid.paths[r, u].own and arrival_s < best_own:
                best_own = arrival_s
        state.known[j, u].since_s = best
        state.known[j, u].since_own_s = best_own
        state.known[j, u].source = source
