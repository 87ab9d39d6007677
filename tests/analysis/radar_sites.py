"""A radar with chosen numbers over chosen ground, without catalogue or study."""

import numpy as np

from skyshed.analysis.radials import Profiles
from skyshed.propagation.refraction import constant_radius_polynomial, effective_radius_polynomial
from skyshed.radar.calibration import Convention, calibration_constant
from skyshed.systems.radar_site import RadarSite

LATITUDE_RAD = np.radians(40.0)
EARTH_M = 6.374e6
FARTHEST_M = 650e3


def convention(draws=1, **changes):
    """Pd 0.5, Pfa 1e-6, Swerling 1, one pulse, mean cross-section, one scan."""
    plain = {
        "pd": 0.5,
        "pfa": 1e-6,
        "swerling": 1.0,
        "n_pulses": 1.0,
        "sigma_is_median": 0.0,
        "cumulative": 0.0,
    }
    return Convention(**{k: np.full(draws, 1.0) * v for k, v in (plain | changes).items()})


def radar_over(
    ground_m, mast_m=10.0, *, reach_m=200e3, draws=1, k=None, conventions=None, **changes
):
    """A radar that sees 1 m2 with Pd 0.5 at `reach_m`; k None for an exponential atmosphere.

    Numbers of `changes` may be scalars or arrays over the draws.
    """
    said = conventions or convention(draws)
    antenna = np.full(draws, 1.0) * (ground_m + np.asarray(mast_m, dtype=float))
    if k is None:
        inverse_k = effective_radius_polynomial(
            surface_refractivity=np.full(draws, 315.0),
            antenna_altitude_m=np.maximum(antenna, ground_m),
            surface_altitude_m=float(ground_m),
            earth_radius_m=EARTH_M,
            maximum_range_m=FARTHEST_M,
        )
    else:
        inverse_k = constant_radius_polynomial(k, draws)
    drawn = {
        "wavelength_m": 0.1,
        "instrumented_range_m": 600e3,
        "minimum_range_m": 1e3,
        "elevation_min_rad": np.radians(-10.0),
        "elevation_max_rad": np.radians(80.0),
        "scan_period_s": 10.0,
        "terrain_error_m": 0.0,
    }
    plain = {
        "name": "test radar",
        "civil": False,
        "latitude_rad": LATITUDE_RAD,
        "longitude_rad": 0.6,
        "ground_altitude_m": float(ground_m),
        "sector_rad": 2.0 * np.pi,
        "sector_centre_rad": 0.0,
        "clear_radius_m": 0.0,
    }
    for key in list(changes):
        (drawn if key in drawn else plain)[key] = changes[key]
    return RadarSite(
        antenna_altitude_m=antenna,
        constant=calibration_constant(np.full(draws, 1.0) * reach_m, 1.0, said),
        convention=said,
        inverse_k=inverse_k,
        scale_m=FARTHEST_M,
        **{key: np.full(draws, 1.0) * value for key, value in drawn.items()},
        **plain,
    )


def level_profiles(*, step_m=1000.0, steps=600, azimuths=1, ground_m=0.0):
    """Level ground on equally spaced azimuths, without terrain error."""
    shape = (azimuths, steps)
    azimuth = 2.0 * np.pi * np.arange(azimuths) / azimuths
    return Profiles(azimuth, step_m, np.full(shape, float(ground_m)), np.zeros(shape))
