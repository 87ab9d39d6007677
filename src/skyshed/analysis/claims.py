"""Judge the claims of a study: readings, shares of draws, verdicts and what decides them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from skyshed.analysis.break_even import curve_of
from skyshed.analysis.judgement import (
    BY_CONSTRUCTION,
    DEPENDS,
    FEWEST_DRAWS,
    NOT_TESTABLE,
    is_weak,
    judge,
)
from skyshed.analysis.pairs import interval
from skyshed.analysis.parallel import Pool, Threads
from skyshed.analysis.placement import TERRAIN_MODELS, Model, Values
from skyshed.analysis.premises import premise_rows
from skyshed.analysis.raids import RaidResult
from skyshed.analysis.readings import ReadingModel
from skyshed.analysis.results import ClaimResult, PremiseRow, ReadingResult, UnionRow
from skyshed.scenario.model import Case, Claim, Reading
from skyshed.terrain.relief import is_builtin
from skyshed.uncertainty.box import BoxExtremes, box_extremes
from skyshed.uncertainty.parameter import Parameter
from skyshed.uncertainty.sampling import WEIGHTINGS, nominal_values, quantile, sample
from skyshed.uncertainty.sensitivity import Swing, one_at_a_time
from skyshed.uncertainty.shares import share_of_draws

FloatArray = NDArray[np.float64]

_DECIDING = 2  # how many unknowns a verdict names


@dataclass(frozen=True)
class Run:
    """How a study is drawn: number of draws, seed and threads, or a pool instead of those.

    `weighting` is that of values and cases; verdicts go by all weightings whatever it is.
    """

    draws: int
    seed: int
    workers: int = 1
    pool: Pool | None = None
    weighting: str = "triangular"


def claim_result(
    model: Model,
    claim: Claim,
    values: Values,
    run: Run,
    *,
    unions: Sequence[UnionRow] = (),
    raids: Sequence[RaidResult] = (),
    readings: tuple[ReadingResult, ...] | None = None,
) -> ClaimResult:
    """Compute a claim's readings and premises and give its verdict.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    claim : Claim
        The claim.
    values : mapping of str to ndarray, shape (draw,)
        Draws of all unknowns in the study's weighting, for the premises.
    run : Run
        Draws and seed for the readings.
    unions : sequence of UnionRow
        Areas of groups of radars, already computed.
    raids : sequence of RaidResult
        Raids, already run.
    readings : tuple of ReadingResult, optional
        Of this claim, from `readings_of`; computed here if not given.

    Returns
    -------
    ClaimResult
    """
    if readings is None:
        (readings,) = readings_of(model, [claim], run)
    nominal = nominal_values(model.parameters)
    premises: list[PremiseRow] = []
    for premise in claim.premises:
        premises += premise_rows(
            model,
            premise,
            values,
            nominal,
            workers=run.workers,
            unions=unions,
            raids=raids,
            seed=run.seed,
            weighting=run.weighting,
        )
    verdict, why, judged_on = _verdict_of(claim, readings)
    return ClaimResult(
        id=claim.id,
        sentence=claim.sentence,
        who=claim.who,
        when=claim.when,
        source=claim.source,
        verdict=verdict,
        why=why,
        readings=readings,
        premise=tuple(premises),
        left_out=claim.left_out,
        survives=_survives(readings),
        not_computed=claim.not_computed,
        judged_on=judged_on,
        note=claim.note,
        break_even=curve_of(claim),
    )


def readings_of(
    model: Model,
    claims: Sequence[Claim],
    run: Run,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[tuple[ReadingResult, ...]]:
    """The readings of several claims, side by side: some take many times as long as others.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    claims : sequence of Claim
        The claims.
    run : Run
        Draws, seed, threads and pool.
    tell : callable
        Called with (readings done, readings in all).

    Returns
    -------
    list of tuple of ReadingResult
        By claim.
    """
    wanted = [reading for claim in claims for reading in claim.readings]
    alone = replace(run, workers=1, pool=None)
    pool = run.pool or Threads(run.workers)
    found = []
    for result in pool.in_order(_reading, wanted, shared=(model, alone)):
        found.append(result)
        tell(len(found), len(wanted))
    left = iter(found)
    return [tuple(islice(left, len(claim.readings))) for claim in claims]


def _reading(model: Model, run: Run, reading: Reading) -> ReadingResult:
    return reading_result(model, reading, run)


def reading_result(model: Model, reading: Reading, run: Run) -> ReadingResult:
    """One reading of a claim, judged by the rules of the studies.

    Parameters
    ----------
    model : Model
        The study on its terrain.
    reading : Reading
        The reading.
    run : Run
        Draws and seed.

    Returns
    -------
    ReadingResult
    """
    asked = ReadingModel(model, reading, run.workers)
    parameters = asked.parameters()
    nominal = nominal_values(parameters)
    drawn = {
        weighting: sample(parameters, size=run.draws, seed=run.seed, weighting=weighting)
        for weighting in WEIGHTINGS
    }
    cases = asked.case_values(drawn[run.weighting])
    by_weighting = {
        name: asked.combined(cases) if name == run.weighting else asked.value(values)
        for name, values in drawn.items()
    }
    shares = {name: share_of_draws(asked.holds(v)) for name, v in by_weighting.items()}
    terrain = {
        name: share_of_draws(asked.holds(asked.value(drawn["triangular"], name)))
        for name in TERRAIN_MODELS[:2]
    }
    terrain[TERRAIN_MODELS[2]] = shares["triangular"]
    swings = one_at_a_time(asked.value, parameters)
    # One round finds the extremes where the answer rises or falls with each unknown. An intercept
    # does, and takes long.
    rounds = 1 if reading.quantity == "intercept_slant_range" else 2
    box = box_extremes(asked.value, parameters, rounds=rounds)
    # The search finds an inner bound of the extremes; a draw may lie farther out.
    least = min(box.minimum, *(float(v.min()) for v in by_weighting.values()))
    greatest = max(box.maximum, *(float(v.max()) for v in by_weighting.values()))
    open_in_box = _both_ways(asked, least, greatest)
    deciding = _deciding(asked, swings, parameters) if open_in_box else ()
    verdict = judge(
        shares,
        weak_flips=_weak_flips(asked, parameters, box),
        weak_names=_deciding(asked, [s for s in swings if is_weak(parameters[s.key])], parameters),
        terrain_shares=terrain,
        builtin_terrain=is_builtin(model.terrain),
    )
    return ReadingResult(
        id=reading.id,
        text=reading.text,
        predicate=reading.predicate_text,
        value=interval(by_weighting[run.weighting], asked.value(nominal), asked.unit),
        shares={name: (s.share, s.low, s.high) for name, s in shares.items()},
        box=(least, greatest),
        verdict=verdict.word,
        deciding=deciding,
        capped=verdict.capped,
        terrain={name: share.share for name, share in terrain.items()},
        cases=_cases(asked, cases),
        not_computed=reading.not_computed,
        draws=by_weighting,
        threshold=asked.threshold,
        sense="below" if reading.predicate == "not_covered" else "at least",
        also=tuple(
            (also, {name: float(np.mean(v >= also)) for name, v in by_weighting.items()})
            for also in reading.also_m
        ),
    )


def _weak_flips(asked: ReadingModel, parameters: Mapping[str, Parameter], box: BoxExtremes) -> bool:
    """Whether weak numbers alone make the predicate both true and false inside their bounds.

    The others stand at the middle of their draws: a nominal value may be one of the bounds.
    """
    weak = {key: p for key, p in parameters.items() if is_weak(p)}
    if not weak or not _both_ways(asked, box.minimum, box.maximum):
        return False
    ends = []
    for point in (box.at_minimum, box.at_maximum):
        values = {
            key: np.array([point[key]]) if key in weak else quantile(p, [0.5])
            for key, p in parameters.items()
        }
        ends.append(float(asked.value(values)[0]))
    return _both_ways(asked, *ends)


def _both_ways(asked: ReadingModel, one: float, other: float) -> bool:
    holds = asked.holds(np.array([one, other]))
    return bool(holds[0] != holds[1])


def _deciding(
    asked: ReadingModel, swings: list[Swing], parameters: Mapping[str, Parameter]
) -> tuple[str, ...]:
    """The one or two unknowns that move the answer most, those that turn the predicate first.

    Never empty: a reading that is open inside the bounds has something that decides it.
    """
    turning = [s for s in swings if _both_ways(asked, s.at_low, s.at_high)]
    rest = [s for s in swings if s not in turning]
    names = tuple(
        parameters[s.key].label or s.key for s in (*turning, *rest)[:_DECIDING] if s.span > 0.0
    )
    return names or ("several unknowns together",)


def _cases(asked: ReadingModel, values: FloatArray) -> tuple[tuple[str, str], ...]:
    """Each case with its value in words."""
    told = []
    for case, drawn in zip(asked.reading.cases, values, strict=True):
        share = share_of_draws(asked.holds(drawn))
        low, high = np.quantile(drawn, [0.05, 0.95], method="inverted_cdf")
        where = _direction(case.azimuth, negated=asked.reading.predicate == "not_covered")
        if asked.unit == "m":
            span = f"{_km(low)} to {_km(high)} slant" if high > 0.0 else "never"
            text = f"{span}, {where} (5 to 95 % of draws)"
        else:
            text = f"single-scan Pd {low:.2f} to {high:.2f}, {where} (5 to 95 % of draws)"
        by = _by_whom(asked, case)
        several = len({_by_whom(asked, c) for c in asked.reading.cases}) > 1
        seen_by = f", {by}" if several else ""
        told.append((case.label + seen_by, f"{text}; meets it in {_percent(share.share)} of draws"))
    return tuple(told)


def _direction(azimuth: str, *, negated: bool) -> str:
    """Over which azimuths a value is taken: the tables have it on the median azimuth."""
    if azimuth == "median":
        return "median direction"
    # "not covered" in any direction is decided where the cover is worst
    return "best direction" if (azimuth == "any") != negated else "worst direction"


def _by_whom(asked: ReadingModel, case: Case) -> str:
    """The battery or the radar of a case in words."""
    if case.battery:
        return asked.model.batteries[case.battery].label
    return asked.model.placed[case.radar].radar.label


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"


def _km(metres: float) -> str:
    if metres <= 0.0:
        return "never"
    km = metres / 1000.0
    return f"{round(km, -1):.0f} km" if km >= 100.0 else f"{km:.0f} km"


def _verdict_of(claim: Claim, readings: tuple[ReadingResult, ...]) -> tuple[str, str, str]:
    """Verdict of the claim, why, and the reading judged: that one's verdict, or its kind's."""
    if claim.construction:
        return BY_CONSTRUCTION, claim.construction, ""
    if not claim.testable:
        return NOT_TESTABLE, claim.why_not, ""
    judged = {reading.id for reading in claim.readings if reading.judged}
    for result in readings:
        if result.id in judged:
            return result.verdict, _why(result), result.id
    return NOT_TESTABLE, claim.why_not, ""


def too_few_draws(reading: ReadingResult) -> bool:
    """Whether only the number of draws keeps a reading undecided."""
    return reading.verdict == DEPENDS and not (reading.deciding or reading.capped)


def _why(result: ReadingResult) -> str:
    shares = [share for share, _, _ in result.shares.values()]
    low, high = _percent(min(shares)), _percent(max(shares))
    span = low if low == high else f"{low[:-2]} to {high}"
    told = (
        f"Judged on the reading '{result.id}': true in {span} of the draws, over {len(shares)}"
        " weightings of the bounds."
    )
    if result.deciding:
        told += f" What decides: {' and '.join(result.deciding)}."
    else:
        told += " No value that was tried inside the bounds of the unknowns reverses it."
        if too_few_draws(result):
            told += f" The draws are too few to call it: a firm verdict needs {FEWEST_DRAWS}."
    return told


def _survives(readings: tuple[ReadingResult, ...]) -> str:
    """What remains of the claim when every grade-D number is taken away."""
    if not readings:
        return ""
    always = [r.id for r in readings if _whole_box(r) == "true"]
    never = [r.id for r in readings if _whole_box(r) == "false"]
    told = []
    if always:
        told.append(f"{_readings(always, 'holds', 'hold')} for every value inside the bounds.")
    if never:
        told.append(f"{_readings(never, 'fails', 'fail')} for every value inside the bounds.")
    if not told:
        return (
            "Nothing firm: without the grade-D and unverified numbers only the geometry remains"
            " (see what a radar of unlimited power would cover)."
        )
    return " ".join(told)


def _whole_box(result: ReadingResult) -> str:
    """Whether a reading is true, false or open inside the bounds of all unknowns."""
    if result.deciding or result.capped:
        return "open"
    return "true" if all(share == 1.0 for share, _, _ in result.shares.values()) else "false"


def _readings(ids: list[str], one: str, more: str) -> str:
    *first, last = (f"'{name}'" for name in ids)
    if not first:
        return f"The reading {last} {one}"
    return f"The readings {', '.join(first)} and {last} {more}"
