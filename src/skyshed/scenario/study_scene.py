"""The scene that a study opens with on the map page."""

import math

from skyshed.scenario.model import Study, StudyRadar, StudyTarget
from skyshed.scenario.quick_scene import Scene, SceneBattery, SceneRadar

_RADIUS_M = 250_000.0
_MOST_RADIUS_M = 600_000.0
_LEAST_DRAWS, _MOST_DRAWS = 20, 200


def scene_of_study(study: Study, *, most_radars: int = 8) -> Scene:
    """Radars, target and height of a study as a scene.

    Parameters
    ----------
    study : Study
        Not a lesson.
    most_radars : int
        How many radars the page takes; the headline's comes first.

    Returns
    -------
    Scene
        One target, the headline's, at its own height. What the study overrides beyond mount,
        antenna height and sector is left out.
    """
    headline = study.headline
    radars = sorted(
        (radar for radar in study.radars if radar.maps or len(study.radars) == 1),
        key=lambda radar: (headline is None or radar.key != headline.radar, radar.role == "sensor"),
    )
    target = study.targets[0] if headline is None else study.target(headline.target)
    taken = radars[:most_radars] or [study.radars[0]]
    return Scene(
        radars=tuple(scene_radar(radar, f"r{i}") for i, radar in enumerate(taken, start=1)),
        target=target.entry.id,
        configuration=target.configuration,
        height_m=_height_m(target),
        above_ground=target.altitude_m is None,
        radius_m=min(max(study.radius_m or _RADIUS_M, _RADIUS_M), _MOST_RADIUS_M),
        pd=study.pd,
        networked=False,
        battery=_battery(study, taken),
        draws=min(max(study.draws, _LEAST_DRAWS), _MOST_DRAWS),
        seed=study.seed,
        terrain=study.terrain,
    )


def scene_radar(radar: StudyRadar, key: str) -> SceneRadar:
    """A radar of a study in a scene; the first of a scene is switched on."""
    own = radar.mount == radar.key  # an antenna height of the study's own
    return SceneRadar(
        id=key,
        entry=radar.entry.id,
        latitude_deg=round(radar.site.latitude_deg, 6),
        longitude_deg=round(radar.site.longitude_deg, 6),
        mount=None if own else radar.mount,
        antenna_agl_m=radar.entry.mounts[radar.key].nominal if own else None,
        sector_centre_deg=None
        if radar.sector_centre_rad is None
        else round(math.degrees(radar.sector_centre_rad), 6),
        on=key == "r1",
    )


def _height_m(target: StudyTarget) -> float:
    return float(target.agl_m or 0.0) if target.altitude_m is None else target.altitude_m


def _battery(study: Study, taken: list[StudyRadar]) -> SceneBattery | None:
    """The first battery that a radar of the scene sees or guides for."""
    for battery in study.batteries:
        for index, radar in enumerate(taken, start=1):
            if index == 1 and radar.key in (battery.see, battery.guide):
                return SceneBattery(battery.system.id, battery.missile.id, f"r{index}")
    return None
