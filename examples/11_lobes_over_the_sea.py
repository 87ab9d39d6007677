"""
Where does a radar over the sea lose a target between its lobes?
================================================================

The sea is a mirror. Where the reflected ray arrives in step with the direct one, an echo is up to
16 times as strong as in free space; half a wavelength later it vanishes. A target that flies in at
one height crosses lobes and gaps by turns. Waves and a longer look at the unknowns wash them out:
`skyshed chart` draws that.
"""

import numpy as np

from skyshed.propagation.spherical_earth import SEA
from skyshed.propagation.two_ray import lobing_gain_db, propagation_factor

EARTH_M = 4.0 / 3.0 * 6371e3
ANTENNA_M, WAVELENGTH_M, TARGET_M = 20.0, 0.23, 1000.0
PATH = {"effective_radius_m": EARTH_M, "wavelength_m": WAVELENGTH_M, "ground": SEA}

# %%
# Two-way gain along the flight, from the horizon inwards.
distance_m = np.arange(20e3, 120e3, 50.0)
gain_db = 2.0 * lobing_gain_db(distance_m, ANTENNA_M, TARGET_M, **PATH)
peaks = np.flatnonzero((gain_db[1:-1] > gain_db[:-2]) & (gain_db[1:-1] >= gain_db[2:])) + 1
gaps = np.flatnonzero((gain_db[1:-1] < gain_db[:-2]) & (gain_db[1:-1] <= gain_db[2:])) + 1
for words, found in (("lobe", peaks), ("gap", gaps)):
    for index in found[::-1][:3]:
        print(
            f"{words:4} at {distance_m[index] / 1000:4.0f} km: {gain_db[index]:+6.1f} dB both ways"
        )

# %%
# Waves take the gaps away before they take the lobes.
for roughness_m in (0.0, 1.0, 3.0):
    factor = propagation_factor(40e3, ANTENNA_M, np.arange(600.0, 1400.0, 2.0), **PATH,
                                roughness_m=roughness_m)  # fmt: skip
    print(
        f"waves of {roughness_m:.0f} m: amplitude at 40 km between {factor.min():.2f}"
        f" and {factor.max():.2f} of free space"
    )
