"""Page, tables and figures of a sensitivity made by hand."""

import numpy as np
import pytest

from skyshed.analysis.results import Interval, TerrainSummary
from skyshed.analysis.sensitivity_results import (
    QuestionSensitivity,
    SensitivityResult,
    SizeRow,
    WeightedAnswer,
)
from skyshed.output.figures.settling import settling_chart
from skyshed.output.figures.spread_bars import spread_bars
from skyshed.output.sensitivity_folder import sensitivity_page, sensitivity_tables
from skyshed.uncertainty.indices import Enough, Estimate, GroupIndex

NONE = Estimate(np.nan, np.nan, np.nan)


def index(name, first, total, half=0.05):
    return GroupIndex(
        name,
        Estimate(first, first - half, first + half),
        NONE if total is None else Estimate(total, total - half, total + half),
    )


def weighted(shift):
    subject = (
        index("radar strength", 0.2, 0.25 + shift),
        index("missile", 0.7, 0.98),
        index("terrain", -0.01, 0.0),
        index("interactions", 0.11, None),
    )
    basis = (index("derived", 0.9, 0.95), index("interactions", 0.1, None))
    answer = Interval(2.1e5, 2.4e5, 2.6e5, 2.45e5, "m")
    return WeightedAnswer(answer, (0.8, 0.7, 0.9), 0.0, {"subject": subject, "basis": basis})


@pytest.fixture(scope="module")
def question():
    answers = {"triangular": weighted(0.0), "uniform": weighted(0.1), "nominal_heavy": weighted(0)}
    subject = answers["triangular"].indices["subject"]
    rows = tuple(SizeRow(n, answers["uniform"].answer, (0.8, 0.7, 0.9)) for n in (64, 100, 128))
    return QuestionSensitivity(
        "range/possible", "could it", "slant range", "m", 2e5, "at least", (1.5e5, 2.9e5),
        answers, {64: subject, 128: subject}, Enough(4096, reached=False), rows, 250,
        {"missile": ("flight of the missile",)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def result(question):
    terrain = TerrainSummary("flat", 100.0, 0.0, 0.0, 0, 0, (), "0")
    return SensitivityResult(
        "s", "S", "1", 1, 128, 0.05, (question,), ("Sentence.",), ("Note.",), terrain, {}, {}
    )


def test_bars_name_the_groups_and_stay_between_none_and_all(question):
    drawing = spread_bars(question, name="spread")
    assert drawing == spread_bars(question, name="spread")
    for words in ("radar strength", "missile", "terrain", "derived", "by itself", "uniform"):
        assert words in drawing.standalone
    assert "interactions" not in drawing.standalone
    assert drawing.alt.startswith("Share of the spread of range/possible in all: missile 98 %")
    assert "nan" not in drawing.standalone.lower()


def test_settling_shows_shares_and_the_draws_that_meet_it(question):
    drawing = settling_chart(question, precision=0.05, name="settling")
    assert "draws that meet the reading" in drawing.standalone
    assert "radar strength" in drawing.standalone
    assert drawing.standalone.count("missile") >= 1


def test_tables_hold_every_weighting_and_are_not_clipped(result):
    tables = {table.name: table for table in sensitivity_tables(result)}
    shares = tables["shares_of_spread"]
    rows = [dict(zip(shares.columns, row, strict=True)) for row in shares.rows]
    assert len(rows) == 3 * (4 + 2)
    terrain = next(row for row in rows if row["group"] == "terrain")
    assert terrain["first"] == -0.01
    answers = dict(zip(tables["answers"].columns, tables["answers"].rows[0], strict=True))
    assert (answers["box_low"], answers["box_high"], answers["share"]) == (1.5e5, 2.9e5, 0.8)
    assert [row[1] for row in tables["own_draws"].rows] == [64, 100, 128]
    assert {row[1] for row in tables["settling"].rows} == {64, 128}


def test_page_has_answers_shares_and_how_many_draws(result):
    (section,) = sensitivity_page(result, "skyshed sensitivity study.yaml").sections
    assert section.id == "range-possible"
    answers, _, subject, basis, settling = section.blocks
    assert ("box", "150 to 290 km", "") in answers.rows
    assert subject.rows[-1][0] == "only together"
    assert subject.rows[2][1] == "0 % (0 to 4)"  # an estimate below none is shown as none
    assert basis.rows[0][0] == "derived"
    assert "about 4,096 draws would be needed" in settling.caption.lower()
    assert "takes 250" in settling.caption
