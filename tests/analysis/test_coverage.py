from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from skyshed.analysis.coverage import (
    FACTORS,
    Heights,
    coverage_map,
    limiting_factors,
    masking_terrain,
)
from skyshed.kernels.tally import NOT_COVERED
from skyshed.systems.radar_site import RadarSite
from tests.analysis.radar_sites import convention, radar_over
from tests.kernels.relief import fractal_relief

N, CELL_M = 60, 2500.0
HEIGHTS = Heights((100.0, 1000.0, 3000.0), (2500.0, 9000.0))
HILLS = fractal_relief(N, height_m=1500.0, seed=12)
GROUND_M = float(HILLS[N, N])


def distances(n=N, cell_m=CELL_M):
    axis = np.arange(-n, n + 1) * cell_m
    return np.hypot(axis[:, None], axis)


def many(draws, seed=0):
    """A radar over the hills with drawn antenna, terrain error and range; and its reach."""
    rng = np.random.default_rng(seed)
    radar = radar_over(
        GROUND_M,
        rng.uniform(6.0, 25.0, draws),
        draws=draws,
        terrain_error_m=rng.uniform(0.0, 200.0, draws),
        instrumented_range_m=rng.uniform(120e3, 200e3, draws),
    )
    return radar, rng.uniform(80e3, 200e3, draws)


def cover(radar, reach_m, ground=HILLS, heights=HEIGHTS, cell_m=CELL_M, **kwargs):
    return coverage_map(radar, ground, cell_m=cell_m, reach_m=reach_m, heights=heights, **kwargs)


def only(radar: RadarSite, draw: int) -> RadarSite:
    """One draw of a radar."""
    pick = slice(draw, draw + 1)
    fields = {
        name: value[pick] for name, value in vars(radar).items() if isinstance(value, np.ndarray)
    }
    said = type(radar.convention)(**{k: v[pick] for k, v in vars(radar.convention).items()})
    return replace(radar, convention=said, **fields)


def covered_of(found):
    """Cover, shape (draw, height, row, column)."""
    shifts = np.arange(len(found.heights))[None, :, None, None]
    return ((found.bits[:, None] >> shifts) & 1).astype(bool)


def test_workers_give_the_same_bits():
    radar, reach = many(7)
    found = [cover(radar, reach, workers=workers) for workers in (1, 2, 3)]
    for other in found[1:]:
        for name in ("code", "bits", "cells_by_bin", "known"):
            assert getattr(other, name).tobytes() == getattr(found[0], name).tobytes()


def test_a_draw_alone_is_that_draw_among_many():
    radar, reach = many(5)
    together = cover(radar, reach)
    for draw in range(5):
        alone = cover(only(radar, draw), reach[draw : draw + 1])
        assert np.array_equal(alone.code[0], together.code[draw])
        assert np.array_equal(alone.bits[0], together.bits[draw])


def test_progress_is_told_from_none_to_all():
    told = []
    radar, reach = many(3)
    cover(radar, reach, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_cover_at_a_height_follows_from_the_lowest_covered_altitude():
    radar, reach = many(6)
    found = cover(radar, reach)
    altitude = HEIGHTS.altitudes_over(HILLS)
    for draw in range(6):
        lowest = found.lowest_covered_m(draw)
        covered = covered_of(found)[draw]
        assert not covered[:, np.isnan(lowest)].any()
        assert np.all(altitude[covered] >= np.broadcast_to(lowest, altitude.shape)[covered] - 0.5)
        # 3 km above ground is far below the upper limits here, beyond the cone of silence.
        plain = (distances() > 20e3) & (distances() < 0.9 * reach[draw]) & (distances() < 100e3)
        clear = np.abs(altitude[2] - lowest) > 0.5
        expected = altitude[2] >= lowest
        assert np.array_equal(covered[2][plain & clear], expected[plain & clear])


def test_quantiles_are_those_of_numpy():
    radar, reach = many(11)
    found = cover(radar, reach)
    lowest = np.stack([found.lowest_covered_m(draw) for draw in range(11)])
    ranked = np.where(np.isnan(lowest), np.inf, lowest)
    levels = (0.05, 0.3, 0.5, 0.95, 1.0)
    expected = np.quantile(ranked, levels, axis=0, method="inverted_cdf")
    found_m = found.lowest_covered_quantiles_m(levels)
    assert np.array_equal(np.where(np.isnan(found_m), np.inf, found_m), expected)
    assert np.isnan(found_m[-1]).sum() > np.isnan(found_m[0]).sum() > 0


def test_share_of_draws_counts_them():
    radar, reach = many(9)
    found = cover(radar, reach)
    assert np.array_equal(found.share_of_draws, covered_of(found).mean(axis=0))


def test_area_and_share_count_the_cells_of_the_disc():
    radar, reach = many(4)
    found = cover(radar, reach)
    covered, cells = covered_of(found), distances() / CELL_M
    disc = cells <= N
    assert np.array_equal(found.known, disc)
    assert found.covered_area_m2() == pytest.approx(covered.sum(axis=(2, 3)) * CELL_M**2)
    assert found.covered_share() == pytest.approx(covered.sum(axis=(2, 3)) / disc.sum())
    inside = cells < 40.0
    at_100_km = found.covered_share(100e3)
    assert at_100_km == pytest.approx(covered[:, :, inside].sum(axis=2) / inside.sum())
    assert found.covered_area_m2(1e9) == pytest.approx(found.covered_area_m2())


def test_area_of_free_space_cover_grows_with_the_square_of_reach():
    """A target at 9 km over the sea, high above the horizon: a disc less the cone above."""
    n, cell_m = 150, 500.0
    radar = radar_over(0.0, 500.0, draws=2, civil=True)
    flat = np.zeros((2 * n + 1, 2 * n + 1))
    found = cover(radar, [35e3, 70e3], flat, Heights((), (9000.0,)), cell_m)
    area = found.covered_area_m2()[:, 0]
    ground = np.sqrt(np.array([35e3, 70e3]) ** 2 - 8500.0**2)
    cone = 8500.0 / np.tan(np.radians(80.0))
    # The rim of 440 cells' length decides cell by cell: some 0.3 % of the area.
    assert area == pytest.approx(np.pi * (ground**2 - cone**2), rel=3e-3)


def test_fourth_root_law_from_cross_section_to_map():
    """Sixteen times the cross-section: the edge of cover moves out to twice the slant range."""
    n, cell_m = 200, 1000.0
    said = convention(2)
    radar = radar_over(0.0, 4000.0, reach_m=80e3, draws=2, conventions=said)
    reach = radar.reach_m(np.array([1.0, 16.0]))
    assert reach == pytest.approx([80e3, 160e3], rel=1e-6)
    flat = np.zeros((2 * n + 1, 2 * n + 1))
    found = covered_of(cover(radar, reach, flat, Heights((), (12e3,)), cell_m))[:, 0]
    edge = [np.flatnonzero(c[n, n:]).max() * cell_m for c in found]
    assert edge == pytest.approx(np.sqrt(reach**2 - 8000.0**2), abs=1.5 * cell_m)


def test_stronger_and_higher_never_covers_less():
    radar, _ = many(1)
    lowest = [cover(radar, [r]).code[0].astype(int) for r in (60e3, 120e3, 240e3)]
    assert np.all(lowest[1] <= lowest[0])  # "not covered" is the highest code
    assert np.all(lowest[2] <= lowest[1])
    masts = [
        cover(radar_over(GROUND_M, mast), [1.5e5]).code[0].astype(int)
        for mast in (5.0, 50.0, 300.0)
    ]
    # Another edge may decide seen from higher up, and diffraction reaches less far behind an edge
    # near the cell: some cells in a thousand lose some tens of metres.
    seen = masts[0] < NOT_COVERED
    for lower, higher in pairwise(masts):
        assert np.mean(higher[seen] <= lower[seen]) > 0.99
        assert np.max(higher[seen] - lower[seen]) < 100


def test_a_gap_in_the_terrain_is_unknown_not_covered():
    holed = HILLS.copy()
    holed[30:33, 80:83] = np.nan
    radar, reach = many(2)
    found = cover(radar, reach, holed)
    assert not found.known[30:33, 80:83].any()
    assert not covered_of(found)[:, :, ~found.known].any()
    whole = cover(radar, reach)
    # Elsewhere at most the smooth surface of rays through the hole has moved.
    same = found.code[:, found.known] == whole.code[:, found.known]
    assert same.mean() > 0.99
    factors = limiting_factors(radar, holed, cell_m=CELL_M, reach_m=reach, heights=HEIGHTS)
    assert np.all(factors[:, 30:33, 80:83] == 255)


def test_reach_by_azimuth_reaches_each_side():
    """Twice as far to the east as to the west, nothing else changes."""
    n, cell_m = 80, 1000.0
    reach = np.full((1, 360), 40e3)
    reach[0, 10:170] = 75e3
    flat = np.zeros((2 * n + 1, 2 * n + 1))
    found = covered_of(cover(radar_over(0.0, 2000.0), reach, flat, Heights((), (8e3,)), cell_m))
    line = found[0, 0, n]
    assert np.flatnonzero(line[n:]).max() * cell_m == pytest.approx(74.7e3, abs=1e3)
    assert (n - np.flatnonzero(line)[0]) * cell_m == pytest.approx(39.5e3, abs=1e3)


def test_terrain_error_moves_the_mask_but_not_the_ground():
    ground = HILLS
    weight = np.zeros_like(ground)
    weight[:, : N - 5] = 1.0  # the west only
    assert masking_terrain(ground, weight, 0.0) is ground
    assert np.array_equal(masking_terrain(ground, None, 50.0), ground + np.float32(50.0))
    calm = radar_over(GROUND_M, draws=1)
    rough = replace(calm, terrain_error_m=np.array([300.0]))
    before = cover(calm, [1.5e5], error_weight=weight).code[0].astype(int)
    after = cover(rough, [1.5e5], error_weight=weight).code[0].astype(int)
    assert np.array_equal(before[:, N + 1 :], after[:, N + 1 :])
    west = (distances() < 140e3) & (np.arange(2 * N + 1) < N - 5)
    assert np.mean(after[west] >= before[west]) > 0.99  # one edge decides; it may be another now
    assert np.mean(after[west] > before[west]) > 0.3


class TestLimitingFactors:
    """Each factor provoked by construction: a plain with one wall, one number changed at a time."""

    N, CELL = 60, 2000.0
    HEIGHT = Heights((500.0,), (9000.0,))

    def factors(self, reach=200e3, ground=None, **changes):
        if ground is None:
            ground = np.zeros((2 * self.N + 1, 2 * self.N + 1))
        found = limiting_factors(
            radar_over(0.0, 20.0, **changes),
            ground,
            cell_m=self.CELL,
            reach_m=[reach],
            heights=self.HEIGHT,
        )
        north = found[:, self.N - np.arange(1, self.N + 1), self.N]
        return [[FACTORS[code] for code in line] for line in north]

    def test_nothing_forbids_what_is_near_and_high(self):
        low, high = self.factors()
        assert set(low[:30]) == set(high[2:]) == {"covered"}

    def test_horizon(self):
        low, _ = self.factors()
        assert low[-1] == "horizon"
        assert low.index("horizon") == low.count("covered")

    def test_terrain(self):
        wall = np.zeros((2 * self.N + 1, 2 * self.N + 1))
        wall[self.N - 10] = 1200.0
        low, high = self.factors(ground=wall)
        assert set(low[11:30]) == {"terrain"}
        assert high[12] == "covered"

    def test_ground_above_the_height_asked_for_is_terrain(self):
        plateau = np.zeros((2 * self.N + 1, 2 * self.N + 1))
        plateau[: self.N - 5] = 9500.0
        _, high = self.factors(ground=plateau)
        assert set(high[5:]) == {"terrain"}

    def test_instrumented_range(self):
        _, high = self.factors(instrumented_range_m=50e3)
        assert set(high[26:]) == {"instrumented range"}

    def test_power(self):
        _, high = self.factors(reach=60e3)
        assert set(high[32:]) == {"power"}
        assert set(self.factors(reach=60e3, instrumented_range_m=50e3)[1][32:]) == {
            "instrumented range"  # the first of several
        }

    def test_elevation(self):
        low, high = self.factors(elevation_max_rad=np.radians(20.0))
        assert set(high[:10]) == {"elevation"}
        assert high[15] == low[1] == "covered"
        low, _ = self.factors(elevation_min_rad=np.radians(2.0))
        assert low[15] == "elevation"

    def test_sector_comes_first(self):
        away = {"sector_rad": np.radians(90.0), "sector_centre_rad": np.pi}
        low, high = self.factors(**away)
        assert set(low) == set(high) == {"sector"}
        towards = {"sector_rad": np.radians(90.0), "sector_centre_rad": 0.0}
        assert "sector" not in self.factors(**towards)[1]

    def test_zero_means_covered_in_every_cell(self):
        radar, reach = many(1, seed=4)
        factors = limiting_factors(radar, HILLS, cell_m=CELL_M, reach_m=reach, heights=HEIGHTS)
        found = cover(radar, reach)
        assert np.array_equal((factors == 0)[:, found.known], covered_of(found)[0][:, found.known])
        assert np.all(factors[:, ~found.known] == 255)
        assert set(np.unique(factors)) <= {*range(len(FACTORS)), 255}


def test_sector_of_the_map_is_that_of_its_edges():
    radar = radar_over(0.0, sector_rad=np.radians(120.0), sector_centre_rad=np.radians(350.0))
    n = 50
    flat = np.zeros((2 * n + 1, 2 * n + 1))
    found = covered_of(cover(radar, [9e4], flat, Heights((), (5e3,)), 1000.0))[0, 0]
    row, column = np.nonzero(found)
    azimuth = np.degrees(np.arctan2(column - n, n - row))
    off = np.abs((azimuth - 350.0 + 180.0) % 360.0 - 180.0)
    assert off.max() <= 60.0 + 1e-6
    assert off.max() > 59.0


def test_military_cells_are_no_smaller_than_250_m():
    ground = np.zeros((21, 21))
    military, civil = radar_over(0.0), radar_over(0.0, civil=True)
    heights = Heights((100.0,))
    for ask in (coverage_map, limiting_factors):
        with pytest.raises(ValueError, match="250 m or more, got 249 m"):
            ask(military, ground, cell_m=249.0, reach_m=[1e4], heights=heights)
        ask(military, ground, cell_m=250.0, reach_m=[1e4], heights=heights)
        ask(civil, ground, cell_m=30.0, reach_m=[1e4], heights=heights)


def test_reach_of_the_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"reach_m needs shape \(1,\)"):
        cover(radar_over(0.0), [1e5, 2e5])


@pytest.mark.parametrize("reach_m", [np.nan, -1.0])
def test_a_reach_that_cannot_be_is_refused(reach_m):
    with pytest.raises(ValueError, match="reach_m must be 0 or more"):
        cover(radar_over(0.0), [reach_m])


def test_a_weight_of_another_shape_is_refused_though_the_error_is_zero():
    with pytest.raises(ValueError, match="error_weight needs the shape of ground_m"):
        cover(radar_over(0.0), [1e5], error_weight=np.ones((3, 3)))


def test_a_map_beyond_the_fitted_refraction_is_refused():
    far, cell_m = np.zeros((201, 201)), 7000.0
    with pytest.raises(ValueError, match=r"the map reaches 700 km, but .* to 650 km"):
        cover(radar_over(0.0), [1e5], far, cell_m=cell_m)
    cover(radar_over(0.0, k=4.0 / 3.0), [1e5], far, cell_m=cell_m)


def test_limiting_factors_of_a_draw_that_does_not_exist():
    with pytest.raises(ValueError, match="draw must lie between 0 and 0, got 1"):
        limiting_factors(
            radar_over(0.0), HILLS, cell_m=CELL_M, reach_m=[1e5], heights=HEIGHTS, draw=1
        )


class TestHeights:
    def test_labels_and_order(self):
        assert HEIGHTS.labels == (
            "100 m above ground",
            "1 km above ground",
            "3 km above ground",
            "2.5 km above sea level",
            "9 km above sea level",
        )
        assert HEIGHTS.altitudes_over(700.0).tolist() == [800.0, 1700.0, 3700.0, 2500.0, 9000.0]

    @pytest.mark.parametrize(
        ("agl", "altitude", "said"),
        [
            ((), (), "1 to 8 heights, got 0"),
            (tuple(range(9)), (), "got 9"),
            ((np.nan,), (), "finite"),
            ((), (np.inf,), "finite"),
            ((-1.0,), (), "negative"),
            (100.0, (), "agl_m must be a sequence"),
            (("100 m",), (), "numbers, in metres"),
        ],
    )
    def test_wrong_heights_are_named(self, agl, altitude, said):
        with pytest.raises(ValueError, match=said):
            Heights(agl, altitude)
