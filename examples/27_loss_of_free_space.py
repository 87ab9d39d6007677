"""
How much of a signal is left after 10 km of empty space?
========================================================

Between two antennas without gain one part in 10^13, at 10 GHz. Nothing is absorbed: the wave
spreads. Worked example of the reference page ``fspl`` of MathWorks' Phased Array System Toolbox.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.pulse import free_space_loss

compared = [("10 GHz over 10 km", 10 * np.log10(free_space_loss(10e3, 10e9)), "132.4478")]

# %%
# Ours beside what the page prints.
for case, ours_db, printed in compared:
    print(f"{case}: {ours_db:.4f} dB   published {printed} dB")
    if f"{ours_db:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
for frequency_hz in (150e6, 1.3e9):
    loss_db = 10 * np.log10(free_space_loss(10e3, frequency_hz))
    print(f"The same way at {frequency_hz / 1e9:g} GHz: {loss_db:.1f} dB")

# %%
# Each tenfold of the distance costs 20 dB one way. The dependence on frequency comes from the
# antenna: without gain it is smaller at shorter waves, and catches less.
plt.style.use("seaborn-v0_8-colorblind")
range_m = np.geomspace(1e3, 400e3, 200)
figure, axes = plt.subplots(layout="constrained")
for frequency_hz, line in ((150e6, ":"), (1.3e9, "--"), (10e9, "-")):
    axes.semilogx(range_m / 1000, 10 * np.log10(free_space_loss(range_m, frequency_hz)), line,
                  label=f"{frequency_hz / 1e9:g} GHz")  # fmt: skip
axes.plot(10.0, compared[0][1], "ko", label="published case")
axes.set(xlabel="Distance (km)", ylabel="Loss between isotropic antennas (dB)",
         title="One-way loss of free space")  # fmt: skip
axes.set_xticks([1, 10, 100], ["1", "10", "100"])
axes.grid(alpha=0.3)
axes.legend()
plt.show()
