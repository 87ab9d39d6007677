"""
How much ground echoes together with a target?
==============================================

A radar that looks down collects the echo of all ground in its resolution cell. Near the radar the
beam bounds that patch, far away the pulse does. Worked example of the reference page
``surfclutterrcs`` of MathWorks' Radar Toolbox: ground with a reflectivity of 1, seen from 1 km at
10 degrees.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.clutter import clutter_patch_rcs_m2
from skyshed.radar.range_equation import snr_absolute

CELL = {"azimuth_beamwidth_rad": np.radians(1.0), "elevation_beamwidth_rad": np.radians(3.0),
        "grazing_rad": np.radians(10.0)}  # fmt: skip
RADAR = {"peak_power_w": 5e3, "pulse_s": 10e-6, "wavelength_m": 0.01, "gain": 100.0}

patch_m2 = clutter_patch_rcs_m2(1.0, 1e3, pulse_s=10e-6, **CELL)
over_noise_db = 10 * np.log10(snr_absolute(1e3, rcs_m2=patch_m2, **RADAR))

# %%
# Ours beside what the page prints.
compared = [
    ("cross section of the patch, m2", patch_m2, ".1f", "5262.7"),
    ("clutter over noise, dB", over_noise_db, ".4f", "75.2006"),
]
for case, ours, form, printed in compared:
    print(f"{case:31} {ours:>8{form}}   published {printed}")
    if f"{ours:{form}}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
print(f"A target of 1 m2 over such ground lies {10 * np.log10(patch_m2):.0f} dB below its clutter.")

# %%
# Shorter pulses cut the patch; where the beam is the narrower bound, they change nothing.
plt.style.use("seaborn-v0_8-colorblind")
range_m = np.geomspace(100.0, 100e3, 300)
figure, axes = plt.subplots(layout="constrained")
for pulse_us, line in ((10.0, "-"), (1.0, "--"), (0.1, ":")):
    rcs_m2 = clutter_patch_rcs_m2(1.0, range_m, pulse_s=pulse_us * 1e-6, **CELL)
    axes.loglog(range_m / 1000, rcs_m2, line, label=f"pulse of {pulse_us:g} µs")
axes.plot(1.0, patch_m2, "ko", label="published case")
axes.set(xlabel="Slant range (km)", ylabel="Cross section of the ground (m²)",
         title="Ground in one cell: grows with R², then with R")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
