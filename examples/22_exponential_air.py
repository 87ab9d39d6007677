"""
How fast does the air stop bending rays?
========================================

In the exponential reference atmosphere of the Central Radio Propagation Laboratory (CRPL) one
number, the refractivity at the surface, fixes how fast refractivity falls with height. Worked
examples of the reference page ``refractionexp`` of MathWorks' Radar Toolbox.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.atmosphere.refractivity import crpl_decay_per_m, refractivity

compared = [
    ("200 N-units at the surface", 1000 * crpl_decay_per_m(200.0), "0.1184"),
    ("313 N-units at the surface", 1000 * crpl_decay_per_m(313.0), "0.1439"),
    ("450 N-units at the surface", 1000 * crpl_decay_per_m(450.0), "0.2233"),
]

# %%
# Ours beside what the page prints.
for case, ours_per_km, printed in compared:
    print(f"{case}: decay {ours_per_km:.4f} per km   published {printed} per km")
    if f"{ours_per_km:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# Moist sea air (400) loses its surplus within a few kilometres; high up all airs are alike.
plt.style.use("seaborn-v0_8-colorblind")
altitude_m = np.linspace(0.0, 12e3, 200)
figure, axes = plt.subplots(layout="constrained")
for surface, line in ((200.0, "-"), (313.0, "--"), (400.0, ":")):
    falling = refractivity(
        altitude_m,
        surface_refractivity=surface,
        surface_altitude_m=0.0,
        decay_per_m=crpl_decay_per_m(surface),
    )
    axes.plot(falling, altitude_m / 1000, line, label=f"{surface:.0f} at the surface")
    print(f"{surface:.0f} at the surface leave {falling[-1]:.0f} N-units at 12 km")
axes.set(xlabel="Refractivity (N-units)", ylabel="Altitude (km)", xlim=(0.0, None),
         title="Refractivity of the CRPL reference atmosphere")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
