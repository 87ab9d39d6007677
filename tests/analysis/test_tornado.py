import numpy as np
import pytest

from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.tornado import tornado
from skyshed.scenario.model import Case, Reading
from skyshed.uncertainty.sampling import nominal_values
from tests.analysis.flat_world import flat_model


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    case = Case("west", "fighter", 8e3, None, 250.0, "median", "fighter")
    reading = Reading(
        "r", True, "", "", "confirmed_slant_range", "at_least", (case,), "all", at_least_m=2e5
    )
    return ReadingModel(flat_model(tmp_path_factory.mktemp("flat")), reading)


@pytest.fixture(scope="module")
def found(asked):
    return tornado(asked, "confirmed range", seed=1)


def test_rows_are_sorted_and_bracket_the_nominal_answer(asked, found):
    assert found.nominal == pytest.approx(asked.value(nominal_values(asked.parameters()))[0])
    spans = [abs(row.at_high - row.at_low) for row in found.rows]
    assert len(found.rows) > 4
    assert spans[0] == max(spans)
    assert all(min(r.at_low, r.at_high) <= found.nominal * 1.02 for r in found.rows)
    assert len({row.key for row in found.rows}) == len(found.rows)


def test_ends_are_the_answer_with_one_unknown_moved(asked, found):
    row = next(r for r in found.rows if r.key == "s-400/91n6e.pair0.range_m")
    parameters = asked.parameters()
    for end, value in ((row.at_low, "low"), (row.at_high, "high")):
        values = nominal_values(parameters)
        values[row.key] = np.array([getattr(parameters[row.key], value)])
        assert asked.value(values)[0] == pytest.approx(end, rel=1e-9)
    assert row.at_high > row.at_low
    assert row.low_text.endswith("km")


def test_a_stronger_echo_is_seen_farther(found):
    row = next(r for r in found.rows if r.key == "f-16c.signature_level")
    assert row.at_high > row.at_low
    assert (row.low_text, row.high_text) == ("smallest quoted", "largest quoted")


def test_spread_adds_up_by_basis(found):
    assert sum(found.spread_by_basis.values()) == pytest.approx(1.0)
    assert {"assumed", "unverified", "interactions"} <= set(found.spread_by_basis)
    assert all(share >= 0.0 for share in found.spread_by_basis.values())


def test_no_row_prints_nan(found):
    for row in found.rows:
        assert "nan" not in f"{row.low_text} {row.high_text} {row.label}"
        assert row.label != row.key


def test_the_answer_under_every_weighting_lies_in_the_box(found):
    assert list(found.by_weighting) == ["triangular", "uniform", "nominal_heavy"]
    least, greatest = found.box
    for answer in found.by_weighting.values():
        assert least <= answer.low <= answer.median <= answer.high <= greatest
        assert answer.nominal == found.nominal
    # every swing of one unknown stays inside the box of all
    assert least <= min(min(row.at_low, row.at_high) for row in found.rows)
    assert greatest >= max(max(row.at_low, row.at_high) for row in found.rows)
    spans = {name: one.high - one.low for name, one in found.by_weighting.items()}
    assert spans["uniform"] > spans["triangular"] > spans["nominal_heavy"]
