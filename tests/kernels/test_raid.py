"""The compiled raid beside its slow twin, event by event, in crowded and broken situations."""

import numpy as np
import pytest

from skyshed.kernels import raid_state as code
from skyshed.sim.network import Link, Network
from skyshed.sim.runs import run_chunk, run_events
from tests.sim.raid_cases import raid_case
from tests.sim.raid_twin import Twin

OBSTACLES = (code.NO_ROUNDS, code.NO_CHANNEL)
NETWORK = Network(
    ("north", "south"), (Link("north", "south", latency_s=2.0, update_s=4.0, loss=0.3),)
)


def node(number):
    return ("north", "south")[number % 2]


def crowded_case(mode, guidance, salvo, *, draw=0, hold_from_last=False, remote_blind=False):
    """Two nodes, poor radars, few channels and rounds, noise, decoys, gaps in what is held."""
    rng = np.random.default_rng(draw)
    targets, duration_s, scan_s = 6, 400, 7.0
    pd = rng.uniform(0.2, 0.9, (targets, int(duration_s / scan_s)))
    pd[:, 12:17] = 0.0
    holds = rng.random((targets, duration_s + 1)) < 0.99
    if remote_blind:
        holds[:] = False
    return raid_case(
        targets, units=3, radars=2, start_m=80e3, duration_s=duration_s, draw=draw, mode=mode,
        network=NETWORK, pd=pd, scan_period_s=scan_s, kill_probability=0.55, spacing_s=7.5,
        node_of_unit=node, node_of_radar=node, decoy=np.arange(targets) == 2,
        identification_error=np.full(targets, 0.1),
        infrared_countermeasure=np.full(targets, 0.4),
        radar={"sigma_m": np.full(pd.shape, 4000.0), "coast_scans": 1, "first_scan_s": 1.3},
        unit={
            "guidance": guidance, "salvo": salvo, "holds": holds, "kill_correlation": 0.3,
            "launchers": 2, "rounds": 3, "reserve": 3, "reload_s": 40.0, "target_channels": 2,
            "missile_channels": 3, "reaction_s": 4.0, "launch_delay_s": 1.5,
            "launch_interval_s": 2.5, "assessment_s": 6.0, "terminal_s": 8.0,
            "hold_from_last": hold_from_last, "active_from_s": 20.0,
        },
    )  # fmt: skip


def without_numbers(events):
    return sorted(tuple(row[:4]) for row in events if row[1] not in OBSTACLES)


@pytest.mark.parametrize("salvo", ["one", "two", "shoot-look-shoot"])
@pytest.mark.parametrize(
    ("mode", "guidance"),
    [
        ("stand-alone", "semi_active"),
        ("cued", "track_via_missile"),
        ("cued", "infrared"),
        ("engage-on-remote", "active"),
        ("engage-on-remote", "command"),
    ],
)
def test_the_compiled_raid_is_its_twin(mode, guidance, salvo):
    happened = set()
    for run in range(3):
        case = crowded_case(mode, guidance, salvo, draw=run, hold_from_last=run == 1)
        events = run_events(case, 17, run)
        twin = Twin(case, 17, run)
        expected = sorted(twin.run())
        found = without_numbers(events)
        assert [row[1:] for row in found] == [row[1:] for row in expected]
        assert [row[0] for row in found] == pytest.approx([row[0] for row in expected], abs=1e-9)
        outcome = run_chunk(case, 17, run, run + 1)
        assert outcome["kill_s"][0] == pytest.approx(twin.kill_s, abs=1e-9, nan_ok=True)
        assert outcome["keep_out_m"][0] == pytest.approx(twin.keep_out_m(), abs=1e-6)
        happened |= {row[1] for row in expected}
    assert {code.DETECTED, code.CONFIRMED, code.LOST, code.LAUNCHED, code.KILLED} <= happened


def test_a_missile_on_a_remote_track_misses_when_the_track_is_lost():
    missed = 0
    for run in range(6):
        case = crowded_case(
            "engage-on-remote", "active", "shoot-look-shoot", draw=run, remote_blind=True
        )
        found = without_numbers(run_events(case, 3, run))
        expected = sorted(Twin(case, 3, run).run())
        assert [row[1:] for row in found] == [row[1:] for row in expected]
        missed += sum(row[1] == code.MISSED for row in found)
    assert missed > 0


def test_the_parts_of_an_outcome_agree_with_its_events():
    for run in range(20):
        case = crowded_case("cued", "semi_active", "two", draw=run)
        events, found = run_events(case, 1, run), run_chunk(case, 1, run, run + 1)
        by_code = [events[events[:, 1] == kind] for kind in range(10)]
        real = np.arange(6) != 2
        assert found["shots"][0] == len(by_code[code.LAUNCHED])
        assert found["shots_of_unit"].sum() == found["shots"][0]
        assert found["kills"][0] == sum(real[int(row[3])] for row in by_code[code.KILLED])
        assert found["leakers"][0] == sum(real[int(row[3])] for row in by_code[code.LEAKED])
        assert found["kills"][0] + found["leakers"][0] == 5
        for name, kind in (
            ("first_detection_s", code.DETECTED),
            ("first_confirmation_s", code.CONFIRMED),
            ("first_shot_s", code.LAUNCHED),
        ):
            assert found[name][0] == by_code[kind][0, 0]


def test_missing_rounds_and_channels_are_told_once_per_target():
    scarce = run_events(raid_case(4, unit={"rounds": 1}), 1, 0)
    told = scarce[scarce[:, 1] == code.NO_ROUNDS]
    assert sorted(told[:, 3]) == [1.0, 2.0, 3.0]
    busy = run_events(raid_case(4, unit={"target_channels": 1}), 1, 0)
    told = busy[busy[:, 1] == code.NO_CHANNEL]
    assert sorted(told[:, 3]) == [1.0, 2.0, 3.0]
