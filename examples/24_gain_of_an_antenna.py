"""
How much gain does an antenna of three square metres give?
==========================================================

It depends on the wavelength: the same dish collects the same power, but throws it into a beam that
narrows with the frequency. Worked example of the reference page ``aperture2gain`` of MathWorks'
Phased Array System Toolbox, at a wavelength of 10 cm.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.radar.antenna import aperture_from_gain, gain_from_aperture

gain = gain_from_aperture(3.0, 0.1)
compared = [("3 m2 at 10 cm", 10 * np.log10(gain), "35.7633")]

# %%
# Ours beside what the page prints, and back again.
for case, ours_db, printed in compared:
    print(f"{case}: {ours_db:.4f} dB   published {printed} dB")
    if f"{ours_db:.4f}" != printed:
        raise SystemExit(f"{case}: not what the page prints")
print(f"The gain stands for an aperture of {aperture_from_gain(gain, 0.1):.4f} m2.")
print(f"At a metre of wavelength it is {10 * np.log10(gain_from_aperture(3.0, 1.0)):.1f} dB.")

# %%
# Short waves give a small antenna gain; at long ones only a large antenna has it.
plt.style.use("seaborn-v0_8-colorblind")
wavelength_m = np.geomspace(0.01, 2.0, 200)
figure, axes = plt.subplots(layout="constrained")
for aperture_m2, line in ((0.5, ":"), (3.0, "-"), (50.0, "--")):
    axes.semilogx(100 * wavelength_m, 10 * np.log10(gain_from_aperture(aperture_m2, wavelength_m)),
                  line, label=f"effective aperture {aperture_m2:g} m²")  # fmt: skip
axes.plot(10.0, compared[0][1], "ko", label="published case")
axes.set(xlabel="Wavelength (cm)", ylabel="Gain over an isotropic antenna (dB)",
         title="Gain of an aperture")  # fmt: skip
axes.set_xticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
axes.grid(alpha=0.3)
axes.legend()
plt.show()
