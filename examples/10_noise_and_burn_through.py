"""
How near must a target come before noise no longer hides it?
============================================================

A made-up radar, a made-up source of noise, textbook equations. The echo grows with the fourth power
as the target comes nearer. Noise that the target carries grows with the second; noise from a source
that stays where it is does not grow at all. So both lose inside their burn-through range.
"""

import numpy as np

from skyshed.radar.jamming import burn_through_range_m, signal_to_jamming

# %%
# Made-up numbers. The side lobes of the antenna are 30 dB (a factor of 1,000) below its beam.
RADAR = {"peak_power_w": 100e3, "gain": 2000.0, "rcs_m2": 2.0, "processing_gain": 100.0}
NOISE = {"radiated_power_w": 50.0, "jammer_bandwidth_hz": 50e6, "receiver_bandwidth_hz": 1e6}
WANTED = 20.0  # 13 dB, to be detected

at_100_km = {
    "carried by the target": signal_to_jamming(100e3, 100e3, **RADAR, **NOISE),
    "150 km away, in the beam": signal_to_jamming(100e3, 150e3, **RADAR, **NOISE),
    "150 km away, in the side lobes": signal_to_jamming(
        100e3, 150e3, gain_to_jammer=2.0, **RADAR, **NOISE
    ),
}
for words, ratio in at_100_km.items():
    seen_m = burn_through_range_m(
        ratio, 100e3, self_screening=words.startswith("carried"), wanted=WANTED
    )
    print(f"noise {words:31} target seen inside {seen_m / 1000:4.0f} km")

# %%
# What each doubling costs: 6 dB of noise takes half the range from a target that screens itself,
# and three tenths behind a source that stays away.
for noise_db in (0.0, 6.0, 12.0):
    more = 10.0 ** (noise_db / 10.0)
    carried = burn_through_range_m(1.0 / more, 100e3, self_screening=True)
    apart = burn_through_range_m(1.0 / more, 100e3, self_screening=False)
    print(
        f"{noise_db:2.0f} dB more noise: {np.round(carried / 1000):3.0f} km (carried),"
        f" {np.round(apart / 1000):3.0f} km (apart), from 100 km"
    )
