"""Raids small enough to know the answer of."""

import numpy as np

from skyshed.sim.model import FireUnit, RadarTimeline, RaidCase, raid_targets
from skyshed.sim.network import Network

SPEED_M_S = 250.0
MISSILE_M_S = 1000.0
TABLE_STEP_M = 5_000.0


def straight_table(reach_m=100e3, missile_m_s=MISSILE_M_S):
    """Times of flight of a missile of constant speed, whatever the height."""
    range_m = TABLE_STEP_M * np.arange(int(reach_m / TABLE_STEP_M) + 1)
    return np.repeat((range_m / missile_m_s)[:, None], 2, axis=1)


def raid_case(
    targets=1, *, units=1, radars=1, start_m=120e3, duration_s=600, draw=0, mode="stand-alone",
    network=None, pd=1.0, scan_period_s=5.0, kill_probability=1.0, radar=None, unit=None,
    spacing_s=0.0, prefix="bomber", node_of_unit=lambda u: "site", node_of_radar=lambda r: "site",
    decoy=None, identification_error=None, infrared_countermeasure=None,
):  # fmt: skip
    """Targets on one line towards one place where everything stands."""
    time_s = np.arange(0.0, duration_s + 1.0)
    begin_s = spacing_s * np.arange(targets)
    distance = start_m - SPEED_M_S * (time_s - begin_s[:, None])
    distance = np.where((time_s >= begin_s[:, None]) & (distance >= 0.0), distance, np.nan)
    scans = int(duration_s / scan_period_s)
    return RaidCase(
        draw=draw,
        time_s=time_s,
        targets=raid_targets(
            tuple(f"{prefix} {j}" for j in range(targets)),
            impact_s=begin_s + start_m / SPEED_M_S,
            distance_m=distance,
            speed_m_s=np.full(targets, SPEED_M_S),
            decoy=decoy,
            identification_error=identification_error,
            infrared_countermeasure=infrared_countermeasure,
        ),
        radars=tuple(
            RadarTimeline(
                **{
                    "key": f"radar {r}", "node": node_of_radar(r),
                    "scan_period_s": scan_period_s, "first_scan_s": 0.0,
                    "pd": np.broadcast_to(pd, (targets, scans)).astype(float),
                    "sigma_m": np.zeros((targets, scans)),
                } | (radar or {})
            )
            for r in range(radars)
        ),
        units=tuple(
            FireUnit(
                **{
                    "key": f"unit {u}", "node": node_of_unit(u), "guide": None,
                    "guidance": "semi_active", "time_table_s": straight_table(),
                    "range_step_m": TABLE_STEP_M, "altitude_low_m": 0.0, "altitude_step_m": 20e3,
                    "range_m": distance, "altitude_m": np.full_like(distance, 5e3),
                    "holds": np.isfinite(distance),
                    "kill_probability": np.full(targets, kill_probability),
                    "rounds": 100, "target_channels": 100, "missile_channels": 100,
                } | (unit or {})
            )
            for u in range(units)
        ),
        network=network or Network(),
        mode=mode,
    )  # fmt: skip
