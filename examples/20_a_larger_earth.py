"""
Why do radar textbooks draw a larger Earth?
===========================================

Air bends rays downwards. Draw the Earth larger by the right factor, and the same rays become
straight lines. Worked examples of the reference pages ``effearthradius`` (two gradients of the
refractive index) and ``horizonrange`` (an antenna 30 m high) of MathWorks' Radar and Phased Array
System Toolboxes. The common "4/3" is close to the 1.33 of the usual gradient.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.atmosphere.refractivity import effective_radius_factor
from skyshed.propagation.effective_earth import horizon_distance_m

EARTH_M = 6_371_000.0  # not on the page; the digits of its second case tell it
k = effective_radius_factor(-39e-9, earth_radius_m=EARTH_M)
steeper = effective_radius_factor(-40e-9, earth_radius_m=EARTH_M)
arc_m = horizon_distance_m(30.0, 0.0, k=k, earth_radius_m=EARTH_M)
tangent_m = k * EARTH_M * np.tan(arc_m / (k * EARTH_M))  # the page measures along the ray

# %%
# Ours beside what the pages print. Along the ground or along the ray makes centimetres here.
compared = [
    ("effective radius at -39 N/km, m", k * EARTH_M, "8.4774e+06"),
    ("effective radius at -40 N/km, m", steeper * EARTH_M, "8.5498e+06"),
    ("horizon of an antenna of 30 m, m", tangent_m, "2.2553e+04"),
]
for case, ours, printed in compared:
    print(f"{case:33} {ours:.4e}   published {printed}")
    if f"{ours:.4e}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
straight_m = horizon_distance_m(30.0, 0.0, k=1.0, earth_radius_m=EARTH_M)
print(f"k = {k:.4f}; the radio horizon lies {arc_m / straight_m - 1:.0%} beyond the visible one.")

# %%
# The factor runs away as the gradient nears that of a duct, -157 N-units per km.
plt.style.use("seaborn-v0_8-colorblind")
gradient_n_per_km = np.linspace(-140.0, 40.0, 300)
factor = effective_radius_factor(gradient_n_per_km * 1e-9, earth_radius_m=EARTH_M)
figure, axes = plt.subplots(layout="constrained")
axes.plot(gradient_n_per_km, factor, label="effective Earth over true Earth")
axes.axhline(4.0 / 3.0, color="C1", linestyle="--", label="4/3")
axes.plot([-39.0, -40.0], [k, steeper], "ko", markersize=4, label="published cases")
axes.set(xlabel="Gradient of refractivity (N-units per km)", ylabel="Factor k (1)",
         title="A steeper fall of refractivity, a flatter Earth")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
