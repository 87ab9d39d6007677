"""What a battery of a study reaches, against counting cells and against geometry."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from skyshed.analysis.engageable import FACTORS, UNKNOWN_FACTOR, engageable
from skyshed.analysis.engageable_setting import setting, threats
from skyshed.analysis.reach import batteries_reach
from skyshed.uncertainty.sampling import nominal_values, sample
from tests.analysis.raid_world import armed_model, straight_fly_out, straight_missile
from tests.analysis.test_raid_paths import ROCKET

MISSILE = "s-400/48n6e3"
RING_M = 150e3
ROUNDING_M = 1e-3  # the edge lies between two samples
FIT = SimpleNamespace(tried=12345, accepted=77, missile=SimpleNamespace(members=1))


def armed(folder, *, reach_m=120e3, **changes):
    missile = replace(
        straight_missile(MISSILE, straight_fly_out(range_max_m=reach_m), launch_delay_s=3.0),
        fit=FIT,
    )
    given = {"ring_m": RING_M, "cell_m": 2e3, "agl_m": (300.0, 3000.0), "altitude_m": (9000.0,)}
    return armed_model(folder, missile=missile, targets=(ROCKET,), **(given | changes))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


@pytest.fixture(scope="module")
def nominal_reach(folder):
    """One draw, the nominal one."""
    model = armed(folder)
    nominal = nominal_values(model.parameters)
    (found,) = batteries_reach(model, nominal, nominal)
    return model, found


@pytest.fixture(scope="module")
def drawn_reach(folder):
    model = armed(folder)
    values, nominal = sample(model.parameters, size=7, seed=2), nominal_values(model.parameters)
    told = []
    (found,) = batteries_reach(model, values, nominal, tell=lambda *what: told.append(what))
    return model, values, found, told


def test_progress_counts_up_to_the_whole_and_ends_the_work_if_it_raises(folder):
    model = armed(folder)
    values, nominal = sample(model.parameters, size=3, seed=2), nominal_values(model.parameters)
    told = []
    (counted,) = batteries_reach(model, values, nominal, progress=lambda *count: told.append(count))
    assert told == sorted(told)
    assert told[-1] == (1000, 1000)
    assert len(told) >= 3 * 3  # every draw of every part
    (plain,) = batteries_reach(model, values, nominal, envelope_altitudes_m=[9000.0])
    for one, other in zip(counted.pairs, plain.pairs, strict=True):
        assert np.array_equal(one.farthest_m, other.farthest_m)  # whoever counts changes nothing

    class Enough(Exception):
        pass

    calls = []

    def give_up(done, total):
        calls.append(done)
        if len(calls) == 4:
            raise Enough

    with pytest.raises(Enough):
        batteries_reach(model, values, nominal, workers=2, progress=give_up)
    assert len(calls) == 4


def pair_of(found, target):
    return next(pair for pair in found.pairs if pair.target == target)


def test_every_target_but_ballistic_ones_has_its_pair(drawn_reach):
    *_, found, told = drawn_reach
    assert [pair.target for pair in found.pairs] == ["fighter", "low"]
    assert found.pairs[0].layers is not None
    assert found.pairs[1].layers is None  # the study asks for no maps of it
    assert (found.see, found.guide, found.guidance) == ("west", "guide", "semi_active")
    assert told == [("batteries and targets", 0, 1), ("batteries and targets", 1, 1)]
    assert re.findall(r"[\d,]*\d", found.fit_words) == ["12,345", "77", "1"]


def test_share_of_the_ring_is_what_counting_the_cells_of_the_map_gives(nominal_reach):
    _, found = nominal_reach
    pair = pair_of(found, "fighter")
    layers = pair.layers
    rows = layers.share.shape[1]
    axis = layers.cell_m * (np.arange(rows) - rows // 2)
    distance = np.hypot(*np.meshgrid(axis, axis))
    assert len(pair.heights) == len(layers.share) == 3
    for height, share in zip(pair.heights, layers.share, strict=True):
        hit = np.count_nonzero(share[distance <= RING_M] == 1.0) * layers.cell_m**2
        expected = hit / (np.pi * RING_M**2)
        # cells of 2 km along the rim of a disc of 20 km or more
        assert height.share_of_ring.nominal == pytest.approx(expected, rel=0.05, abs=0.002)
        whole = np.count_nonzero(share == 1.0) * layers.cell_m**2
        assert height.area_m2.nominal == pytest.approx(whole, rel=0.05, abs=2e7)


def test_factors_and_share_of_one_draw_say_the_same(nominal_reach):
    _, found = nominal_reach
    layers = pair_of(found, "fighter").layers
    known = layers.factors != UNKNOWN_FACTOR
    assert known.any()
    assert layers.factors[known].max() < len(FACTORS)
    hit = layers.share[known] == 1.0
    assert np.mean((layers.factors[known] == 0) == hit) > 0.995  # the nearest cells of two lookups
    assert {layers.latitude_deg, layers.longitude_deg} == {40.0, 33.0}


def test_the_missile_limits_high_and_the_horizon_limits_low(nominal_reach):
    _, found = nominal_reach
    pair = pair_of(found, "fighter")
    low, middle, high = pair.heights
    # 120 km of slant range at 9 km; the profile's steps are 2 km
    assert high.farthest_ground_m.nominal == pytest.approx(np.sqrt(120e3**2 - 9e3**2), abs=2.5e3)
    # 4/3-Earth horizon of 300 m and an antenna of some ten metres: 84 km at most
    assert 40e3 < low.farthest_ground_m.nominal < 85e3
    assert low.farthest_ground_m.nominal < middle.farthest_ground_m.nominal
    assert pair.best_slant_m.nominal <= 120e3 + ROUNDING_M
    assert pair.intercept_slant_m.nominal <= pair.best_slant_m.nominal
    assert pair.intercept_ground_m.nominal < pair.intercept_slant_m.nominal


def test_level_ground_is_a_disc(nominal_reach):
    _, found = nominal_reach
    high = pair_of(found, "fighter").heights[-1]
    disc = np.pi * high.farthest_ground_m.nominal**2
    assert high.area_m2.nominal == pytest.approx(disc, rel=0.06)  # less the blind middle


def test_a_ring_twice_as_large_is_a_quarter_as_full(folder):
    shares, radii = [], []
    for ring_m in (130e3, 260e3):
        model = armed(folder, ring_m=ring_m)
        nominal = nominal_values(model.parameters)
        pair = pair_of(batteries_reach(model, nominal, nominal)[0], "fighter")
        shares.append(pair.share_of_ring.nominal)
        radii.append(pair.share_of_radius.nominal)
    assert shares[0] == pytest.approx(4.0 * shares[1], rel=1e-6)
    assert radii[0] == pytest.approx(2.0 * radii[1], rel=1e-6)


def test_a_longer_missile_reaches_no_less_and_never_past_its_range(folder):
    found = []
    for reach_m in (60e3, 90e3, 180e3):
        model = armed(folder, reach_m=reach_m)
        values = sample(model.parameters, size=5, seed=2)
        nominal = nominal_values(model.parameters)
        pair = pair_of(batteries_reach(model, values, nominal)[0], "fighter")
        assert pair.farthest_m.max() <= reach_m
        assert pair.best_slant_m.high <= reach_m + ROUNDING_M
        assert np.all(pair.unbroken_m <= pair.farthest_m)
        found.append(pair.farthest_m)
    assert np.all(found[1] >= found[0])
    assert np.all(found[2] >= found[1])
    assert np.median(found[0]) > 50e3


def test_intervals_are_quantiles_of_the_draws(drawn_reach):
    *_, found, _ = drawn_reach
    for pair in found.pairs:
        assert pair.farthest_m.shape == (7, pair.azimuth_rad.size)
        assert pair.azimuth_rad.size == 24  # every 15 degrees
        median = np.median(pair.farthest_m, axis=1)
        expected = np.quantile(median, [0.05, 0.5, 0.95], method="inverted_cdf")
        got = pair.intercept_ground_m
        assert [got.low, got.median, got.high] == pytest.approx(expected)
        assert pair.share_of_ring.high <= 1.0


def test_sector_share_is_the_share_of_the_compass(drawn_reach):
    model, _, found, _ = drawn_reach
    width = model.study.radar("guide").entry.parameters["coverage_rad"].nominal
    for pair in found.pairs:
        assert pair.sector_share == pytest.approx(np.degrees(width) / 360.0)
        assert 0.0 < pair.sector_share < 1.0


def test_the_bars_of_the_waterfall_end_at_the_intercept(drawn_reach):
    *_, found, _ = drawn_reach
    for pair in found.pairs:
        bars = {step.label: step.slant_m.nominal for step in pair.waterfall.steps}
        last = list(bars)[-1]
        assert bars["track confirmed"] <= bars["a single scan sees it"] + 1.0
        assert bars[last] <= min(bars[label] for label in bars if "only" in label) + 1.0
        assert bars[last] == pytest.approx(pair.intercept_slant_m.nominal, rel=0.02)


def test_threads_do_not_matter(drawn_reach):
    model, values, found, _ = drawn_reach
    (again,) = batteries_reach(model, values, nominal_values(model.parameters), workers=3)
    for one, other in zip(found.pairs, again.pairs, strict=True):
        assert np.array_equal(one.farthest_m, other.farthest_m)
        assert one.heights == other.heights
        assert one.area_m2 == other.area_m2


def test_heights_use_the_threat_that_the_map_names(drawn_reach):
    """The row of 300 m above ground is that of the same fighter flown at 300 m."""
    model, values, found, _ = drawn_reach
    battery = model.batteries["fire"]
    drawn = setting(model, battery, values)
    one = threats(model, drawn, values, [model.study.target("fighter")], heights=[(None, 300.0)])
    alone = engageable(drawn, one, ring_m=RING_M)[0]
    row = pair_of(found, "fighter").heights[0]
    assert row.label.startswith("300 m")
    expected = np.quantile(np.median(alone.farthest_m, axis=1), 0.5, method="inverted_cdf")
    assert row.farthest_ground_m.median == pytest.approx(expected)


def test_no_batteries_no_results(folder):
    model = replace(armed(folder), batteries={})
    nominal = nominal_values(model.parameters)
    assert batteries_reach(model, nominal, nominal) == ()


@pytest.mark.parametrize(
    ("heading", "course_deg", "words"),
    [("course", 90.0, "course 090 deg"), ("worst-course", None, "worst of 12 courses")],
)
def test_a_battery_respects_the_course_of_its_target(folder, nominal_reach, heading, course_deg,
                                                     words):  # fmt: skip
    straight = pair_of(nominal_reach[1], "fighter")
    model = armed(folder)
    course = None if course_deg is None else np.radians(course_deg)
    fighter = replace(model.study.target("fighter"), heading=heading, course_rad=course)
    model = replace(model, study=replace(model.study, targets=(fighter,)))
    nominal = nominal_values(model.parameters)
    (found,) = batteries_reach(model, nominal, nominal)
    pair = pair_of(found, "fighter")
    assert (straight.course, pair.course) == ("inbound", words)
    # seen from far away: what limits is the disc of the missile, however the target flies
    assert pair.best_slant_m.nominal == pytest.approx(straight.best_slant_m.nominal, abs=4500.0)
    low, low_straight = pair.heights[0], straight.heights[0]
    north_up = pair.layers.share[0]
    half = north_up.shape[0] // 2
    to_east, to_west = (np.nansum(north_up[half, s]) for s in (slice(half, None), slice(half)))
    if heading == "course":  # low down it is seen late: what has passed was tracked for longer
        assert to_east > to_west
        assert low.area_m2.nominal > low_straight.area_m2.nominal
    else:
        assert to_east == pytest.approx(to_west, abs=3.0)
        assert low.area_m2.nominal < 1.05 * low_straight.area_m2.nominal
    codes = pair.layers.factors[2]  # at 9 km
    assert FACTORS[codes[half, -1]] == "missile energy"
