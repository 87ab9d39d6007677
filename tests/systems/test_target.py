import numpy as np
import pytest

from skyshed.catalogue import loader
from skyshed.errors import CatalogueError
from skyshed.signature.rcs import BANDS
from skyshed.systems.target import (
    mean_rcs_m2,
    median_rcs_m2,
    signature_band,
    target_parameters,
)
from skyshed.uncertainty.sampling import nominal_values, sample

TARGETS = [entry.id for entry in loader.list_entries() if entry.kind == "target"]
SIDES = {"nose": 0.0, "tail": np.pi, "beam": 0.5 * np.pi}


def at_level(entry, band, level):
    values = nominal_values(target_parameters(entry, band))
    return values | {f"{entry.id}.signature_level": np.array([level])}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("band", BANDS)
def test_one_level_runs_through_the_whole_table(name, band):
    entry = loader.target(name)
    for aspect, angle in SIDES.items():
        cell = entry.rcs_m2[band, aspect]
        for level, expected in ((-1.0, cell.low), (0.0, cell.nominal), (1.0, cell.high)):
            found = median_rcs_m2(entry, at_level(entry, band, level), band, aspect_rad=angle)
            # The foot of the beam spike reaches the plateaus by a part in a thousand at most.
            assert found == pytest.approx([expected], rel=1e-3)


def test_levels_are_clipped_to_the_bounds():
    entry = loader.target("f-16c")
    values = at_level(entry, "s_c", 1.0) | {"f-16c.residual.nose": np.array([0.25])}
    high = entry.rcs_m2["s_c", "nose"].high
    assert median_rcs_m2(entry, values, "s_c") == pytest.approx([high], rel=1e-3)


def test_aspects_of_one_draw_move_together():
    """One common level: nose and tail of the same draw are strongly correlated."""
    entry = loader.target("f-16c")
    values = sample(target_parameters(entry, "s_c"), size=500, seed=1)
    both = median_rcs_m2(entry, values, "s_c", aspect_rad=[0.0, np.pi])
    assert both.shape == (500, 2)
    assert np.corrcoef(np.log(both.T))[0, 1] > 0.8


def test_reflectors_add_to_every_aspect():
    entry = loader.target("f-35a")
    values = nominal_values(
        target_parameters(entry, "s_c")
        | target_parameters(entry, "s_c", configuration="reflectors")
    )
    aspects = np.linspace(0.0, np.pi, 7)
    clean = median_rcs_m2(entry, values, "s_c", aspect_rad=aspects)
    bright = median_rcs_m2(entry, values, "s_c", configuration="reflectors", aspect_rad=aspects)
    added = values["f-35a+reflectors.s_c.adds_rcs_m2"]
    assert bright - clean == pytest.approx(np.full((1, 7), added[0]), rel=1e-9)
    assert added[0] > 0.0


def test_mean_is_the_median_over_its_share_of_the_mean():
    entry = loader.target("a320")
    values = sample(target_parameters(entry, "s_c"), size=3, seed=1)
    median = median_rcs_m2(entry, values, "s_c")
    mean = mean_rcs_m2(entry, values, "s_c", swerling=np.array([0.0, 1.0, 3.0]))
    assert mean / median == pytest.approx([1.0, 1.0 / np.log(2.0), 1.0 / 0.839], rel=1e-3)
    by_aspect = mean_rcs_m2(
        entry, values, "s_c", swerling=np.array([0.0, 1.0, 3.0]), aspect_rad=[0.0, 1.0]
    )
    assert by_aspect.shape == (3, 2)
    assert by_aspect[:, 0] == pytest.approx(mean)


def test_port_is_as_starboard():
    entry = loader.target("f-16c")
    values = sample(target_parameters(entry, "s_c"), size=4, seed=1)
    angles = np.radians([20.0, 88.0, 150.0])
    port = median_rcs_m2(entry, values, "s_c", aspect_rad=-angles)
    assert port == pytest.approx(median_rcs_m2(entry, values, "s_c", aspect_rad=angles))
    turned = median_rcs_m2(entry, values, "s_c", aspect_rad=angles + 2.0 * np.pi)
    assert turned == pytest.approx(port)


def test_an_unknown_configuration_is_named():
    with pytest.raises(CatalogueError, match=r"no configuration 'stealthy'; the catalogue has"):
        target_parameters(loader.target("f-35a"), "s_c", configuration="stealthy")


def test_the_band_is_that_of_the_radars_frequency():
    assert signature_band(loader.radar("s-400/91n6e")) == "s_c"
    assert signature_band(loader.radar("an-fps-117")) == "uhf_l"
    assert signature_band(loader.radar("s-400/92n6e")) == "x_ku"
