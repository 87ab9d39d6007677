"""Published engagements, trajectories and arcs through the public functions."""

import math

import numpy as np
import pytest

from skyshed.flight.drag import POUND_PER_SQUARE_INCH_KG_M2, drag_coefficient
from skyshed.flight.free_space import pursue
from skyshed.flight.projectile import projectile_passage
from skyshed.flight.turns import level_turn_radius_m
from skyshed.flight.two_body import kepler_state, lambert, vertical_speed_to_m_s
from tests.conftest import reference_cases

FOOT_M, INCH_M, YARD_M, KNOT_M_S = 0.3048, 0.0254, 0.9144, 1852.0 / 3600.0
TAIL_QUARTER_M_S = 5.0 * 0.44704 * math.cos(math.pi / 4.0)  # 5 mph, 45 degrees off the tail


def pn_engagement(given):
    azimuth, elevation = np.radians([given["launch_az_deg"], given["launch_el_deg"]])
    ahead = [math.cos(azimuth), math.sin(azimuth), math.tan(elevation)]
    speed = given["missile_speed_m_s"] * math.cos(elevation)
    found = pursue(
        missile_position_m=given["missile_pos_m"],
        missile_velocity_m_s=speed * np.array(ahead),
        target_position_m=given["target_pos_m"],
        target_velocity_m_s=given["target_vel_m_s"],
        lateral_limit_m_s2=given["missile_accel_limit_g"] * given["g_m_s2"],
        navigation_constant=given["nav_constant"],
        target_turn_m_s2=given["target_turn_lateral_g"] * given["g_m_s2"],
    )
    assert found.reason == "closest approach"
    return {
        "time_of_flight_s": found.time_s,
        "target_pos_m": found.target_position_m,
        "miss_m": found.miss_m,
    }


def drag_trajectory(given):
    found = projectile_passage(
        given["distance_yd"] * YARD_M,
        ballistic_coefficient_kg_m2=given["ballistic_coefficient_lb_in2"]
        * POUND_PER_SQUARE_INCH_KG_M2,
        muzzle_speed_m_s=given["muzzle_speed_ft_s"] * FOOT_M,
        elevation_rad=given["elevation_rad"],
        drag=given["drag_table"],
        sight_height_m=given["sight_height_in"] * INCH_M,
        tail_wind_m_s=TAIL_QUARTER_M_S,
        wind_to_the_right_m_s=TAIL_QUARTER_M_S,
    )
    return {
        "speed_ft_s": found.speed_m_s / FOOT_M,
        "height_in": found.height_m / INCH_M,
        "time_s": found.time_s,
    }


def drag_number(given):
    return {"cd": drag_coefficient(given["mach"], given["table"])}


def kepler(given):
    r, v = kepler_state(
        1e3 * np.array(given["r_km"]),
        1e3 * np.array(given["v_km_s"]),
        given["dt_s"],
        gm_m3_s2=1e9 * given["mu_km3_s2"],
    )
    return {"r_km": r / 1e3, "v_km_s": v / 1e3}


def lambert_arc(given):
    v1, v2 = lambert(
        1e3 * np.array(given["r1_km"]),
        1e3 * np.array(given["r2_km"]),
        given["tof_s"],
        gm_m3_s2=1e9 * given["mu_km3_s2"],
    )
    return {"v1_km_s": v1 / 1e3, "v2_km_s": v2 / 1e3}


def turn(given):
    radius = level_turn_radius_m(given["tas_kt"] * KNOT_M_S, math.radians(given["bank_deg"]))
    return {"radius_ft": radius / FOOT_M}


def ballistic_energy(given):
    speed = vertical_speed_to_m_s(1e3 * given["apogee_km"], radius_m=1e3 * given["earth_radius_km"])
    return {"speed_km_s": speed / 1e3}


@pytest.mark.parametrize(
    ("kind", "compute", "subject", "source"),
    [
        ("pn_engagement", pn_engagement, "proportional navigation", "propNav"),
        ("drag_trajectory", drag_trajectory, "projectile with drag", "py-ballisticcalc"),
        ("drag_table", drag_number, "standard drag functions", "py-ballisticcalc drag tables"),
        ("kepler", kepler, "two bodies, Kepler", "Vallado, example 2.4"),
        ("lambert", lambert_arc, "two bodies, Lambert", "Vallado, example 7-5; Der"),
        ("turn", turn, "radius of a level turn", "calcady.com"),
        ("ballistic_energy", ballistic_energy, "vertical coast to 100 km", "Wikipedia"),
    ],
)
def test_agrees_with_published_cases(kind, compute, subject, source, record_validation):
    """The largest difference, in units of what the source's digits allow."""
    cases, worst = reference_cases("kinematics", kind), 0.0
    assert cases
    for case in cases:
        got = compute(case["inputs"])
        for name, wanted in case["expected"].items():
            value = np.array(wanted["value"])
            allowed = np.maximum(wanted.get("abs_tol", 0.0), wanted.get("rel_tol", 0.0) * value)
            assert np.all(np.abs(got[name] - value) <= allowed), (case["id"], name)
            worst = max(worst, float(np.max(np.abs(got[name] - value) / allowed)))
    record_validation(subject, source, len(cases), worst, 1.0, "of the source's tolerance")
