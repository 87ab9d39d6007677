"""Lobes in the echo and in the chart: what two rays can do, and what they must leave alone."""

import numpy as np
import pytest

from skyshed.analysis import lobe_chart as chart_module
from skyshed.analysis.approach import confirmation, echo_along_profiles
from skyshed.analysis.lobe_chart import lobe_chart
from skyshed.analysis.lobes import SURFACES, Lobes
from skyshed.catalogue import loader
from skyshed.output.figures.lobe_chart import lobe_chart_drawing
from tests.analysis.radar_sites import level_profiles, radar_over

MIRROR = Lobes(SURFACES["sea"], 0.0)
CALM = Lobes(SURFACES["sea"], 0.3)
STORM = Lobes(SURFACES["sea"], 1000.0)


def echo(lobes, altitude=3000.0, **changes):
    radar = radar_over(0.0, 20.0, reach_m=300e3, k=4.0 / 3.0, **changes)
    profiles = level_profiles(step_m=500.0, steps=400)
    return echo_along_profiles(radar, profiles, altitude_m=altitude, rcs_mean_m2=[1.0], lobes=lobes)


def test_an_echo_gains_at_most_12_db_and_gains_and_loses_by_turns():
    two, one = (echo(lobes).snr[0, 0, 20:] for lobes in (MIRROR, None))
    gain = 10.0 * np.log10(two / one)
    assert gain.max() <= 12.05
    assert gain.max() > 10.0
    assert gain.min() < -15.0
    assert np.count_nonzero(np.diff(np.sign(gain))) > 20


def test_no_lobes_below_the_line_of_sight():
    low = [echo(lobes, altitude=100.0).snr[0, 0, 160:] for lobes in (MIRROR, None)]
    assert low[0] == pytest.approx(low[1], rel=1e-12)  # 80 km: the horizon of 100 m lies at 60


def test_a_storm_is_free_space():
    rough, none = echo(STORM).snr[0, 0, 40:], echo(None).snr[0, 0, 40:]
    assert rough == pytest.approx(none, rel=0.02)


def test_a_rougher_surface_has_weaker_lobes():
    spread = [
        np.ptp(10.0 * np.log10(echo(lobes).snr[0, 0, 60:])) for lobes in (MIRROR, CALM, STORM)
    ]
    assert spread[0] > spread[1] > spread[2]


def test_range_at_a_peak_is_nearly_twice_that_of_free_space():
    """F = 2 is R = 2 R0; divergence takes a little."""
    radar = radar_over(0.0, 20.0, reach_m=60e3, k=4.0 / 3.0)
    profiles = level_profiles(step_m=200.0, steps=800)
    heights = np.arange(2000.0, 6000.0, 10.0)  # many lobes: one of them is at its peak there
    found = [
        float(
            confirmation(
                radar, profiles, altitude_m=h, rcs_mean_m2=[1.0], speed_m_s=200.0, lobes=MIRROR
            ).r50_slant_m[0, 0]
        )
        for h in heights[::40]
    ]
    assert max(found) <= 120.5e3
    assert max(found) > 110e3


@pytest.fixture(scope="module")
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart_module, "_LEVELS", 40)
        patch.setattr(chart_module, "_STEPS", 50)
        yield lobe_chart(
            loader.radar("an-fps-117"), loader.target("f-16c"), lobes=CALM, draws=6, workers=2
        )


def test_chart_holds_shares_and_lobes(small):
    assert small.share.shape == (40, 50)
    assert small.nominal_pd.shape == (80, 100)
    assert set(np.unique(small.share * 6).round(6)) <= set(range(7))
    assert np.any(small.nominal_pd > small.plain_pd + 0.1)
    assert np.any(small.nominal_pd < small.plain_pd - 0.1)
    # Below the horizon nothing is covered, with lobes or without.
    assert small.share[0, -1] == 0.0


def test_chart_does_not_depend_on_workers(small, monkeypatch):
    monkeypatch.setattr(chart_module, "_LEVELS", 40)
    monkeypatch.setattr(chart_module, "_STEPS", 50)
    again = lobe_chart(
        loader.radar("an-fps-117"), loader.target("f-16c"), lobes=CALM, draws=6, workers=1
    )
    assert np.array_equal(again.share, small.share)
    assert np.array_equal(again.nominal_pd, small.nominal_pd)


def test_drawing_says_what_it_shows(small):
    drawing = lobe_chart_drawing(small, name="lobes", surface="sea, 0.3 m rough")
    assert "AN/FPS-117" in drawing.alt
    assert "sea, 0.3 m rough" in drawing.standalone
    assert "edge of cover with lobes" in drawing.standalone
    for words in ("5 to 25 % of", "25 to 50 %", "50 to 75 %", "75 to 95 %", "95 to 100 %"):
        assert words in drawing.standalone  # one swatch for each shade
    assert (
        drawing.standalone
        == lobe_chart_drawing(small, name="lobes", surface="sea, 0.3 m rough").standalone
    )
