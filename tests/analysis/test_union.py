"""Area covered by several radars together."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis import union
from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.analysis.union import Covering, Disc, group_areas_m2, some_draws, union_rows
from skyshed.scenario.model import Group, Premise
from tests.analysis.flat_world import CENTRE, draws_of, flat_model, site

HEIGHTS = Heights(agl_m=(100.0, 3000.0))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    return model, *draws_of(model)


def areas(model, values, groups=("one", "both"), **options):
    chosen = [model.study.groups[key] for key in groups]
    return group_areas_m2(model, chosen, model.study.target("fighter"), HEIGHTS, values, **options)


def test_disc_has_the_area_of_its_circle():
    disc = Disc.round(site("x", *CENTRE), radius_m=200e3, cell_m=2e3)
    assert disc.east_cells.size * 4e6 == pytest.approx(np.pi * 200e3**2, rel=0.005)


def test_cells_seen_from_another_site():
    disc = Disc.round(site("x", *CENTRE), radius_m=100e3, cell_m=5e3)
    other = site("y", CENTRE[0], CENTRE[1] + 1.0)  # 85.4 km to the east at 40 degrees north
    east, north = disc.cells_on_plane_of(other)
    there = (disc.east_cells == 17) & (disc.north_cells == 0)
    assert (east[there][0], north[there][0]) == (0, 0)
    middle = (disc.east_cells == 0) & (disc.north_cells == 0)
    assert (east[middle][0], north[middle][0]) == (-17, 0)


def test_radar_alone_covers_what_its_own_map_covers(world):
    model, values, _ = world
    placed = model.placed["west"]
    radar = placed.at(values)
    alone = coverage_map(
        radar,
        placed.grid.ground_m,
        cell_m=5e3,
        reach_m=model.reach_m(radar, "west", model.study.target("fighter"), values, pd=0.5),
        heights=HEIGHTS,
        error_weight=placed.weight,
    )
    found = areas(model, values)
    assert found["Radar west, alone"] == pytest.approx(alone.covered_area_m2())
    assert found["the west"] == pytest.approx(alone.covered_area_m2())
    assert alone.covered_area_m2().min() > 0.0


def test_together_is_at_least_each_and_at_most_the_sum(world):
    model, values, _ = world
    found = areas(model, values)
    west, east = found["Radar west, alone"], found["Radar east, alone"]
    both = found["west and east"]
    assert np.all(both >= np.maximum(west, east))
    assert np.all(both <= west + east)
    assert found["west and east, beyond the west"] == pytest.approx(both - west)


def test_radars_that_share_nothing_add_up(tmp_path):
    model = flat_model(tmp_path)
    values, _ = draws_of(model)
    # Antennas of 12 and 30 m see a target at 20 m out to 33 and 41 km; they stand 100 km apart.
    low = Heights(agl_m=(20.0,))
    groups = [model.study.groups["both"]]
    found = group_areas_m2(model, groups, model.study.target("fighter"), low, values)
    total = found["Radar west, alone"] + found["Radar east, alone"]
    assert found["west and east"] == pytest.approx(total)
    assert total.min() > 0.0


def test_the_same_radar_twice_is_one_radar(tmp_path):
    twice = {"twice": Group("twice", "the same twice", ("west", "west"))}
    model = flat_model(tmp_path, groups=twice)
    values, _ = draws_of(model)
    found = areas(model, values, ("twice",))
    assert found["the same twice"] == pytest.approx(found["Radar west, alone"])


def test_a_radar_far_from_a_small_map_covers_all_of_it(tmp_path):
    """At 9 km an FPS-117 sees over flat ground for 390 km: all of a disc that ends at 130 km."""
    model = flat_model(tmp_path, radius_m=30e3, cell_m=1e3)
    values, _ = draws_of(model)
    heights = Heights(agl_m=(9000.0,))
    chosen = [model.study.groups["both"]]
    found = group_areas_m2(model, chosen, model.study.target("fighter"), heights, values)
    disc = Disc.round(model.study.centre, radius_m=30e3, cell_m=1e3)
    assert found["Radar east, alone"] == pytest.approx(disc.east_cells.size * 1e6)


def test_blocks_and_threads_do_not_matter(world, monkeypatch):
    model, values, _ = world
    whole = areas(model, values)
    monkeypatch.setattr(union, "_DRAWS_AT_ONCE", 4)
    for name, area in areas(model, values, workers=2).items():
        assert np.array_equal(area, whole[name])


def test_some_draws_are_those_draws(world):
    model, values, _ = world
    radar = model.placed["west"].at(values)
    some = some_draws(radar, slice(2, 4))
    assert some.draws == 2
    assert some.convention.pd.tolist() == radar.convention.pd[2:4].tolist()
    one = np.ones(radar.draws)
    assert some.reach_m(one[2:4]) == pytest.approx(radar.reach_m(one)[2:4])


def test_rows_hold_every_name_and_height(world):
    model, values, nominal = world
    premise = Premise(
        "covered_area_by_group",
        "Area",
        groups=("one", "both"),
        targets=("fighter",),
        agl_m=(100.0, 3000.0),
    )
    rows = union_rows(model, premise, values, nominal)
    assert {row.group for row in rows} == {
        "Radar west, alone",
        "Radar east, alone",
        "the west",
        "west and east",
        "west and east, beyond the west",
    }
    assert {row.height for row in rows} == {"100 m above ground", "3 km above ground"}
    assert {row.target for row in rows} == {"fighter"}
    first = areas(model, nominal)["west and east"][0, 1]
    row = next(r for r in rows if r.group == "west and east" and r.height.startswith("3 km"))
    assert row.area_m2.nominal == pytest.approx(first)
    assert row.area_m2.low <= row.area_m2.median <= row.area_m2.high


def test_off_means_nothing_is_covered(world):
    model, values, _ = world
    target = model.study.target("fighter")
    disc = Disc.round(model.study.sites["west"], radius_m=100e3, cell_m=5e3)
    covering = Covering.of(model, disc, "west", target, values)
    off = replace(covering, reach_m=np.full_like(covering.reach_m, 1.0))
    assert not off.bits(HEIGHTS, slice(None)).any()
