"""
How much does a receiver add to the noise?
==========================================

A noise figure says by how much a receiver raises the noise of its reference temperature. Worked
examples of the reference pages ``systemp`` (Radar Toolbox) and ``noisepow`` (Phased Array System
Toolbox) of MathWorks. Both count the antenna in at the reference temperature: the noise factor
times that temperature, not the factor less one.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.noise import noise_power_w, system_temperature_k

warm_k = system_temperature_k(10**0.5, 300.0)  # a noise figure of 5 dB
quiet_w = noise_power_w(10e3, system_temperature_k(10**0.1, 300.0))  # 1 dB, 10 kHz
compared = [
    ("system temperature, 5 dB, in K", warm_k, ".4f", "948.6833"),
    ("noise power, 1 dB in 10 kHz, in W", quiet_w, ".4e", "5.2144e-17"),
]

# %%
# Ours beside what the pages print.
for case, ours, form, printed in compared:
    print(f"{case:34} {ours:>10{form}}   published {printed}")
    if f"{ours:{form}}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
print(f"Without the antenna the 5 dB receiver alone would have {warm_k - 300.0:.0f} K.")

# %%
# A tenth of the range is lost for every 1.8 dB of noise figure, since SNR goes with range^-4.
plt.style.use("seaborn-v0_8-colorblind")
figure_db = np.linspace(0.0, 10.0, 100)
figure, axes = plt.subplots(layout="constrained")
for reference_k, line in ((290.0, "-"), (300.0, "--")):
    axes.plot(figure_db, system_temperature_k(10 ** (figure_db / 10), reference_k), line,
              label=f"reference {reference_k:.0f} K")  # fmt: skip
axes.plot(5.0, warm_k, "ko", label="published case")
axes.set(xlabel="Noise figure (dB)", ylabel="System noise temperature (K)", ylim=(0.0, None),
         title="Noise of a receiver, antenna included")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
