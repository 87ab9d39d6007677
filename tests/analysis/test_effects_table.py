"""The table of what each effect changes: the page is current, and the rows make sense."""

import importlib.util

import numpy as np
import pytest

from skyshed.analysis.effects_table import HEIGHTS, changes, effect_rows, effects
from tests.analysis.flat_world import flat_model
from tests.conftest import ROOT

TOOL = ROOT / "tools" / "write_effects.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("write_effects", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_page_is_current(tool):
    """All draws, one height, the rows that cost least; the page must hold the same numbers."""
    model = tool.flagship()
    rows = list(
        effect_rows(
            model, tool.RADAR, model.study.target(tool.TARGET), draws=model.study.draws,
            seed=model.study.seed, heights=HEIGHTS[2:], wanted=("all", "gas", "k1"), workers=2,
        )
    )  # fmt: skip
    page = (ROOT / "docs" / "effects.md").read_text("utf-8").splitlines()
    for line in tool.lines(rows):
        label, nine_km = line.split(" | ")
        (written,) = [other for other in page if other.startswith(label + " |")]
        assert written.endswith(f"| {nine_km}"), f"{written}\nnow: {line}\nrun {TOOL.name}"


def test_page_has_every_row():
    page = (ROOT / "docs" / "effects.md").read_text("utf-8")
    for effect in effects():
        assert f" {effect.label} |" in page or f"**{effect.label}** |" in page


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    model = flat_model(tmp_path_factory.mktemp("effects"))
    found = effect_rows(
        model, "west", model.study.target("fighter"), draws=6, seed=4, heights=HEIGHTS[1:]
    )
    return {row.effect.key: row for row in found}


def test_losses_shorten_and_ducts_lengthen(rows):
    for key in ("gas", "rain", "clutter40", "clutter20", "k1"):
        assert np.all(changes(rows[key], rows["all"]) <= 1e-3), key  # the slant of k = 1 is longer
    assert np.all(rows["duct"].range_m >= 0.999 * rows["all"].range_m)  # and the other way round
    assert np.all(rows["clutter20"].range_m <= rows["clutter40"].range_m + 1.0)


def test_on_level_ground_only_the_error_of_the_relief_is_left(rows):
    """It raises or lowers the ground by some metres at most: a few per cent of the range."""
    assert rows["smooth"].range_m == pytest.approx(rows["all"].range_m, rel=0.05)


def test_a_hard_edge_sees_farther_over_smooth_ground(rows):
    """No hill to look behind: the loss at the edge of sight only ever shortens."""
    assert np.all(rows["mask"].range_m >= rows["all"].range_m - 1.0)


def test_changes_are_draw_by_draw(rows):
    assert changes(rows["all"], rows["all"]) == pytest.approx(np.zeros((2, 3)))
