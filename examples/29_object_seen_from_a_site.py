"""
Where does a site see an object given in the frame of the Earth?
================================================================

A position from the Earth's centre tells nobody where to look. Turned into east, north and up of the
site it does. The worked example of the reference page ``ecef2enu`` of MathWorks' Mapping Toolbox;
the site is itself 1878 km up.
"""

import matplotlib.pyplot as plt
import numpy as np

from skyshed.geodesy.frames import ecef_to_enu, enu_to_azimuth_elevation_range

POSITION_M = np.array([5507528.9, 4556224.1, 6012820.8])
SITE = (np.radians(45.9132), np.radians(36.7484), 1877753.2)
enu_m = ecef_to_enu(POSITION_M, *SITE)
east_m, north_m, up_m = enu_m

# %%
# Ours beside what the page prints: east and north to 0.1 m, up to four digits.
compared = [
    ("east, m", east_m, ".1f", "355601.3"),
    ("north, m", north_m, ".1f", "-923083.2"),
    ("up, m", up_m, ".3e", "1.041e+06"),
]
for case, ours, form, printed in compared:
    print(f"{case:9} {ours:>10{form}}   published {printed}")
    if f"{ours:{form}}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# Angles for whoever wants to look at it.
azimuth_rad, elevation_rad, range_m = enu_to_azimuth_elevation_range(enu_m)
azimuth_deg = np.degrees(azimuth_rad) % 360.0
print(f"azimuth {azimuth_deg:.2f} deg, elevation {np.degrees(elevation_rad):.2f} deg")
print(f"slant range {range_m / 1000:.1f} km")

plt.style.use("seaborn-v0_8-colorblind")
figure = plt.figure(layout="constrained")
axes = figure.add_subplot(projection="polar", theta_offset=np.pi / 2, theta_direction=-1)
axes.plot(azimuth_rad, 90.0 - np.degrees(elevation_rad), "o", markersize=10)
axes.set_rticks([30, 60, 90], ["60°", "30°", "horizon"])
axes.set_rlim(0.0, 90.0)
axes.set_xticks(np.radians([0, 90, 180, 270]), ["N", "E", "S", "W"])
axes.set(xlabel="Azimuth (°)", title="The object in the sky of the site; zenith in the middle")
axes.set_ylabel("Elevation (°)", labelpad=28)
plt.show()
