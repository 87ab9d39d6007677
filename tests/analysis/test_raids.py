"""Raids of a study: outcomes against closed forms, and networks against each other."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.raids import RaidRun, raid_result
from skyshed.scenario.engagement_model import WhatIf
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.flat_world import CENTRE
from tests.analysis.raid_world import (
    armed_model,
    network,
    raid,
    straight_fly_out,
    straight_group,
    straight_missile,
    study_battery,
)

MISSILE = "s-400/48n6e3"
NETWORKS = ("alone", "cued", "remote")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


def quiet(what, done, total):
    """Nobody listens."""


def result_of(folder, one, *, missile=None, battery=None, **run):
    model = armed_model(folder, one, missile=missile, battery=battery)
    return raid_result(model, one, RaidRun(**({"seed": 5} | run)), quiet)


def even_chance(**numbers):
    return straight_missile(MISSILE, kill_probability=0.5, **numbers)


@pytest.fixture(scope="module")
def coin(folder):
    """Six targets, one missile each that kills every second time."""
    one = raid(
        straight_group(count=6), networks=NETWORKS, runs=256, draws=4,
        what_if=(WhatIf("twice", size_factor=2.0), WhatIf("two", salvo="two")),
    )  # fmt: skip
    return result_of(folder, one, missile=even_chance())


def test_leakage_is_binomial(coin):
    plain = coin.outcomes[0]
    leakers = plain.spreads["leakers"]
    standard_error = np.sqrt(6 * 0.25 / (256 * 4))
    assert abs(leakers.mean - 3.0) < 4.4 * standard_error
    # the sampling interval that is stated is that of a binomial number
    assert leakers.half_width == pytest.approx(1.96 * standard_error, rel=0.1)
    # mean over draws of the counts of 0 to 6 leakers against C(6, k)/64
    found = plain.leaker_shares.mean(axis=0)
    assert found == pytest.approx(np.array([1, 6, 15, 20, 15, 6, 1]) / 64.0, abs=0.06)
    assert plain.spreads["annihilation"].mean == pytest.approx(plain.leaker_shares[:, 0].mean())


def test_the_outcome_adds_up(coin):
    for outcome in coin.outcomes:
        assert outcome.leaker_shares.sum(axis=1) == pytest.approx(1.0)
        mean = outcome.leaker_shares @ np.arange(outcome.leaker_shares.shape[1])
        assert mean.mean() == pytest.approx(outcome.spreads["leakers"].mean)
        for name in ("low", "median", "high", "mean", "half_width"):
            per_target = getattr(outcome.spreads["leakage"], name)
            assert per_target * outcome.size == pytest.approx(
                getattr(outcome.spreads["leakers"], name)
            )
        assert outcome.shots.shape == (4, 256)
        assert outcome.shots.mean() == pytest.approx(outcome.spreads["shots"].mean)


def test_what_ifs_follow_the_networks_and_change_what_they_say(coin):
    assert [o.change for o in coin.outcomes] == ["", "", "", "twice", "two"]
    plain, twice, two = coin.outcomes[0], *coin.outcomes[3:]
    assert (plain.size, twice.size, two.size) == (6, 12, 6)
    assert plain.spreads["shots"].mean == 6.0
    assert (twice.spreads["shots"].mean, two.spreads["shots"].mean) == (12.0, 12.0)
    assert twice.spreads["leakers"].mean == pytest.approx(6.0, abs=0.3)
    assert two.spreads["leakers"].mean == pytest.approx(1.5, abs=0.2)


def test_networks_that_bring_nothing_differ_by_nothing(coin):
    """Everything is seen first by the battery itself: the same luck, the same runs."""
    assert coin.outcomes[0].fewer_leakers is None
    for outcome in coin.outcomes[1:3]:
        fewer = outcome.fewer_leakers
        assert (fewer.low, fewer.median, fewer.high, fewer.half_width) == (0.0, 0.0, 0.0, 0.0)
        assert np.array_equal(outcome.leaker_shares, coin.outcomes[0].leaker_shares)


def test_the_half_width_shrinks_with_the_root_of_the_runs(coin):
    counted, width = coin.runs_counted, coin.half_width
    assert (counted[0], counted[-1]) == (2, 256)
    at = {int(n): w for n, w in zip(counted, width, strict=True)}
    # the variance of 16 runs in 4 draws is known to about 18 %
    assert at[16] / at[256] == pytest.approx(4.0, rel=0.3)
    assert at[64] / at[256] == pytest.approx(2.0, rel=0.2)


def test_the_difference_between_networks_is_firmer_than_each_of_them(folder):
    """Active missiles, low targets, one channel: the network gives time for more of them."""
    one = raid(
        straight_group("low", count=6, azimuths=(90.0,), spacing_s=1.0),
        networks=("alone", "remote"), runs=60, draws=3,
    )  # fmt: skip
    found = result_of(
        folder, one, missile=even_chance(guidance="active"),
        battery=study_battery(salvo="shoot-look-shoot", target_channels=2.0),
    )  # fmt: skip
    alone, remote = found.outcomes
    fewer = remote.fewer_leakers
    assert fewer.mean == pytest.approx(
        alone.spreads["leakers"].mean - remote.spreads["leakers"].mean
    )
    assert fewer.low > 0.0


def test_not_known_and_chance_are_kept_apart(folder):
    """A kill chance between 0.2 and 0.8: runs narrow the sampling interval, never the spread."""
    chance = Parameter(0.5, 0.2, 0.8, basis="assumed", grade="D", note="test")
    missile = even_chance()
    numbers = {**missile.parameters, f"{MISSILE}.kill_probability": chance}
    missile = replace(missile, parameters=numbers)
    one = raid(straight_group(count=10))
    few, many = (
        result_of(folder, one, missile=missile, runs=runs, draws=12).outcomes[0]
        for runs in (20, 320)
    )
    spread = [o.spreads["leakers"].high - o.spreads["leakers"].low for o in (few, many)]
    # 5 to 95 % of the triangle: 0.295 to 0.705, so 4.1 of 10 targets
    assert spread[1] == pytest.approx(4.1, abs=1.0)
    assert spread[0] == pytest.approx(spread[1], rel=0.35)
    width = [o.spreads["leakers"].half_width for o in (few, many)]
    assert width[0] / width[1] == pytest.approx(4.0, rel=0.3)


@pytest.mark.parametrize("change", [{"workers": 3}, {"changes": False}, {"precision": 1e-9}])
def test_nothing_depends_on_how_it_is_run(folder, change):
    one = raid(runs=9, what_if=(WhatIf("two", salvo="two"),))
    plain, other = (
        result_of(folder, one, missile=even_chance(), **options) for options in ({}, change)
    )
    kept = 1 if "changes" in change else 2
    assert len(other.outcomes) == kept
    for a, b in zip(plain.outcomes, other.outcomes, strict=False):
        assert np.array_equal(a.shots, b.shots)
        assert np.array_equal(a.leaker_shares, b.leaker_shares)
    assert plain.chosen == other.chosen


def test_another_seed_is_other_luck(folder):
    one = raid(runs=20)
    found = [
        result_of(folder, one, missile=even_chance(), seed=seed).outcomes[0].leaker_shares
        for seed in (1, 2)
    ]
    assert found[0].shape != found[1].shape or not np.array_equal(*found)


def test_runs_stop_at_the_precision_that_was_asked_for(folder):
    one = raid(runs=2000, draws=2)
    found = result_of(folder, one, missile=even_chance(), precision=0.09)
    outcome = found.outcomes[0]
    assert outcome.reached
    assert outcome.runs < 2000
    assert outcome.spreads["leakers"].half_width <= 0.09
    short = result_of(folder, replace(one, runs=20), missile=even_chance(), precision=1e-6)
    assert not short.outcomes[0].reached


def test_a_checkpoint_is_gone_on_with(folder, tmp_path):
    one = raid(runs=6, networks=("alone", "cued"))
    first = result_of(folder, one, missile=even_chance(), checkpoint=str(tmp_path))
    kept = sorted(p.name for p in tmp_path.iterdir())
    assert kept == ["raid-alone", "raid-cued"]
    again = result_of(folder, one, missile=even_chance(), checkpoint=str(tmp_path))
    for a, b in zip(first.outcomes, again.outcomes, strict=True):
        assert np.array_equal(a.shots, b.shots)


def test_words_for_the_claims_count_what_is_stopped(coin):
    rows = coin.premise_rows("How it goes")
    assert [row.label for row in rows] == [
        f"How it goes: Raid raid, Network {name}" for name in NETWORKS
    ]
    leakers = coin.outcomes[0].spreads["leakers"]
    stopped = [f"{6.0 - x:.1f}" for x in (leakers.median, leakers.high, leakers.low)]
    assert rows[0].text.startswith(f"{stopped[0]} of 6 stopped ({stopped[1]} to {stopped[2]})")
    assert rows[0].text.endswith("6.0 missiles fired")
    assert "256 runs" in rows[0].note
    assert "0.0 fewer leak (0.0 to 0.0) than Network alone" in rows[1].note


def test_the_recorded_run_tells_what_the_outcome_says(coin):
    names = {entity.id: entity for entity in coin.recording.entities}
    kinds = [entity.kind for entity in coin.recording.entities]
    assert kinds.count("target") == 6
    events = coin.recording.events
    launched = sum(event.kind == "launch" for event in events)
    killed = sum(event.kind == "kill" for event in events)
    leaked = sum(event.kind == "leak" for event in events)
    assert launched == 6
    assert killed + leaked == 6
    assert 2 <= leaked <= 4  # a typical run of 3 leakers in the mean
    assert "Simulated" in coin.recording.note
    assert coin.chosen.startswith("Run ")
    assert all(event.subject in names for event in events)


def test_recorded_places_are_those_of_the_study(coin):
    by_name = {entity.name: entity for entity in coin.recording.entities}
    place = by_name["the battery"]
    assert (place.latitude_deg[0], place.longitude_deg[0]) == pytest.approx(CENTRE)
    radar = by_name["Radar west"]
    assert (radar.latitude_deg[0], radar.longitude_deg[0]) == pytest.approx(CENTRE)
    targets = [e for e in coin.recording.entities if e.kind == "target"]
    assert all(np.allclose(e.altitude_m, 8e3) for e in targets)
    shots = [e for e in coin.recording.entities if e.kind == "interceptor"]
    assert len(shots) == 6
    for shot in shots:
        assert shot.altitude_m[-1] == pytest.approx(8e3, abs=50.0)
        assert np.all(np.diff(shot.time_s) > 0.0)


def test_nothing_in_range_leaks_whole_and_says_so(folder):
    one = raid(straight_group(count=3), networks=("alone",))
    blunt = straight_missile(MISSILE, straight_fly_out(range_max_m=7.9e3))
    found = result_of(folder, one, missile=blunt)
    spreads = found.outcomes[0].spreads
    assert (spreads["leakers"].mean, spreads["shots"].mean) == (3.0, 0.0)
    assert spreads["keep_out_m"].mean == 0.0
    assert (spreads["first_shot_s"].missing, spreads["annihilation"].mean) == (1.0, 0.0)
    assert "nan" not in " ".join(row.text + row.note for row in found.premise_rows("x"))


def test_progress_is_told_and_a_raid_needs_a_network(folder):
    told = []
    one = raid(networks=("alone", "cued"), what_if=(WhatIf("two", salvo="two"),))
    raid_result(armed_model(folder, one), one, RaidRun(1, runs=2), lambda *w: told.append(w))
    assert {what for what, _, _ in told} == {"raid raid"}
    shares = [done / total for _, done, total in told]
    assert shares == sorted(shares)
    assert {0.0, 1 / 3, 2 / 3, 1.0} <= set(shares)
    none = raid(networks=())
    with pytest.raises(ValueError, match="it names no network"):
        raid_result(armed_model(folder, none), none, RaidRun(1), quiet)


def test_a_failed_node_of_the_network_itself_is_left_out(folder):
    """The post has failed: nobody fires."""
    dead = replace(network(), failed=("post",))
    one = raid(runs=2)
    model = armed_model(folder, one, networks=(dead,))
    found = raid_result(model, one, RaidRun(1), quiet).outcomes[0]
    assert found.spreads["shots"].mean == 0.0


def test_a_raid_says_where_it_starts_and_how_long_a_scan_takes(folder):
    one = raid()
    found = result_of(folder, one)
    (start,) = found.starts
    assert "150 km out, from 90 deg" in start
    assert found.unchanged
    assert found.outcomes[0].scan_s > 0.0
    (place,) = (e for e in found.recording.entities if e.kind == "place")
    assert place.altitude_m[0] == 0.0  # the flat ground lies there
