"""Figures under every weighting, as text, tables and numbers."""

import math

import pytest

from skyshed.analysis.results import Interval, UnderWeightings, WeightedRow
from skyshed.output.manifest import repeat_command
from skyshed.output.report import report_html
from skyshed.output.study_weightings import box_text, value_text, weighted_csv, weighted_numbers
from skyshed.uncertainty.sampling import WEIGHTINGS
from tests.output.synthetic import make_result

NAN = math.nan


def row(kind="sees", *, unit="m", box=(127e3, 275e3), values=(150e3, 200e3, 250e3), **place):
    answer = UnderWeightings({name: Interval(*values, 180e3, unit) for name in WEIGHTINGS}, box)
    where = {"system": "see", "target": "f-16c", "height": ""} | place
    return WeightedRow(kind, **where, quantity="confirmed, slant", answer=answer)


@pytest.mark.parametrize(
    ("unit", "box", "words"),
    [
        ("m", (127.4e3, 275.2e3), "127 to 275 km"),
        ("m", (0.0, 25e3), "never to 25 km"),
        ("m", (0.0, 0.0), "never"),
        ("share", (0.123, 0.5), "12 to 50 %"),
        ("share", (0.0, 0.0), "0 %"),
        ("1", (0.0, 12.0), "0 to 12"),
        ("1", (NAN, NAN), ""),
    ],
)
def test_box_in_words(unit, box, words):
    assert box_text(row(unit=unit, box=box, values=(0.1, 0.2, 0.3)).answer) == words


def test_shares_are_per_cent():
    assert value_text(Interval(0.1, 0.25, 0.5, 0.3, "share")) == "25 % (10 to 50 %)"
    assert value_text(Interval(0.3, 0.3, 0.3, 0.3, "share")) == "30 %"


def test_table_has_a_line_for_each_weighting_in_si_units():
    result = make_result(weighted=(row(), row("covers", unit="share", values=(0.1, 0.2, 0.3))))
    (table,) = weighted_csv(result)
    assert table.name == "weightings"
    assert [line[5] for line in table.rows[:3]] == list(WEIGHTINGS)
    assert table.rows[0][6:] == (150e3, 200e3, 250e3, 180e3, "m", 127e3, 275e3)
    assert table.rows[3][10] == "1"
    assert weighted_csv(make_result()) == []


def test_numbers_hold_all_weightings_and_the_box():
    (found,) = weighted_numbers([row(height="1 km above ground")])
    assert set(found["by_weighting"]) == set(WEIGHTINGS)
    assert found["by_weighting"]["uniform"]["p95"] == 250e3
    assert (found["height"], found["box"]) == ("1 km above ground", [127e3, 275e3])


def test_the_command_that_repeats_a_run_keeps_the_weightings():
    ranges = make_result(weighted=(row(),))
    areas = make_result(weighted=(row("covers", unit="share"),), weighting="nominal_heavy")
    assert "weighting" not in repeat_command(ranges, [], has_study=True)
    assert repeat_command(areas, [], has_study=True).endswith(
        "--weighting nominal-heavy --weightings"
    )


def test_report_has_a_chapter_that_names_every_weighting():
    page, _ = report_html(make_result(weighted=(row(),)))
    chapter = page[page.index('<section id="weightings">') :]
    chapter = chapter[: chapter.index("</section>")]
    for words in ("Triangular", "Uniform", "Nominal-heavy", "200 km (150 to 250)", "127 to 275 km"):
        assert words in chapter
    assert 'href="#weightings"' in page
    assert 'id="weightings"' not in report_html(make_result())[0]
