"""Cross sections by band and aspect."""

import numpy as np
import pytest

from skyshed.signature.rcs import band_of, rcs_by_aspect

LEVELS = {"nose_m2": 1.0, "beam_m2": 100.0, "tail_m2": 4.0}


def rcs(aspect_deg, width_deg=8.0, **levels):
    width_rad = np.radians(width_deg)
    return rcs_by_aspect(np.radians(aspect_deg), **(LEVELS | levels), spike_width_rad=width_rad)


@pytest.mark.parametrize(
    ("frequency_hz", "band"),
    [
        (30e6, "vhf"),
        (299.9e6, "vhf"),
        (300e6, "uhf_l"),
        (1.3e9, "uhf_l"),
        (2e9, "s_c"),
        (5.6e9, "s_c"),
        (8e9, "x_ku"),
        (18e9, "x_ku"),
    ],
)
def test_band_edges_belong_to_the_higher_band(frequency_hz, band):
    assert band_of(frequency_hz) == band


@pytest.mark.parametrize("frequency_hz", [0.0, 29e6, 18.1e9, np.nan])
def test_no_band_outside_the_tables(frequency_hz):
    with pytest.raises(ValueError, match="30 MHz to 18 GHz"):
        band_of(frequency_hz)


def test_table_cells_are_met():
    np.testing.assert_allclose(rcs([0.0, 90.0, 180.0]), [1.0, 100.0, 4.0], rtol=1e-12)


def test_plateau_beside_a_narrow_spike():
    np.testing.assert_allclose(rcs([10.0, 30.0, 44.0]), 1.0, rtol=1e-6)
    np.testing.assert_allclose(rcs([136.0, 170.0]), 4.0, rtol=1e-6)
    beside = rcs([60.0, 75.0, 105.0, 120.0])
    assert np.all((beside > 1.0) & (beside < 4.0))


def test_half_the_spike_is_left_at_half_its_width():
    top, flank, foot = 10.0 * np.log10([rcs(90.0), rcs(94.0), rcs(90.0, beam_m2=2.0)])
    slope_db = 10.0 * np.log10(4.0) * 4.0 / 90.0  # the plateau itself, 4 degrees on
    assert flank - foot - slope_db == pytest.approx(0.5 * (top - foot), rel=1e-9)


def test_left_and_right_and_full_turns_are_alike():
    aspect = np.linspace(0.0, 180.0, 37)
    np.testing.assert_allclose(rcs(-aspect), rcs(aspect), rtol=1e-9)
    np.testing.assert_allclose(rcs(aspect + 720.0), rcs(aspect), rtol=1e-9)


def test_scale_of_all_levels_is_the_scale_of_the_result():
    aspect = np.linspace(0.0, 180.0, 37)
    tenfold = {name: 10.0 * value for name, value in LEVELS.items()}
    np.testing.assert_allclose(rcs(aspect, **tenfold), 10.0 * rcs(aspect), rtol=1e-12)


def test_draws_and_aspects_broadcast():
    nose = np.geomspace(0.1, 10.0, 5)[:, None]
    values = rcs(np.linspace(0.0, 180.0, 7), nose_m2=nose)
    assert values.shape == (5, 7)
    np.testing.assert_allclose(values[:, 0], nose[:, 0], rtol=1e-12)
    assert np.isnan(rcs(np.nan))


def test_refuses_wrong_levels():
    with pytest.raises(ValueError, match="positive, got -10"):
        rcs(0.0, nose_m2=-10.0)
    with pytest.raises(ValueError, match="spike_width_rad"):
        rcs(0.0, width_deg=0.0)
