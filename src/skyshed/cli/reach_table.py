"""What a battery reaches, as lines for a terminal."""

from typing import TYPE_CHECKING

from skyshed.cli.aligned import under_each_other

if TYPE_CHECKING:
    from skyshed.analysis.results import StudyResult


def reach_lines(result: "StudyResult") -> list[str]:
    """From seen to intercept, what an intercept asks for, and the reach by height.

    Parameters
    ----------
    result : StudyResult
        Of a study with batteries.

    Returns
    -------
    list of str
        Medians, in brackets 5 to 95 % of the draws.
    """
    from skyshed.output.report_reach import battery_facts, height_rows, lead, waterfall_facts
    from skyshed.output.words import interval_text

    lines: list[str] = []
    for reach in result.reaches:
        lines.append(f"{reach.label}: {battery_facts(result, reach)}")
        heights = height_rows(result, reach)
        for pair in reach.pairs:
            lines += [sentence.replace("\u00a0", " ") for sentence in lead(result, pair)]
            steps = [
                (f"  {step.label}", interval_text(step.slant_m)) for step in pair.waterfall.steps
            ]
            facts = [(f"  {name}", value) for name, value in waterfall_facts(pair)]
            straight = "" if pair.course == "inbound" else ", if it flew straight at the battery"
            lines += under_each_other([(f"slant range, median direction{straight}", ""), *steps])
            lines += under_each_other([(f"what an intercept asks for{straight}", ""), *facts])
        if heights:
            head = ("reach at height", "farthest, ground", "share of ring", "area")
            lines += under_each_other(
                [head, *((f"  {h.height}", h.farthest, h.ring_share, h.area) for h in heights)]
            )
    return [*lines, "In brackets 5 to 95 % of the draws: what is not known.", ""]
