"""
Which place is it that a village sees at an angle?
==================================================

From Zermatt a summit stands at azimuth 237.8, elevation 18.755 degrees, 8871.7 m away. Where is it,
and how high? The worked example of the reference page ``aer2geodetic`` of MathWorks' Mapping
Toolbox: angles to east, north and up, on to the frame of the Earth, and from there to latitude,
longitude and height above the ellipsoid.
"""

import numpy as np

from skyshed.geodesy.frames import (
    azimuth_elevation_range_to_enu,
    ecef_to_enu,
    ecef_to_geodetic,
    enu_to_azimuth_elevation_range,
    enu_to_ecef,
)

VILLAGE = (np.radians(46.0 + 1.0 / 60.0), np.radians(7.75), 1673.0)  # height above the ellipsoid
enu_m = azimuth_elevation_range_to_enu(np.radians(237.8), np.radians(18.755), 8871.7)
lat_rad, lon_rad, height_m = ecef_to_geodetic(enu_to_ecef(enu_m, *VILLAGE))

# %%
# Ours beside what the page prints, to its five digits.
compared = [
    ("latitude, deg", np.degrees(lat_rad), "45.976"),
    ("longitude, deg", np.degrees(lon_rad), "7.6583"),
    ("height above the ellipsoid, m", height_m, "4531"),
]
for case, ours, printed in compared:
    print(f"{case:30} {ours:.5g}   published {printed}")
    if f"{ours:.5g}" != printed:
        raise SystemExit(f"{case}: not what the page prints")

# %%
# And back: the same angles and distance, to the last digits that a number of 64 bits holds.
back_m = ecef_to_enu(enu_to_ecef(enu_m, *VILLAGE), *VILLAGE)
azimuth_rad, elevation_rad, range_m = enu_to_azimuth_elevation_range(back_m)
print(
    f"Back again: {np.degrees(azimuth_rad):.4f} and {np.degrees(elevation_rad):.4f} degrees,"
    f" {range_m:.4f} m"
)
