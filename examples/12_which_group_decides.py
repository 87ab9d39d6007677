"""
Which group of unknowns decides, and do the draws show it?
==========================================================

Free-space range of an AN/FPS-117 against an F-16C. Its unknowns in groups by subject: what share of
the spread does each bring by itself and in all, how sure is that, and does it hold when the bounds
are weighted otherwise? `skyshed sensitivity STUDY` answers the same for the readings of a claim.
"""

import numpy as np

from skyshed.analysis.unknown_subjects import by_basis, by_subject
from skyshed.catalogue import loader
from skyshed.systems.environment import environment_parameters
from skyshed.systems.radar_site import radar_parameters, radar_site
from skyshed.systems.target import mean_rcs_m2, signature_band, target_parameters
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.box import box_extremes
from skyshed.uncertainty.indices import enough_draws, group_indices, indices_by_size
from skyshed.uncertainty.pick_freeze import pick_freeze
from skyshed.uncertainty.sampling import WEIGHTINGS

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


def interval(share):
    """A share of the spread in per cent, with its 95 % interval."""
    return f"{share.value:4.0%} ({max(share.low, 0.0):.0%} to {min(share.high, 1.0):.0%})"


groups = {"subject": by_subject(unknowns), "basis": by_basis(unknowns)}
answers = {
    weighting: pick_freeze(
        free_space_range_m, unknowns, groups, size=1024, seed=1, weighting=weighting
    )
    for weighting in WEIGHTINGS
}
for weighting, found in answers.items():
    low, median, high = np.quantile([found.a, found.b], [0.05, 0.5, 0.95]) / 1000
    print(f"{weighting:13}: {median:.0f} km, 5 to 95 % of the draws {low:.0f} to {high:.0f} km")
box = box_extremes(free_space_range_m, unknowns)
print(f"anywhere in the bounds: {box.minimum / 1000:.0f} to {box.maximum / 1000:.0f} km")

# %%
# Shares of the spread. 'In all' adds what a group does together with others.
for grouping in groups:
    print(f"by {grouping}")
    for index in group_indices(answers["triangular"], grouping)[:-1]:
        print(f"  {index.name:24} itself {interval(index.first):20} in all {interval(index.total)}")

# %%
# How many draws are enough?
settling = indices_by_size(answers["triangular"], "subject")
for size, indices in settling.items():
    largest = max(indices[:-1], key=lambda index: index.total.value)
    print(f"{size:5} draws: {largest.name} {interval(largest.total)} in all")
print("draws for +-5 points:", enough_draws(settling, precision=0.05).size)
