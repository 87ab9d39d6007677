"""
How do I ask a map by name?
===========================

A whole question in a few lines: the study behind `skyshed coverage`, run from Python, and its maps
as an xarray dataset with coordinates, units and the map projection.
"""

from skyshed.analysis.labelled import to_dataset
from skyshed.analysis.study import run_study
from skyshed.scenario.quick import Question, quick_study

question = Question(
    radar="asr-9",
    latitude_deg=39.3,
    longitude_deg=-94.7,
    target="a320",
    above_ground=("100 m", "1 km"),
    radius="120 km",
    cell="3 km",
    draws=20,
)
pair = run_study(quick_study(question)).pairs[0]
confirmed = pair.r90_over_terrain_m
print(f"Confirmed from {confirmed.low / 1000:.0f} to {confirmed.high / 1000:.0f} km slant range.")

# %%
# x and y are metres on the radar's own plane, heights are named as in the report.
maps = to_dataset(pair.layers)
north = maps.sel(x=0.0, height="100 m above ground")
for y_m in (9e3, 39e3, 69e3):
    share = float(north.share_of_draws.sel(y=y_m))
    lowest_m = float(maps.lowest_covered_altitude_m.sel(x=0.0, y=y_m, draws_at_or_below=0.5))
    print(
        f"{y_m / 1000:.0f} km north: 100 m above ground covered in {share:.0%} of the draws;"
        f" lowest covered altitude {lowest_m:.0f} m above sea level in half of them"
    )
