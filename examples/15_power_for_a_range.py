"""
How much power does a range ask for?
====================================

The range equation solved for the peak power: a target of 1 square metre at 50 km, 1 GHz, an antenna
of 20 dB, pulses of 1 microsecond, 6 dB wanted. The worked example of the reference page
``radareqpow`` of MathWorks' Radar Toolbox.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.pulse import wavelength_m
from skyshed.radar.range_equation import peak_power_for_snr

RADAR = {"pulse_s": 1e-6, "wavelength_m": wavelength_m(1e9), "gain": 1e2, "rcs_m2": 1.0}
compared = [("50 km", peak_power_for_snr(10**0.6, 50e3, **RADAR), "2.1996e+05")]

# %%
# Ours beside what the page prints, and what the next doubling of the range costs.
for case, ours_w, printed in compared:
    print(f"{case}: {ours_w:.4e} W   published {printed} W")
    if f"{ours_w:.4e}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
for range_m in (100e3, 200e3):
    power_w = peak_power_for_snr(10**0.6, range_m, **RADAR)
    print(f"{range_m / 1000:.0f} km: {power_w / 1e6:.1f} MW")

# %%
# Sixteen times the power for twice the range: long range comes from antennas and long looks.
plt.style.use("seaborn-v0_8-colorblind")
range_m = np.geomspace(10e3, 400e3, 200)
figure, axes = plt.subplots(layout="constrained")
for gain_db, line in ((20, "-"), (30, "--"), (40, ":")):
    antenna = RADAR | {"gain": 10 ** (gain_db / 10)}
    axes.loglog(range_m / 1000, peak_power_for_snr(10**0.6, range_m, **antenna) / 1000, line,
                label=f"antenna of {gain_db} dB")  # fmt: skip
axes.plot(50.0, compared[0][1] / 1000, "ko", label="published case")
axes.set(xlabel="Slant range (km)", ylabel="Peak power (kW)",
         title="Power that one pulse needs for 6 dB, 1 GHz, 1 m²")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
