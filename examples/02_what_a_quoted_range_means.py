"""
What does "detects 1 m2 at 200 km" mean?
========================================

A brochure quotes a range and leaves out the probability of detection, the false-alarm rate, the
fluctuation of the echo, and whether one scan or several are meant. Here the same quotation is taken
in several ways, and each time the same radar is asked: from where does one scan detect a target of
1 m2 (a median, as cross-sections are tabulated) with a probability of one half?
"""

import numpy as np

from skyshed.radar.calibration import (
    Convention,
    calibration_constant,
    detection_range_m,
    mean_from_median,
)

QUOTED_RANGE_M, QUOTED_RCS_M2 = 200e3, 1.0

readings = {  # pd, pfa, Swerling case, pulses, sigma is a median, three scans together
    "Pd 0.5 in one scan": (0.5, 1e-6, 1, 1, 0, 0),
    "Pd 0.8 in one scan": (0.8, 1e-6, 1, 1, 0, 0),
    "Pd 0.9 in one scan": (0.9, 1e-6, 1, 1, 0, 0),
    "Pd 0.9 within three scans": (0.9, 1e-6, 1, 1, 0, 1),
    "Pd 0.9, steady echo, 10 pulses": (0.9, 1e-6, 0, 10, 0, 0),
    "Pd 0.5, sigma is the median": (0.5, 1e-6, 1, 1, 1, 0),
}

# %%
# One column per reading: the convention that calibrates is the one that predicts.
convention = Convention(*np.array(list(readings.values()), dtype=float).T)
constant = calibration_constant(QUOTED_RANGE_M, QUOTED_RCS_M2, convention)
rcs_mean_m2 = mean_from_median(1.0, convention.swerling)
range_m = detection_range_m(constant, rcs_mean_m2, pd=0.5, convention=convention)

for words, found_m in zip(readings, range_m, strict=True):
    print(f"{words:32} R50 = {found_m / 1000:3.0f} km")
print(f"The words alone spread the answer by a factor of {range_m.max() / range_m.min():.2f}.")
