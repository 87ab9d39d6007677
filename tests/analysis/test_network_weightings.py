"""Totals of networks under each weighting and in the box."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.network import NetworkQuestion, run_network
from skyshed.analysis.network_weightings import UNCOVERED, UNION, cost_words
from skyshed.cli.networking import network_lines
from skyshed.output.flight_weightings import weighted_numbers
from skyshed.output.network_folder import network_page, network_tables
from skyshed.scenario.network_changes import network_groups, variants
from tests.analysis.flat_world import flat_terrain
from tests.analysis.test_network import civil_study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    terrain = flat_terrain(tmp_path_factory.mktemp("flat")).path
    return replace(
        civil_study(terrain), radius_m=40e3, agl_m=(), altitude_m=(304.8, 1524.0), draws=8
    )


@pytest.fixture(scope="module")
def found(study):
    return run_network(study, NetworkQuestion(failed=("east",)), workers=1)


@pytest.fixture(scope="module")
def thorough(study):
    return run_network(study, NetworkQuestion(weightings=True), workers=1)


def test_the_triangular_weighting_is_what_the_rest_of_the_report_says(found):
    own = {(w.subject, w.what, w.height): w.by_weighting["triangular"] for w in found.weightings}
    group = found.variants[0].group
    for h, label in enumerate(("FL10", "FL50")):
        assert own[group, UNION, label] == found.variants[0].fold[h][0]
        assert own[group, "2 or more", label] == found.variants[0].fold[h][1]
        assert own[group, UNCOVERED, label] == found.variants[0].uncovered[h]
        only = found.contributions[1]
        assert own[group, f"only {only.radar}", label] == only.only[h]


def test_without_being_asked_the_others_have_fewer_draws_and_there_is_no_box(found):
    for one in found.weightings:
        assert one.draws == {"triangular": 8, "uniform": 5, "nominal_heavy": 5}
        assert one.box is None
    assert any("without" in one.subject for one in found.weightings)
    assert any("whatever the weighting" in line for line in network_lines(found))
    assert not any("anywhere in the bounds" in line for line in network_lines(found))


def test_the_box_holds_every_draw(thorough):
    for one in thorough.weightings:
        assert set(one.draws.values()) == {8}
        assert one.box[0] <= one.widest[0] <= one.widest[1] <= one.box[1]
    assert any("anywhere in the bounds" in line for line in network_lines(thorough))


def test_what_none_covers_is_the_rest_of_what_one_covers(thorough):
    own = {(one.what, one.height): one for one in thorough.weightings}
    for height in ("FL10", "FL50"):
        union, rest = own[UNION, height], own[UNCOVERED, height]
        assert rest.box == pytest.approx((1.0 - union.box[1], 1.0 - union.box[0]))
        assert rest.box[0] <= rest.widest[0]


def test_threads_do_not_matter(study, thorough):
    two = run_network(study, NetworkQuestion(weightings=True), workers=2)
    assert weighted_numbers(two.weightings) == weighted_numbers(thorough.weightings)


def test_the_cost_is_said_before_it_is_spent(study):
    groups = network_groups(study, ())
    words = cost_words(study, groups, variants(study, groups, failed=(), added=()), ())
    assert words.startswith("weightings: 8 draws under each of three")
    assert "times the sweeps" in words


def test_they_are_in_the_report_and_the_tables(thorough):
    page = network_page(thorough, "skyshed network study.yaml --weightings")
    (section,) = [section for section in page.sections if section.id == "weightings"]
    assert section.blocks[0].columns[-1] == "Anywhere in the bounds"
    (table,) = [table for table in network_tables(thorough) if table.name == "weightings"]
    boxes = [row for row in table.rows if row[4] == "box"]
    assert len(boxes) == len(thorough.weightings)
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(np.isfinite(row[-1]) for row in boxes)
