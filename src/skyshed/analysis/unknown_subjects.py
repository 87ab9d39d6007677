"""What an unknown is about, in the words of somebody who plans: the groups of a sensitivity."""

from collections.abc import Mapping
from typing import Final

from skyshed.uncertainty.parameter import BASES, Parameter

RADAR_STRENGTH: Final = "radar strength"
RADAR_BUILD: Final = "radar mounting and scan"
SIGNATURE: Final = "target signature"
TARGET_FLIGHT: Final = "target flight"
AIR: Final = "air and refraction"
TERRAIN: Final = "terrain"
CLUTTER: Final = "clutter"
MISSILE: Final = "missile"
TIMING: Final = "operations and timing"
OTHER: Final = "other"

SUBJECTS: Final[dict[str, str]] = {
    RADAR_STRENGTH: "how far it detects what: the quoted pair of range and cross-section, and what"
    " the quotation meant (Pd, Pfa, pulses, fluctuation)",
    RADAR_BUILD: "antenna height, elevation limits, scan period, frequency, instrumented range",
    SIGNATURE: "radar cross-section by band and aspect",
    TARGET_FLIGHT: "range and apogee of a ballistic arc",
    AIR: "refractivity, water vapour, rain",
    TERRAIN: "error of the elevation data",
    CLUTTER: "strength of ground clutter, and how well it is suppressed",
    MISSILE: "its flight within what is quoted, guidance, highest target speed, kill probability",
    TIMING: "reaction, handover, launch delay and interval",
    OTHER: "what has no place above",
}
"""The groups, in the order they are shown, and what is in them."""

# By the last part of a key, such as "s-400/91n6e.scan_period_s"; see `subject_of`.
_BY_NUMBER: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("pd", "pfa", "swerling", "n_pulses", "sigma_is_median", "cumulative", "pair"),
        RADAR_STRENGTH,
    ),
    **dict.fromkeys(
        (
            "frequency_hz", "instrumented_range_m", "minimum_range_m", "elevation_min_rad",
            "elevation_max_rad", "scan_period_s", "antenna_height_m", "platform_altitude_m",
        ),
        RADAR_BUILD,
    ),
    **dict.fromkeys(("signature_level", "adds_rcs_m2", "beam_spike_width_rad"), SIGNATURE),
    **dict.fromkeys(("range_m", "apogee_altitude_m"), TARGET_FLIGHT),
    **dict.fromkeys(
        (
            "flight", "terminal_s", "hold_from", "target_speed_max_m_s", "kill_probability",
            "kill_correlation",
        ),
        MISSILE,
    ),
    **dict.fromkeys(
        ("reaction_time_s", "handover_s", "launch_delay_s", "launch_interval_s"), TIMING
    ),
}  # fmt: skip
_BY_START: Final = {"atmosphere": AIR, "terrain": TERRAIN, "clutter": CLUTTER}


def subject_of(key: str) -> str:
    """What an unknown is about.

    Parameters
    ----------
    key : str
        Key of a parameter, such as "s-400/91n6e.pair0.range_m".

    Returns
    -------
    str
        One of `SUBJECTS`.
    """
    first, *_, last = parts = key.split(".")
    if first in _BY_START:
        return _BY_START[first]
    if any(part.startswith("pair") and part[4:].isdigit() for part in parts):
        return RADAR_STRENGTH
    if "residual" in parts:
        return SIGNATURE
    if "readiness" in parts:
        return TIMING
    return _BY_NUMBER.get(last, OTHER)


def by_subject(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Subject of every unknown, in the order of `SUBJECTS`."""
    order = list(SUBJECTS)
    found = {key: subject_of(key) for key in parameters}
    return dict(sorted(found.items(), key=lambda item: order.index(item[1])))


def by_basis(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Basis of every unknown: published, derived, unverified, assumed."""
    found = {key: parameter.basis for key, parameter in parameters.items()}
    return dict(sorted(found.items(), key=lambda item: BASES.index(item[1])))
