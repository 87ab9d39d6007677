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
        " power, elevation.",
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
