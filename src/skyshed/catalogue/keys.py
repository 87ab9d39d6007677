"""The names that numbers may have in a catalogue file, their dimensions and their words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from skyshed.units import Dimension

#: What is appended to a name to make its key, by dimension.
SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "length": "_m",
        "area": "_m2",
        "speed": "_m_s",
        "mach": "_mach",
        "time": "_s",
        "angle": "_rad",
        "frequency": "_hz",
        "power": "_w",
        "mass": "_kg",
        "ratio": "",
        "count": "",
        "fraction": "",
        "money": "_usd",
    }
)

RADAR: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "frequency": "frequency",
        "coverage": "angle",
        "track_sector": "angle",
        "scan_period": "time",
        "instrumented_range": "length",
        "minimum_range": "length",
        "elevation_min": "angle",
        "elevation_max": "angle",
        "antenna_height": "length",
        "platform_altitude": "length",
        "target_altitude_max": "length",
        "tracks": "count",
        "unit_price": "money",
    }
)
RADAR_REQUIRED: Final = (
    "frequency",
    "coverage",
    "scan_period",
    "instrumented_range",
    "minimum_range",
    "elevation_min",
    "elevation_max",
)
ABSOLUTE: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "peak_power": "power",
        "average_power": "power",
        "antenna_gain": "ratio",
        "beamwidth_azimuth": "angle",
    }
)
SYSTEM: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "launchers_per_battery": "count",
        "radars_per_battery": "count",
        "tubes_per_launcher": "count",
        "missiles_per_launcher": "count",
        "gem_t_per_launcher": "count",
        "cri_per_launcher": "count",
        "mse_per_launcher": "count",
        "ready_missiles_per_battery": "count",
        "simultaneous_targets_battery": "count",
        "simultaneous_missiles_battery": "count",
        "simultaneous_targets_launcher": "count",
        "simultaneous_targets_system": "count",
        "simultaneous_missiles_system": "count",
        "batteries_per_system": "count",
        "mast_redeploy_time": "time",
        "reaction_time": "time",
        "reload_time": "time",
        "rounds_per_team": "count",
        "dispersal": "length",
        "target_speed_max": "speed",
        "range_ballistic": "length",
        "target_altitude_max": "length",
        "target_altitude_min": "length",
    }
)
MISSILE: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "range_max": "length",
        "range_min": "length",
        "range_ballistic": "length",
        "altitude_min": "length",
        "altitude_max": "length",
        "speed_max": "speed",
        "speed_mean": "speed",
        "target_speed_max": "speed",
        "length": "length",
        "unit_cost": "money",
    }
)
PROTECTION: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "turrets_per_aircraft": "count",
        "sensors_per_aircraft": "count",
        "turrets_guardian_pod": "count",
        "sensors_guardian_pod": "count",
        "pod_mass": "mass",
        "coverage_azimuth": "angle",
        "cost_per_aircraft": "money",
    }
)
RECORD: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "s400_price": "money",
        "patriot_price": "money",
        "f35_planned": "count",
        "frequency": "frequency",
        "slot_time": "time",
        "frame_time": "time",
        "track_update_interval": "time",
        "range_line_of_sight": "length",
        "duty_limit_peacetime": "fraction",
        "patriot_batteries_turkey": "count",
        "sampt_batteries_turkey": "count",
        "awacs_fleet": "count",
        "cue_latency": "time",
        "track_accuracy": "length",
    }
)
KINEMATICS: Final[Mapping[str, Dimension]] = MappingProxyType(
    {
        "length": "length",
        "wingspan": "length",
        "diameter": "length",
        "size": "length",
        "mass": "mass",
        "range": "length",
        "speed_cruise": "speed",
        "speed_max": "speed",
        "speed_mean": "speed",
        "endurance": "time",
        "approach_speed": "speed",
        "cruise_altitude": "length",
        "cruise_agl": "length",
        "ceiling_altitude": "length",
        "apogee_altitude": "length",
    }
)

BAND_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "vhf": "VHF",
        "uhf_l": "UHF and L band",
        "s_c": "S and C band",
        "x_ku": "X and Ku band",
    }
)
ASPECT_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"nose": "nose-on", "beam": "side-on", "tail": "tail-on", "any": "all-round"}
)
STATE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "emplaced_off": "set up and switched off",
        "emplaced_cold": "set up and cold",
        "march": "on the march",
        "stored": "stored",
    }
)
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "coverage": "sector width",
        "elevation_min": "lowest elevation",
        "elevation_max": "highest elevation",
        "range_max": "longest range",
        "range_min": "shortest range",
        "range_ballistic": "range against ballistic missiles",
        "altitude_min": "lowest altitude",
        "altitude_max": "highest altitude",
        "target_altitude_max": "highest target altitude",
        "target_altitude_min": "lowest target altitude",
        "target_speed_max": "highest target speed",
        "speed_max": "highest speed",
        "speed_mean": "mean speed",
        "speed_cruise": "cruise speed",
        "cruise_agl": "cruise height above ground",
    }
)


def words(name: str) -> str:
    """The name of a number as people say it: ``antenna_height`` is "antenna height"."""
    return _WORDS.get(name, name.replace("_", " "))


def written(key: str) -> str:
    """The name in the file of a number by its key: ``antenna_height_m`` is ``antenna_height``."""
    fitting = [suffix for suffix in SUFFIXES.values() if suffix and key.endswith(suffix)]
    return key.removesuffix(max(fitting, key=len, default=""))
