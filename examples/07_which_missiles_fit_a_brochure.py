"""
Which missiles fit a brochure?
==============================

A brochure gives a range, a ceiling and a speed; thrust, mass and drag are left out. Thousands of
possible missiles are flown, and those are kept that fly as quoted. They differ in much that the
brochure does not say, such as the time of flight. The brochure is invented.
"""

from dataclasses import replace

import numpy as np

from skyshed.flight.fit import fit
from skyshed.flight.fly_out import fly_out_from, fly_out_planes
from skyshed.flight.prior import prior_for
from skyshed.flight.quoted import Quoted
from skyshed.uncertainty.parameter import Parameter


def quoted(value, unit, low=None, high=None):
    """A figure of the brochure."""
    bounds = (value if low is None else low, value if high is None else high)
    return Parameter(value, *bounds, unit, basis="published", grade="C", sources=("brochure",))


brochure = Quoted(
    "invented missile",
    range_max=quoted(100e3, "m"),
    altitude_max=quoted(25e3, "m", low=24e3, high=27e3),
    speed_max=quoted(1500.0, "m/s", low=1400.0, high=1600.0),
)
prior = prior_for(brochure.range_max.nominal, brochure.speed_max.nominal)
found = fit(brochure, prior)
print(found.verdict.capitalize() + ".")
for name in ("boost_time_s", "mass_per_area_kg_m2", "drag_scale", "minimum_speed_m_s"):
    low, high = np.quantile(getattr(found.missile, name), [0.05, 0.95])
    print(f"  {name:20} assumed {prior.bounds[name]}, kept {low:.4g} to {high:.4g}")

# %%
# Fly-out tables: how soon the kept missiles come to points 8 km high.
range_m, altitude_m, planes = fly_out_planes(
    found.missile, launch_altitude_m=0.0, farthest_m=1.1 * brochure.range_max.nominal
)
table = fly_out_from(
    found.missile,
    range_m,
    altitude_m,
    planes,
    altitude_min_m=found.altitude_min_m,
    altitude_max_m=found.altitude_max_m,
    range_min_m=found.range_min_m,
    range_max_m=found.range_max_m,
    launch_altitude_m=0.0,
)
for range_km in (25, 50, 75, 100):
    point = table.at(np.arange(table.members), 1e3 * range_km, 8000.0)
    low, high = np.quantile(point.time_s[point.reachable], [0.05, 0.95])
    print(
        f"  {range_km:3} km: reached by {point.reachable.mean():4.0%},"
        f" in {low:.0f} to {high:.0f} s (5 to 95 %)"
    )

# %%
# Figures that exclude each other, or that are missing, are answers too.
odd = replace(brochure, range_max=quoted(20e3, "m"), altitude_max=quoted(35e3, "m"))
answer = fit(odd, prior_for(20e3, 1500.0))
print(answer.verdict.capitalize() + ":", *answer.contradictions)
print(fit(replace(brochure, speed_max=None), None).verdict.capitalize() + ".")
