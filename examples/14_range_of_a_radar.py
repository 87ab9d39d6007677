"""
How far does a radar of known power reach?
==========================================

The range equation turned round: the slant range at which one pulse still has a wanted SNR. Two
worked examples of the reference page ``radareqrng`` of MathWorks' Radar Toolbox, both at 10 GHz
with 1 MW, pulses of 10 microseconds and 6 dB wanted.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.pulse import wavelength_m
from skyshed.radar.range_equation import range_absolute

SNR = 10**0.6
RADAR = {"peak_power_w": 1e6, "pulse_s": 10e-6, "wavelength_m": wavelength_m(10e9)}
plain = {"gain": 1e2}
better = {"gain": 1e4, "losses": 10**0.3}
compared = [
    ("20 dB antenna, 1 m2", range_absolute(SNR, rcs_m2=1.0, **RADAR, **plain), "4.1057e+04"),
    ("40 dB antenna, 0.1 m2", range_absolute(SNR, rcs_m2=0.1, **RADAR, **better), "1.9426e+05"),
]

# %%
# Ours beside what the page prints.
for case, ours_m, printed in compared:
    print(f"{case:22} {ours_m:.4e} m   published {printed} m")
    if f"{ours_m:.4e}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
farther = range_absolute(SNR, rcs_m2=1.0, **RADAR, gain=1e4) / compared[0][1]
print(f"A hundred times the gain reaches {farther:.0f} times as far, all else equal.")

# %%
# Range grows with the fourth root of the cross section: a target of a tenth is seen at 56 %.
plt.style.use("seaborn-v0_8-colorblind")
rcs_m2 = np.geomspace(1e-3, 100.0, 100)
figure, axes = plt.subplots(layout="constrained")
for label, antenna, line in (
    ("20 dB antenna", plain, "-"),
    ("40 dB antenna, 3 dB losses", better, "--"),
):
    axes.loglog(rcs_m2, range_absolute(SNR, rcs_m2=rcs_m2, **RADAR, **antenna) / 1000, line,
                label=label)  # fmt: skip
axes.plot([1.0, 0.1], [row[1] / 1000 for row in compared], "ko", label="published")
axes.set(xlabel="Radar cross section (m²)", ylabel="Slant range (km)",
         title="Free-space range for 6 dB, one pulse")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
