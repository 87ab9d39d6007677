"""The lesson on the horizon: smooth Earth, closed form, instant."""

import numpy as np

from skyshed.analysis.results import StudyResult, TerrainSummary
from skyshed.propagation.effective_earth import horizon_distance_m
from skyshed.scenario.model import Study

_MEAN_EARTH_RADIUS_M = 6_371_000.0


def lesson_result(study: Study, version: str) -> StudyResult:
    """Horizon distances of a lesson.

    Parameters
    ----------
    study : Study
        With `lesson`.
    version : str
        Of the package.

    Returns
    -------
    StudyResult
        With `lesson_rows` (antenna height, target height, horizon distance in metres).
    """
    lesson = study.lesson
    if lesson is None:
        raise ValueError(f"{study.name} is not a lesson")
    rows = tuple(
        (
            antenna,
            target,
            float(
                horizon_distance_m(
                    antenna, target, k=lesson.k_factor, earth_radius_m=_MEAN_EARTH_RADIUS_M
                )
            ),
        )
        for antenna in lesson.antenna_heights_m
        for target in lesson.target_heights_m
    )
    return StudyResult(
        name=study.name,
        title=study.title,
        summary=study.summary,
        question=study.question,
        version=version,
        seed=study.seed,
        draws=0,
        pd=study.pd,
        ring_m=float("nan"),
        ring_label="",
        sentences=_sentences(rows, lesson.k_factor),
        headline=("", ""),
        places=(),
        radars=(),
        targets=(),
        pairs=(),
        unions=(),
        claims=(),
        tornado=None,
        terrain=TerrainSummary("none: a smooth Earth", 0.0, 0.0, 0.0, 0, 0, ()),
        parameters={},
        survives=(),
        limits=(
            "A smooth Earth has no hills: terrain shortens the range, a high site lengthens it.",
            "The radar is taken to be as strong as needed: only the Earth's curve limits it.",
            "One factor k stands for the bending of the ray; beyond about 200 km one k is not"
            " enough.",
        ),
        sources={key: dict(value) for key, value in study.sources.items()},
        lesson=True,
        lesson_rows=rows,
        lesson_k=lesson.k_factor,
    )


def _sentences(rows: tuple[tuple[float, float, float], ...], k: float) -> tuple[str, ...]:
    nearest = min(rows, key=lambda row: row[2])
    farthest = max(rows, key=lambda row: row[2])
    antennas = sorted({row[0] for row in rows})
    told = [
        "The Earth is round, so a radar cannot see what flies below its horizon, however strong it"
        " is.",
        f"An antenna {nearest[0]:g} m above smooth ground sees a target {nearest[1]:g} m high no"
        f" farther than {nearest[2] / 1000.0:.0f} km away.",
    ]
    if len(antennas) > 1:
        same = [row for row in rows if row[1] == nearest[1] and row[0] == antennas[-1]]
        told.append(
            f"Raising the antenna to {antennas[-1]:g} m brings that to"
            f" {same[0][2] / 1000.0:.0f} km: doubling the height does not double the distance,"
            " because the horizon grows with the square root of the height."
        )
    told += [
        f"The same radar sees a target at {farthest[1]:g} m out to {farthest[2] / 1000.0:.0f} km:"
        " the height of the target matters more than the radar.",
        f"Air bends radar waves slightly downwards; here that is counted as an Earth {k:.3g} times"
        f" as large ({np.sqrt(k) - 1.0:.0%} farther to the horizon).",
    ]
    return tuple(told)
