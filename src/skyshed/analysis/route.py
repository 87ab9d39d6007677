"""Ask radars about given flights: detection look by look, first places, gaps, warning time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skyshed import __version__
from skyshed.analysis.bibliography import bibliography
from skyshed.analysis.flight_cover import Watcher
from skyshed.analysis.flown import MOST_SAMPLES, Flown, flown
from skyshed.analysis.placement import Model, Values, build_model
from skyshed.analysis.route_flight import flight_result
from skyshed.analysis.route_results import FlightResult, RouteResult
from skyshed.analysis.route_unknowns import QNH, correction_m, qnh_words, route_unknowns
from skyshed.analysis.route_weightings import route_weightings
from skyshed.analysis.route_words import level_rows, route_notes, route_sentences
from skyshed.analysis.study import processors, radar_summary, target_summary, terrain_summary
from skyshed.analysis.weighted import Weighted
from skyshed.errors import ScenarioError
from skyshed.scenario.given_flights import Given
from skyshed.scenario.model import Study
from skyshed.scenario.weightings import weighting_told
from skyshed.store import sha256_file
from skyshed.systems.environment import TERRAIN_ERROR
from skyshed.terrain.dataset import open_terrain
from skyshed.uncertainty.sampling import nominal_values, sample

FloatArray = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_SAMPLES_OF_MANY = 120
_MAP_RADIUS_M = 20_000.0  # no map is asked for; terrain is read along the lines to the target
_MAP_CELL_M = 250.0  # and sampled as densely as this
MOST_FLIGHTS = 500


@dataclass(frozen=True)
class RouteQuestion:
    """What is asked about given flights.

    `radars` and `target` are keys of the study; all radars and the headline's target if empty.
    `warn` is a place (latitude, longitude in degrees), `qnh_hpa` the stated air pressure.
    """

    radars: tuple[str, ...] = ()
    target: str = ""
    warn: tuple[float, float] | None = None
    qnh_hpa: float | None = None


def run_route(
    study: Study,
    flights: Sequence[Given],
    question: RouteQuestion,
    *,
    workers: int | None = None,
    progress: Tell | None = None,
    weightings: bool = True,
) -> RouteResult:
    """Ask the radars of a study about given flights.

    Parameters
    ----------
    study : Study
        Gives radars, target, terrain, draws, seed and what counts as covered.
    flights : sequence of GivenRoute or RecordedFlight
        From `skyshed.scenario.route_file.read_flights`; 500 at most.
    question : RouteQuestion
        Which radars, and what else.
    workers : int, optional
        Threads; all processors by default. The result does not depend on it.
    progress : callable, optional
        Called with (what is being done, steps done, steps in all).
    weightings : bool, default: True
        Whether the main figures are also given under the other weightings and in the box.

    Returns
    -------
    RouteResult

    Raises
    ------
    SkyshedError
        If a radar or target is not there, a flight cannot be flown or lies outside the terrain.
    """
    tell = progress or (lambda what, done, total: None)
    if not 1 <= len(flights) <= MOST_FLIGHTS:
        raise ScenarioError(
            f"expected 1 to {MOST_FLIGHTS} flights, got {len(flights)}; choose some of them",
            path="--flight",
        )
    study = narrowed(study, question)
    model = build_model(study, open_terrain(study.terrain), tell=tell)
    military = any(not radar.entry.civil for radar in study.radars)
    samples = MOST_SAMPLES if len(flights) == 1 else _SAMPLES_OF_MANY
    ways = [
        flown(given, model.terrain, military=military, most_samples=samples) for given in flights
    ]
    pressure = any(way.pressure for way in ways)
    unknowns = route_unknowns(qnh_hpa=question.qnh_hpa, pressure=pressure)
    model = replace(model, parameters=model.parameters | unknowns)
    values = with_nominal(model, study)
    found = []
    watchers = [
        Watcher.of(model, radar.key, values, workers or processors()) for radar in study.radars
    ]
    for done, way in enumerate(ways):
        tell("following flights", done, len(ways))
        found.append(_one(watchers, way, values, question, thin=len(ways) > 1))
    tell("following flights", len(ways), len(ways))
    weighings: tuple[Weighted, ...] = ()
    if weightings:
        weighings = route_weightings(
            model, ways, found, seed=study.seed, weighting=study.weighting, warn=question.warn,
            workers=workers or processors(), tell=tell,
        )  # fmt: skip
    return replace(_result(model, flights, found, question, values), weightings=weighings)


def narrowed(study: Study, question: RouteQuestion) -> Study:
    """The study with the radars and the target that are asked about, and no claims.

    Raises
    ------
    ScenarioError
        If a key is not one of the study, or the study is a lesson.
    """
    if study.lesson is not None or not study.radars:
        raise ScenarioError(f"the study {study.name} has no radars; give one that has")
    keys = [radar.key for radar in study.radars]
    for key in question.radars:
        if key not in keys:
            raise ScenarioError(
                f"expected a radar of {study.name} ({', '.join(keys)}), got {key!r}", path="--only"
            )
    names = [target.key for target in study.targets]
    asked = question.target or (study.headline.target if study.headline else names[0])
    if asked not in names:
        raise ScenarioError(
            f"expected a target of {study.name} ({', '.join(names)}), got {asked!r}",
            path="--target",
        )
    wanted = question.radars or tuple(keys)
    return replace(
        study,
        radars=tuple(radar for radar in study.radars if radar.key in wanted),
        targets=(study.target(asked),),
        radius_m=_MAP_RADIUS_M,
        cell_m=_MAP_CELL_M,
        batteries=(), networks=(), raids=(), claims=(), flights=(), headline=None,
    )  # fmt: skip


def with_nominal(model: Model, study: Study) -> dict[str, FloatArray]:
    """Draws, then the nominal values three times: as they are, and with the terrain's error low
    and high, shape (draws + 3,) each."""
    values = sample(model.parameters, size=study.draws, seed=study.seed, weighting=study.weighting)
    nominal = nominal_values(model.parameters)
    error = model.parameters[TERRAIN_ERROR]
    ends = {TERRAIN_ERROR: np.array([error.nominal, error.low, error.high])}
    return {
        key: np.concatenate([drawn, ends.get(key, np.repeat(nominal[key], 3))])
        for key, drawn in values.items()
    }


def _one(
    watchers: list[Watcher], way: Flown, values: Values, question: RouteQuestion, *, thin: bool
) -> FlightResult:
    size = next(iter(values.values())).size
    correction = correction_m(dict(values), size) if way.pressure else np.zeros(size)
    return flight_result(watchers, way, correction, warn=question.warn, thin=thin)


def _result(
    model: Model,
    flights: Sequence[Given],
    found: list[FlightResult],
    question: RouteQuestion,
    values: Values,
) -> RouteResult:
    study = model.study
    file = Path(flights[0].file)
    drawn = {key: some[: study.draws] for key, some in values.items()}
    nominal = {key: some[study.draws : study.draws + 1] for key, some in values.items()}
    pressure = QNH in model.parameters
    qnh = qnh_words(question.qnh_hpa) if pressure else ""
    return RouteResult(
        name=study.name,
        title=f"{found[0].flown.name if len(found) == 1 else file.name}: {study.title}",
        version=__version__,
        seed=study.seed,
        draws=study.draws,
        pd=study.pd,
        file=file.name,
        file_sha256=sha256_file(file) if file.is_file() else "",
        flights=tuple(found),
        levels=level_rows(found),
        sentences=(*route_sentences(study, found, qnh), *weighting_told(study.weighting)),
        notes=route_notes(model, found),
        qnh=qnh,
        radars=tuple(radar_summary(p, drawn, nominal) for p in model.placed.values()),
        target=target_summary(study.targets[0]),
        terrain=terrain_summary(model),
        parameters=model.parameters,
        sources=bibliography(study, model.parameters.values()),
        military=any(not radar.entry.civil for radar in study.radars),
    )
