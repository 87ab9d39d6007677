"""
How high is a target half a degree up and 300 km away?
======================================================

Not 2.6 km, as on a flat Earth, but three times that. Worked examples of the reference pages
``el2height``, ``height2range`` and ``height2grndrange`` of MathWorks' Radar Toolbox, on the
effective Earth that ``effearthradius`` gives.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.propagation.effective_earth import (
    ground_range_to_height_m,
    height_at_slant_range_m,
    slant_range_to_height_m,
)

PATH = {"antenna_height_m": 10.0, "effective_radius_m": 8.4774e6}
LOW, STEEP = np.radians(0.5), np.radians(2.0)
compared = [
    ("height at 0.5 degrees and 300 km", height_at_slant_range_m(300e3, LOW, **PATH), "7.9325e+03"),
    ("slant range to 1 km at 2 degrees", slant_range_to_height_m(1e3, STEEP, **PATH), "2.7125e+04"),
    (
        "ground range to 1 km at 2 degrees",
        ground_range_to_height_m(1e3, STEEP, **PATH),
        "2.7106e+04",
    ),
]

# %%
# Ours beside what the pages print.
for case, ours_m, printed in compared:
    print(f"{case:34} {ours_m:.4e} m   published {printed} m")
    if f"{ours_m:.4e}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
print(f"On a flat Earth the first would be {10.0 + 300e3 * np.sin(LOW):.0f} m high.")

# %%
# Height of the beam's axis by slant range: even a level beam leaves the ground behind.
plt.style.use("seaborn-v0_8-colorblind")
range_m = np.linspace(0.0, 400e3, 200)
figure, axes = plt.subplots(layout="constrained")
for elevation_deg, line in ((0.0, "-"), (0.5, "--"), (1.0, "-."), (2.0, ":")):
    height_m = height_at_slant_range_m(range_m, np.radians(elevation_deg), **PATH)
    axes.plot(range_m / 1000, height_m / 1000, line, label=f"{elevation_deg:g}° up")
axes.plot([300.0, 27.125], [compared[0][1] / 1000, 1.0], "ko", label="published cases")
axes.set(xlabel="Slant range (km)", ylabel="Height above the ground (km)",
         title="Where a radar beam is, with the air's mean refraction")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
