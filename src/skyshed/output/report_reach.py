"""What batteries reach, in the words of people: rows, facts and sentences of the report."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from skyshed.analysis.results import Interval, StudyResult
from skyshed.constants import STANDARD_GRAVITY_M_S2
from skyshed.output import report_rows
from skyshed.output.reach_numbers import area_at_once
from skyshed.output.report_figures import radar_name, short_name, target_name
from skyshed.output.words import (
    area_text,
    interval_text,
    nominal_text,
    percent,
    rounded,
    share_text,
)

if TYPE_CHECKING:
    from skyshed.analysis.reach import BatteryReach, ReachResult

GUIDANCE_WORDS: Final = {
    "track_via_missile": "track via missile, so the radar on the ground must see the target until"
    " the end of the flight",
    "semi_active": "semi-active, so the radar on the ground must light the target until the end of"
    " the flight",
    "active": "active, so the missile looks for itself at the end of its flight",
    "command": "by command, so the radar on the ground must see the target until the end of the"
    " flight",
    "infrared": "infrared, so the missile follows heat",
}


@dataclass(frozen=True)
class ReachRow:
    """One battery against one target, as text."""

    target: str
    slant: str
    nominal: str
    best: str
    radius_share: str
    ring_share: str
    area: str
    at_once: str
    course: str


@dataclass(frozen=True)
class HeightRow:
    """One battery against one target at one height, as text."""

    target: str
    height: str
    farthest: str
    ring_share: str
    area: str
    first: bool
    span: int


def reach_rows(result: StudyResult, reach: "BatteryReach") -> list[ReachRow]:
    """One row per target of a battery."""
    return [
        ReachRow(
            target_name(result, pair.target),
            interval_text(pair.intercept_slant_m),
            _and_why(nominal_text(pair.intercept_slant_m), pair),
            interval_text(pair.best_slant_m),
            interval_share(pair.share_of_radius),
            interval_share(pair.share_of_ring),
            area_text(pair.area_m2),
            area_text(area_at_once(pair)),
            "" if pair.course == "inbound" else pair.course,
        )
        for pair in reach.pairs
    ]


def _and_why(text: str, pair: "ReachResult") -> str:
    """A text with the reason behind it, where the missile's floor is the reason."""
    return f"{text}: {pair.below_floor}" if pair.below_floor else text


def height_rows(result: StudyResult, reach: "BatteryReach") -> list[HeightRow]:
    """One row per target and height of a battery; none without maps."""
    return [
        HeightRow(
            target_name(result, pair.target),
            height.label,
            interval_text(height.farthest_ground_m),
            interval_share(height.share_of_ring),
            area_text(height.area_m2),
            i == 0,
            len(pair.heights),
        )
        for pair in reach.pairs
        for i, height in enumerate(pair.heights)
    ]


def interval_share(share: Interval) -> str:
    """Share with its bounds, such as "34 % (29 to 40 %)"."""
    return share_text([share.low, share.median, share.high])


def has_one_sector(reach: "BatteryReach") -> bool:
    """Whether the guiding radar must be turned towards its target."""
    return any(pair.sector_share < 1.0 for pair in reach.pairs)


def azimuth_words(result: StudyResult, reach: "BatteryReach") -> str:
    """Over which azimuths the medians of a battery are taken."""
    guide = next((radar for radar in result.radars if radar.key == reach.guide), None)
    return "median azimuth" if guide is None else report_rows.azimuth_words(guide)


def battery_facts(result: StudyResult, reach: "BatteryReach") -> str:
    """What a battery is, in one sentence or two."""
    see = "" if reach.see == reach.guide else f", told where to look by {name(result, reach.see)}"
    guidance = GUIDANCE_WORDS.get(reach.guidance, reach.guidance.replace("_", " "))
    return f"{reach.missile}, guided by {name(result, reach.guide)}{see}. Guidance: {guidance}."


def name(result: StudyResult, radar: str) -> str:
    """Name of a radar in a sentence."""
    return short_name(radar_name(result, radar))


def lead(result: StudyResult, pair: "ReachResult") -> list[str]:
    """The answer for the headline pair, in sentences."""
    target = target_name(result, pair.target)
    slant = pair.intercept_slant_m
    if math.isnan(slant.median):
        start = f"Against {target}, {course_words(pair)}, no intercept is possible in most draws"
        rest = (
            ""
            if math.isnan(slant.high)
            else f"; in the best 5 % out to {rounded(slant.high, 'km')}"
        )
        return [_and_why(f"{start}{rest}", pair) + "."]
    sentences = [
        f"Against {target}, {course_words(pair)}, the farthest intercept is"
        f" {interval_text(slant)} slant in the median direction."
    ]
    if result.ring_m > 0.0:
        sentences.append(
            f"That is {interval_share(pair.share_of_radius)} of the quoted radius."
            f" {'With the radar turned to it, a' if pair.sector_share < 1.0 else 'A'} missile can"
            f" meet it over {interval_share(pair.share_of_ring)} of the ring's area."
        )
    if pair.sector_share < 1.0:
        sentences.append(
            f"The radar watches {percent(pair.sector_share)} of the compass at once, so at any one"
            " moment only about that share of the area holds."
        )
    return [sentence.replace(" %", "\u00a0%").replace(" km", "\u00a0km") for sentence in sentences]


def course_words(pair: "ReachResult") -> str:
    """How the target flies, such as "flying straight at the battery"."""
    from skyshed.analysis import reach_courses

    return reach_courses.course_words(pair.course)


def waterfall_facts(pair: "ReachResult") -> list[tuple[str, str]]:
    """What an intercept asks for: name and value."""
    falls = pair.waterfall
    turn = falls.lateral_at_intercept_m_s2
    low, median, high, nominal = (
        x / STANDARD_GRAVITY_M_S2 for x in (turn.low, turn.median, turn.high, turn.nominal)
    )
    in_g = Interval(low, median, high, nominal, "1")
    facts = [
        ("Flight to the farthest intercept", _known(falls.time_at_intercept_s, "s")),
        ("Speed of the missile there", _known(falls.speed_at_intercept_m_s, "m/s")),
        ("Turn it has left there", _with_unit(_known(in_g, "1"), "g")),
    ]
    if falls.ring_m > 0.0 and not pair.below_floor:
        facts = [
            ("For a hit at the ring, track confirmed by",
             _known(falls.required_confirmation_m, "km", " along the ground")),
            ("Flight to the ring", _known(falls.time_at_ring_s, "s")),
            *facts,
        ]  # fmt: skip
    return facts


def _with_unit(text: str, unit: str) -> str:
    """A unit behind the first number, such as "9 g (6 to 13)"; words stay as they are."""
    number, bracket, rest = text.partition(" (")
    return f"{number} {unit}{bracket}{rest}" if number[:1].isdigit() else text


def _known(interval: Interval, unit: str, tail: str = "") -> str:
    """Interval of a quantity that some draws do not have."""
    if math.isnan(interval.median):
        return "the missile does not get there"
    return interval_text(interval, unit) + tail
