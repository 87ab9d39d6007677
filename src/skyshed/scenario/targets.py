"""Build targets: the catalogue entry, how high and how fast it flies, and where it heads."""

from skyshed.catalogue import loader as catalogue
from skyshed.catalogue.model import TargetEntry
from skyshed.documents import NodePath
from skyshed.errors import CatalogueError
from skyshed.scenario.laydown import Surroundings, in_study, refuse_shoulder_fired
from skyshed.scenario.limits import HIGHEST_ALTITUDE_M, LOWEST_ALTITUDE_M
from skyshed.scenario.model import StudyTarget
from skyshed.scenario.references import check_known
from skyshed.scenario.schema import TargetPart
from skyshed.units import parse_quantity, parse_value


def build_target(part: TargetPart, path: NodePath, around: Surroundings) -> StudyTarget:
    """A target of the study; what the file leaves out is the catalogue's cruise."""
    document = around.document
    refuse_shoulder_fired(part.target, (*path, "target"), around)
    try:
        entry = catalogue.target(part.target, extra=around.catalogue)
    except CatalogueError as cause:
        raise in_study(cause, (*path, "target"), around) from None
    check_known(
        document,
        (*path, "configuration"),
        part.configuration,
        entry.configurations,
        f"a configuration of {entry.name}",
    )
    if (part.course is not None) != (part.heading == "course"):
        raise document.error(
            (*path, "course" if part.course is not None else "heading"),
            "expected a course together with 'heading: course', got one of them; give both",
        )
    altitude_m, agl_m = heights(part.altitude, part.above_ground, path, around)
    if altitude_m is None and agl_m is None:
        altitude_m, agl_m = _cruise_height(entry, path, around)
    return StudyTarget(
        key=part.id,
        entry=entry,
        configuration=part.configuration,
        altitude_m=altitude_m,
        agl_m=agl_m,
        speed_m_s=speed_m_s(part.speed, entry, altitude_m, (*path, "speed"), around),
        heading=part.heading,
        course_rad=None if part.course is None else parse_value(part.course, "angle"),
        label=part.label or _label(entry, part.configuration),
        maps=part.maps,
        basis=part.basis,
        note=_with_flight_level(part.note, part.altitude),
    )


def heights(
    altitude: str | None, above_ground: str | None, path: NodePath, around: Surroundings
) -> tuple[float | None, float | None]:
    """Altitude or height above ground, at most one of them. [m]"""
    if altitude is not None and above_ground is not None:
        raise around.document.error(
            (*path, "above_ground"),
            "expected altitude or above_ground, got both; remove one",
        )
    agl_m = None if above_ground is None else parse_value(above_ground, "length")
    if agl_m is not None and not 0.0 <= agl_m <= HIGHEST_ALTITUDE_M:
        raise around.document.error(
            (*path, "above_ground"),
            f"expected a height from 0 m to 80 km above ground, got {above_ground}; correct it",
        )
    altitude_m = None if altitude is None else parse_value(altitude, "altitude")
    if altitude_m is not None and not LOWEST_ALTITUDE_M <= altitude_m <= HIGHEST_ALTITUDE_M:
        raise around.document.error(
            (*path, "altitude"),
            f"expected an altitude from -500 m to 80 km, got {altitude}; correct it",
        )
    return altitude_m, agl_m


def speed_m_s(
    text: str | None,
    entry: TargetEntry,
    altitude_m: float | None,
    path: NodePath,
    around: Surroundings,
) -> float:
    """Speed as written, else the catalogue's cruise; Mach numbers at the target's altitude."""
    from skyshed.atmosphere.us1976 import mach_to_speed_m_s

    height_m = 0.0 if altitude_m is None else altitude_m
    if text is None:
        cruise = entry.kinematics
        if "speed_cruise_m_s" in cruise:
            return cruise["speed_cruise_m_s"].nominal
        if "speed_cruise_mach" in cruise:
            return float(mach_to_speed_m_s(cruise["speed_cruise_mach"].nominal, height_m))
        raise around.document.error(
            path[:-1],
            f"expected a speed, because the catalogue has none for the {entry.name}; add one",
        )
    if "mach" in text.lower():
        speed = float(mach_to_speed_m_s(parse_value(text, "mach"), height_m))
    else:
        speed = parse_value(text, "speed")
    if not 0.0 < speed <= 8000.0:
        raise around.document.error(
            path, f"expected a speed above 0 and up to 8 km/s, got {text}; correct it"
        )
    return speed


def _cruise_height(
    entry: TargetEntry, path: NodePath, around: Surroundings
) -> tuple[float | None, float | None]:
    if "cruise_altitude_m" in entry.kinematics:
        return entry.kinematics["cruise_altitude_m"].nominal, None
    if "cruise_agl_m" in entry.kinematics:
        return None, entry.kinematics["cruise_agl_m"].nominal
    raise around.document.error(
        path,
        f"expected a height, because the catalogue has none for the {entry.name};"
        " add altitude or above_ground",
    )


def _label(entry: TargetEntry, configuration: str) -> str:
    return entry.name if configuration == "clean" else f"{entry.name}, {configuration}"


def _with_flight_level(note: str, altitude: str | None) -> str:
    if altitude is None or not parse_quantity(altitude, "altitude").pressure_altitude:
        return note
    remark = f"{altitude} is a pressure altitude, taken as in the standard atmosphere."
    return f"{note} {remark}".strip()
