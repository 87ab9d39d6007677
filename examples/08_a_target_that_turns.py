"""
Does a missile still meet a target that turns?
==============================================

Thrust, mass and drag of a missile are not public, so several possible missiles are flown, each of
which agrees with the quoted figures. The same launch is made at a fighter that flies straight and
at one that turns off to the north at 3 g. What we do not know decides whether it is met.
"""

import numpy as np

from skyshed.catalogue import loader
from skyshed.engagement.timeline import first_intercept
from skyshed.flight.engage import fly_out_shot
from skyshed.flight.routes import fly_route, inbound_track
from skyshed.flight.track import ground_range_m
from skyshed.geodesy.geodesics import direct
from skyshed.systems.interceptor import interceptor

LATITUDE, LONGITUDE = np.radians([40.0, 32.5])  # of the launcher, at sea level
ALTITUDE_M = 6000.0  # of the target
EAST, NORTH = np.radians([90.0, 0.0])

missile = interceptor(loader.system("patriot").missiles["gem-t"], launch_altitude_m=0.0)

# %%
# The target comes from the east, 100 km away. In the second case it turns at 92 km.
flight = {"speed_m_s": 250.0, "altitude_m": ALTITUDE_M}
straight = inbound_track(LATITUDE, LONGITUDE, EAST, 100e3, **flight)
start = direct(LATITUDE, LONGITUDE, EAST, 100e3)[:2]
corner = direct(LATITUDE, LONGITUDE, EAST, 92e3)[:2]
end = direct(*corner, NORTH, 60e3)[:2]
turning = fly_route(np.array([start, corner, end]), turn_limit_m_s2=3.0 * 9.81, **flight)

# %%
# The fly-out table gives the earliest intercept and the loft for it; then the shot is flown.
range_m = ground_range_m(straight, LATITUDE, LONGITUDE)
for member in (0, 21, 42, 63):  # from the quickest possible missile to the slowest
    plan = first_intercept(
        straight.time_s, range_m, ALTITUDE_M, missile.fly_out, member, earliest_launch_s=0.0
    )
    loft_rad = float(missile.fly_out.at(member, plan.range_m, ALTITUDE_M).loft_rad)
    print(f"Missile {member:2}, planned for {float(plan.range_m) / 1e3:.0f} km:")
    for name, track in (("straight", straight), ("turning", turning)):
        shot = fly_out_shot(
            missile.fit.missile,
            member,
            track,
            latitude_rad=LATITUDE,
            longitude_rad=LONGITUDE,
            altitude_m=0.0,
            loft_rad=loft_rad,
            planned_time_s=float(plan.flight_s),
            launch_s=float(plan.launch_s),
        )
        told = f"{shot.reason}, {shot.miss_m / 1e3:.1f} km from the target"
        print(f"  {name:8}: {told}, after {shot.time_s:.0f} s at {shot.speed_m_s:.0f} m/s")
