"""
How far above the noise is an echo?
===================================

The radar range equation answers it for one pulse after its matched filter. Three worked examples of
the reference page ``radareqsnr`` of MathWorks' Radar Toolbox: a target at 50 km, a smaller one at
100 km before a better antenna, and a transmitter and a receiver that stand apart.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.pulse import wavelength_m
from skyshed.radar.range_equation import snr_absolute

MEGAWATT = {"peak_power_w": 1e6}
near = {"pulse_s": 0.2e-6, "wavelength_m": wavelength_m(1e9), "gain": 1e2, "rcs_m2": 1.0}
small = {"pulse_s": 1e-6, "wavelength_m": wavelength_m(10e9), "gain": 1e4, "rcs_m2": 0.5,
         "system_temperature_k": 300.0, "losses": 10**0.3}  # fmt: skip
apart = {"pulse_s": 1e-6, "wavelength_m": wavelength_m(10e9), "gain": 1e4, "gain_receive": 1e2,
         "range_receive_m": 75e3, "rcs_m2": 1.0}  # fmt: skip
compared = [
    ("1 m2 at 50 km", 10 * np.log10(snr_absolute(50e3, **MEGAWATT, **near)), "5.5868"),
    ("0.5 m2 at 100 km", 10 * np.log10(snr_absolute(100e3, **MEGAWATT, **small)), "14.3778"),
    (
        "two stations, 50 and 75 km",
        10 * np.log10(snr_absolute(50e3, **MEGAWATT, **apart)),
        "9.0547",
    ),
]

# %%
# Ours beside what the page prints.
for case, ours_db, printed in compared:
    print(f"{case:27} {ours_db:8.4f} dB   published {printed} dB")
    if f"{ours_db:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# Twice the distance costs 12 dB, so a figure of one range says little without its SNR.
plt.style.use("seaborn-v0_8-colorblind")
range_m = np.geomspace(10e3, 300e3, 200)
figure, axes = plt.subplots(layout="constrained")
for label, radar, at_km, line in (("1 GHz, 20 dB antenna, 1 m²", near, 50, "-"),
                                  ("10 GHz, 40 dB antenna, 0.5 m²", small, 100, "--")):  # fmt: skip
    drawn = axes.semilogx(range_m / 1000, 10 * np.log10(snr_absolute(range_m, **MEGAWATT, **radar)),
                          line, label=label)  # fmt: skip
    point_db = 10 * np.log10(snr_absolute(1000.0 * at_km, **MEGAWATT, **radar))
    axes.plot(at_km, point_db, "o", color=drawn[0].get_color())
axes.set(xlabel="Slant range (km)", ylabel="SNR of one pulse (dB)",
         title="Echo against noise; dots: the published cases")  # fmt: skip
axes.set_xticks([10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"])
axes.grid(alpha=0.3)
axes.legend()
plt.show()
