"""
How wrong is the larger Earth on a path of 27 km?
=================================================

A ray leaves an antenna of 10 m at 2 degrees and rises to 1 km. The effective Earth bends it by a
constant; in the exponential atmosphere it bends less and less. The reference page ``height2range``
of MathWorks' Radar Toolbox prints both. They differ by 46 m for two reasons: 38 m come from the
bending, 8 m from reading the range off a delay, which air lengthens.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.propagation.effective_earth import slant_range_to_height_m
from skyshed.propagation.refracted_path import refracted_path

EARTH_M = 6_371_008.8
LARGER = {"antenna_height_m": 10.0, "effective_radius_m": 8.4774e6}
AIR = {"antenna_altitude_m": 10.0, "surface_refractivity": 313.0, "surface_altitude_m": 0.0,
       "earth_radius_m": EARTH_M, "decay_per_m": 0.143859e-3}  # fmt: skip
larger_m = slant_range_to_height_m(1e3, np.radians(2.0), **LARGER)
path = refracted_path(1e3, np.radians(2.0), **AIR)

# %%
# Ours beside what the page prints.
compared = [
    ("larger Earth, slant range, m", larger_m, ".4e", "2.7125e+04"),
    ("exponential air, range by delay, m", path.propagated_range_m, ".4e", "2.7171e+04"),
    ("exponential air, slant range, m", path.slant_range_m, ".4e", "2.7163e+04"),
    ("exponential air, true elevation, deg", np.degrees(path.elevation_rad), ".4f", "1.9666"),
]
for case, ours, form, printed in compared:
    print(f"{case:37} {ours:>10{form}}   published {printed}")
    if f"{ours:{form}}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# Close to the ground the air bends more than the larger Earth, higher up less, and above some
# degrees of elevation it hardly matters.
plt.style.use("seaborn-v0_8-colorblind")
elevation_deg = np.linspace(0.5, 10.0, 200)
figure, axes = plt.subplots(layout="constrained")
for target_m, line in ((1e3, "-"), (3e3, "--"), (5e3, ":")):
    ray = refracted_path(target_m, np.radians(elevation_deg), **AIR)
    straight_m = slant_range_to_height_m(target_m, np.radians(elevation_deg), **LARGER)
    axes.plot(elevation_deg, ray.propagated_range_m - straight_m, line,
              label=f"target at {target_m / 1000:.0f} km")  # fmt: skip
axes.plot(2.0, path.propagated_range_m - larger_m, "ko", label="published case")
axes.axhline(0.0, color="0.5", linewidth=0.8)
axes.set(xlabel="Elevation of the ray at the antenna (°)", ylabel="Difference in range (m)",
         title="Range by delay in exponential air less that over the larger Earth")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
