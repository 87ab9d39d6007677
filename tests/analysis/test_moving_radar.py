"""A radar that moves is the radar that stands there."""

import numpy as np
import pytest

from skyshed.analysis.moving_radar import MovingRadar
from skyshed.catalogue.loader import radar
from skyshed.propagation.effective_earth import straight_ray_altitude_m
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import RadarSite, radar_parameters, radar_site
from skyshed.terrain.dataset import user_terrain_error
from skyshed.uncertainty.sampling import nominal_values

FARTHEST_M = 600e3


def entry_and_values(name: str):
    entry = radar(name)
    parameters = radar_parameters(entry) | environment_parameters(user_terrain_error())
    return entry, nominal_values(parameters)


def ray_altitude_m(site: RadarSite, distance_m: np.ndarray) -> np.ndarray:
    share = (distance_m / site.scale_m) ** 2
    inverse_k = site.inverse_k[0] @ share[None, :] ** np.arange(6)[:, None]
    return straight_ray_altitude_m(
        distance_m,
        antenna_altitude_m=site.antenna_altitude_m[0],
        slope=-0.001,
        inverse_k=inverse_k,
        earth_radius_m=6.37e6,
    )


@pytest.mark.parametrize("name", ["s-400/91n6e", "e-7t"])
@pytest.mark.parametrize(
    ("latitude_deg", "ground_m"), [(40.0, 843.0), (40.9, 62.0), (-12.0, 3110.0)]
)
def test_agrees_with_a_radar_that_stands_there(name, latitude_deg, ground_m):
    entry, values = entry_and_values(name)
    place = {"longitude_deg": 32.0, "latitude_deg": latitude_deg, "ground_altitude_m": ground_m}
    moving = MovingRadar(entry, values, maximum_range_m=FARTHEST_M)
    moving.at(latitude_deg=40.0, longitude_deg=32.0, ground_altitude_m=0.0)  # traces at 40 degrees
    found = moving.at(**place)
    stands = radar_site(entry, values, maximum_range_m=FARTHEST_M, **place)
    assert found.antenna_altitude_m == pytest.approx(stands.antenna_altitude_m)
    assert found.constant == pytest.approx(stands.constant, rel=1e-12)
    assert found.latitude_rad == stands.latitude_rad
    distance = np.array([50e3, 150e3, 250e3])
    # The bound that the class states.
    assert ray_altitude_m(found, distance) == pytest.approx(
        ray_altitude_m(stands, distance), abs=0.5
    )


def test_duct_stays_a_duct():
    entry, values = entry_and_values("s-400/91n6e")
    moving = MovingRadar(entry, values, maximum_range_m=FARTHEST_M, k_factor=3.0)
    site = moving.at(latitude_deg=25.0, longitude_deg=50.0, ground_altitude_m=10.0)
    assert site.inverse_k[0].tolist() == [1.0 / 3.0, 0.0, 0.0, 0.0, 0.0, 0.0]
