"""
How far can a radar see a low flyer?
====================================

Before hills, power or the target's signature matter, the Earth's curve sets a limit. This example
gives it twice: with the textbook's 4/3 Earth, and with a ray traced through an atmosphere whose
refractivity falls exponentially. The two agree near the radar and part beyond 200 km.
"""

import numpy as np

from skyshed.propagation.effective_earth import horizon_distance_m, smooth_horizon_altitude_m
from skyshed.propagation.ray_tracing import grazing_profile

EARTH_RADIUS_M = 6_371_000.0
ANTENNA_M = 15.0

print(f"An antenna {ANTENNA_M:g} m above smooth ground, 4/3 Earth:")
for target_m in (30.0, 100.0, 1000.0, 10_000.0):
    distance_m = horizon_distance_m(ANTENNA_M, target_m, k=4 / 3, earth_radius_m=EARTH_RADIUS_M)
    print(f"  a target at {target_m:6.0f} m is seen to {distance_m / 1000:4.0f} km")

# %%
# The other way round: how high must a target fly to be seen at a distance?
distance_m = np.array([100e3, 250e3, 400e3, 600e3])
textbook_m = smooth_horizon_altitude_m(
    distance_m, ANTENNA_M, k=4 / 3, earth_radius_m=EARTH_RADIUS_M
)
traced_m = grazing_profile(
    distance_m,
    antenna_altitude_m=ANTENNA_M,
    surface_refractivity=315.0,
    surface_altitude_m=0.0,
    earth_radius_m=EARTH_RADIUS_M,
)
print("Lowest altitude in sight:   4/3 Earth   exponential air (315 N-units)")
for d, low, ray in zip(distance_m, textbook_m, traced_m, strict=True):
    print(f"  at {d / 1000:3.0f} km: {low:16.0f} m {ray:11.0f} m   ({ray / low - 1:+.1%})")
