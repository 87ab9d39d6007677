"""Physical and geodetic constants that more than one part of skyshed needs, each with its source.

Constants of a single model (US-1976 atmosphere, refractivity) live with that model.
"""

from typing import Final

# Exact since 1983: the metre is defined by it (SI).
SPEED_OF_LIGHT_M_S: Final = 299_792_458.0

# Exact since 2019: the kelvin is defined by it (SI).
BOLTZMANN_J_K: Final = 1.380_649e-23

# Reference temperature of receiver noise figures, by convention.
STANDARD_TEMPERATURE_K: Final = 290.0

# Conventional value of the 3rd CGPM, 1901; also the sea-level gravity of the US-1976 atmosphere.
STANDARD_GRAVITY_M_S2: Final = 9.806_65

# Ellipsoid of WGS 84, EPSG:7030: semi-major axis and inverse flattening define it.
WGS84_SEMI_MAJOR_AXIS_M: Final = 6_378_137.0
WGS84_INVERSE_FLATTENING: Final = 298.257_223_563
WGS84_FLATTENING: Final = 1.0 / WGS84_INVERSE_FLATTENING
WGS84_SEMI_MINOR_AXIS_M: Final = WGS84_SEMI_MAJOR_AXIS_M * (1.0 - WGS84_FLATTENING)
WGS84_ECCENTRICITY_SQUARED: Final = WGS84_FLATTENING * (2.0 - WGS84_FLATTENING)
