"""Medians over azimuth: a radar that looks one way is asked where it looks."""

import numpy as np

from skyshed.analysis.looked_at import looked_at
from skyshed.analysis.pairs import median_azimuth

AZIMUTHS = np.radians(np.arange(0.0, 360.0, 15.0))


def test_all_round_is_every_azimuth_and_a_sector_its_own():
    everywhere = looked_at(AZIMUTHS, sector_rad=2.0 * np.pi, sector_centre_rad=0.0)
    assert everywhere.all()
    south = looked_at(AZIMUTHS, sector_rad=np.radians(90.0), sector_centre_rad=np.pi)
    assert np.rint(np.degrees(AZIMUTHS[south])).tolist() == [135, 150, 165, 180, 195, 210, 225]


def test_a_sector_between_two_azimuths_falls_back_to_all():
    narrow = looked_at(AZIMUTHS, sector_rad=0.01, sector_centre_rad=np.radians(7.5))
    assert narrow.all()


def test_a_fixed_sector_has_the_median_of_the_steered_radar_inside_it():
    """0 outside the sector must not count: it would be "never" for every sector below half."""
    steered = np.linspace(100e3, 200e3, AZIMUTHS.size)[None, :]
    south = looked_at(AZIMUTHS, sector_rad=np.radians(90.0), sector_centre_rad=np.pi)
    fixed = np.where(south, steered, 0.0)
    assert np.isnan(median_azimuth(fixed, fixed).median)
    found = median_azimuth(fixed, fixed, south)
    assert found.median == found.nominal == np.median(steered[:, south])
