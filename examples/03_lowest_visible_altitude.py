"""
What does a ridge hide?
=======================

The terrain sweep takes plain arrays: no catalogue, no study file. A made-up ridge, 800 m high and
20 km north of an antenna, throws a shadow; the sweep gives the lowest altitude in sight over every
cell in one pass.
"""

import numpy as np

from skyshed.propagation.line_of_sight import lowest_visible_altitude

CELL_M, N = 500.0, 200  # 100 km in every direction

ground_m = np.zeros((2 * N + 1, 2 * N + 1))  # first row north, antenna over the middle cell
ridge_row = N - int(20e3 / CELL_M)
ground_m[ridge_row, N - 40 : N + 41] = 800.0

sight = lowest_visible_altitude(
    ground_m, cell_m=CELL_M, antenna_altitude_m=20.0, latitude_rad=np.radians(40.0)
)

# %%
# Along the middle column northwards, behind the ridge, and southwards, over the plain.
for distance_km in (10, 30, 60, 100):
    cells = int(distance_km * 1000 / CELL_M)
    north_m, south_m = (max(float(sight.visible_altitude_m[N + s * cells, N]), 0) for s in (-1, 1))
    print(f"{distance_km:3} km: above {north_m:5.0f} m in the north, {south_m:5.0f} m in the south")

hidden = (sight.visible_altitude_m > 1000.0).mean()
print(f"A target at 1 km altitude is out of sight over {hidden:.0%} of the map.")
