"""The few plain sentences that sum a study up."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from skyshed.analysis.claims import too_few_draws
from skyshed.analysis.judgement import DEPENDS, FINER_TERRAIN
from skyshed.analysis.reach import BatteryReach
from skyshed.analysis.reach_courses import course_words
from skyshed.analysis.results import ClaimResult, Interval, PairResult, ReadingResult, Tornado
from skyshed.scenario.model import Study
from skyshed.terrain.dataset import TerrainDataset
from skyshed.terrain.relief import is_builtin
from skyshed.uncertainty.parameter import Parameter

_READINGS_TOLD = 3
_SEES_ALL = 0.95
_VERDICT_WORDS = {DEPENDS: "undecided", FINER_TERRAIN: "undecided without finer terrain"}
_COMMON_WORDS = frozenset(
    {
        "airliner",
        "ballistic",
        "bomber",
        "cruise",
        "drone",
        "fighter",
        "propeller",
        "small",
        "tanker",
    }
)


def sentences(
    study: Study,
    pairs: Sequence[PairResult],
    claims: Sequence[ClaimResult],
    what_decides: Tornado | None,
    parameters: Mapping[str, Parameter],
    *,
    terrain_ends: bool = False,
    reaches: Sequence[BatteryReach] = (),
) -> tuple[str, ...]:
    """Up to six sentences for the head of the report; fewer where a study has less to say.

    Parameters
    ----------
    study : Study
        The study.
    pairs, claims, what_decides
        What was found.
    parameters : mapping of str to Parameter
        Every unknown that entered.
    terrain_ends : bool
        Whether the known terrain ends inside the instrumented range: then ranges are cut there.
    reaches : sequence of BatteryReach
        What the batteries reach.

    Returns
    -------
    tuple of str
    """
    radar_key, target_key = (
        (study.headline.radar, study.headline.target)
        if study.headline
        else (pairs[0].radar, pairs[0].target)
    )
    head = next(p for p in pairs if (p.radar, p.target) == (radar_key, target_key))
    told = [
        _headline(study, head, terrain_ends),
        _by_height(study, head),
        _by_target(study, [p for p in pairs if p.radar == radar_key], head),
        _reach(study, reaches, radar_key, target_key),
        _claim(claims),
        _decides(what_decides, study, radar_key, parameters),
    ]
    return tuple(sentence for sentence in told if sentence)


def _span(value: Interval) -> str:
    """An interval of ranges in words, to follow "would be tracked" or the like."""
    if math.isnan(value.high):
        return "in none of the draws"
    if math.isnan(value.median):
        return f"in fewer than half of the draws, at {_km(value.high)} km at most"
    middle, high = _km(value.median), _km(value.high)
    if math.isnan(value.low):
        return f"at up to {high} km (middle value {middle} km; in some draws never)"
    low = _km(value.low)
    if low == high:
        return f"at about {middle} km"
    return f"at {low} to {high} km (middle value {middle} km)"


def _km(metres: float) -> str:
    """Kilometres with no more digits than a spread of tens of per cent supports."""
    km = metres / 1000.0
    return f"{km:.0f}" if km < 100.0 else f"{round(km, -1):.0f}"


def _headline(study: Study, head: PairResult, terrain_ends: bool) -> str:
    radar, target = study.radar(head.radar), study.target(head.target)
    found = head.r90_over_terrain_m
    cut = "As far as the terrain data reach: placed" if terrain_ends else "Placed"
    told = (
        f"{cut} at {radar.site.name}, the {_short(radar.label)} would track {_a(target.label)}"
        f" flying at it {_span(found)}, along the line of sight"
    )
    if study.ring_m is None:
        return f"{told}."
    label = study.ring_label or "the quoted ring"
    return f"{told}; {label} ({study.ring_m / 1000.0:.0f} km) {_where(study.ring_m, found)}."


def _where(ring_m: float, found: Interval) -> str:
    """Where the ring lies in a span whose ends are rounded to tens of kilometres."""
    high = 0.0 if math.isnan(found.high) else found.high
    low = 0.0 if math.isnan(found.low) else found.low
    if ring_m > 1.03 * high:
        return "lies beyond that whole span"
    if ring_m < 0.97 * low:
        return "lies below that whole span"
    if ring_m > 0.97 * high:
        return "lies at the far end of that span"
    if ring_m < 1.03 * low:
        return "lies at the near end of that span"
    return "lies within that span"


def _by_height(study: Study, head: PairResult) -> str:
    if np.isnan(head.share_in_ring).all():
        return ""
    parts, middles = [], []
    for index, label in enumerate(head.heights.labels):
        low, middle, high = np.quantile(
            head.share_in_ring[:, index], [0.05, 0.5, 0.95], method="inverted_cdf"
        )
        spread = f" ({_percent(low)} to {_percent(high)})" if high - low >= 0.02 else ""
        parts.append(f"{_percent(middle)} at {label}{spread}")
        middles.append(middle)
    where = "Inside the quoted ring"
    if study.ring_m is None:
        where = f"Within {study.radius_m / 1000.0:.0f} km"
    told = f"{where} it would see such a target over this share of the area: {', '.join(parts)}"
    if min(middles) < _SEES_ALL:
        told += "; hills and the Earth's curve hide what flies low"
    return f"{told}."


def _percent(share: float) -> str:
    return "less than 1 %" if 0.0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def _by_target(study: Study, pairs: Sequence[PairResult], head: PairResult) -> str:
    others = [p for p in pairs if p.target != head.target]
    if not others:
        return ""

    def middle(pair: PairResult) -> float:
        value = pair.r90_over_terrain_m.median
        return 0.0 if math.isnan(value) else value

    near, far = min(others, key=middle), max(others, key=middle)
    told = f"The target decides: {_a(study.target(near.target).label)} would be tracked "
    told += _span(near.r90_over_terrain_m)
    if far is not near:
        told += f", {_a(study.target(far.target).label)} {_span(far.r90_over_terrain_m)}"
    return told + "."


def _reach(study: Study, reaches: Sequence[BatteryReach], radar_key: str, target_key: str) -> str:
    """How far out the headline target can be met by the headline radar's battery."""
    for reach in reaches:
        pair = next((p for p in reach.pairs if p.target == target_key), None)
        if radar_key in (reach.see, reach.guide) and pair is not None:
            break
    else:
        return ""
    confirm = pair.waterfall.required_confirmation_m
    missile = _a(reach.missile)
    told = (
        f"{missile[0].upper()}{missile[1:]} could meet {_a(study.target(target_key).label)}"
        f" {'flying at it' if pair.course == 'inbound' else course_words(pair.course)}"
        f" {_span(pair.intercept_slant_m)}"
    )
    if pair.below_floor:
        return f"{told}: {pair.below_floor}."
    if pair.course != "inbound":
        return f"{told}."
    if study.ring_m is None or math.isnan(confirm.median):
        return f"{told}."
    return (
        f"{told}; for a hit at the ring its track must be confirmed some {_km(confirm.median)} km"
        " out."
    )


def _claim(claims: Sequence[ClaimResult]) -> str:
    """The first claim that can be tested, reading by reading."""
    tested = next((claim for claim in claims if claim.readings), None)
    if tested is None:
        return ""
    parts = [
        f"{_verdict_words(reading)} if it means that {_within(reading.text)}"
        for reading in tested.readings[:_READINGS_TOLD]
    ]
    told = f"The quoted \u201c{tested.sentence}\u201d is {_joined(parts)}."
    return f"{told} Parts of it are not computed yet." if tested.not_computed else told


def _verdict_words(reading: ReadingResult) -> str:
    if too_few_draws(reading):
        return "undecided for want of draws"
    return _VERDICT_WORDS.get(reading.verdict, reading.verdict)


def _within(text: str) -> str:
    """A sentence as part of another one."""
    told = text.rstrip(".")
    first = told.split()[0]
    return told[0].lower() + told[1:] if first == "A" or first[1:].islower() else told


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else "; ".join(parts[:-1]) + "; and " + parts[-1]


def _decides(
    what_decides: Tornado | None,
    study: Study,
    radar_key: str,
    parameters: Mapping[str, Parameter],
) -> str:
    if what_decides is None or not what_decides.rows:
        return ""
    names = " and ".join(_the(row.label) for row in what_decides.rows[:2])
    told = f"What decides most is {names}."
    entry = study.radar(radar_key).entry
    pair = parameters.get(f"{entry.id}.pair0.range_m")
    if pair is not None and pair.basis in ("unverified", "assumed"):
        word = "recalled, not found in print" if pair.basis == "unverified" else "our assumption"
        told += (
            f" The quoted range that the strength of the {_short(study.radar(radar_key).label)}"
            f" rests on is {word}, so every distance that is limited by power is {pair.basis}."
        )
    return told


def _the(label: str) -> str:
    """A label with its article, if it takes one: not "whether the range is for one scan"."""
    return label if label.startswith("whether ") else f"the {label}"


def _short(label: str) -> str:
    return label.split(",")[0]


def _a(label: str) -> str:
    """A label with its article: "an F-16C fighter at 9 km", "a cruise missile at 50 m"."""
    first = label.split()[0]
    vowel = first[0] in "AEIOaeio8" or first[:2] in ("F-", "M-", "S-", "X-")
    common = first.isalpha() and first[1:].islower() and first.lower() in _COMMON_WORDS
    return f"{'an' if vowel else 'a'} {label[0].lower() + label[1:] if common else label}"


def survives(pairs: Sequence[PairResult], headline: tuple[str, str]) -> tuple[str, ...]:
    """What remains when every grade-D number is taken away: geometry over the terrain.

    Parameters
    ----------
    pairs : sequence of PairResult
        All pairs.
    headline : tuple of str
        Keys of the radar and the target of the headline.

    Returns
    -------
    tuple of str
    """
    head = next((p for p in pairs if (p.radar, p.target) == headline), None)
    if head is None:
        return ()
    told = [
        "Without the numbers of grade D and the unverified ones nothing is left of power, signature"
        " and calibration. What remains is geometry: no radar at that place, whatever its power,"
        " covers more than the following (nominal antenna height and air, terrain as it is in the"
        " data).",
    ]
    for label, share, radius in zip(
        head.heights.labels, head.firm_share, head.firm_radius_m, strict=True
    ):
        told.append(
            f"At {label}: at most {_percent(float(share))} of the area inside the ring, and nothing"
            f" beyond {_km(float(radius))} km in the median direction."
        )
    return tuple(told)


def _effects_told(effects: tuple[str, ...]) -> list[str]:
    """What shortens the range and is left out, or counted because the study asks for it."""
    told = []
    if "clutter" in effects:
        told.append(
            "Ground clutter is counted as a bound: one strength, as far as hills stand up into"
            " sight, suppressed by the improvement factor of the study. Losses against moving"
            " targets, jamming, crew and maintenance are left out: they shorten the range, so"
            " 'seen' is mostly an upper bound."
        )
    else:
        told.append(
            "Ground clutter, losses against moving targets, jamming, crew and maintenance are left"
            " out: they shorten the range, so 'seen' is mostly an upper bound."
        )
    off = [
        words
        for name, words in (("gas", "Absorption by the air"), ("rain", "rain"))
        if name not in effects
    ]
    if off:
        words = " and ".join(off)
        told.append(
            f"{words[0].upper()}{words[1:]} {'are' if len(off) > 1 else 'is'} left out: a few per"
            " cent of the range in S band, more at higher frequencies and in heavy rain; a study"
            " can switch them on (effects)."
        )
    if "rain" in effects:
        told.append("Rain falls everywhere below its top: more than any storm does.")
    return told


def limits(
    terrain: TerrainDataset,
    *,
    shooting: bool = False,
    effects: tuple[str, ...] = (),
    duct: str | None = None,
) -> tuple[str, ...]:
    """What is left out and which way it errs.

    Parameters
    ----------
    terrain : TerrainDataset
        The terrain of the run.
    shooting : bool
        Whether the study has batteries.
    effects : tuple of str
        Names of the effects that are on, of `skyshed.systems.effects.EFFECTS`.
    duct : str, optional
        Words for the duct of the study's air, if it has one.

    Returns
    -------
    tuple of str
    """
    told = [
        *_effects_told(effects),
        "Ducting and reflections from the ground are left out: at times they lengthen the range."
        if duct is None
        else "Reflections from the ground are left out: at times they lengthen the range. The duct"
        f" of this study ('{duct}') enters the minutes of warning alone; all other figures are"
        " for air without it, and with it 'not seen' is weaker for what flies low.",
        "The air is one exponential profile per draw, fitted to the ray that grazes the ground; a"
        " ray that clears high hills bends less and stays up to 3 % higher than computed.",
        "The loss at the edge of sight is that of the one edge that decides, or of the smooth"
        " Earth, whichever is greater (ITU-R P.526); several edges in a row cost more.",
        "Within one draw the scans are independent of each other; what we do not know is common to"
        " all of them.",
    ]
    if shooting:
        told.append(
            "Thrust, mass and drag of missiles are not public: flights that agree with the quoted"
            " figures stand for them, so the quoted longest range is put in, not tested. Manoeuvres"
            " of the target and electronic warfare are left out: an intercept is mostly an upper"
            " bound."
        )
    if is_builtin(terrain):
        told.append(
            "The builtin relief has cells of 9 km: it serves for an overview and cannot decide what"
            " a single hill hides. Nominal answers take it as it is; it shows horizons too low, so"
            " the draws raise its hills, and nominal ranges can lie beyond the span of the draws."
            " Give finer terrain with --terrain."
        )
    return tuple(told)
