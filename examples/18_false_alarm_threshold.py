"""
How high must a threshold be for one false alarm in a hundred?
==============================================================

Noise alone sometimes crosses any threshold. For one real sample of known phase the answer has a
closed form, which the reference page ``npwgnthresh`` of MathWorks' Phased Array System Toolbox
prints. Noise drawn at random must then cross it one time in a hundred.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.detection import threshold_coherent

PFA, SAMPLES = 0.01, 1_000_000
limit = threshold_coherent(PFA, 1, real_noise=True)  # power over the power of the noise
compared = [("threshold over noise, one real sample", 10 * np.log10(limit), "7.3335")]

# %%
# Ours beside what the page prints.
for case, ours_db, printed in compared:
    print(f"{case}: {ours_db:.4f} dB   published {printed} dB")
    if f"{ours_db:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
complex_db = 10 * np.log10(threshold_coherent(PFA, 1))
print(f"In complex noise half the power is out of phase, and {complex_db:.4f} dB do.")

# %%
# Draw noise of power 1 and count. Four standard errors of the count allow for chance.
noise = np.random.default_rng(1).standard_normal(SAMPLES)
crossed = np.mean(noise > np.sqrt(limit))
allowed = 4.0 * np.sqrt(PFA * (1.0 - PFA) / SAMPLES)
print(f"Of {SAMPLES:,} samples of noise {crossed:.3%} cross it; wanted {PFA:.1%}.")
if abs(crossed - PFA) > allowed:
    raise SystemExit("The drawn noise does not confirm the threshold.")

# %%
# Amplitudes of the drawn noise; what lies beyond the threshold are false alarms.
plt.style.use("seaborn-v0_8-colorblind")
figure, axes = plt.subplots(layout="constrained")
_, edges, bars = axes.hist(noise, bins=np.linspace(-5.0, 5.0, 121), density=True)
for left, bar in zip(edges[:-1], bars, strict=True):
    bar.set_facecolor("C2" if left >= np.sqrt(limit) else "C5")
axes.axvline(
    np.sqrt(limit), color="k", linestyle="--", label=f"threshold, {10 * np.log10(limit):.1f} dB"
)
axes.set(xlabel="Amplitude (standard deviations of the noise)", ylabel="Probability density (1)",
         title="One sample in a hundred of plain noise is a false alarm")  # fmt: skip
axes.set_yscale("log")
axes.legend()
plt.show()
