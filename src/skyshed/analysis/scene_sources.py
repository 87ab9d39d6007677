"""Every uncertain number of a scene, with its sources and how far it moves the answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.placement import Model, study_parameters
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.scene import DrawnScene
from skyshed.analysis.study import confirmed_reading
from skyshed.systems.target import signature_band
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sensitivity import one_at_a_time


@dataclass(frozen=True)
class NumberRow:
    """One number as the catalogue has it, also where the scene holds it at `fixed`.

    `swing_m` is how far the confirmed range moves between its two ends, nan where it does not
    enter, and `swing_share` its part of all swings.

    `levels_m2` is given for the level of a target's cross-section: what -1, 0 and 1 stand for from
    the front, for the radar that is asked about. [m^2]
    """

    key: str
    parameter: Parameter
    swing_m: float
    swing_share: float
    fixed: float | None
    levels_m2: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class SceneSources:
    """All numbers of a scene, the widest swings first, and the bibliography by id."""

    radar: str
    quantity: str
    rows: tuple[NumberRow, ...]
    sources: Mapping[str, Mapping[str, str]]


def _catalogue_numbers(model: Model, held: Mapping[str, float]) -> dict[str, Parameter]:
    """The numbers that a scene holds, as they are before: a what-if may move again, and further
    than from where it stands."""
    free = study_parameters(model.study, model.terrain)
    for battery in model.batteries.values():
        free |= battery.unknowns
    return {name: free[name] for name in held if name in free}


def scene_sources(scene: DrawnScene, key: str, *, workers: int = 1) -> SceneSources:
    """Numbers of a scene and their swings.

    Parameters
    ----------
    scene : DrawnScene
        The scene.
    key : str
        The radar whose confirmed range is asked for, median azimuth, as in a study's report.
    workers : int
        Threads.
    """
    model = scene.model
    (target,) = model.study.targets
    reading = ReadingModel(model, confirmed_reading(model.study, key, target.key), workers)
    swings = {swing.key: swing.span for swing in one_at_a_time(reading.value, reading.parameters())}
    total = sum(swings.values())
    band = signature_band(model.study.radar(key).entry)
    nose = target.entry.rcs_m2[band, "nose"]
    levels = nose.low, nose.nominal, nose.high
    held = {number.parameter: number.value for number in model.study.fixed}
    known = {**model.parameters, **_catalogue_numbers(model, held)}
    rows = [
        NumberRow(
            name,
            parameter,
            swings.get(name, float("nan")),
            swings[name] / total if name in swings and total > 0.0 else float("nan"),
            held.get(name),
            levels if name == f"{target.entry.id}.signature_level" else None,
        )
        for name, parameter in known.items()
    ]
    rows.sort(key=lambda row: -row.swing_m if row.swing_m == row.swing_m else 1.0)
    label = model.study.radar(key).label
    return SceneSources(
        key,
        f"slant range at which {label} confirms a track of {target.label}",
        tuple(rows),
        bibliography(model.study, known.values()),
    )
