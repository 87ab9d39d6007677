"""One run of a raid: scans, plots, tracks, orders, launches, intercepts, leakers.

The defence decides at the ticks of the time grid. Between two ticks things happen at their own
times: first the intercepts, then the scans, then the arrivals of targets; then come the orders of
the tick. Luck comes from `kernels.philox` by address, so nothing depends on what was drawn before.
"""

import numpy as np

from skyshed.kernels.compile import compiled, part
from skyshed.kernels.raid_fire import check_remote, give_orders, resolve
from skyshed.kernels.raid_state import IN_AIR, LEAKED, LIVING, note, start_run
from skyshed.kernels.raid_tracks import scan


@compiled
def run_raid(raid, state, key, run_from, runs, outcome, events):
    """Runs `run_from`, `run_from` + 1 ... of a raid.

    raid: `Raid`; state: `State`; key (2,) uint64; outcome: `Outcome` of `runs` rows as
    `empty_outcome` makes it. events (row, 5) takes (time, code, actor, target, number) of the
    last run as far as there is room; none are written if it has no rows.
    """
    counts, flights = state.counts, state.flights
    for row in range(runs):
        run = run_from + row
        start_run(raid, state, key, run)
        next_scan_s, next_arrival_s = 0.0, 0.0
        for k in range(raid.ticks):
            now_s = k * raid.step_s
            if counts[IN_AIR] > 0:
                check_remote(state, now_s)
                if flights[0].time_s <= now_s:
                    resolve(raid, state, key, run, now_s, outcome, row, events)
            if next_scan_s <= now_s:
                next_scan_s = scan(raid, state, key, run, now_s, outcome, row, events)
            if next_arrival_s <= now_s:
                next_arrival_s = _arrive(raid, state, now_s, outcome, row, events)
            if counts[LIVING] > 0:
                give_orders(raid, state, k, outcome, row, events)
            elif counts[IN_AIR] == 0:
                break
        outcome.keep_out_m[row] = _keep_out(raid, outcome, row)


@part
def _arrive(raid, state, now_s, outcome, row, events):
    """Targets that reach what they attack; returns when the next one would."""
    next_s = np.inf
    for j in range(raid.targets.size):
        if not state.targets[j].alive:
            continue
        if raid.targets[j].impact_s > now_s:
            next_s = min(next_s, raid.targets[j].impact_s)
        else:
            state.targets[j].alive = False
            state.counts[LIVING] -= 1
            if not raid.targets[j].decoy:
                outcome.leakers[row] += 1
            note(state, events, raid.targets[j].impact_s, LEAKED, j, j, 0)
    return next_s


@part
def _keep_out(raid, outcome, row):
    """Smallest distance from the defended place that any target but a decoy came to.

    0 if something leaks: the samples end short of the arrival.
    """
    if outcome.leakers[row] > 0:
        return 0.0
    nearest = np.inf
    for j in range(raid.targets.size):
        if raid.targets[j].decoy:
            continue
        end_s = outcome.kill_s[row, j]
        if np.isnan(end_s):
            end_s = (raid.ticks - 1) * raid.step_s
        position = end_s / raid.step_s
        left = min(int(position), raid.ticks - 1)
        reached = raid.closest_m[j, left]
        if left + 1 < raid.ticks:
            onward = raid.closest_m[j, left + 1]
            if np.isfinite(reached) and onward < reached:
                reached += (position - left) * (onward - reached)
        nearest = min(nearest, reached)
    return nearest
