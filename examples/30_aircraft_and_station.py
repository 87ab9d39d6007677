"""
How far does a ground station hear an aircraft, half the time and 95 % of the time?
===================================================================================

An aircraft at 10 km, an antenna 15 m above level ground, 1.2 GHz. One-way loss by ITU-R P.528-5,
which civil links are planned with: within sight, diffracted over the horizon, scattered beyond it.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.propagation.aeronautical import aeronautical_loss

LOW_M, HIGH_M, FREQUENCY_HZ = 15.0, 10e3, 1.2e9
AFFORDABLE_DB = 150.0  # assumed: 100 W, antennas without gain, a receiver that needs -100 dBm
PUBLISHED = {50: "128.3", 200: "140.7", 300: "146.4", 500: "190.3", 800: "223.8"}

# %%
# Ours beside the data tables of the Recommendation, half of the time.
for km, printed in PUBLISHED.items():
    path = aeronautical_loss(km * 1e3, LOW_M, HIGH_M, FREQUENCY_HZ)
    print(f"{km} km, {path.mode}: {path.loss_db:.1f} dB   published {printed} dB")
    if f"{path.loss_db:.1f}" != printed:
        raise SystemExit(f"{km} km: not what the table prints")

# %%
# A link that can afford 150 dB hears the aircraft half as far when it must do so 95 % of the time:
# refraction changes with the weather, and weak rays add to the direct one and take from it.
distance_m = np.arange(10e3, 651e3, 4e3)
curves = {
    share: [aeronautical_loss(d, LOW_M, HIGH_M, FREQUENCY_HZ, time_share=share) for d in distance_m]
    for share in (0.05, 0.5, 0.95)
}
reach_km = {}
for share, paths in curves.items():
    loss_db = [path.loss_db for path in paths]
    beyond = int(np.argmax(np.array(loss_db) > AFFORDABLE_DB))
    step = slice(beyond - 1, beyond + 1)
    reach_km[share] = np.interp(AFFORDABLE_DB, loss_db[step], distance_m[step]) / 1000
    print(f"Heard {share:.0%} of the time: to {reach_km[share]:.0f} km")
in_sight = [path.mode == "line of sight" for path in curves[0.5]]
horizon_km = distance_m[np.argmin(in_sight)] / 1000
print(f"Sight ends at about {horizon_km:.0f} km")

# %%
# Beyond the horizon the median climbs by nearly 30 dB within 60 km, until scatter takes over.
plt.style.use("seaborn-v0_8-colorblind")
figure, axes = plt.subplots(layout="constrained")
for (share, paths), line in zip(curves.items(), (":", "-", "--"), strict=True):
    axes.plot(distance_m / 1000, [path.loss_db for path in paths], line,
              label=f"not exceeded {share:.0%} of the time")  # fmt: skip
axes.plot(list(PUBLISHED)[:-1], [float(v) for v in list(PUBLISHED.values())[:-1]], "ko",
          label="published, 50 %")  # fmt: skip
axes.plot(distance_m / 1000, [path.free_space_db for path in curves[0.5]], color="grey", lw=1,
          label="free space")  # fmt: skip
axes.axhline(AFFORDABLE_DB, color="k", lw=0.8)
axes.annotate("affordable (assumed)", (462, AFFORDABLE_DB), (0, 4), textcoords="offset points")
for km, aside in zip(reach_km.values(), ((6, -26), (-44, 4), (-44, 4)), strict=True):
    axes.plot(km, AFFORDABLE_DB, "kx")
    axes.annotate(f"{km:.0f} km", (km, AFFORDABLE_DB), aside, textcoords="offset points")
axes.axvline(horizon_km, color="k", lw=0.8, ls="-.")
axes.annotate("horizon", (horizon_km, 215), (4, 0), textcoords="offset points")
axes.set(xlabel="Distance (km)", ylabel="Basic transmission loss (dB)", xlim=(0, 650),
         title="Aircraft at 10 km, station at 15 m, 1.2 GHz")  # fmt: skip
axes.grid(alpha=0.3)
axes.legend(loc="upper left")
plt.show()
