"""
Over how much ground does an airport radar see an airliner?
===========================================================

A radar and a target of the catalogue, the builtin relief, 40 draws of everything that is not known.
The same functions serve one nominal answer and many draws; no study file is needed.
"""

import numpy as np

from skyshed.analysis.coverage import Heights, coverage_map
from skyshed.catalogue import loader
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import radar_parameters, radar_site
from skyshed.systems.target import mean_rcs_m2, signature_band, target_parameters
from skyshed.terrain.dataset import open_terrain
from skyshed.terrain.error_weight import error_weight
from skyshed.terrain.site_grid import site_grid
from skyshed.uncertainty.sampling import sample

LATITUDE_DEG, LONGITUDE_DEG = 39.3, -94.7
RADIUS_M, CELL_M = 100e3, 1000.0

entry, airliner = loader.radar("asr-9"), loader.target("a320")
terrain = open_terrain()  # or open_terrain("my-terrain.tif")
grid = site_grid(
    terrain,
    latitude_deg=LATITUDE_DEG,
    longitude_deg=LONGITUDE_DEG,
    radius_m=RADIUS_M,
    cell_m=CELL_M,
)

# %%
# Every uncertain number by name, then drawn: a Latin hypercube, one column per name.
band = signature_band(entry)
unknowns = (
    environment_parameters(terrain.error)
    | radar_parameters(entry)
    | target_parameters(airliner, band)
)
values = sample(unknowns, size=40, seed=1)
radar = radar_site(
    entry,
    values,
    latitude_deg=LATITUDE_DEG,
    longitude_deg=LONGITUDE_DEG,
    ground_altitude_m=float(grid.ground_m[grid.n, grid.n]),
    maximum_range_m=1.45 * RADIUS_M,  # the corners of the square map lie 1.41 radii away
)
rcs_m2 = mean_rcs_m2(airliner, values, band, swerling=radar.convention.swerling)

# %%
# Lowest covered altitude of every cell, and cover at four heights, in every draw.
cover = coverage_map(
    radar,
    grid.ground_m,
    cell_m=CELL_M,
    reach_m=radar.reach_m(rcs_m2, pd=0.5),
    heights=Heights(agl_m=(50.0, 100.0, 300.0, 1000.0)),
    error_weight=error_weight(grid),
)
for label, share in zip(cover.heights.labels, cover.covered_share().T, strict=True):
    low, middle, high = np.quantile(share, [0.05, 0.5, 0.95])
    print(f"{label:20} {middle:4.0%} of 100 km round the radar ({low:.0%} to {high:.0%})")
