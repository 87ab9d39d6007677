from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.placement import build_model, on_terrain_model
from skyshed.catalogue import loader
from skyshed.errors import NotComputableError, TerrainError
from skyshed.scenario.model import Claim, Distance, Reading
from skyshed.systems.environment import TERRAIN_ERROR
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.flat_world import (
    CENTRE,
    draws_of,
    flat_model,
    flat_study,
    flat_terrain,
    radar,
    site,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("flat")


@pytest.fixture(scope="module")
def model(folder):
    return flat_model(folder)


def test_every_radar_is_placed_on_level_ground(model):
    for placed in model.placed.values():
        assert placed.altitude.antenna_ground_m == 0.0
        assert not placed.altitude.rule_applied
        assert np.nanmax(np.abs(placed.grid.ground_m)) == 0.0
        assert placed.grid.n * placed.grid.cell_m >= model.study.radius_m
        reach = placed.radar.entry.parameters["instrumented_range_m"].high
        assert placed.profiles.distance_m[-1] >= reach
        assert placed.smooth.ground_m.shape == placed.profiles.ground_m.shape
        assert np.all(placed.smooth.error_weight == 0.0)


def test_two_radars_at_one_place_share_its_terrain(folder):
    here = site("west", *CENTRE)
    study = flat_study(
        radars=(radar("one", "s-400/91n6e", here), radar("two", "s-400/92n6e", here)),
        sites={"west": here},
        groups={},
    )
    told = []
    model = build_model(study, flat_terrain(folder), tell=lambda *step: told.append(step))
    assert model.placed["one"].grid is model.placed["two"].grid
    assert told[0] == ("reading terrain", 0, 2)
    assert told[-1] == ("reading terrain", 2, 2)


def test_terrain_reaches_every_distance_asked_for(folder):
    reading = Reading(
        "far", True, "", "", "covered_at_distance", "covered", (), "all",
        distances=(Distance("there", 260e3),),
    )  # fmt: skip
    claim = Claim("c", "", "", "", "", True, "", (reading,), (), (), ())
    model = flat_model(folder, claims=(claim,))
    assert model.placed["west"].grid.n * 5e3 >= 260e3


def test_a_site_that_disagrees_with_the_terrain_keeps_its_own_altitude(folder):
    own = Parameter(843.0, 830.0, 860.0, "m", basis="published", grade="C", sources=("x",))
    high = replace(site("west", *CENTRE), ground_altitude=own)
    model = flat_model(folder, sites={"west": high}, radars=(radar("west", "s-400/91n6e", high),))
    placed = model.placed["west"]
    assert placed.altitude.rule_applied
    at = placed.at(draws_of(model)[1])
    assert at.antenna_altitude_m[0] == pytest.approx(843.0 + 8.0)
    assert at.clear_radius_m == pytest.approx(placed.grid.dataset.resolution_m)
    assert np.all(placed.smooth.ground_m == 843.0)


def test_thinning_keeps_every_nth_azimuth(model):
    placed = model.placed["west"]
    thin = placed.thinned(6)
    assert np.degrees(thin.profiles.azimuth_rad) == pytest.approx(np.arange(0.0, 360.0, 30.0))
    assert np.array_equal(thin.on("smooth Earth").ground_m, placed.smooth.ground_m[::6])
    assert thin.on("relief") is thin.profiles


def test_terrain_models_without_error(model):
    values = {TERRAIN_ERROR: np.array([5.0, -3.0]), "other": np.ones(2)}
    assert on_terrain_model(values, "relief with error") == values
    for name in ("smooth Earth", "relief"):
        changed = on_terrain_model(values, name)
        assert changed[TERRAIN_ERROR].tolist() == [0.0, 0.0]
        assert changed["other"] is values["other"]
    assert values[TERRAIN_ERROR].tolist() == [5.0, -3.0]


def test_headings_show_their_side_of_the_target(model):
    values, _ = draws_of(model, 8)
    placed = model.placed["west"].at(values)
    fighter = model.study.target("fighter")

    def rcs(**changes):
        return model.mean_rcs_m2(placed, "west", replace(fighter, **changes), values)

    assert np.all(rcs(heading="best") >= rcs())
    assert np.all(rcs(heading="worst") <= rcs())
    assert np.array_equal(
        rcs(), model.rcs_at_aspect(placed, "west", fighter, values, np.float64(0.0))
    )


def test_a_course_shows_the_nose_ahead_and_the_tail_behind(model):
    """Flying east: a target to the west of the radar comes nose-on, one to the east tail-on."""
    values, _ = draws_of(model, 8)
    placed = model.placed["west"].at(values)
    fighter = replace(model.study.target("fighter"), heading="course", course_rad=np.radians(90.0))
    reach = model.reach_m(placed, "west", fighter, values, pd=0.5)
    assert reach.shape == (8, 72)
    aspects = {54: 0.0, 18: np.pi, 0: 0.5 * np.pi, 36: 0.5 * np.pi}
    for azimuth, aspect in aspects.items():
        rcs = model.rcs_at_aspect(placed, "west", fighter, values, aspect)
        assert reach[:, azimuth] == pytest.approx(placed.reach_m(rcs, pd=0.5), rel=1e-9)


def test_a_radar_outside_the_terrain_is_refused(folder):
    away = site("west", 10.0, 33.0)
    with pytest.raises(TerrainError):
        flat_model(folder, sites={"west": away}, radars=(radar("west", "s-400/91n6e", away),))


def test_a_radar_without_a_pair_is_refused(folder):
    entry = replace(loader.radar("s-400/91n6e"), pairs=())
    here = site("west", *CENTRE)
    bad = replace(radar("west", "s-400/91n6e", here), entry=entry)
    with pytest.raises(NotComputableError, match="not computable"):
        flat_model(folder, radars=(bad,), groups={})
