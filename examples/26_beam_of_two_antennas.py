"""
How wide is the beam when transmitting and receiving antenna differ?
====================================================================

An echo passes both patterns. One beamwidth stands for the two: that of a single antenna used both
ways with the same two-way beam. Worked examples of the reference page ``effbeamwidth`` of
MathWorks' Phased Array System Toolbox.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.antenna import effective_beamwidth_rad


def effective_deg(transmit_deg, receive_deg):
    """Effective beamwidth, in degrees throughout."""
    both_rad = effective_beamwidth_rad(np.radians(transmit_deg), np.radians(receive_deg))
    return np.degrees(both_rad)


compared = [
    ("15 and 12 degrees", effective_deg(15.0, 12.0), "13.2518"),
    ("25 and 6 degrees", effective_deg(25.0, 6.0), "8.2510"),
]

# %%
# Ours beside what the page prints.
for case, ours_deg, printed in compared:
    print(f"{case:18} {ours_deg:8.4f} degrees   published {printed} degrees")
    if f"{ours_deg:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
print(f"Beside a beam of 60 degrees, one of 6 makes {effective_deg(60.0, 6.0):.2f}.")

# %%
# The narrower of the two rules: beyond a few times its width, the other no longer matters.
plt.style.use("seaborn-v0_8-colorblind")
transmit_deg = np.linspace(1.0, 60.0, 200)
figure, axes = plt.subplots(layout="constrained")
for receive_deg, line in ((6.0, "-"), (12.0, "--")):
    axes.plot(transmit_deg, effective_deg(transmit_deg, receive_deg), line,
              label=f"receiving beam of {receive_deg:g}°")  # fmt: skip
axes.plot([25.0, 15.0], [compared[1][1], compared[0][1]], "ko", label="published cases")
axes.set(xlabel="Transmitting beam (°)", ylabel="Effective beam (°)", ylim=(0.0, None),
         title="One beamwidth for two antennas")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend()
plt.show()
