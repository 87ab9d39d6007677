"""
What does it cost to watch more of the sky?
===========================================

A radar that must search shares its time over a solid angle. What counts is average power times
aperture, and frequency drops out. Worked examples of the reference pages ``radareqsearchsnr`` and
``radareqsearchrng`` of MathWorks' Radar Toolbox.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.antenna import aperture_from_gain
from skyshed.radar.pulse import wavelength_m
from skyshed.radar.search import search_range_m, search_snr, solid_angle_sr

# A tenth of a square metre at 1000 km, a sector of 30 by 45 degrees searched in 10 s.
sector_sr = solid_angle_sr(np.radians(30.0), 0.0, np.radians(45.0))
far = search_snr(1000e3, power_aperture_w_m2=3e6, solid_angle_sr=sector_sr, search_time_s=10.0,
                 rcs_m2=0.1, system_temperature_k=487.0, losses=10**0.6)  # fmt: skip

# All round up to 40 degrees, 12.5 turns a minute, 2.1 kW on average, a 34 dB antenna at 2.5 GHz.
all_round_sr = solid_angle_sr(np.radians(360.0), 0.0, np.radians(40.0))
aperture_m2 = aperture_from_gain(10**3.4, wavelength_m(2.5e9))
turning = {"power_aperture_w_m2": 2100.0 * aperture_m2, "search_time_s": 60.0 / 12.5,
           "rcs_m2": 1.0, "system_temperature_k": 487.0, "losses": 100.0}  # fmt: skip
reach_m = search_range_m(10**1.3, solid_angle_sr=all_round_sr, **turning)

# %%
# Ours beside what the pages print.
compared = [
    ("SNR of the sector search, dB", 10 * np.log10(far), "13.8182"),
    ("range of the turning radar, km", reach_m / 1000, "80.7673"),
]
for case, ours, printed in compared:
    print(f"{case:31} {ours:8.4f}   published {printed}")
    if f"{ours:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# The same turning radar over less or more sky: range falls with the fourth root of the solid angle.
plt.style.use("seaborn-v0_8-colorblind")
up_to_deg = np.linspace(2.0, 90.0, 200)
figure, axes = plt.subplots(layout="constrained")
for width_deg, line in ((360.0, "-"), (90.0, "--")):
    sky_sr = solid_angle_sr(np.radians(width_deg), 0.0, np.radians(up_to_deg))
    axes.plot(up_to_deg, search_range_m(10**1.3, solid_angle_sr=sky_sr, **turning) / 1000, line,
              label=f"{width_deg:.0f}° in azimuth")  # fmt: skip
axes.plot(40.0, reach_m / 1000, "ko", label="published case")
axes.set(xlabel="Searched up to an elevation of (°)", ylabel="Slant range (km)", ylim=(0.0, None),
         title="Range for 13 dB against 1 m², one search in 4.8 s")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
print(f"A quarter of the azimuth reaches {4**0.25 - 1:.0%} farther.")
