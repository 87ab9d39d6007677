"""Figures of claims: all draws behind a verdict, and what would have to be."""

import math
from typing import Final, Literal

from skyshed.analysis.results import ReadingResult, StudyResult
from skyshed.output.figures.break_even import break_even
from skyshed.output.figures.canvas import Drawing
from skyshed.output.figures.p_box import PBox, p_box
from skyshed.output.words import rounded, slug

_UNITS: Final = {"m": "km", "s": "min", "m^2": "km^2"}
_QUANTITIES: Final = {"m": "slant range", "1": "probability of detection in one scan"}


def draw_figures(result: StudyResult) -> dict[tuple[str, str], Drawing]:
    """P-boxes by claim and reading, for readings that keep their draws."""
    return {
        (claim.id, reading.id): _figure(claim.id, reading)
        for claim in result.claims
        for reading in claim.readings
        if reading.draws and any(len(values) for values in reading.draws.values())
    }


def break_even_figures(result: StudyResult) -> dict[str, Drawing]:
    """Break-even curves by claim, for those that ask for one."""
    return {
        claim.id: break_even(
            claim.break_even, name=f"break-even-{slug(claim.id)}", label=claim.sentence
        )
        for claim in result.claims
        if claim.break_even is not None
    }


def _figure(claim: str, reading: ReadingResult) -> Drawing:
    unit = reading.value.unit
    sense: Literal["at least", "at most"] = "at least" if reading.sense == "at least" else "at most"
    box = PBox(
        reading.draws,
        _UNITS.get(unit, unit),
        _QUANTITIES.get(unit, "value of the reading"),
        reading.threshold,
        sense,
        reading.box,
    )
    asked = "" if math.isnan(reading.threshold) else rounded(reading.threshold, box.unit, 4)
    return p_box(box, name=f"draws-{slug(claim)}-{slug(reading.id)}", threshold_label=asked)
