"""Reach and raids in the report, the numbers, the files; and nothing of them without batteries."""

import csv
import dataclasses
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from skyshed.errors import OutputError
from skyshed.output.compare import compare_folders
from skyshed.output.folder import write_results
from skyshed.output.rasters import write_rasters
from skyshed.output.reach_figures import headline_reach, reach_figures
from skyshed.output.reach_maps import on_plane, reach_maps
from skyshed.output.report import report_html
from skyshed.output.report_draws import draw_figures
from skyshed.output.report_raids import (
    _target_label,
    alike_words,
    raid_figures,
    raid_rows,
    scan_words,
)
from skyshed.output.report_reach import lead, reach_rows, waterfall_facts
from skyshed.output.vectors import write_vectors
from tests.output.reaches import make_raids, with_reach
from tests.output.synthetic import make_result

STUDY = "format_version: 1\nname: synthetic-2019\n"


def with_draws(result):
    """Draws for the first reading of the first claim."""
    claim = result.claims[0]
    rng = np.random.default_rng(0)
    reading = dataclasses.replace(
        claim.readings[0],
        draws={w: rng.normal(m, 3e4, 40) for w, m in (("uniform", 2.3e5), ("triangular", 2.4e5))},
        threshold=237.5e3,
    )
    claim = dataclasses.replace(claim, readings=(reading, *claim.readings[1:]))
    return dataclasses.replace(result, claims=(claim, *result.claims[1:]))


@pytest.fixture(scope="module")
def result():
    return with_draws(with_reach())


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "results"
    write_results(result, STUDY, out)
    return out


@pytest.fixture(scope="module")
def page(folder):
    return (folder / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def drawings(result):
    found = reach_figures(result).every() + raid_figures(result).every()
    return found + list(draw_figures(result).values())


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_study_of_radars_alone_has_none_of_it(tmp_path):
    plain = make_result()
    write_results(plain, STUDY, tmp_path / "plain")
    page = (tmp_path / "plain" / "report.html").read_text("utf-8")
    assert not set(re.findall(r'<section id="([^"]*)"', page)) & {"reach", "raids"}
    for word in ("salvo", "annihilation", "no-escape", "reading_draws", "replay/"):
        assert word not in page
    numbers = json.loads((tmp_path / "plain" / "results.json").read_text("utf-8"))
    assert not {"reaches", "raids"} & set(numbers)
    assert "threshold" not in numbers["claims"]["range"]["readings"][0]
    assert "raids" not in json.loads((tmp_path / "plain" / "manifest.json").read_text("utf-8"))
    assert not (tmp_path / "plain" / "replay").exists()
    names = {path.stem for path in (tmp_path / "plain" / "tables").iterdir()}
    assert not {name for name in names if name.startswith(("reach", "raid", "waterfall"))}


def test_the_sections_come_after_the_maps_of_cover(page):
    order = re.findall(r'<section id="([^"]*)"', page)
    places = [order.index(name) for name in ("limits-map", "reach", "raids", "ranges")]
    assert places == sorted(places)
    assert 'href="#reach"' in page
    assert 'href="#raids"' in page


@pytest.mark.parametrize(
    "words",
    [
        "From the first sight to the hit",
        "75\N{NO-BREAK SPACE}% (60 to 90\N{NO-BREAK SPACE}%) of the quoted radius",
        "the radar on the ground must see the target",
        "812 of 20000 possible missiles",
        "at once 37,000 km² (24,000 to 50,000)",
        "302 km (284 to 320) along the ground",
        "Four &lt;fighters&gt; &amp; none seen",
        "Fewer leak than \u201cstanding alone\u201d",
        "not at all in 4 % of runs",
        "Run 14 of draw 3.",
        "12 draws of what is not known, and for each 50 runs of chance",
        "The precision that was asked for was not reached.",
        "replay/low/",
        "no-escape",
        "draws against runs",
        "All draws of this reading",
    ],
)
def test_the_report_says(page, words):
    assert words in page


def test_figures_are_well_formed_repeat_and_follow_the_theme(result, drawings):
    again = reach_figures(result).every() + raid_figures(result).every()
    for drawing, other in zip(drawings, [*again, *draw_figures(result).values()], strict=True):
        ElementTree.fromstring(drawing.standalone)
        assert drawing == other
        assert not re.findall(r"#[0-9a-f]{6}\b", drawing.inline), drawing.name


def test_every_figure_is_on_the_page_once(result, page, drawings):
    html, every = report_html(result)
    assert {d.name for d in drawings} <= {d.name for d in every}
    assert len({d.name for d in every}) == len(every)
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        assert page.count(drawing.inline) == 1, drawing.name


def test_the_envelope_names_its_curves(result):
    envelope = reach_figures(result).headline["envelope"]
    assert "no-escape, median draw" in envelope.inline
    assert "cone of silence" in envelope.inline
    assert "in 95 % or more" in envelope.inline


def test_the_caption_of_what_forbids_explains_what_its_legend_shows(result, page):
    figures = reach_figures(result)
    pairs = {"no time left to get there": "No time left:", "behind terrain": "Behind terrain:",
             "below the horizon": "Below the horizon:"}  # fmt: skip
    for entry, explained in pairs.items():
        assert (entry in figures.headline["limits"].inline) == (explained in figures.limits_words)
    assert figures.limits_words in page


def test_the_headline_battery_has_the_headline_radar(result):
    reach, pair = headline_reach(result)
    assert (reach.key, pair.target) == ("truck", "f-16c")
    first, second = result.reaches
    other = dataclasses.replace(first, see="elsewhere", guide="elsewhere")
    swapped = dataclasses.replace(result, reaches=(other, second))
    assert headline_reach(swapped)[0].key == "patriot"
    assert headline_reach(dataclasses.replace(result, headline=("none", "none")))[0].key == "truck"


def test_an_intercept_that_never_happens_is_said(result):
    pair = result.reaches[0].pairs[0]
    nan = float("nan")
    never = dataclasses.replace(pair.intercept_slant_m, low=nan, median=nan, high=nan)
    missed = dataclasses.replace(pair, intercept_slant_m=never)
    assert lead(result, missed) == [
        "Against F-16C, flying straight at the battery, no intercept is possible in most draws."
    ]
    falls = dataclasses.replace(pair.waterfall, time_at_ring_s=never)
    facts = dict(waterfall_facts(dataclasses.replace(pair, waterfall=falls)))
    assert facts["Flight to the ring"] == "the missile does not get there"


def test_rows_of_a_raid_keep_chance_and_ignorance_apart():
    low, high = make_raids()
    rows = {row.label: row for row in raid_rows(low)}
    leakage = rows["Leakage"].cells[0]
    assert re.fullmatch(r"\d+ % \(\d+ to \d+\)", leakage.value)
    assert re.fullmatch(r"mean [\d.]+ ± [\d.]+ %", leakage.chance[0])
    assert rows["Fewer leak than \u201cstanding alone\u201d"].cells[1].value == "3.2 (1.1 to 5.6)"
    assert {row.label: row.cells[0].value for row in raid_rows(high)}["First shot"] == "never"


def test_results_and_manifest_hold_the_numbers(folder, result):
    numbers = json.loads((folder / "results.json").read_text("utf-8"))
    pair = result.reaches[0].pairs[0]
    told = numbers["reaches"]["truck"]["targets"]["f-16c"]
    assert told["intercept_slant_m"]["p50"] == pair.intercept_slant_m.median
    assert told["area_at_once_m2"]["p50"] == pytest.approx(pair.area_m2.median / 3.0)
    assert [step["step"] for step in told["waterfall"]["steps"]][-1] == "intercept"
    outcomes = numbers["raids"]["low"]["outcomes"]
    assert outcomes[0]["quantities"]["leakage"]["sampling"] > 0.0
    assert outcomes[1]["fewer_leakers"]["p50"] == 3.2
    assert numbers["raids"]["high"]["outcomes"][0]["quantities"]["first_shot_s"]["p50"] is None
    reading = numbers["claims"]["range"]["readings"][0]
    assert reading["threshold"] == 237.5e3
    assert "draws" not in reading
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["raids"]["low"] == {"draws": 12, "runs": 50}
    assert "replay/low/low-typical-run.czml" in manifest["outputs"]


def test_tables_hold_what_the_figures_show(folder, result):
    tables = {path.stem: read(path) for path in (folder / "tables").iterdir()}
    first = tables["reach"][0]
    assert (first["battery"], first["target"], first["unit"]) == ("truck", "f-16c", "m")
    assert float(first["p50"]) == 188e3
    assert {row["aspect"] for row in tables["envelope"]} == {"inbound", "crossing", "outbound"}
    ring = [r for r in tables["waterfall"] if r["step"] == "time of flight to the ring"]
    assert ring[0]["unit"] == "s"
    leakers = [r for r in tables["raid_leakers"] if (r["raid"], r["change"]) == ("low", "")]
    assert {row["network"] for row in leakers} == {"standing alone", "told where to look"}
    missing = [r for r in tables["raids"] if r["raid"] == "high" and "first shot" in r["quantity"]]
    assert missing[0]["p50"] == ""
    draws = tables["reading_draws"]
    assert len(draws) == 80
    assert float(draws[0]["value_si"]) == pytest.approx(
        result.claims[0].readings[0].draws["uniform"][0]
    )


def test_one_run_of_every_raid_can_be_replayed(folder):
    for raid in ("low", "high"):
        names = {path.name for path in (folder / "replay" / raid).iterdir()}
        stem = f"{raid}-typical-run"
        assert names == {
            f"{stem}.txt.acmi", f"{stem}.czml", f"{stem}.kml",
            "events.csv", "states.csv", "entities.csv",
        }  # fmt: skip
    events = read(folder / "replay" / "low" / "events.csv")
    assert {row["event"] for row in events} >= {"detected", "launch", "kill", "leak"}


def test_rasters_hold_the_engageable_maps(result, tmp_path):
    import rasterio

    write_rasters(result, tmp_path)
    layers = result.reaches[0].pairs[0].layers
    stem = "truck-f-16c-engageable"
    with rasterio.open(tmp_path / f"{stem}-3-km-above-ground.tif") as file:
        np.testing.assert_array_equal(file.read(1), layers.share[2].astype(np.float32))
        assert file.transform.a == layers.cell_m
    with rasterio.open(tmp_path / f"{stem}_limiting-1-km-above-ground.tif") as file:
        np.testing.assert_array_equal(file.read(1), layers.factors[1])
        assert "9 missile energy" in file.descriptions[0]
        assert file.nodata == 255


def test_fine_maps_of_military_batteries_are_refused(result, tmp_path):
    reach = result.reaches[0]
    pair = reach.pairs[0]
    fine = dataclasses.replace(pair.layers, cell_m=100.0)
    reach = dataclasses.replace(reach, pairs=(dataclasses.replace(pair, layers=fine),))
    with pytest.raises(OutputError, match="250 m or more, got 100 m"):
        write_rasters(dataclasses.replace(result, pairs=(), reaches=(reach,)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_outlines_of_intercepts_lie_round_the_battery(result, tmp_path):
    write_vectors(result, tmp_path)
    features = json.loads((tmp_path / "truck-f-16c-reach.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["level"] for f in features] == ["p05", "p50", "p95"]
    points = json.loads((tmp_path / "batteries.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["key"] for f in points] == ["truck", "patriot"]


def test_maps_of_one_plane_stay_as_they_are(result):
    layers = result.pairs[0].layers
    there = result.reaches[0].pairs[0].layers
    np.testing.assert_array_equal(
        on_plane(layers.ground_m, layers, there, outside=np.nan), layers.ground_m
    )
    found = reach_maps(result, result.reaches[0], result.reaches[0].pairs[0])
    assert found.seen_by == "see"
    known = layers.known
    np.testing.assert_array_equal(found.seen[0][known], layers.share[0][known])


def test_maps_of_another_site_are_moved(result):
    layers = result.pairs[0].layers
    there = result.reaches[0].pairs[0].layers
    n = layers.known.shape[0] // 2
    marked = np.zeros(layers.known.shape)
    marked[n, n] = 1.0
    south = dataclasses.replace(there, latitude_deg=there.latitude_deg - 2.0)
    moved = on_plane(marked, layers, south, outside=np.nan)
    row, column = np.unravel_index(int(np.nanargmax(moved)), moved.shape)
    rows = round(2.0 * 111.1e3 / layers.cell_m)  # a degree of latitude
    assert (row, column) == (n - rows, n)
    assert np.isnan(moved[-1, n])  # south of what the other map holds


def test_equal_engagements_have_no_differences(folder):
    assert compare_folders(folder, folder) == ["no differences: same inputs, same answers"]


def test_differences_of_reach_and_raids_are_told_with_sizes(folder, result, tmp_path):
    reach, low = result.reaches[0], result.raids[0]
    pair = reach.pairs[0]
    longer = dataclasses.replace(pair.intercept_slant_m, median=198e3)
    pair = dataclasses.replace(pair, intercept_slant_m=longer)
    reach = dataclasses.replace(reach, pairs=(pair, *reach.pairs[1:]))
    first = low.outcomes[0]
    spreads = {**first.spreads}
    spreads["shots"] = dataclasses.replace(spreads["shots"], median=30.0)
    low = dataclasses.replace(
        low, outcomes=(dataclasses.replace(first, spreads=spreads), *low.outcomes[1:-1])
    )
    other = dataclasses.replace(result, reaches=(reach,), raids=(low, *result.raids[1:]))
    write_results(other, STUDY, tmp_path / "b")
    lines = [line.strip() for line in compare_folders(folder, tmp_path / "b")]
    assert (
        "truck against f-16c, farthest intercept, slant, median: 188 km -> 198 km (+10.0 km)"
        in (lines)
    )
    assert "patriot: gone" in lines
    assert "low, standing alone, twice the raid: gone" in lines
    assert any(
        line.startswith("low, standing alone, missiles used, median: ") and line.endswith("-> 30")
        for line in lines
    )


def test_lanes_of_the_time_line_carry_labels(result):
    """Names count within a group, as `analysis.raid_paths` gives them."""
    raid = dataclasses.replace(result.raids[0], targets=("2 x Cruise missile at 50 m", "1 x Drone"))
    assert _target_label(raid, "tomahawk 1.2") == "1.2 Cruise missile"
    assert _target_label(raid, "drone 2.1") == "2.1 Drone"
    assert _target_label(raid, "someone else") == "someone else"


def test_a_first_detection_within_a_scan_is_said_to_be_no_warning():
    low, _ = make_raids()
    first, *others = low.outcomes
    time_s = first.spreads["first_detection_s"].median
    assert scan_words(low) == ""  # without a scan period nothing is known
    for scan_s, said in ((0.5 * time_s, ""), (2.0 * time_s, "In \u201cstanding alone\u201d half")):
        timed = dataclasses.replace(first, scan_s=scan_s)
        words = scan_words(dataclasses.replace(low, outcomes=(timed, *others)))
        assert words.startswith(said)
        assert bool(words) == bool(said)


def test_networks_that_differ_in_nothing_say_so_and_why():
    low, _ = make_raids()
    assert alike_words(low) == ""
    twin = dataclasses.replace(low.outcomes[1], network="allowed to fire")
    alike = dataclasses.replace(
        low,
        outcomes=(*low.outcomes[:2], twin, *low.outcomes[2:]),
        notes=(("allowed to fire", "Its guidance does not allow it."),),
    )
    assert alike_words(alike) == (
        "\u201callowed to fire\u201d and \u201ctold where to look\u201d give the same numbers: Its"
        " guidance does not allow it."
    )


def test_a_target_below_the_missiles_floor_is_given_the_reason(result):
    why = "it flies below the missile's lowest altitude, 60 m, which is an input"
    reach = result.reaches[0]
    pair = dataclasses.replace(reach.pairs[0], below_floor=why)
    low = dataclasses.replace(reach, pairs=(pair,))
    assert reach_rows(result, low)[0].nominal.endswith(why)
    assert not any("ring" in name for name, _ in waterfall_facts(pair))
    assert any("ring" in name for name, _ in waterfall_facts(reach.pairs[0]))
