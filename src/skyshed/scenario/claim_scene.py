"""What a claim is about, as scenes of the map page: its radar, its target, its height."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from skyshed.scenario.choices import radar_choices, target_choices
from skyshed.scenario.model import Claim, Premise, Reading, Study, StudyRadar, StudyTarget
from skyshed.scenario.quick_scene import Scene, SceneBattery
from skyshed.scenario.study_scene import scene_of_study, scene_radar

_MOST_RADIUS_M = 600_000.0
_ROOM = 1.05  # a place asked about does not stand on the rim


@dataclass(frozen=True)
class ClaimView:
    """A scene of a claim.

    `reading` is the id of the reading whose first case it shows, "" for what is shown beside a
    claim; `label` says in words what it is about.
    """

    reading: str
    label: str
    scene: Scene


def claim_views(study: Study, claim: Claim, *, most_radars: int = 8) -> tuple[ClaimView, ...]:
    """Scenes of a claim: one for each reading, else one for each thing shown beside it.

    Parameters
    ----------
    study : Study
        That the claim belongs to.
    claim : Claim
        The claim.
    most_radars : int
        How many radars the page takes.

    Returns
    -------
    tuple of ClaimView
        Without those that the page cannot compute: ballistic targets, radars without numbers,
        sentences about neither a radar nor a target. No scene comes twice.
    """
    if study.lesson is not None or not study.radars:
        return ()
    views = [_of_reading(study, reading) for reading in claim.readings]
    if not claim.readings:
        views = list(_beside(study, claim))
    radars = {choice.id for choice in radar_choices(extra=study.catalogue) if choice.computable}
    targets = {choice.id for choice in target_choices(extra=study.catalogue)}
    found: dict[str, ClaimView] = {}
    for view in views:
        if view is None or not all(radar.entry in radars for radar in view.scene.radars):
            continue
        if view.scene.target in targets and len(view.scene.radars) <= most_radars:
            found.setdefault(repr(view.scene), view)
    return tuple(found.values())


def _of_reading(study: Study, reading: Reading) -> ClaimView | None:
    """The first case of a reading that flies level, not on an arc."""
    for case in reading.cases:
        if case.short_m is not None:
            continue
        target = study.target(case.target)
        altitude, agl = case.altitude_m, case.agl_m
        if altitude is None and agl is None:
            altitude, agl = target.altitude_m, target.agl_m
        far = max((at.distance_m for at in reading.distances), default=reading.at_least_m or 0.0)
        battery = None
        if case.battery:
            own = study.battery(case.battery)
            battery = SceneBattery(own.system.id, own.missile.id, "r1")
        scene = _scene(study, [study.radar(case.radar)], target, altitude, agl, far)
        return ClaimView(reading.id, case.label, replace(scene, battery=battery))
    return None


def _beside(study: Study, claim: Claim) -> Iterator[ClaimView]:
    """What is shown beside a claim without readings, as far as it names radars and a target."""
    for premise in claim.premises:
        radars = _radars_of(study, premise)
        if not radars or not premise.targets:
            continue
        target = study.target(premise.targets[0])
        agl = premise.agl_m[0] if premise.agl_m else target.agl_m
        altitude = None if premise.agl_m else target.altitude_m
        scene = _scene(study, radars, target, altitude, agl, 0.0)
        battery = None
        if premise.batteries and not premise.groups:
            own = study.battery(premise.batteries[0])
            battery = SceneBattery(own.system.id, own.missile.id, "r1")
        scene = replace(scene, networked=len(radars) > 1, battery=battery)
        yield ClaimView("", premise.label, scene)


def _radars_of(study: Study, premise: Premise) -> list[StudyRadar]:
    """Those named; of groups, those of the largest."""
    keys = list(premise.radars)
    if premise.groups:
        groups = [study.groups[key] for key in premise.groups]
        keys = list(max(groups, key=lambda group: len(group.radars)).radars)
    elif premise.batteries:
        battery = study.battery(premise.batteries[0])
        keys = [battery.see or battery.guide]
    return [study.radar(key) for key in dict.fromkeys(keys)]


def _scene(
    study: Study,
    radars: list[StudyRadar],
    target: StudyTarget,
    altitude_m: float | None,
    agl_m: float | None,
    far_m: float,
) -> Scene:
    """The study's own scene with other radars, target and height, wide enough for a distance."""
    whole = scene_of_study(study)
    return replace(
        whole,
        radars=tuple(
            replace(scene_radar(radar, f"r{i}"), on=True) for i, radar in enumerate(radars, start=1)
        ),
        target=target.entry.id,
        configuration=target.configuration,
        height_m=float(agl_m or 0.0) if altitude_m is None else altitude_m,
        above_ground=altitude_m is None,
        radius_m=min(max(whole.radius_m, round(_ROOM * far_m, -4)), _MOST_RADIUS_M),
        battery=None,
    )
