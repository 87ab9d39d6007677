"""
Which unknown decides the range?
================================

Free-space range of an AN/FPS-117 against an F-16C, as a function of everything that is not known:
one unknown at a time, then the share of the variance that each kind of number brings.
"""

from skyshed.catalogue import loader
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import radar_parameters, radar_site
from skyshed.systems.target import mean_rcs_m2, signature_band, target_parameters
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.sampling import nominal_values
from skyshed.uncertainty.sensitivity import one_at_a_time, spread_by_group

entry, target = loader.radar("an-fps-117"), loader.target("f-16c")
band = signature_band(entry)
unknowns = (
    environment_parameters(open_terrain().error)
    | radar_parameters(entry)
    | target_parameters(target, band)
)


def free_space_range_m(values):
    """Slant range at which one scan detects with a probability of 0.5, one number per draw. [m]"""
    radar = radar_site(
        entry,
        values,
        latitude_deg=39.8,
        longitude_deg=32.8,
        ground_altitude_m=900.0,
        maximum_range_m=500e3,
    )
    rcs_m2 = mean_rcs_m2(target, values, band, swerling=radar.convention.swerling)
    return radar.reach_m(rcs_m2, pd=0.5)


nominal_m = free_space_range_m(nominal_values(unknowns))[0]
print(f"Nominal: {nominal_m / 1000:.0f} km. With one unknown at its two ends:")
for swing in one_at_a_time(free_space_range_m, unknowns)[:5]:
    ends = sorted((swing.at_low, swing.at_high))
    print(f"  {ends[0] / 1000:4.0f} to {ends[1] / 1000:4.0f} km  {unknowns[swing.key].label}")

# %%
# The same by basis: how much of the spread rests on published numbers, how much on assumptions?
by_basis = {key: unknown.basis for key, unknown in unknowns.items()}
spread = spread_by_group(free_space_range_m, unknowns, by_basis, size=1024, seed=1)
print("Share of the variance: " + ", ".join(f"{name} {x:.0%}" for name, x in spread.items()))
