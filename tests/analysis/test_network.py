"""Radars together: counting identities, inclusion and exclusion, what a change does."""

from dataclasses import replace

import numpy as np
import pytest

from skyshed.analysis.coverage import Heights
from skyshed.analysis.network import NetworkQuestion, run_network
from skyshed.analysis.network_cover import count_cover, on_square
from skyshed.analysis.network_results import NetworkResult
from skyshed.analysis.union import Covering, Disc, group_areas_m2
from skyshed.catalogue import loader
from skyshed.errors import OutputError, ScenarioError
from skyshed.output.network_folder import network_tables, uncovered_files, write_network
from skyshed.scenario.model import Group, Headline, StudyTarget
from skyshed.scenario.network_changes import Variant
from tests.analysis.flat_world import (
    CENTRE,
    draws_of,
    flat_model,
    flat_study,
    flat_terrain,
    radar,
    site,
)

AIRLINER = StudyTarget(
    "airliner", loader.target("a320"), "clean", 8e3, None, 200.0, "inbound", None, "Airliner",
    True, "assumed",
)  # fmt: skip
HEIGHTS = Heights(agl_m=(100.0,), altitude_m=(1524.0,))


class Fixed:
    """Stands for a radar: random cover of a small disc, the same for everyone who asks."""

    def __init__(self, seed, draws, cells):
        self.cover = np.random.default_rng(seed).integers(0, 4, (draws, cells), dtype=np.uint8)

    def bits(self, heights, block, *, workers=1):
        return self.cover[block]


@pytest.fixture(scope="module")
def counted():
    """Three made-up radars over 400 cells, 60 draws: more than one block."""
    radars = {key: Fixed(i, 63, 400) for i, key in enumerate("abc")}
    variants = (
        Variant("g", "", ("a", "b", "c")),
        Variant("g", "without c", ("a", "b")),
        Variant("one", "", ("a",)),
    )
    region = np.ones((2, 400), dtype=bool)
    region[1, :100] = False
    counts = count_cover(
        radars, variants, HEIGHTS, region, draws=63, counted=60, mapped=(0,), workers=1
    )
    return radars, region, counts


def brute(radars, region, height):
    """Cover of each radar as sets of cells, draw by draw."""
    return {
        key: [
            {c for c in range(400) if region[height, c] and row[c] >> height & 1}
            for row in own.cover
        ]
        for key, own in radars.items()
    }


def test_union_is_inclusion_and_exclusion(counted):
    radars, region, counts = counted
    for height in (0, 1):
        own = brute(radars, region, height)
        cells = np.count_nonzero(region[height])
        for draw in range(0, 63, 7):
            a, b, c = (own[key][draw] for key in "abc")
            union = len(a) + len(b) + len(c) - len(a & b) - len(a & c) - len(b & c) + len(a & b & c)
            assert counts.fold[0][draw, height, 0] * cells == pytest.approx(union)
            assert counts.fold[0][draw, height, 2] * cells == pytest.approx(len(a & b & c))
            assert counts.only[0, "a"][draw, height] * cells == pytest.approx(len(a - b - c))


def test_sum_over_k_is_the_sum_of_single_areas(counted):
    _, _, counts = counted
    single = sum(counts.alone.values())
    assert counts.fold[0].sum(axis=2) == pytest.approx(single, abs=1e-12)


def test_leaving_one_out_loses_what_only_it_covers(counted):
    _, _, counts = counted
    lost = counts.fold[0][:, :, 0] - counts.fold[1][:, :, 0]
    assert lost == pytest.approx(counts.only[0, "c"], abs=1e-12)


def test_k_fold_shares_fall_with_k_and_one_radar_is_its_own_union(counted):
    _, _, counts = counted
    assert np.all(np.diff(counts.fold[0], axis=2) <= 0.0)
    assert counts.fold[2][:, :, 0] == pytest.approx(counts.alone["a"])


def test_maps_count_the_draws_without_cover(counted):
    radars, _, counts = counted
    together = radars["a"].cover | radars["b"].cover | radars["c"].cover
    assert np.array_equal(counts.uncovered_draws[0][0], np.sum(together[:60] & 1 == 0, axis=0))
    assert np.array_equal(counts.covered_nominal[0][1], together[60] >> 1 & 1 == 1)
    assert set(counts.uncovered_draws) == {0}  # and of no other group


def test_cells_lie_where_they_belong():
    disc = Disc.round(site("x", *CENTRE), radius_m=3e3, cell_m=1e3)
    square = on_square(disc, np.stack([disc.east_cells, disc.north_cells]), outside=np.nan)
    assert square.shape == (2, 7, 7)
    assert list(square[:, 0, 3]) == [0, 3]  # north is up
    assert list(square[:, 3, 6]) == [3, 0]
    assert np.isnan(square[0, 0, 0])


@pytest.fixture(scope="module")
def terrain(tmp_path_factory):
    return flat_terrain(tmp_path_factory.mktemp("flat")).path


def civil_study(terrain, *, entries=("asr-9", "asr-9")):
    """Two radars 100 km apart; the region is a disc of 100 km round the first."""
    west, east = site("west", *CENTRE), site("east", CENTRE[0], CENTRE[1] + 1.17)
    return replace(
        flat_study(),
        terrain=terrain,
        targets=(AIRLINER,),
        headline=Headline("west", "airliner"),
        radars=(radar("west", entries[0], west), radar("east", entries[1], east)),
        radius_m=100e3,
        agl_m=(300.0,),
        altitude_m=(1524.0, 6096.0),
        groups={"both": Group("both", "both radars", ("west", "east"))},
    )


@pytest.fixture(scope="module")
def civil(terrain):
    question = NetworkQuestion(failed=("east",), added=("asr-9@41.0,33.0",))
    return run_network(civil_study(terrain), question, workers=1)


def test_it_agrees_with_the_union_of_the_reports(terrain, tmp_path):
    """`group_areas_m2` counts the same cells by another code."""
    study = civil_study(terrain)
    model = flat_model(
        tmp_path, radars=study.radars, radius_m=100e3, groups=dict(study.groups),
        agl_m=study.agl_m, altitude_m=study.altitude_m, targets=(AIRLINER,), flights=(),
        headline=Headline("west", "airliner"),
    )  # fmt: skip
    values, _ = draws_of(model)
    target = model.study.target("airliner")
    west = group_areas_m2(model, [Group("one", "one", ("west",))], target, model.heights, values)[
        "one"
    ]
    disc = Disc.round(model.study.sites["west"], radius_m=100e3, cell_m=5e3)
    covering = {"west": Covering.of(model, disc, "west", target, values)}
    region = np.ones((3, disc.east_cells.size), dtype=bool)
    counts = count_cover(
        covering, (Variant("one", "", ("west",)),), model.heights, region, draws=6, counted=6
    )
    area = disc.east_cells.size * disc.cell_m**2
    assert counts.fold[0][:, :, 0] * area == pytest.approx(west)


def test_the_far_radar_is_asked_about_the_whole_region(civil):
    """100 km apart, both reach 60 nautical miles: at 6 km the second covers the lens where their
    discs of 111 km overlap, less what lies beyond 100 km of the first."""
    alone = civil.contributions[1].alone[2].median
    reach, apart, radius = 110.9e3, 99.9e3, 100e3
    first = np.arccos((apart**2 + radius**2 - reach**2) / (2.0 * apart * radius))
    second = np.arccos((apart**2 + reach**2 - radius**2) / (2.0 * apart * reach))
    chord = 0.5 * np.sqrt(
        (-apart + radius + reach)
        * (apart + radius - reach)
        * (apart - radius + reach)
        * (apart + radius + reach)
    )
    lens = radius**2 * first + reach**2 * second - chord
    cone = np.pi * (6096.0 / np.tan(np.radians(35.0))) ** 2 / 2.0  # half of it lies inside
    expected = (lens - cone) / (np.pi * radius**2)
    assert alone == pytest.approx(expected, abs=0.03)  # cells of 5 km


def test_a_failure_and_an_addition_are_counted_against_the_group(civil):
    base, without, more = civil.variants
    assert without.change == "without Radar east"
    assert more.change.startswith("with ASR-9 at 41 N, 33 E")
    for h in range(3):
        assert without.change_of_cover[h].median <= 0.0 <= more.change_of_cover[h].median
        lost = -without.change_of_cover[h].nominal
        assert lost == pytest.approx(civil.contributions[1].only[h].nominal)
        covered, uncovered = base.fold[h][0], base.uncovered[h]
        assert uncovered.nominal == pytest.approx(1.0 - covered.nominal)
        # Of an even number of draws both medians are of one draw, so that they add up.
        assert uncovered.median == pytest.approx(1.0 - covered.median)
        assert uncovered.low == pytest.approx(1.0 - covered.high)
        assert uncovered.high == pytest.approx(1.0 - covered.low)


def test_civil_groups_show_where_they_do_not_cover(civil, tmp_path):
    layers = civil.layers["both"]
    assert layers.civil
    inside = layers.known
    assert layers.share[1][inside].mean() == pytest.approx(
        np.mean([civil.variants[0].fold[1][0].low, civil.variants[0].fold[1][0].high]), abs=0.1
    )
    write_network(civil, "", tmp_path / "out", repeat="", command=["skyshed"])
    names = sorted(path.name for path in (tmp_path / "out" / "rasters").iterdir())
    assert len(names) == 3
    assert all("uncovered" in name for name in names)
    rest = {one.subject for one in civil.weightings if one.what == "uncovered"}
    assert rest == {one.subject for one in civil.weightings}  # those after a change too


def test_military_groups_get_shares_only(terrain, tmp_path):
    """The boundary of the project: no layer of gaps for military systems, and no ranking."""
    for entries in (("s-400/91n6e", "an-fps-117"), ("asr-9", "an-fps-117")):
        found = run_network(civil_study(terrain, entries=entries), NetworkQuestion(), workers=1)
        assert isinstance(found, NetworkResult)
        assert found.layers == {}
        assert 0.0 <= found.variants[0].uncovered[0].median <= 1.0
        out = tmp_path / entries[0].replace("/", "-")
        write_network(found, "", out, repeat="", command=["skyshed"])
        assert not list(out.rglob("*.tif"))
        assert not list(out.rglob("*.geojson"))
        assert not list(out.rglob("*.kml"))
        assert "shares only" in (out / "report.html").read_text()
        assert "where-" not in " ".join(path.name for path in out.rglob("*.svg"))


def test_uncovered_maps_of_military_layers_are_refused(civil):
    layers = replace(civil.layers["both"], civil=False)
    with pytest.raises(OutputError, match="civil radars only"):
        list(uncovered_files(layers, "x"))


def test_level_ground_has_no_edges_to_warn_of(civil):
    assert not any("edge" in words for words in civil.sentences)


def test_contributions_keep_the_order_of_the_study(civil):
    assert [one.radar for one in civil.contributions] == ["Radar west", "Radar east"]
    for table in network_tables(civil):
        assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (NetworkQuestion(groups=("none",)), "--group: "),
        (NetworkQuestion(failed=("none",)), "--fail: "),
        (NetworkQuestion(added=("asr-9",)), "--add: "),
        (NetworkQuestion(added=("asr-9@95,3",)), "--add: "),
        (NetworkQuestion(added=("patriot/an-mpq-53@40,33",)), "guides missiles"),
    ],
)
def test_changes_that_cannot_be_are_refused(terrain, question, words):
    with pytest.raises(ScenarioError) as caught:
        run_network(civil_study(terrain), question, workers=1)
    assert words in str(caught.value)


def test_a_radar_that_guides_missiles_is_no_change(terrain):
    study = civil_study(terrain, entries=("patriot/an-mpq-53", "asr-9"))
    with pytest.raises(ScenarioError, match="guides missiles"):
        run_network(study, NetworkQuestion(failed=("west",)), workers=1)
    found = run_network(study, NetworkQuestion(), workers=1)
    assert [one.radar for one in found.contributions] == ["Radar east"]


def test_threads_do_not_matter(terrain, civil):
    question = NetworkQuestion(failed=("east",), added=("asr-9@41.0,33.0",))
    two = run_network(civil_study(terrain), question, workers=2)
    assert two.variants == civil.variants
    assert two.sentences == civil.sentences
