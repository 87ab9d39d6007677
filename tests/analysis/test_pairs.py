from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.pairs import Question, crop, interval, pair_result
from skyshed.analysis.placement import build_model
from skyshed.catalogue import loader
from tests.analysis.flat_world import draws_of, flat_study, flat_terrain

DRAWS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


def question(folder, **changes):
    study = flat_study(agl_m=(100.0, 1000.0), altitude_m=(8000.0,), ring_m=150e3)
    fighter = replace(study.targets[0], **changes)
    model = build_model(replace(study, targets=(fighter,)), flat_terrain(folder))
    values, nominal = draws_of(model, DRAWS)
    placed = model.placed["west"]
    return Question(model, placed, fighter, placed.at(values), placed.at(nominal), values, nominal)


@pytest.fixture(scope="module")
def found(folder):
    return pair_result(question(folder), maps=True)


def test_ranges_are_in_order(found):
    for value in (found.r50_free_space_m, found.r90_free_space_m, found.r50_over_terrain_m):
        assert value.low <= value.median <= value.high
    # Where the Earth cuts the echo off, many faint scans farther out cannot add up.
    assert found.r90_over_terrain_m.nominal < found.r50_over_terrain_m.nominal
    # A slant range is never shorter than its ground range; terrain and horizon only shorten.
    assert found.r50_ground_m.nominal < found.r50_over_terrain_m.nominal
    assert found.r50_over_terrain_m.nominal <= found.r50_free_space_m.nominal * 1.002
    # A few scans more or less: their places are counted from different ends.
    assert found.r90_over_terrain_m.nominal <= found.r90_free_space_m.nominal + 2 * 250.0 * 15.0


def test_shapes(found):
    azimuths = found.azimuth_rad.size
    assert found.radii_m.shape == found.farthest_m.shape == (DRAWS, 3, azimuths)
    assert found.share_in_ring.shape == found.area_m2.shape == (DRAWS, 3)
    steps = found.distance_m.size
    assert found.vertical_lowest_m.shape == (3, steps)
    assert found.vertical_ground_m.shape == found.vertical_visible_m.shape == (steps,)
    assert found.pd_single.shape == found.pd_confirmed.shape == (3, found.pd_slant_m.size)
    assert found.firm_radius_m.shape == found.firm_share.shape == (3,)


def test_a_map_agrees_with_the_radii(found):
    """Over level ground the covered area is the disc of the radius, less what is overhead."""
    radius = found.farthest_m[:, 0].mean(axis=1)
    inside = radius < 145e3
    assert inside.any()
    assert found.area_m2[inside, 0] == pytest.approx(np.pi * radius[inside] ** 2, rel=0.12)
    assert found.share_in_ring[:, 0] == pytest.approx(
        found.area_m2[:, 0] / (np.pi * 150e3**2), rel=0.03
    )


def test_layers_hold_the_study_s_disc(found):
    layers = found.layers
    n = layers.known.shape[0] // 2
    assert layers.radius_m == n * layers.cell_m == 200e3
    assert (
        layers.share.shape
        == layers.nominal.shape
        == layers.factors.shape
        == (3, *layers.known.shape)
    )
    assert np.array_equal(layers.factors == 0, layers.nominal)
    assert np.all((layers.share >= 0.0) & (layers.share <= 1.0))
    assert np.all(layers.factors[:, ~layers.known] == 255)


def test_unlimited_power_covers_at_least_what_any_draw_does(found):
    assert np.all(found.firm_radius_m >= np.median(found.farthest_m, axis=2).max(axis=0) - 6e3)
    assert np.all(found.firm_share >= found.share_in_ring.max(axis=0) - 0.05)


def test_probabilities_rise_on_the_way_in(found):
    for curves in (found.pd_single, found.pd_confirmed):
        assert np.all((curves >= 0.0) & (curves <= 1.0))
        assert np.all(np.diff(curves, axis=0) >= -1e-12)
    assert np.all(np.diff(found.pd_confirmed, axis=1) <= 1e-9)


def test_without_maps_the_shares_are_unknown(folder):
    without = pair_result(question(folder), maps=False)
    assert without.layers is None
    assert np.isnan(without.share_in_ring).all()


def test_workers_do_not_matter(folder):
    one, two = (pair_result(question(folder), maps=True, workers=w) for w in (1, 2))
    assert one.r90_over_terrain_m == two.r90_over_terrain_m
    assert one.area_m2.tobytes() == two.area_m2.tobytes()
    assert one.layers.quantiles_m.tobytes() == two.layers.quantiles_m.tobytes()


def test_a_target_on_a_course_has_radii_of_its_own_aspects(folder):
    """Flying east, its tail to the east and its nose to the west: radii differ as the echo does."""
    drone = loader.target("small-quadcopter")
    asked = question(folder, entry=drone, heading="course", course_rad=np.radians(90.0))
    found = pair_result(asked, maps=False)
    reach = asked.reach(0.5)
    east, west = (found.radii_m[:, 2, i] for i in (18, 54))
    # At 8 km and far inside the horizon; the ground range is read off at the steps of the profile.
    step = float(found.distance_m[0])
    for radius, slant in ((east, reach[:, 18]), (west, reach[:, 54])):
        assert np.all(slant < 250e3)
        assert radius == pytest.approx(np.sqrt(slant**2 - 8e3**2), abs=1.1 * step)


def test_an_interval_of_ranges_says_never_with_nan():
    draws = np.array([0.0, 0.0, 10e3, 20e3, 30e3])
    value = interval(draws, [20e3])
    assert np.isnan(value.low)
    assert (value.median, value.high, value.nominal) == (10e3, 30e3, 20e3)
    never = interval(np.zeros(5), 0.0)
    assert np.isnan([never.low, never.median, never.high, never.nominal]).all()


def test_a_crop_is_the_middle():
    square = np.arange(49.0).reshape(7, 7).astype(np.float32)
    assert crop(square, 1).tolist() == square[2:5, 2:5].tolist()
    assert np.array_equal(crop(square, 3), square)


def test_a_fixed_sector_has_the_median_of_where_it_looks(folder, found):
    """On level ground every direction is alike: the sector's median is that of the whole turn."""
    whole = question(folder)
    width = {"sector_rad": np.radians(90.0), "sector_centre_rad": np.pi}
    south = replace(
        whole, drawn=replace(whole.drawn, **width), nominal=replace(whole.nominal, **width)
    )
    one_way = pair_result(south, maps=False)
    for name in ("r50_over_terrain_m", "r90_over_terrain_m", "r50_ground_m", "r90_ground_m"):
        ours, theirs = getattr(one_way, name), getattr(found, name)
        # one sample of a profile: level ground on an ellipsoid is nearly the same all round
        assert ours.median == pytest.approx(theirs.median, abs=1e3)
        assert ours.nominal == pytest.approx(theirs.nominal, abs=1e3)
    assert 135.0 <= np.degrees(one_way.vertical_azimuth_rad) <= 225.0
    assert one_way.looked_radii_m.min() > 0.0
    assert one_way.radii_m.min() == 0.0
    assert one_way.firm_radius_m == pytest.approx(found.firm_radius_m, abs=1e3)
