"""Write docs/model-against-pairs.md: every quoted range against what the model makes of it.

    python tools/write_pairs_page.py

The page is written by this program, never by hand; tests/analysis/test_model_against_pairs.py says
when it is out of date.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from skyshed.analysis.model_against_pairs import DRAWS, PairCheck, check_pairs
from skyshed.catalogue import loader
from skyshed.catalogue.model import RadarEntry, ReferencePair
from skyshed.units import format_quantity

PAGE = Path(__file__).resolve().parent.parent / "docs" / "model-against-pairs.md"

#: Why the model misses, pair by pair. A miss without an entry here is refused.
WHY: Mapping[str, str] = {
    "1rl123e/one_tenth": (
        "No height is stated, so the model is free space. For a target 50 to 75 m high and an"
        " antenna 6 m up it gives 28 to 33 km: the horizon limits the quotation, or clutter does."
    ),
    "36d6m/one_square_metre_at_100_m": (
        "Antenna heights from 8 m to the mast of 39 m are drawn. From 8 m the model gives 45 to"
        " 49 km, from the mast 60 to 65. What is left at 8 m is what it leaves out: reflection"
        " from the ground, which weakens the field below the first lobe, and clutter."
    ),
    "98l6/one_hundredth": (
        "From 0.05 to 0.01 m2 the quoted range falls by a quarter, where the fourth root asks for a"
        " third. The quotations of one magazine do not agree with each other; a longer dwell on"
        " small targets would explain it, and is nowhere stated."
    ),
    "arsr-4/forecast": (
        "The market forecast puts 1 m2 at the display range of 250 nautical miles. The requirement"
        " on which the model rests, itself recalled, gives two thirds of that. One of the two is no"
        " detection range."
    ),
    "p-18mr/one_square_metre_at_100_m": (
        "The antenna is taken 6 to 10 m above flat ground, and at metre waves the loss begins far"
        " inside the horizon. From 20 m, as on a rise, the model gives 32 to 39 km. With the higher"
        " of the two figures of the compilation as anchor, 200 km, it gives 27 to 32."
    ),
    "pantsir-s1/1rs1/one_tenth": (
        "Just beyond: 20 km against 19. The anchor of 36 km may itself be cut off by a display of"
        " that range; independent quotations scatter by a fifth anyway."
    ),
    "type-517/one_tenth": (
        "The two figures of one maker break the fourth-root law, which asks for 139 km. On a ship,"
        " with the sea behind a small target, clutter or the horizon may limit the second."
    ),
}

_VERDICTS = {
    "in": "in",
    "touches": "touches",
    "far": "**miss**: quoted beyond the model",
    "short": "**miss**: quoted short of the model",
    "alone": "nothing to predict it from",
}

HEAD = """\
# Model against quoted ranges

Written by `python tools/write_pairs_page.py`, never by hand; a test says when it is out of date.

A radar's model is anchored in a quotation of use *calibrate*: "detects sigma square metres at R
kilometres". What the quotation leaves unsaid (probability, false alarms, pulses, fluctuation, mean
or median) is drawn, and the anchor's range is opened to a fifth to either side. All its other
quotations (*check*, *instrumented*, *low_altitude*, *circular*) are tests that the model did not
see.
The interval holds 90 % of {draws} draws: it says what the model leaves open, not how good it is.

- **in**: the quoted range lies in the model's interval. **touches**: it does not, but its own
  interval reaches into the model's. Else it is a **miss**, and the reason that we see stands below.
- Where the height of the target is stated, the loss at the edge of sight is that of a smooth Earth
  (ITU-R P.526) without terrain, lobing and clutter, with the drawn refractivity; *of sight* is the
  quoted range over the line of sight at 4/3 Earth. Else the range is that of free space.
- *cut off* is the share of draws in which the instrumented range ends the prediction. A quotation
  at the instrumented range is a cap, and agreeing with it is no evidence for the model.
- A quotation of use *circular* was made from another one: agreeing with it is no evidence either.
"""


def page_text() -> str:
    """The whole page."""
    radars = [loader.radar(line.id) for line in loader.list_entries() if line.kind == "radar"]
    checks = [check for radar in radars for check in check_pairs(radar)]
    tested = [check for check in checks if check.computable]
    apart = [check for check in checks if not check.computable and check.anchor is not None]
    alone = [check for check in checks if check.anchor is None]
    return "\n".join(
        [
            HEAD.format(draws=f"{DRAWS:,}"),
            "## Radars that can be computed\n",
            *_table(tested),
            f"\n{_count(tested)}\n",
            "## Radars that cannot be computed\n",
            "Nothing may calibrate these. One of their quotations anchors this comparison alone, to"
            " see whether\nthey agree with one another; no study can use them.\n",
            *_table(apart),
            f"\n{_count(apart)}\n",
            "## Why the model misses\n",
            *_reasons(checks),
            "\n## Quotations that stand alone\n",
            "The only usable quotation of a radar that cannot be computed, or the one that anchors"
            " the table above.\n",
            *_alone(alone),
            "\n## Anchors\n",
            "What each radar that can be computed rests on. *No test* means that nothing else is"
            " quoted about it:\nthe model agrees with its anchor by construction and was held"
            " against nothing.\n",
            *_anchors(radars),
            "\n## No quotation at all\n",
            "; ".join(f"`{radar.id}`" for radar in radars if not radar.pairs) + ".",
            "",
        ]
    )


def _table(checks: Sequence[PairCheck]) -> Iterator[str]:
    yield (
        "| quotation | use | target | quoted km | model 5 / 50 / 95 % km | cut off | of sight |"
        " verdict |"
    )
    yield "|---|---|---|---:|---:|---:|---:|---|"
    for check in checks:
        assert check.predicted_m is not None
        cells = (
            f"`{check.pair.id}`",
            check.pair.use,
            _target(check.pair),
            _quoted(check.pair),
            " / ".join(_km(value) for value in check.predicted_m),
            f"{100.0 * check.capped_share:.0f} %",
            _of_sight(check),
            _VERDICTS[check.verdict],
        )
        yield f"| {' | '.join(cells)} |"


def _count(checks: Sequence[PairCheck]) -> str:
    verdicts = [check.verdict for check in checks]
    missed = sum(verdict in ("far", "short") for verdict in verdicts)
    return (
        f"{len(checks)} quotations: {verdicts.count('in')} in, {verdicts.count('touches')} touch,"
        f" {missed} missed."
    )


def _reasons(checks: Sequence[PairCheck]) -> Iterator[str]:
    missed = [check.pair.id for check in checks if check.verdict in ("far", "short")]
    if set(missed) != set(WHY):
        raise SystemExit(f"explain in WHY: {sorted(set(missed) ^ set(WHY))}")
    for name in missed:
        yield f"- `{name}`: {WHY[name]}"


def _alone(checks: Sequence[PairCheck]) -> Iterator[str]:
    yield "| quotation | use | target | quoted km | of sight |"
    yield "|---|---|---|---:|---:|"
    for check in checks:
        cells = (f"`{check.pair.id}`", check.pair.use, _target(check.pair), _quoted(check.pair))
        yield f"| {' | '.join((*cells, _of_sight(check)))} |"
    beyond = [
        check.pair.id
        for check in checks
        if check.line_of_sight_m is not None and check.pair.range_m.low > check.line_of_sight_m
    ]
    for name in beyond:
        yield (
            f"\n`{name}` lies beyond the line of sight from the assumed height of its antenna: it"
            " asks for a higher site, or is no figure for that height of target."
        )


def _anchors(radars: Sequence[RadarEntry]) -> Iterator[str]:
    yield "| radar | anchor | basis, grade | tests |"
    yield "|---|---|---|---:|"
    for radar in radars:
        for pair in radar.calibration_pairs:
            others = len(radar.pairs) - len(radar.calibration_pairs)
            said = f"{_target(pair)} at {_quoted(pair)} km"
            cells = (f"`{radar.id}`", said, f"{pair.basis}, {pair.grade}", str(others or "no test"))
            yield f"| {' | '.join(cells)} |"


def _target(pair: ReferencePair) -> str:
    sigma = pair.sigma_m2
    text = format_quantity(sigma.nominal, "m^2").replace("m^2", "m2")
    if sigma.low < sigma.high:
        text += f" ({sigma.low:g}..{sigma.high:g})"
    height = pair.target_altitude_m
    if height is not None:
        text += f", {height / 1000.0:g} km up" if height >= 1000.0 else f", {height:g} m up"
    return text if pair.pd is None else f"{text}, Pd {pair.pd:g}"


def _quoted(pair: ReferencePair) -> str:
    low, value, high = (
        value / 1000.0 for value in (pair.range_m.low, pair.range_m.nominal, pair.range_m.high)
    )
    return f"{value:g}" if low == high else f"{value:g} ({low:g}..{high:g})"


def _of_sight(check: PairCheck) -> str:
    if check.line_of_sight_m is None:
        return "-"
    return f"{check.pair.range_m.nominal / check.line_of_sight_m:.2f}"


def _km(range_m: float) -> str:
    """Kilometres with no more digits than the intervals support."""
    return f"{range_m / 1000.0:.0f}" if range_m >= 1e4 else f"{range_m / 1000.0:.1f}"


if __name__ == "__main__":
    PAGE.write_text(page_text(), "utf-8")
    print(f"wrote {PAGE}")
