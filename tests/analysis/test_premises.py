"""Numbers shown beside a claim without a verdict."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.premises import (
    PREMISES,
    _texts_of,
    premise_rows,
    smooth_horizons_m,
    union_rows,
)
from skyshed.analysis.results import PremiseRow
from skyshed.analysis.warning_rows import Coming
from skyshed.catalogue import loader
from skyshed.scenario.model import PREMISE_QUANTITIES, Distance, Premise
from tests.analysis.flat_world import draws_of, flat_model

ERHAC, INCIRLIK = Distance("over Erhac", 510e3), Distance("over Incirlik", 423e3)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("flat"))
    return model, *draws_of(model)


def test_every_quantity_of_the_study_file_has_its_function():
    assert set(PREMISES) == set(PREMISE_QUANTITIES)


def test_smooth_horizon_of_the_published_distances(world, record_validation):
    model, _, nominal = world
    # Closed form for an antenna of 8 m on the 4/3 Earth, printed to 0.1 km: 14.6 and 10.0 km.
    found = [smooth_horizons_m(model.placed["west"], d, nominal)[0] for d in (510e3, 423e3)]
    errors = [abs(h[0] - expected) for h, expected in zip(found, (14.6e3, 10.0e3), strict=True)]
    record_validation(
        "lowest height seen over smooth ground, 8 m antenna",
        "closed form for the distances Murted-Erhac and Murted-Incirlik",
        2,
        max(errors),
        60.0,
        "m",
    )
    assert max(errors) < 60.0  # half of the last printed digit, and the radius of the place
    for middle, low, high in found:
        assert low < middle < high


def test_atmosphere_asks_more_height_far_out_and_less_nearer(world):
    model, _, nominal = world
    ratio = []
    for distance in (250e3, 600e3):
        (rule, _, _), bent = smooth_horizons_m(model.placed["west"], distance, nominal)
        ratio.append(bent / rule)
    # 2 % less at 250 km and 7 % more at 600 km for about 313 N-units at the ground
    assert ratio == pytest.approx([0.98, 1.07], abs=0.012)


def test_within_the_horizon_any_height_is_seen(world):
    model, _, nominal = world
    (rule, _, _), bent = smooth_horizons_m(model.placed["west"], 5e3, nominal)
    assert rule == 0.0
    assert bent == 0.0


def test_smooth_horizon_in_words(world):
    model, values, nominal = world
    premise = Premise(
        "smooth_horizon_altitude",
        "Lowest height seen",
        "Geometry alone.",
        radars=("west",),
        distances=(ERHAC, INCIRLIK),
    )
    erhac, incirlik = premise_rows(model, premise, values, nominal)
    assert "over Erhac, 510 km over the ground from Site west" in erhac.label
    assert erhac.text.startswith("14.6 km (14.5 to 14.7) by the 4/3-Earth rule")
    assert incirlik.text.startswith("10.0 km")
    assert erhac.note.startswith("Geometry alone.")
    assert "0 m above sea level" in erhac.note
    assert incirlik.note == ""


def test_off_is_true_by_construction(world):
    model, values, nominal = world
    premise = Premise("off_means_no_cover", "Cover", radars=("west", "east"))
    (row,) = premise_rows(model, premise, values, nominal)
    assert row.text.startswith("none")
    assert "True by construction" in row.note
    assert "Radar west; Radar east" in row.label


def test_time_to_first_detection_shows_every_state_with_its_basis(world):
    model, values, nominal = world
    premise = Premise("time_to_first_detection", "Time until seen", system="s-400")
    rows = premise_rows(model, premise, values, nominal)
    states = loader.system("s-400").readiness
    assert len(rows) == len(states) + 1
    by_label = {row.label: row.text for row in rows}
    road = by_label["Time until seen: arriving by road"]
    assert road == "5 min (5 min to 10 min), published, grade B"
    assert by_label["Time until seen: stored in a depot"].startswith("3 days (12 h to 30 days)")
    assert rows[-1].text == "up to 10 s (5 s to 12 s) more, unverified, grade C"


def test_areas_are_taken_from_rows_that_exist(world, monkeypatch):
    model, values, nominal = world
    premise = Premise(
        "covered_area_by_group",
        "Area",
        groups=("one", "both"),
        targets=("fighter",),
        agl_m=(3000.0,),
    )
    computed = premise_rows(model, premise, values, nominal)
    unions = union_rows(model, premise, values, nominal)
    monkeypatch.setattr("skyshed.analysis.premises.union_rows", None)
    assert premise_rows(model, premise, values, nominal, unions=unions) == computed
    assert [row.label.partition("ground, ")[2] for row in computed] == [
        "the west",
        "west and east",
        "west and east, beyond the west",
    ]
    assert all("km²" in row.text for row in computed)


def test_flagship_premises_are_told_without_a_nan():
    from skyshed.analysis.placement import build_model
    from skyshed.scenario.loader import load_study
    from skyshed.terrain.dataset import open_terrain

    study = load_study("turkey-2019")
    model = build_model(study, open_terrain())
    values, nominal = draws_of(model, 2)
    rows = [
        row
        for claim in study.claims
        for premise in claim.premises
        if premise.quantity != "covered_area_by_group"
        for row in premise_rows(model, premise, values, nominal)
    ]
    assert len(rows) > 20
    for row in rows:
        assert row.label
        assert "nan" not in f"{row.label} {row.text} {row.note}".split()
    lowest = [row.text for row in rows if "over Erhac" in row.label]
    assert lowest[0].startswith("14.6 km")


def test_values_stay_as_they_were(world):
    model, values, nominal = world
    before = {key: drawn.copy() for key, drawn in values.items()}
    premise = Premise("smooth_horizon_altitude", "x", radars=("west",), distances=(ERHAC,))
    premise_rows(model, premise, values, nominal)
    assert all(np.array_equal(values[key], drawn) for key, drawn in before.items())


@pytest.fixture
def areas_too(monkeypatch):
    """Areas are the quickest of what these few draws give an interval."""
    monkeypatch.setattr("skyshed.analysis.premises.OVER_DRAWS", ("covered_area_by_group",))


def test_premises_from_draws_stand_under_the_other_weightings(world, areas_too):
    model, values, nominal = world
    premise = Premise(
        "covered_area_by_group", "Area", groups=("one",), targets=("fighter",), agl_m=(3000.0,)
    )
    (alone,) = premise_rows(model, premise, values, nominal)
    (row,) = premise_rows(model, premise, values, nominal, seed=1)
    assert alone.weightings == {}
    assert (row.label, row.text, row.note) == (alone.label, alone.text, alone.note)
    assert list(row.weightings) == ["uniform", "nominal_heavy"]
    assert all("km²" in text for text in row.weightings.values())
    assert row.other_draws == 6  # no more than the triangular weighting has


def test_without_an_interval_every_weighting_says_the_same(world, areas_too):
    model, _, nominal = world
    fixed = {
        key: replace(p, low=p.nominal, high=p.nominal, shape="fixed", values=())
        for key, p in model.parameters.items()
    }
    still = {key: np.repeat(value, 6) for key, value in nominal.items()}
    premise = Premise(
        "covered_area_by_group", "Area", groups=("one",), targets=("fighter",), agl_m=(3000.0,)
    )
    (row,) = premise_rows(replace(model, parameters=fixed), premise, still, nominal, seed=1)
    assert set(row.weightings.values()) == {row.text}


def test_premises_that_are_the_box_say_so(world):
    model, values, nominal = world
    for premise in (
        Premise("time_to_first_detection", "Time", system="s-400"),
        Premise("smooth_horizon_altitude", "Lowest", radars=("west",), distances=(ERHAC,)),
    ):
        first, *others = premise_rows(model, premise, values, nominal, seed=1)
        assert "box" in first.note
        assert all(row.weightings == {} for row in (first, *others))


def test_rows_that_are_not_told_apart_get_no_text():
    def rows(*pairs):
        return [PremiseRow(label, text) for label, text in pairs]

    here = rows(("a", "1"), ("b", "2"), ("b", "3"))
    assert _texts_of(here, rows(("a", "4"), ("b", "5"), ("b", "6"))) == ["4", "5", "6"]
    assert _texts_of(here, rows(("a", "4"), ("b", "5"))) == ["4", None, None]
    assert _texts_of(here, rows(("b", "5"), ("c", "6"))) == [None, None, None]


def test_directions_of_a_warning_follow_the_weighting():
    """Drawn evenly from 80 to 120 degrees, mostly 90: the mean of the middle and of the peak."""
    ends = {"from_rad": 90.0, "from_low_rad": 80.0, "from_high_rad": 120.0}
    numbers = {key: float(np.radians(value)) for key, value in ends.items()}
    means = []
    for weighting in ("triangular", "uniform"):
        coming = Coming.of(numbers, 600, weighting)
        means.append(np.degrees(coming.azimuth_rad[coming.chosen].mean()))
    # triangular (a + b + c)/3, uniform (a + b)/2; directions lie 6.7 degrees apart
    assert means == pytest.approx([(80 + 90 + 120) / 3, 100.0], abs=0.5)
