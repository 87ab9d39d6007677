"""Some runs of one case, as arrays; the piece of work that travels to a worker."""

import numpy as np
from numpy.typing import NDArray

from skyshed.kernels.raid_state import EVENTS, Raid, empty_outcome, empty_state
from skyshed.sim.model import RaidCase
from skyshed.sim.prepare import prepare, stream_key

Outcomes = dict[str, NDArray[np.generic]]
_NO_EVENTS = np.empty((0, 5))


def run_chunk(
    case: RaidCase, seed: int, run_from: int, run_to: int, *, prepared: Raid | None = None
) -> Outcomes:
    """Outcomes of runs `run_from` to `run_to` - 1 of a case.

    Parameters
    ----------
    case : RaidCase
        What is the same in every run.
    seed : int
        Seed of the study. [1]
    run_from, run_to : int
        First run, and the one after the last.
    prepared : Raid, optional
        `prepare(case)`, if it is at hand.

    Returns
    -------
    dict of ndarray
        Per run: `leakers`, `kills`, `shots`, `first_detection_s`, `first_confirmation_s`,
        `first_shot_s` (nan where there was none), `keep_out_m`, `shots_of_unit` (run, unit) and
        `kill_s` (run, target), nan where it was not killed. Decoys are in `kill_s` only. Keep-out
        range: the smallest ground distance from the defended place that any target but a decoy
        came to, before it was killed or at all; 0 if anything leaks, inf if none was ever there.
    """
    from skyshed.kernels.raid import run_raid

    raid = prepare(case) if prepared is None else prepared
    outcome = empty_outcome(run_to - run_from, raid.targets.size, raid.units.size)
    run_raid(
        raid, empty_state(raid), stream_key(seed, case.draw), run_from, run_to - run_from,
        outcome, _NO_EVENTS,
    )  # fmt: skip
    return dict(outcome._asdict())


def run_events(case: RaidCase, seed: int, run: int) -> NDArray[np.float64]:
    """What happened in one run.

    Parameters
    ----------
    case, seed
        As in `run_chunk`.
    run : int
        Number of the run.

    Returns
    -------
    ndarray, shape (event, 5)
        Time [s], code (`kernels.raid_state`), radar or fire unit, target, number of the missile;
        in order of time, simultaneous ones in the order in which the simulation took them.
    """
    from skyshed.kernels.raid import run_raid

    raid, room = prepare(case), 4096
    while True:
        events, state = np.empty((room, 5)), empty_state(raid)
        outcome = empty_outcome(1, raid.targets.size, raid.units.size)
        run_raid(raid, state, stream_key(seed, case.draw), run, 1, outcome, events)
        found = int(state.counts[EVENTS])
        if found <= room:
            return events[np.argsort(events[:found, 0], kind="stable")]
        room = found
