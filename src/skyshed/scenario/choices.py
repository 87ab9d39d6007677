"""What of the catalogue can be put on a map: radars, targets and batteries."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import MissileEntry, RadarEntry, SystemEntry, TargetEntry
from skyshed.scenario.limits import is_shoulder_fired


@dataclass(frozen=True)
class RadarChoice:
    """A radar; `reason` says why one that is not `computable` is not. [deg], [m]"""

    id: str
    label: str
    system: str
    civil: bool
    airborne: bool
    role: str
    band: str
    mounts: tuple[str, ...]
    what_if_mounts: tuple[str, ...]
    sector_deg: float
    slewable: bool
    antenna_agl_m: float | None
    instrumented_range_m: float
    computable: bool
    reason: str = ""


@dataclass(frozen=True)
class TargetChoice:
    """A target, its configurations and how high it usually flies. [m]"""

    id: str
    label: str
    target_class: str
    configurations: tuple[str, ...]
    height_m: float
    above: str


@dataclass(frozen=True)
class MissileChoice:
    """A missile of a system; the range is the quoted one. [m]"""

    id: str
    label: str
    range_max_m: float | None
    computable: bool
    reason: str = ""


@dataclass(frozen=True)
class BatteryChoice:
    """A system that shoots; `guides` are its radars that can guide, `radars` all of them."""

    id: str
    label: str
    missiles: tuple[MissileChoice, ...]
    guides: tuple[str, ...]
    radars: tuple[str, ...]
    computable: bool
    reason: str = ""


def radar_choices(*, extra: Path | None = None) -> list[RadarChoice]:
    """All radars of the catalogue, by id."""
    found = [line.id for line in catalogue.list_entries(extra=extra) if line.kind == "radar"]
    return [_radar(catalogue.radar(entry_id, extra=extra)) for entry_id in found]


def target_choices(*, extra: Path | None = None) -> list[TargetChoice]:
    """All targets that fly level, by id."""
    found = [line.id for line in catalogue.list_entries(extra=extra) if line.kind == "target"]
    entries = [catalogue.target(entry_id, extra=extra) for entry_id in found]
    return [_target(entry) for entry in entries if _flies_level(entry)]


def battery_choices(*, extra: Path | None = None) -> list[BatteryChoice]:
    """All systems with radars and missiles; none that is fired from the shoulder."""
    found = [line.id for line in catalogue.list_entries(extra=extra) if line.kind == "system"]
    systems = [catalogue.system(entry_id, extra=extra) for entry_id in found]
    return [
        _battery(system, extra)
        for system in systems
        if system.missiles and not system.shoulder_fired and not is_shoulder_fired(system.id)
    ]


def _radar(entry: RadarEntry) -> RadarChoice:
    height = entry.parameters.get("antenna_height_m")
    computable = bool(entry.calibration_pairs)
    return RadarChoice(
        id=entry.id,
        label=entry.name,
        system=entry.system or "",
        civil=entry.civil,
        airborne=entry.airborne,
        role=entry.role,
        band=entry.band,
        mounts=tuple(entry.mounts),
        what_if_mounts=entry.what_if_mounts,
        sector_deg=round(float(np.degrees(entry.parameters["coverage_rad"].nominal)), 3),
        slewable=entry.sector_slewable,
        antenna_agl_m=None if height is None else height.nominal,
        instrumented_range_m=entry.parameters["instrumented_range_m"].nominal,
        computable=computable,
        reason=""
        if computable
        else "no quotation of the form 'detects sigma at range R' may calibrate it",
    )


def _flies_level(entry: TargetEntry) -> bool:
    heights = {"cruise_altitude_m", "cruise_agl_m"} & entry.kinematics.keys()
    return "ballistic" not in entry.target_class and bool(heights)


def _target(entry: TargetEntry) -> TargetChoice:
    above = "sea" if "cruise_altitude_m" in entry.kinematics else "ground"
    key = "cruise_altitude_m" if above == "sea" else "cruise_agl_m"
    return TargetChoice(
        id=entry.id,
        label=entry.name,
        target_class=entry.target_class,
        configurations=tuple(entry.configurations),
        height_m=entry.kinematics[key].nominal,
        above=above,
    )


def _battery(system: SystemEntry, extra: Path | None) -> BatteryChoice:
    entries = [catalogue.radar(key, extra=extra) for key in system.radars]
    guides = tuple(e.id for e in entries if e.engagement and e.calibration_pairs)
    missiles = tuple(_missile(missile) for missile in system.missiles.values())
    reason = "" if guides else "no radar that can guide its missiles can be computed"
    if guides and not any(missile.computable for missile in missiles):
        reason = "the flight of none of its missiles can be fitted to public numbers"
    return BatteryChoice(
        system.id, system.name, missiles, guides, tuple(system.radars), not reason, reason
    )


def _missile(missile: MissileEntry) -> MissileChoice:
    missing = missile.missing_for_flight
    range_max = missile.parameters.get("range_max_m")
    return MissileChoice(
        missile.id,
        missile.name,
        None if range_max is None else range_max.nominal,
        not missing,
        f"not public: {', '.join(missing)}" if missing else "",
    )
