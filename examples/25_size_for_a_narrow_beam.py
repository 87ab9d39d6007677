"""
How long must an antenna be for a beam of one degree?
=====================================================

About 57 wavelengths; a taper that keeps the side lobes low broadens the beam and asks for more.
Worked examples of the reference page ``beamwidth2ap`` of MathWorks' Phased Array System Toolbox, at
a wavelength of 2 cm.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.antenna import aperture_length_m, beamwidth_rad

WAVELENGTH_M = 0.02
compared = [
    ("1 degree", aperture_length_m(np.radians(1.0), WAVELENGTH_M), "1.1459"),
    (
        "2 degrees, broadened by 1.5",
        aperture_length_m(np.radians(2.0), WAVELENGTH_M, 1.5),
        "0.8594",
    ),
]

# %%
# Ours beside what the page prints.
for case, ours_m, printed in compared:
    print(f"{case:28} {ours_m:.4f} m   published {printed} m")
    if f"{ours_m:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
longer_rad = beamwidth_rad(compared[0][1], 0.1)
print(f"The first at a wavelength of 10 cm has a beam of {np.degrees(longer_rad):.0f} degrees.")

# %%
# Length by beamwidth in three bands: narrow beams at long waves need very long antennas.
plt.style.use("seaborn-v0_8-colorblind")
beam_deg = np.geomspace(0.3, 20.0, 200)
figure, axes = plt.subplots(layout="constrained")
for wavelength_m, line in ((0.02, "-"), (0.1, "--"), (1.5, ":")):
    axes.loglog(beam_deg, aperture_length_m(np.radians(beam_deg), wavelength_m), line,
                label=f"wavelength {100 * wavelength_m:g} cm")  # fmt: skip
axes.plot(1.0, compared[0][1], "ko", label="published case, no taper")
axes.set(xlabel="Half-power beamwidth (°)", ylabel="Length of the antenna (m)",
         title="Length that a beam asks for, no taper")  # fmt: skip
axes.set_xticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
axes.grid(alpha=0.3)
axes.legend()
plt.show()
