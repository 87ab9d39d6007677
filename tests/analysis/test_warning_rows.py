"""Rows of warning times: directions within bounds, sectors, heights, and the duct beside them."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.premises import premise_rows
from skyshed.analysis.warning import (
    inbound_tracks,
    share_looked_at,
    warning_at_heights_s,
    warning_s,
    where_to_start_m,
)
from skyshed.analysis.warning_rows import Coming
from skyshed.scenario.model import Air, Group, Place, Premise
from skyshed.uncertainty.parameter import Parameter
from tests.analysis.flat_world import CENTRE, draws_of, flat_model, flat_study, radar, site
from tests.analysis.raid_world import low_target

AIR = Parameter(315.0, 290.0, 370.0, "N-units", basis="assumed", grade="D", note="test")
NORTH = {"from_rad": 0.0, "from_low_rad": 0.0, "from_high_rad": 0.0}
PREMISE = Premise(
    "warning_minutes", "Warning", groups=("west", "south", "aloft"), targets=("low",),
    agl_m=(50.0, 300.0), place="Middle", numbers=NORTH,
)  # fmt: skip


def world_with(folder, air):
    study = flat_study()
    at = study.sites["west"]
    south = replace(radar("south", "patriot/an-mpq-53", at), sector_centre_rad=np.pi)
    aloft = radar("aloft", "e-7t", site("aloft", 40.5, 33.0))
    model = flat_model(
        folder,
        air=air,
        radars=(*study.radars, south, aloft),
        targets=(*study.targets, low_target()),
        groups={key: Group(key, f"group {key}", (key,)) for key in ("west", "south", "aloft")},
        places=(Place("Middle", *CENTRE, "assumed"),),
    )
    return model, *draws_of(model, 8)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return world_with(tmp_path_factory.mktemp("air"), None)


@pytest.fixture(scope="module")
def ducted(tmp_path_factory):
    return world_with(tmp_path_factory.mktemp("air"), Air(AIR, 5.0, "with a duct"))


def rows_of(world, premise):
    return premise_rows(world[0], premise, world[1], world[2])


def minutes(row, height):
    """Median minutes that a row gives for a height."""
    (part,) = (p for p in row.text.split("; ") if p.startswith(f"{height}: "))
    return 0.0 if part.endswith("none") else float(part.split(": ")[1].split()[0])


def test_a_row_for_each_group_and_the_heights_in_it(world):
    west, south, aloft = rows_of(world, PREMISE)
    assert west.label == "Warning: group west"
    assert 0.0 < minutes(west, "50 m") < minutes(west, "300 m") < minutes(aloft, "300 m")
    assert "km out" in west.text
    assert "from 0 degrees" in west.note
    assert (south.note, aloft.note) == ("", "")


def test_who_looks_the_other_way_sees_none_of_it(world):
    _, south, _ = rows_of(world, PREMISE)
    assert south.text == "none: all of it comes from outside the sector"


def test_a_single_height_stands_in_the_label(world):
    west, *_ = rows_of(world, replace(PREMISE, agl_m=(50.0,)))
    assert west.label == "Warning: group west, 50 m above ground"
    assert west.text[0].isdigit()


def test_without_a_duct_there_is_no_word_of_one(world):
    assert "duct" not in " ".join(
        row.label + row.text + row.note for row in rows_of(world, PREMISE)
    )


def test_the_duct_stands_beside_and_changes_nothing_else(world, ducted):
    usual, rows = rows_of(world, PREMISE), rows_of(ducted, PREMISE)
    assert rows[:3] == usual
    bent = [row for row in rows[3:] if row.label.startswith("Warning")]
    assert [row.label for row in bent] == ["Warning: group west, with a duct"]
    for height in ("50 m", "300 m"):
        assert minutes(bent[0], height) > minutes(usual[0], height)
    assert "5 times the true one" in bent[0].note


def test_ranges_of_ground_radars_with_and_without_the_duct(ducted):
    rows = [row for row in rows_of(ducted, PREMISE) if row.label.startswith("Range")]
    assert [row.label.rpartition(", ")[2] for row in rows] == [
        "Site west", "with a duct", "Site west", "with a duct",
    ]  # fmt: skip
    assert not any("E-7T" in row.label for row in rows)
    for plain, bent in zip(rows[::2], rows[1::2], strict=True):
        for height in ("50 m", "300 m"):
            assert minutes(bent, height) > minutes(plain, height)
    # by the 4/3 Earth 50 m are in sight of a 4 m antenna to 37 km; the loss at the edge shortens it
    assert 20.0 < minutes(rows[2], "50 m") < 37.0


def test_directions_keep_to_their_bounds_and_lean_to_the_middle():
    numbers = {"from_rad": 5.9, "from_low_rad": 5.2, "from_high_rad": 6.2}
    coming = Coming.of(numbers, 400)
    assert (coming.azimuth_rad[0], coming.azimuth_rad[-1]) == pytest.approx((5.2, 6.2))
    drawn = coming.azimuth_rad[coming.chosen]
    assert drawn.mean() == pytest.approx((5.2 + 5.9 + 6.2) / 3.0, abs=0.02)  # of a triangle
    assert set(Coming.of({"from_rad": 1.0}, 9).azimuth_rad) == {1.0}
    assert Coming.of({}, 9).chosen is None


def tracks_at(model, agl_m):
    return inbound_tracks(
        model, low_target(agl_m), latitude_deg=CENTRE[0], longitude_deg=CENTRE[1],
        azimuths_rad=np.radians([0.0, 90.0]), distance_m=150e3,
    )  # fmt: skip


def test_heights_together_are_the_heights_alone(world):
    model, values, _ = world
    low, high = (tracks_at(model, agl_m) for agl_m in (50.0, 300.0))
    lines = list(zip(low, high, strict=True))
    target = low_target()
    found = warning_at_heights_s(model, ["east"], target, lines, values)["east"]
    for together, tracks in zip(found, (low, high), strict=True):
        alone = warning_s(model, ["east"], target, tracks, values)["east"]
        # the arc 250 m higher is longer by 250 m in 6370 km, 0.02 s of 600 s
        assert together == pytest.approx(alone, abs=0.1)
    chosen = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    one_each = warning_at_heights_s(model, ["east"], target, lines, values, chosen=chosen)["east"]
    assert one_each.shape == (2, 8, 1)
    assert one_each[:, :, 0] == pytest.approx(found[:, np.arange(8), chosen], abs=1e-9)
    assert share_looked_at(model, ["south"], low) == 0.0
    assert share_looked_at(model, ["south", "west"], low) == 1.0


def test_flights_start_out_of_sight_and_not_farther_than_needed(world):
    model, _, _ = world
    place = {"latitude_deg": CENTRE[0], "longitude_deg": CENTRE[1], "agl_m": 50.0}
    near = where_to_start_m(model, ["west"], **place)
    # the 4/3-Earth horizons of 12 m and 50 m together: 43 km; k is taken twice as large
    assert 43e3 * np.sqrt(2.0) <= near < 43e3 * np.sqrt(2.0) + 10e3
    assert near < where_to_start_m(model, ["west", "aloft"], **place) <= 500e3
