"""Terms of the report in plain words."""

from typing import Final

LESSON_TERMS: Final = ("slant and ground range", "horizon, and 4/3 Earth")

GLOSSARY: Final[tuple[tuple[str, str], ...]] = (
    (
        "covered",
        "The radar detects the stated target at that place and height in one scan with a"
        " probability of at least one half. An expected value, not a promise.",
    ),
    (
        "confirmed",
        "The target has been detected in two of three scans in a row (or what the study says) with"
        " a cumulative probability of at least 0.9: enough to start a track.",
    ),
    (
        "R50, R90",
        "Slant range at which the target is covered (one scan, probability 0.5) and confirmed"
        " (0.9).",
    ),
    ("Pd, Pfa", "Probability of detection, and of a false alarm in one resolution cell."),
    (
        "slant and ground range",
        "Along the line from antenna to target, and along the ground below it. At long range they"
        " differ by little, close to the radar by much; they are never mixed here.",
    ),
    (
        "draw",
        "One set of values for everything that is not known, taken between the published or assumed"
        " bounds. Results are computed for every draw.",
    ),
    (
        "share of draws",
        "How many of these sets lead to an answer. Not the probability that the answer is true: the"
        " bounds are judgements, not measured frequencies.",
    ),
    (
        "5 to 95 %",
        "The values that 5 and 95 % of the draws stay below. The number before it is the median.",
    ),
    (
        "nominal",
        "The answer with every input at its best single value. It need not be the median.",
    ),
    (
        "weighting",
        "How draws are spread between the bounds: peaked at the nominal value, even, or strongly"
        " peaked. A verdict must hold for all of them.",
    ),
    ("box", "The least and greatest answer found with all unknowns anywhere inside their bounds."),
    (
        "basis",
        "Published: read in a source. Derived: computed from published values. Unverified: widely"
        " repeated, source not opened. Assumed: our choice, with a wide interval.",
    ),
    (
        "grade",
        "A: manufacturer, government or measurement. B: reputable secondary. C: single or partisan."
        " D: assumption.",
    ),
    (
        "radar cross-section",
        "How strongly a target reflects, as the area of an ideal reflector. It changes with aspect,"
        " frequency and from scan to scan; the Swerling case says how.",
    ),
    (
        "horizon, and 4/3 Earth",
        "Radio waves bend down a little, so that a radar sees as if the Earth were about a third"
        " larger. Beyond 200 km that shorthand fails; here the bending follows the air.",
    ),
    (
        "limiting factor",
        "The first constraint that forbids cover: sector, horizon, terrain, instrumented range,"
        " power, elevation (or too near for it).",
    ),
    (
        "instrumented range",
        "Where the radar stops listening or displaying, whatever the target.",
    ),
    (
        "unlimited power",
        "What would remain if the radar had any power one likes: geometry alone, an upper bound"
        " that needs no unpublished number about its strength.",
    ),
)

REACH_TERMS: Final[tuple[tuple[str, str], ...]] = (
    (
        "engageable",
        "A missile can be there in time, with speed and turn to spare, and the radar that guides it"
        " can hold the target for as long as the guidance needs. It says nothing about a kill.",
    ),
    (
        "order to fire, reaction time",
        "From the confirmed track to the launch: handing the target over, deciding, aiming."
        " Assumed, with a wide interval.",
    ),
    (
        "time of flight",
        "From the launch to the intercept. The target flies on meanwhile, so it must be seen"
        " farther out than it can be hit.",
    ),
    (
        "no-escape",
        "Range at launch at which a target that turns away at that moment, as hard as stated, and"
        " runs is still caught.",
    ),
    (
        "steered, at once",
        "A radar with a sector can be turned to any one direction, but watches only its sector at a"
        ' time. "Steered" counts all directions, "at once" what one position holds.',
    ),
    (
        "track via missile, semi-active",
        "Guidance in which the radar on the ground must see the target while the missile flies."
        " What is below its horizon cannot be hit, whoever else sees it.",
    ),
)

RAID_TERMS: Final[tuple[tuple[str, str], ...]] = (
    ("leakage", "Share of the raid that gets through to what it attacks; the ones that do leak."),
    (
        "annihilation",
        "Nothing leaks. Its probability is the share of runs in which all are shot down.",
    ),
    (
        "salvo",
        "How many missiles go to one target: one, two, or one, a look at what it did, and another.",
    ),
    (
        "keep-out range",
        "How near the nearest target of a run comes to what is defended before it is shot down;"
        " 0 once something gets through.",
    ),
    (
        "cued",
        "Told by others where to look. A battery need not search, but its own radar must still hold"
        " the target to guide a missile, unless the missile guides itself.",
    ),
    (
        "draws against runs",
        "A draw sets what is not known, a run throws the dice. More runs narrow the sampling"
        " interval (±); the spread over draws stays, because it is ignorance and not chance.",
    ),
)


def glossary_terms(
    *, lesson: bool = False, reach: bool = False, raids: bool = False
) -> list[tuple[str, str]]:
    """Terms and their meanings for a report with these parts."""
    if lesson:
        return [term for term in GLOSSARY if term[0] in LESSON_TERMS]
    return [*GLOSSARY, *(REACH_TERMS if reach else ()), *(RAID_TERMS if raids else ())]
